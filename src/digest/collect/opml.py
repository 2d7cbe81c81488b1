"""Lists of feeds (OPML 2.0, https://opml.org/spec2.opml), in and out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

from digest.collect.decode import decode
from digest.collect.feed_guard import NAMED, PREAMBLE, ROOT, STRAY, numbered
from digest.collect.sitemap_xml import local_name
from digest.collect.urls import absolute_url
from digest.model.publication import Source

LARGEST = 20 * 2**20
MOST_FEEDS = 5000
LONGEST_ADDRESS = 2000
DEEPEST = 50
# "feed://example.org/rss" and "feed:https://example.org/rss" are what browsers once made of links.
FEED_SCHEME = re.compile(r"feed:(?://(?=https?:)|(?=https?:|//))", re.IGNORECASE)
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFeed:
    """A feed of a list.

    Attributes:
        url: Absolute; empty when the line names none that can be used.
        title: What the list calls it; may be empty.
        folders: Names of the folders and categories that it is in, the innermost first.
        line: Where it stands, from 1.
        problem: Why it cannot be used; empty when it can.
    """

    url: str
    title: str
    folders: tuple[str, ...]
    line: int
    problem: str = ""


def read_opml(body: bytes) -> list[ListedFeed] | str:
    """Read a list of feeds, as far as it can be read.

    Returns:
        Every outline that is no folder, in the list's order; or why it is no list of feeds.
    """
    if len(body) > LARGEST:
        return f"it is larger than {LARGEST // 2**20} MiB"
    text = decode(body)
    root = ROOT.search(text)
    if root is None or root.start() > PREAMBLE or root["name"].lower() != "opml":
        return "it is no list of feeds (OPML)"
    if "<!entity" in text[: root.start()].lower():
        return "it declares entities of its own, which could be an attack"
    before = text.count("\n", 0, root.start())
    tree = parse_tree(text[root.start() :])
    if tree is None:
        return "its XML cannot be read"
    return list(feeds_of(tree, before))


def parse_tree(text: str) -> Any:  # noqa: ANN401 - lxml has no types
    """Parse XML from its root on, where nothing can be declared; None when nothing can be read."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, no_network=True, load_dtd=False, resolve_entities=False, huge_tree=False
    )
    mended = STRAY.sub("&amp;", NAMED.sub(numbered, text))
    try:
        return etree.fromstring(mended.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def feeds_of(root: Any, before: int) -> Iterator[ListedFeed]:  # noqa: ANN401
    """Walk through the outlines; `before` is how many lines stand before the root."""
    waiting: list[tuple[Any, tuple[str, ...]]] = [
        (one, ()) for one in reversed(list(root)) if local_name(one) == "body"
    ]
    found = 0
    while waiting and found < MOST_FEEDS:
        element, folders = waiting.pop()
        told = {name.lower(): value.strip() for name, value in element.attrib.items()}
        name = one_line(told.get("title") or told.get("text") or "")
        children = [one for one in element if local_name(one) == "outline"]
        if local_name(element) == "outline" and (told.get("xmlurl") or not children):
            found += 1
            yield list_feed(told, name, folders, before + (element.sourceline or 1))
        inner = (name, *folders) if name else folders
        if len(folders) < DEEPEST:
            waiting += [(one, inner) for one in reversed(children)]


def list_feed(told: dict[str, str], title: str, folders: tuple[str, ...], line: int) -> ListedFeed:
    """Make a feed of an outline's attributes, or say why it is none."""
    given = told.get("xmlurl", "")
    url, problem = "", f"“{title or 'an outline'}” names no feed (xmlUrl)"
    if given:
        url, problem = usable_address(given)
    within = tuple(dict.fromkeys((*categories_of(told.get("category", "")), *folders)))
    return ListedFeed(url=url, title=title, folders=within, line=line, problem=problem)


def usable_address(given: str) -> tuple[str, str]:
    """Read the address of a feed: the address, or "" and why it cannot be used."""
    match = FEED_SCHEME.match(given)
    text = given[match.end() :] if match else given
    if text.startswith("//"):
        text = f"https:{text}"
    url = absolute_url(text)
    if url is None or len(url) > LONGEST_ADDRESS:
        return "", f"{given[:80]!r} is no web address"
    if "@" in urlsplit(text.replace("\\", "/")).netloc:
        return "", "its address has a user name or a password in it"
    return url, ""


def categories_of(text: str) -> Iterator[str]:
    """Read categories: "/World/Europe,news" names Europe, World and news, the inner one first."""
    for path in text.split(","):
        yield from (one_line(part) for part in reversed(path.split("/")) if part.strip())


def one_line(text: str) -> str:
    """Write a text in one line that can be shown."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:200]


def write_opml(sources: Sequence[Source], *, title: str, now: datetime) -> str:
    """Write a list of feeds; each section is a folder, what has none stands before them.

    Args:
        sources: Feeds.
        title: What the list is called.
        now: When it is made, aware.
    """
    sections = dict.fromkeys(one.section for one in sources if one.section)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        "  <head>",
        f"    <title>{escape_text(title)}</title>",
        f"    <dateCreated>{now:%a, %d %b %Y %H:%M:%S %z}</dateCreated>",
        "  </head>",
        "  <body>",
        *(f"    {write_outline(one)}" for one in sources if not one.section),
    ]
    for section in sections:
        name = attribute(section)
        lines.append(f"    <outline text={name} title={name}>")
        lines += [f"      {write_outline(one)}" for one in sources if one.section == section]
        lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def write_outline(source: Source) -> str:
    """Write one feed."""
    name, url = attribute(source.name), attribute(source.url)
    language = f" language={attribute(source.language)}" if source.language else ""
    return f'<outline type="rss" text={name} title={name} xmlUrl={url}{language}/>'


def attribute(text: str) -> str:
    """Write the value of an attribute, quotation marks around it."""
    return quoteattr(UNWRITABLE.sub("", text))


def escape_text(text: str) -> str:
    """Write text between tags."""
    return escape(UNWRITABLE.sub("", text))
