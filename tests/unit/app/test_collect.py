import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from tests.unit.app.outside import (
    NOW,
    PARAGRAPHS,
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
from digest.app import completion, reading
from digest.app.collect import collect_sources
from digest.app.collected import CollectReport, SourceOutcome
from digest.collect.feed import needs_page
from digest.errors import StoreError, UsageError
from digest.model.article import Article
from digest.model.fetch import Fetched, FetchFailure, Validators
from digest.model.publication import Source, SourceKind


def collect(
    store: MemoryStore,
    fetcher: MemoryFetcher,
    sources: Sequence[Source],
    *,
    folder: MemoryFolder | None = None,
    **wishes: Any,
) -> CollectReport:
    return asyncio.run(
        collect_sources(
            publication(sources),
            articles=store.articles,
            fetcher=fetcher,
            folder=folder or MemoryFolder(),
            readers=ThreadReaders(),
            clock=StillClock(NOW),
            **wishes,
        )
    )


def test_a_teaser_is_completed_from_its_page() -> None:
    store = MemoryStore()
    fetcher = MemoryFetcher({f"{POST}/feed.rss": feed(entry("ferry")), f"{POST}/ferry": page("F")})

    report = collect(store, fetcher, [feed_source()])

    [source] = report.sources
    assert (source.outcome, source.fetched, source.new) == (SourceOutcome.NEW, 1, 1)
    [article] = store.articles.articles()
    assert article.body.startswith(PARAGRAPHS[0])
    assert article.lede == PARAGRAPHS[0]
    assert article.headline == "Report on the ferry of Varrow"
    assert article.first_seen == NOW
    assert fetcher.obeyed == {f"{POST}/ferry"}


def test_dates_with_a_zone_that_nobody_knows_are_told_with_the_zone_that_was_taken() -> None:
    saved = page("Ferries return").replace(b"2026-11-22T18:00:00+01:00", b"2026-11-22 18:00 XYZT")
    told = entry("ferry", text=whole_text()).replace("+0100", "XYZT")
    fetcher = MemoryFetcher({f"{POST}/feed.rss": feed(told), f"{POST}/ferry.html": saved})
    place = Source(name="Saved", kind=SourceKind.PAGE, url=f"{POST}/ferry.html")

    by_feed, by_page = collect(MemoryStore(), fetcher, [feed_source(), place]).sources

    [note] = by_feed.notes
    assert note.startswith("1 entry names a time zone that nobody knows, such as “Sun, 22 Nov 2026")
    assert note.endswith("18:00:00 XYZT”: taken for Europe/Brussels.")
    [note] = by_page.notes
    assert note == "1 date names a time zone that nobody knows: taken for Europe/Brussels"


def test_an_entry_with_its_whole_text_needs_no_page() -> None:
    store = MemoryStore()
    fetcher = MemoryFetcher({f"{POST}/feed.rss": feed(entry("ferry", text=whole_text()))})

    report = collect(store, fetcher, [feed_source()])

    assert report.new == 1
    assert fetcher.asked == [f"{POST}/feed.rss"]


def test_a_known_article_is_new_once_and_its_page_is_read_once() -> None:
    store = MemoryStore()
    fetcher = MemoryFetcher({f"{POST}/feed.rss": feed(entry("ferry")), f"{POST}/ferry": page("F")})

    collect(store, fetcher, [feed_source()])
    again = collect(store, fetcher, [feed_source()])

    [source] = again.sources
    assert (source.outcome, source.fetched, source.new) == (SourceOutcome.UNCHANGED, 1, 0)
    assert fetcher.asked.count(f"{POST}/ferry") == 1
    [article] = store.articles.articles()
    assert article.body.startswith(PARAGRAPHS[0])


def test_the_page_of_an_entry_with_another_canonical_address_is_read_once() -> None:
    store = MemoryStore()
    link = f"{POST}/ferry?id=7"
    canonical = f'<link rel="canonical" href="{POST}/ferry">'.encode()
    fetcher = MemoryFetcher({f"{POST}/feed.rss": feed(entry("ferry?id=7"))})
    fetcher.documents[link] = page("F").replace(b"<meta", canonical + b"<meta", 1)

    first = collect(store, fetcher, [feed_source()])
    again = collect(store, fetcher, [feed_source()])

    assert (first.new, again.new) == (1, 0)
    assert fetcher.asked.count(link) == 1
    [article] = store.articles.articles()
    assert article.url == f"{POST}/ferry"
    assert article.body.startswith(PARAGRAPHS[0])


def test_a_second_source_of_a_known_article_is_noted_as_a_place_it_was_seen_in() -> None:
    store = MemoryStore()
    fetcher = MemoryFetcher({f"{POST}/feed.rss": feed(entry("ferry")), f"{POST}/ferry": page("F")})
    fetcher.documents[f"{POST}/world.rss"] = feed(entry("ferry"))

    collect(store, fetcher, [feed_source()])
    collect(store, fetcher, [feed_source("World", "/world.rss")])

    [article] = store.articles.articles()
    assert [seen.name for seen in article.sightings] == ["Varrow Post", "World"]
    assert article.body.startswith(PARAGRAPHS[0])


def test_a_page_that_cannot_be_had_leaves_the_teaser_and_is_named() -> None:
    store = MemoryStore()
    fetcher = MemoryFetcher({f"{POST}/feed.rss": feed(entry("ferry"), entry("kiln"))})
    fetcher.documents[f"{POST}/kiln"] = page("K")

    report = collect(store, fetcher, [feed_source()])

    [source] = report.sources
    assert source.outcome is SourceOutcome.NEW
    assert source.new == 2
    assert any(f"{POST}/ferry: HTTP 404" in note for note in source.notes), source.notes
    bodies = {article.url: article.body for article in store.articles.articles()}
    assert "A teaser of it." in bodies[f"{POST}/ferry"]
    assert bodies[f"{POST}/kiln"].startswith(PARAGRAPHS[0])


def test_a_page_of_a_server_that_is_down_is_asked_for_again() -> None:
    store = MemoryStore()
    url = f"{POST}/ferry"
    fetcher = MemoryFetcher({f"{POST}/feed.rss": feed(entry("ferry"))})
    fetcher.documents[url] = FetchFailure(url=url, reason="HTTP 503", status=503)

    collect(store, fetcher, [feed_source()])
    [teaser] = store.articles.articles()
    fetcher.documents[url] = page("F")
    collect(store, fetcher, [feed_source()])

    assert (teaser.lede, teaser.body) == ("A teaser of it.", "")
    [article] = store.articles.articles()
    assert article.body.startswith(PARAGRAPHS[0])


def test_a_page_that_is_gone_is_not_asked_for_again() -> None:
    store = MemoryStore()
    fetcher = MemoryFetcher({f"{POST}/feed.rss": feed(entry("ferry"))})

    for _ in range(2):
        collect(store, fetcher, [feed_source()])

    assert fetcher.asked.count(f"{POST}/ferry") == 1


def test_a_site_whose_pages_keep_failing_is_not_asked_for_all_of_them() -> None:
    store = MemoryStore()
    entries = [entry(f"report-{number}") for number in range(40)]
    fetcher = MemoryFetcher({f"{POST}/feed.rss": feed(*entries)})

    report = collect(store, fetcher, [feed_source()])

    assert report.new == 40
    assert len(fetcher.asked) < 12
    assert any("whose page was not tried" in note for note in report.sources[0].notes)


def test_the_newest_pages_are_read_when_there_are_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(completion, "MOST_PAGES", 2)
    dates = {"old": "08:00", "newest": "18:00", "newer": "12:00"}
    fetcher = MemoryFetcher(
        {f"{POST}/feed.rss": feed(*(entry(slug, date=time) for slug, time in dates.items()))}
    )
    fetcher.documents |= {f"{POST}/{slug}": page(slug, marker=slug) for slug in dates}

    report = collect(MemoryStore(), fetcher, [feed_source()])

    assert set(fetcher.asked[1:]) == {f"{POST}/newest", f"{POST}/newer"}
    assert report.sources[0].notes[-1] == "1 teaser whose page was not tried"


def test_one_broken_source_stops_nothing_and_is_named() -> None:
    store = MemoryStore()
    broken = [
        Source(name="Gone", kind=SourceKind.FEED, url=f"{POST}/gone.rss"),
        Source(name="Page as feed", kind=SourceKind.FEED, url=f"{POST}/page"),
        Source(name="Empty", kind=SourceKind.FEED, url=f"{POST}/empty"),
        Source(name="Saved", kind=SourceKind.FOLDER, url="nowhere"),
        Source(name="Map", kind=SourceKind.SITEMAP, url=f"{POST}/page"),
    ]
    fetcher = MemoryFetcher({f"{POST}/feed.rss": feed(entry("ferry", text=whole_text()))})
    fetcher.documents |= {f"{POST}/page": page("F"), f"{POST}/empty": b""}

    report = collect(store, fetcher, [*broken, feed_source()])

    assert [source.name for source in report.failed] == [source.name for source in broken]
    assert all(source.error for source in report.failed)
    assert report.failed[0].error == "HTTP 404, not found"
    assert report.failed[3].error == "nowhere: there is no such folder"
    assert report.sources[-1].outcome is SourceOutcome.NEW
    assert report.new == 1


def test_failures_in_a_row_are_counted_until_the_source_answers() -> None:
    store = MemoryStore()
    fetcher = MemoryFetcher({})
    counts = [collect(store, fetcher, [feed_source()]).sources[0].failures for _ in range(3)]
    failing = store.articles.source_health()["Varrow Post"]
    fetcher.documents[f"{POST}/feed.rss"] = feed(entry("ferry", text=whole_text()))

    healed = collect(store, fetcher, [feed_source()])

    assert counts == [1, 2, 3]
    assert (failing.failures, failing.last_error) == (3, "HTTP 404, not found")
    assert healed.sources[0].failures == 0
    health = store.articles.source_health()["Varrow Post"]
    assert (health.failures, health.last_error, health.last_success) == (0, None, NOW)


def test_a_feed_is_asked_whether_it_has_changed() -> None:
    store = MemoryStore()
    url = f"{POST}/feed.rss"
    validators = Validators(etag='"v1"')
    fetcher = MemoryFetcher({})
    fetcher.documents[url] = Fetched(
        url=url, body=feed(entry("ferry", text=whole_text())), validators=validators
    )
    collect(store, fetcher, [feed_source()])
    fetcher.documents[url] = Fetched(url=url, body=b"", validators=validators, unchanged=True)

    report = collect(store, fetcher, [feed_source()])
    asked_with = fetcher.asked_with[url]
    kept = store.articles.source_health()["Varrow Post"].validators
    moved = replace(feed_source(), url=f"{POST}/new.rss")
    collect(store, fetcher, [moved])

    assert asked_with == validators
    assert report.sources[0].outcome is SourceOutcome.UNCHANGED
    assert report.sources[0].error is None
    assert kept == validators
    assert fetcher.asked_with[f"{POST}/new.rss"] == Validators()


def test_validators_are_kept_only_after_the_articles() -> None:
    """A run that is stopped in between must find the feed changed again."""
    store = MemoryStore()
    url = f"{POST}/feed.rss"
    body = feed(entry("ferry", text=whole_text()))
    fetcher = MemoryFetcher({url: Fetched(url=url, body=body, validators=Validators(etag="1"))})

    class FullDisk:
        def __init__(self) -> None:
            self.kept_as = store.articles.kept_as
            self.source_health = store.articles.source_health
            self.save_source_health = store.articles.save_source_health

        def save_batches(self, _batches: Any, **_: Any) -> Any:
            raise StoreError("The disk is full.")

    store_that_fails = MemoryStore()
    store_that_fails.articles = FullDisk()  # type: ignore[assignment]

    with pytest.raises(StoreError):
        collect(store_that_fails, fetcher, [feed_source()])

    assert store.articles.source_health() == {}


def test_a_folder_of_saved_pages_is_read_and_a_bad_page_costs_that_page_alone() -> None:
    store = MemoryStore()
    folder = MemoryFolder({"saved": {"a.html": page("Ferries return"), "b.html": b"\0" * 50}})
    source = Source(name="Saved", kind=SourceKind.FOLDER, url="saved")

    report = collect(store, MemoryFetcher({}), [source], folder=folder)

    [told] = report.sources
    assert (told.outcome, told.fetched, told.new) == (SourceOutcome.NEW, 1, 1)
    assert told.notes[0].startswith("saved/b.html: ")
    [article] = store.articles.articles()
    assert article.headline == "Ferries return"


def test_a_folder_without_pages_and_one_whose_pages_all_fail_are_told_apart() -> None:
    folder = MemoryFolder({"empty": {}, "bad": {"a.html": b"", "b.html": b""}})
    sources = [
        Source(name=name, kind=SourceKind.FOLDER, url=name.lower()) for name in ("Empty", "Bad")
    ]

    empty, bad = collect(MemoryStore(), MemoryFetcher({}), sources, folder=folder).sources

    assert empty.outcome is SourceOutcome.UNCHANGED
    assert empty.notes == ("there is no .html, .htm or .txt file in it",)
    assert bad.outcome is SourceOutcome.FAILED
    assert (bad.error or "").startswith("no page can be read: bad/a.html: ")


def test_a_page_source_is_one_article_as_far_as_robots_allow() -> None:
    store = MemoryStore()
    fetcher = MemoryFetcher({f"{POST}/ferry": page("Ferries return")})

    report = collect(
        store, fetcher, [Source(name="Ferry", kind=SourceKind.PAGE, url=f"{POST}/ferry")]
    )

    assert report.sources[0].new == 1
    assert fetcher.obeyed == {f"{POST}/ferry"}


def test_a_rehearsal_keeps_nothing() -> None:
    store = MemoryStore()
    fetcher = MemoryFetcher({f"{POST}/feed.rss": feed(entry("ferry", text=whole_text()))})

    report = collect(store, fetcher, [feed_source(), feed_source("Gone", "/gone")], dry_run=True)

    assert report.new == 1
    assert len(report.failed) == 1
    assert store.articles.articles() == []
    assert store.articles.source_health() == {}


def test_a_fault_of_ours_in_one_source_is_named_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(article: Article) -> bool:
        if article.url.endswith("/kiln"):
            raise KeyError("kiln")
        return needs_page(article)

    monkeypatch.setattr(reading, "needs_page", fail)
    fetcher = MemoryFetcher(
        {
            f"{POST}/feed.rss": feed(entry("ferry", text=whole_text())),
            f"{POST}/bad.rss": feed(entry("kiln", text=whole_text())),
        }
    )

    report = collect(MemoryStore(), fetcher, [feed_source("Bad", "/bad.rss"), feed_source()])

    bad, good = report.sources
    assert bad.error == "unexpected KeyError: 'kiln' (this is a fault of digest)"
    assert good.new == 1


def test_only_the_named_sources_are_asked() -> None:
    fetcher = MemoryFetcher({f"{POST}/feed.rss": feed(entry("ferry", text=whole_text()))})
    sources = [feed_source(), feed_source("World", "/world.rss")]

    report = collect(MemoryStore(), fetcher, sources, only=["varrow post"])

    assert [source.name for source in report.sources] == ["Varrow Post"]
    with pytest.raises(UsageError) as caught:
        collect(MemoryStore(), fetcher, sources, only=["Wurld"])
    assert caught.value.hint == "Did you mean “World”?"


def test_progress_is_told_for_every_source() -> None:
    told: list[tuple[int, int]] = []
    sources = [feed_source(f"Paper {number}", f"/{number}") for number in range(3)]

    collect(MemoryStore(), MemoryFetcher({}), sources, advance=lambda *step: told.append(step))

    assert told == [(1, 3), (2, 3), (3, 3)]


def test_without_sources_there_is_nothing_to_report() -> None:
    assert collect(MemoryStore(), MemoryFetcher({}), []) == CollectReport()


def test_failures_of_pages_are_values_too() -> None:
    fetcher = MemoryFetcher({f"{POST}/feed.rss": feed(entry("ferry"))})
    fetcher.documents[f"{POST}/ferry"] = FetchFailure(url=f"{POST}/ferry", reason="timed out")

    report = collect(MemoryStore(), fetcher, [feed_source()])

    assert report.sources[0].notes[-1] == (
        f"1 teaser without the text of the page ({POST}/ferry: timed out)"
    )
