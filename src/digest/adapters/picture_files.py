"""Write pixels as a small file: the right format, no larger than the mail may carry."""

from io import BytesIO

from PIL import Image, ImageColor, ImageStat

from digest.model.picture import Picture
from digest.text.colours import contrast

MOST = 150_000  # bytes of a file
# The first that is small enough is taken; below the last the picture itself gets smaller.
QUALITIES = (82, 76, 70, 63, 56, 48)
SMALLER = 0.85
LEAST_CONTRAST = 2.0
NEARLY_OPAQUE = 250
LEAST_SEEN = 0.001
COLOURS = 256


def keep_small(pixels: Image.Image, *, is_drawing: bool, light: str, dark: str) -> Picture:
    """Write a picture in 150,000 bytes at most.

    Args:
        pixels: In mode L, RGB or RGBA.
        is_drawing: Whether it has few colours, which PNG keeps crisp.
        light: Colour that it stands on.
        dark: Colour that it stands on in dark mode.
    """
    if pixels.mode == "RGBA":
        if not is_see_through(pixels):
            pixels = pixels.convert("RGB")
        elif suits_both(pixels, light, dark):
            written = write_png(pixels)
            if len(written) <= MOST:
                return as_picture(pixels, written, "png")
            pixels = flatten(pixels, light)
        else:
            pixels = flatten(pixels, better_ground(pixels, light, dark))
    if is_drawing:
        written = write_png(pixels)
        if len(written) <= MOST:
            return as_picture(pixels, written, "png")
    return step_down(pixels, is_drawing=is_drawing)


def step_down(pixels: Image.Image, *, is_drawing: bool) -> Picture:
    """Write a JPEG, with less and less quality until it is small enough, and then smaller."""
    while True:
        for quality in QUALITIES:
            written = write_jpeg(pixels, quality, is_drawing=is_drawing)
            if len(written) <= MOST:
                return as_picture(pixels, written, "jpg")
        size = (max(1, int(pixels.width * SMALLER)), max(1, int(pixels.height * SMALLER)))
        pixels = pixels.resize(size, Image.Resampling.LANCZOS)


def write_jpeg(pixels: Image.Image, quality: int, *, is_drawing: bool) -> bytes:
    """Write a progressive JPEG; lines of a drawing keep their colours."""
    file = BytesIO()
    pixels.save(
        file,
        "JPEG",
        quality=quality,
        optimize=True,
        progressive=True,
        subsampling=0 if is_drawing else 2,
    )
    return file.getvalue()


def write_png(pixels: Image.Image) -> bytes:
    """Write a PNG with a palette, which is a fourth of one without."""
    method = Image.Quantize.FASTOCTREE if pixels.mode == "RGBA" else Image.Quantize.MEDIANCUT
    exact = pixels.mode != "RGBA" and pixels.getcolors(COLOURS) is not None
    few = pixels.quantize(
        COLOURS, method=method, dither=Image.Dither.NONE if exact else Image.Dither.FLOYDSTEINBERG
    )
    few.info.clear()
    file = BytesIO()
    few.save(file, "PNG", optimize=True)
    return file.getvalue()


def as_picture(pixels: Image.Image, body: bytes, ending: str) -> Picture:
    """Put a file and its measures together."""
    return Picture(body=body, ending=ending, width=pixels.width, height=pixels.height)


def is_see_through(pixels: Image.Image) -> bool:
    """Tell whether a picture is transparent anywhere that somebody would see."""
    levels = pixels.getchannel("A").histogram()
    return sum(levels[:NEARLY_OPAQUE]) > LEAST_SEEN * sum(levels)


def ink(pixels: Image.Image) -> str:
    """Tell the mean colour of what is not transparent."""
    mean = ImageStat.Stat(pixels.convert("RGB"), pixels.getchannel("A").point(at_least_half)).mean
    return "#{:02x}{:02x}{:02x}".format(*(round(one) for one in mean))


def at_least_half(level: float) -> float:
    """Take what is more opaque than transparent; scaled so that a mask comes of it."""
    half = 128
    return 255 if level >= half else 0


def suits_both(pixels: Image.Image, light: str, dark: str) -> bool:
    """Tell whether a transparent picture is seen in light and in dark mode."""
    colour = ink(pixels)
    return min(contrast(colour, light), contrast(colour, dark)) >= LEAST_CONTRAST


def better_ground(pixels: Image.Image, light: str, dark: str) -> str:
    """Choose the ground on which a transparent picture is seen best."""
    colour = ink(pixels)
    return max((light, dark), key=lambda ground: contrast(colour, ground))


def flatten(pixels: Image.Image, ground: str) -> Image.Image:
    """Lay a transparent picture on a colour."""
    flat = Image.new("RGB", pixels.size, ImageColor.getrgb(ground))
    flat.paste(pixels, mask=pixels.getchannel("A"))
    return flat
