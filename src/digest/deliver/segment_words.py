"""A segment as it is typed → its words, each with its place."""

import re
from dataclasses import dataclass
from enum import StrEnum

from digest.deliver.segment_errors import wrong
from digest.text.values import is_one_line

LONGEST = 3000
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# What an alternative has read in vain is at most read once more, so that reading is linear.
WORD = re.compile(
    r"""
    (?P<space>\s+)
    | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    | (?P<day>[0-9]+-[0-9]+-[0-9]+[\w:.+-]*)
    | (?P<number>-?[0-9]+(?:\.[0-9]+)?)
    | (?P<name>[^\W\d][\w-]*)
    | (?P<sign><=|>=|!=|[=<>()\[\],])
    """,
    re.VERBOSE | re.DOTALL,
)
# As word processors write them.
CURLY = "\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb"
MEANT = dict.fromkeys(CURLY, 'Use straight quotation marks: "BE".') | {
    "&": "Write: and",
    "|": "Write: or",
    "!": "Write: not, or != for unequal",
    "~": "Write: contains, starts with or ends with",
    "*": "Write: contains, starts with or ends with",
    "%": "Write: contains, starts with or ends with",
    "/": "Write a date as 2026-01-31.",
    ".": "Write a date as 2026-01-31, and a number with its point inside: 2.5",
    ";": "One expression is all there may be; put two together with: and, or",
}


class Sort(StrEnum):
    """What a word is."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    NAME = "name"
    SIGN = "sign"
    END = "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word of an expression.

    Attributes:
        sort: What it is.
        text: As written; of a text in quotes what stands between them.
        at: Where it begins, from 0.
        length: How many characters it takes.
    """

    sort: Sort
    text: str
    at: int
    length: int

    def says(self, *texts: str) -> bool:
        """Whether this is one of these words or signs; capitals do not matter."""
        return self.sort in (Sort.NAME, Sort.SIGN) and self.text.lower() in texts


def split_words(text: str) -> list[Word]:
    """Split an expression into its words; the last one is its end.

    Raises:
        UsageError: It is too long, or holds something that is no word.
    """
    if len(text) > LONGEST:
        raise wrong(
            text,
            LONGEST,
            f"a segment may have {LONGEST:,} characters, and this one has {len(text):,}",
            "Put what these readers have in common into a field or a list, and name that.",
        )
    words: list[Word] = []
    at = 0
    while at < len(text):
        found = WORD.match(text, at)
        if found is None:
            raise no_word(text, at)
        if found.lastgroup != "space":
            words.append(make_word(text, found))
        at = found.end()
    return [*words, Word(sort=Sort.END, text="", at=len(text), length=1)]


def make_word(text: str, found: re.Match[str]) -> Word:
    """Make a word of what was found.

    Raises:
        UsageError: There is nothing between quotation marks, or what no record can hold.
    """
    sort, written = Sort(found.lastgroup or ""), found.group()
    if sort is Sort.TEXT:
        written = ESCAPED.sub(r"\1", written[1:-1])
        if not written.strip():
            raise wrong(
                text,
                found.start(),
                "there is nothing between these quotation marks",
                "Who has none of something is found with: not has city",
                length=len(found.group()),
            )
        if not is_one_line(written):
            problem = "a control character stands in this text"
            hint = "Find it by a part without: contains, starts with, ends with."
            raise wrong(text, found.start(), problem, hint, length=len(found.group()))
    return Word(sort=sort, text=written, at=found.start(), length=len(found.group()))


def no_word(text: str, at: int) -> Exception:
    """Make the error for what is no word."""
    char = text[at]
    if char in "\"'":
        return wrong(
            text,
            at,
            "this quotation mark is never closed",
            f"Close it with {char}, and write {char} inside a text as \\{char}.",
        )
    shown = char if char.isprintable() else "this character"
    return wrong(text, at, f"{shown} means nothing here", MEANT.get(char, ""))
