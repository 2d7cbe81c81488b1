"""The top of an article as its reader sees it: headline, date, byline, where the text begins.

Works on blocks alone, so that a page without any metadata and a page saved as plain text are read
by the same rules. The masthead of a newspaper stands above the headline, and often larger.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.collect.blocks import Block
from digest.collect.front_headline import REACH, find_headline
from digest.collect.front_lines import (
    Setting,
    best_date,
    date_of,
    find_byline,
    find_dates,
    is_byline,
)
from digest.collect.front_text import (
    FEW_WORDS,
    NAMED_OTHER,
    find_opening,
    first_long,
    is_named_dek,
    is_sentence,
    next_long,
)
from digest.collect.likeness import key
from digest.model.article import Byline
from digest.text.dates import ReadDate
from digest.text.phrases import is_junk

BELOW_DEK = 12  # blocks between a dek and the text: byline, date, share row, picture
AFTER = 5  # blocks below its beginning in which a byline or date may still stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What stands above an article's text.

    Attributes:
        headline, dek: One line each; empty when there is none.
        byline: Who is named as its writer there.
        published: The date that stands there; None without one.
        opening: Number of the block with which the text begins; that of all blocks without any.
        lines: Keys of the lines that are no part of the text.
    """

    headline: str = ""
    dek: str = ""
    byline: tuple[Byline, ...] = ()
    published: ReadDate | None = None
    opening: int = 0
    lines: frozenset[str] = frozenset()


def read_front(blocks: Sequence[Block], setting: Setting) -> Front:
    """Read the top of an article.

    Args:
        blocks: The whole page, in order.
        setting: What is known of it.
    """
    opening = find_opening(blocks, setting.body)
    place = find_headline(blocks, opening, setting)
    if place is not None:
        opening = first_long(blocks, place + 1, opening)
    opening, dek = find_dek(blocks, place, opening, setting)
    around = list(near(blocks, place, opening))
    dates = find_dates(blocks, around, setting)
    byline_at, byline = find_byline(blocks, around, setting)
    lines = {key(block.text) for block in blocks[:opening] if not block.long}
    lines |= {key(dek), *(key(blocks[at].text) for at in (*dates, *byline_at))}
    return Front(
        headline=blocks[place].text if place is not None else "",
        dek=dek,
        byline=byline,
        published=best_date(list(dates.values())),
        opening=opening,
        lines=frozenset(lines - {""}),
    )


def near(blocks: Sequence[Block], place: int | None, opening: int) -> Iterator[int]:
    """Yield the blocks in which byline and date may stand, the likeliest first.

    Between headline and text, then just below its beginning, then above the headline upwards.
    """
    top = place if place is not None else max(0, opening - REACH)
    yield from range(top + 1, min(opening, len(blocks)))
    yield from range(opening, min(opening + AFTER, len(blocks)))
    yield from range(min(top, len(blocks) - 1), max(-1, top - REACH), -1)


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
    named = (blocks[at].text for at in between if is_named_dek(blocks[at]))
    if dek := next((text for text in named if len(text.split()) > FEW_WORDS), ""):
        return opening, dek
    titling = [at for at in between if is_titling(blocks[at], setting)]
    plain = (at for at in between if at not in titling and is_sentence(blocks[at]))
    sentence = next((at for at in plain if is_text(blocks[at])), None)
    if sentence is not None:
        is_dek = any(at > sentence for at in titling)
        return (opening, blocks[sentence].text) if is_dek else (sentence, "")
    return long_dek(blocks, opening)


def is_titling(block: Block, setting: Setting) -> bool:
    """Tell whether a line names the writers or the date."""
    return is_byline(block, setting) or date_of(block, setting) is not None


def is_text(block: Block) -> bool:
    """Tell whether a sentence is not one of the page's own furniture."""
    return not (NAMED_OTHER.search(block.hints) or is_junk(block.text))


def long_dek(blocks: Sequence[Block], opening: int) -> tuple[int, str]:
    """Take the first paragraph for the dek when the page calls it so, and only it."""
    if opening < len(blocks) and is_named_dek(blocks[opening]):
        following = next_long(blocks, opening, reach=BELOW_DEK)
        if following is not None and not is_named_dek(blocks[following]):
            return following, blocks[opening].text
    return opening, ""
