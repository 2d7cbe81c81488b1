"""What a page says of itself is no part of the news."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.edit.telling import is_pointer, tell_news, tidy

NEWS = "The council of Kaldvik voted on Monday to close the old harbour for good."


def told(*paragraphs: str) -> list[str]:
    """Tell the news of some paragraphs."""
    return tell_news(paragraphs, headline="Harbour to close", language="en", enough=1000)


@pytest.mark.parametrize(
    "line",
    [
        "Also Read: Five harbours to see.",
        "READ | Potholes, a history.",
        "Watch the video below.",
        "Scroll down for video.",
        "Jo Marsh contributed to this report.",
        "This story has been updated.",
        "Reporting by Jo Marsh; editing by Ana Ruiz.",
        "The full list can be seen here.",
        "Image copyright Harbour Office.",
    ],
)
def test_pointers_are_left_out(line: str) -> None:
    assert is_pointer(line)
    assert told(NEWS, line) == [NEWS]
    assert told(f"{NEWS} {line}") == [NEWS]


@pytest.mark.parametrize(
    "line",
    [
        "Read aloud, the letter takes four minutes.",
        "Watch repairers are rare in Kaldvik.",
        "See how the light falls, he said.",
        "The article was read by half of the town.",
        "Photographs hang in the hall.",
        "It can be seen from the pier.",
        "Editing films by hand is slow.",
    ],
)
def test_news_that_only_sounds_like_a_pointer_stays(line: str) -> None:
    assert told(NEWS, line) == [NEWS, line]


@pytest.mark.parametrize(
    "above",
    [
        ("Council votes 9 to 4", "Ferries move in May"),
        ("What is changing?",),
        ("In pictures",),
    ],
)
def test_highlights_and_questions_above_the_text_are_left_out(above: tuple[str, ...]) -> None:
    assert told(*above, NEWS) == [NEWS]


def test_questions_further_down_stay_with_their_answers() -> None:
    assert told(NEWS, "Who pays it?", "About 140,000 people.") == [
        NEWS,
        "Who pays it?",
        "About 140,000 people.",
    ]


def test_a_short_sentence_above_the_text_stays() -> None:
    assert told("The harbour is closed.", NEWS) == ["The harbour is closed.", NEWS]


@pytest.mark.parametrize(
    ("paragraph", "tidied"),
    [
        (f"By . Jo Marsh . PUBLISHED: . 12:33, 2 May 2013 . | . UPDATED: 02:11, 3 May 2013 {NEWS}",
         NEWS),
        (f"By Jo Marsh Published: 12:33, 2 May 2013 {NEWS}", NEWS),
        (f"{NEWS}(Representational image)It opens in May.", f"{NEWS} It opens in May."),
        (f"{NEWS} (With inputs from agencies)", NEWS),
        (f"{NEWS} — Ana Ruiz (@anaruiz) August 3, 2017 It opens.", f"{NEWS} It opens."),
        ("The net (left) fell at 12:30 in May 2013.", "The net (left) fell at 12:30 in May 2013."),
        ("By noon on Monday 12:30 was a number.", "By noon on Monday 12:30 was a number."),
    ],
)  # fmt: skip
def test_stamps_captions_and_signatures_are_taken_out(paragraph: str, tidied: str) -> None:
    assert tidy(paragraph) == tidied


def test_no_more_is_read_than_is_needed() -> None:
    many = tell_news([NEWS] * 30, headline="Harbour", language="en", enough=100)
    assert len(many) == 2


def test_a_text_of_nothing_but_pointers_is_told_as_it_is() -> None:
    assert told("Watch the video below.") == ["Watch the video below."]


@given(st.lists(st.text(max_size=60), max_size=6))
def test_sentences_are_found_in_any_text_in_its_order(paragraphs: list[str]) -> None:
    letters = iter("".join("".join(paragraphs).split()))
    sentences = tell_news(paragraphs, headline="Harbour to close", language="en", enough=400)
    assert all(letter in letters for letter in "".join("".join(sentences).split()))


@pytest.mark.parametrize("piece", ["(photo", "— a (", "by . ", "published: 1", "@ — a ", "? "])
def test_hostile_paragraphs_take_no_time(piece: str) -> None:
    start = time.process_time()
    told(piece * 20_000, piece)
    assert time.process_time() - start < 3
