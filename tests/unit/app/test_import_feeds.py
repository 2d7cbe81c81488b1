import asyncio
from dataclasses import replace

from tests.unit.app.outside import NOW, POST, entry, feed, feed_source, publication

from digest.adapters.memory_web import MemoryFetcher
from digest.app.import_feeds import ImportedFeeds, Refused, check_feeds, import_feeds
from digest.collect.opml import ListedFeed
from digest.model.publication import Publication, SectionRule, Source


def listed(path: str, title: str = "Wire", *folders: str, line: int = 1) -> ListedFeed:
    return ListedFeed(url=f"{POST}/{path}", title=title, folders=folders, line=line)


def desk(*sections: str, sources: tuple[Source, ...] = ()) -> Publication:
    rules = tuple(SectionRule(name=name) for name in sections)
    return replace(publication(sources), sections=rules)


def filed(imported: ImportedFeeds) -> list[str | None]:
    return [one.section for one in imported.new]


def test_a_feed_that_is_there_or_listed_twice_is_counted_as_known() -> None:
    feeds = [listed("feed.rss?utm_source=x"), listed("a"), listed("a"), listed("b")]

    imported = import_feeds(feeds, desk(sources=(feed_source(),)))

    assert [one.url for one in imported.new] == [f"{POST}/a", f"{POST}/b"]
    assert (imported.known, imported.total) == (2, 4)
    assert [one.name for one in imported.new] == ["Wire", "Wire 2"]


def test_the_innermost_folder_that_is_a_section_is_taken() -> None:
    feeds = [
        listed("a", "A", "Europe", "World"),
        listed("b", "B", "politics"),
        listed("c", "C", "Odds and ends"),
        listed("d", "D"),
    ]

    imported = import_feeds(feeds, desk("World", "Politics"))

    assert filed(imported) == ["World", "Politics", None, None]
    assert imported.unfiled == {"Odds and ends": 1}
    assert filed(import_feeds(feeds, desk("World"), section="News")) == ["News"] * 4


def test_where_there_are_no_sections_the_outer_folders_become_some() -> None:
    feeds = [listed("a", "A", "Europe", "World"), listed("b", "B")]

    assert filed(import_feeds(feeds, desk())) == ["World", None]


def test_bad_lines_are_kept_with_their_reason() -> None:
    bad = ListedFeed(url="", title="X", folders=(), line=9, problem="it is odd")

    imported = import_feeds([bad, listed("a")], desk())

    assert imported.bad == (Refused(line=9, url="", reason="it is odd"),)
    assert len(imported.new) == 1


def test_with_a_check_only_what_answers_with_a_feed_is_taken() -> None:
    feeds = [listed("a", "A", line=3), listed("gone", "B", line=4), listed("page", "C", line=5)]
    web = MemoryFetcher({f"{POST}/a": feed(entry("x")), f"{POST}/page": b"<html><body>x"})
    publication = desk()

    imported = asyncio.run(
        check_feeds(import_feeds(feeds, publication), feeds, publication, fetcher=web, now=NOW)
    )

    assert [one.name for one in imported.new] == ["A"]
    assert [(one.line, one.reason) for one in imported.bad] == [
        (4, "HTTP 404, not found"),
        (5, "it is a web page, not a feed"),
    ]
