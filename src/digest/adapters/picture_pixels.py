"""Make strangers' pictures small and clean. Runs in the limited child process alone.

What comes out was drawn anew from the pixels: no metadata, no profile, no comment and nothing that
was hidden in the file comes along.
"""

import re
import warnings
from io import BytesIO

from PIL import Image, ImageCms, UnidentifiedImageError

from digest.adapters.picture_files import keep_small
from digest.compose.framing import crop_box
from digest.model.picture import Picture, PictureFailure, PictureWish

MOST_BYTES = 10 * 2**20
MOST_PIXELS = 50_000_000
TOO_LARGE = f"it has more than {MOST_PIXELS // 1_000_000} megapixels"
SMALLEST = 8  # pixels; what is smaller counts its readers and shows nothing
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
# A file that is a picture and a page, a script or an archive as well is up to no good.
FOREIGN = re.compile(rb"<script|<html|<!doctype html|<\?php|%PDF-", re.IGNORECASE)
END_OF_ARCHIVE = b"PK\x05\x06"
LONGEST_ARCHIVE_END = 65_557
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
FEW_COLOURS = 256
SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I;16N", "I")
LARGEST_DRAFT = 3  # a JPEG is decoded at so many times its final size at least, which is quick


def get_ready() -> None:
    """Load every reader and writer, so that none has to be opened later."""
    from PIL import AvifImagePlugin

    Image.init()
    # A second thread would be a process too many.
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    ImageCms.createProfile("sRGB")


def shrink(body: bytes, wish: PictureWish) -> Picture | PictureFailure:
    """Make of a file what the mail needs, or tell why it is refused.

    Args:
        body: As fetched.
        wish: What it is made into.
    """
    if reason := find_foreign(body):
        return PictureFailure(reason=reason)
    try:
        image = Image.open(BytesIO(body), formats=FORMATS)
        reason = judge_size(*image.size)
        return PictureFailure(reason=reason) if reason else make_picture(image, wish)
    except UnidentifiedImageError:
        return PictureFailure(reason="it is no picture in JPEG, PNG, GIF, WebP or AVIF")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return PictureFailure(reason=TOO_LARGE)
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        return PictureFailure(reason=f"it is broken or was cut off ({error})"[:200])


def judge_size(width: int, height: int) -> str:
    """Tell why a picture of this size is refused; empty when it is not."""
    if width * height > MOST_PIXELS:
        return TOO_LARGE
    if min(width, height) < SMALLEST:
        return f"it is only {width} × {height} pixels"
    return ""


def find_foreign(body: bytes) -> str:
    """Tell why a file is refused before it is opened; empty when it is not."""
    if len(body) > MOST_BYTES:
        return f"it is larger than {MOST_BYTES // 2**20} MiB"
    start = body[:1024].lstrip().lower()
    if b"<svg" in start:
        return "it is an SVG drawing, which mail programs do not show"
    if FOREIGN.search(body) or body.rfind(END_OF_ARCHIVE, -LONGEST_ARCHIVE_END) >= 0:
        return "it is no picture, or something is hidden in it"
    return ""


def make_picture(image: Image.Image, wish: PictureWish) -> Picture:
    """Turn, crop, shrink and write a picture that has been opened."""
    turn = find_turn(image)
    is_sideways = turn is not None and turn not in (
        Image.Transpose.FLIP_LEFT_RIGHT,
        Image.Transpose.ROTATE_180,
        Image.Transpose.FLIP_TOP_BOTTOM,
    )
    if image.format in ("JPEG", "MPO"):
        draft_size(image, wish.width, is_sideways=is_sideways)
    profile = image.info.get("icc_profile")
    image.load()
    is_drawing = has_few_colours(image)
    pixels = plain_mode(image)
    if turn is not None:
        pixels = pixels.transpose(turn)
    pixels = pixels.crop(
        crop_box(pixels.width, pixels.height, frame=wish.frame, is_drawing=is_drawing)
    )
    if pixels.width > wish.width:
        height = max(1, round(pixels.height * wish.width / pixels.width))
        pixels = pixels.resize((wish.width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    pixels = to_srgb(pixels, profile if isinstance(profile, bytes) else b"")
    pixels.info.clear()
    return keep_small(pixels, is_drawing=is_drawing, light=wish.light, dark=wish.dark)


def find_turn(image: Image.Image) -> Image.Transpose | None:
    """Tell how a picture is to be turned to stand upright; None when it does."""
    try:
        return TURNS.get(image.getexif().get(ORIENTATION, 1))
    except (SyntaxError, ValueError, TypeError, KeyError, OSError, EOFError):
        return None


def draft_size(image: Image.Image, width: int, *, is_sideways: bool) -> None:
    """Have a JPEG decoded no larger than is of use."""
    across = image.height if is_sideways else image.width
    most = max(1.0, across / (width * LARGEST_DRAFT / 2))
    image.draft(None, (round(image.width / most), round(image.height / most)))


def has_few_colours(image: Image.Image) -> bool:
    """Tell a drawing from a photograph: it has few colours, as a photograph of a file never has."""
    if image.mode in ("1", "P", "PA"):
        return image.format in ("PNG", "GIF", "WEBP")
    if image.mode not in ("RGB", "RGBA") or image.format not in ("PNG", "WEBP"):
        return False
    return image.getcolors(FEW_COLOURS) is not None


def plain_mode(image: Image.Image) -> Image.Image:
    """Bring pixels into one of the modes L, RGB, RGBA and CMYK."""
    if image.mode in SIXTEEN_BITS:
        return image.convert("I").point([level >> 8 for level in range(2**16)], "L")
    if image.mode in ("LA", "La", "PA", "RGBa") or "transparency" in image.info:
        return image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("L", "RGB", "RGBA", "CMYK") else image.convert("RGB")


def to_srgb(pixels: Image.Image, profile: bytes) -> Image.Image:
    """Bring colours into sRGB, which mail programs show alike; a broken profile is left aside."""
    if profile:
        mode = "RGBA" if pixels.mode == "RGBA" else "RGB"
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(pixels, source, target, outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            changed = None
        if changed is not None:
            return changed
    return pixels.convert("RGB") if pixels.mode == "CMYK" else pixels
