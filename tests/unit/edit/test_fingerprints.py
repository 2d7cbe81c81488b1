"""What an article is compared by."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.edit.papers import article
from tests.unit.edit.told_twice import by_id, told_twice

from digest.edit.fingerprints import (
    Fingerprint,
    pack_fingerprint,
    read_fingerprint,
    unpack_fingerprint,
)
from digest.edit.shingles import MOST_WORDS, fold_word, split_words
from digest.model.article import Precision


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Élysée", "elysee"),
        ("Straße", "STRASSE"),
        ("Norwegians", "Norwegian"),
        ("Афинах", "афинах"),
        ("والميناء", "الميناء"),
        ("الحوراني", "حوراني"),
        ("المدينة", "المدينه"),
        ("أحمد", "احمد"),
    ],
)
def test_spellings_of_one_word_are_one_word(one: str, other: str) -> None:
    assert fold_word(one) == fold_word(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Harwick", "Harbour"), ("place47", "place470"), ("1234567", "12345678"), ("ولد", "لد")],
)
def test_other_words_stay_others(one: str, other: str) -> None:
    assert fold_word(one) != fold_word(other)


def test_names_are_words_with_a_capital_inside_a_sentence() -> None:
    marks = read_fingerprint(by_id("court-bank"))

    assert {"gerard", "lyle", "selby", "nwosu"} <= marks.names
    assert "about" not in marks.names
    assert marks.subjects == {"selby"}
    assert marks.numbers >= {"2.1", "2022", "58", "70,000"}


def test_in_german_and_in_chinese_the_headline_is_about_what_the_text_repeats() -> None:
    german, chinese = (read_fingerprint(by_id(name)) for name in ("de-zug-a", "zh-a"))

    assert german.names == chinese.names == frozenset()
    assert "大桥" in chinese.subjects


def test_a_long_text_costs_no_more_than_a_thousand_words() -> None:
    long = article(" ".join(f"word{number}" for number in range(9 * MOST_WORDS)))

    assert len(read_fingerprint(long).sequence) == MOST_WORDS


def test_a_month_is_no_moment() -> None:
    seen = by_id("quake-post")
    vague = replace(seen, published=seen.first_seen - timedelta(days=22), precision=Precision.MONTH)

    assert read_fingerprint(vague).moment == seen.first_seen


def test_what_another_version_of_the_program_has_packed_is_not_read() -> None:
    packed = pack_fingerprint(read_fingerprint(by_id("quake-post")))

    assert unpack_fingerprint("u", b"\xff" + packed[1:]) is None
    assert unpack_fingerprint("u", b"") is None


@pytest.mark.parametrize("told", told_twice(), ids=lambda told: told.id)
def test_an_article_comes_back_as_it_was_packed(told: object) -> None:
    marks = read_fingerprint(told.article)  # type: ignore[attr-defined]

    assert unpack_fingerprint(marks.url, pack_fingerprint(marks)) == marks


TEXTS = st.text(max_size=200) | st.text(
    alphabet=st.sampled_from("aB éЖ港の한 \u0641\ufdfa\u0301\ud800½0.,:\n\0"), max_size=200
)


@given(TEXTS, TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_text_has_a_fingerprint_that_comes_back(headline: str, body: str) -> None:
    marks = read_fingerprint(article(body, headline=headline))

    assert isinstance(marks, Fingerprint)
    assert len(marks.words) == len(marks.written) == len(marks.small) == len(set(marks.words))
    assert len(marks.sequence) == len(split_words(f"{headline}\n\n{body}"))
    assert all(marks.words)
    assert unpack_fingerprint(marks.url, pack_fingerprint(marks)) == marks
