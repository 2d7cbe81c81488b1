"""The XML of a feed, measured and mended before any parser sees it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html.entities import html5

from digest.collect.markup import DEEPEST

MOST_ENTRIES = 500
ENTRY_DEPTH = 3  # rss > channel > item
PREAMBLE = 5000  # characters of noise, such as a server's warning, before the feed begins
ROOT = re.compile(
    r"<(?P<name>(?:[\w.-]+:)?(?:rss|feed|RDF|channel|urlset|sitemapindex|opml|html))\b",
    re.IGNORECASE,
)
TAG = re.compile(r"<!--|<!\[CDATA\[|<(/?)([A-Za-z_][\w:.-]*)([^<>]*)>")
STRAY = re.compile(r"&(?!#?\w{1,32};)")
LARGEST_BROKEN = 2**20
NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
OTHER_KINDS = {
    "urlset": "it is a sitemap, not a feed",
    "sitemapindex": "it is an index of sitemaps, not a feed",
    "opml": "it is a list of feeds (OPML), not a feed",
    "html": "it is a web page, not a feed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A feed's XML, ready to be parsed.

    Attributes:
        text: Mended: closed where it broke off, cut after the last entry that is read.
        broken_off: Whether it ends in the middle.
        more: Whether it has more entries than are read.
        fault: Where it was not well-formed XML before it was mended; "" when it was.
        problem: Why it may not be parsed, as one phrase; "" when it may.
    """

    text: str = ""
    fault: str = ""
    broken_off: bool = False
    more: bool = False
    problem: str = ""


def measure(text: str) -> Measured:
    """Measure a feed's XML, and mend what would make a parser give up.

    Entities are refused where they are declared, so that none can grow or read a file; elements
    may not be nested deeper than honest feeds nest them; what is behind the 500th entry is left
    out; a feed that breaks off ends with its last whole entry.
    """
    root = ROOT.search(text)
    if root is None or root.start() > PREAMBLE:
        return Measured(problem="it is neither RSS nor Atom nor JSON Feed")
    name = root["name"].rpartition(":")[2].lower()
    if name in OTHER_KINDS:
        return Measured(problem=OTHER_KINDS[name])
    if "<!entity" in text[: root.start()].lower():
        return Measured(problem="it declares entities of its own, which could be an attack")
    closed = close(NAMED.sub(numbered, text[root.start() :]))
    return closed if closed.problem else mend(closed, first_line=text.count("\n", 0, root.start()))


def root_of(text: str) -> int | None:
    """Tell where a feed that declares no entities begins; None for anything else."""
    root = ROOT.search(text)
    if root is None or root.start() > PREAMBLE or "<!entity" in text[: root.start()].lower():
        return None
    return root.start()


def mend(measured: Measured, *, first_line: int) -> Measured:
    """Escape stray ampersands when XML is not well-formed.

    feedparser reads what is still broken with a parser of its own, which takes too long for large
    texts: those are refused.
    """
    fault = fault_in(measured.text, first_line=first_line)
    if not fault:
        return measured
    mended = "".join(
        part if part.startswith("<![CDATA[") else STRAY.sub("&amp;", part)
        for part in around_cdata(measured.text)
    )
    if len(mended) > LARGEST_BROKEN and fault_in(mended, first_line=first_line):
        return Measured(problem=f"it is not well-formed ({fault}), and too large to be mended")
    return replace(measured, text=mended, fault=fault)


def fault_in(text: str, *, first_line: int) -> str:
    """Say where XML is not well-formed, as one phrase; "" when it is."""
    from xml.parsers import expat

    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        return f"line {error.lineno + first_line}: {expat.ErrorString(error.code)}"
    return ""


def around_cdata(text: str) -> Iterator[str]:
    """Yield a text in parts, each CDATA section as one."""
    at = 0
    while (start := text.find("<![CDATA[", at)) >= 0:
        end = text.find("]]>", start)
        if end < 0:
            break
        yield text[at:start]
        yield text[start : end + 3]
        at = end + 3
    yield text[at:]


def numbered(match: re.Match[str]) -> str:
    """Write a character of HTML as a number: XML knows five names only."""
    char = html5.get(f"{match[1]};") if match[1] not in XML_NAMES else None
    return "".join(f"&#{ord(one)};" for one in char) if char else match[0]


def close(text: str) -> Measured:
    """Walk through the tags once: how deep, how many entries, and where the last whole one ends."""
    walk = Walk()
    for match in tags_of(text):
        if match[1]:
            walk.leave(match[2], at=match.end())
        elif match[3].endswith("/"):
            continue
        elif walk.is_entry(match[2]) and walk.entries == MOST_ENTRIES:
            return Measured(text=text[: match.start()] + endings(walk.opened), more=True)
        elif not walk.enter(match[2]):
            return Measured(problem=f"its elements are nested deeper than {DEEPEST}")
    if walk.opened and walk.last_end:
        whole = text[: walk.last_end] + endings(walk.opened_then)
        return Measured(text=whole, broken_off=True)
    if walk.opened:
        return Measured(problem="it breaks off before the first whole entry")
    return Measured(text=text)


class Walk:
    """What is open on a walk through the tags of a feed.

    Attributes:
        opened: Names of the elements that are open, outer ones first.
        entries: How many entries have begun.
        last_end: Where the last whole entry ends; 0 before there is one.
        opened_then: What was open there.
    """

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.entries = 0
        self.last_end = 0
        self.opened_then: list[str] = []

    def is_entry(self, name: str) -> bool:
        """Tell whether an element of this name would be an entry here."""
        local = name.rpartition(":")[2].lower()
        return local in {"item", "entry"} and len(self.opened) < ENTRY_DEPTH

    def enter(self, name: str) -> bool:
        """Go into an element; False when that is too deep."""
        self.entries += self.is_entry(name)
        self.opened.append(name)
        return len(self.opened) <= DEEPEST

    def leave(self, name: str, *, at: int) -> None:
        """Go out of an element, and of those in it that were not closed."""
        if name in self.opened:
            while self.opened.pop() != name:
                pass
            if self.is_entry(name):
                self.last_end, self.opened_then = at, list(self.opened)


def tags_of(text: str) -> Iterator[re.Match[str]]:
    """Yield the tags of XML, without what is in comments and CDATA."""
    at = 0
    while match := TAG.search(text, at):
        at = match.end()
        if match[2]:
            yield match
            continue
        end = text.find("-->" if match[0] == "<!--" else "]]>", at)
        if end < 0:
            return
        at = end + 3


def endings(opened: Sequence[str]) -> str:
    """Write the end tags of the elements that are open."""
    return "".join(f"</{name}>" for name in reversed(opened))
