"""A summary is the article's own words, whole, within its limits."""

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.edit.papers import SAVED_PAGE, article

from digest.edit.lede import summarise
from digest.edit.nut import find_opening, is_soft
from digest.text.endings import ends_well
from digest.text.quotes import are_balanced
from digest.text.words import count_words

LEAD = (
    "The council of Kaldvik voted late on Monday to close the old harbour for good after a quarrel"
    " of three years, saying that the quay, which was built in 1911, could no longer carry the"
    " weight of the ferries."
)
QUOTED = "“It is a bitter day,” said the mayor, Ana Ruiz. “But it’s the right one.”"
PLAN = (
    "The ferries will leave from the new pier from May, and the old warehouses will become flats, a"
    " library and a market hall, according to the plan, which will cost 40 million crowns."
)
BODY = f"{LEAD}\n\n{QUOTED}\n\n{PLAN}"


def test_whole_sentences_are_taken_while_they_fit() -> None:
    assert summarise(article(BODY), words=100) == f"{LEAD} {QUOTED} {PLAN}"


@pytest.mark.parametrize(
    ("words", "summary"),
    [
        (30, f"{LEAD.partition(', saying')[0]}."),
        (15, "The council of Kaldvik voted late on Monday to close the old harbour for good."),
        (72, f"{LEAD} {QUOTED} The ferries will leave from the new pier from May."),
    ],
)
def test_the_sentence_that_does_not_fit_ends_at_a_clause(words: int, summary: str) -> None:
    assert summarise(article(BODY), words=words) == summary


def test_no_sentence_is_skipped_to_take_a_later_one() -> None:
    long = "The committee, the board, the chair and the clerk of the works of Kaldvik " * 6
    summary = summarise(article(f"The harbour is closed.\n\n{long}.\n\nShort one here."), words=20)
    assert summary == "The harbour is closed."


def test_the_byline_clause_leaves_the_summary() -> None:
    summary = summarise(article(SAVED_PAGE), words=20)
    assert summary == (
        "The council of Kaldvik voted on Monday to close the old harbour for good, ending a quarrel"
        " of three years."
    )


DEK = (
    "Ferries move to the new pier and the warehouses become flats, as a quarrel of three years ends"
    " in Kaldvik with a narrow vote for the mayor’s plan."
)


def test_a_good_standfirst_is_the_summary() -> None:
    assert summarise(article(BODY, dek=DEK), words=60) == DEK


@pytest.mark.parametrize(
    "dek",
    [
        f"{DEK[:-1]}…",
        "The council has voted.",
        "Council votes to close the old harbour!",
        DEK[:-1],
        LEAD.partition(", which")[0],
    ],
)
def test_a_poor_standfirst_is_passed_over(dek: str) -> None:
    assert summarise(article(BODY, dek=dek), words=60).startswith(LEAD)


def test_a_standfirst_that_copies_the_first_sentence_gives_way_to_the_whole_opening() -> None:
    assert summarise(article(BODY, dek=LEAD), words=60) == f"{LEAD} {QUOTED}"


def test_a_standfirst_is_better_than_nothing() -> None:
    assert summarise(article("", dek="The harbour is closed.")) == "The harbour is closed."


ANECDOTE = (
    "When Nils Aas opened his kiosk on a grey morning forty years ago, he sold three coffees."
)
NUT = "Now the council of Kaldvik has voted to close the old harbour, with its last eleven kiosks."


def test_a_soft_opening_gives_way_to_the_paragraph_with_the_news() -> None:
    body = f"{ANECDOTE}\n\nHe remembers the first one.\n\n{NUT}\n\nAas is angry."
    assert summarise(article(body)) == f"{NUT} Aas is angry."


@pytest.mark.parametrize(
    "first",
    [LEAD, "Kaldvik has to move its ferries.", "Nobody came on Monday."],
)
def test_a_hard_opening_is_never_passed_over(first: str) -> None:
    paragraphs = [f"{first} It was the last chance of the year.", "He said so.", NUT]
    if is_soft(paragraphs[0]):
        pytest.fail("the opening is hard")
    assert find_opening(paragraphs, headline="Council votes to close the old harbour") == 0


def test_a_soft_opening_stays_when_nothing_below_tells_the_headline() -> None:
    paragraphs = [ANECDOTE, "He remembers.", "The coffee was hot and the ferry was late that day."]
    assert find_opening(paragraphs, headline="Council votes to close the old harbour") == 0


def test_a_quotation_that_goes_on_is_closed() -> None:
    body = "“The quay is old. We have to close it before the winter comes again,” she said."
    assert summarise(article(body), words=6) == "“The quay is old.”"


def test_a_teaser_that_was_cut_ends_at_its_last_whole_clause() -> None:
    teaser = "The council voted to close the old harbour on Monday, after a quarrel of…"
    assert summarise(article("", lede=teaser)) == (
        "The council voted to close the old harbour on Monday."
    )


@pytest.mark.parametrize(
    ("language", "body", "words", "summary"),
    [
        (
            "de",
            (
                "Der Stadtrat von Kaldvik hat am Montag beschlossen, den alten Hafen zu schließen,"
                " nachdem Gutachter den Kai für nicht mehr sicher erklärt hatten."
            ),
            14,
            "Der Stadtrat von Kaldvik hat am Montag beschlossen, den alten Hafen zu schließen.",
        ),
        (
            "fr",
            (
                "Le conseil de Kaldvik a voté lundi la fermeture du vieux port, alors que des"
                " experts jugent le quai dangereux."
            ),
            14,
            "Le conseil de Kaldvik a voté lundi la fermeture du vieux port.",
        ),
        (
            "es",
            (
                "El consejo de Kaldvik votó el lunes el cierre del viejo puerto, mientras los"
                " expertos consideran peligroso el muelle."
            ),
            14,
            "El consejo de Kaldvik votó el lunes el cierre del viejo puerto.",
        ),
        (
            "nl",
            (
                "De raad van Kaldvik heeft maandag besloten de oude haven te sluiten, omdat de kade"
                " niet meer veilig is."
            ),
            14,
            "De raad van Kaldvik heeft maandag besloten de oude haven te sluiten.",
        ),
        (
            "ja",
            "市議会は月曜日に古い港を閉鎖することを決め、渡船は新しい桟橋に移る。",
            14,
            "市議会は月曜日に古い港を閉鎖することを決め。",
        ),
        (
            "zh",
            "市议会周一投票决定关闭旧港口，渡轮将从五月起改停新码头。",
            10,
            "市议会周一投票决定关闭旧港口。",
        ),
    ],
)
def test_clauses_of_other_languages_end_where_they_end(
    language: str, body: str, words: int, summary: str
) -> None:
    assert summarise(article(body, language=language), words=words) == summary


def test_an_article_without_text_has_no_summary() -> None:
    assert summarise(article("")) == ""
    assert summarise(article("!!!")) == ""


PIECES = st.sampled_from(
    [LEAD, QUOTED, PLAN, ANECDOTE, NUT, "“", "”", "(", '"', "‘", "the", "and", "…", ",",
     "港が再開した。",
     "der", "Mr.", "of", "\n\n", "He said: “No. Never", "No.”", "«", "—", "an end?", "1)", "Yes!",
     "It ends, writes Jo Marsh.", "Share this article:", "'s", "U.S.", ";", "。"]
)  # fmt: skip
BODIES = st.one_of(
    st.text(),
    st.lists(PIECES, max_size=12).map(" ".join),
    st.lists(PIECES, max_size=12).map("".join),
)
LANGUAGES = st.sampled_from([None, "en", "de", "fr", "el", "ja", "hi", "xx"])


@given(BODIES, BODIES, LANGUAGES, st.integers(0, 70), st.none() | st.integers(0, 300))
def test_every_summary_keeps_its_limits_and_ends_well(
    body: str, dek: str, language: str | None, words: int, characters: int | None
) -> None:
    told = summarise(article(body, dek=dek, language=language), words=words, characters=characters)
    assert count_words(told) <= words
    assert characters is None or len(told) <= characters
    assert not told or ends_well(told, language or "en")
    assert are_balanced(told)
    assert "\n" not in told


@given(BODIES, LANGUAGES, st.integers(1, 70))
def test_every_word_of_a_summary_stands_in_the_source_in_this_order(
    body: str, language: str | None, words: int
) -> None:
    told = summarise(article(body, language=language), words=words)
    letters = iter(re.sub(r"[\W_]+", "", unicodedata.normalize("NFC", body)))
    assert all(letter in letters for letter in re.sub(r"[\W_]+", "", told))


@pytest.mark.parametrize("piece", ["a, ", "“", "word ", "(", "The mayor, who ", "A. ", "; ", "港"])
def test_a_long_text_is_summarised_in_no_time(piece: str) -> None:
    start = time.perf_counter()
    summarise(article(piece * 40_000))
    assert time.perf_counter() - start < 5
