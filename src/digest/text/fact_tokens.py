"""Words and figures of a text with their places: what facts are read from."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
# Vowel signs and accents that stand beside their letter.
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0965\u0970-\u0dff"
_FIGURES = r"\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\d])|\d+(?:[.,'’٬٫]\d+)*"
TOKEN = re.compile(
    rf"(?P<figures>{_FIGURES})|[{_CJK}]+|[^\W\d_{_CJK}][^\W\d_{_CJK}{_MARKS}]*"
    rf"(?:[{_MARKS}]+[^\W\d_{_CJK}]*)*|(?P<sign>[%‰٪％$€£¥₹₽₩₺₪°])"
)
CJK = re.compile(f"[{_CJK}]")
# A sentence begins behind these; a colon and a line's end count, as a capital may follow them.
OPENING = re.compile(r"(?:^|[.!?…:;|。！？\n•·*]|\s[–—-])[\s\"”’»›“„‘‚«‹'()\[\]¿¡*_–—-]*$")
QUOTED_START = re.compile(r"[\"“„«»‘‚‹]\s?$")
LOOK_BACK = 12
FIGURE_FORMS = str.maketrans(
    {chr(zero + step): str(step) for zero in (0x660, 0x6F0, 0x966, 0xFF10) for step in range(10)}
)
OTHER_FIGURES = re.compile("[٠-٩۰-۹०-९０-９]")
ACCENTS = re.compile("[\u0300-\u036f\u064b-\u065f\u200c-\u200f\u00ad]+")
ODD_LETTERS = re.compile("[łŁøØđĐı]")
LETTERS = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i"})


class Token(NamedTuple):
    """A word, a figure or a sign.

    Attributes:
        text: As it stands.
        small: Folded for comparing: no case, no accents.
        start, end: Its place in the text.
        figures: Whether it is a number in figures.
    """

    text: str
    small: str
    start: int
    end: int
    figures: bool

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper() or self.text[0].istitle()


def fold_text(text: str) -> str:
    """Fold a text for comparing: no case, no accents, one form of each letter."""
    if text.isascii():
        return text.casefold()
    if ODD_LETTERS.search(text):
        text = text.translate(LETTERS)
    plain = unicodedata.normalize("NFKD", text)
    return unicodedata.normalize("NFC", ACCENTS.sub("", plain)).casefold()


@lru_cache(maxsize=8192)
def _fold(word: str) -> str:
    return fold_text(word)


def plain_figures(text: str) -> str:
    """Write the figures of every script as 0 to 9; places in the text stay as they are."""
    text = unicodedata.normalize("NFC", text)
    return text.translate(FIGURE_FORMS) if OTHER_FIGURES.search(text) else text


def read_tokens(text: str) -> list[Token]:
    """Take a text apart; its figures must be plain ones."""
    return [
        Token(match[0], _fold(match[0]), match.start(), match.end(), match.lastgroup == "figures")
        for match in TOKEN.finditer(text)
    ]


def begins_sentence(text: str, token: Token) -> bool:
    """Tell whether a word stands where every word has a capital."""
    before = text[max(0, token.start - LOOK_BACK) : token.start]
    if token.start <= LOOK_BACK and not before.strip("\"”’»›“„‘‚«‹'()[]¿¡*_–— -"):
        return True
    return bool(OPENING.search(before) or QUOTED_START.search(before))
