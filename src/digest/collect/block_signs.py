"""What a block looks like, and where it stands among others."""

# ruff: noqa: RUF001 - marks of many scripts are meant here

import re
from collections.abc import Iterable, Sequence

from digest.collect.blocks import HALF, LIKE_HEADING, Block, Holder
from digest.collect.front_text import SENTENCE_END
from digest.collect.page_caption import split_caption
from digest.text.phrases import is_date, is_junk

LINKED = 0.9
FEW_WORDS = 2
LONGEST_CAPTION = 320
OF_TITLE = re.compile(r"\b(?:meta|byline|authors?|dateline|date|info|published|timestamp)\b")
FIGURES = re.compile(r"\d+")
# A heading below which only readers write.
OF_READERS = re.compile(
    r"\d[\d.,]{0,6} (?:comments?|responses?|replies|thoughts?|kommentare?|commentaires?"
    r"|comentarios?|commenti|comentários?|reacties|komentarz\w{0,2}|комментари\w{0,2})"
    r"(?: (?:to|on|zu|sur|en|a|su|em|op|do|к)\b.{0,300}|.{0,3})"
    r"|(?:comments?|leave a (?:reply|comment)|kommentare|commentaires|comentarios|commenti"
    r"|comentários|reacties|komentarze|комментарии)(?: ?[(\[]\d{1,5}[)\]])?:?",
    re.IGNORECASE,
)
OF_CARD = re.compile(r"\b(?:cards?|teasers?|link ?list)\b")
# What opens a box that offers letters.
OF_OFFER = re.compile(r"\b(?:sign ?up|subscribe|newsletters?|inbox)\b", re.IGNORECASE)
MOST_OF_BOX = 4  # lines
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


def is_teaser(blocks: Sequence[Block], at: int, opening: int) -> bool:
    """Tell whether a line stands below a linked heading, on a card or outside the text's part."""
    block, before = blocks[at], blocks[at - 1]
    titled = at > opening and before.rank and before.linked > LINKED
    if not titled or parent_of(block) != parent_of(before):
        return False
    home = parent_of(blocks[opening])
    card = any(OF_CARD.search(holder.names) for holder in block.holders[-2:-1])
    return card or all(holder.number != home for holder in block.holders)


def readers_begin(blocks: Sequence[Block], opening: int) -> int:
    """Find the heading below the text under which readers write; `len(blocks)` without any."""
    below = range(opening + 1, len(blocks))
    headings = (at for at in below if 0 < blocks[at].rank != LIKE_HEADING)
    return next((at for at in headings if OF_READERS.fullmatch(blocks[at].text)), len(blocks))


def offered(blocks: Sequence[Block], opening: int) -> set[int]:
    """Gather the lines of small boxes that open with an offer of letters."""
    own = {holder.number for holder in blocks[opening].holders}
    found: set[int] = set()
    for at in range(opening + 1, len(blocks)):
        text = blocks[at].text
        if not (OF_OFFER.search(text) and is_junk(text)):
            continue
        box = next((one for one in blocks[at].holders[-2:-1] if one.number not in own), None)
        inside = range(at, min(at + MOST_OF_BOX + 1, len(blocks)))
        lines = {one for one in inside if box in blocks[one].holders}
        opens = box is not None and box not in blocks[at - 1].holders
        found |= lines if opens and len(lines) <= MOST_OF_BOX else set()
    return found


def is_moment(block: Block) -> bool:
    """Tell whether a line is nothing but the date or the time that a page marks as one."""
    return bool(block.instant) and is_date(block.text)


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
