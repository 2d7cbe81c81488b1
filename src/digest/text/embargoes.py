"""Notices in a text that it may not be shown before a moment."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from digest.text.dates import read_date

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
        Aware, UTC; None when there is no notice, or one whose moment cannot be read.
    """
    opening = text[:OPENING]
    folded = opening.casefold()
    if not any(word in folded for word in MAY_BE):
        return None
    for notice in NOTICE.finditer(opening):
        when = LEADING.sub("", SENTENCE.split(notice["when"], maxsplit=1)[0]).strip()
        if not HAS_NUMBER.search(when):
            continue
        found = (
            read_date(when, now=moment, zone=zone, languages=languages)
            for moment in (now, now + FURTHEST)
        )
        moments = [one.instant for one in found if one]
        if moments:
            # Without a year the same words mean two moments: the one that is nearer is meant.
            return min(moments, key=lambda one: abs(one - now))
    return None


def strip_notice(text: str) -> str:
    """Take the notice of an embargo off the beginning of a text, as readers need none."""
    notice = NOTICE.match(text)
    if notice is None:
        return text
    ends = SENTENCE.search(text, notice.start("when"), notice.end())
    return text[ends.end() if ends else notice.end() :].lstrip()
