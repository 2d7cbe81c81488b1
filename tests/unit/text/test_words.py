"""Words are counted as a reader counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.plain import split_blocks, tidy_line, tidy_lines
from digest.text.words import count_words, reading_minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("The harbour – open", 3),
        ("well-known, 4.5", 2),
        ("港が再開した", 3),
        ("港 open", 2),
        ("…", 0),
    ],
)
def test_words_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (100, 1), (460, 2), (2300, 10)])
def test_reading_takes_at_least_a_minute(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes


@given(st.text(), st.text())
def test_two_texts_have_the_words_of_both(one: str, other: str) -> None:
    assert count_words(f"{one} {other}") == count_words(one) + count_words(other)


def test_a_line_is_composed_and_nothing_in_it_is_invisible() -> None:
    line = tidy_line("\ufeffCafe\u0301\u00a0\u200bbar\u00ad\x07 \ue000 x")
    assert line == "Café bar x"


def test_joiners_that_shape_letters_stay() -> None:
    assert tidy_line("می\u200cخواهم") == "می\u200cخواهم"


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    line = tidy_line(text)
    assert tidy_line(line) == line
    assert all(tidy_line(one) == one for one in tidy_lines(text))
    assert (
        "".join(map("".join, (block.split() for block in split_blocks(text)))) or not text.strip()
    )
