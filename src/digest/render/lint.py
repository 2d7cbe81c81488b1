"""Our own lint of MJML, because the compiler says nothing about mistakes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from digest.render import grammar
from digest.render.lint_flaws import (
    Flaw,
    judge_attribute,
    judge_style,
    judge_value,
    refuse_element,
    unknown_element,
    unknown_html,
)

DEEPEST = 60
MOST_ELEMENTS = 12_000
MOST_CHARACTERS = 2**20
LEFT_OPEN = re.compile(r"tag mismatch: (\S+) line (\d+) and")
NAMED_TAG = re.compile(r"(?:Attribute|Entity|tag) '?(\w[\w:-]*)")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in MJML, at a line of it, from 1."""

    line: int
    flaw: Flaw

    @property
    def message(self) -> str:
        """What is wrong, as the end of a sentence."""
        return self.flaw.message

    @property
    def sentence(self) -> str:
        """What is wrong, and what to do."""
        return f"{self.flaw.message}. {self.flaw.fix}".strip()


def find_mistake(mjml: str) -> Mistake | None:
    """Find the first mistake in MJML; None when the compiler may have it."""
    return next(find_mistakes(mjml), None)


def find_mistakes(mjml: str) -> Iterator[Mistake]:
    """Find every mistake in MJML; of one that is not well-formed only why it is not."""
    from lxml import etree

    if len(mjml) > MOST_CHARACTERS:
        yield Mistake(1, Flaw("too-large", f"more than {MOST_CHARACTERS:,} characters of MJML"))
        return
    # One line of entity declarations stands before the text, so lines count from 2.
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(f"{entities()}\n{mjml}".encode(), parser)
    except etree.XMLSyntaxError as error:
        yield not_well_formed(error.msg or "", error.lineno or 2)
        return
    yield from walk(root)


def not_well_formed(message: str, line: int) -> Mistake:
    """Tell what keeps MJML from being read, at the element that was left open if it is that."""
    said = without_place(message)
    if left_open := LEFT_OPEN.search(message):
        tag, begun = left_open[1], int(left_open[2])
        fix = f"Close it: </{tag}>, or <{tag} ... /> when it is empty."
        return Mistake(
            max(1, begun - 1),
            Flaw(
                "not-well-formed",
                f"not well-formed: <{tag}> is not closed where it should be",
                f"<{tag}",
                fix,
            ),
        )
    seek = found[1] if (found := NAMED_TAG.search(said)) else ""
    return Mistake(max(1, line - 1), Flaw("not-well-formed", f"not well-formed: {said}", seek))


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
            yield Mistake(
                line, Flaw("too-deep", f"elements stand more than {DEEPEST} deep in one another")
            )
            return
        if count > MOST_ELEMENTS:
            yield Mistake(line, Flaw("too-large", f"more than {MOST_ELEMENTS:,} elements"))
            return
        for flaw in judge(element):
            yield Mistake(line, flaw)
        stack.extend((child, depth + 1) for child in reversed(element))


def judge(element: Any) -> Iterator[Flaw]:  # noqa: ANN401 - lxml has no types
    """Tell what is wrong with one element."""
    if not isinstance(element.tag, str):
        yield Flaw("not-well-formed", "processing instructions have no place in a mail", "<?")
        return
    parent = element.getparent()
    above = parent.tag if parent is not None else ""
    if not element.tag.startswith("mj"):
        yield from judge_html(element, above)
    elif element.tag in grammar.REFUSED:
        yield refuse_element(element.tag)
    elif above == "mj-attributes":
        yield from judge_attributes(element, grammar.DEFAULTS.get(element.tag), grammar.FORMS)
    else:
        yield from judge_mjml(element, above)


def judge_mjml(element: Any, above: str) -> Iterator[Flaw]:  # noqa: ANN401 - lxml has no types
    """Tell what is wrong with an MJML element."""
    tag = element.tag
    if tag in grammar.PARENTS and above not in (grammar.PARENTS[tag] or ("",)):
        where = " or ".join(f"<{one}>" for one in grammar.PARENTS[tag]) or "the outermost element"
        message = f"<{tag}> does not belong in <{above}>, but in {where}"
        yield Flaw("wrong-parent", message, f"<{tag}")
    yield from judge_attributes(element, grammar.ATTRIBUTES.get(tag), grammar.FORMS)
    for name in grammar.NEEDED.get(tag, ()):
        if not element.get(name, "").strip():
            yield Flaw(missing_rule(name), f"<{tag}> needs {name}", f"<{tag}")
    if tag == "mj-style":
        yield from judge_style(element.text or "")
    if tag == "mj-image" and not element.get("width", "").endswith("px"):
        yield Flaw("image-without-width", "<mj-image> needs its width in px", f"<{tag}")
    if tag not in grammar.HOLDS_HTML | {"mj-title", "mj-style"} and has_text(element):
        message = f"text directly in <{tag}> is lost; put it into <mj-text>"
        yield Flaw("lost-text", message, f"<{tag}")


def missing_rule(name: str) -> str:
    """Name the rule by which an attribute has to be there."""
    return {"alt": "missing-alt", "width": "image-without-width"}.get(name, "missing-attribute")


def judge_attributes(
    element: Any,  # noqa: ANN401 - lxml has no types
    known: frozenset[str] | None,
    forms: dict[str, re.Pattern[str]],
) -> Iterator[Flaw]:
    """Tell which attributes are not known, or hold what they must not."""
    if known is None:
        yield unknown_element(element.tag)
        return
    for name, value in element.items():
        tag = element.tag
        flaw = judge_attribute(tag, str(name), known) or judge_value(tag, str(name), value, forms)
        if flaw:
            yield flaw


def judge_html(element: Any, above: str) -> Iterator[Flaw]:  # noqa: ANN401 - lxml has no types
    """Tell what is wrong with an HTML element inside MJML."""
    tag = element.tag
    in_mjml = above.startswith("mj")
    if in_mjml and above not in grammar.HOLDS_HTML:
        message = f"<{tag}> does not belong in <{above}>; put it into <mj-text>"
        yield Flaw("wrong-parent", message, f"<{tag}")
    known = grammar.HTML.get(tag)
    if above == "mj-raw" and tag in grammar.META:
        known = grammar.META[tag]
    elif known is None:
        yield unknown_html(tag)
        return
    aria = {str(name) for name in element.attrib if grammar.ARIA.fullmatch(str(name))}
    allowed = (known or frozenset()) | aria
    yield from judge_attributes(element, allowed, grammar.HTML_FORMS)
    yield from judge_style(element.get("style", ""))
    if tag == "img" and not element.get("alt", "").strip():
        yield Flaw("missing-alt", "<img> needs alt: what the picture shows", "<img")
    if tag == "img" and not element.get("width", "").strip():
        yield Flaw("image-without-width", "<img> needs width", "<img")


def has_text(element: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Tell whether an element has text of its own."""
    texts = [element.text, *(child.tail for child in element)]
    return any(text and text.strip() for text in texts)
