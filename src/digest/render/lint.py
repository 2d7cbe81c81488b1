"""Our own lint of MJML, because the compiler says nothing about mistakes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from digest.render import grammar
from digest.text.notes import is_address

DEEPEST = 60
MOST_ELEMENTS = 12_000
MOST_CHARACTERS = 2**20
TOKEN = re.compile(r"x[a-z2-7]{25}")
CSS_REFUSED = (
    (re.compile(r"@import", re.IGNORECASE), "@import fetches a style sheet"),
    (re.compile(r"url\s*\(", re.IGNORECASE), "url() fetches something from a server"),
    (re.compile(r"expression\s*\(", re.IGNORECASE), "expression() is a script"),
)


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in MJML, at a line of it, from 1."""

    line: int
    message: str


def find_mistake(mjml: str) -> Mistake | None:
    """Find the first mistake in MJML; None when the compiler may have it."""
    from lxml import etree

    if len(mjml) > MOST_CHARACTERS:
        return Mistake(1, f"more than {MOST_CHARACTERS:,} characters of MJML")
    # One line of entity declarations stands before the text, so lines count from 2.
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(f"{entities()}\n{mjml}".encode(), parser)
    except etree.XMLSyntaxError as error:
        line = max(1, (error.lineno or 2) - 1)
        return Mistake(line, f"not well-formed: {without_place(error.msg or '')}")
    return next(walk(root), None)


@lru_cache(maxsize=1)
def entities() -> str:
    """Declare the named characters of HTML, which XML does not know, on one line."""
    from html.entities import name2codepoint

    own = {"lt", "gt", "amp", "quot", "apos"}
    declared = (
        f'<!ENTITY {name} "&#{point};">'
        for name, point in sorted(name2codepoint.items())
        if name not in own
    )
    return f"<!DOCTYPE mjml [{''.join(declared)}]>"


def without_place(message: str) -> str:
    """Leave out the line of the parser's own count."""
    return re.sub(r", line \d+, column \d+.*| line \d+ and|\(.*\)$", "", message).strip()


def walk(root: Any) -> Iterator[Mistake]:  # noqa: ANN401 - lxml has no types
    """Go through every element, with its depth."""
    stack = [(root, 1)]
    count = 0
    while stack:
        element, depth = stack.pop()
        count += 1
        line = max(1, element.sourceline - 1)
        if depth > DEEPEST:
            yield Mistake(line, f"elements stand more than {DEEPEST} deep in one another")
        if count > MOST_ELEMENTS:
            yield Mistake(line, f"more than {MOST_ELEMENTS:,} elements")
        for message in judge(element):
            yield Mistake(line, message)
        stack.extend((child, depth + 1) for child in reversed(element))


def judge(element: Any) -> Iterator[str]:  # noqa: ANN401 - lxml has no types
    """Tell what is wrong with one element."""
    if not isinstance(element.tag, str):
        yield "processing instructions have no place in a mail"
        return
    parent = element.getparent()
    above = parent.tag if parent is not None else ""
    if not element.tag.startswith("mj"):
        yield from judge_html(element, above)
    elif element.tag in grammar.REFUSED:
        yield f"<{element.tag}> is refused: {grammar.REFUSED[element.tag]}"
    elif above == "mj-attributes":
        yield from judge_attributes(element, grammar.DEFAULTS.get(element.tag), grammar.FORMS)
    else:
        yield from judge_mjml(element, above)


def judge_mjml(element: Any, above: str) -> Iterator[str]:  # noqa: ANN401 - lxml has no types
    """Tell what is wrong with an MJML element."""
    tag = element.tag
    if tag in grammar.PARENTS and above not in (grammar.PARENTS[tag] or ("",)):
        where = " or ".join(f"<{one}>" for one in grammar.PARENTS[tag]) or "the outermost element"
        yield f"<{tag}> does not belong in <{above}>, but in {where}"
    yield from judge_attributes(element, grammar.ATTRIBUTES.get(tag), grammar.FORMS)
    for name in grammar.NEEDED.get(tag, ()):
        if not element.get(name, "").strip():
            yield f"<{tag}> needs {name}"
    if tag == "mj-style":
        yield from judge_style(element.text or "")
    if tag == "mj-image" and not element.get("width", "").endswith("px"):
        yield "<mj-image> needs its width in px"
    if tag not in grammar.HOLDS_HTML | {"mj-title", "mj-style"} and has_text(element):
        yield f"text directly in <{tag}> is lost; put it into <mj-text>"


def judge_attributes(
    element: Any,  # noqa: ANN401 - lxml has no types
    known: frozenset[str] | None,
    forms: dict[str, re.Pattern[str]],
) -> Iterator[str]:
    """Tell which attributes are not known, or hold what they must not."""
    if known is None:
        yield f"nobody knows <{element.tag}>"
        return
    for name, value in element.items():
        if reason := grammar.REFUSED_ATTRIBUTES.get((element.tag, name)):
            yield f"{name} of <{element.tag}> is refused: {reason}"
        elif name not in known:
            yield f"<{element.tag}> has no attribute {name}"
        elif name in forms and not forms[name].fullmatch(value):
            yield f'{name}="{value[:60]}" of <{element.tag}> is no value that mails can use'
        elif name in ("href", "src") and not is_target(name, value):
            yield f'{name}="{value[:60]}" is no http, https or mailto address'


def is_target(name: str, value: str) -> bool:
    """Tell whether an attribute may point there: an address, or a reader's own link."""
    if name == "src":
        return is_address(value) and not value.casefold().startswith("mailto:")
    return is_address(value) or bool(TOKEN.fullmatch(value))


def judge_html(element: Any, above: str) -> Iterator[str]:  # noqa: ANN401 - lxml has no types
    """Tell what is wrong with an HTML element inside MJML."""
    tag = element.tag
    in_mjml = above.startswith("mj")
    if in_mjml and above not in grammar.HOLDS_HTML:
        yield f"<{tag}> does not belong in <{above}>; put it into <mj-text>"
    known = grammar.HTML.get(tag)
    if above == "mj-raw" and tag in grammar.META:
        known = grammar.META[tag]
    elif known is None:
        yield f"<{tag}> does not work in mail"
        return
    aria = {str(name) for name in element.attrib if grammar.ARIA.fullmatch(str(name))}
    allowed = (known or frozenset()) | aria
    yield from judge_attributes(element, allowed, grammar.HTML_FORMS)
    yield from judge_style(element.get("style", ""))
    if tag == "img" and not element.get("alt", "").strip():
        yield "<img> needs alt: what the picture shows"
    if tag == "img" and not element.get("width", "").strip():
        yield "<img> needs width"


def judge_style(css: str) -> Iterator[str]:
    """Tell what a style may not hold."""
    for pattern, reason in CSS_REFUSED:
        if pattern.search(css):
            yield f"{reason}, which a mail must not"
    if "<" in css:
        yield "a < sign in a style breaks the mail; write max-width instead of width<"


def has_text(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Tell whether an element has text of its own."""
    texts = [element.text, *(child.tail for child in element)]
    return any(text and text.strip() for text in texts)
