"""Which line above a text is its headline, when nothing but its looks can tell."""

import re
from collections.abc import Sequence

from digest.collect.blocks import Block
from digest.collect.front_lines import Setting, is_byline, is_date_line, opens_byline
from digest.collect.front_text import NAMED_OTHER
from digest.collect.likeness import (
    content_stems,
    goes_on,
    is_masthead,
    key,
    likeness,
    title_parts,
)
from digest.text.phrases import is_junk
from digest.text.sentences import split_sentences

REACH = 14  # blocks above the text in which its headline is looked for
LONGEST_HEADLINE = 300
FEW_WORDS = 4
LONGEST_MADE = 110  # letters of a headline that is made from the text
LINKED = 0.8
NAMED_HEADLINE = re.compile(
    r"\b(?:headline|entry title|article title|post title|story title|news title|p name"
    r"|titulo|titolo|titre|titel|art ?title)\b"
)
NAMED_MASTHEAD = re.compile(
    r"\b(?:logo|site ?(?:title|name|header|brand)|masthead|brand|visually hidden|sr only"
    r"|screen reader text|visuallyhidden)\b"
)
# What the first two of several lines lose: masthead and slogan stand there.
AT_THE_TOP = (1.0, 0.5)
RANKS = {0: 0.0, 1: 2.0, 2: 1.3, 3: 0.9, 4: 0.7, 5: 0.4, 6: 0.3}


def find_headline(blocks: Sequence[Block], opening: int, setting: Setting) -> int | None:
    """Find the block that is the headline; None when no line above the text can be it."""
    stems = content_stems(" ".join(setting.body[:8] or texts(blocks, opening)))
    dates = [
        at for at in range(max(0, opening - REACH), opening) if is_date_line(blocks[at], setting)
    ]
    candidates = [
        at
        for at in range(opening)
        if at not in dates and may_be_headline(blocks[at], at, opening, setting)
    ]
    if not candidates:
        return None

    named = next((at for at in range(opening) if opens_byline(blocks[at], setting)), opening)

    def score(at: int) -> float:
        return (
            standing(blocks[at])
            + telling(blocks[at].text, stems, setting)
            + placing(
                candidates.index(at),
                len(candidates),
                after_date=any(day < at for day in dates),
                like=likeness(blocks[at].text, stems),
            )
            - below(blocks, at, named)
        )

    best = max(candidates, key=score)
    return best if is_plausible(blocks[best], best, dates, stems, setting) else None


def texts(blocks: Sequence[Block], start: int) -> list[str]:
    """List the first paragraphs of running text from a block on."""
    return [block.text for block in blocks[start : start + 40] if block.long][:8]


def may_be_headline(block: Block, at: int, opening: int, setting: Setting) -> bool:
    """Tell whether a block above the text can be its headline at all."""
    if block.picture or len(block.text) > LONGEST_HEADLINE or (block.long and not block.rank):
        return False
    if at < opening - REACH and block.rank not in {1, 2}:
        return False
    if block.linked > LINKED and not block.rank:
        return False
    return not (
        is_masthead(block.text, setting.sites)
        or NAMED_OTHER.search(block.hints)
        or is_byline(block, setting)
        or is_junk(block.text)
    )


def below(blocks: Sequence[Block], at: int, named: int) -> float:
    """Score what stands above a plain line: below a byline or a picture is no headline."""
    if blocks[at].rank in {1, 2}:
        return 0.0
    pictured = at > 0 and blocks[at - 1].picture and not blocks[at].rank
    return 1.2 * (at > named) + 0.4 * pictured


def standing(block: Block) -> float:
    """Score how a line looks."""
    words = len(block.text.split())
    wide = len(block.text) / 3 if words <= FEW_WORDS and not block.text.isascii() else 0.0
    score = RANKS[block.rank] + min(max(words, wide), 8.0) * 0.18
    score += 0.6 * bool(NAMED_HEADLINE.search(block.hints))
    score -= 1.5 * bool(NAMED_MASTHEAD.search(block.hints))
    score -= 0.7 * block.text.endswith((".", ":", "。"))
    return score + 0.4 * bool(block.regions & {"article", "main"})


def telling(text: str, stems: frozenset[str], setting: Setting) -> float:
    """Score how far the text, and the page's own names for itself, speak of a line."""
    like = likeness(text, stems)
    own = key(text)
    words = len(text.split())
    named = 0.0
    for title in setting.titles:
        if own in {key(part) for part in title_parts(title)} or goes_on(text, title, stems):
            named = max(named, 1.5 if like or words > FEW_WORDS else 0.3)
    return 3 * like + named


def placing(rank: int, count: int, *, after_date: bool, like: float) -> float:
    """Score where a line stands among those above the text: mastheads and slogans stand first.

    The text speaks of neither.
    """
    score = 0.7 * after_date
    if rank < count - 1:
        score -= (1 - like) * AT_THE_TOP[rank] if rank < len(AT_THE_TOP) else 0.0
    return score + {0: 0.5, 1: 0.4}.get(count - 1 - rank, 0.0)


def is_plausible(
    block: Block, at: int, dates: Sequence[int], stems: frozenset[str], setting: Setting
) -> bool:
    """Refuse the best line when it is still more like a masthead or a slogan than a headline."""
    like = likeness(block.text, stems)
    named = telling(block.text, frozenset(), setting) > 1
    if like or named:
        return True
    words = len(block.text.split())
    above_date = any(day > at for day in dates)
    return not above_date and (words > FEW_WORDS or block.rank in {1, 2, 3})


def make_headline(paragraphs: Sequence[str]) -> str:
    """Make a headline of the first sentence of a text that has none; "" without any text."""
    if not paragraphs:
        return ""
    sentence = next(iter(split_sentences(paragraphs[0][:2000])), "").strip()
    if len(sentence) <= LONGEST_MADE:
        return sentence.removesuffix(".")
    return sentence[: LONGEST_MADE - 1].rpartition(" ")[0].rstrip(",;:–—- ") + "…"
