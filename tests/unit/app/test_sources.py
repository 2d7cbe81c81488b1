import asyncio
from datetime import timedelta
from typing import Any

import pytest
from tests.unit.app.outside import NOW, POST, entry, feed, feed_source, page, publication

from digest.adapters.memory_web import MemoryFetcher, MemoryFolder, StillClock
from digest.app.looking import tell_age
from digest.app.sources import Inspected, Known, inspect_source
from digest.model.fetch import FetchFailure
from digest.model.publication import Source, SourceKind

INDEX = f"""<!doctype html><html lang="en"><head><title>Varrow Post</title>
<link rel="alternate" type="application/rss+xml" title="All" href="{POST}/feed.rss">
<link rel="alternate" type="application/rss+xml" title="Sport" href="/sport.rss">
</head><body><h1>Varrow Post</h1><ul><li><a href="/ferry">Ferry</a></li></ul></body></html>"""
WEB = {
    f"{POST}/feed.rss": feed(entry("ferry", date="17:18"), entry("kiln", date="08:00")),
    f"{POST}/sport.rss": feed(entry("race"), title="Varrow Post Sport"),
    f"{POST}/": INDEX.encode(),
    f"{POST}/ferry": page("Ferries return"),
    f"{POST}/nothing": b"<html><body><p>Hello.</p></body></html>",
}
OTHER = "https://lysa.example.org"
EMPTY = b"<!doctype html><html><body><p>Welcome.</p></body></html>"
MAP = (
    b'<urlset xmlns:n="x"><url><loc>https://lysa.example.org/1</loc><n:news><n:publication>'
    b"<n:name>Lysa Wire</n:name></n:publication><n:publication_date>2026-11-23T04:26:00Z"
    b"</n:publication_date><n:title>Kiln fires up</n:title></n:news></url></urlset>"
)


def look(target: str, web: dict[str, bytes]) -> tuple[Inspected | Known | FetchFailure, list[str]]:
    fetcher = MemoryFetcher(web)
    answer = asyncio.run(
        inspect_source(
            target,
            publication=publication(()),
            fetcher=fetcher,
            folder=MemoryFolder(),
            clock=StillClock(NOW),
        )
    )
    return answer, [one.removeprefix(OTHER) for one in fetcher.asked]


def inspect(
    target: str, known: tuple[Source, ...] = (), **wishes: Any
) -> Inspected | Known | FetchFailure:
    return asyncio.run(
        inspect_source(
            target,
            publication=publication(known),
            fetcher=MemoryFetcher(WEB),
            folder=MemoryFolder({"saved": {"a.html": page("A"), "b.txt": b"b"}}),
            clock=StillClock(NOW),
            **wishes,
        )
    )


def found(target: str, known: tuple[Source, ...] = (), **wishes: Any) -> Inspected:
    answer = inspect(target, known, **wishes)
    assert isinstance(answer, Inspected), answer
    return answer


def refused(target: str, known: tuple[Source, ...] = (), **wishes: Any) -> str:
    answer = inspect(target, known, **wishes)
    assert isinstance(answer, FetchFailure), answer
    return answer.reason


def test_a_feed_is_described_and_named_after_its_title_and_section() -> None:
    answer = found(f"{POST}/feed.rss", section="Politics")

    assert answer.source == Source(
        name="Varrow Post Politics",
        kind=SourceKind.FEED,
        url=f"{POST}/feed.rss",
        section="Politics",
    )
    assert answer.description == "RSS 2.0, 2 entries, newest 12 hours ago"


def test_a_section_that_stands_in_the_title_is_not_said_twice() -> None:
    assert found(f"{POST}/sport.rss", section="sport").source.name == "Varrow Post Sport"


def test_the_feed_of_a_web_page_is_found() -> None:
    answer = found(f"{POST}/")

    assert answer.source.kind is SourceKind.FEED
    assert answer.source.url == f"{POST}/feed.rss"
    assert answer.others == (f"{POST}/sport.rss",)


def test_an_article_without_a_feed_is_a_page() -> None:
    answer = found(f"{POST}/ferry")

    assert answer.source.kind is SourceKind.PAGE
    assert answer.source.url == f"{POST}/ferry"
    assert answer.description == "page, “Ferries return”"
    # Its headline as its name would be taken for a masthead when the page is read.
    assert answer.source.name == "varrow-post.example.org/ferry"


def test_a_folder_of_saved_pages_is_counted() -> None:
    answer = found("saved/", name="Morning pages")

    assert answer.source == Source(name="Morning pages", kind=SourceKind.FOLDER, url="saved")
    assert answer.description == "folder, 2 saved pages"


@pytest.mark.parametrize(
    ("target", "wishes", "reason"),
    [
        (f"{POST}/gone", {}, "HTTP 404, not found"),
        (f"{POST}/nothing", {}, "it is a web page, not a feed, and it names none that works; "),
        ("", {}, "name a feed, a page or a folder"),
        (" ", {}, "name a feed, a page or a folder"),
        ("nowhere", {}, "there is no such folder"),
        ("saved", {"kind": SourceKind.FEED}, "does not begin with"),
        (f"{POST}/ferry", {"kind": SourceKind.SITEMAP}, "it is no sitemap"),
    ],
)
def test_what_cannot_be_a_source_is_told(target: str, wishes: dict[str, Any], reason: str) -> None:
    assert refused(target, **wishes).startswith(reason)


def test_a_page_is_no_feed_when_it_must_be_one() -> None:
    assert isinstance(inspect(f"{POST}/ferry", kind=SourceKind.FEED), FetchFailure)


@pytest.mark.parametrize(
    "target", [f"{POST}/feed.rss", f"{POST}/feed.rss?utm_source=x", f"{POST}/"]
)
def test_a_source_that_is_there_already_is_told_as_known(target: str) -> None:
    assert inspect(target, (feed_source(),)) == Known(source=feed_source())


def test_a_folder_that_is_there_already_is_told_as_known() -> None:
    known = Source(name="Saved", kind=SourceKind.FOLDER, url="saved/")

    assert inspect("saved", (known,)) == Known(source=known)


def test_a_name_is_made_unique_but_a_given_one_is_refused() -> None:
    known = (feed_source("Varrow Post", "/other.rss"),)

    assert found(f"{POST}/feed.rss", known).source.name == "Varrow Post 2"
    assert refused(f"{POST}/feed.rss", known, name="VARROW post") == (
        "there is a source “VARROW post” already"
    )


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=5, minutes=59), "5 hours ago"),
        (timedelta(days=400), "400 days ago"),
        (timedelta(hours=-2), "dated ahead of now"),
    ],
)
def test_an_age_is_said_in_words(age: timedelta, said: str) -> None:
    assert tell_age(age) == said


def test_a_sitemap_is_recognised_and_described() -> None:
    answer, _ = look(f"{OTHER}/map.xml", {f"{OTHER}/map.xml": MAP})

    assert isinstance(answer, Inspected)
    assert answer.source == Source(
        name="Lysa Wire", kind=SourceKind.SITEMAP, url=f"{OTHER}/map.xml"
    )
    assert answer.description == "news sitemap, 1 entry, newest 4 minutes ago"


def test_well_known_places_are_tried_only_when_the_page_names_no_feed() -> None:
    web = {f"{OTHER}/": EMPTY, f"{OTHER}/rss.xml": feed(entry("ferry"), title="Lysa Wire")}
    answer, asked = look(f"{OTHER}/", web)

    assert isinstance(answer, Inspected)
    assert (answer.source.url, answer.source.kind) == (f"{OTHER}/rss.xml", SourceKind.FEED)
    assert asked == ["/", "/feed", "/rss", "/rss.xml"]
    named = EMPTY.replace(b"<body>", b'<body><a href="/news.rss">RSS</a>')
    _, asked = look(f"{OTHER}/", {**web, f"{OTHER}/": named, f"{OTHER}/news.rss": feed()})
    assert asked == ["/", "/news.rss"]


def test_the_section_is_tried_before_the_site() -> None:
    _, asked = look(f"{OTHER}/politics/?page=2", {f"{OTHER}/politics/?page=2": EMPTY})

    assert asked[1:3] == ["/politics/feed", "/feed"]


def test_the_sitemap_of_robots_is_the_last_resort() -> None:
    robots = f"User-agent: *\nSitemap: {OTHER}/all.xml\nSitemap: {OTHER}/news.xml\n".encode()
    web = {f"{OTHER}/": EMPTY, f"{OTHER}/robots.txt": robots, f"{OTHER}/news.xml": MAP}
    answer, asked = look(f"{OTHER}/", web)

    assert isinstance(answer, Inspected)
    assert (answer.source.kind, answer.source.url) == (SourceKind.SITEMAP, f"{OTHER}/news.xml")
    assert asked[-2:] == ["/robots.txt", "/news.xml"]


def test_looking_for_what_is_not_there_costs_ten_requests_at_most() -> None:
    answer, asked = look(f"{OTHER}/politics/", {f"{OTHER}/politics/": EMPTY})

    assert isinstance(answer, FetchFailure)
    assert len(asked) <= 10
