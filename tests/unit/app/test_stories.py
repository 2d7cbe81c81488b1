from typing import Any

import pytest
from tests.unit.app.outside import NOW, PARAGRAPHS

from digest.adapters.memory_web import StillClock
from digest.app.stories import GivenStory, stories_of_records
from digest.errors import UsageError

FERRY = "\n\n".join(PARAGRAPHS)
KILN = (
    "The last glassworks on the island of Skarre relit its kiln on Saturday after two silent years."
    "\n\nTwelve blowers are back at their benches, and the first bottles go to an Ostmark brewery."
    "\n\nThe owner, Hedda Lund, said orders would keep the furnace burning until the summer."
)


def merge(*records: dict[str, Any]) -> list[GivenStory]:
    return stories_of_records(enumerate(records, 1), name="wire.jsonl", clock=StillClock(NOW))


def test_copies_are_one_story_and_others_stay_apart() -> None:
    stories = merge(
        {"id": "a", "headline": "Ferries return to the Lysa", "text": FERRY},
        {"id": 7, "headline": "Kiln relit on Skarre", "text": KILN, "published": "2026-11-22"},
        {"id": "c", "headline": "Old ferry line reopens", "text": FERRY[:-200], "published": None},
    )

    assert [story.ids for story in stories] == [("a", "c"), ("7",)]
    assert stories[0].lead in ("a", "c")
    assert stories[1] == GivenStory(headline="Kiln relit on Skarre", lead="7", ids=("7",))


def test_every_id_comes_back_once_even_when_two_have_one_address() -> None:
    stories = merge(
        {"id": "a", "headline": "Ferries", "text": FERRY, "url": "https://post.example.org/f"},
        {"id": "b", "headline": "Ferries", "text": FERRY, "url": "https://post.example.org/f#top"},
        {"id": "c", "headline": "Empty"},
        {"id": "d", "headline": "Empty too", "url": "no address"},
    )

    assert sorted(one for story in stories for one in story.ids) == ["a", "b", "c", "d"]
    assert stories[0].ids == ("a", "b")


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"headline": "No id"}, "wire.jsonl, line 2: the article has no id."),
        ({"id": ""}, "wire.jsonl, line 2: the article has no id."),
        ({"id": True}, "wire.jsonl, line 2: the article has no id."),
        ({"id": "b", "text": ["a", "b"]}, "wire.jsonl, line 2: 'text' is no text."),
        ({"id": "a"}, "The id 'a' is there twice."),
    ],
)
def test_what_is_wrong_with_a_given_article_is_named(record: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        merge({"id": "a", "headline": "Fine"}, record)

    assert caught.value.message == message


def test_a_date_that_cannot_be_is_none() -> None:
    [story] = merge({"id": "a", "headline": "Ferries", "text": FERRY, "published": 1795413600})

    assert story.lead == "a"
    assert merge({"id": "a", "headline": "Ferries", "published": "someday"})[0].lead == "a"
