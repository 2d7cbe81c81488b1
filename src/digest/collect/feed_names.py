"""The names of elements in feeds, whatever prefix a feed gives their namespaces."""

from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape, quoteattr

ATOM = "http://www.w3.org/2005/Atom"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RSS_1 = "http://purl.org/rss/1.0/"
XHTML = "{http://www.w3.org/1999/xhtml}"
SPACES = {
    "": "",
    ATOM.lower(): "",
    RSS_1: "",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
    "http://wellformedweb.org/commentapi/": "wfw:",
    "http://purl.org/rss/1.0/modules/slash/": "slash:",
    "http://purl.org/syndication/thread/1.0": "thr:",
    "http://www.georss.org/georss": "georss:",
    "http://www.w3.org/2003/01/geo/wgs84_pos#": "geo:",
}
# What says nothing that an article keeps, as long as no element stands in it.
IGNORED = frozenset(
    (
        "comments",
        "source",
        "rights",
        "contributor",
        "dc:rights",
        "dc:publisher",
        "dc:contributor",
        "dc:identifier",
        "dc:type",
        "dc:format",
        "dc:source",
        "feedburner:awareness",
        "georss:point",
        "geo:lat",
        "geo:long",
        "itunes:block",
        "itunes:duration",
        "itunes:episode",
        "itunes:episodetype",
        "itunes:explicit",
        "itunes:order",
        "itunes:season",
        "itunes:subtitle",
        "itunes:title",
        "media:copyright",
        "media:rating",
        "slash:comments",
        "slash:department",
        "slash:hit_parade",
        "slash:section",
        "thr:total",
        "wfw:comment",
        "wfw:commentrss",
    )
)
# What `type` may say of a text, and what it means.
CONTENT_TYPES = {
    "text": "text/plain",
    "text/plain": "text/plain",
    "html": "text/html",
    "text/html": "text/html",
    "xhtml": "application/xhtml+xml",
    "application/xhtml+xml": "application/xhtml+xml",
}
UNKNOWN = "?"


def canonical_name(element: Any) -> str:  # noqa: ANN401 - lxml has no types
    """Name an element as most feeds write it, in small letters: "dc:creator"; "?" when unknown."""
    tag = element.tag
    return name_of(tag) if isinstance(tag, str) else UNKNOWN


@lru_cache(maxsize=1000)
def name_of(tag: str) -> str:
    """Name an element by its namespace and local name."""
    space, closing, local = tag.rpartition("}")
    prefix = SPACES.get(space[1:].lower() if closing else "")
    return UNKNOWN if prefix is None else prefix + local.lower()


def write_markup(element: Any) -> str | None:  # noqa: ANN401
    """Write what stands inside an element of XHTML as HTML.

    Returns:
        None when there is something else than XHTML in it.
    """
    pieces = [escape(element.text or "")]
    for child in element:
        tag = child.tag
        inner = write_markup(child) if isinstance(tag, str) and tag.startswith(XHTML) else None
        if inner is None:
            return None
        name = tag.removeprefix(XHTML).lower()
        attributes = "".join(
            f" {key.lower()}={quoteattr(value)}" for key, value in child.attrib.items()
        )
        pieces += [f"<{name}{attributes}>", inner, f"</{name}>", escape(child.tail or "")]
    return "".join(pieces)
