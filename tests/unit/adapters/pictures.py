"""Pictures that tests draw for themselves, honest ones and others."""

import struct
import zlib
from functools import lru_cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageOps

from digest.model.picture import Frame, PictureWish

LIGHT, DARK = "#ffffff", "#1c1c1c"
HERO = PictureWish(width=1200, frame=Frame.WIDE, light=LIGHT, dark=DARK)
STORY = PictureWish(width=670, frame=Frame.STORY, light=LIGHT, dark=DARK)
MOST = 150_000


def written(image: Image.Image, kind: str = "JPEG", **how: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def opened(body: bytes) -> Image.Image:
    return Image.open(BytesIO(body))


def slope(width: int, height: int) -> Image.Image:
    """A picture of many colours: light above, dark below, red on the left, blue on the right."""
    down = Image.linear_gradient("L").resize((width, height))
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    return Image.merge("RGB", (ImageOps.invert(down), down, across))


@lru_cache
def noise(width: int, height: int) -> Image.Image:
    """Nothing that any format could make small; the same each time."""
    plain = slope(256, 256).tobytes()
    data = b"".join(zlib.compress(plain[at:], 9) for at in range(0, 180_000, 3_000))
    tile = Image.frombytes("RGB", (256, len(data) // 768), data[: len(data) // 768 * 768])
    whole = Image.new("RGB", (width, height))
    for left in range(0, width, tile.width):
        for top in range(0, height, tile.height):
            whole.paste(tile, (left, top))
    return whole


def blot(colour: tuple[int, int, int]) -> Image.Image:
    """A logo: an ellipse of one colour on nothing."""
    image = Image.new("RGBA", (300, 160), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((40, 20, 260, 140), fill=(*colour, 255))
    return image


def chunk(kind: bytes, data: bytes) -> bytes:
    """One part of a PNG file."""
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def png_bomb(width: int, height: int, *, rows: int) -> bytes:
    """A PNG of one colour that says to be so large, and holds as many rows as told."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = bytes(1 + 3 * width)
    data = b"".join(packer.compress(row) for _ in range(rows)) + packer.flush()
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts
