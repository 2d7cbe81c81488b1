"""Which edition a moment means, what it selects from, and until when it may leave.

Instants are aware and in UTC; the publication's zone decides which day and which cut-off they
belong to. A local time that the clocks skip is moved on by as much as they are (2:30 means 3:30),
one that comes twice is taken as the first of the two (PEP 495, fold 0).
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from digest.errors import UsageError
from digest.model.article import Article, Precision
from digest.model.edition import Window
from digest.model.publication import Publication, Slot, SourceKind, WeeklyRules

LOOK_BACK = timedelta(hours=24)
FURTHEST_BACK = timedelta(days=7)
LATE = timedelta(hours=24)
WEEK = timedelta(days=7)
MOST_WEEKS = 2
EARLIER = "published earlier"
FIRST_YEAR, LAST_YEAR = 1970, 9998


def local_day(publication: Publication, now: datetime) -> date:
    """Tell which date it is at the desk.

    Args:
        publication: Its zone decides.
        now: The present moment, aware.
    """
    return now.astimezone(ZoneInfo(publication.timezone)).date()


def edition_slug(publication: Publication, day: date, slot: Slot | None) -> str:
    """Name an edition: publication, local date and slot, such as "the-daily-2026-11-23-morning"."""
    name = f"{publication.id}-{day.isoformat()}"
    return f"{name}-{slot.name}" if slot else name


def round_up_day(publication: Publication, rules: WeeklyRules, now: datetime) -> date:
    """Tell the local date of the round-up that is meant at a moment: today's, or the next."""
    today = local_day(publication, now)
    return today + timedelta(days=(rules.day - today.weekday()) % 7)


def round_up_due(publication: Publication, rules: WeeklyRules, day: date) -> datetime:
    """Tell the moment of a round-up: its cut-off, before which it does not leave by itself."""
    return local_moment(publication, day, rules.at)


def round_up_window(
    publication: Publication,
    rules: WeeklyRules,
    day: date,
    *,
    now: datetime,
    last_sent_end: datetime | None,
) -> Window:
    """Tell which week a round-up looks back on.

    Args:
        publication: The publication.
        rules: Of its round-up.
        day: Local date of the round-up.
        now: The present moment, aware: what is planned after it cannot be in it any more.
        last_sent_end: Cut-off of the last round-up that was sent; None before the first.

    Returns:
        From the last cut-off to this one, or to now when that is earlier: a week that was quiet,
        or an edition that came after the draft, waits for the next. Seven days when there is no
        last one, at most fourteen.
    """
    due = round_up_due(publication, rules, day)
    end = min(due, now.astimezone(UTC))
    if last_sent_end is None or last_sent_end >= end:
        start = local_moment(publication, day - WEEK, rules.at)
    else:
        start = max(last_sent_end, local_moment(publication, day - MOST_WEEKS * WEEK, rules.at))
    return Window(start=min(start, end), end=end)


def round_up_deadline(publication: Publication, rules: WeeklyRules, day: date) -> datetime:
    """Tell after which moment nothing of a round-up is begun."""
    if rules.send_by:
        return local_moment(publication, day, rules.send_by)
    return end_of_day(publication, day)


def choose_slot(
    publication: Publication, *, now: datetime, day: date | None = None, name: str | None = None
) -> Slot | None:
    """Choose the slot that is meant.

    Args:
        publication: The publication with its slots.
        now: The present moment, aware.
        day: Local date of the edition; None means today.
        name: The slot's name; None means the latest of that day whose time has come, and the first
            of the day as long as none has.

    Returns:
        None for a publication without slots.

    Raises:
        UsageError: There is no slot of that name.
    """
    slots = sorted(publication.edition.slots, key=lambda slot: slot.at)
    if name is not None:
        found = next((slot for slot in slots if slot.name == name), None)
        if found is None:
            known = ", ".join(slot.name for slot in slots)
            raise UsageError(
                f"There is no slot {name!r} in digest.toml.",
                f"Its slots are: {known}." if known else "Leave it out: there are no slots.",
            )
        return found
    chosen = day or local_day(publication, now)
    # By moment, not by name of the hour: a slot in the hour that the clocks skip comes after it.
    moments = sorted(
        (local_moment(publication, chosen, slot.at), slot.at, slot.name) for slot in slots
    )
    come = [name for moment, _, name in moments if moment <= now] or [
        name for _, _, name in moments[:1]
    ]
    return next((slot for slot in slots if come and slot.name == come[-1]), None)


def choose_window(
    publication: Publication,
    *,
    day: date,
    slot: Slot | None,
    now: datetime,
    last_sent_end: datetime | None,
) -> Window:
    """Choose what an edition selects from.

    Args:
        publication: The publication.
        day: Local date of the edition.
        slot: Its slot; without one the cut-off is `now` for today's edition, and the end of the
            day for any other.
        now: The present moment, aware.
        last_sent_end: Cut-off of the last edition that was sent; None before the first. One that is
            not before this cut-off belongs to a later edition and does not count.

    Returns:
        From the last cut-off to this one: 24 hours when there is no last one, at most 7 days.

    Raises:
        UsageError: The day is not one that an edition can have.
    """
    if slot:
        end = local_moment(publication, day, slot.at)
    elif day == local_day(publication, now):
        end = now.astimezone(UTC)
    else:
        end = end_of_day(publication, day)
    if last_sent_end is None or last_sent_end >= end:
        start = end - LOOK_BACK
    else:
        start = max(last_sent_end.astimezone(UTC), end - FURTHEST_BACK)
    return Window(start=start, end=end)


def send_deadline(publication: Publication, day: date, slot: Slot | None) -> datetime:
    """Tell after which moment nothing of an edition is begun.

    Returns:
        The slot's own time, else the publication's, else the end of the local day; aware, UTC.

    Raises:
        UsageError: The day is not one that an edition can have.
    """
    until = (slot and slot.send_by) or publication.sending.send_by
    return local_moment(publication, day, until) if until else end_of_day(publication, day)


def belongs(
    article: Article,
    window: Window,
    *,
    zone: str,
    source_kind: SourceKind | None,
    folder_day: date | None = None,
    source_since: datetime | None = None,
) -> str | None:
    """Tell why an article does not belong to an edition; None when it does.

    Args:
        article: As it is kept in the store.
        window: What the edition selects from.
        zone: The publication's IANA zone.
        source_kind: Kind of the source that brought it; None when that source is gone.
        folder_day: Set when an edition was asked for by its date: articles of a folder then belong
            by the date they carry.
        source_since: When its source was first collected. When that was inside the window, what
            the source had published before is a backlog, not a late arrival. None: not known, so
            nothing is taken for a backlog.

    Returns:
        One phrase for an editor, or None. The first sighting counts for an article without a date
        and for every page of a folder; a sighting at the cut-off itself, as in a run that
        collects and drafts at one moment, still counts.
    """
    if source_kind is SourceKind.FOLDER:
        return why_not_in_folder(article, window, zone=zone, day=folder_day)
    span = published_span(article, zone)
    if span and span[0] >= window.end:
        return "published after the cut-off"
    if span and span[1] <= window.start:
        return why_not_late(article, window, end=span[1], source_since=source_since)
    if span is None or article.precision is Precision.MONTH:
        return why_not_seen(article, window)
    return None


def why_not_in_folder(
    article: Article, window: Window, *, zone: str, day: date | None
) -> str | None:
    """Tell why a saved page does not belong: by its print date when a day is asked for."""
    if day and article.published and article.precision is not Precision.MONTH:
        printed = article.published.astimezone(ZoneInfo(zone)).date()
        return None if printed == day else f"its print date is {printed}, not {day}"
    return why_not_seen(article, window)


def why_not_late(
    article: Article, window: Window, *, end: datetime, source_since: datetime | None
) -> str | None:
    """Tell why what was published before the window, until `end`, is no late arrival."""
    if end <= window.start - LATE or why_not_seen(article, window):
        return EARLIER
    if source_since and source_since > window.start:
        return "published before its source was added"
    return None


def why_not_seen(article: Article, window: Window) -> str | None:
    """Tell why an article does not count by its first sighting; None when it does."""
    if article.first_seen > window.end:
        return "first seen after the cut-off"
    return None if article.first_seen > window.start else "first seen earlier"


def published_span(article: Article, zone: str) -> tuple[datetime, datetime] | None:
    """Tell from when to when an article may have been published; the end is excluded.

    Returns:
        A microsecond for a known moment, the local day or month for a date, None without a date.
    """
    if article.published is None:
        return None
    if article.precision is Precision.MINUTE:
        return article.published, article.published + timedelta(microseconds=1)
    day = article.published.astimezone(ZoneInfo(zone)).date()
    following = day + timedelta(days=1)
    if article.precision is Precision.MONTH:
        day = day.replace(day=1)
        following = (day + timedelta(days=31)).replace(day=1)
    return start_of_day(day, zone), start_of_day(following, zone)


def local_moment(publication: Publication, day: date, at: time) -> datetime:
    """Find the instant (UTC) of a local time on a local date.

    Raises:
        UsageError: The year is out of reach.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageError(f"{day} is no day that an edition can have.")
    local = datetime.combine(day, at, tzinfo=ZoneInfo(publication.timezone))
    return local.astimezone(UTC)


def end_of_day(publication: Publication, day: date) -> datetime:
    """Find the instant (UTC) at which a local day is over.

    Raises:
        UsageError: The year is out of reach.
    """
    local_moment(publication, day, time())
    return start_of_day(day + timedelta(days=1), publication.timezone)


def start_of_day(day: date, zone: str) -> datetime:
    """Find the instant (UTC) at which a local day begins."""
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
