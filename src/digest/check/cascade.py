"""What an element of a mail looks like: the few properties that rules ask for, cascaded.

Selectors are those that cssselect knows; what it does not know is left out, as mail programs do.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from digest.check.parts import Parts
from digest.text.colours import read_colour

DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;{}]+)", re.IGNORECASE)
DARK = re.compile(r"prefers-color-scheme\s*:\s*dark", re.IGNORECASE)
SCREEN_ONLY = re.compile(r"(?:all|screen|\s|only|and)*", re.IGNORECASE)
IMPORTANT = "!important"
READ = frozenset(
    (
        "color", "background", "background-color", "font-size", "font-weight", "line-height",
        "display", "padding", "padding-top", "padding-bottom", "visibility",
    )
)  # fmt: skip
SELECTOR_OF_PROGRAM = re.compile(r"\[data-|#outlook|\.moz-|\.External|u \+|:", re.IGNORECASE)
INLINE = (1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleRule:
    """A rule of a style sheet.

    Attributes:
        selectors: As written, divided at the commas.
        values: Its declarations, later ones last.
        media: The query that it stands in; empty when it always counts.
    """

    selectors: tuple[str, ...]
    values: tuple[tuple[str, str], ...]
    media: str = ""


@dataclass(slots=True)
class Look:
    """Values of one element by property, each with its weight in the cascade."""

    values: dict[str, tuple[tuple[int, ...], str]] = field(default_factory=dict)

    def put(self, name: str, value: str, weight: tuple[int, ...]) -> None:
        """Take a declaration unless a heavier one stands; of two alike the later counts."""
        important = value.casefold().endswith(IMPORTANT)
        bare = value[: -len(IMPORTANT)].strip() if important else value.strip()
        heavy = (int(important), *weight)
        if name not in self.values or heavy >= self.values[name][0]:
            self.values[name] = (heavy, bare)

    def get(self, name: str) -> str | None:
        """Give a property's value; None when nothing sets it."""
        found = self.values.get(name)
        return found[1] if found else None


def split_rules(sheet: str, media: str = "") -> Iterator[StyleRule]:
    """Read a style sheet; at-rules but @media are left out. Runs once over the text."""
    at, end = 0, len(sheet)
    while (brace := sheet.find("{", at, end)) >= 0:
        head = sheet[at:brace].rpartition(";")[2].strip()
        close = closing_brace(sheet, brace)
        inside = sheet[brace + 1 : close]
        if head.casefold().startswith("@media") and not media:
            yield from split_rules(inside, head[len("@media") :].strip() or "all")
        elif not head.startswith("@"):
            found = tuple(read_declarations(inside))
            selectors = tuple(one.strip() for one in head.split(",") if one.strip())
            if found and selectors:
                yield StyleRule(selectors=selectors, values=found, media=media)
        at = close + 1


def closing_brace(sheet: str, opening: int) -> int:
    """Find the brace that closes one; the end of the text when none does."""
    depth = 0
    for match in re.compile("[{}]").finditer(sheet, opening):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return len(sheet)


def read_declarations(text: str) -> Iterator[tuple[str, str]]:
    """Read the declarations that rules ask for."""
    for name, value in DECLARATION.findall(text):
        if name.casefold() in READ:
            yield name.casefold(), value.strip()


def cascade(parts: Parts, *, dark: bool) -> Mapping[Any, Look]:
    """Tell what each element of the body looks like on a wide screen.

    Args:
        parts: The message.
        dark: Whether the reader has asked for dark colours.
    """
    looks: dict[Any, Look] = {}
    for element in parts.page.iter():
        if isinstance(element.tag, str):
            looks[element] = look_alone(element)
    rules = [
        rule
        for sheet in parts.page.iter("style")
        if SCREEN_ONLY.fullmatch(sheet.get("media") or "")
        for rule in split_rules(sheet.text or "")
        if counts(rule.media, dark=dark)
    ]
    for order, rule in enumerate(rules):
        for selector in rule.selectors:
            for element, weight in find_elements(parts.page, selector):
                for name, value in rule.values:
                    if element in looks:
                        looks[element].put(name, value, (0, *weight, order))
    return looks


def look_alone(element: Any) -> Look:  # noqa: ANN401 - lxml has no types
    """Read what an element says of itself: its attributes, then its style."""
    look = Look()
    if ground := element.get("bgcolor"):
        look.put("background-color", ground, (0, 0, 0, 0))
    for name, value in read_declarations(element.get("style") or ""):
        look.put(name, value, INLINE)
    return look


def counts(media: str, *, dark: bool) -> bool:
    """Tell whether a media query holds on a wide screen in light or dark colours."""
    return SCREEN_ONLY.fullmatch(media) is not None or (
        dark and DARK.search(media) is not None and "width" not in media
    )


def find_elements(page: Any, selector: str) -> list[tuple[Any, tuple[int, ...]]]:  # noqa: ANN401
    """Find what a selector means, with its specificity; nothing for what we do not know."""
    from cssselect import HTMLTranslator, SelectorError, parse

    if SELECTOR_OF_PROGRAM.search(selector):
        return []
    try:
        found = parse(selector)
        path = HTMLTranslator().selector_to_xpath(found[0], translate_pseudo_elements=False)
    except SelectorError:
        return []
    return [(element, tuple(found[0].specificity())) for element in page.xpath(path)]


def ground_of(element: Any, looks: Mapping[Any, Look]) -> str | None:  # noqa: ANN401
    """Tell the colour behind an element as `#rrggbb`; None when it cannot be told."""
    for one in (element, *element.iterancestors()):
        look = looks.get(one)
        if look is None:
            continue
        written = [look.values[name] for name in ("background", "background-color")
                   if name in look.values]  # fmt: skip
        if written:
            value = max(written)[1]
            if "url(" in value or "gradient(" in value:
                return None
            colour = read_colour(value)
            if colour != "transparent":
                return colour
    return "#ffffff"


def inherited(element: Any, name: str, looks: Mapping[Any, Look]) -> str | None:  # noqa: ANN401
    """Give a property that children take from their parents; None when nothing sets it."""
    for one in (element, *element.iterancestors()):
        look = looks.get(one)
        value = look.get(name) if look else None
        if value and value.casefold() != "inherit":
            return value
        if one.tag == "a" and name == "color" and one.get("href") is not None and value is None:
            return "#0000ee"
    return None
