"""Where the running text of a page begins."""

import re
from collections.abc import Sequence

from digest.collect.blocks import HALF, LIKE_HEADING, Block, is_long
from digest.collect.front_lines import NAMED_BYLINE
from digest.collect.likeness import key
from digest.text.datelines import split_dateline
from digest.text.phrases import is_junk

GAP = 5  # short blocks that may stand between two paragraphs of one text
FEW_WORDS = 4
NAMED_DEK = re.compile(
    r"\b(?:dek|deck|standfirst|sub ?title|sub ?head(?:line|ing)?|strapline|intro|chapo|lead|lede"
    r"|excerpt|article summary|summary|synopsis|abstract|vorspann|teaser text|description|chapeau"
    r"|accroche|entradilla|bajada|copete|sumario|sommario|catenaccio|linha fina|subtitulo|resumo"
    r"|ingress|manchet|anleser|unterzeile|untertitel|zajawka|preamble)\b"
)
# Names that pages give to the first paragraph of the text as well.
LIKE_LEDE = re.compile(
    r"\b(?:intro|lead|lede|excerpt|abstract|teaser text|description|ingress|summary)\b"
)
NAMED_OTHER = re.compile(
    r"\b(?:comments?|cookies?|consent|related|promo|newsletter|breadcrumbs?|share|sharing|social"
    r"|menu|navigation|advert(?:isement)?|caption|most read|popular|sponsored|paywall|banner"
    r"|(?:img|image|photo|picture|media) ?(?:desc(?:ription)?|info|details|cptn)|cptn|cutline"
    r"|legend[ae]?|bildtexte?|bildunterschrift|bildtekst|billedtekst|didascalia|kuvateksti"
    r"|pie ?(?:de )?foto)\b"
)
# A full stop of any script, and what may close behind it.
SENTENCE_END = re.compile("[.!?\u2026\u3002\uff01\uff1f\u061f\u0964]['\"”’»)\\]]*$")


def find_opening(blocks: Sequence[Block], body: Sequence[str], titles: Sequence[str] = ()) -> int:
    """Find the block with which the running text begins; `len(blocks)` without any.

    The first one that is known to be text, below the heading that is the page's title when most of
    the text is there; else the first of the largest group of paragraphs.
    """
    known = {key(paragraph) for paragraph in body}
    places = [at for at, block in enumerate(blocks) if block.long and key(block.text) in known]
    if places:
        title = find_title(blocks, titles)
        below = [at for at in places if at > title]
        most = 2 * letters_of(blocks, below) > letters_of(blocks, places)
        return first_alike(blocks, below[0] if most else places[0])
    best, best_size, start, size, last = len(blocks), 0, 0, 0, -GAP - 1
    for at, block in enumerate(blocks):
        if not block.long or NAMED_OTHER.search(block.hints):
            continue
        if at - last > GAP:
            start, size = at, 0
        size += len(block.text)
        last = at
        if size > best_size:
            best, best_size = start, size
    return best if best < len(blocks) else first_sentence(blocks)


def find_title(blocks: Sequence[Block], titles: Sequence[str]) -> int:
    """Find the first great heading that says what the page calls itself; -1 without any."""
    wanted = {key(title) for title in titles}
    headings = (at for at, block in enumerate(blocks) if block.rank in {1, 2})
    return next((at for at in headings if key(blocks[at].text) in wanted), -1)


def letters_of(blocks: Sequence[Block], numbers: Sequence[int]) -> int:
    """Count the letters of some blocks."""
    return sum(len(blocks[at].text) for at in numbers)


def first_alike(blocks: Sequence[Block], opening: int) -> int:
    """Go back to the first paragraph that stands as the known one does, with little between."""
    first = opening
    for at in range(opening - 1, -1, -1):
        if first - at > GAP:
            break
        block = blocks[at]
        if block.rank in {1, 2} and not is_beside(block, blocks[opening]):
            break
        other = NAMED_OTHER.search(block.hints) or is_junk(block.text)
        ended = block.long and SENTENCE_END.search(block.text)
        if ended and not other and is_beside(block, blocks[opening]):
            first = at
    return first


def is_beside(block: Block, other: Block) -> bool:
    """Tell whether two blocks stand in one part of the page, or in two that are called alike."""
    mine, yours = block.holders, other.holders
    if mine[-1:] == yours[-1:] or mine[-2:-1] == yours[-2:-1]:
        return True
    around = [part.names.partition(" ")[0] for part in (*mine[-2:-1], *yours[-2:-1])]
    alike = mine[-1].tag == yours[-1].tag and around[0] and around[0] == around[-1]
    return bool(alike) and mine[:-2] == yours[:-2]


def first_sentence(blocks: Sequence[Block]) -> int:
    """Find where the text of a brief begins, whose paragraphs are all short."""
    sentences = [
        at
        for at, block in enumerate(blocks)
        if is_sentence(block) and not NAMED_OTHER.search(block.hints) and not is_junk(block.text)
    ]
    enough = is_long(" ".join(blocks[at].text for at in sentences))
    return sentences[0] if sentences and enough else len(blocks)


def is_sentence(block: Block) -> bool:
    """Tell whether a short block may be running text: it has words, and ends like a sentence."""
    worded = len(block.text.split()) > FEW_WORDS or is_long(block.text)
    plain = not block.picture and block.rank in {0, LIKE_HEADING} and block.linked < HALF
    return plain and worded and bool(SENTENCE_END.search(block.text))


def first_long(blocks: Sequence[Block], start: int, opening: int) -> int:
    """Find the first paragraph below the headline, of the text that begins at `opening`."""
    for at in range(max(start, opening - GAP), opening):
        block = blocks[at]
        if block.long and not NAMED_OTHER.search(block.hints) and not is_junk(block.text):
            return at
    return opening


def is_named_dek(block: Block) -> bool:
    """Tell whether the page calls a block the line below its headline."""
    named = NAMED_DEK.search(block.hints) and not NAMED_BYLINE.search(block.hints)
    if not named or block.picture or NAMED_OTHER.search(block.hints):
        return False
    return not has_dateline(block)


def has_dateline(block: Block) -> bool:
    """Tell whether a paragraph begins with the place of the news, as only the text itself does."""
    return block.long and split_dateline(block.text)[1] is not None


def is_first_of(block: Block, following: Block) -> bool:
    """Tell whether what may be the line below a headline stands among the paragraphs."""
    around = [holder.number for holder in block.holders[-2:-1]]
    beside = [holder.number for holder in following.holders[-2:-1]]
    return bool(LIKE_LEDE.search(block.hints)) and bool(around) and around == beside


def next_long(blocks: Sequence[Block], at: int, *, reach: int) -> int | None:
    """Find the next paragraph among the blocks within reach; None when there is none."""
    following = range(at + 1, min(at + 1 + reach, len(blocks)))
    return next((one for one in following if blocks[one].long), None)
