"""What report and status answer."""

from collections.abc import Iterator
from datetime import time

from digest.app.report import EditionReport, latest_planned, report_edition
from digest.app.status import tell_standing
from digest.cli.answer import Answer
from digest.cli.invocation import Invocation
from digest.cli.shapes import count_line, local_time, shape_books, shape_reader
from digest.config import Settings
from digest.errors import ExitStatus, UsageError
from digest.model.edition import EditionState
from digest.wiring import make_clock, opened_stores


def reader_lines(report: EditionReport) -> Iterator[str]:
    """Name every reader in doubt, deferred or rejected."""
    for outcome, rows in report.readers.items():
        for row in rows:
            delivery = row.delivery
            code = f"{delivery.code} " if delivery.code else ""
            yield f"  {outcome.value:9} {row.email}   {code}{delivery.reply}".rstrip()


def headline(told: EditionReport) -> str:
    """Name an edition, its state and how many readers it was planned for."""
    planned = told.books.planned
    readers = f"{planned:,} reader{'' if planned == 1 else 's'}"
    return f"{told.record.slug}   {told.record.state.value}   {readers}"


def next_lines(told: EditionReport, zone: str) -> Iterator[str]:
    """Say what to do about those who did not get it."""
    slug, books = told.record.slug, told.books
    if books.unknown:
        yield (
            "Unknown: the relay may or may not have taken these. Look at its log; "
            f"digest send {slug} --retry-unknown mails them again."
        )
    if told.record.state in (EditionState.DRAFTED, EditionState.APPROVED):
        yield "It has not been sent yet.      Next: digest check, digest send"
    elif told.next_due:
        due = local_time(told.next_due, zone)
        yield f"Deferred readers are due again from {due}.      Next: digest send {slug}"
    elif books.owed and told.record.state is not EditionState.EXPIRED:
        yield f"Next: digest send {slug}"


def run_report(settings: Settings, edition: str | None) -> Answer:
    """Tell who got an edition; the one planned last when none is named."""
    with opened_stores(settings) as stores:
        slug = edition or latest_planned(stores.editions)
        if slug is None:
            raise UsageError("No edition has been sent yet.", "Send today's: digest send")
        told = report_edition(slug, editions=stores.editions, ledger=stores.ledger)
    books = told.books
    lines = [headline(told), count_line(books), *reader_lines(told)]
    lines += next_lines(told, settings.publication.timezone)
    readers = {
        outcome.value: [shape_reader(row) for row in rows] for outcome, rows in told.readers.items()
    }
    return Answer(
        lines=lines,
        data={
            **shape_books(slug, books, 0.0),
            "state": told.record.state.value,
            "readers": readers,
        },
        status=told.exit_status,
        brief=f"{slug}: {count_line(books)}",
    )


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
    return Answer(
        lines=[line for line in (standing.sentence, standing.next_step) if line],
        data={
            **shape_books(standing.slug, standing.books, 0.0),
            "state": standing.state,
            "reason": standing.sentence,
        },
        status=standing.exit_status if expect else ExitStatus.OK,
        brief=standing.sentence,
    )
