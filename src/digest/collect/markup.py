"""HTML made harmless before any parser sees it, and plain text made of it.

What comes out is text: nothing that an article's page or feed says is ever markup for us.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from digest.text.plain import ITEM

DEEPEST = 256
LONGEST_MARKUP = 4 * 2**20  # characters, without scripts, styles and comments
LONGEST_TEXT = 2**20  # characters of one article
MOST_TAGS = 100_000
MOST_ATTRIBUTES = 500

RAW = re.compile(
    r"<!--|<!\[CDATA\[|<(script|style|svg|noscript|template|iframe|object|canvas|math|audio|video)\b",
    re.IGNORECASE,
)
# Each character belongs to one match, so that a page full of open quotation marks costs no more.
WHOLE_TAG = re.compile(r"""<[A-Za-z](?:[^<>"']++|"[^"]*+(?:"|$)|'[^']*+(?:'|$)|<)*+(?:>|$)""")
ATTRIBUTE = re.compile(r"""[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"?|'[^']*'?|[^\s>]*))?""")
LONGEST_NOSCRIPT = 4000
LATE_PICTURE = re.compile(r"<img\b[^<>]{1,3000}>", re.IGNORECASE)
ADDRESS_OF = re.compile(r"""\s(src|srcset)\s*=\s*("[^"<>]*"|'[^'<>]*')""", re.IGNORECASE)
COUNTING = re.compile(
    r"""\s(?:width|height)\s*=\s*["']?[01](?:px)?["'\s/>]|display\s*:\s*none""", re.IGNORECASE
)
LINKED_DATA = re.compile(r"""^[^>]{0,300}?\btype\s*=\s*["']?application/ld\+json""", re.IGNORECASE)
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)")
# Elements that hold nothing, or whose end may be left out: a page with 1,000 open <p> is not deep.
FLAT = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody"),
        *("tfoot", "option", "optgroup", "colgroup", "rp", "rt", "html", "head", "body"),
    )
)
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4"),
        *("h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "option", "p"),
        *("pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
        *("head", "item", "list", "quote", "row", "cell", "caption"),
    )
)
# Elements whose text is never read, should one be left.
UNSEEN = frozenset(
    (
        *("script", "style", "svg", "noscript", "template", "iframe", "object", "canvas", "math"),
        *("audio", "video", "title", "textarea", "select", "button"),
    )
)
ITEMS = frozenset(("li", "item"))
LIKE_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>]*)?/?>|<!--")
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
SPACE = re.compile(r"\s+")
BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")


def one_line(text: str) -> str:
    """Make one line of a text: white space runs together, what nobody can see is left out."""
    return " ".join(INVISIBLE.sub("", text).split())


def strip_raw(text: str) -> tuple[str, tuple[str, ...]]:
    """Leave out scripts, styles, comments and everything else that is never an article's text.

    Returns:
        The markup that is left, and what the linked-data scripts (JSON-LD) say.
    """
    kept: list[str] = []
    linked: list[str] = []
    unclosed: set[str] = set()
    at = 0
    while match := RAW.search(text, at):
        kept.append(text[at : match.start()])
        closing = closing_of(match)
        end = -1 if closing in unclosed else position(closing, text, match.end())
        if end < 0:
            unclosed.add(closing)
            at = behind_unclosed(match, text)
            continue
        inside = text[match.end() : end]
        if closing == "</noscript":
            kept.extend(late_pictures(inside))
        if closing == "</script" and LINKED_DATA.match(inside):
            linked.append(inside.partition(">")[2])
        at = end + len(closing)
        if match[1]:
            at = text.find(">", at) + 1 or len(text)
    kept.append(text[at:])
    return " ".join(kept) if len(kept) > 1 else text, tuple(linked)


def late_pictures(inside: str) -> Iterator[str]:
    """Yield the pictures for readers without scripts: the page shows them by a script.

    Only their addresses are kept, and no pixel that counts visits.
    """
    if len(inside) > LONGEST_NOSCRIPT:
        return
    for match in LATE_PICTURE.finditer(inside):
        if not COUNTING.search(match[0]):
            named = {name.lower(): value for name, value in ADDRESS_OF.findall(match[0])}
            told = (f" {name}={value}" for name, value in named.items())
            yield f"<img data-late=1{''.join(told)}>"


def behind_unclosed(match: re.Match[str], text: str) -> int:
    """Tell where to go on when a stretch is never closed.

    An open script or style hides the rest, as in browsers; of anything else only its tag goes.
    """
    if not match[1]:
        return match.end()
    if match[1].lower() in {"script", "style"}:
        return len(text)
    return text.find(">", match.end()) + 1 or len(text)


def closing_of(match: re.Match[str]) -> str:
    """Tell what ends the stretch that a match of RAW opens, in small letters."""
    if match[1]:
        return f"</{match[1].lower()}"
    return "-->" if match[0] == "<!--" else "]]>"


def position(closing: str, text: str, start: int) -> int:
    """Find a closing from a place on, in small letters or capitals; -1 when there is none."""
    match = re.compile(re.escape(closing), re.IGNORECASE).search(text, start)
    return match.start() if match else -1


def why_unsafe(markup: str) -> str | None:
    """Tell why markup is not given to a parser, as one phrase; None when it may be."""
    if len(markup) > LONGEST_MARKUP:
        return f"it is larger than {LONGEST_MARKUP // 2**20} MiB without its scripts"
    if markup.count("<") > MOST_TAGS:
        return f"it has more than {MOST_TAGS:,} tags"
    if too_wide(markup):
        return f"one of its tags has more than {MOST_ATTRIBUTES} attributes"
    return f"its elements are nested deeper than {DEEPEST}" if too_deep(markup) else None


def too_wide(markup: str, *, most: int = MOST_ATTRIBUTES) -> bool:
    """Tell whether a tag has more attributes than an honest one; parsers compare each with each."""
    for tag in WHOLE_TAG.finditer(markup):
        if tag.end() - tag.start() > 2 * most:
            named = ATTRIBUTE.finditer(markup, tag.start(), tag.end())
            if sum(1 for _ in zip(named, range(most + 2), strict=False)) > most + 1:
                return True
    return False


def too_deep(markup: str, *, most: int = DEEPEST) -> bool:
    """Tell whether elements are nested deeper than any honest page nests them."""
    open_now: list[str] = []
    for match in TAG.finditer(markup):
        name = match[2].lower()
        if name in FLAT:
            continue
        if not match[1]:
            open_now.append(name)
            if len(open_now) > most:
                return True
        elif name in open_now:
            while open_now.pop() != name:
                pass
    return False


def parse(markup: str) -> Any:  # noqa: ANN401 - lxml has no types
    """Parse HTML that was measured before.

    Returns:
        The root element (lxml); None when there is nothing in it.
    """
    from lxml.etree import ParserError, XMLSyntaxError
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (ParserError, XMLSyntaxError):
        return None


def plain_line(text: str) -> str:
    """Make one line of plain text of a short text that may hold markup or character references.

    References are resolved once: what is escaped twice was meant to be seen escaped.
    """
    if "<" in text:
        text = LIKE_TAG.sub(" ", strip_raw(text)[0])
    return one_line(unescape(text)) if "&" in text else one_line(text)


def plain_paragraphs(text: str) -> list[str]:
    """Make paragraphs of plain text of a feed's HTML, or of its plain text.

    Too large or too deeply nested markup gives no paragraphs; the cap of an article's text holds.
    """
    if not LIKE_TAG.search(text):
        parts = BLANK_LINE.split(unescape(text[:LONGEST_TEXT]))
        return [line for part in parts if (line := one_line(part))]
    markup, _ = strip_raw(text)
    if why_unsafe(markup):
        return []
    root = parse(markup)
    return [] if root is None else cap([one_line(part) for part in block_texts(root)])


def cap(paragraphs: list[str]) -> list[str]:
    """Keep the paragraphs that fit into the longest text of an article; empty ones are left out."""
    kept: list[str] = []
    room = LONGEST_TEXT
    for paragraph in paragraphs:
        if len(paragraph) > room:
            break
        if paragraph:
            kept.append(paragraph)
            room -= len(paragraph) + 2
    return kept


def block_texts(root: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the text of each block of a tree, in order; two line breaks in a row end a block.

    The first block of an item of a list is marked as one.
    """
    from lxml.etree import iterwalk

    parts: list[str] = []
    mark = ""
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if tag in UNSEEN:
            if event == "start":
                walk.skip_subtree()
            else:
                parts.append(spaced(element.tail))
            continue
        if tag in {"br", "lb"} and event == "start":
            parts.append("\n")
        elif tag in BLOCKS:
            whole = "".join(parts)
            yield from BLANK_LINE.split(mark + whole.lstrip() if whole.strip() else whole)
            mark = "" if whole.strip() or event == "end" else mark
            parts = []
        if event == "start":
            mark = ITEM if tag in ITEMS else mark
            parts.append(spaced(element.text))
        elif element is not root:
            parts.append(spaced(element.tail))
    yield from BLANK_LINE.split("".join(parts))


def spaced(text: str | None) -> str:
    """Run the white space of a piece of markup together, so that only <br> breaks a line."""
    if not text:
        return ""
    line = " ".join(text.split())
    before = " " if text[0].isspace() else ""
    behind = " " if line and text[-1].isspace() else ""
    return f"{before}{line}{behind}"
