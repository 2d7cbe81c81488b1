"""Find a font of this machine that has every letter of a text. None is shipped."""

import os
import struct
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
)
ENDINGS = (".ttf", ".otf", ".ttc")
MOST_FONTS = 5000
MOST_BYTES = 30 * 2**20
# How a file is called that is worth a look, the most welcome first.
SERIF = ("liberationserif", "dejavuserif", "notoserif", "freeserif", "georgia", "times")
SANS = ("liberationsans", "dejavusans", "notosans", "freesans", "arial", "helvetica")
UNWELCOME = (
    "italic",
    "oblique",
    "mono",
    "condensed",
    "narrow",
    "light",
    "thin",
    "black",
    "display",
)
COLLECTION = b"ttcf"
UNICODE = {(3, 10): 4, (0, 4): 4, (0, 6): 4, (3, 1): 3, (0, 3): 3, (0, 1): 2, (0, 0): 2}
SEGMENTS, GROUPS = 4, 12
MOST_GROUPS = 100_000
LAST_CODE = 0xFFFF  # closes a map of format 4


class SystemFonts:
    """The fonts in the usual folders.

    Args:
        folders: Where to look.
    """

    def __init__(self, folders: Sequence[str] = FOLDERS) -> None:
        self._folders = tuple(folders)
        self._found: tuple[Path, ...] | None = None

    def choose(self, text: str, *, serif: bool, bold: bool) -> bytes:
        """Give a font that has every letter of a text; empty when there is none."""
        needed = {ord(letter) for letter in text if not letter.isspace()}
        for path in self._by_liking(serif=serif, bold=bold):
            if covers(path, needed):
                with suppress(OSError):
                    return path.read_bytes()
        return b""

    def _by_liking(self, *, serif: bool, bold: bool) -> list[Path]:
        if self._found is None:
            self._found = tuple(find_fonts(self._folders))
        return sorted(self._found, key=lambda path: (liking(path, serif=serif, bold=bold), path))


def find_fonts(folders: Iterable[str]) -> Iterator[Path]:
    """List the font files in folders and all folders inside."""
    seen = 0
    for folder in folders:
        for place, inside, names in os.walk(Path(folder).expanduser()):
            inside.sort()
            for name in sorted(names):
                seen += 1
                if seen > MOST_FONTS:
                    return
                if name.lower().endswith(ENDINGS):
                    yield Path(place) / name


def liking(path: Path, *, serif: bool, bold: bool) -> int:
    """Tell how well a font suits, by its name: the lower, the better."""
    name = path.stem.lower().replace(" ", "").replace("_", "")
    wanted, second = (SERIF, SANS) if serif else (SANS, SERIF)
    families = (*wanted, *second)
    place = next((at for at, family in enumerate(families) if name.startswith(family)), 20)
    misfits = sum(word in name for word in UNWELCOME)
    return place + 100 * misfits + 40 * (("bold" in name) is not bold)


def covers(path: Path, needed: Iterable[int]) -> bool:
    """Tell whether a font has all these characters; False when it cannot be read."""
    ranges = read_ranges(path)
    return bool(ranges) and all(is_inside(one, ranges) for one in needed)


def is_inside(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    """Tell whether a character is in one of the ranges, which are in order."""
    from bisect import bisect_right

    at = bisect_right(ranges, (code, 2**31)) - 1
    return at >= 0 and ranges[at][0] <= code <= ranges[at][1]


@lru_cache(maxsize=MOST_FONTS)
def read_ranges(path: Path) -> tuple[tuple[int, int], ...]:
    """Read which characters a font has, as ranges in order; none when it cannot be read."""
    with suppress(OSError, struct.error, ValueError):
        if path.stat().st_size > MOST_BYTES:
            return ()
        with path.open("rb") as file:
            return tuple(sorted(parse_map(read_map(file.fileno()))))
    return ()


def read_map(handle: int) -> bytes:
    """Read the character map of the first font of a file (OpenType, table `cmap`)."""
    start = 0
    head = os.pread(handle, 16, 0)
    if head.startswith(COLLECTION):
        (start,) = struct.unpack(">I", head[12:16])
        head = os.pread(handle, 16, start)
    (count,) = struct.unpack(">H", head[4:6])
    rows = os.pread(handle, 16 * count, start + 12)
    for at in range(0, len(rows), 16):
        tag, _, offset, length = struct.unpack(">4sIII", rows[at : at + 16])
        if tag == b"cmap":
            return os.pread(handle, min(length, MOST_BYTES), offset)
    raise ValueError("the font has no character map")


def parse_map(table: bytes) -> Iterator[tuple[int, int]]:
    """Read the ranges of a character map: the richest of its parts that we can read."""
    (count,) = struct.unpack(">H", table[2:4])
    best, place = 0, None
    for at in range(4, 4 + 8 * count, 8):
        platform, encoding, offset = struct.unpack(">HHI", table[at : at + 8])
        rank = UNICODE.get((platform, encoding), 0)
        if rank > best:
            best, place = rank, offset
    if place is None:
        raise ValueError("the font has no Unicode map")
    (kind,) = struct.unpack(">H", table[place : place + 2])
    if kind == GROUPS:
        (groups,) = struct.unpack(">I", table[place + 12 : place + 16])
        for at in range(min(groups, MOST_GROUPS)):
            first, last, _ = struct.unpack_from(">III", table, place + 16 + 12 * at)
            yield first, last
    elif kind == SEGMENTS:
        yield from parse_segments(table[place:])


def parse_segments(part: bytes) -> Iterator[tuple[int, int]]:
    """Read a map of format 4. A hole inside a segment counts as missing."""
    double = struct.unpack(">H", part[6:8])[0]
    count = double // 2
    ends = struct.unpack_from(f">{count}H", part, 14)
    starts = struct.unpack_from(f">{count}H", part, 16 + double)
    deltas = struct.unpack_from(f">{count}H", part, 16 + 2 * double)
    offsets = struct.unpack_from(f">{count}H", part, 16 + 3 * double)
    for at, (first, last) in enumerate(zip(starts, ends, strict=True)):
        if last < first or first == LAST_CODE:
            continue
        if not offsets[at]:
            # Where the sum is nought there is no glyph; that is one character at most.
            hole = (-deltas[at]) & 0xFFFF
            yield from without(hole, first, last)
            continue
        base = 16 + 3 * double + 2 * at + offsets[at]
        glyphs = struct.unpack_from(f">{last - first + 1}H", part, base)
        yield from ((first + step, first + step) for step, glyph in enumerate(glyphs) if glyph)


def without(hole: int, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Take one character out of a range."""
    if not first <= hole <= last:
        yield first, last
        return
    if first < hole:
        yield first, hole - 1
    if hole < last:
        yield hole + 1, last
