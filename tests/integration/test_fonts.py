"""Fonts of this machine: only one that has every letter is taken."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from digest.adapters.fonts import SystemFonts, find_fonts, is_inside, read_ranges

FONTS = SystemFonts()


@pytest.mark.parametrize(
    "text", ["Ministers – “5 €”", "Łódź ő ß", "Министры", "Υπουργοί", "السلام", "שלום", "नमस्ते"]
)
def test_a_font_that_is_chosen_draws_no_letter_as_a_box(text: str) -> None:
    data = FONTS.choose(text, serif=True, bold=True)
    if not data:
        pytest.skip(f"no font here has the letters of {text}")
    font = ImageFont.truetype(BytesIO(data), 40)
    box = drawn(font, "\U0010fffe")
    assert all(drawn(font, letter) != box for letter in text if not letter.isspace())


def drawn(font: ImageFont.FreeTypeFont, text: str) -> bytes:
    image = Image.new("L", (90, 90))
    ImageDraw.Draw(image).text((20, 10), text, font=font, fill=255)
    return image.tobytes()


def test_letters_that_no_font_has_get_none() -> None:
    assert FONTS.choose("\U0010fffd", serif=True, bold=True) == b""
    assert SystemFonts(("/nowhere",)).choose("a", serif=True, bold=True) == b""


def test_the_maps_agree_with_the_fonts_themselves() -> None:
    fonts = [path for path in find_fonts(("/usr/share/fonts",)) if path.suffix == ".ttf"]
    if not fonts:
        pytest.skip("there is no font on this machine")
    for path in fonts[:: max(1, len(fonts) // 6)]:
        ranges = read_ranges(path)
        assert ranges, path
        font = ImageFont.truetype(str(path), 20)
        box = drawn(font, "\U0010fffe")
        missing = [code for code in range(0x400, 0x460) if not is_inside(code, ranges)]
        assert all(drawn(font, chr(code)) == box for code in missing[:20]), path


def test_files_that_are_no_fonts_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"")
    (tmp_path / "b.ttf").write_bytes(b"\x00\x01\x00\x00\xff\xff" + bytes(40))
    (tmp_path / "c.ttc").write_bytes(b"ttcf" + bytes(8) + b"\xff\xff\xff\xf0")
    (tmp_path / "d.otf").symlink_to(tmp_path / "nowhere")
    assert SystemFonts((str(tmp_path),)).choose("a", serif=False, bold=False) == b""
