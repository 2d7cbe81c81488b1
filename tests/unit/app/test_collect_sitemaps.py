"""Sitemaps as sources: followed, completed from pages, bounded."""

import asyncio

from tests.unit.app.outside import NOW, PARAGRAPHS, POST, page, publication
from tests.unit.collect.test_sitemaps import index, news, urlset
from tests.unit.collect.test_sitemaps import page as place

from digest.adapters.memory import MemoryStore
from digest.adapters.memory_web import MemoryFetcher, MemoryFolder, StillClock
from digest.adapters.readers import ThreadReaders
from digest.app.collect import collect_sources
from digest.app.collected import SourceReport
from digest.model.publication import Source, SourceKind

MAP = Source(name="Varrow Post", kind=SourceKind.SITEMAP, url=f"{POST}/sitemap.xml")


def collect(store: MemoryStore, web: MemoryFetcher) -> SourceReport:
    report = asyncio.run(
        collect_sources(
            publication([MAP]),
            articles=store.articles,
            fetcher=web,
            folder=MemoryFolder(),
            readers=ThreadReaders(),
            clock=StillClock(NOW),
        )
    )
    return report.sources[0]


def at_post(body: bytes) -> bytes:
    return body.replace(b"https://post.example.org", POST.encode())


def test_teasers_of_a_news_sitemap_are_completed_from_their_pages() -> None:
    store = MemoryStore()
    web = MemoryFetcher({MAP.url: at_post(urlset(news("ferry", date="2026-11-22T19:00:00Z")))})
    web.documents[f"{POST}/ferry"] = page("Ferries return")

    report = collect(store, web)
    again = collect(store, web)

    assert (report.new, again.new, again.error) == (1, 0, None)
    [article] = store.articles.articles()
    assert article.headline == "Harbour reopens"
    assert article.body.startswith(PARAGRAPHS[0])
    assert web.asked.count(f"{POST}/ferry") == 1
    assert web.obeyed == {f"{POST}/ferry"}


def test_an_address_without_a_title_is_told_by_its_page_or_not_at_all() -> None:
    store = MemoryStore()
    slugs = ("mayor-opens-ferry-line", "page-that-is-gone")
    places = [place(slug, "2026-11-23T01:00:00Z") for slug in slugs]
    web = MemoryFetcher({MAP.url: at_post(urlset(*places))})
    web.documents[f"{POST}/{slugs[0]}"] = page("Mayor opens ferry line")

    report = collect(store, web)

    [article] = store.articles.articles()
    assert article.headline == "Mayor opens ferry line"
    assert (report.fetched, report.new) == (2, 1)
    assert any("page-that-is-gone: HTTP 404" in note for note in report.notes)


def test_an_index_is_followed_to_the_sitemaps_that_may_hold_news() -> None:
    store = MemoryStore()
    web = MemoryFetcher(
        {
            MAP.url: at_post(index(("more.xml", "2026-11-23"), ("gone.xml", "2026-11-23"))),
            f"{POST}/more.xml": at_post(index(("news.xml", "2026-11-23"))),
            f"{POST}/news.xml": at_post(urlset(news("ferry", date="2026-11-22T19:00:00Z"))),
            f"{POST}/ferry": page("Ferries return"),
        }
    )

    report = collect(store, web)

    assert report.new == 1
    assert any("gone.xml: HTTP 404" in note for note in report.notes)


def test_an_index_that_leads_deeper_and_deeper_or_to_itself_ends() -> None:
    web = MemoryFetcher({MAP.url: at_post(index(("1.xml", "2026-11-23")))})
    web.documents |= {
        f"{POST}/{number}.xml": at_post(
            index(("sitemap.xml", "2026-11-23"), (f"{number + 1}.xml", "2026-11-23"))
        )
        for number in range(1, 9)
    }

    report = collect(MemoryStore(), web)

    assert web.asked == [MAP.url, f"{POST}/1.xml", f"{POST}/2.xml"]
    assert (report.error, report.new) == (None, 0)


def test_an_index_none_of_whose_sitemaps_can_be_had_has_failed() -> None:
    web = MemoryFetcher({MAP.url: at_post(index(("1.xml", "2026-11-23")))})

    report = collect(MemoryStore(), web)

    assert report.error == f"no sitemap of it can be read: {POST}/1.xml: HTTP 404, not found"


def test_a_feed_is_no_sitemap() -> None:
    web = MemoryFetcher({MAP.url: b"<rss version='2.0'><channel/></rss>"})

    assert collect(MemoryStore(), web).error == "it is no sitemap"
