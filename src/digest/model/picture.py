"""Pictures of the mail: what one is made into, what came of it, and the card that links show."""

from dataclasses import dataclass, field
from enum import StrEnum


class Frame(StrEnum):
    """In what proportions a picture stands in the mail."""

    WIDE = "wide"
    STORY = "story"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureWish:
    """What a picture is to be made into.

    Attributes:
        width: Pixels of the file; a narrower picture keeps its own.
        frame: Its proportions.
        light: Colour `#rrggbb` that it stands on.
        dark: Colour that it stands on in dark mode.
    """

    width: int
    frame: Frame
    light: str
    dark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that is ready to be served: pixels, and nothing else of the file it came from.

    Attributes:
        body: The file.
        ending: "jpg" or "png".
        width, height: In pixels.
    """

    body: bytes = field(repr=False)
    ending: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFailure:
    """Why there is no picture: one phrase for an editor."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardColours:
    """Colours of a card, each `#rrggbb`."""

    ground: str
    text: str
    muted: str
    accent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWish:
    """What the picture of an edition shows where somebody shares a link to it.

    Attributes:
        masthead: The publication's name.
        headline: The first story's; empty leaves the masthead alone.
        date: As readers of the language write it; may be empty.
        language: BCP 47 tag of the words.
        colours: Of the theme.
        picture: The first story's, as a JPEG or PNG; None when there is none.
    """

    masthead: str
    headline: str = ""
    date: str = ""
    language: str
    colours: CardColours
    picture: bytes | None = field(default=None, repr=False)
