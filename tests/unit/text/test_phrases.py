"""Furniture of a page is junk as a whole paragraph; a sentence that speaks of it is not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.phrases import find_junk, is_date, is_junk, strip_junk

JUNK = [
    "Share this article:", "Share on Facebook", "Share on Facebook Share on X", "Tweet",
    "Facebook Twitter WhatsApp E-Mail Drucken", "Share: Facebook | Twitter | LinkedIn",
    "Share this story on Facebook or X", "Artikel teilen", "Partager sur Facebook", "Compartir",
    "Condividi su Facebook", "Deel dit artikel", "Compartilhe no WhatsApp", "Поделиться", "分享",
    "Photo: Ana Ruiz", "Image credit: Ana Ruiz", "Foto: Ana Ruiz/dpa", "Photo by Ana Ruiz",
    "The mayor at the harbour. Photo: Ana Ruiz", "The harbour at dawn. (AP Photo/Ana Ruiz)",
    "Ana Ruiz/Getty Images", "Read more", "Read more: Harbour to close", "Related: Mayor resigns",
    "Lesen Sie auch: Hafen zu", "À lire aussi : Le port ferme", "Lea también: El puerto cierra",
    "Leggi anche", "Leia também", "Lees ook: De haven", "यह भी पढ़ें: बंदरगाह", "関連記事",
    "Sign up for our newsletter", "Get the day’s news in your inbox with our newsletter.",
    "Melden Sie sich für unseren Newsletter an.", "Suscríbete a nuestro boletín",
    "We use cookies to improve your experience.", "This site uses cookies. Accept", "Advertisement",
    "Anzeige", "Publicité", "广告", "Article continues below", "Print this page", "Page 1 of 3",
    "Printed on 3 May 2024", "Print from https://example.org/x", "12 Comments", "Comments (3)",
    "0 Kommentare", "Please sign in to comment", "Follow us on X", "Folgen Sie uns auf Facebook",
    "Follow The Daily on Facebook and X", "© 2024 The Daily. All rights reserved.", "5 min read",
    "Lesezeit: 3 Minuten", "Last updated: 28 September 2023", "Watch: Mayor resigns", "***",
    "https://example.org/x", "Click here to subscribe", "Tags: harbour, council", "Back to top",
    "Your browser does not support the video tag.", "▶ Listen to this article",
    "[an error occurred while processing this directive]",
    "Share this article: [an error occurred while processing this directive]",
    "Follow us on Facebook and X. Send your story ideas to news@example.org.",
    "Puedes seguir a La Costa en Facebook y X, o apuntarte aquí para recibir nuestra newsletter.",
    "Ακολουθήστε μας στο Google News", "Conforme a los criterios de The Trust Project", "E-mail",
    "Dieses Thema im Programm: Über dieses Thema berichtete der Sender am 5. Februar um 20 Uhr.",
    "(Except for the headline, this story has not been edited by our staff.)",
    "Subscribe to our Coast Weekly here.", "Dalszy ciąg materiału pod wideo",
]  # fmt: skip
TEXT = [
    "Share prices fell on Monday after the bank warned of losses.",
    "Share prices rose on Facebook’s results.",
    "Like many teenagers on TikTok, she films her breakfast.",
    "Facebook and Twitter were fined.",
    "Cookies were first baked in Kaldvik in 1820.",
    "“We use cookies,” the site says.",
    "By using the ferry, they said, people use fewer cookies than the bakery sells.",
    "The newsletter will close in May, its editor told readers on Monday.",
    "Jetzt hat der Minister den Brief in seinem Postfach gefunden.",
    "Sigue la disputa entre la alcaldía y Twitter.",
    "Para o ministro, é cedo para comentar.",
    "Photos by Ana Ruiz show the quay before the storm.",
    "The photographer works for Getty Images.",
    "It was announced by Jo Marsh (pictured).",
    "Printed on cheap paper, the book appeared in 1911.",
    "Published in 1998, the novel made her famous.",
    "Updated rules will apply from 2025 to all ships, the ministry said.",
    "Copyright law will change in May, the government said.",
    "Read the small print, the minister told home owners.",
    "Related charges were dropped.",
    "If you like this town, you will support it, the mayor said.",
    "All rights reserved, the sign says.",
    "Subscribe to the theory or not, the river is rising here.",
    "Dieses Thema beschäftigt den Rat seit Jahren.",
    "Watch: the dial reads noon.",
    "Analysis: the deal is worth nothing. It will be signed all the same.",
    "Sponsored athletes must register by May.",
    "More.",
    "More than 400 people marched.",
    "Comments by the mayor angered the council.",
    "Follow the money, she told the court.",
    "The council published 12 reports.",
    "An error occurred while counting the votes, the clerk said.",
    "",
    " ",
]


@pytest.mark.parametrize("paragraph", JUNK)
def test_furniture_is_junk_with_any_case_and_ornament(paragraph: str) -> None:
    assert is_junk(paragraph)
    assert is_junk(f"  {paragraph.upper()}\n") or not paragraph.isascii() or "error" in paragraph
    assert is_junk(f"» {paragraph}")


@pytest.mark.parametrize("paragraph", TEXT)
def test_a_paragraph_of_the_article_is_not_junk(paragraph: str) -> None:
    assert not is_junk(paragraph)


@pytest.mark.parametrize(
    "error",
    [
        "[an error occurred while processing this directive]",
        "[An Error Occurred While Processing This Directive]",
        "<<an error occured while procesing this directive>>",
        "(an error ocurred when processing the directive)",
        "[ an  error\noccurred while processing this directive ]",
        "&lt;an error occurred while processing this directive&gt;",
        "An error has occurred while processing this directive.",
        "[an error occurred while processing the SSI directive]",
        "[error processing SSI file]",
        '<!--#include virtual="/foot.html" -->',
        "Warning: include(): Failed opening 'foot.php' for inclusion in /var/page.php on line 9",
        "Notice: Undefined index: id in /var/www/page.php on line 12",
        "Microsoft VBScript runtime error '800a01a8'",
        "<?php include 'foot.php'; ?>",
    ],
)
def test_a_server_error_is_cut_out_of_the_middle_of_a_text(error: str) -> None:
    assert strip_junk(f"The harbour {error} reopened.") == "The harbour reopened."
    assert strip_junk(f"The harbour reopened. {error}") == "The harbour reopened."
    assert find_junk(f"The harbour {error} reopened.")
    assert is_junk(error)


def test_the_leftover_is_quoted_as_it_stands() -> None:
    assert find_junk("It is open. Share this article:") == "Share this article:"
    assert find_junk("It is open.\n\nRead more: The quay") == "Read more: The quay"
    error = "[an error occurred while processing this directive]"
    assert find_junk(f"It is open. {error}") == error
    assert find_junk("The harbour is open. It closes in May.") is None


@pytest.mark.parametrize(
    "line", ["Advertisement", "Newsletter", "Video: Storm hits Kaldvik", "Photos: The quay at dawn"]
)
def test_a_kicker_or_a_headline_may_look_like_a_label(line: str) -> None:
    assert find_junk(line) is None


@pytest.mark.parametrize(
    "line",
    ["September 28. 2023. 6:46", "28. September 2023", "jeudi 3 mai 2024 à 10h30", "3/5/2024"],
)
def test_a_date_alone_is_a_date(line: str) -> None:
    assert is_date(line)


@pytest.mark.parametrize("line", ["28 people died", "On Monday", "In 2023 he left", ""])
def test_a_text_with_a_date_is_no_date(line: str) -> None:
    assert not is_date(line)


@given(st.one_of(st.text(), st.lists(st.sampled_from([*JUNK, *TEXT]), max_size=4).map(" ".join)))
def test_cutting_twice_cuts_nothing_more(text: str) -> None:
    once = strip_junk(text)
    assert strip_junk(once) == once
    assert is_junk(text) in {True, False}
    leftover = find_junk(text)
    assert leftover is None or leftover in " ".join(text.split())


@given(
    st.lists(st.sampled_from([one for one in TEXT if one.endswith(".")]), min_size=3, max_size=9)
)
def test_a_long_paragraph_is_never_junk(sentences: list[str]) -> None:
    assert not is_junk("The ferry sails. " + " ".join(sentences))


@pytest.mark.parametrize(
    "piece",
    ["(", "[", "warning: x in y ", "<!--#include ", "an error ", "share ", "we use ", "1 ", "©",
     "microsoft ole db ", "<?php ", "&lt; ", "photo: ", "newsletter "],
)  # fmt: skip
def test_time_grows_with_the_length_of_the_text(piece: str) -> None:
    start = time.process_time()
    strip_junk(piece * 20_000)
    is_junk(piece * 20_000)
    is_junk((piece * 400)[:400])
    assert time.process_time() - start < 3
