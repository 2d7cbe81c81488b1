"""Readers as text and as the JSON objects of the reference page."""

from collections.abc import Sequence
from typing import Any

from digest.app.people_import import ImportReport
from digest.cli.shapes import shape_instant
from digest.model.subscriber import Subscriber, SubscriberState
from digest.text.words import count_of

LISTMONK = (
    "listmonk's file does not say who has left its lists: see docs/how-to/move-from-listmonk.md."
)


def import_lines(report: ImportReport, bad_file: str, *, dry_run: bool) -> list[str]:
    """Count the rows of an import on one line, and say what comes next."""
    from digest.app.foreign import describe_format, name_foreign

    changed = f" ({report.updated:,} changed)" if report.updated else ""
    told = f" ({bad_file} says why)" if bad_file else ""
    counts = [
        f"{report.new:,} new",
        f"{report.unchanged + report.updated:,} known{changed}",
        f"{report.suppressed:,} suppressed" if report.suppressed else "",
        f"{report.left:,} left" if report.left else "",
        f"{report.bad:,} bad{told}" if report.bad else "",
    ]
    kind = describe_format(report.format)
    rows = count_of(report.rows, "row")
    lines = [f"{kind}{rows}: {' · '.join(count for count in counts if count)}"]
    if report.looks_like:
        title = name_foreign(report.looks_like).title
        lines.append(
            f"It looks like a {title}. Read as a table of your own, nobody in it has left."
        )
    if report.doubtful:
        lines += doubtful_lines(report.doubtful)
    if report.left:
        lines.append("Who has left is never mailed: no import brings them back.")
    if report.format == "listmonk" and report.new + report.updated:
        lines.append(LISTMONK)
    if report.pending:
        lines.append(pending_line(report.pending))
    if dry_run:
        lines += [f"  line {row.line}: {row.reason}" for row in report.bad_rows]
        return [
            *lines,
            "This was a rehearsal: nothing was written.      Next: the same without --dry-run",
        ]
    return [*lines, "Next: digest subscribers list, digest send"]


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


def total_line(people: Sequence[Subscriber], *, chosen: bool) -> str:
    """Count the readers of a listing and name the next command.

    Args:
        people: The readers.
        chosen: Whether only some were asked for, by list or state.
    """
    if not people:
        if chosen:
            return "No reader fits.      Next: digest subscribers list"
        return "There are no readers yet.      Next: digest subscribers import FILE.csv"
    subscribed = sum(person.state is SubscriberState.SUBSCRIBED for person in people)
    counted = f"{count_of(len(people), 'reader')}, {subscribed:,} subscribed"
    return f"{counted}      Next: digest subscribers show EMAIL"


def person_line(person: Subscriber) -> str:
    """Write one reader as a line."""
    lists = f"   [{', '.join(person.lists)}]" if person.lists else ""
    return f"{person.state.value:12} {person.email}   {person.name}".rstrip() + lists


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
        "pending": report.pending,
        "format": report.format,
        "bad_rows": [
            {"line": row.line, "email": row.email, "reason": row.reason} for row in report.bad_rows
        ],
    }


def shape_subscriber(person: Subscriber) -> dict[str, Any]:
    """Write a person."""
    consent = person.consent
    return {
        "email": person.email,
        "name": person.name or None,
        "state": person.state.value,
        "language": person.language,
        "timezone": person.timezone,
        "lists": list(person.lists),
        "fields": dict(person.fields),
        "consent": {
            "at": shape_instant(consent.at),
            "source": consent.source,
            "proof": consent.proof,
        },
        "preferences": {
            "frequency": person.frequency.value,
            "sections": list(person.sections),
            "paused_until": shape_instant(person.paused_until),
            "language": person.language,
            "lists": list(person.lists),
        },
    }
