"""Tell whether today's edition is out: the dead man's switch that cron asks."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from digest.app.draft import Placement, place_edition
from digest.app.ports import EditionStore, Ledger
from digest.app.report import latest_planned
from digest.app.roundup import place_round_up
from digest.errors import ExitStatus
from digest.model.delivery import Books
from digest.model.edition import WEEKLY, EditionRecord, EditionState
from digest.model.publication import Publication
from digest.text.values import show_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where today's edition stands.

    Attributes:
        slug: The edition that is meant.
        state: "none", "quiet", or the edition's state.
        books: Its counts; all nought before planning.
        sentence: One sentence for an editor.
        next_step: What to do now; empty when nothing is to be done.
        segment: Rule that its readers fit besides their lists; empty for none.
        exit_status: MISSING when it should be out and is not; OK otherwise.
    """

    slug: str
    state: str
    books: Books
    sentence: str
    next_step: str
    exit_status: ExitStatus
    segment: str = ""


def tell_standing(
    publication: Publication,
    *,
    editions: EditionStore,
    ledger: Ledger,
    now: datetime,
    slot_name: str | None = None,
    by: time | None = None,
) -> Standing:
    """Tell whether today's edition is out.

    Args:
        publication: The publication.
        editions: Where its editions are.
        ledger: Who was sent what.
        now: The present moment, aware.
        slot_name: The slot that is meant, or "weekly" for the week's round-up; None means the
            latest whose time has come.
        by: Local time before which nothing is missed yet; None means: it should be out now.
    """
    of_week = slot_name == WEEKLY
    if of_week:
        placed = place_round_up(publication, editions=editions, now=now)
    else:
        placed = place_edition(publication, editions=editions, now=now, slot_name=slot_name)
    slug = placed.slug
    record = editions.edition(slug)
    local = now.astimezone(ZoneInfo(publication.timezone))
    due = by is None or local.time() >= by
    # A round-up is missed on its own day alone, once its time has come.
    due = due and (not of_week or placed.due is None or now >= placed.due)
    late = ExitStatus.MISSING if due else ExitStatus.OK
    quiet = editions.quiet_day(slug)
    if record is None or record.planned == 0:
        if quiet:
            return Standing(
                slug=slug,
                state="quiet",
                books=Books(),
                sentence=f"{slug} is {quiet}; nothing was sent.",
                next_step="",
                exit_status=ExitStatus.OK,
            )
        state = record.state.value if record else "none"
        told = "is drafted but not sent" if record else "has not been drafted yet"
        step = "digest send --weekly" if of_week else "digest send"
        return Standing(
            slug=slug,
            state=state,
            books=Books(),
            sentence=f"{slug} {told}.",
            next_step=f"Next: {step}{not_before(placed, now=now, zone=publication.timezone)}",
            exit_status=late,
        )
    return stand(record, ledger.books(slug), late=late)


def tell_last(*, editions: EditionStore, ledger: Ledger) -> Standing | None:
    """Tell where the edition stands that was planned last, on a machine that knows no schedule.

    Returns:
        None before the first edition.
    """
    slug = latest_planned(editions)
    record = editions.edition(slug, with_decisions=False) if slug else None
    return stand(record, ledger.books(record.slug), late=ExitStatus.OK) if record else None


def stand(record: EditionRecord, books: Books, *, late: ExitStatus) -> Standing:
    """Tell where a planned edition stands; `late` is the status of one that is not out."""
    slug = record.slug
    # A few deferred readers and doubts are reported; an alarm is for an edition that has not left,
    # or that hardly anybody's server has taken.
    tried = record.state is EditionState.DONE or (
        record.state is EditionState.SENDING and books.owed == 0
    )
    out = tried and books.accepted >= books.deferred + books.rejected + books.unknown
    sentence = (
        f"{slug} is {record.state.value}: {books.accepted:,} of {books.planned:,} accepted"
        + (f", {books.deferred:,} deferred" if books.deferred else "")
        + (f", {books.unknown:,} unknown" if books.unknown else "")
        + (f", {books.owed:,} owed" if books.owed else "")
        + "."
    )
    return Standing(
        slug=slug,
        state=record.state.value,
        books=books,
        sentence=sentence,
        next_step=f"Next: digest report {slug}"
        + (f", digest resume {slug}" if record.state is EditionState.HALTED else ""),
        exit_status=ExitStatus.OK if out else late,
        segment=record.segment,
    )


def not_before(placed: Placement, *, now: datetime, zone: str) -> str:
    """Say from when on an edition is sent, where that is still to come."""
    if placed.due is None or now >= placed.due:
        return ""
    day = f"{placed.due.astimezone(ZoneInfo(zone)):%A}"
    return f", from {day} {show_moment(placed.due, zone)}"
