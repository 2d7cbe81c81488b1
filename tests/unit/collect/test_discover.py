import pytest

from digest.collect.discover import find_feeds, find_sitemaps, is_feed

PAGE = b"""<!doctype html><html><head>
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
<link rel="alternate" type="application/atom+xml" title="All" href="/atom.xml">
<link rel="alternate" hreflang="de" href="/de/">
<link rel="stylesheet" href="/feed.css">
</head><body><a href="news.rss">RSS</a><a href="/about">About</a><a href="javascript:x.rss">x</a>
<a href="/section/feed/">Section</a><a href="/atom.xml">again</a></body></html>"""


def test_declared_feeds_come_first_and_those_of_comments_last() -> None:
    assert find_feeds(PAGE, url="https://example.org/news/") == [
        "https://example.org/atom.xml",
        "https://example.org/comments/feed",
        "https://example.org/news/news.rss",
        "https://example.org/section/feed/",
    ]


@pytest.mark.parametrize("body", [b"", b"plain", b"<div>" * 1000, b"\xff\xfe\x00"])
def test_page_without_feeds_has_none(body: bytes) -> None:
    assert find_feeds(body, url="https://example.org/") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"<?xml version='1.0'?><rss version='2.0'>", True),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", True),
        (b"<rdf:RDF>", True),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', True),
        (b'{"a": 1}', False),
        (b"<!doctype html><html><body>&lt;rss&gt; <rss>", False),
        (b"<urlset>", False),
        (b"", False),
    ],
)
def test_feed_is_known_by_its_beginning(body: bytes, *, expected: bool) -> None:
    assert is_feed(body, content_type="text/html") is expected


def feeds_in(head: str, body: str = "", url: str = "https://example.org/") -> list[str]:
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return find_feeds(page.encode(), url=url)


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/rss+xml" href="/f">',
        '<link rel="Alternate" type="application/atom+xml; charset=utf-8" href="/f">',
        '<link rel="alternate" type="application/feed+json" href="/f">',
        '<link rel="alternate" type="application/rdf+xml" href="/f">',
        '<link rel="feed" href="/f">',
        '<link rel="alternate" type="text/xml" title="RSS" href="/f">',
        '<link rel="alternate feed" type="text/html" href="/f">',
    ],
)
def test_every_way_to_declare_a_feed_counts(link: str) -> None:
    assert feeds_in(link) == ["https://example.org/f"]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/7">',
        '<link rel="alternate" type="application/json+oembed" href="/oembed?url=x">',
        '<link rel="alternate" hreflang="fr" href="/fr/">',
        '<link rel="alternate stylesheet" type="text/css" href="/feed/style.css">',
        '<link rel="search" type="application/opensearchdescription+xml" href="/search.xml">',
        '<link rel="sitemap" type="application/xml" href="/sitemap.xml">',
    ],
)
def test_what_declares_something_else_is_no_feed(link: str) -> None:
    assert feeds_in(link) == []


def test_ordinary_links_count_when_they_look_like_feeds() -> None:
    body = """<a href="/feed">a</a><a href="/rss/">b</a><a href="/x.rss">c</a>
    <a href="/feed.json">d</a><a href="/world.xml">RSS: World</a><a href="/data.xml">Figures</a>
    <a href="/sitemap.xml">RSS and sitemap</a><a href="/feedback">Feedback</a>"""

    assert [one.rpartition("org")[2] for one in feeds_in("", body)] == [
        *("/feed", "/rss/", "/x.rss", "/feed.json", "/world.xml")
    ]


def test_the_feed_of_a_section_comes_before_that_of_the_site() -> None:
    head = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'
        for title, href in [
            ("Comments on this", "/politics/comments/feed"),
            ("All", "/rss.xml"),
            ("Sport", "/sport/rss.xml"),
            ("Politics", "/politics/rss.xml"),
        ]
    )

    found = feeds_in(head, url="https://example.org/politics/")

    assert [one.rpartition("org")[2] for one in found] == [
        "/politics/rss.xml",
        "/rss.xml",
        "/sport/rss.xml",
        "/politics/comments/feed",
    ]
    assert feeds_in(head)[0] == "https://example.org/rss.xml"


def test_the_sitemaps_of_robots_come_news_first() -> None:
    body = b"""User-agent: *
Disallow: /x
Sitemap: https://example.org/sitemap.xml
 sitemap:/relative.xml
Sitemap: ftp://example.org/x.xml
SITEMAP: https://example.org/news-sitemap.xml # of today
"""

    assert find_sitemaps(body, url="https://example.org/robots.txt") == [
        "https://example.org/news-sitemap.xml",
        "https://example.org/sitemap.xml",
        "https://example.org/relative.xml",
    ]
    assert find_sitemaps(b"\xff\xfe\x00", url="https://example.org/robots.txt") == []
