"""A soft opening gives way to the news; a hard one never does."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.edit.openings import HARD, SOFT

from digest.edit.nut import find_opening, stems
from digest.edit.telling import tell_news


def test_there_are_enough_openings_of_both_kinds() -> None:
    assert len(SOFT) >= 25
    assert len(HARD) >= 25
    assert all(news for _, _, news, _ in SOFT)


@pytest.mark.parametrize(
    ("headline", "paragraphs", "news", "language"), SOFT, ids=[one[0] for one in SOFT]
)
def test_a_soft_opening_gives_way_to_the_news(
    headline: str, paragraphs: tuple[str, ...], news: int, language: str
) -> None:
    assert find_opening(paragraphs, headline=headline, language=language) == news


@pytest.mark.parametrize(
    ("headline", "paragraphs", "news", "language"), HARD, ids=[one[0] for one in HARD]
)
def test_a_hard_opening_stays(
    headline: str, paragraphs: tuple[str, ...], news: int, language: str
) -> None:
    assert find_opening(paragraphs, headline=headline, language=language) == news == 0


@pytest.mark.parametrize(("headline", "paragraphs"), [one[:2] for one in SOFT[:3]])
def test_without_the_words_of_the_headline_no_opening_is_passed_over(
    headline: str, paragraphs: tuple[str, ...]
) -> None:
    assert headline
    assert find_opening(paragraphs, headline="A day like any other in town") == 0
    assert find_opening(paragraphs, headline="") == 0


def test_a_text_that_lost_its_paragraphs_is_looked_at_sentence_by_sentence() -> None:
    headline, paragraphs, news, _ = SOFT[0]
    block = " ".join((*paragraphs, "The mayor has not taken sides, he said on Monday evening." * 9))
    told = tell_news([block], headline=headline, language="en", enough=300)
    assert told[0] == paragraphs[news]


def test_forms_of_a_word_are_one_word() -> None:
    assert stems("buying votes, the mayor's") == stems("buys vote mayor")


@given(st.lists(st.text(max_size=80), max_size=6), st.text(max_size=60), st.sampled_from("en xx"))
def test_any_text_has_an_opening(paragraphs: list[str], headline: str, language: str) -> None:
    assert 0 <= find_opening(paragraphs, headline=headline, language=language) <= len(paragraphs)


@pytest.mark.parametrize("piece", ["it was ", "he ", "“", "a? ", "9,", "said"])
def test_hostile_paragraphs_take_no_time(piece: str) -> None:
    start = time.process_time()
    find_opening([piece * 20_000] * 9, headline="The old harbour of Kaldvik closes for good")
    assert time.process_time() - start < 3
