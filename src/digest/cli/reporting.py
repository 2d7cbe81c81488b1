"""What report and status answer."""

import sys
from collections.abc import Iterator
from datetime import time
from zoneinfo import ZoneInfo

from digest.app.report import EditionReport, latest_planned, report_edition, was_not_tried
from digest.app.status import Standing, tell_last, tell_standing
from digest.app.subscribers import Export
from digest.cli.answer import Answer
from digest.cli.invocation import Invocation
from digest.cli.shapes import count_line, local_time, shape_books, shape_instant, shape_reader
from digest.cli.tables import TableWish
from digest.config import OnMachine, Settings
from digest.errors import ExitStatus, UsageError
from digest.model.edition import EditionState
from digest.text.words import count_of
from digest.wiring import make_clock, opened_stores, print_table, save_table

# So many of each outcome are named on a terminal.
MOST_NAMED = 50
ERASED = "the reason is kept no longer"
COLUMNS = (
    "email",
    "outcome",
    "code",
    "enhanced",
    "reply",
    "attempts",
    "at",
    "next_attempt",
    "message_id",
)


def reader_lines(report: EditionReport, *, most: int | None = None) -> Iterator[str]:
    """Name every reader in doubt, deferred, rejected or expired.

    Args:
        report: The edition's.
        most: Name so many of each at most, and sum up those of a paused domain; None names all.
    """
    for outcome, rows in report.readers.items():
        told = [row for row in rows if not was_not_tried(row)] if most else rows
        for row in told[:most]:
            delivery = row.delivery
            code = f"{delivery.code} " if delivery.code else ""
            yield f"  {outcome.value:9} {row.email}   {code}{delivery.reply}".rstrip()
        if most and len(told) > most:
            rest = f"… and {len(told) - most:,} more {outcome.value}"
            yield f"  {rest}. See them all: digest report {report.record.slug} --csv"
    if most:
        for one in report.paused[:most]:
            readers = f"{one.readers:,} reader{'' if one.readers == 1 else 's'}"
            yield f"  {'paused':9} {one.domain}   {readers} not tried, as it {one.reason}"


def headline(told: EditionReport) -> str:
    """Name an edition, its state and how many readers it was planned for."""
    planned = told.books.planned
    readers = f"{planned:,} reader{'' if planned == 1 else 's'}"
    return f"{told.record.slug}   {told.record.state.value}   {readers}"


def segment_lines(segment: str) -> Iterator[str]:
    """Tell the rule that an edition's readers fit, if there was one."""
    if segment:
        yield f"Only readers in the segment {segment}"


def suppressed_lines(told: EditionReport) -> Iterator[str]:
    """Tell why readers were suppressed, if any were: who is planned may leave before their turn."""
    if told.suppressed_for:
        reasons = (f"{why or ERASED} ({count:,})" for why, count in told.suppressed_for.items())
        yield f"suppressed {told.books.suppressed:,}: {' · '.join(reasons)}"


def dropped_lines(told: EditionReport, zone: str) -> Iterator[str]:
    """Say that nothing but the counts is kept of an edition, if that is so."""
    if told.record.dropped_at:
        day = f"{told.record.dropped_at.astimezone(ZoneInfo(zone)):%Y-%m-%d}"
        yield f"Who got it is kept no longer, since {day}: only these counts are."


def next_lines(told: EditionReport, zone: str, *, sends: bool = True) -> Iterator[str]:
    """Say what to do about those who did not get it.

    Args:
        told: The edition.
        zone: In which moments are told.
        sends: Whether `digest send` works here, where a publication is.
    """
    slug, books = told.record.slug, told.books
    step = f"digest send {slug}" if sends else "digest workers"
    if books.unknown and not told.record.dropped_at:
        yield (
            "Unknown: the relay may or may not have taken these. Look at its log; "
            f"digest send {slug} --retry-unknown mails them again."
        )
    if told.record.state in (EditionState.DRAFTED, EditionState.APPROVED):
        yield "It has not been sent yet.      Next: digest check, digest send"
    elif told.record.state is EditionState.HALTED:
        yield f"It is halted until somebody resumes it.      Next: digest resume {slug}"
    elif told.next_due:
        due = local_time(told.next_due, zone)
        yield f"Deferred readers are due again from {due}.      Next: {step}"
    elif books.owed and told.record.state is not EditionState.EXPIRED:
        yield f"Next: {step}"


def run_report(
    invocation: Invocation, place: OnMachine, edition: str | None, *, table: TableWish | None
) -> Answer:
    """Tell who got an edition; the one planned last when none is named."""
    with opened_stores(place) as stores:
        slug = edition or latest_planned(stores.editions)
        if slug is None:
            raise UsageError(
                "No edition has been sent yet.", "Send today's, where digest.toml is: digest send"
            )
        told = report_edition(slug, editions=stores.editions, ledger=stores.ledger)
    if table:
        return write_table(told, table)
    # Of a hundred thousand readers only what is asked for is written.
    if invocation.as_json:
        return Answer(data=shape_report(told), status=told.exit_status)
    counts = count_line(told.books)
    if invocation.quiet:
        return Answer(status=told.exit_status, brief=f"{slug}: {counts}")
    most = MOST_NAMED if sys.stdout.isatty() else None
    lines = [
        headline(told),
        *segment_lines(told.record.segment),
        counts,
        *dropped_lines(told, place.zone),
        *suppressed_lines(told),
        *reader_lines(told, most=most),
    ]
    lines += next_lines(told, place.zone, sends=isinstance(place, Settings))
    return Answer(lines=lines, status=told.exit_status)


def shape_report(told: EditionReport) -> dict[str, object]:
    """Write the counts with every reader in doubt, deferred, rejected or expired."""
    return {
        **shape_books(told.record.slug, told.books, 0.0),
        "state": told.record.state.value,
        "segment": told.record.segment or None,
        "dropped_at": shape_instant(told.record.dropped_at),
        "suppressed_for": [
            {"reason": why or None, "readers": count} for why, count in told.suppressed_for.items()
        ],
        "readers": {
            outcome.value: [shape_reader(row) for row in rows]
            for outcome, rows in told.readers.items()
        },
    }


def write_table(told: EditionReport, wish: TableWish) -> Answer:
    """Write every reader in doubt, deferred, rejected or expired as a row of CSV."""
    table = Export(COLUMNS, table_rows(told))
    if wish.out is None:
        print_table(sys.stdout, table, raw=wish.raw)
        return Answer(status=told.exit_status)
    count = save_table(wish.out, table, raw=wish.raw)
    return Answer(
        lines=[f"Wrote {wish.out}: {count_of(count, 'reader')}. These are people's addresses."],
        data={"path": str(wish.out), "rows": count},
        status=told.exit_status,
    )


def table_rows(told: EditionReport) -> Iterator[list[str]]:
    """Yield the row of each named reader."""
    for outcome, rows in told.readers.items():
        for row in rows:
            values = {**shape_reader(row), "outcome": outcome.value}
            yield ["" if values[one] is None else str(values[one]) for one in COLUMNS]


def run_status(
    invocation: Invocation, settings: Settings, slot: str | None, *, expect: bool, by: time | None
) -> Answer:
    """Tell whether today's edition is out."""
    with opened_stores(settings) as stores:
        standing = tell_standing(
            settings.publication,
            editions=stores.editions,
            ledger=stores.ledger,
            now=make_clock(invocation.now).now(),
            slot_name=slot,
            by=by,
        )
    return standing_answer(standing, standing.exit_status if expect else ExitStatus.OK)


def run_last_status(place: OnMachine) -> Answer:
    """Tell where the edition stands that was planned last, without a publication."""
    with opened_stores(place) as stores:
        standing = tell_last(editions=stores.editions, ledger=stores.ledger)
    if standing is None:
        raise UsageError("No edition has been planned yet.", "Look at the workers: digest workers")
    return standing_answer(standing, ExitStatus.OK)


def standing_answer(standing: Standing, status: ExitStatus) -> Answer:
    """Tell where an edition stands."""
    return Answer(
        lines=[
            standing.sentence,
            *segment_lines(standing.segment),
            *([standing.next_step] if standing.next_step else ()),
        ],
        data={
            **shape_books(standing.slug, standing.books, 0.0),
            "state": standing.state,
            "segment": standing.segment or None,
            "reason": standing.sentence,
        },
        status=status,
        brief=standing.sentence,
    )
