"""Break the words of a card into lines."""

import unicodedata
from collections.abc import Callable, Iterator

Fits = Callable[[str], bool]

# A line never begins with closing marks, signs of a vowel or small letters, nor ends with opening
# marks.
NOT_FIRST = frozenset(("Pe", "Pf", "Po", "Lm", "Mn", "Mc", "Me"))
SMALL = frozenset("ぁぃぅぇぉっゃゅょァィゥェォッャュョ々")
NOT_LAST = frozenset(("Ps", "Pi"))
# Scripts that are written without spaces, and may be broken after any letter.
UNSPACED = (
    (0x0E00, 0x0EFF),
    (0x1780, 0x17FF),
    (0x3000, 0x9FFF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0xFF00, 0xFFEF),
    (0x20000, 0x3FFFF),
)
# From the Hebrew letters to the Khmer ones: what changes form or order by its neighbours.
COMPLEX = ((0x0590, 0x08FF), (0x0900, 0x109F), (0x1780, 0x17FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF))
DOTS = "…"
UNDRAWN = frozenset(("So", "Cs", "Co", "Cn", "Cc", "Cf", "Sk"))
MARK_OF_EMOJI = "\ufe0f"


def drawable(text: str) -> str:
    """Take out what no text font has: emoji, marks of direction, control characters."""
    kept = (
        letter
        for letter in unicodedata.normalize("NFC", text)
        if letter != MARK_OF_EMOJI
        and (letter.isspace() or unicodedata.category(letter) not in UNDRAWN or letter in "©®°™")
    )
    return " ".join("".join(kept).split())


def is_from_right(text: str) -> bool:
    """Tell whether a text is written from the right, by its first strong letter."""
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False


def is_complex(text: str) -> bool:
    """Tell whether letters must be shaped or put in order before they are drawn."""
    return any(low <= ord(letter) <= high for letter in text for low, high in COMPLEX)


def break_lines(text: str, fits: Fits) -> list[str]:
    """Break a text into lines that fit; a word that is too long by itself is broken anywhere."""
    lines = [""]
    for piece in list_pieces(text):
        line = lines[-1] + piece
        if fits(line.strip()):
            lines[-1] = line
            continue
        if lines[-1].strip():
            lines.append("")
        rest = piece.strip()
        while not fits(rest):
            kept = longest(rest, fits)
            lines[-1] = rest[:kept]
            lines.append("")
            rest = rest[kept:]
        lines[-1] = rest
    return [line.strip() for line in lines if line.strip()]


def list_pieces(text: str) -> Iterator[str]:
    """Cut a text where a line may end."""
    piece = ""
    for letter, following in zip(text, f"{text[1:]} ", strict=False):
        piece += letter
        between = is_unspaced(letter) or is_unspaced(following)
        kind = unicodedata.category(following)
        joined = kind in NOT_FIRST or following in SMALL or unicodedata.category(letter) in NOT_LAST
        if following.isspace() or (between and not joined):
            yield piece
            piece = ""
    if piece:
        yield piece


def is_unspaced(letter: str) -> bool:
    """Tell whether a letter is of a script that has no spaces."""
    return any(low <= ord(letter) <= high for low, high in UNSPACED)


def longest(text: str, fits: Fits) -> int:
    """Count how many letters fit, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(text[:middle]):
            low = middle
        else:
            high = middle - 1
    return low


def cut_line(text: str, fits: Fits) -> str:
    """Cut a text so that it fits on one line, at the end of a word where there is one."""
    if fits(text):
        return text
    kept = text[: longest(text, lambda part: fits(part + DOTS))]
    words = kept.rsplit(maxsplit=1)
    half = 2
    if len(words) > 1 and len(words[0]) * half > len(kept):
        kept = words[0]
    return kept.rstrip(" ,;:–-") + DOTS
