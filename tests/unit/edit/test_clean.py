"""A cleaned article is its own text, with who wrote it and where beside it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.edit.papers import SAVED_PAGE, article

from digest.edit.clean import clean_article, split_paragraphs
from digest.model.article import Byline, Image

LEDE = (
    "The council of Kaldvik voted on Monday to close the old harbour for good, ending a quarrel of"
    " three years."
)
SECOND = "“It is a bitter day,” said the mayor, Ana Ruiz. “But it’s the right one.”"
THIRD = "The ferries will leave from the new pier from May."


@pytest.mark.parametrize(
    "body", [SAVED_PAGE, SAVED_PAGE.replace("\n\n", "\n"), f"\ufeff{SAVED_PAGE}"]
)
def test_the_saved_page_of_the_daily_comes_out_right(body: str) -> None:
    cleaned = clean_article(article(body))
    assert cleaned.headline == "Council votes to close the old harbour"
    assert cleaned.byline == (Byline(name="Jo Marsh", role="Political Editor"),)
    assert cleaned.lede == LEDE
    assert cleaned.body == f"{LEDE}\n\n{SECOND}\n\n{THIRD}"


@pytest.mark.parametrize(
    "notice", ["Embargoed until 2026-11-23 18:00", "Sperrfrist: 23.11.2026, 18 Uhr"]
)
def test_the_notice_of_an_embargo_is_no_label(notice: str) -> None:
    cleaned = clean_article(article(f"{notice}\n\n{LEDE}\n\n{SECOND}"))
    assert cleaned.body == f"{notice}\n\n{LEDE}\n\n{SECOND}"


@pytest.mark.parametrize(
    "headline",
    [
        "Council votes | The Daily",
        "Council votes - The Daily",
        "Council votes – thedaily",
        "Council votes | Politics | The Daily",
        "The Daily | Council votes",
        "  Council\u00a0votes\u200b ",
    ],
)
def test_a_known_site_and_its_section_leave_the_headline(headline: str) -> None:
    cleaned = clean_article(article(LEDE, headline=headline, section="Politics"))
    assert cleaned.headline == "Council votes"


@pytest.mark.parametrize(
    "headline", ["Council votes - Part 2", "Council votes | Opinion", "The Daily"]
)
def test_what_is_not_known_to_be_the_site_stays(headline: str) -> None:
    assert clean_article(article(LEDE, headline=headline)).headline == headline


def test_dateline_and_byline_go_into_their_fields() -> None:
    text = f"KALDVIK, 28 September (Norland Press) – {LEDE[:-1]}, reports Ana Ruiz."
    cleaned = clean_article(article(f"By Jo Marsh, Political Editor\n\n{text}\n\n{SECOND}"))
    assert cleaned.dateline == "KALDVIK"
    assert cleaned.lede == LEDE
    assert [one.name for one in cleaned.byline] == ["Jo Marsh", "Ana Ruiz"]


def test_a_byline_from_the_page_stays_and_is_given_its_role() -> None:
    named = (Byline(name="Jo Marsh"), Byline(name="Ana Ruiz"))
    cleaned = clean_article(
        article(f"{LEDE[:-1]}, writes Political Editor Jo Marsh.", byline=named)
    )
    assert cleaned.byline == (Byline(name="Jo Marsh", role="Political Editor"), named[1])
    assert cleaned.lede == LEDE


def test_a_byline_at_the_end_is_taken_and_a_reporter_in_the_middle_stays() -> None:
    middle = "The mayor will resign, reports Ana Ruiz."
    cleaned = clean_article(
        article(f"{LEDE}\n\n{SECOND}\n\n{middle}\n\n{THIRD}\n\nJo Marsh reports.")
    )
    assert cleaned.byline == (Byline(name="Jo Marsh"),)
    assert cleaned.body == f"{LEDE}\n\n{SECOND}\n\n{middle}\n\n{THIRD}"


@pytest.mark.parametrize(
    "junk",
    [
        "Share this article:",
        "Photo: Ana Ruiz",
        "Read more: The quay of 1911",
        "Sign up for our newsletter",
        "We use cookies to improve your experience.",
        "Advertisement",
        "Print this page",
        "Last updated: 28 September 2023",
        "[an error occurred while processing this directive]",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_furniture_is_dropped_wherever_it_stands(junk: str, place: int) -> None:
    paragraphs = [LEDE, SECOND, THIRD]
    paragraphs.insert(place, junk)
    assert clean_article(article("\n\n".join(paragraphs))).body == f"{LEDE}\n\n{SECOND}\n\n{THIRD}"


def test_a_server_error_inside_a_paragraph_is_cut() -> None:
    error = "[an error occurred while processing this directive]"
    cleaned = clean_article(article(f"{LEDE} {error}\n\n{SECOND[:25]}{error}{SECOND[25:]}"))
    assert "error" not in cleaned.body
    assert cleaned.lede == LEDE


def test_a_repeated_headline_and_standfirst_are_dropped() -> None:
    dek = "Ferries to move as old harbour of Kaldvik is closed by its council"
    body = f"Council votes to close the old harbour\n\n{dek}\n\n{LEDE}\n\n{THIRD}"
    cleaned = clean_article(article(body, dek=dek))
    assert (cleaned.dek, cleaned.lede) == (dek, LEDE)


def test_a_first_paragraph_that_is_also_the_description_stays() -> None:
    cleaned = clean_article(article(f"{LEDE}\n\n{THIRD}", dek=LEDE))
    assert cleaned.lede == LEDE
    short = "The old harbour of Kaldvik will close."
    again = "The mayor of Kaldvik, Ana Ruiz, said that the harbour would close for good."
    assert clean_article(article(f"{short}\n\n{again}\n\n{THIRD}", dek=short)).lede == short


def test_a_dek_that_repeats_the_headline_is_none() -> None:
    assert clean_article(article(LEDE, dek="Council votes to close the old harbour!")).dek is None


@pytest.mark.parametrize(
    "first",
    [
        "Share prices of Kaldvik Lines fell by a tenth on Monday.",
        "Cookies will be taxed from May.",
        "No.",
        "Is this the end of the old harbour?",
        "28 people were hurt on Monday when a ferry hit the quay.",
    ],
)
def test_the_first_real_paragraph_always_survives(first: str) -> None:
    assert clean_article(article(f"{first}\n\n{SECOND}\n\n{THIRD}")).lede == first


@pytest.mark.parametrize("sign", ["By Jo Marsh", "Political Editor Jo Marsh", "28 September 2023"])
def test_a_short_first_sentence_before_a_byline_survives(sign: str) -> None:
    body = f"Council votes to close the old harbour\n\nThe ferry sank.\n\n{sign}\n\n{THIRD}"
    assert clean_article(article(body)).lede == "The ferry sank."


def test_a_strapline_may_be_a_sentence() -> None:
    page = SAVED_PAGE.replace("in the north", "in the north.")
    assert clean_article(article(page)).lede == LEDE


def test_a_date_below_the_first_paragraph_takes_nothing_with_it() -> None:
    body = f"{LEDE}\n\nSeptember 28, 2023\n\n{THIRD}\n\n{SECOND}"
    assert clean_article(article(body)).body == body


def test_a_report_that_the_last_paragraph_mentions_stays() -> None:
    body = f"{LEDE}\n\n{SECOND}\n\n{THIRD}\n\nThe mayor will resign, reports Ana Ruiz."
    cleaned = clean_article(article(body))
    assert (cleaned.body, cleaned.byline) == (body, ())


def test_a_teaser_without_a_body_is_cleaned_and_gets_no_body() -> None:
    teaser = f"KALDVIK (AP) — {LEDE} [an error occurred while processing this directive]"
    cleaned = clean_article(article("", lede=teaser))
    assert (cleaned.lede, cleaned.body, cleaned.dateline) == (LEDE, "", "KALDVIK")


def test_an_article_without_text_is_left_without() -> None:
    cleaned = clean_article(article("Share this article:\n\nAdvertisement"))
    assert (cleaned.lede, cleaned.body) == ("", "")


def test_wrapped_lines_are_joined_and_short_ones_are_not() -> None:
    wrapped = "The council of Kaldvik voted on Monday to close\nthe old harbour for good."
    assert split_paragraphs(f"{wrapped}\n\n{THIRD}") == (wrapped.replace("\n", " "), THIRD)
    assert split_paragraphs(f"Bread\nButter\n\n{THIRD}") == ("Bread", "Butter", THIRD)
    assert split_paragraphs(f"{LEDE}\n{THIRD}") == (LEDE, THIRD)


def test_words_beside_the_text_are_tidied_too() -> None:
    image = Image(url="https://example.org/a.jpg", alt=" The\nquay ", credit="Ana\u00a0Ruiz")
    cleaned = clean_article(article(LEDE, image=image, section=" Politics\n"))
    assert cleaned.image == replace(image, alt="The quay", credit="Ana Ruiz")
    assert cleaned.section == "Politics"


@pytest.mark.parametrize(
    "ending",
    [
        "(koe)", "(KVT).", "— ENDS —", "Quelle: dpa", "• Jo Marsh is a columnist of The Daily",
        "Jo Marsh covers the coast for The Daily and lives in Kaldvik with two dogs.",
        "Jo Marsh, who is a sailor, is the author of “Tides”.", "Media contact: 555-0117",
        "SOURCE Kaldvik Lines", "Presse: Ana Ruiz, 555-0117",
        "About Kaldvik Lines\n\nFounded in 1946.\n\nFor more information, visit kaldvik.example.",
    ],
)  # fmt: skip
def test_signatures_and_portraits_behind_the_text_are_dropped(ending: str) -> None:
    body = f"{LEDE}\n\n{SECOND}\n\n{THIRD}"
    cleaned = clean_article(article(f"{body}\n\n{ending}", byline=(Byline(name="Jo Marsh"),)))
    assert cleaned.body == body


@pytest.mark.parametrize(
    "ending",
    [
        "Ana Ruiz is the mayor of Kaldvik.",
        "Jo Marsh",
        "About the harbour\n\nIt was built in 1911.",
        "Correction: An earlier version misstated the year.",
        "Source material was lost in the fire of 1911.",
        "Media: a history of the harbour.",
        "• The ferries will leave from the new pier.",
    ],
)
def test_what_only_looks_like_them_stays(ending: str) -> None:
    body = f"{LEDE}\n\n{SECOND}\n\n{THIRD}\n\n{ending}"
    assert clean_article(article(body)).body == body


@pytest.mark.parametrize(
    "note",
    ["Correction: An earlier version misstated the year.", "Editor’s note: We asked the harbour."],
)
def test_correction_above_the_text_never_becomes_its_lede(note: str) -> None:
    assert clean_article(article(f"{note}\n\n{LEDE}\n\n{THIRD}")).lede == LEDE


@pytest.mark.parametrize("mark", ["(The Daily) ", "(The Daily)", "The Daily — "])
def test_name_of_the_site_before_the_first_word_is_dropped(mark: str) -> None:
    assert clean_article(article(f"{mark}{LEDE}\n\n{THIRD}")).lede == LEDE


PIECES = st.sampled_from(
    [LEDE, SECOND, THIRD, "The Daily", "By Jo Marsh", "Share this article:", "Politics", "dpa",
     "September 28. 2023. 6:46", "KALDVIK (AP) — Yes.", "Jo Marsh reports.", "(", "“", "\u200b",
     "Council votes to close the old harbour", "It ends, writes Jo Marsh.", "Photo: x", "e\u0301",
     "[an error occurred while processing this directive]", "\n", "KALDVIK — KALDVIK — Yes."]
)  # fmt: skip
BODIES = st.one_of(
    st.text(), st.lists(PIECES).map("\n\n".join), st.lists(PIECES).map("\n".join),
    st.lists(PIECES).map(" ".join),
)  # fmt: skip


@given(BODIES, BODIES, BODIES, BODIES)
def test_cleaning_twice_changes_nothing(body: str, headline: str, dek: str, section: str) -> None:
    once = clean_article(article(body, headline=headline, dek=dek, section=section, lede=dek))
    assert clean_article(once) == once
    assert once.body.split("\n\n")[0] in {once.lede, ""}
