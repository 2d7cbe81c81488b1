"""A theme's tokens: colours for light and dark, fonts, sizes; contrast is checked when read."""

import re
import tomllib
from dataclasses import dataclass, fields
from itertools import product
from typing import Any, TypeVar

from digest.errors import RenderError

COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
FONTS = re.compile(r"[\w ',.-]+")
LEAST_CONTRAST = 4.5
# Contrast that no reader should be asked to do without (WCAG 2.2, 1.4.3).
READ_ON = (
    *product(("text", "muted", "link", "accent"), ("page", "card", "tint")),
    ("button_text", "button"),
)
# MJML imports these from a font server when it meets them in a stack.
HOSTED = ("roboto", "lato", "ubuntu", "open sans", "droid sans")
SMALLEST, LARGEST = 0, 1200

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours of one scheme, each `#rrggbb`."""

    page: str
    card: str
    tint: str
    text: str
    muted: str
    link: str
    accent: str
    button: str
    button_text: str
    rule: str
    hairline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """Font stacks; every one ends in a family that each machine has."""

    heading: str
    text: str
    interface: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Widths in pixels: of the column, of its side padding, of a story's picture."""

    width: int
    side: int
    side_phone: int
    thumbnail: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Everything that theme.toml holds."""

    light: Palette
    dark: Palette
    fonts: Fonts
    sizes: Sizes


def read_theme(text: str, *, path: str) -> Theme:
    """Read a theme's tokens.

    Args:
        text: theme.toml.
        path: Its name, as shown to editors.

    Raises:
        RenderError: A token is missing, unknown or of the wrong kind, or text cannot be read.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RenderError(f"{path} is not TOML: {error}.") from error
    theme = Theme(
        light=read_part(Palette, table, "light", path),
        dark=read_part(Palette, table, "dark", path),
        fonts=read_part(Fonts, table, "fonts", path),
        sizes=read_part(Sizes, table, "sizes", path),
    )
    if unknown := sorted(set(table) - {"light", "dark", "fonts", "sizes"}):
        raise RenderError(f"{path}: nobody knows [{unknown[0]}].")
    check_contrast(theme.light, f"{path}, [light]")
    check_contrast(theme.dark, f"{path}, [dark]")
    return theme


def read_part(kind: type[Part], table: dict[str, Any], name: str, path: str) -> Part:
    """Read one table of theme.toml."""
    row = table.get(name)
    if not isinstance(row, dict):
        raise RenderError(f"{path} has no [{name}].")
    known = [one.name for one in fields(kind)]  # type: ignore[arg-type]  # always a dataclass
    if unknown := sorted(set(row) - set(known)):
        raise RenderError(
            f"{path}: nobody knows {unknown[0]} in [{name}].", f"Known are: {', '.join(known)}."
        )
    for key in known:
        if key not in row:
            raise RenderError(f"{path}: [{name}] has no {key}.")
        if problem := find_problem(name, row[key]):
            raise RenderError(f"{path}: {key} in [{name}] {problem}.")
    return kind(**row)


def find_problem(name: str, value: Any) -> str | None:  # noqa: ANN401 - whatever the file holds
    """Tell what is wrong with a token; None when nothing is."""
    if name == "sizes":
        fits = type(value) is int and SMALLEST <= value <= LARGEST
        return None if fits else f"is no width from {SMALLEST} to {LARGEST} pixels"
    if not isinstance(value, str):
        return "is no text"
    if name != "fonts":
        return None if COLOUR.fullmatch(value) else "is no colour of six digits, such as #0b3d5c"
    if not FONTS.fullmatch(value):
        return "is no list of fonts, such as Georgia, serif"
    hosted = next((font for font in HOSTED if font in value.casefold()), None)
    return f"names {hosted.title()}, which readers would have to fetch" if hosted else None


def check_contrast(palette: Palette, place: str) -> None:
    """Refuse colours in which a text cannot be read."""
    for ink, ground in READ_ON:
        ratio = contrast(getattr(palette, ink), getattr(palette, ground))
        if ratio < LEAST_CONTRAST:
            raise RenderError(
                f"{place}: {ink} on {ground} has a contrast of {ratio:.1f} : 1, "
                f"less than {LEAST_CONTRAST} : 1.",
                "Choose a darker or a lighter one of the two.",
            )


def contrast(first: str, second: str) -> float:
    """Compare two colours `#rrggbb`: from 1.0 to 21.0 (WCAG 2.2, contrast ratio)."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Tell a colour's relative luminance, from 0.0 to 1.0 (WCAG 2.2)."""
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    """Undo the curve of sRGB."""
    low_end = 0.04045
    return part / 12.92 if part <= low_end else ((part + 0.055) / 1.055) ** 2.4
