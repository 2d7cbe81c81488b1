"""Readers as text and as the JSON objects of the reference page."""

from collections.abc import Sequence
from typing import Any

from digest.app.subscribers import ImportReport, PersonReport
from digest.cli.shapes import shape_instant
from digest.model.subscriber import Subscriber, SubscriberState, Suppression
from digest.text.words import count_of


def import_lines(report: ImportReport, bad_file: str, *, dry_run: bool) -> list[str]:
    """Count the rows of an import on one line, and say what comes next."""
    changed = f" ({report.updated:,} changed)" if report.updated else ""
    counts = [
        f"{report.new:,} new",
        f"{report.unchanged + report.updated:,} known{changed}",
        *([f"{report.suppressed:,} suppressed"] if report.suppressed else []),
        *(
            [f"{report.bad:,} bad" + (f" ({bad_file} says why)" if bad_file else "")]
            * bool(report.bad)
        ),
    ]
    lines = [f"{count_of(report.rows, 'row')}: {' · '.join(counts)}"]
    if dry_run:
        lines += [f"  line {row.line}: {row.reason}" for row in report.bad_rows]
        return [
            *lines,
            "This was a rehearsal: nothing was written.      Next: the same without --dry-run",
        ]
    return [*lines, "Next: digest subscribers list, digest send"]


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


def person_lines(report: PersonReport) -> list[str]:
    """Tell a person's record for people."""
    person, consent = report.subscriber, report.subscriber.consent
    facts = {
        "name": person.name,
        "language": person.language,
        "time zone": person.timezone,
        "lists": ", ".join(person.lists),
        **dict(person.fields),
        "consent": " · ".join(
            part
            for part in (
                consent.at and f"{consent.at:%Y-%m-%d %H:%M} UTC",
                consent.source,
                consent.proof,
            )
            if part
        ),
        "never mailed": report.suppression
        and f"{report.suppression.reason.value} on {report.suppression.at:%Y-%m-%d}"
        + (f": {report.suppression.detail}" if report.suppression.detail else ""),
    }
    lines = [f"{person.email}   {person.state.value}"]
    lines += [f"  {name}: {value}" for name, value in facts.items() if value]
    lines += [
        f"  {one.at:%Y-%m-%d %H:%M} UTC   {slug}   {one.outcome.value} {one.reply}".rstrip()
        for slug, one in report.deliveries
    ]
    lines += [
        f"  {at:%Y-%m-%d %H:%M} UTC   {kind} {detail}".rstrip()
        for at, kind, detail in report.events
    ]
    return lines


def shape_import(report: ImportReport) -> dict[str, Any]:
    """Write the counts of an import, and its bad rows."""
    return {
        "rows": report.rows,
        "new": report.new,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "suppressed": report.suppressed,
        "bad": report.bad,
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
    }


def shape_suppression(suppression: Suppression | None) -> dict[str, Any] | None:
    """Write why an address is never mailed."""
    if suppression is None:
        return None
    return {
        "reason": suppression.reason.value,
        "at": shape_instant(suppression.at),
        "detail": suppression.detail or None,
    }


def shape_person(report: PersonReport) -> dict[str, Any]:
    """Write everything that is kept about a person."""
    return {
        **shape_subscriber(report.subscriber),
        "suppression": shape_suppression(report.suppression),
        "preferences": {},  # readers state none before there are public pages
        "deliveries": [
            {
                "edition": slug,
                "outcome": delivery.outcome.value,
                "message_id": delivery.message_id or None,
                "code": delivery.code or None,
                "reply": delivery.reply or None,
                "attempts": delivery.attempts,
                "at": shape_instant(delivery.at),
            }
            for slug, delivery in report.deliveries
        ],
        "events": [
            {"at": shape_instant(at), "kind": kind, "detail": detail or None}
            for at, kind, detail in report.events
        ],
    }
