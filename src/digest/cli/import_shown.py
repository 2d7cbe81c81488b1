"""What an import tells: its counts on one line, what an editor should know, and what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from digest.app.people_import import ImportReport
from digest.text.words import count_of

LISTMONK = (
    "listmonk's file does not say who has left its lists: see docs/how-to/move-from-listmonk.md."
)
REHEARSED = "This was a rehearsal: nothing was written.      Next: the same without --dry-run"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTold:
    """What an answer has to know besides the report.

    Attributes:
        name: The file's.
        bad_file: The file of bad rows; empty when there is none.
        all_left: Whether everybody in the file has left.
        dry_run: Whether nothing was written.
        readers: How many are mailed now.
    """

    name: str
    bad_file: str
    all_left: bool
    dry_run: bool
    readers: int


def import_lines(report: ImportReport, told: ImportTold) -> list[str]:
    """Count the rows of an import on one line, and say what comes next."""
    lines = [counts_line(report, told.bad_file), *remarks(report, told)]
    if told.dry_run:
        return [*lines, *(f"  line {row.line}: {row.reason}" for row in report.bad_rows), REHEARSED]
    return [*lines, f"Next: {next_step(report, told)}"]


def counts_line(report: ImportReport, bad_file: str) -> str:
    """Say what became of every row, each counted once."""
    from digest.app.foreign import describe_format

    changed = f" ({report.updated:,} changed)" if report.updated else ""
    told = f" ({bad_file} says why)" if bad_file else ""
    known = report.unchanged + report.updated - report.repeated
    counts = [
        f"{report.new:,} new",
        f"{known:,} known{changed}",
        f"{report.repeated:,} repeated in the file" if report.repeated else "",
        f"{report.suppressed:,} suppressed" if report.suppressed else "",
        f"{report.left:,} left" if report.left else "",
        f"{report.bad:,} bad{told}" if report.bad else "",
    ]
    kind = describe_format(report.format)
    rows = count_of(report.rows, "row")
    return f"{kind}{rows}: {' · '.join(count for count in counts if count)}"


def remarks(report: ImportReport, told: ImportTold) -> Iterator[str]:
    """Say what an editor should know of an import, a line each."""
    from digest.app.foreign import name_foreign

    if report.looks_like and not told.all_left:
        title = name_foreign(report.looks_like).title
        yield f"It looks like a {title}. Read as a table of your own, nobody in it has left."
    yield from reading_remarks(report, told.name)
    if report.unsubscribed:
        yield unsubscribed_line(report.unsubscribed, dry_run=told.dry_run)
    if report.left:
        yield "Who has left is never mailed: no import brings them back."
    if report.bad and told.all_left:
        yield unread_line(report.bad, told)
    if report.format == "listmonk" and report.new + report.updated:
        yield LISTMONK


def reading_remarks(report: ImportReport, name: str) -> Iterator[str]:
    """Say how the file was read where its owner may have meant something else."""
    if not report.rows:
        yield f"{name} has no rows below its header."
    for column, rows in report.left_out:
        yield f"{count_of(rows, 'row')}: {column} is no JSON object, and was left out."
    if report.pending:
        yield pending_line(report.pending)
    if report.doubtful:
        yield from doubtful_lines(report.doubtful)
    for typed, known in report.meant:
        yield f"{typed} was taken for your list {known}."
    for begun, known in report.doubles:
        yield f"There is a list {known}; a row of this file begins another one called {begun}."


def unsubscribed_line(count: int, *, dry_run: bool) -> str:
    """Tell how many readers an import takes away."""
    are, readers = ("is", "a reader") if count == 1 else ("are", "readers")
    become = "would be" if dry_run else are
    return f"{count:,} of them {are} {readers} here, and {become} unsubscribed for good."


def unread_line(count: int, told: ImportTold) -> str:
    """Tell that people who have left may be mailed, as their rows have no address."""
    who = "1 who has left" if count == 1 else f"{count:,} who have left"
    file = told.bad_file or told.name
    return (
        f"{who} could not be read, and may still be mailed: mend {file}, and import it with --left."
    )


def doubtful_lines(count: int) -> list[str]:
    """Warn of people who are mailed although a column of their table seems to say otherwise."""
    says, is_mailed = ("says", "is") if count == 1 else ("say", "are")
    column = f"{says} “unsubscribed” or the like in a column of yours, and {is_mailed} mailed"
    return [
        f"{count:,} of them {column} all the same.",
        "Put who has left into a file of their own: digest subscribers import FILE --left",
    ]


def pending_line(count: int) -> str:
    """Tell how many of an import are not mailed yet."""
    if count == 1:
        return "1 of them has not confirmed yet, and is not mailed."
    return f"{count:,} of them have not confirmed yet, and are not mailed."


def next_step(report: ImportReport, told: ImportTold) -> str:
    """Name the command that fits what came in."""
    came = report.new + report.updated + report.unchanged
    if came and not told.all_left:
        return "digest subscribers list, digest send"
    if report.bad and not (came or report.left or report.suppressed):
        left = " --left" if told.all_left else ""
        return f"mend {told.bad_file}, digest subscribers import {told.bad_file}{left}"
    if report.unsubscribed:
        return "digest subscribers list --state unsubscribed"
    if report.rows and told.readers:
        return "digest subscribers list"
    return "digest subscribers import FILE, with those who are mailed"


def shape_import(report: ImportReport) -> dict[str, Any]:
    """Write the counts of an import, and its bad rows."""
    return {
        "rows": report.rows,
        "new": report.new,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "suppressed": report.suppressed,
        "left": report.left,
        "bad": report.bad,
        "repeated": report.repeated,
        "unsubscribed": report.unsubscribed,
        "pending": report.pending,
        "format": report.format,
        "left_out": dict(report.left_out),
        "bad_rows": [
            {"line": row.line, "email": row.email, "reason": row.reason} for row in report.bad_rows
        ],
    }
