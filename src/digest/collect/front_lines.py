"""Lines of a title block: which are a date, which name the writers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest.collect.blocks import LIKE_HEADING, Block
from digest.collect.clues import Reading
from digest.model.article import Byline, Precision
from digest.text.bylines import read_byline
from digest.text.dates import ReadDate, find_date

LONGEST_LINE = 160
LINKED = 0.8
MOST_LETTERS = 40  # of a line that is a date and hardly anything else
BY = re.compile(
    r"(?:(?:story|text|words|written|reported|report|reporting|interview)\s+)?"
    r"(?:by|von|par|por|di|door|av|af|authors?:|autor(?:in)?:?|text:|tekst:|texte\s*:"
    r"|testo di|автор:?|от|szerző:|írta:|autori?:|kirjoittaja:|بقلم:?|מאת:?|文[:/]|記者)\s*\S",
    re.IGNORECASE,
)
LATE_BY = re.compile(r"\d.{0,20}\b(?:by|von|par|por|di|door)\s+[^\W\d_]", re.IGNORECASE)
NAMED_BYLINE = re.compile(
    r"\b(?:by ?line|author|authors|autor|auteur|autore|writer|reporter|firma|signature)\b"
)
DIGIT = re.compile(r"\d|ago\b|\bvor\b|yesterday|today", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What helps to tell the lines apart.

    Attributes:
        reading: Source, moment, zone.
        sites: Keys of the site's name.
        titles: What the page calls itself: its title, and the headlines of its metadata.
        languages: Language tags, the likeliest first.
        body: Paragraphs that are known to be the text; empty when nothing is known.
    """

    reading: Reading
    sites: frozenset[str] = frozenset()
    titles: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    body: tuple[str, ...] = ()


def find_dates(
    blocks: Sequence[Block], around: Sequence[int], setting: Setting
) -> dict[int, ReadDate]:
    """Read the lines that are dates."""
    found: dict[int, ReadDate] = {}
    for at in around:
        if moment := date_of(blocks[at], setting):
            found[at] = moment
    return found


def best_date(dates: Sequence[ReadDate]) -> ReadDate | None:
    """Choose the first date, or a more exact one within a day of it."""
    for one in dates:
        if one.precision is Precision.MINUTE and abs(one.instant - dates[0].instant).days < 1:
            return one
    return dates[0] if dates else None


def date_of(block: Block, setting: Setting) -> ReadDate | None:
    """Read the date of a line of a title block; None for any other line."""
    if block.long or block.rank in {1, 2, 3} or block.picture or block.linked > LINKED:
        return None
    for text in (block.instant, block.text):
        if text and len(text) <= LONGEST_LINE and DIGIT.search(text):
            reading = setting.reading
            moment = find_date(
                text, now=reading.now, zone=reading.zone, languages=setting.languages
            )
            if moment:
                return moment
    return None


def is_date_line(block: Block, setting: Setting) -> bool:
    """Tell whether a line is a date and hardly anything else."""
    letters = sum(1 for char in block.text if char.isalpha())
    return letters <= MOST_LETTERS and date_of(replace(block, rank=0), setting) is not None


def find_byline(
    blocks: Sequence[Block], around: Sequence[int], setting: Setting
) -> tuple[list[int], tuple[Byline, ...]]:
    """Find the line that names the writers; also tell every line that only does so."""
    for at in around:
        if is_byline(blocks[at], setting) and (people := people_of(blocks[at], setting)):
            return [at], people
    return [], ()


def is_byline(block: Block, setting: Setting) -> bool:
    """Tell whether a line names the writers."""
    if block.picture or block.rank not in {0, LIKE_HEADING} or len(block.text) > LONGEST_LINE:
        return False
    named = BY.match(block.text) or NAMED_BYLINE.search(block.hints)
    # "Posted on 17 November 2026 by Erik Nyholm": only a date makes sure that it is no headline.
    late = LATE_BY.search(block.text) and date_of(block, setting)
    return bool(named or late) and bool(people_of(block, setting))


def people_of(block: Block, setting: Setting) -> tuple[Byline, ...]:
    """Read the people of a line."""
    return read_byline(block.text, site=setting.reading.source)
