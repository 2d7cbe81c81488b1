"""Tell where the fields of an article were found, and what was left out of its text."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from digest.app.read import Understood
    from digest.collect.page_origins import Origin

SHOWN_LINES = 3
LONGEST_LINE = 60
NAMES = {"published": "date", "dek": "standfirst"}


def origin_lines(understood: "Understood") -> Iterator[str]:
    """Tell what was left out of the text, then where each field was found, a line each."""
    lines = understood.left_out
    if lines:
        shown = ", ".join(f"“{shorten(one)}”" for one in lines[:SHOWN_LINES])
        more = f" and {len(lines) - SHOWN_LINES} more" if len(lines) > SHOWN_LINES else ""
        yield f"   {'left out':12}{shown}{more}"
    if understood.origins:
        yield "   Where it was found:"
    for origin in understood.origins:
        yield f"   {NAMES.get(origin.field, origin.field):12}{tell_places(origin)}"


def tell_places(origin: "Origin") -> str:
    """Name the places that say a field: "from JSON-LD; the visible page says the same"."""
    first, *others = origin.places or ("several parts of the page together",)
    if not others:
        return f"from {first}"
    verb = "says" if len(others) == 1 else "say"
    return f"from {first}; {join_words(others)} {verb} the same"


def shorten(line: str) -> str:
    """Cut a long line at a space."""
    if len(line) <= LONGEST_LINE:
        return line
    return line[:LONGEST_LINE].rpartition(" ")[0].rstrip(" ,;:") + " …"


def join_words(words: Sequence[str]) -> str:
    """Write a list for people."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def shape_origins(understood: "Understood") -> dict[str, Any]:
    """Write them as parts of a JSON object."""
    return {
        "origins": {origin.field: list(origin.places) for origin in understood.origins},
        "left_out": list(understood.left_out),
    }
