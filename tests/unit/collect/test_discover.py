import pytest

from digest.collect.discover import find_feeds, is_feed

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
