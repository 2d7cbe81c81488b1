"""The feeds that a web page links to, and the sitemaps that robots.txt names."""

import re
from collections.abc import Iterator
from typing import Any

from digest.collect.decode import decode
from digest.collect.markup import parse, strip_raw, why_unsafe
from digest.collect.sitemap import NEWS_IN_URL
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
# What is XML by its type or name is a feed when something near it says so.
LIKE_XML = re.compile(r"(?:text|application)/xml", re.IGNORECASE)
XML_FILE = re.compile(r"\.xml(?:$|[?#])", re.IGNORECASE)
SAYS_FEED = re.compile(r"(?<![a-z])(?:rss|atom|feeds?|newsfeed)(?![a-z])", re.IGNORECASE)
SITEMAP_FILE = re.compile(r"sitemap", re.IGNORECASE)
COMMENTS = re.compile(
    r"comments?(?:/|\b)|kommentare?\b|commentaires?\b|comentarios?\b|commenti\b", re.IGNORECASE
)
WORDS = re.compile(r"[^\W_]+")
# Where sites keep their feed when no page names it, the most usual first.
WELL_KNOWN = ("feed", "rss", "rss.xml", "feed.xml", "atom.xml", "feed.json", "index.xml")
SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
MOST_SITEMAPS = 20
LARGEST_ROBOTS = 500 * 1024


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
        Addresses, the most likely first: those that the page declares, that of its section before
        that of the site, those of comments last; then ordinary links that look like feeds, in the
        same order. Empty when there is none.
    """
    markup, _ = strip_raw(decode(body, content_type=content_type))
    if why_unsafe(markup):
        return []
    root = parse(markup)
    if root is None:
        return []
    base = next((one.get("href") or "" for one in root.iter("base")), "")
    resolved = absolute_url(base, base=url) or url

    def rank(pair: tuple[str, str]) -> tuple[bool, int]:
        address = absolute_url(pair[0], base=resolved) or ""
        return bool(COMMENTS.search(" ".join(pair))), -shared_words(address, url)

    declared = sorted(declared_feeds(root), key=rank)
    links = [href for href, _ in (*declared, *sorted(linked_feeds(root), key=rank))]
    found = dict.fromkeys(absolute_url(link, base=resolved) for link in links)
    return [link for link in found if link and link != absolute_url(url)][:MOST_FEEDS]


def shared_words(feed: str, page: str) -> int:
    """Count the words of a page's path that stand in that of a feed: it is of that section then."""
    words = set(WORDS.findall(path_of(page)))
    return len(words & set(WORDS.findall(path_of(feed))))


def path_of(url: str) -> str:
    """Give what follows the host, in small letters."""
    return url.partition("://")[2].partition("/")[2].lower()


def declared_feeds(root: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - lxml has no types
    """Yield address and title of the link elements that declare a feed."""
    for element in root.iter("link"):
        relations = (element.get("rel") or "").lower().split()
        kind = element.get("type") or ""
        href = (element.get("href") or "").strip()
        title = element.get("title") or ""
        is_alternate = "alternate" in relations and "stylesheet" not in relations
        if href and ("feed" in relations or (is_alternate and is_feed_type(kind, href, title))):
            yield href, title


def is_feed_type(kind: str, href: str, title: str) -> bool:
    """Tell whether an alternate form of a page is a feed: by its type, or by name where it is XML.

    A form in another language, or for a telephone, has no type or that of a page.
    """
    if FEED_TYPES.search(kind):
        return True
    says_so = bool(LIKE_FEED.search(href) or SAYS_FEED.search(f"{href} {title}"))
    return says_so and bool(LIKE_XML.search(kind) or (not kind and LIKE_FEED.search(href)))


def linked_feeds(root: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield address and text of the ordinary links that look like feeds."""
    for element in root.iter("a"):
        href = (element.get("href") or "").strip()
        if not href:
            continue
        if LIKE_FEED.search(href):
            yield href, element.get("title") or ""
        elif XML_FILE.search(href) and not SITEMAP_FILE.search(href):
            text = " ".join(element.itertext())[:100]
            if SAYS_FEED.search(f"{href} {text}"):
                yield href, text


def find_sitemaps(body: bytes, *, url: str) -> list[str]:
    """Find the sitemaps that a robots.txt names, those of news first.

    Args:
        body: The file's bytes.
        url: Where it was found.
    """
    text = decode(body[:LARGEST_ROBOTS])
    named = (absolute_url(line, base=url) for line in SITEMAP_LINE.findall(text))
    found = [one for one in dict.fromkeys(named) if one][:MOST_SITEMAPS]
    return sorted(found, key=lambda one: NEWS_IN_URL.search(path_of(one)) is None)
