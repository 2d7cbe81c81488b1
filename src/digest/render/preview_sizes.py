"""Where the bytes of a mail go: its HTML parted by story, so that the parts make the whole."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import unescape

from digest.model.edition import Item

TOKEN = re.compile(
    r"<!--.*?-->|<(?P<closes>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*)(?>[^<>\"']+|\"[^\"]*\"|'[^']*')*+>",
    re.DOTALL,
)
MARKUP = re.compile(r"<[^>]*>")
BODY = re.compile(r"<body\b", re.IGNORECASE)
VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
OUTERMOST = frozenset({"html", "body"})
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060]")


class Kind(StrEnum):
    """What a part of a mail is."""

    STORY = "story"
    HEAD = "head"
    REST = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a mail and what it weighs.

    Attributes:
        kind: What it is.
        name: A story's headline; empty for the others.
        bytes: Of UTF-8.
        line: Line of the story in the edition file; None for the others.
    """

    kind: Kind
    name: str = ""
    bytes: int
    line: int | None = None


@dataclass(slots=True, kw_only=True)
class Element:
    """An element of the HTML, from its first to behind its last character."""

    tag: str
    start: int
    inside: int
    end: int
    parent: "Element | None"


def share_bytes(
    html: str, items: Sequence[Item], *, marks: Sequence[str] = ()
) -> tuple[Share, ...]:
    """Part the bytes of a mail's HTML: its head, each story, and everything else.

    A story is the outermost element around its heading that holds no other heading and nothing of
    `marks`. A story without a heading of its own is not told apart.

    Args:
        html: The HTML part.
        items: The stories, in the order in which they are shown.
        marks: Texts that are no story's, such as what stands for a reader's own links.

    Returns:
        The head, the stories in their order, everything else; together they weigh what the whole
        weighs.
    """
    body = BODY.search(html)
    page = html[body.start() :] if body else html
    head = weigh(html) - weigh(page)
    headings = [one for one in read_elements(page) if is_heading(one)]
    found = match_headings(page, headings, items)
    places = sorted({one.start for one in headings} | set(find_marks(page, marks)))
    stories = []
    for item, heading in zip(items, found, strict=True):
        if heading:
            block = climb(heading, places)
            size = weigh(page[block.start : block.end])
            stories.append(Share(kind=Kind.STORY, name=item.headline, bytes=size, line=item.line))
    rest = weigh(page) - sum(one.bytes for one in stories)
    return (Share(kind=Kind.HEAD, bytes=head), *stories, Share(kind=Kind.REST, bytes=rest))


def is_heading(element: Element) -> bool:
    """Tell whether this is a heading, and none inside of another."""
    if element.tag not in HEADINGS:
        return False
    above = element.parent
    while above and above.tag not in HEADINGS:
        above = above.parent
    return above is None


def weigh(text: str) -> int:
    """Count the bytes of a text."""
    return len(text.encode("utf-8", "surrogatepass"))


def find_marks(html: str, marks: Sequence[str]) -> Iterator[int]:
    """Find every place of these texts."""
    for mark in marks:
        at = html.find(mark)
        while at >= 0:
            yield at
            at = html.find(mark, at + len(mark))


def read_elements(html: str) -> list[Element]:
    """Read the elements, in the order in which they begin; what is never closed has no extent."""
    elements: list[Element] = []
    open_ones: list[Element] = []
    for token in TOKEN.finditer(html):
        tag = (token["tag"] or "").lower()
        if not tag or tag in VOID:
            continue
        if token["closes"]:
            close(open_ones, tag, token.end())
            continue
        parent = open_ones[-1] if open_ones else None
        start, inside = token.span()
        one = Element(tag=tag, start=start, inside=inside, end=inside, parent=parent)
        elements.append(one)
        if not token[0].endswith("/>"):
            open_ones.append(one)
    return elements


def close(open_ones: list[Element], tag: str, end: int) -> None:
    """Close the innermost open element of a tag, and what was left open inside it."""
    at = next((n for n in reversed(range(len(open_ones))) if open_ones[n].tag == tag), None)
    if at is None:
        return
    for one in open_ones[at:]:
        one.end = end
    del open_ones[at:]


def match_headings(
    html: str, headings: list[Element], items: Sequence[Item]
) -> list[Element | None]:
    """Find the heading of each story: the next one that says its headline, else any that does."""
    texts = [flat(unescape(MARKUP.sub("", html[one.inside : one.end]))) for one in headings]
    free = list(range(len(headings)))
    found: list[Element | None] = []
    at = 0
    for item in items:
        wanted = flat(item.headline)
        fits = [n for n in free if wanted and wanted in texts[n]]
        chosen = next((n for n in fits if n >= at), fits[0] if fits else None)
        if chosen is not None:
            free.remove(chosen)
            at = chosen
        found.append(None if chosen is None else headings[chosen])
    return found


def flat(text: str) -> str:
    """Write a text without what nobody sees, so that two ways of writing it are the same."""
    return " ".join(INVISIBLE.sub("", text).split())


def climb(heading: Element, places: list[int]) -> Element:
    """Find the outermost element that holds this heading and none of the other places."""
    block = heading
    parent = heading.parent
    while parent and parent.tag not in OUTERMOST and count_inside(parent, places) == 1:
        block, parent = parent, parent.parent
    return block


def count_inside(element: Element, places: list[int]) -> int:
    """Count the places inside an element."""
    return bisect_left(places, element.end) - bisect_left(places, element.start)
