"""Colours as CSS writes them, and how well one is read on another."""

import re

HEX = re.compile(
    r"#(?:([0-9a-f]{6})(?:[0-9a-f]{2})?|([0-9a-f]{3})[0-9a-f]?)(?![0-9a-f])", re.IGNORECASE
)
RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*([\d.]+)%?\s*)?\)")
WORD = re.compile(r"[a-z]+", re.IGNORECASE)
NAMES = {
    "black": "#000000",
    "white": "#ffffff",
    "red": "#ff0000",
    "green": "#008000",
    "blue": "#0000ff",
    "navy": "#000080",
    "gray": "#808080",
    "grey": "#808080",
    "silver": "#c0c0c0",
    "lightgray": "#d3d3d3",
    "lightgrey": "#d3d3d3",
    "darkgray": "#a9a9a9",
    "darkgrey": "#a9a9a9",
    "maroon": "#800000",
    "orange": "#ffa500",
    "yellow": "#ffff00",
    "purple": "#800080",
    "teal": "#008080",
}
TRANSPARENT = "transparent"
LIGHT_HALF = 0.05


def read_colour(value: str) -> str | None:
    """Find the colour in a value such as `#fff` or `white none`.

    Returns:
        `#rrggbb`, "transparent", or None for what is no colour that we know.
    """
    if match := HEX.search(value):
        digits = match[1] or "".join(digit * 2 for digit in match[2])
        return f"#{digits.casefold()}"
    if match := RGB.search(value.casefold()):
        if match[4] is not None and float(match[4].strip(".") or 0) == 0:
            return TRANSPARENT
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in match.groups()[:3])
    if "(" in value:
        return None
    words = [word.casefold() for word in WORD.findall(value)]
    named = next((NAMES[word] for word in words if word in NAMES), None)
    is_clear = words and all(word in (TRANSPARENT, "none", "initial", "unset") for word in words)
    return TRANSPARENT if is_clear else named


def contrast(first: str, second: str) -> float:
    """Compare two colours `#rrggbb`: from 1.0 to 21.0 (WCAG 2.2, contrast ratio)."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + LIGHT_HALF) / (dark + LIGHT_HALF)


def luminance(colour: str) -> float:
    """Tell a colour's relative luminance, from 0.0 to 1.0 (WCAG 2.2)."""
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def linear(part: float) -> float:
    """Undo the curve of sRGB."""
    low_end = 0.04045
    return part / 12.92 if part <= low_end else ((part + 0.055) / 1.055) ** 2.4
