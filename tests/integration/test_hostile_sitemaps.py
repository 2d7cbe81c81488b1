"""What sitemaps, robots.txt and pages name is fetched behind the same guard as everything else."""

import asyncio
from collections.abc import Iterator

import pytest
from tests.integration.web_site import Reply, Site, opened_site

from digest.adapters.clock import SystemClock
from digest.adapters.http import HttpFetcher
from digest.adapters.memory import MemoryStore
from digest.adapters.memory_web import MemoryFolder
from digest.adapters.readers import ThreadReaders
from digest.app.collect import collect_sources
from digest.app.collected import SourceReport
from digest.app.sources import inspect_source
from digest.model.publication import Publication, Source, SourceKind

DESK = Publication(id="the-daily", name="The Daily", sender="The Daily <daily@example.org>")


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that may be fetched from by the name localhost alone, as if that were public."""
    with opened_site() as opened:
        yield opened


def public(site: Site, path: str) -> str:
    return f"http://localhost:{site.port}{path}"


def collect(site: Site, kind: SourceKind) -> SourceReport:
    async def run() -> SourceReport:
        fetcher = HttpFetcher(allow_private=("localhost",))
        try:
            source = Source(name="Post", kind=kind, url=public(site, "/start"))
            report = await collect_sources(
                Publication(id="d", name="D", sender=DESK.sender, sources=(source,)),
                articles=MemoryStore().articles,
                fetcher=fetcher,
                folder=MemoryFolder(),
                readers=ThreadReaders(),
                clock=SystemClock(),
            )
            return report.sources[0]
        finally:
            await fetcher.close()

    return asyncio.run(run())


def inspect(site: Site) -> object:
    async def run() -> object:
        fetcher = HttpFetcher(allow_private=("localhost",))
        try:
            return await inspect_source(
                public(site, "/"),
                publication=DESK,
                fetcher=fetcher,
                folder=MemoryFolder(),
                clock=SystemClock(),
            )
        finally:
            await fetcher.close()

    return asyncio.run(run())


INSIDE = ("http://127.0.0.1:{port}/secret", "http://2130706433:{port}/secret", "file:///etc/passwd")


@pytest.mark.parametrize("inside", INSIDE)
def test_a_sitemap_of_an_index_that_lies_inside_is_not_asked(inside: str, site: Site) -> None:
    url = inside.format(port=site.port)
    site.answers["/secret"] = Reply(b"internal")
    site.answers["/start"] = Reply(
        f"<sitemapindex><sitemap><loc>{url}</loc></sitemap></sitemapindex>".encode()
    )

    collect(site, SourceKind.SITEMAP)

    assert site.paths() == ["/start"]


@pytest.mark.parametrize("inside", INSIDE)
def test_a_page_of_a_sitemap_that_lies_inside_is_not_asked(inside: str, site: Site) -> None:
    url = inside.format(port=site.port)
    site.answers["/secret"] = Reply(b"internal")
    site.answers["/start"] = Reply(
        f'<urlset xmlns:news="x"><url><loc>{url}</loc><news:news><news:title>Harbour reopens'
        "</news:title></news:news></url></urlset>".encode()
    )

    report = collect(site, SourceKind.SITEMAP)

    assert site.paths() == ["/start"]
    assert report.error is None


@pytest.mark.parametrize("inside", INSIDE)
def test_what_robots_and_pages_name_inside_is_not_asked(inside: str, site: Site) -> None:
    url = inside.format(port=site.port)
    site.answers["/secret"] = Reply(b"internal")
    site.answers["/robots.txt"] = Reply(f"User-agent: *\nSitemap: {url}\n".encode())
    link = f'<link rel="alternate" type="application/rss+xml" href="{url}">'
    site.answers["/"] = Reply(f"<html><head>{link}</head><body><p>Hi</p></body></html>".encode())

    inspect(site)

    assert "/secret" not in site.paths()
    assert "/robots.txt" in site.paths()


def test_a_feed_that_moves_inside_for_good_is_not_followed_nor_remembered(site: Site) -> None:
    site.answers["/secret"] = Reply(b"internal")
    site.answers["/start"] = Reply(
        status=301, headers={"Location": f"http://127.0.0.1:{site.port}/secret"}
    )

    report = collect(site, SourceKind.FEED)

    assert site.paths() == ["/start"]
    assert report.moved_to is None
    assert "127.0.0.1 is not a public address" in (report.error or "")
