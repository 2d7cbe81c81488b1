"""How sources fare from run to run: whether one is asked at all, and what is remembered of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum

from digest.model.fetch import FetchFailure, SourceHealth, SourceRhythm, Validators
from digest.model.publication import Source, SourceKind

GONE = 410
# What means "not now" of all the statuses that say that an address is wrong.
PASSING = (408, 425, 429)
CLIENT_ERRORS = range(400, 500)
# An editor who types `collect` expects news: no server keeps one waiting longer with max-age.
FRESHEST = timedelta(minutes=5)
LONGEST_REST = timedelta(days=1)
RHYTHM_OVER = timedelta(days=14)
SILENT_AFTER = timedelta(days=14)
# A paper that closes over a long weekend is not silent, however often it appears else.
NEVER_SILENT = timedelta(days=3)
USUAL_GAPS = 10
ENOUGH_ARTICLES = 10
MOST_FAILURES_MOVED = 3
# A page is one article, and a folder is filled by the desk: neither is silent.
SPEAKING = frozenset((SourceKind.FEED, SourceKind.SITEMAP))


class Urgency(IntEnum):
    """How much a run insists on asking.

    `ORDINARY` asks what is due; `NAMED` also what is still fresh or gone; `FORCED` also servers
    that asked for rest.
    """

    ORDINARY = 0
    NAMED = 1
    FORCED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A source that is not asked this time.

    Attributes:
        reason: Why, as a phrase; empty when what it gave is fresh still.
        until: Moment from which it is asked again, aware.
    """

    reason: str
    until: datetime


def recall(source: Source, health: Mapping[str, SourceHealth]) -> SourceHealth:
    """Give what is remembered of a source; of another address nothing holds but its past."""
    known = health.get(source.name) or SourceHealth(name=source.name)
    if known.url == source.url:
        return known
    if not known.url:
        return replace(known, url=source.url)
    return SourceHealth(
        name=source.name,
        url=source.url,
        last_success=known.last_success,
        last_new=known.last_new,
    )


def why_wait(known: SourceHealth, urgency: Urgency, *, now: datetime) -> Waiting | None:
    """Tell why a source is not asked this time; None when it is."""
    until = known.not_before
    # What lies further ahead was written by a run that rehearsed another day.
    if until is None or not now < until <= now + LONGEST_REST:
        return None
    may_go_on = known.gone_at is not None or known.last_error is None
    if urgency is Urgency.FORCED or (urgency is Urgency.NAMED and may_go_on):
        return None
    return Waiting(reason=known.last_error or "", until=until)


def note_success(
    known: SourceHealth,
    *,
    validators: Validators,
    moved_to: str | None,
    fresh_for: timedelta | None,
    new: int,
    now: datetime,
) -> SourceHealth:
    """Remember that a source answered.

    Args:
        known: What was remembered.
        validators: For the next conditional request.
        moved_to: Where the address that was asked has moved for good; None when it has not.
        fresh_for: How long the server says that nothing changes.
        new: Articles that nobody knew.
        now: The present moment, aware.
    """
    moved = moved_to or known.moved_to
    return replace(
        known,
        validators=validators,
        moved_to=moved if moved != known.url else None,
        last_success=now,
        # Silence is counted from the first answer when nothing new ever came.
        last_new=now if new or known.last_new is None else known.last_new,
        failures=0,
        last_error=None,
        gone_at=None,
        not_before=now + min(fresh_for, FRESHEST) if fresh_for else None,
    )


def note_failure(known: SourceHealth, failure: FetchFailure, *, now: datetime) -> SourceHealth:
    """Remember that a source failed once more, or was not asked as its server wants rest.

    What it gave us before stays valid. A new address that is missing is forgotten, so that the
    old one is asked next time.
    """
    rest = min(failure.rest, LONGEST_REST) if failure.rest else None
    is_gone = failure.status == GONE and known.moved_to is None
    gone_at = (known.gone_at or now) if is_gone else None
    if not failure.asked:
        return replace(
            known, last_error=failure.reason, not_before=now + rest if rest else known.not_before
        )
    return replace(
        known,
        failures=known.failures + 1,
        last_error=failure.reason,
        moved_to=None if gives_up_move(known, failure) else known.moved_to,
        gone_at=gone_at,
        not_before=now + LONGEST_REST if is_gone else (now + rest if rest else None),
    )


def gives_up_move(known: SourceHealth, failure: FetchFailure) -> bool:
    """Tell whether the old address is asked again: the new one is missing, or keeps failing."""
    return is_missing(failure) or known.failures + 1 >= MOST_FAILURES_MOVED


def is_missing(failure: FetchFailure) -> bool:
    """Tell whether a server says that there is nothing at an address, now or ever."""
    return failure.status in CLIENT_ERRORS and failure.status not in PASSING


def silence(known: SourceHealth, rhythm: SourceRhythm | None, *, now: datetime) -> timedelta | None:
    """Tell for how long a source that answers has brought nothing new, when that is too long.

    Too long is more than fourteen days, or ten times what lies between two of its articles, though
    never less than three days.
    """
    since = silent_since(known, rhythm, now=now)
    if since is None or known.failures or now - since <= patience_with(rhythm):
        return None
    return now - since


def fell_silent(known: SourceHealth, rhythm: SourceRhythm | None, *, now: datetime) -> bool:
    """Tell whether a silence has become too long since the source last answered: said once."""
    since = silent_since(known, rhythm, now=now)
    if since is None or known.last_success is None:
        return False
    return known.last_success <= since + patience_with(rhythm) < now


def silent_since(
    known: SourceHealth, rhythm: SourceRhythm | None, *, now: datetime
) -> datetime | None:
    """Tell when a source last brought something, be it known from another source already."""
    if known.last_new is None:
        return None
    return max(known.last_new, min(rhythm.last, now)) if rhythm else known.last_new


def patience_with(rhythm: SourceRhythm | None) -> timedelta:
    """Tell how long a source may bring nothing."""
    if rhythm is None or rhythm.count < ENOUGH_ARTICLES:
        return SILENT_AFTER
    usual = (rhythm.last - rhythm.first) / (rhythm.count - 1)
    return min(SILENT_AFTER, max(NEVER_SILENT, USUAL_GAPS * usual))


def articles_a_day(rhythm: SourceRhythm | None, *, now: datetime) -> float:
    """Tell how many articles a source brings on a day, over up to fourteen days of its life."""
    if rhythm is None:
        return 0.0
    days = max((now - rhythm.first) / timedelta(days=1), 1.0)
    return round(rhythm.count / days, 1)
