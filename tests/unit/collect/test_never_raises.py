"""Whatever the outside sends, a value comes back."""

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.collect.discover import find_feeds, is_feed
from digest.collect.feed import Feed, read_feed
from digest.collect.page import read_page, read_saved_page
from digest.model.article import Article
from digest.model.fetch import FetchFailure, SavedPage

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TEXT = "The harbour reopened on Wednesday, said the mayor, and the first ferries left at night. "
PAGE_PIECES = st.sampled_from(
    [
        *("<h1>Harbour reopens</h1>", "<p>", "</p>", "<div class=byline>By Jo Marsh</div>", "<br>"),
        *("<table><tr><td>", "</table>", "<article>", "</article>", "<time datetime='2026-11-22'>"),
        *(TEXT, TEXT * 3, "September 28. 2023. 6:46", "<title>x | y</title>", "<a href='//[x'>"),
        *(
            "<img src='http://[' alt='x'>",
            "<link rel=canonical href='http://[::1'>",
            "<base href='x:'>",
        ),
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":',
        '["x"],"author":[{"@id":3},null,"A"],"image":{"url":{}}}</script>',
        '<script type="application/ld+json">[{"@graph":{"@type":"Article","name":1e999}}]</script>',
        "<meta property='og:title' content='Harbour'>",
        "<meta name=date content='99999-99-99T99:99'>",
        *(
            "<frameset>",
            "<template>",
            "<svg>",
            "\x00",
            "&#xD800;",
            "<p hidden>",
            "<html lang='x-y'>",
        ),
    ]
)
FEED_PIECES = st.sampled_from(
    [
        *(
            "<rss version='2.0'>",
            "<channel>",
            "<item>",
            "</item>",
            "<title>x</title>",
            "</channel>",
        ),
        *("<link>https://e.example/1</link>", "<link>http://[</link>", "<guid>x</guid>", "</rss>"),
        *(
            "<feed xmlns='http://www.w3.org/2005/Atom'>",
            "<entry>",
            "</entry>",
            "<author>",
            "</author>",
        ),
        *("<pubDate>Mon, 32 Foo 2026</pubDate>", "<description>&lt;p&gt;x", "</description>", "&"),
        *(
            "<![CDATA[",
            "]]>",
            "<!--",
            "-->",
            "&nbsp;",
            "<updated>0</updated>",
            "<content type='xhtml'>",
        ),
        *(
            "<media:content url='x' width='y'/>",
            "<category/>",
            "<link rel='x' href='&#1;'/>",
            "\x01",
        ),
        *("<rdf:RDF>", "<dc:creator>A (b@c)</dc:creator>", "<author>a@b (C)</author>", "<name/>"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["items", "url", "id", "title", "authors", "name", "tags", "content_html"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_both(body: bytes) -> None:
    page = read_page(body, url="https://e.example/a", source="S", now=NOW, zone="Europe/Brussels")
    assert isinstance(page, Article | FetchFailure)
    for name in ("a.txt", "a.html"):
        saved = SavedPage(path=name, name=name, body=body, address=f"file:///{name}")
        read = read_saved_page(saved, source="S", now=NOW, zone="UTC")
        assert isinstance(read, Article | FetchFailure)
        if isinstance(read, Article):
            assert read.headline == read.headline.strip()
            assert read.headline
            assert read.body
            assert (read.published is None) == (read.precision is None)


@given(st.binary(max_size=300))
@QUICK
def test_any_bytes_are_a_page_or_a_failure(body: bytes) -> None:
    read_both(body)


@given(st.lists(PAGE_PIECES, max_size=25).map("".join))
@QUICK
def test_any_markup_is_a_page_or_a_failure(text: str) -> None:
    read_both(text.encode("utf-8", "replace"))


@given(st.binary(max_size=300))
@QUICK
def test_any_bytes_are_a_feed_or_a_failure(body: bytes) -> None:
    feed = read_feed(body, url="https://e.example/f", source="S", now=NOW, zone="UTC")
    assert isinstance(feed, Feed | FetchFailure)
    find_feeds(body, url="https://e.example/f")
    is_feed(body)


@given(st.lists(FEED_PIECES, max_size=25).map("".join))
@QUICK
def test_any_markup_is_a_feed_or_a_failure(text: str) -> None:
    feed = read_feed(text.encode(), url="https://e.example/f", source="S", now=NOW, zone="UTC")
    assert isinstance(feed, Feed | FetchFailure)
    if isinstance(feed, Feed):
        assert len({article.url for article in feed.articles}) == len(feed.articles)


@given(JSON)
@QUICK
def test_any_json_is_a_feed_or_a_failure(value: object) -> None:
    import json

    for data in (value, {"items": value}, {"items": [value]}):
        body = json.dumps(data).encode()
        feed = read_feed(body, url="https://e.example/f", source="S", now=NOW, zone="UTC")
        assert isinstance(feed, Feed | FetchFailure)
