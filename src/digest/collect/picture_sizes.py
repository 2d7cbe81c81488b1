"""The largest size in which a page offers a picture."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from digest.collect.picture_name import is_of_site

PLACEHOLDER = 10  # pixels of what holds the place of a picture that is loaded late
LONGEST_ADDRESS = 4000
LONGEST_SET = 20_000
MOST_SOURCES = 20
IN_SET = re.compile(r"(\S{1,2000})\s+(\d{1,5}(?:\.\d{1,3})?)([wx])\s*(?:,|$)")
PIXELS = re.compile(r"\s*(\d{1,5})(?:px|\.\d+)?\s*$")
SETS = (
    *("srcset", "data-srcset", "data-lazy-srcset", "data-original-set", "data-src-set"),
    *("imagesrcset",),
)
SINGLES = (
    *("data-src", "data-original", "data-lazy-src", "data-lazy", "data-img-src", "data-image"),
    *("data-full-src", "data-hi-res-src", "data-src-large", "data-large-file", "data-orig-file"),
    *("data-url", "data-original-src", "data-src-medium", "data-image-src", "src"),
    *("data-fallback-src",),
)

LATE = frozenset(name for name in (*SETS, *SINGLES) if name.startswith("data-"))


def largest(element: Any) -> tuple[str, int]:  # noqa: ANN401
    """Find the largest stated size of a picture.

    Returns:
        Its address, empty without any, and its width in pixels, 0 when none is stated.
    """
    stated = pixels(element.get("width"))
    sources = [one for one in siblings(element) if one.tag == "source"]
    sets = [value for one in (element, *sources) for name in SETS if (value := one.get(name))]
    sizes = [size for value in sets for size in sizes_in(value[:LONGEST_SET], stated)]
    best = max(sizes, key=lambda size: size[1], default=("", 0))
    if best[1] > stated or (best[0] and not stated):
        return best
    singles = (tidy_address(element.get(name)) for name in SINGLES)
    others = (tidy_address(value) for name, value in element.attrib.items() if is_address(name))
    address = next((one for one in (*singles, *others) if one and not is_placeholder(one)), "")
    return (address, stated if stated > PLACEHOLDER else 0) if address else best


def is_address(name: str) -> bool:
    """Tell whether an attribute that no list knows may hold the address of a late picture."""
    return name.startswith("data-") and name.endswith("src")


def siblings(element: Any) -> Sequence[Any]:  # noqa: ANN401
    """List the sources of the picture element that a picture is in; parsers nest them."""
    picture = next((one for one in element.iterancestors("picture")), None)
    return list(picture.iter("source"))[:MOST_SOURCES] if picture is not None else ()


def sizes_in(value: str, stated: int) -> Iterator[tuple[str, int]]:
    """Yield the addresses of a srcset with their widths; "2x" is twice the stated width."""
    for address, number, unit in IN_SET.findall(value):
        tidy = tidy_address(address.strip(","))
        width = int(float(number)) if unit == "w" else int(float(number) * stated)
        if tidy and not is_placeholder(tidy):
            yield tidy, min(width, 99_999)


def late(element: Any) -> bool:  # noqa: ANN401
    """Tell whether a picture is loaded late, so that its stated size is that of a placeholder."""
    named = any(
        value and (name in LATE or is_address(name)) for name, value in element.attrib.items()
    )
    return named or not largest(element)[0]


def tidy_address(value: str | None) -> str:
    """Write an address without spaces and without what was escaped twice."""
    address = (value or "").strip()[:LONGEST_ADDRESS]
    return unescape(address) if "&amp;" in address or "&#" in address else address


def is_placeholder(address: str) -> bool:
    """Tell whether an address only holds the place of a picture that is loaded late."""
    return address.startswith(("data:", "blob:", "about:")) or is_of_site(address, frozenset())


def pixels(value: str | None) -> int:
    """Read a side in pixels; 0 for anything else, such as a percentage."""
    match = PIXELS.match(value or "")
    return int(match[1]) if match else 0
