import asyncio
from typing import Any

import pytest
from tests.unit.app.outside import NOW, PARAGRAPHS, POST, entry, feed, page

from digest.adapters.memory_web import MemoryFetcher, MemoryFolder, StillClock
from digest.app.read import SummaryLength, Understood, read_targets
from digest.errors import UsageError
from digest.model.fetch import FetchFailure

SAVED = MemoryFolder({"saved": {"a.html": page("Ferries return"), "b.html": page("Kiln relit")}})


def read(*targets: str, **wishes: Any) -> list[Understood | FetchFailure]:
    return asyncio.run(
        read_targets(
            targets,
            fetcher=MemoryFetcher(
                {f"{POST}/ferry": page("Ferries return"), f"{POST}/rss": feed(entry("ferry"))}
            ),
            folder=SAVED,
            clock=StillClock(NOW),
            **wishes,
        )
    )


def test_targets_come_back_in_their_order_and_failures_in_their_place() -> None:
    first, second, third, fourth = read(
        "saved/b.html", f"{POST}/gone", "saved/none.html", f"{POST}/ferry"
    )

    assert isinstance(first, Understood)
    assert first.article.headline == "Kiln relit"
    assert second == FetchFailure(url=f"{POST}/gone", reason="HTTP 404, not found", status=404)
    assert isinstance(third, FetchFailure)
    assert third.reason == "there is no such file"
    assert isinstance(fourth, Understood)
    assert fourth.article.body.startswith(PARAGRAPHS[0])


def test_a_feed_is_not_taken_for_an_article() -> None:
    [one] = read(f"{POST}/rss")

    assert isinstance(one, FetchFailure)
    assert one.reason.startswith("it is a feed")
    assert "digest sources add" in one.reason


def test_given_addresses_go_to_the_saved_pages_in_order() -> None:
    urls = ["https://post.example.org/1", "https://post.example.org/2"]

    read_all = read("saved/a.html", f"{POST}/ferry", "saved/b.html", urls=urls)

    assert [one.article.url for one in read_all if isinstance(one, Understood)] == [
        urls[0],
        f"{POST}/ferry",
        urls[1],
    ]
    with pytest.raises(UsageError):
        read("saved/a.html", urls=urls)


def test_summaries_keep_to_the_length_that_was_asked_for() -> None:
    def summary(length: SummaryLength | None) -> str:
        [one] = read("saved/a.html", length=length)
        assert isinstance(one, Understood)
        return one.summary

    assert 0 < len(summary(None).split()) <= 60
    assert 0 < len(summary(SummaryLength(words=25)).split()) <= 25
    assert 0 < len(summary(SummaryLength(characters=120))) <= 120
    assert len(summary(SummaryLength(characters=100_000)).split()) > 60


def test_where_each_field_was_found_and_what_was_left_out_is_told() -> None:
    text = page("Ferries return").decode()
    text = text.replace('<meta name="author" content="Ilse Brandt">', "")
    first = PARAGRAPHS[0].removesuffix(".")
    told = f"VARROW — {first}, writes Political Editor Jo Marsh."
    text = text.replace(PARAGRAPHS[0], told)
    folder = MemoryFolder({"saved": {"a.html": text.encode()}})
    [one] = asyncio.run(
        read_targets(
            ["saved/a.html"], fetcher=MemoryFetcher({}), folder=folder, clock=StillClock(NOW)
        )
    )
    assert isinstance(one, Understood)
    origins = {each.field: each.places for each in one.origins}
    assert origins["headline"][:2] == ("the visible page", "OpenGraph")
    assert origins["published"] == ("OpenGraph",)
    assert origins["byline"] == origins["dateline"] == ("its own text",)
    assert one.left_out == ("VARROW —", ", writes Political Editor Jo Marsh.")
