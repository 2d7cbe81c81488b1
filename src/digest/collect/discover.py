"""The feeds that a web page links to."""

import re
from collections.abc import Iterator
from typing import Any

from digest.collect.decode import decode
from digest.collect.markup import parse, strip_raw, why_unsafe
from digest.collect.urls import absolute_url

MOST_FEEDS = 20
HEAD = 1000
FEED_TYPES = re.compile(
    r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)|text/xml\+rss", re.IGNORECASE
)
PAGE_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
FEED_START = re.compile(r"<(?:rss|feed|rdf:RDF|(?:\w+:)?RDF)\b", re.IGNORECASE)
JSON_FEED = re.compile(r'"version"\s*:\s*"https?://(?:www\.)?jsonfeed\.org/version/')
# Addresses of feeds in ordinary links.
LIKE_FEED = re.compile(
    r"(?:\.(?:rss|atom)|/(?:rss|feed|atom|index\.xml|rss\.xml|feed\.xml|atom\.xml|feed\.json)/?"
    r"|[?&](?:feed|format)=(?:rss2?|atom|feed))(?:$|[?#])",
    re.IGNORECASE,
)
COMMENTS = re.compile(r"comments?(?:/|\b)", re.IGNORECASE)


def is_page(text: str) -> bool:
    """Tell whether a text is a web page, by its beginning."""
    return bool(PAGE_START.match(text[: HEAD * 4]))


def is_feed(body: bytes, *, content_type: str = "") -> bool:
    """Tell whether a document is a feed, by its beginning, whatever the server calls it."""
    text = decode(body[: HEAD * 4], content_type=content_type)
    if text.lstrip("\ufeff \t\n").startswith("{"):
        return bool(JSON_FEED.search(text))
    return not is_page(text) and bool(FEED_START.search(text))


def find_feeds(body: bytes, *, url: str, content_type: str = "") -> list[str]:
    """Find the feeds that a web page links to.

    Args:
        body: The page's bytes.
        url: Where it was found.
        content_type: As sent by the server; may be empty.

    Returns:
        Addresses, the most likely first: those that the page declares, those of comments last;
        then ordinary links that look like feeds. Empty when there is none.
    """
    markup, _ = strip_raw(decode(body, content_type=content_type))
    if why_unsafe(markup):
        return []
    root = parse(markup)
    if root is None:
        return []
    base = next((one.get("href") or "" for one in root.iter("base")), "")
    resolved = absolute_url(base, base=url) or url
    declared = sorted(declared_feeds(root), key=lambda pair: bool(COMMENTS.search(" ".join(pair))))
    links = [href for href, _ in declared] + list(linked_feeds(root))
    found = dict.fromkeys(absolute_url(link, base=resolved) for link in links)
    return [link for link in found if link and link != absolute_url(url)][:MOST_FEEDS]


def declared_feeds(root: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - lxml has no types
    """Yield address and title of the link elements that declare a feed."""
    for element in root.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        kind = element.get("type") or ""
        href = (element.get("href") or "").strip()
        if href and (("alternate" in relations and FEED_TYPES.search(kind)) or "feed" in relations):
            yield href, element.get("title") or ""


def linked_feeds(root: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the addresses of ordinary links that look like feeds."""
    for element in root.iter("a"):
        href = (element.get("href") or "").strip()
        if href and LIKE_FEED.search(href):
            yield href
