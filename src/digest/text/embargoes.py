"""Notices in a text that it may not be shown before a moment."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice, takewhile

from digest.text.dates import read_date
from digest.text.fact_dates import senses_of

# Where a notice stands: before the text, or in its first lines.
OPENING = 600
# A notice opens a line or a bracket: news about an embargo on arms is none.
NOTICE = re.compile(
    r"(?:^|[(\[*])[ \t*>–—-]{0,5}(?:strictly\s+)?"
    r"(?:embargo(?:ed)?\s*:|embargo(?:ed)?\s+(?:until|till|to|for)\b|sperrfrist\b|sperrvermerk\b"
    r"|(?:embargo|sous\s+embargo)\s+jusqu[’']|(?:embargo|bajo\s+embargo)\s+hasta\b"
    r"|(?:embargo|sotto\s+embargo)\s+fino\b|(?:embargo|sob\s+embargo)\s+até\b"
    r"|(?:embargo|onder\s+embargo)\s+tot\b|эмбарго\s+до\b"
    r"|not\s+for\s+(?:release|publication|broadcast)\s+(?:before|until)\b)"
    r"(?P<when>[^\n]{0,90})",
    re.IGNORECASE | re.MULTILINE,
)
MAY_BE = ("embargo", "sperr", "эмбарго", "not for ")
HAS_NUMBER = re.compile(r"\d")
# What stands between the notice and its moment.
LEADING = re.compile(
    r"^(?:[\s:–—-]|\b(?:until|till|for|release|publication|on|at|bis|zum|au|à|en|el|al|a|para|het"
    r"|op|до)\b|(?<![^\W\d_])[’'])+",
    re.IGNORECASE,
)
# The moment ends where the next sentence begins.
SENTENCE = re.compile(r"[.;]\s+(?=[^\W\d_]{2,}\s+[^\W\d_])|\s[|•]\s|[)\]*]")
WORD = re.compile(r"\S+")
MOST_WORDS = 14
# A figure, a zone, the small words between them; "23 November 2026 The central": no further.
MOMENT_WORD = re.compile(
    r"\S*\d\S*|[A-Z]{2,5}|[ap]\.?m|(?:Uhr|h|hrs?|hours?|heures?|horas|ore|uur|time|noon|midnight"
    r"|at|on|of|the|um|am|den|à|le|el|la|las|los|de|del|alle|às|às|om|в|часов|и)|[–—,-]"
)
# "6pm on Monday": a notice all the same. It holds the text for a day, in which the desk can say.
HOUR = re.compile(r"\d[:.]\d\d|\d\s?(?:[ap]\.?m\b|h\b|uhr\b)", re.IGNORECASE)
UNREAD = timedelta(hours=24)
# Research is handed out weeks before it may be told; dates are otherwise not read so far ahead.
FURTHEST = timedelta(days=300)


def find_embargo(
    text: str, *, now: datetime, zone: str, languages: Sequence[str] = ()
) -> datetime | None:
    """Find the moment before which a text says that it may not be shown.

    Args:
        text: Headline and opening of an article.
        now: When the article was seen, aware; a notice is of that time.
        zone: IANA zone of a moment that names none.
        languages: Language tags of the text, the likeliest first.

    Returns:
        Aware, UTC; a day from `now` when there is a notice with an hour and no date that can be
        read. None when there is no notice, or one that names no moment at all.
    """
    opening = text[:OPENING]
    folded = opening.casefold()
    if not any(word in folded for word in MAY_BE):
        return None
    for notice in NOTICE.finditer(opening):
        read = read_notice(notice, now=now, zone=zone, languages=languages)
        if read:
            return read[0]
        if HOUR.search(notice["when"]):
            return now + UNREAD
    return None


def read_notice(
    notice: re.Match[str], *, now: datetime, zone: str, languages: Sequence[str]
) -> tuple[datetime, int] | None:
    """Read the moment of a notice, and find where in the text it ends.

    The text may go on behind it without a stop: as many words as can be read belong to it.
    """
    ends = SENTENCE.search(notice.string, notice.start("when"), notice.end())
    told = notice.string[notice.start("when") : ends.start() if ends else notice.end()]
    begin = len(told) - len(LEADING.sub("", told))
    words = islice(WORD.finditer(told, begin), MOST_WORDS)
    dated = [match.end() for match in takewhile(lambda match: is_date_word(match[0]), words)]
    for end in reversed(dated):
        moment = read_moment(told[begin:end].strip(" ,;"), now=now, zone=zone, languages=languages)
        if moment and ends and end == len(told.rstrip()):
            return moment, ends.end()
        if moment:
            return moment, notice.start("when") + end
    return None


def is_date_word(word: str) -> bool:
    """Tell whether a word may be a part of a moment, and is not the text's first one."""
    bare = word.strip(".,;()")
    senses = senses_of(bare)
    named = senses is not None and not senses.filler
    return named or MOMENT_WORD.fullmatch(bare) is not None


def read_moment(
    when: str, *, now: datetime, zone: str, languages: Sequence[str]
) -> datetime | None:
    """Read a moment that may be far ahead.

    Without a year the same words mean two moments: the one that is nearer is meant.
    """
    if not HAS_NUMBER.search(when):
        return None
    found = (
        read_date(when, now=moment, zone=zone, languages=languages)
        for moment in (now, now + FURTHEST)
    )
    moments = [one.instant for one in found if one]
    return min(moments, key=lambda one: abs(one - now), default=None)


def is_notice(text: str) -> bool:
    """Tell whether a paragraph opens with the notice of an embargo, whatever moment it names."""
    notice = NOTICE.match(text)
    return notice is not None and bool(HAS_NUMBER.search(notice["when"]))


def strip_notice(text: str, *, now: datetime, languages: Sequence[str] = ()) -> str:
    """Take the notice of an embargo off the beginning of a text, as readers need none.

    One whose moment cannot be read stays: nobody holds the text, so that an editor has to see it.

    Args:
        text: Lede or body of an article.
        now: When the article was seen, aware.
        languages: Language tags of the text, the likeliest first.
    """
    notice = NOTICE.match(text)
    read = notice and read_notice(notice, now=now, zone="UTC", languages=languages)
    return text[read[1] :].lstrip(" \n\t.,;:|•–—-)]*") if read else text
