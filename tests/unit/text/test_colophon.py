"""What a house writes around its texts about itself is no text; what only looks like it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.colophon import COLOPHON, LONGEST, NOT_FOUND, SIGN_OFF
from digest.text.phrases import find_junk, is_junk

NOTES = """
This article was originally published in the Hask Courier.
A version of this article appears in print on Nov. 22, 2026, Section A, with the headline: Ferry.
Dieser Artikel erschien zuerst im Hask-Kurier.
This entry was posted on Friday, November 20th, 2026 at 9:14 am and is filed under Islands.
The Post is not responsible for the content of external sites.
We may earn a commission when you click on links in this article.
Additional reporting by Jon Vik
With files from Norda Press
Jon Vik contributed to this report from Marle.
This interview has been lightly edited for length and clarity.
This story has been updated with additional information.
Do you have an opinion on the issues raised in this article? Write to letters@example.org.
Do you know something about county transit? Email ana@example.org.
Got a story? Email newsdesk@example.org
What do you think? Let us know in the comments below.
If you value our reporting, please consider supporting us with a donation.
You have reached your limit of free articles.
To continue reading, subscribe now.
Lesen Sie weiter mit Post+
Cet article est réservé aux abonnés.
Contenido exclusivo para suscriptores
Want more stories like this? Sign up here for the newsletter.
Skip past newsletter promotion
Story continues below this ad
View this post on Instagram
Image source, Norda Press
Updated 3 hours ago
Ausgedruckt am 23.11.2026, 09:40 Uhr
Back to front page
Printer friendly version | Email this to a friend
© Старая газета, 1998-2026. При перепечатке ссылка обязательна.
© RIPRODUZIONE RISERVATA
""".strip().split("\n")
TEXTS = """
The report was published on Tuesday and shows that four in ten ferries leave late.
This report was published by the ministry on Monday.
This article was amended on 23 November 2026. An earlier version said that there were five.
Correction: An earlier version of this article misstated the year.
This article of the treaty was long seen as its weakest.
With reports of snow in the north, the council closed the road.
With files stacked to the ceiling, the clerk began.
Sign up to the scheme closed on Friday.
Do you have a story about the sea? That is what the museum asked 900 islanders last spring.
Send us your ships, he wrote to the king.
Email was the cause, the court heard.
The editorial boards of nine papers met in Velm.
Updated maps will be printed in March.
Back to school went 900 children on Monday.
""".strip().split("\n")


@pytest.mark.parametrize("note", NOTES)
def test_note_of_the_house_is_junk(note: str) -> None:
    assert is_junk(note)


@pytest.mark.parametrize("text", TEXTS)
def test_sentence_of_an_article_is_none(text: str) -> None:
    assert not is_junk(text)
    assert find_junk(text) is None


@pytest.mark.parametrize(
    "line", ["(koe)", "(dpa)", "(koe/abc)", "-30-", "— ENDS —", "###", "Quelle: dpa", "Avec AFP"]
)
def test_sign_off_is_known(line: str) -> None:
    assert SIGN_OFF.fullmatch(line)


@pytest.mark.parametrize("line", ["The End", "(It was.)", "Con dos barcos", "Yes.", "1930"])
def test_last_words_of_a_text_are_no_sign_off(line: str) -> None:
    assert not SIGN_OFF.fullmatch(line)


def test_headline_of_an_error_page_is_known_and_one_about_finding_is_not() -> None:
    for headline in ("Page not found", "404", "Seite nicht gefunden", "Página no encontrada"):
        assert NOT_FOUND.search(headline)
    for headline in ("Boat not found after storm", "4040 boats leave Velm"):
        assert not NOT_FOUND.search(headline)


@given(
    st.lists(
        st.sampled_from(["this article was ", "originally ", "published ", "do you have a story ",
                         "email ", "a ", ". ", "sign up ", "© ", "2026 ", "in ", "@"]),
        max_size=LONGEST // 4,
    ).map("".join)
)  # fmt: skip
def test_notes_are_judged_quickly(text: str) -> None:
    COLOPHON.fullmatch(text[:LONGEST])
    is_junk(text)
