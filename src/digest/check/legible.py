"""Rules about what eyes and thumbs need: contrast in light and dark, links that can be hit."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from digest.check.cascade import Look, cascade, ground_of, inherited
from digest.check.findings import quoted, warning
from digest.check.parts import Parts
from digest.model.message import Finding
from digest.text.colours import contrast, read_colour

LEAST_CONTRAST, LEAST_LARGE = 4.5, 3.0
LARGE, LARGE_BOLD = 24.0, 18.66
BOLD = 600
LEAST_TAP = 24
NORMAL_LINE = 1.2
USUAL_SIZE = 16.0
LENGTH = re.compile(r"(-?[0-9.]{1,8})(px|em|rem|pt|%)?")
UNSEEN = ("script", "style", "head", "title", "noscript")
BLOCKS = ("td", "th", "div", "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "body")
PIXELS = {"": 1.0, "px": 1.0, "pt": 4 / 3, "rem": 16.0}


def find_low_contrast(parts: Parts) -> Iterator[Finding]:
    """contrast: words that cannot be read on what is behind them, in light or in dark."""
    for scheme, dark in (("light", False), ("dark", True)):
        looks = cascade(parts, dark=dark)
        seen: set[tuple[str, str]] = set()
        for element, words in shown_texts(parts.page, looks):
            ink = read_colour(inherited(element, "color", looks) or "#000000")
            ground = ground_of(element, looks)
            if ink is None or ground is None or not ink.startswith("#") or (ink, ground) in seen:
                continue
            ratio, least = contrast(ink, ground), least_contrast(element, looks)
            if ratio < least:
                seen.add((ink, ground))
                yield warning(
                    "contrast",
                    f"{quoted(words)} is hard to read in {scheme} colours: {ink} on {ground} has "
                    f"a contrast of {ratio:.1f} : 1, less than {least:g} : 1.",
                )


def shown_texts(page: Any, looks: Mapping[Any, Look]) -> Iterator[tuple[Any, str]]:  # noqa: ANN401
    """List the elements that hold words of their own which readers see, with those words."""
    body = page.find("body")
    for element in page.iter() if body is None else body.iter():
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            continue
        own = [element.text, *(child.tail for child in element)]
        words = " ".join(" ".join(filter(None, own)).split())
        if any(one.isalnum() for one in words) and not is_hidden(element, looks):
            yield element, words


def is_hidden(element: Any, looks: Mapping[Any, Look]) -> bool:  # noqa: ANN401
    """Tell whether readers never see an element: the preheader is one."""
    return any(
        (look.get("display") or "").startswith("none") or look.get("visibility") == "hidden"
        for one in (element, *element.iterancestors())
        if (look := looks.get(one)) is not None
    )


def least_contrast(element: Any, looks: Mapping[Any, Look]) -> float:  # noqa: ANN401
    """Tell the contrast that a text needs: a large one less (WCAG 2.2, 1.4.3)."""
    size = font_size(element, looks)
    weight = (inherited(element, "font-weight", looks) or "400").casefold()
    is_bold = weight in ("bold", "bolder") or (weight.isdigit() and int(weight) >= BOLD)
    return LEAST_LARGE if size >= (LARGE_BOLD if is_bold else LARGE) else LEAST_CONTRAST


def font_size(element: Any, looks: Mapping[Any, Look]) -> float:  # noqa: ANN401
    """Tell the size of a text in pixels; the usual one when nothing tells."""
    value = inherited(element, "font-size", looks) or ""
    return pixels(value, of=USUAL_SIZE) or USUAL_SIZE


def pixels(value: str, *, of: float) -> float | None:
    """Read a length as pixels; one relative to the text's size is a part `of` it."""
    match = LENGTH.fullmatch(value.strip())
    if match is None or match[1].count(".") > 1 or not any(map(str.isdigit, match[1])):
        return None
    number, unit = float(match[1]), match[2] or ""
    if unit in ("em", "%"):
        return number * of / (100 if unit == "%" else 1)
    return number * PIXELS[unit]


def find_small_targets(parts: Parts) -> Iterator[Finding]:
    """tap-size: a link of its own that is too low for a thumb."""
    looks = cascade(parts, dark=False)
    seen: set[int] = set()
    for link in parts.page.iter("a"):
        words = " ".join(link.text_content().split())
        if not words or link.get("href") is None or is_hidden(link, looks) or in_sentence(link):
            continue
        height = round(tap_height(link, looks))
        if height < LEAST_TAP and height not in seen:
            seen.add(height)
            yield warning(
                "tap-size",
                f"The link {quoted(words)} is {height} pixels high; fingers need at least "
                f"{LEAST_TAP}. Give it more padding or line-height.",
            )


def in_sentence(link: Any) -> bool:  # noqa: ANN401 - lxml has no types
    """Tell whether a link stands between the words of a text, where it is as high as its line."""
    block = next((one for one in link.iterancestors() if one.tag in BLOCKS), None)
    if block is None:
        return False
    linked = sum(len(one.text_content().split()) for one in block.iter("a"))
    return len(block.text_content().split()) > 2 * linked + 2


def tap_height(link: Any, looks: Mapping[Any, Look]) -> float:  # noqa: ANN401
    """Tell how high a link is: its line with its own padding, or its cell's when it fills it."""
    inner = next((one for one in link.iter() if one.tag in ("img", *BLOCKS)), link)
    height = line_height(inner, looks) + padding(link, looks)
    return max([height, *(float(image.get("height") or LEAST_TAP) for image in images_of(link))])


def images_of(link: Any) -> list[Any]:  # noqa: ANN401 - lxml has no types
    """List the pictures in a link whose height can be read; one without counts as high enough."""
    return [one for one in link.iter("img") if (one.get("height") or "1").isdigit()]


def line_height(element: Any, looks: Mapping[Any, Look]) -> float:  # noqa: ANN401
    """Tell the height of a text's line in pixels."""
    size = font_size(element, looks)
    value = inherited(element, "line-height", looks) or "normal"
    bare = value.replace(".", "", 1).isdigit()
    found = float(value) * size if bare else pixels(value, of=size)
    return found or size * NORMAL_LINE


def padding(element: Any, looks: Mapping[Any, Look]) -> float:  # noqa: ANN401
    """Tell the padding above and below an element together, in pixels."""
    look = looks[element]
    sides = [pixels(one, of=USUAL_SIZE) or 0.0 for one in (look.get("padding") or "0").split()]
    above, below = sides[0], sides[2] if len(sides) > 2 else sides[0]  # noqa: PLR2004 - CSS's own
    own = [look.get(name) for name in ("padding-top", "padding-bottom")]
    read = [None if one is None else pixels(one, of=USUAL_SIZE) for one in own]
    return (above if read[0] is None else read[0]) + (below if read[1] is None else read[1])
