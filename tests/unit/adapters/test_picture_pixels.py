"""What becomes of a stranger's picture: small, upright, clean, or refused."""

from collections.abc import Callable

import pytest
from PIL import Image, ImageCms
from tests.unit.adapters.pictures import (
    HERO,
    MOST,
    STORY,
    blot,
    noise,
    opened,
    png_bomb,
    slope,
    written,
)

from digest.adapters import picture_pixels
from digest.model.picture import Picture, PictureFailure, PictureWish

GPS = 0x8825
ORIENTATION = 0x0112
SECRET = b"51.0500 N 3.7300 E, camera of A. Winter"


@pytest.fixture(scope="module", autouse=True)
def _ready() -> None:
    picture_pixels.get_ready()


def made(body: bytes, wish: PictureWish = STORY) -> Picture:
    picture = picture_pixels.shrink(body, wish)
    assert isinstance(picture, Picture), picture
    return picture


def refused(body: bytes, wish: PictureWish = STORY) -> str:
    failure = picture_pixels.shrink(body, wish)
    assert isinstance(failure, PictureFailure), failure
    return failure.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_every_format_becomes_a_jpeg_of_the_width_that_is_wanted(kind: str) -> None:
    how = {"speed": 10} if kind == "AVIF" else {}
    picture = made(written(slope(900, 600), kind, **how))
    image = opened(picture.body)
    if kind != "GIF":
        assert (image.format, image.info.get("progressive")) == ("JPEG", 1)
    assert image.size == (picture.width, picture.height) == (670, 447)
    assert len(picture.body) <= MOST


def test_a_picture_that_is_narrower_keeps_its_width() -> None:
    assert opened(made(written(slope(300, 200)), HERO).body).size == (300, 200)


def test_noise_ends_below_the_limit_in_every_frame() -> None:
    body = written(noise(1600, 1000), quality=90)
    assert len(body) > 10 * MOST / 2
    for wish in (HERO, STORY):
        assert len(made(body, wish).body) <= MOST


def test_the_same_picture_gives_the_same_bytes() -> None:
    body = written(slope(900, 700))
    assert made(body).body == made(body).body


def tagged(turn: int) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[29] = SECRET.decode()
    exif[0x010E] = SECRET.decode()
    return written(
        slope(400, 400), exif=exif.tobytes(), comment=SECRET, xmp=b"<x:xmpmeta>" + SECRET
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_metadata_is_left_above_all_no_place(kind: str) -> None:
    with opened(tagged(1)) as image:
        exif, xmp = image.info["exif"], b"<x:xmpmeta>" + SECRET
        body = written(image, kind, exif=exif, **({"xmp": xmp} if kind != "PNG" else {}))
    assert SECRET in body
    picture = made(body)
    assert SECRET not in picture.body
    image = opened(picture.body)
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progression",
                               "progressive"}  # fmt: skip


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_picture_is_turned_as_its_camera_was_held(turn: int) -> None:
    upright = slope(400, 300)
    # What the camera wrote is the upright picture turned back.
    back = {
        1: upright,
        2: upright.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: upright.transpose(Image.Transpose.ROTATE_180),
        4: upright.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: upright.transpose(Image.Transpose.TRANSPOSE),
        6: upright.transpose(Image.Transpose.ROTATE_90),
        7: upright.transpose(Image.Transpose.TRANSVERSE),
        8: upright.transpose(Image.Transpose.ROTATE_270),
    }[turn]
    exif = Image.Exif()
    exif[ORIENTATION] = turn
    image = opened(made(written(back, quality=95, exif=exif.tobytes())).body)
    assert image.size == (400, 300)
    for place in ((10, 10), (390, 10), (10, 290), (390, 290)):
        seen, meant = image.getpixel(place), upright.getpixel(place)
        assert isinstance(seen, tuple)
        assert isinstance(meant, tuple)
        assert max(abs(one - other) for one, other in zip(seen, meant, strict=True)) < 24


def test_cmyk_comes_out_as_rgb() -> None:
    image = opened(made(written(Image.new("CMYK", (400, 300), (0, 255, 255, 0)))).body)
    red, green, blue = image.convert("RGB").getpixel((200, 150))  # type: ignore[misc]
    assert image.mode == "RGB"
    assert red > 200
    assert green < 60
    assert blue < 60


def test_a_colour_profile_is_applied_and_left_out() -> None:
    # Wider than sRGB: the same numbers mean a stronger red than ours can say, so others change.
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    grey = Image.new("RGB", (400, 300), (200, 120, 120))
    plain = made(written(grey)).body
    broken = made(written(grey, icc_profile=b"no profile at all" * 20)).body
    other = made(written(grey, icc_profile=profile)).body
    assert plain == broken == other  # a profile that does not fit its pixels costs nothing
    swapped = made(written(grey, icc_profile=swapped_profile())).body
    assert swapped != plain
    assert "icc_profile" not in opened(swapped).info


def swapped_profile() -> bytes:
    """The profile of sRGB with the primaries of red and blue exchanged."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")


def test_sixteen_bits_grey_and_palettes_are_understood() -> None:
    assert made(written(Image.new("I;16", (300, 200), 30_000), "PNG")).ending == "jpg"
    assert made(written(slope(300, 200).convert("L"))).ending == "jpg"
    assert made(written(Image.new("1", (300, 200), 1), "PNG")).ending == "png"


def test_transparency_stays_where_the_picture_is_seen_in_light_and_dark() -> None:
    image = opened(made(written(blot((210, 70, 50)), "PNG")).body)
    assert image.format == "PNG"
    assert image.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize(
    ("ink", "ground"), [((0, 0, 0), (255, 255, 255)), ((255, 255, 255), (28, 28, 28))]
)
def test_a_logo_that_one_mode_would_swallow_is_laid_on_the_other_ground(
    ink: tuple[int, int, int], ground: tuple[int, int, int]
) -> None:
    image = opened(made(written(blot(ink), "PNG")).body).convert("RGBA")
    assert image.getpixel((0, 0)) == (*ground, 255)


def test_a_photograph_with_an_idle_alpha_channel_is_a_jpeg() -> None:
    image = slope(600, 400)
    image.putalpha(255)
    assert made(written(image, "PNG")).ending == "jpg"


def test_a_chart_stays_crisp() -> None:
    chart = Image.new("RGB", (900, 500), "#ffffff")
    chart.paste("#0b3d5c", (100, 100, 200, 400))
    assert made(written(chart, "PNG")).ending == "png"


def test_only_the_first_frame_of_an_animation_is_kept() -> None:
    frames = [Image.new("RGB", (200, 100), colour) for colour in ("#ff0000", "#0000ff")]
    body = written(frames[0], "GIF", save_all=True, append_images=frames[1:])
    image = opened(made(body).body)
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((50, 50)) == (255, 0, 0)


def cut(body: bytes) -> bytes:
    return body[: len(body) // 2]


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "no picture"),
    "page": (lambda: b"<!DOCTYPE html><p>Not found", "hidden in it"),
    "words": (lambda: b"Not found, sorry. " * 50, "no picture"),
    "svg": (lambda: b"<svg xmlns='x'><script>alert(1)</script></svg>", "SVG"),
    "svg-behind-a-prologue": (lambda: b"\n<?xml version='1.0'?><SVG onload='x'/>", "SVG"),
    "script-behind": (lambda: written(slope(90, 90)) + b"<ScRiPt>alert(1)</script>", "hidden"),
    "archive-behind": (
        lambda: written(slope(90, 90)) + b"PK\x03\x04class" + b"PK\x05\x06" + bytes(18),
        "hidden",
    ),
    "php-in-a-comment": (lambda: written(slope(90, 90), comment=b"<?php x();"), "hidden"),
    "pdf": (lambda: b"%PDF-1.7\n" + written(slope(90, 90)), "hidden"),
    "bitmap": (lambda: written(slope(90, 90), "BMP"), "no picture in JPEG"),
    "tiff": (lambda: written(slope(90, 90), "TIFF"), "no picture in JPEG"),
    "cut-jpeg": (lambda: cut(written(noise(300, 200))), "cut off"),
    "cut-png": (lambda: cut(written(noise(300, 200), "PNG")), "cut off"),
    "cut-gif": (lambda: cut(written(noise(300, 200), "GIF")), "cut off"),
    "cut-webp": (lambda: cut(written(noise(300, 200), "WEBP")), "cut off"),
    "counter": (lambda: written(Image.new("RGB", (1, 1)), "GIF"), "1 × 1"),
    "lie-of-20000": (lambda: png_bomb(20_000, 20_000, rows=3), "megapixels"),
    "bomb": (lambda: png_bomb(8_000, 7_000, rows=700), "megapixels"),
    "heavy": (lambda: written(slope(90, 90)) + bytes(10 * 2**20), "10 MiB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_honest_picture_is_refused(name: str) -> None:
    make, reason = REFUSED[name]
    assert reason in refused(make())


def test_a_text_that_unpacks_to_a_thousand_times_its_size_costs_that_picture() -> None:
    import zlib

    from tests.unit.adapters.pictures import chunk

    body = written(slope(90, 90), "PNG")
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(80 * 2**20)))
    assert "cut off" in refused(body[:33] + bomb + body[33:])
