"""The line below a headline: which it is, and where the text begins then."""

import re
from collections.abc import Sequence

from digest.collect.blocks import Block
from digest.collect.front_lines import LONGEST_LINE, NAMED_BYLINE, Setting, date_of, is_byline
from digest.collect.front_text import (
    FEW_WORDS,
    NAMED_OTHER,
    has_dateline,
    is_beside,
    is_first_of,
    is_named_dek,
    is_sentence,
    next_long,
)
from digest.collect.likeness import content_stems, key
from digest.text.byline_marks import OPENS_BYLINE
from digest.text.phrases import is_junk

BELOW_DEK = 12  # blocks between a dek and the text: byline, date, share row, picture
LINKED = 0.5
LOWEST = 4  # rank of a heading that may be a dek
FEWEST_WORDS = 5  # of a lower heading that is the line below the headline
PHOTO = re.compile(
    r"\b(?:photos?(?: credit)?|foto|bild|picture|image|credit)\s*[:/]", re.IGNORECASE
)


def find_dek(
    blocks: Sequence[Block], place: int | None, opening: int, setting: Setting
) -> tuple[int, str]:
    """Find the line below the headline, and where the text begins when that line seemed to be it.

    It is the dek when the page calls it so, or when the byline or the date stand between it and
    the text. A sentence there with nothing in between is the first of the text.
    """
    if place is None:
        return opening, ""
    between = range(place + 1, min(opening, len(blocks)))
    named = (blocks[at] for at in between if is_named_dek(blocks[at]))
    worded = (one.text for one in named if len(one.text.split()) > FEW_WORDS and is_text(one))
    if dek := next(worded, "") or heading_dek(blocks, place, between):
        return opening, dek
    titling = [at for at in between if is_titling(blocks[at], setting)]
    plain = (at for at in between if at not in titling and is_sentence(blocks[at]))
    sentence = next((at for at in plain if is_text(blocks[at])), None)
    if sentence is not None:
        if any(at > sentence for at in titling):
            return opening, blocks[sentence].text
        # Outside the part that holds the text it is the words of a picture, or a label.
        beside = opening >= len(blocks) or is_beside(blocks[sentence], blocks[opening])
        return (sentence if beside else opening), ""
    return long_dek(blocks, place, opening, setting)


def is_titling(block: Block, setting: Setting) -> bool:
    """Tell whether a line names the writers or the date."""
    return is_byline(block, setting) or date_of(block, setting) is not None


def is_text(block: Block) -> bool:
    """Tell whether a sentence is not one of the page's own furniture, nor a picture's words."""
    furniture = NAMED_OTHER.search(block.hints) or PHOTO.search(block.text)
    return not (furniture or is_junk(block.text))


def heading_dek(blocks: Sequence[Block], place: int, between: Sequence[int]) -> str:
    """Read a lower heading that follows the headline at once, and is no second headline."""
    if not between or blocks[place].rank not in {1, 2}:
        return ""
    block = blocks[between[0]]
    lower = blocks[place].rank < block.rank <= LOWEST and block.linked < LINKED
    words = len(block.text.split()) >= FEWEST_WORDS or not block.text.isascii()
    own = content_stems(block.text) - content_stems(blocks[place].text)
    same = key(block.text) in key(blocks[place].text)
    return block.text if lower and words and own and not same and is_text(block) else ""


def long_dek(
    blocks: Sequence[Block], place: int, opening: int, setting: Setting
) -> tuple[int, str]:
    """Take the first paragraph for the dek when the page calls it so, and only it.

    An "intro" or a "lead" that stands among the paragraphs, with nothing between, is the first one.
    One that the page does not name is the dek when byline or date part it from the text; behind
    the byline it speaks of the writer.
    """
    following = next_long(blocks, opening, reach=BELOW_DEK) if opening < len(blocks) else None
    if following is None or is_named_dek(blocks[following]) or has_dateline(blocks[opening]):
        return opening, ""
    between = blocks[opening + 1 : following]
    parted = any(is_titling(block, setting) for block in between)
    if is_named_dek(blocks[opening]):
        is_dek = parted or not is_first_of(blocks[opening], blocks[following])
    else:
        above = any(names_writer(block) for block in blocks[place + 1 : opening])
        apart = holder_of(blocks[opening]) != holder_of(blocks[following])
        is_dek = parted and apart and not above
    return (following, blocks[opening].text) if is_dek else (opening, "")


def names_writer(block: Block) -> bool:
    """Tell whether a line has the form of a byline, be it that of a board."""
    short = len(block.text) <= LONGEST_LINE and not block.picture
    return short and bool(OPENS_BYLINE.match(block.text) or NAMED_BYLINE.search(block.hints))


def holder_of(block: Block) -> int:
    """Tell the number of the element that holds a paragraph among others; 0 without any."""
    return next((holder.number for holder in block.holders[-2:-1]), 0)
