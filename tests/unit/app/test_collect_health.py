"""What a collection remembers of its sources: moves, ends, rests, freshness, silence."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.unit.app.outside import (
    NOW,
    POST,
    entry,
    feed,
    feed_source,
    page,
    publication,
    whole_text,
)

from digest.adapters.memory import MemoryStore
from digest.adapters.memory_web import MemoryFetcher, MemoryFolder, StillClock
from digest.adapters.readers import ThreadReaders
from digest.app.collect import collect_sources
from digest.app.collected import SourceOutcome, SourceReport
from digest.cli.source_states import read_states
from digest.errors import StoreError
from digest.model.fetch import Fetched, FetchFailure, SourceHealth
from digest.model.publication import Source, SourceKind

URL = f"{POST}/feed.rss"
NEW = "https://news.varrow.example.org/feed"
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
BODY = feed(entry("ferry", text=whole_text()))


class Desk:
    """A store, a web and a day, collected from again and again."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.web = MemoryFetcher({})

    def collect(
        self, *, now: datetime = NOW, sources: Sequence[Source] = (), **wishes: Any
    ) -> list[SourceReport]:
        self.web.asked.clear()
        report = asyncio.run(
            collect_sources(
                publication(sources or [feed_source()]),
                articles=self.store.articles,
                fetcher=self.web,
                folder=MemoryFolder(),
                readers=ThreadReaders(),
                clock=StillClock(now),
                **wishes,
            )
        )
        return list(report.sources)

    @property
    def health(self) -> SourceHealth:
        return self.store.articles.source_health()["Varrow Post"]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_an_address_that_has_moved_for_good_is_asked_in_its_place(desk: Desk) -> None:
    desk.web.documents[URL] = Fetched(url=NEW, body=BODY, moved_to=NEW)
    desk.web.documents[NEW] = Fetched(url=NEW, body=BODY)

    [first] = desk.collect()
    [second] = desk.collect(now=NOW + HOUR)

    assert desk.web.asked == [NEW]
    note = f"has moved to {NEW}: change its url in digest.toml"
    assert first.notes == second.notes == (note,)
    assert second.moved_to == NEW


def test_a_new_address_that_is_missing_is_forgotten(desk: Desk) -> None:
    desk.web.documents[URL] = Fetched(url=NEW, body=BODY, moved_to=NEW)
    desk.collect()
    desk.web.documents[URL] = BODY

    [missing] = desk.collect(now=NOW + HOUR)
    [healed] = desk.collect(now=NOW + 2 * HOUR)

    assert missing.error == "HTTP 404, not found"
    assert healed.outcome is SourceOutcome.UNCHANGED
    assert desk.web.asked == [URL]
    assert healed.notes == ()


def test_a_redirect_to_what_is_no_feed_is_not_remembered(desk: Desk) -> None:
    parked = "https://parked.example.org/"
    page = b"<html><body>This name is for sale.</body></html>"
    desk.web.documents[URL] = Fetched(url=parked, body=page, moved_to=parked)

    [report] = desk.collect()

    assert report.outcome is SourceOutcome.FAILED
    assert desk.health.moved_to is None


def test_what_is_gone_is_told_with_the_next_step_and_asked_once_a_day(desk: Desk) -> None:
    desk.web.documents[URL] = FetchFailure(url=URL, reason="HTTP 410, gone for good", status=410)

    [first] = desk.collect()
    [waits] = desk.collect(now=NOW + HOUR)
    asked_meanwhile = list(desk.web.asked)
    [again] = desk.collect(now=NOW + DAY)

    assert first.just_gone
    assert not again.just_gone
    assert asked_meanwhile == []
    assert desk.web.asked == [URL]
    for report in (first, waits, again):
        assert report.error == "HTTP 410, gone for good since 2026-11-23"
        assert report.notes == ('take it out with: digest sources remove "Varrow Post"',)


def test_a_named_source_is_asked_although_it_is_gone(desk: Desk) -> None:
    desk.web.documents[URL] = FetchFailure(url=URL, reason="HTTP 410", status=410)
    desk.collect()
    desk.web.documents[URL] = BODY

    [report] = desk.collect(now=NOW + HOUR, only=["Varrow Post"])

    assert (report.new, desk.health.gone_at) == (1, None)


def test_a_server_that_asks_for_rest_is_left_alone_until_then(desk: Desk) -> None:
    desk.web.documents[URL] = FetchFailure(
        url=URL, reason="HTTP 503", status=503, rest=timedelta(hours=2, minutes=10)
    )
    desk.collect()

    [waits] = desk.collect(now=NOW + HOUR)
    asked_meanwhile = list(desk.web.asked)
    [named] = desk.collect(now=NOW + HOUR, only=["Varrow Post"])
    desk.collect(now=NOW + HOUR, force=True)

    assert asked_meanwhile == []
    assert waits.error == named.error == "asked to wait until 07:40 (HTTP 503)"
    assert (waits.outcome, waits.failures, waits.asked) == (SourceOutcome.FAILED, 1, False)
    assert desk.web.asked == [URL]
    assert desk.health.failures == 2


def test_what_is_fresh_is_not_asked_again_at_once(desk: Desk) -> None:
    desk.web.documents[URL] = Fetched(url=URL, body=BODY, fresh_for=HOUR)
    desk.collect()

    [fresh] = desk.collect(now=NOW + timedelta(minutes=2))
    asked_meanwhile = list(desk.web.asked)
    desk.collect(now=NOW + timedelta(minutes=2), only=["Varrow Post"])
    named = list(desk.web.asked)
    desk.collect(now=NOW + timedelta(minutes=8))

    assert (fresh.outcome, fresh.error, fresh.asked) == (SourceOutcome.UNCHANGED, None, False)
    assert asked_meanwhile == []
    assert named == desk.web.asked == [URL]


def test_a_silent_source_is_told_once(desk: Desk) -> None:
    desk.web.documents[URL] = BODY
    told = [
        (day, note)
        for day in range(0, 24, 2)
        for report in desk.collect(now=NOW + day * DAY)
        for note in report.notes
    ]

    assert told == [(16, "silent for 16 days: it answers, and brings nothing new")]


def test_a_page_or_a_folder_is_never_silent(desk: Desk) -> None:
    desk.web.documents[f"{POST}/ferry"] = page("Ferries return")
    source = Source(name="Ferry", kind=SourceKind.PAGE, url=f"{POST}/ferry")
    notes = [
        note
        for day in range(0, 24, 4)
        for report in desk.collect(now=NOW + day * DAY, sources=[source])
        for note in report.notes
    ]

    assert notes == []
    [state] = read_states([source], desk.store.articles, now=NOW + 30 * DAY)
    assert state.silent is None


def test_a_correction_in_a_feed_reaches_the_store(desk: Desk) -> None:
    desk.web.documents[URL] = BODY
    desk.collect()
    desk.web.documents[URL] = feed(
        entry("ferry", text=whole_text().replace("Two refurbished", "Three refurbished"))
    )

    [report] = desk.collect(now=NOW + HOUR)

    assert report.new == 0
    [article] = desk.store.articles.articles()
    assert "Three refurbished boats" in article.body


def test_health_is_written_once_and_only_where_it_changed(desk: Desk) -> None:
    written: list[tuple[SourceHealth, ...]] = []
    save = desk.store.articles.save_source_health

    class Counting:
        def __getattr__(self, name: str) -> Any:
            return getattr(articles, name)

        def save_source_health(self, *healths: SourceHealth) -> None:
            written.append(healths)
            save(*healths)

    articles = desk.store.articles
    desk.store.articles = Counting()  # type: ignore[assignment]
    sources = [feed_source(f"Paper {number}", f"/{number}.rss") for number in range(3)]
    desk.web.documents[f"{POST}/0.rss"] = FetchFailure(url="", reason="HTTP 503", rest=HOUR)
    desk.collect(sources=sources)
    desk.collect(sources=sources, now=NOW + timedelta(minutes=1))

    assert [sorted(one.name for one in some) for some in written] == [
        ["Paper 0", "Paper 1", "Paper 2"],
        ["Paper 1", "Paper 2"],
    ]


def test_what_was_learnt_before_the_disk_was_full_is_kept(desk: Desk) -> None:
    """The one that could not be saved is asked again for all of it."""
    articles = desk.store.articles

    class FullDisk:
        def __getattr__(self, name: str) -> Any:
            return getattr(articles, name)

        def save_batches(self, *_: Any, **__: Any) -> None:
            raise StoreError("The disk is full.")

    desk.store.articles = FullDisk()  # type: ignore[assignment]
    desk.web.documents[URL] = BODY
    gone = replace(feed_source(), name="Gone", url=f"{POST}/gone.rss")

    with pytest.raises(StoreError):
        desk.collect(sources=[gone, feed_source()])

    assert "Varrow Post" not in articles.source_health()
