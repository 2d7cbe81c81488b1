"""The top of an article as its reader sees it: headline, date, byline, where the text begins.

Works on blocks alone, so that a page without any metadata and a page saved as plain text are read
by the same rules. The masthead of a newspaper stands above the headline, and often larger.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from digest.collect.blocks import Block
from digest.collect.front_dek import find_dek
from digest.collect.front_headline import REACH, find_headline
from digest.collect.front_lines import (
    LINKED,
    Setting,
    announces_date,
    best_date,
    find_byline,
    find_dates,
    is_signature,
    people_of,
)
from digest.collect.front_text import FEW_WORDS, SENTENCE_END, find_opening, first_long
from digest.collect.likeness import key
from digest.model.article import Byline
from digest.text.byline_marks import OPENS_BYLINE
from digest.text.bylines import split_byline
from digest.text.dates import ReadDate
from digest.text.phrases import is_junk

AFTER = 5  # blocks below its beginning in which a byline or date may still stand
ABOVE = 4  # blocks above the headline in which a writer may be named
SIGNED = 4  # blocks below the text in which its writer may sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What stands above an article's text.

    Attributes:
        headline, dek: One line each; empty when there is none.
        byline: Who is named as its writer there.
        published: The date that stands there; None without one.
        opening: Number of the block with which the text begins; that of all blocks without any.
        lines: Keys of the lines that are no part of the text.
        below: Keys of those that stand between the headline and the text.
    """

    headline: str = ""
    dek: str = ""
    byline: tuple[Byline, ...] = ()
    published: ReadDate | None = None
    opening: int = 0
    lines: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()


def read_front(blocks: Sequence[Block], setting: Setting) -> Front:
    """Read the top of an article.

    Args:
        blocks: The whole page, in order.
        setting: What is known of it.
    """
    opening = find_opening(blocks, setting.body, setting.titles)
    place = find_headline(blocks, opening, setting)
    if place is not None:
        opening = first_long(blocks, place + 1, opening)
    opening, dek = find_dek(blocks, place, opening, setting)
    around = list(near(blocks, place, opening))
    dates = find_dates(blocks, around, setting)
    writers = [at for at in around if place is None or at > place - ABOVE]
    below = list(behind(blocks, opening, setting))
    byline_at, byline = find_byline(blocks, [*writers, *below], setting)
    if not byline and below and is_signature(blocks[below[0]], setting):
        byline_at, byline = below[:1], people_of(blocks[below[0]], setting)
    if not dates:
        announced = [at for at in below if announces_date(blocks[at].text)]
        dates = find_dates(blocks, announced, setting)
    lines = {key(block.text) for block in blocks[:opening] if not block.long}
    titling = (at for at in (*dates, *byline_at) if at < opening or not tells(blocks[at].text))
    lines |= {key(dek), *(key(blocks[at].text) for at in titling)}
    return Front(
        headline=blocks[place].text if place is not None else "",
        dek=dek,
        byline=byline,
        published=best_date(list(dates.values())),
        opening=opening,
        lines=frozenset(lines - {""}),
        below=frozenset(key(block.text) for block in blocks[place + 1 : opening])
        if place is not None
        else frozenset(),
    )


def tells(text: str) -> bool:
    """Tell whether a line that names its writer tells more: "By nightfall …, Jo Marsh reports."."""
    told, people = split_byline(text)
    return bool(told and people)


def near(blocks: Sequence[Block], place: int | None, opening: int) -> Iterator[int]:
    """Yield the blocks in which byline and date may stand, the likeliest first.

    Between headline and text, then just below its beginning, then above the headline upwards.
    """
    top = place if place is not None else max(0, opening - REACH)
    yield from range(top + 1, min(opening, len(blocks)))
    below = range(opening, min(opening + AFTER, len(blocks)))
    yield from takewhile(lambda at: not opens_another(blocks[at]), below)
    yield from range(min(top, len(blocks) - 1), max(-1, top - REACH), -1)


def opens_another(block: Block) -> bool:
    """Tell whether another article, or a part of its own, begins: a heading, a linked headline."""
    words = len(block.text.split())
    teaser = block.linked > LINKED and words > FEW_WORDS and not SENTENCE_END.search(block.text)
    return block.rank in {1, 2, 3} or (teaser and not OPENS_BYLINE.match(block.text))


def behind(blocks: Sequence[Block], opening: int, setting: Setting) -> Iterator[int]:
    """Yield the blocks below the text, in which its writer may sign: "Text: Vera Malk"."""
    known = {key(paragraph) for paragraph in setting.body}
    text = (at for at in range(len(blocks) - 1, opening, -1) if key(blocks[at].text) in known)
    last = next(text, None)
    for at in range(last + 1, min(last + 1 + SIGNED, len(blocks))) if last is not None else ():
        other = blocks[at].long and not is_junk(blocks[at].text)
        if other or opens_another(blocks[at]):
            return
        yield at
