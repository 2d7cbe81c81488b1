"""Draw the card that a shared link shows. Runs in the limited child process alone.

The picture stands above, the words on a plain ground below it: never on the photograph, where
nobody can tell whether they will be read. Without a picture the words have the whole card.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont, ImageOps, features

from digest.adapters.card_lines import break_lines, cut_line, is_complex, is_from_right
from digest.model.picture import CardWish, Picture, PictureFailure

WIDTH, HEIGHT = 1200, 630
SIDE = 64
PICTURE_HEIGHT = 348
BAR = 8
QUALITY = 88
HEADS = 1 / 3  # a picture is cropped so that heads stay: a third of what is too much goes above
MASTHEAD, DATE = 34, 28
LARGE_MASTHEAD = 64
# Sizes of the headline, of which the largest that fits is taken, and the most lines of it.
SIZES_BELOW, LINES_BELOW = (64, 58, 52, 46, 42), 2
SIZES_ALONE, LINES_ALONE = (88, 80, 72, 64, 56, 48, 42), 4
LEADING = 1.18

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """What words are drawn with.

    Attributes:
        draw: The card.
        language: Of the words.
        from_right: Whether lines begin at the right.
    """

    draw: ImageDraw.ImageDraw
    language: str
    from_right: bool

    def line(self, text: str, font: Font, *, top: int, colour: str, far: bool = False) -> None:
        """Draw one line, at the side where lines begin or, with `far`, at the other."""
        at_right = self.from_right is not far
        x = WIDTH - SIDE if at_right else SIDE
        self.draw.text(
            (x, top),
            text,
            font=font,
            fill=colour,
            anchor="ra" if at_right else "la",
            direction=self.direction,
            language=self.language if self.direction else None,
        )

    def width(self, text: str, font: Font) -> float:
        """Measure a line."""
        language = self.language if self.direction else None
        return font.getlength(text, direction=self.direction, language=language)

    def fitting(self, font: Font) -> Callable[[str], bool]:
        """Tell of lines whether they fit on the card."""
        return lambda text: self.width(text, font) <= WIDTH - 2 * SIDE

    @property
    def direction(self) -> str | None:
        """Tell the shaper the direction; None when there is no shaper."""
        if not features.check("raqm"):
            return None
        return "rtl" if self.from_right else "ltr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The place of the headline: from where to where, in which sizes, on how many lines."""

    top: int
    bottom: int
    sizes: tuple[int, ...]
    lines: int

    def most(self, size: int) -> int:
        """Tell how many lines of a size there are at most."""
        return max(1, min(self.lines, (self.bottom - self.top) // round(size * LEADING)))


def get_ready() -> None:
    """Load what drawing needs while files can still be opened."""
    features.check("raqm")
    ImageDraw.Draw(Image.new("RGB", (1, 1)))


def draw_card(wish: CardWish, fonts: tuple[bytes, bytes, bytes]) -> Picture | PictureFailure:
    """Draw a card of 1200 × 630 pixels.

    Args:
        wish: What it shows.
        fonts: Font files for masthead, headline and date. What has none is left out, and so is what
            would come out wrong because no shaper is there for its script.
    """
    words = [
        "" if not font or is_beyond(text) else text
        for text, font in zip((wish.masthead, wish.headline, wish.date), fonts, strict=True)
    ]
    card = Image.new("RGB", (WIDTH, HEIGHT), wish.colours.ground)
    draw = ImageDraw.Draw(card)
    above = open_picture(wish.picture, PICTURE_HEIGHT if any(words) else HEIGHT)
    if above:
        card.paste(above, (0, 0))
    if not any(words):
        draw_wordless(draw, wish, is_empty=above is None)
        return write_card(card)
    top = PICTURE_HEIGHT if above else 0
    draw.rectangle((0, top, WIDTH, top + BAR), fill=wish.colours.accent)
    direction = next(
        (is_from_right(text) for text in (words[1], words[0], words[2]) if text), False
    )
    pen = Pen(draw=draw, language=wish.language, from_right=direction)
    if above:
        draw_below(pen, words, fonts, wish)
    else:
        draw_alone(pen, words, fonts, wish)
    return write_card(card)


def write_card(card: Image.Image) -> Picture:
    """Write a card as a file."""
    file = BytesIO()
    card.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True, subsampling=0)
    return Picture(body=file.getvalue(), ending="jpg", width=WIDTH, height=HEIGHT)


def draw_wordless(draw: ImageDraw.ImageDraw, wish: CardWish, *, is_empty: bool) -> None:
    """Show the theme's colours where no word can be drawn; a picture needs no more than itself."""
    if is_empty:
        draw.rectangle((0, 0, WIDTH, HEIGHT), fill=wish.colours.accent)
        inside = (SIDE, SIDE, WIDTH - SIDE, HEIGHT - SIDE)
        draw.rectangle(inside, outline=wish.colours.ground, width=BAR)


def open_picture(body: bytes | None, height: int) -> Image.Image | None:
    """Open a picture that we have made ourselves, as wide as the card; None when it is none."""
    if body is None:
        return None
    try:
        image = Image.open(BytesIO(body), formats=("JPEG", "PNG"))
        image.load()
    except (OSError, SyntaxError, ValueError):
        return None
    plain = Image.new("RGB", image.size, "#ffffff")
    seen = image.convert("RGBA")
    plain.paste(seen, mask=seen.getchannel("A"))
    return ImageOps.fit(plain, (WIDTH, height), centering=(0.5, HEADS))


def is_beyond(text: str) -> bool:
    """Tell whether letters would stand in the wrong order or form."""
    return is_complex(text) and not features.check("raqm")


def draw_below(
    pen: Pen, words: list[str], fonts: tuple[bytes, bytes, bytes], wish: CardWish
) -> None:
    """Draw the words under a picture: masthead and date on one line, the headline below."""
    masthead, headline, date = words
    top = PICTURE_HEIGHT + BAR + 24
    draw_small(pen, masthead, date, fonts, wish, top=top)
    room = Room(top=top + 58, bottom=HEIGHT - 36, sizes=SIZES_BELOW, lines=LINES_BELOW)
    draw_headline(pen, headline, fonts[1], room, colour=wish.colours.text)


def draw_alone(
    pen: Pen, words: list[str], fonts: tuple[bytes, bytes, bytes], wish: CardWish
) -> None:
    """Draw the words on a card without a picture: a large masthead, the headline, the date."""
    masthead, headline, date = words
    if masthead:
        size = LARGE_MASTHEAD
        while size > MASTHEAD and not pen.fitting(open_font(fonts[0], size))(masthead):
            size -= 4
        font = open_font(fonts[0], size)
        line = cut_line(masthead, pen.fitting(font))
        pen.line(line, font, top=64, colour=wish.colours.text)
    pen.draw.rectangle((SIDE, 168, WIDTH - SIDE, 170), fill=wish.colours.text)
    place = Room(top=202, bottom=536, sizes=SIZES_ALONE, lines=LINES_ALONE)
    draw_headline(pen, headline, fonts[1], place, colour=wish.colours.text)
    if date:
        pen.line(date, open_font(fonts[2], DATE), top=554, colour=wish.colours.muted)


def draw_small(
    pen: Pen,
    masthead: str,
    date: str,
    fonts: tuple[bytes, bytes, bytes],
    wish: CardWish,
    *,
    top: int,
) -> None:
    """Draw the masthead where lines begin and the date where they end."""
    room = WIDTH - 2 * SIDE
    if date:
        font = open_font(fonts[2], DATE)
        if pen.width(date, font) <= room / 2:
            room -= int(pen.width(date, font)) + 40
            pen.line(date, font, top=top + 4, colour=wish.colours.muted, far=True)
    if masthead:
        name = open_font(fonts[0], MASTHEAD)
        line = cut_line(masthead, lambda text: pen.width(text, name) <= room)
        pen.line(line, name, top=top, colour=wish.colours.accent)


def draw_headline(pen: Pen, headline: str, data: bytes, room: Room, *, colour: str) -> None:
    """Draw the headline as large as it fits; what is too long at the smallest size is cut."""
    if not headline:
        return
    for size in room.sizes:
        font = open_font(data, size)
        lines = break_lines(headline, pen.fitting(font))
        if len(lines) <= room.most(size):
            break
    else:
        size = room.sizes[-1]
        font = open_font(data, size)
        lines = break_lines(headline, pen.fitting(font))
        first, rest = lines[: room.most(size) - 1], lines[room.most(size) - 1 :]
        lines = [*first, cut_line(" ".join(rest), pen.fitting(font))]
    for number, line in enumerate(lines):
        pen.line(line, font, top=room.top + number * round(size * LEADING), colour=colour)


def open_font(data: bytes, size: int) -> Font:
    """Open a font from its bytes."""
    return ImageFont.truetype(BytesIO(data), size)
