"""A page as its reader sees it: one block of text after the other, with its looks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from digest.collect.element_names import (
    HINTS_OF_DATE,
    HINTS_OF_PLACE,
    TO_AUTHOR,
    is_part,
    is_skipped,
    leads_to_author,
    names_of,
)
from digest.collect.markup import BLANK_LINE, BLOCKS, one_line, spaced

MOST_BLOCKS = 5000
EMPHASIS = frozenset(("b", "strong", "big", "th"))
HEADINGS = {f"h{number}": number for number in range(1, 7)}
AT_PLACE = "at=place"  # the hint of a line that begins with what the page calls a place
LIKE_HEADING = 4  # the rank of a block that is all bold
REGIONS = frozenset(("header", "article", "main"))
WIDE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
LONG = 80
HALF = 0.5

Piece = tuple[str, bool, bool]  # text, whether it is emphasised, whether it is a link


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An element of the page that holds blocks.

    Attributes:
        number: Its place among the page's holders, by which it is the same.
        tag: Its name.
        names: Names that the page gives it, in small letters.
    """

    number: int
    tag: str
    names: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of text that stands alone.

    Attributes:
        text: One line.
        rank: 1 to 6 of a heading; 4 of what is all bold; 0 of plain text.
        linked: Share of its letters that are links, from 0 to 1.
        unlinked: The words beside its links when these are most of it; else empty.
        hints: Names that the page gives it and what is around it, in small letters.
        instant: Machine-readable date of a time element in it; may be empty.
        picture: Whether it is the words of a picture.
        regions: The parts of the page it stands in, of "header", "article" and "main".
        holders: The elements that hold it, the outermost first.
        goes_on: Whether only a <br> parts it from the block before.
    """

    text: str
    rank: int = 0
    linked: float = 0.0
    unlinked: str = ""
    hints: str = ""
    instant: str = ""
    picture: bool = False
    regions: frozenset[str] = frozenset()
    holders: tuple[Holder, ...] = ()
    goes_on: bool = False

    @property
    def long(self) -> bool:
        """Whether it is running text instead of a line of a title block or a menu."""
        plain = self.rank in {0, LIKE_HEADING} and self.linked < HALF and not self.picture
        return plain and is_long(self.text)


def is_long(text: str) -> bool:
    """Tell whether a text is long enough to be a paragraph of running text."""
    # Signs of scripts without spaces between words say more than one letter.
    return len(text) + 2 * len(WIDE.findall(text)) >= LONG


def read_blocks(root: Any) -> list[Block]:  # noqa: ANN401 - lxml has no types
    """List the blocks of a page in order, without menus, forms, captions and footers."""
    from lxml.etree import iterwalk

    walker = Walker()
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            walker.leave(element, last=element is root)
        elif is_skipped(element):
            walker.pass_over(element)
            walk.skip_subtree()
        else:
            walker.enter(element)
        if len(walker.blocks) >= MOST_BLOCKS:
            break
    return walker.blocks


class Walker:
    """Gathers blocks on a walk through a page's tree."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._skipped: Any = None
        self._pieces: list[Piece] = []
        self._bold = self._links = self._kept = 0
        self._ranks: list[int] = [0]
        self._regions: list[str] = []
        self._holders: tuple[Holder, ...] = ()  # the block elements that are open
        self._count = 0
        self._inline = ""
        self._instant = ""
        self._place: Any = None  # the element of a place that is open
        self._left = False  # whether a named part of a line just ended, with no space behind it

    def enter(self, element: Any) -> None:  # noqa: ANN401
        """Go into an element."""
        tag = element.tag
        names = names_of(element)
        if tag == "a" and leads_to_author(element):
            names = f"{names} {TO_AUTHOR}"
        if tag in BLOCKS:
            self._flush()
            self._count += 1
            self._holders = (*self._holders, Holder(number=self._count, tag=tag, names=names))
            self._ranks.append(HEADINGS.get(tag, self._ranks[-1]))
            if tag in REGIONS:
                self._regions.append(tag)
        elif tag == "br":
            self._pieces.append(("\n", False, False))
        elif tag == "img":
            self._add_picture(element)
        else:
            self._enter_inline(element, names)
        self._bold += tag in EMPHASIS
        self._links += tag == "a"
        self._kept += tag == "pre"
        self._add(element.text)

    def pass_over(self, element: Any) -> None:  # noqa: ANN401
        """Leave an element out; what stands around it is not one block."""
        self._flush()
        self._skipped = element

    def _enter_inline(self, element: Any, names: str) -> None:  # noqa: ANN401
        """Go into an element of a line; a date or a place in a title block stands alone."""
        dated = element.tag == "time" or bool(HINTS_OF_DATE.search(names))
        placed = self._names_place(names)
        if (dated or placed) and self._is_short():
            self._flush()
            self._inline = AT_PLACE if placed else ""
            self._place = element if placed else None
        elif self._left and is_part(element):
            self._part(element)
        self._inline += f" {names}" if names else ""
        if element.tag == "time":
            self._instant = self._instant or (element.get("datetime") or "").strip()

    def _part(self, element: Any) -> None:  # noqa: ANN401
        """Part what only a style sheet parts: a name, and a role or another name behind it."""
        before = self._pieces[-1][0] if self._pieces else ""
        after = next((text for text in element.itertext() if text), "")
        worded = len(before) > 1 and len(after) > 1 and before[-1].isalpha() and after[0].isalpha()
        if worded and self._is_short() and not self._ranks[-1]:
            whole = " " in before.strip()  # "By" goes on with a name, "Jo Marsh" does not
            self._pieces.append((", " if whole else " ", self._bold > 0, self._links > 0))
        self._left = False

    def leave(self, element: Any, *, last: bool) -> None:  # noqa: ANN401
        """Go out of an element, and read what stands behind it."""
        if element is self._skipped:
            self._skipped = None
        else:
            self._leave(element.tag)
            if element is self._place:
                self._flush()
                self._place = None
        if not last:
            self._left = not element.tail and is_part(element)
            self._add(element.tail)

    def _leave(self, tag: str) -> None:
        if tag in BLOCKS:
            self._flush()
            self._holders = self._holders[:-1]
            self._ranks.pop()
            if tag in REGIONS:
                self._regions.pop()
        elif tag == "time" and self._is_short():
            self._flush()
        self._bold -= tag in EMPHASIS
        self._links -= tag == "a"
        self._kept -= tag == "pre"

    def _add(self, text: str | None) -> None:
        if not text:
            return
        # Where white space is kept, a blank line parts paragraphs.
        parts = BLANK_LINE.split(text) if self._kept else [text]
        for number, part in enumerate(parts):
            if number:
                self._pieces.append(("\n", False, False))
            self._pieces.append((spaced(part), self._bold > 0, self._links > 0))

    def _add_picture(self, element: Any) -> None:  # noqa: ANN401
        words = one_line(element.get("alt") or "")
        if words:
            self.blocks.append(
                Block(
                    text=words,
                    hints=self._hints(),
                    picture=True,
                    regions=self._in(),
                    holders=self._holders,
                )
            )

    def _names_place(self, names: str) -> bool:
        """Tell whether a place begins, and not "in Rome": there the line goes on."""
        if not HINTS_OF_PLACE.search(names):
            return False
        before = self._pieces[-1][0].split()[-1:] if self._pieces else []
        return not any(word.islower() for word in before)

    def _is_short(self) -> bool:
        """Tell whether the line so far is none of running text."""
        few = len(self._pieces) < LONG  # so that a line of countless parts is not counted each time
        return few and sum(len(text) for text, _, _ in self._pieces) < LONG

    def _hints(self) -> str:
        return " ".join(holder.names for holder in self._holders[-3:])

    def _in(self) -> frozenset[str]:
        return frozenset(self._regions)

    def _flush(self) -> None:
        """Make blocks of the pieces, one for each line."""
        number = 0
        for line in lines_of(self._pieces):
            letters = sum(len(text.strip()) for text, _, _ in line)
            if not letters:
                continue
            if len(self.blocks) >= MOST_BLOCKS:
                break
            bold = sum(len(text.strip()) for text, bold, _ in line if bold)
            linked = sum(len(text.strip()) for text, _, link in line if link)
            self.blocks.append(
                Block(
                    text=one_line(joined([text for text, _, _ in line])),
                    rank=self._ranks[-1] or LIKE_HEADING * (bold == letters),
                    linked=linked / letters,
                    unlinked=one_line(" ".join(text for text, _, link in line if not link))
                    if linked > HALF * letters
                    else "",
                    hints=f"{self._hints()} {self._inline}",
                    instant=self._instant,
                    regions=self._in(),
                    holders=self._holders,
                    goes_on=number > 0,
                )
            )
            number += 1
        self._pieces = []
        self._inline = self._instant = ""


def joined(texts: list[str]) -> str:
    """Join the pieces of a line; a number that stands alone before a word is parted from it."""
    whole = ""
    for text in texts:
        numbered = text[:1].isalpha() and whole[-1:] == "." and whole[-2:-1].isdigit()
        whole = f"{whole} {text}" if numbered else whole + text
    return whole


def lines_of(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of each line that <br> makes."""
    line: list[Piece] = []
    for piece in pieces:
        if piece[0] == "\n":
            yield line
            line = []
        else:
            line.append(piece)
    yield line
