"""The article's text, paragraph by paragraph: an extraction, mended by what stands around it.

An extraction is right about most of a page, and wrong about its edges: it loses a paragraph in a
wrapper with an odd name, takes a related box or a reader's comment for text, or runs everything
together. Here each block of the page is judged by three witnesses: the extraction, the text that
the page's own data tells, and the place where the block stands.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from digest.collect.block_signs import (
    called,
    is_below_picture,
    is_cell,
    is_link,
    is_moment,
    is_plain,
    is_quotation,
    is_spoken,
    is_teaser,
    is_title_line,
    item_of,
    lane_of,
    letters,
    offered,
    parent_of,
    readers_begin,
)
from digest.collect.blocks import HALF, LIKE_HEADING, Block, Holder
from digest.collect.front_text import GAP, SENTENCE_END
from digest.collect.likeness import key
from digest.collect.page_others import OTHERS, Others, weigh
from digest.text.phrases import is_junk

EXPLAINED = 0.6  # share of an extraction's letters that must be found among the blocks
SURE = 30  # letters of a line's key by which it is known anywhere on the page
LIKELY = 12  # and by which it is known in a line that was glued of several
GLUED = 20_000  # letters of a line in which blocks that were run together are looked for
HOME = 0.75  # share of the letters of a text that its own part of the page holds
FEW_WORDS = 3  # of a button or a signature behind a text
TOLD = 0.8  # share of the text that the page's data must tell to be a witness
MOST_PULLED = 400  # blocks among which quotations are compared with the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """What speaks for the blocks of a page.

    Attributes:
        extracted: Paragraphs of an extraction.
        told: The text as the page's data tells it, as one key; empty when it tells none.
        opening: Number of the block with which the text begins.
        headline: The article's.
    """

    extracted: Sequence[str]
    told: str
    opening: int
    headline: str


def choose_blocks(blocks: Sequence[Block], witnesses: Witnesses) -> list[Block] | None:
    """Choose the blocks that are the article's text, in the order of the page.

    Returns:
        None when the blocks cannot explain the extraction, which then has to be believed.
    """
    if witnesses.opening >= len(blocks):
        return None
    taken = match(blocks, witnesses.extracted, witnesses.opening)
    if taken is None:
        return None
    witnesses = replace(witnesses, opening=real_opening(blocks, taken, witnesses.opening))
    others = Others(
        blocks, frozenset(taken), opening=witnesses.opening, headline=witnesses.headline
    )
    kept = keep(blocks, taken, others, witnesses)
    grown = grow(blocks, kept, others, witnesses)
    chosen = with_subheads(blocks, without_repeats(blocks, grown), taken, others)
    return [blocks[at] for at in sorted(chosen)]


def real_opening(blocks: Sequence[Block], taken: set[int], opening: int) -> int:
    """Pass over what is above the text: title block, a player's words, the cell of a picture."""
    of_text = cells_of_text(blocks, taken)
    weights = weigh(blocks[at] for at in taken)
    whole = letters(blocks, taken)

    def is_above(block: Block) -> bool:
        small = (one for one in block.holders[-2:] if 2 * weights[one.number] < whole)
        named = any(OTHERS.search(one.names) for one in small)
        return named or is_cell(block, of_text) or is_title_line(block)

    if not is_above(blocks[opening]):
        return opening
    following = (at for at in sorted(taken) if at > opening and not is_above(blocks[at]))
    return next(following, opening)


def cells_of_text(blocks: Sequence[Block], taken: Iterable[int]) -> set[int]:
    """Gather the parts of the page that hold paragraphs of running text."""
    return {one.number for at in taken if blocks[at].long for one in blocks[at].holders}


def match(blocks: Sequence[Block], extracted: Sequence[str], opening: int) -> set[int] | None:
    """Find the blocks of an extraction; None when too little of it is found.

    A short line may stand in many places: it counts only where the text is.
    """
    keys = [key(line) for line in extracted]
    lines = set(keys)
    owns = [key(block.text) if not block.picture else "" for block in blocks]
    taken = {
        at
        for at, own in enumerate(owns)
        if own in lines and own and (len(own) >= SURE or at > opening)
    }
    found = {owns[at] for at in taken}
    missing = [line for line in keys if line not in found]
    known = sum(map(len, keys)) - sum(map(len, missing))
    if glued := "\n".join(missing)[:GLUED]:
        parts = [at for at, own in enumerate(owns) if len(own) >= LIKELY and own in glued]
        taken.update(at for at in parts if at >= opening)
        known += sum(len(owns[at]) for at in parts)
    return taken if taken and known >= EXPLAINED * sum(map(len, keys)) else None


def keep(
    blocks: Sequence[Block], taken: set[int], others: Others, witnesses: Witnesses
) -> set[int]:
    """Keep what was taken and is not another's; below the end of a told text nothing is."""
    first = witnesses.opening
    kept = {
        at
        for at in taken | {first}
        if at >= first
        and not others.hold(blocks[at])
        and (not is_link(blocks[at]) or is_told(blocks[at], witnesses))
    } | {first}
    of_text = cells_of_text(blocks, kept)
    offers = offered(blocks, first)
    readers = readers_begin(blocks, first)

    def is_none_of_it(at: int) -> bool:
        block = blocks[at]
        another = at > readers or at in offers or is_teaser(blocks, at, first)
        if another and not is_told(block, witnesses):
            return True
        return is_cell(block, of_text) or is_below_picture(blocks, at) or is_moment(block)

    kept = {at for at in kept if at == first or not is_none_of_it(at)}
    kept = at_home(blocks, kept, witnesses)
    end = told_end(blocks, kept, witnesses)
    kept = {at for at in kept if at <= end or not blocks[at].long}
    return without_ends(blocks, kept | {first}, witnesses)


def told_end(blocks: Sequence[Block], kept: set[int], witnesses: Witnesses) -> int:
    """Find where the text ends that the data tells, when it tells nearly all that was kept."""
    told = {at for at in kept if is_told(blocks[at], witnesses)}
    whole = letters(blocks, told) >= TOLD * letters(blocks, kept)
    return max(told) if told and whole else len(blocks)


def at_home(blocks: Sequence[Block], kept: set[int], witnesses: Witnesses) -> set[int]:
    """Leave out what stands outside the part of the page that holds nearly all of the text.

    Unless the data tells it, or its own part is called as that one is: a text may be parted by
    advertisements.
    """
    around = blocks[witnesses.opening].holders
    spoken = {at for at in kept if blocks[at].long or is_spoken(blocks[at])}
    homes = list(homes_of(blocks, spoken, around))
    if not letters(blocks, kept):  # a brief, all of short lines
        homes = list(around[-2:-1])
    if not homes:
        return kept
    alike = {called(one) for one in homes[-2:] if one.names}

    def belongs(block: Block) -> bool:
        if homes[-1] in block.holders:
            return True
        own = {called(one) for one in block.holders if one not in around}
        return block.long and (is_told(block, witnesses) or bool(alike & own))

    return {at for at in kept if belongs(blocks[at])}


def homes_of(
    blocks: Sequence[Block], spoken: set[int], around: Sequence[Holder]
) -> Iterator[Holder]:
    """Yield the parts of the page, the widest first, that hold nearly all of the paragraphs."""
    weights = weigh(blocks[at] for at in spoken)
    counts = Counter(one.number for at in spoken for one in blocks[at].holders)
    whole = sum(len(blocks[at].text) for at in spoken)
    for holder in around:
        most = weights[holder.number] >= HOME * whole
        if most and (counts[holder.number] > 1 or holder != around[-1]):
            yield holder


def without_ends(blocks: Sequence[Block], kept: set[int], witnesses: Witnesses) -> set[int]:
    """Leave out the headings, the buttons and the links behind the last line of the text."""
    order = sorted(kept)
    while len(order) > 1:
        block = blocks[order[-1]]
        told = block.long or item_of(block) or is_told(block, witnesses)
        bold = block.rank == LIKE_HEADING and block.holders[-1:] and block.holders[-1].tag != "h4"
        heading = (block.rank and not bold) or len(block.text.split()) <= FEW_WORDS
        if told or SENTENCE_END.search(block.text) or not (heading or block.linked > HALF):
            break
        order.pop()
    return set(order)


def grow(blocks: Sequence[Block], kept: set[int], others: Others, witnesses: Witnesses) -> set[int]:
    """Add the paragraphs that the extraction lost: those that stand as the kept ones stand."""
    parents = {parent_of(blocks[at]) for at in kept}
    lanes = {lane_of(blocks[at]) for at in kept if blocks[at].long}
    last = max(kept)
    end = min(told_end(blocks, kept, witnesses), readers_begin(blocks, witnesses.opening))
    offers = offered(blocks, witnesses.opening)
    grown = set(kept)
    for at in range(witnesses.opening + 1, len(blocks)):
        block = blocks[at]
        if at in kept or at in offers:
            continue
        if at > last + GAP or at > end:
            break
        if not is_plain(block) or others.may_hold(block) or is_teaser(blocks, at, min(kept)):
            continue
        told = block.long and is_told(block, witnesses)
        beside = parent_of(block) in parents or (block.long and lane_of(block) in lanes)
        sentence = block.long or (at < last and is_spoken(block))
        if (told or (beside and sentence)) and not is_junk(block.text):
            grown.add(at)
            last = max(last, at) if block.long else last
    return grown


def without_repeats(blocks: Sequence[Block], kept: set[int]) -> set[int]:
    """Leave out what stands in the text already: quotations that were pulled out of it."""
    pulled = {at for at in sorted(kept)[1:MOST_PULLED] if is_quotation(blocks[at])}
    text = "\n".join(key(blocks[at].text) for at in kept - pulled) if pulled else ""
    return kept - {at for at in pulled if key(blocks[at].text) in text}


def with_subheads(
    blocks: Sequence[Block], kept: set[int], taken: set[int], others: Others
) -> set[int]:
    """Add the subheads of what was kept; one with no text below it goes."""
    parents = {parent_of(blocks[at]) for at in kept}
    around = set.intersection(*({one.number for one in blocks[at].holders} for at in kept))
    last = max((at for at in kept if not blocks[at].rank), default=min(kept))
    chosen = {at for at in kept if at <= last or blocks[at].rank in {0, LIKE_HEADING}}
    for at in range(min(kept), last):
        block = blocks[at]
        if not block.rank or at in chosen or block.linked > HALF or block.picture:
            continue
        below = next((one for one in range(at + 1, at + GAP) if not blocks[one].picture), 0)
        if below in kept and not others.may_hold(block) and not is_junk(block.text):
            shared = {one.number for one in block.holders} & {
                one.number for one in blocks[below].holders
            }
            if at in taken or parent_of(block) in parents or shared - around:
                chosen.add(at)
    return chosen


def is_told(block: Block, witnesses: Witnesses) -> bool:
    """Tell whether the page's own data has a block in its text."""
    own = key(block.text) if witnesses.told else ""
    return len(own) >= SURE and own in witnesses.told
