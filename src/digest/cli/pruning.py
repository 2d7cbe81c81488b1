"""The command that lets go of what has been kept for long enough: prune."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.answer import Answer
from digest.cli.opening import open_settings
from digest.wiring import make_clock, opened_stores

if TYPE_CHECKING:
    from digest.app.prune import PruneReport

# What each kind is called, one and many.
NAMES = {
    "pending": ("person who never confirmed", "people who never confirmed"),
    "left": ("person who left", "people who left"),
    "returned_mail": ("returned mail", "returned mails"),
    "letters": ("letter", "letters"),
    "deliveries": ("delivery's Message-ID and reply", "deliveries' Message-IDs and replies"),
    "records": ("delivery of an old edition", "deliveries of old editions"),
    "articles": ("article", "articles"),
}
CRON = "let cron run it once a night: digest prune -q"
REMNANTS = "The database is in use: traces in unused corners of it go with the next prune."


def add_commands(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(prune)


def prune(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done; do nothing.")
    ] = False,
) -> Answer:
    """Erase what [retention] in digest.toml keeps no longer.

    For cron, once a night. Safe to run while an edition is being sent, and to break off.
    """
    from digest.app.prune import prune_records

    invocation, settings = open_settings(context)
    with opened_stores(settings) as stores:
        report = prune_records(
            settings.publication,
            records=stores.records,
            subscribers=stores.subscribers,
            now=make_clock(invocation.now).now(),
            dry_run=dry_run,
        )
    return Answer(lines=prune_lines(report, dry_run=dry_run), data=shape_pruned(report))


def prune_lines(report: "PruneReport", *, dry_run: bool) -> list[str]:
    """Tell what went, for people."""
    from digest.text.words import count_of

    over = f"Pauses over: {count_of(report.pauses, 'reader')}, mailed again."
    ended = [over] if report.pauses else []
    if not report.is_clean:
        ended.append(REMNANTS)
    if not report.has_rules:
        return [
            *ended,
            "Nothing has to go: digest.toml has no [retention].",
            "Everything is kept until you say for how long: see docs/how-to/law.md.",
        ]
    counts = [
        f"{count:,} {NAMES[kind.value][count != 1]}"
        for kind, count in report.pruned.items()
        if count
    ]
    told = ("Would go: " if dry_run else "Gone: ") + " · ".join(counts)
    lines = [told if counts else "Nothing has been kept for too long."]
    step = "the same without --dry-run" if dry_run else CRON
    return [*lines, *ended, f"Next: {step}"]


def shape_pruned(report: "PruneReport") -> dict[str, Any]:
    """Write what went, and the moments up to which it did."""
    from digest.cli.shapes import shape_instant

    return {
        "pruned": {kind.value: count for kind, count in report.pruned.items()},
        "pauses_ended": report.pauses,
        "clean": report.is_clean,
        "before": {kind.value: shape_instant(at) for kind, at in report.before.items()},
    }
