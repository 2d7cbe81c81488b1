"""When an article was published, among the dates that its page states and shows."""

import re
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from digest.collect.clues import Clues, Reading
from digest.collect.front import Front
from digest.collect.front_lines import best_date
from digest.model.article import Precision
from digest.text.dates import ReadDate, read_date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS_IN_PATH = (
    re.compile(
        r"[/_-](?P<year>(?:19|20)\d\d)(?P<mark>[/_-])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
        r"(?=[/_.-]|$)"
    ),
    re.compile(
        rf"/(?P<year>(?:19|20)\d\d)/(?P<month>{'|'.join(MONTHS)})/(?P<day>\d{{1,2}})(?=/|$)"
    ),
    re.compile(
        r"[/_-](?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?=[/_.-]|$)"
    ),
)
NEAR = timedelta(days=3)
QUARTER = 900  # seconds by which zones differ
WIDEST_SHIFT = 14 * 3600


def choose_date(
    layers: Sequence[Clues], front: Front, *, url: str, reading: Reading, languages: Sequence[str]
) -> ReadDate | None:
    """Choose the moment of publication: stated, shown, in the address, and last that of a change.

    Of several that are stated the first one counts, or a more exact one of the same day. "3 hours
    ago" was true when the page was made, which may be long before it is read.
    """
    texts = [text for clues in layers for text in clues.dates]
    stated = read_all(texts, reading, languages)
    shown = front.published
    if (
        stated
        and shown
        and is_shifted(shown, stated[0])
        and names_no_zone(texts, stated[0], reading)
    ):
        return shown
    if stated:
        return best_date([*stated, *([shown] if shown else [])])
    day = day_of_path(url, reading)
    if day and not (shown and is_near(shown, day)):
        return day
    changed = [text for clues in layers for text in clues.changed]
    return shown or best_date(read_all(changed, reading, languages))


def read_all(texts: Sequence[str], reading: Reading, languages: Sequence[str]) -> list[ReadDate]:
    """Read the texts that are dates of their own."""
    read = (
        read_date(text, now=reading.now, zone=reading.zone, languages=languages) for text in texts
    )
    return [moment for moment in read if moment and not moment.relative]


def is_shifted(shown: ReadDate, stated: ReadDate) -> bool:
    """Tell whether two dates show the same clock in two zones."""
    if not shown.precision == stated.precision == Precision.MINUTE:
        return False
    whole = stated.instant.replace(second=0, microsecond=0)
    seconds = abs((shown.instant.replace(second=0, microsecond=0) - whole).total_seconds())
    return 0 < seconds <= WIDEST_SHIFT and seconds % QUARTER == 0


def names_no_zone(texts: Sequence[str], moment: ReadDate, reading: Reading) -> bool:
    """Tell whether the stated text that was read as this date names no zone of its own."""
    for text in texts:
        known = read_date(text, now=reading.now, zone=reading.zone)
        if known and known.instant == moment.instant:
            bare = read_date(text, now=reading.now)
            return bare is not None and not bare.zone_known
    return False


def is_near(moment: ReadDate, day: ReadDate) -> bool:
    """Tell whether a visible date may be that of an address: others are of today or of a change."""
    return abs(moment.instant - day.instant) <= NEAR


def day_of_path(url: str, reading: Reading) -> ReadDate | None:
    """Read the day that stands in an address; None without any."""
    path = urlsplit(url).path.lower()
    for pattern in DAYS_IN_PATH:
        if day := pattern.search(path):
            month = MONTHS.index(day["month"]) + 1 if day["month"] in MONTHS else int(day["month"])
            text = f"{day['year']}-{month:02}-{int(day['day']):02}"
            return read_date(text, now=reading.now, zone=reading.zone)
    return None
