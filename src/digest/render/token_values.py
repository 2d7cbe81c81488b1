"""What a token may be: a colour of six digits, a stack of fonts that machines have, pixels."""

import re
from dataclasses import dataclass
from typing import Any

from digest.text.colours import TRANSPARENT, read_colour

COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
FONTS = re.compile(r"[\w ',.-]+")
# MJML imports these from a font server when it meets them in a stack.
HOSTED = ("roboto", "lato", "ubuntu", "open sans", "droid sans")
# A stack that names one of these means letters with serifs.
SERIFS = ("georgia", "times", "palatino", "garamond", "baskerville", "cambria", "book antiqua")
GENERIC = ("serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui")
SMALLEST, LARGEST = 0, 1200


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a token, as the end of a sentence, and what to write instead, if known."""

    what: str
    better: str = ""


def find_problem(table: str, value: Any) -> Problem | None:  # noqa: ANN401 - whatever a file holds
    """Tell what is wrong with a token of a table; None when nothing is."""
    if table in ("sizes", "radii"):
        return judge_pixels(value)
    if not isinstance(value, str):
        return Problem("is no text", f'"{value}"' if type(value) in (int, float) else "")
    return judge_fonts(value) if table == "fonts" else judge_colour(value)


def judge_pixels(value: Any) -> Problem | None:  # noqa: ANN401
    """Tell what is wrong with a width."""
    if type(value) is int and SMALLEST <= value <= LARGEST:
        return None
    digits = re.match(r"\s*(\d{1,4})(?:px)?\s*$", value) if isinstance(value, str) else None
    better = digits[1] if digits and int(digits[1]) <= LARGEST else ""
    return Problem(f"is no width from {SMALLEST} to {LARGEST} pixels", better)


def judge_colour(value: str) -> Problem | None:
    """Tell what is wrong with a colour."""
    if COLOUR.fullmatch(value):
        return None
    meant = read_colour(value)
    better = f'"{meant}"' if meant and meant != TRANSPARENT else ""
    return Problem("is no colour of six digits, such as #0b3d5c", better)


def judge_fonts(value: str) -> Problem | None:
    """Tell what is wrong with a stack of fonts."""
    if not FONTS.fullmatch(value):
        return Problem("is no list of fonts, such as Georgia, serif")
    names = [name.strip() for name in value.split(",")]
    kept = [name for name in names if name and not is_hosted(name)]
    last = kept[-1].casefold() if kept else ""
    family = "serif" if any(one in value.casefold() for one in SERIFS) else "sans-serif"
    better = ", ".join(kept if last in GENERIC else [*kept, family])
    if hosted := next((font for font in HOSTED if font in value.casefold()), None):
        return Problem(f"names {hosted.title()}, which readers would have to fetch", f'"{better}"')
    if last not in GENERIC:
        return Problem("does not end in a family that every machine has", f'"{better}"')
    return None


def is_hosted(name: str) -> bool:
    """Tell whether a font would be fetched from a server."""
    return any(font in name.casefold() for font in HOSTED)
