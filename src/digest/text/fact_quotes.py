"""What a text quotes, word for word."""

# ruff: noqa: RUF001 - marks of many scripts are meant here

import re

from digest.text.fact_tokens import fold_text

LONGEST = 900
# Opener → what closes it. The Swedish and Finnish set the same mark twice.
CLOSERS = {
    "“": '”"',
    "„": '“”"',
    "”": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "「": "」",
    "『": "』",
    '"': '"',
    "‘": "’",
    "‚": "‘’",
    "'": "'",
}
OPENER = re.compile("[“„”«»‹›「『\"‘‚']")
SINGLE = frozenset("‘‚'")
# A single mark inside a word is an apostrophe and closes nothing.
CLOSING = {
    opener: re.compile(f"[{marks}]" + (r"(?!\w)" if opener in SINGLE else ""))
    for opener, marks in CLOSERS.items()
}
# What an apostrophe opens when it stands before a word: "'til", "'em".
CLIPPED = re.compile(r"(?:em|tis|twas|til|till|cause|n|bout|round|s|t|k)\b", re.IGNORECASE)
# Left out by whoever quotes, or put in by them.
GAP = re.compile(r"\[[^\]]{0,80}\]|\([…. ]{1,5}\)|…|\.\.+|。。+")
MARKS = re.compile(r"[\W_]+")


def find_quotations(text: str) -> list[str]:
    """List what stands in quotation marks, without them, in order."""
    found: list[str] = []
    at = 0
    while opener := OPENER.search(text, at):
        end = _find_end(text, opener)
        at = opener.end()
        if end is not None:
            found.append(text[at:end])
            at = end + 1
    return found


def _find_end(text: str, opener: re.Match[str]) -> int | None:
    """Find where a quotation ends; None when the mark opens none."""
    start, mark = opener.end(), opener[0]
    before, after = text[max(0, start - 2) : start - 1], text[start : start + 1]
    if mark in "\"”'‘" and (before.isalnum() or not after.strip()):
        return None
    if mark in SINGLE and (not after.isalpha() or CLIPPED.match(text, start)):
        return None
    closer = CLOSING[mark].search(text, start + 1, start + LONGEST)
    return closer.start() if closer else None


def flatten(text: str) -> str:
    """Leave words alone, each between spaces: no marks, no case, no accents."""
    return f" {MARKS.sub(' ', fold_text(text)).strip()} "


class Speech:
    """Where quotations are looked up.

    Args:
        text: The source.
    """

    def __init__(self, text: str) -> None:
        self._words = flatten(text)
        # Parted by "she said", a quotation is still the same one.
        self._spoken = flatten(" ".join(find_quotations(text)))

    def has(self, quotation: str) -> bool:
        """Tell whether somebody's words stand in the source, apart from what is left out."""
        pieces = [flatten(piece) for piece in GAP.split(quotation)]
        return all(
            piece in self._words
            or piece in self._spoken
            # Chinese and Japanese have no spaces to stand between.
            or (not piece.isascii() and piece.strip() in self._words and " " not in piece.strip())
            for piece in pieces
            if piece.strip()
        )
