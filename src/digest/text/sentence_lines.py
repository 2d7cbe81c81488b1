"""What bounds sentences besides stops: lines, lists, and quotations of whole sentences."""

# ruff: noqa: RUF001 - marks of many scripts are meant here

import re
from typing import Self

from digest.text.endings import WEAK, dangles

LONGEST_QUOTATION = 400
# A line that has room for the next word was not ended by a wrapping program.
ROOM = 0.8
FIRST_ASIAN, LAST_ASIAN = "\u3040", "\u9fff"
# How long the longest line of a wrapped text may be.
WRAPPED = range(30, 101)
GOES_ON = (",", ";", ":", "-", "–", "—", "/", "(", "&")
FIRST_WORD = re.compile(r"\S*")
FIRST_MARKER = re.compile(r"\s*(?:1(?P<numbered>\.\)|\)|\.)|a(?P<lettered>\.\)|\)|\.))\s+(?=\w)")


class Lines:
    """The lines of a text, which is wrapped when one of them begins within a sentence."""

    def __init__(self, text: str, language: str) -> None:
        self._text = text
        self._language = language
        lines = text.split("\n")
        self._longest = max(map(len, lines))
        self._wrapped = any(line.lstrip()[:1].islower() for line in lines[1:])

    def ends_at(self, match: re.Match[str]) -> bool:
        """Whether the line break in a match ends a sentence."""
        if "\n" in match[2] and (match[0][0] == "\n" or match[2].count("\n") > 1):
            return True
        if match[0][0] == "\n" and match[0].count("\n") > 1:
            return True
        text, end = self._text, match.end()
        first = text[end : end + 1]
        if not first or first.islower():
            return False
        begin = text.rfind("\n", 0, match.start()) + 1
        line = text[begin : match.end(1)].strip()
        return bool(line) and self._is_whole(line, end)

    def _is_whole(self, line: str, end: int) -> bool:
        """Whether a line is a paragraph or a headline of its own; what follows begins at `end`."""
        word = FIRST_WORD.match(self._text, end, end + self._longest)
        needed = len(line) + 1 + len(word[0] if word else "")
        if FIRST_ASIAN <= line[-1] <= LAST_ASIAN:
            # Without spaces a wrapped line is full to the last character.
            return len(line) < ROOM * self._longest
        if self._wrapped:
            return needed <= ROOM * self._longest
        if self._longest in WRAPPED and needed > self._longest:
            return False
        return not line.endswith(GOES_ON) and not dangles(line, WEAK, self._language)


class Quotes:
    """Japanese and Chinese quotations and titles, in which a stop ends no sentence.

    Asked left to right.
    """

    def __init__(self, text: str, openers: str, closers: str) -> None:
        self._text = text
        self._openers, self._closers = openers, closers
        self._marks = re.compile(f"[{openers}{closers}]")
        self._at = 0
        self._depth = 0
        self._since = 0

    @classmethod
    def of(cls, text: str, language: str) -> Self | None:
        """Look for such quotations; None for a text that has none."""
        if "「" in text or "『" in text or "《" in text:
            return cls(text, "「『《", "」』》")
        if language == "zh" and "：“" in text:
            return cls(text, "“", "”")
        return None

    def open_at(self, at: int, *, closing: str) -> bool:
        """Whether a quotation is open before `at`, and not closed by the marks behind the stop.

        One that never closes is not believed.
        """
        for mark in self._marks.findall(self._text[self._at : at]):
            opens = mark in self._openers
            if opens and not self._depth:
                self._since = at
            self._depth = self._depth + 1 if opens else max(0, self._depth - 1)
        self._at = at
        if self._depth and at - self._since > LONGEST_QUOTATION:
            self._depth = 0
        return self._depth > sum(mark in self._closers for mark in closing)


def list_items(text: str) -> list[int]:
    """Find where the items of a list in running text begin: "1) Bread 2) Butter"."""
    first = FIRST_MARKER.match(text)
    if not first:
        return []
    numbered = first["numbered"]
    style = re.escape(numbered or first["lettered"])
    found: list[int] = []
    at = first.end()
    for number in range(2, 27):
        name = str(number) if numbered else chr(ord("a") + number - 1)
        item = re.compile(rf"\s({name}{style})\s+(?=[^\W_])").search(text, at)
        if not item:
            break
        found.append(item.start(1))
        at = item.end()
    return found
