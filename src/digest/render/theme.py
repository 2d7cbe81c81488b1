"""A theme's tokens: colours for light and dark, fonts, sizes, radii."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product

LEAST_CONTRAST = 4.5
# Contrast that no reader should be asked to do without (WCAG 2.2, 1.4.3).
READ_ON = (
    *product(("text", "muted", "link", "accent"), ("page", "card", "tint")),
    ("button_text", "button"),
)


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
    """Widths in pixels: of the column, of its side padding, of a story's picture.

    Attributes:
        more: Further ones that the theme's own templates use, by name; a template finds them as
            `theme.sizes.NAME` like the others.
    """

    width: int
    side: int
    side_phone: int
    thumbnail: int
    more: Mapping[str, int] = field(default_factory=dict, hash=False)

    def __getitem__(self, name: str) -> int:
        return self.more[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Radii:
    """How round corners are, in pixels: of buttons, of pictures, of cards and boxes.

    Attributes:
        more: Further ones, as in `Sizes`.
    """

    button: int
    picture: int
    card: int
    more: Mapping[str, int] = field(default_factory=dict, hash=False)

    def __getitem__(self, name: str) -> int:
        return self.more[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Everything that theme.toml holds."""

    light: Palette
    dark: Palette
    fonts: Fonts
    sizes: Sizes
    radii: Radii
