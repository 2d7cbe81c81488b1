"""What a block looks like, and where it stands among others."""

# ruff: noqa: RUF001 - marks of many scripts are meant here

import re
from collections.abc import Iterable, Sequence

from digest.collect.blocks import HALF, LIKE_HEADING, Block, Holder
from digest.collect.front_text import SENTENCE_END
from digest.collect.page_caption import split_caption
from digest.text.phrases import is_junk

LINKED = 0.9
FEW_WORDS = 2
LONGEST_CAPTION = 320
OF_TITLE = re.compile(r"\b(?:meta|byline|authors?|dateline|date|info|published|timestamp)\b")
FIGURES = re.compile(r"\d+")
OPENERS = frozenset(("“", "„", "«", '"', "‘", "—", "–"))


def is_link(block: Block) -> bool:
    """Tell whether a line is nothing but a link to another text."""
    whole = block.linked > LINKED and not SENTENCE_END.search(block.text)
    worded = any(map(str.isalpha, block.unlinked)) and is_junk(block.unlinked)
    return whole or worded or (block.linked > HALF and is_junk(block.text))


def is_plain(block: Block) -> bool:
    """Tell whether a block may be a paragraph at all."""
    return not block.picture and block.rank in {0, LIKE_HEADING} and block.linked < HALF


def is_spoken(block: Block) -> bool:
    """Tell whether a short line may be a sentence."""
    words = len(block.text.split())
    return bool(SENTENCE_END.search(block.text)) and (words > FEW_WORDS or block.text[0] in OPENERS)


def is_quotation(block: Block) -> bool:
    """Tell whether a block is set as a quotation."""
    return any(
        holder.tag in {"blockquote", "q"} or "quote" in holder.names
        for holder in block.holders[-3:]
    )


def is_cell(block: Block, of_text: set[int]) -> bool:
    """Tell whether a line is a cell of a table of figures, and not of one that holds the text."""
    cell = next((one for one in reversed(block.holders[-3:]) if one.tag in {"td", "th"}), None)
    return cell is not None and cell.number not in of_text and not block.long


def is_below_picture(blocks: Sequence[Block], at: int) -> bool:
    """Tell whether a line is the words below a picture: it names who made it."""
    block, before = blocks[at], blocks[at - 1]
    beside = at > 0 and before.picture and before.holders[-1:] == block.holders[-2:-1]
    return beside and len(block.text) <= LONGEST_CAPTION and bool(split_caption(block.text)[1])


def parent_of(block: Block) -> int:
    """Tell which part of the page holds a block's own element."""
    return block.holders[-2].number if len(block.holders) > 1 else 0


def called(holder: Holder) -> tuple[str, str]:
    """Tell what a part of the page is called, without its number."""
    return holder.tag, FIGURES.sub("", holder.names)


def lane_of(block: Block) -> tuple[tuple[str, str], ...]:
    """Tell how a block stands: what its element and the two around it are called."""
    return tuple(called(holder) for holder in block.holders[-3:])


def letters(blocks: Sequence[Block], numbers: Iterable[int]) -> int:
    """Count the letters of running text among blocks."""
    return sum(len(blocks[at].text) for at in numbers if blocks[at].long)


def item_of(block: Block) -> int:
    """Tell the item of a list that a block is in; 0 without any."""
    return next((one.number for one in reversed(block.holders[-3:]) if one.tag == "li"), 0)


def is_title_line(block: Block) -> bool:
    """Tell whether a long line is one of dates and names, which no sentence is."""
    named = any(OF_TITLE.search(holder.names) for holder in block.holders[-2:])
    return named and not SENTENCE_END.search(block.text)
