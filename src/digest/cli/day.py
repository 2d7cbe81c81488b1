"""The commands that let an edition leave: send, halt, resume, report, status."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.answer import Answer
from digest.cli.opening import (
    open_place,
    open_settings,
    read_moment_of,
    read_named_language,
    read_slug,
)
from digest.cli.segments import SegmentOption, read_option
from digest.cli.tables import TableWish
from digest.errors import UsageError

if TYPE_CHECKING:
    from digest.cli.invocation import Invocation

EditionArgument = Annotated[
    str | None, typer.Argument(metavar="[EDITION]", help="Slug; today's edition when left out.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would be done; do nothing.")]
SentEdition = Annotated[
    str | None,
    typer.Argument(metavar="[EDITION]", help="Slug; the one planned last when left out."),
]


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (send, halt, resume, report, status):
        app.command()(command)


def send(
    context: typer.Context,
    edition: EditionArgument = None,
    lists: Annotated[
        list[str] | None,
        typer.Option("--list", metavar="NAME", help="Only readers on this list; may be repeated."),
    ] = None,
    segment: SegmentOption = None,
    test: Annotated[
        list[str] | None,
        typer.Option("--test", metavar="ADDRESS", help="Send one marked copy there, and no more."),
    ] = None,
    retry_unknown: Annotated[
        bool, typer.Option("--retry-unknown", help="Mail readers in doubt again.")
    ] = False,
    include_new: Annotated[
        bool, typer.Option("--include-new", help="Add readers who joined since planning.")
    ] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="Stay until the deferred are settled too.")
    ] = False,
    send_by: Annotated[
        str | None,
        typer.Option(
            "--send-by",
            metavar="TIME",
            help="Begin nothing after this local time of today, or this ISO 8601 moment.",
        ),
    ] = None,
    weekly: Annotated[
        bool, typer.Option("--weekly", help="The week's round-up; not before its day and time.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: DryRun = False,
) -> Answer:
    """Send what is still owed of an edition. Safe to run again: nobody gets a second copy.

    With no edition drafted for today it collects, drafts and checks first.
    """
    from digest.app.day import SendWish
    from digest.cli.rehearsing import rehearse
    from digest.cli.sending import TestCopies, run_today
    from digest.wiring import make_clock

    invocation, settings = open_settings(context)
    now = make_clock(invocation.now).now()
    wish = SendWish(
        slug=read_slug(edition),
        lists=tuple(lists or ()),
        segment=read_option(segment, now=now),
        retry_unknown=retry_unknown,
        include_new=include_new,
        wait=wait,
        send_by=read_moment_of(
            send_by,
            zone=settings.publication.timezone,
            now=now,
        ),
        weekly=weekly,
    )
    if weekly and wish.slug:
        raise UsageError("An edition that is named needs no --weekly.", "Leave one of them out.")
    if dry_run:
        return rehearse(wish, invocation, settings, test=test or [])
    tests = TestCopies(addresses=tuple(test or ()), language=read_named_language(edition))
    return run_today(wish, invocation, settings, test=tests, yes=yes)


def halt(
    context: typer.Context,
    edition: Annotated[
        str | None,
        typer.Argument(metavar="[EDITION]", help="Slug; the one being sent when left out."),
    ] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Stop every run that sends an edition, within two seconds.

    What is in flight is finished and recorded. Nothing more is sent until somebody resumes it,
    or sends it by its name.
    """
    from digest.cli.halting import run_halt

    invocation: Invocation = context.obj
    place = open_place(invocation)
    return run_halt(invocation, place, read_slug(edition), dry_run=dry_run)


def resume(
    context: typer.Context,
    edition: Annotated[
        str | None,
        typer.Argument(metavar="[EDITION]", help="Slug; the one that is halted when left out."),
    ] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Let a halted edition be sent again.

    Workers go on with it at once; without any the next `digest send` does.
    """
    from digest.cli.halting import run_resume

    invocation: Invocation = context.obj
    place = open_place(invocation)
    return run_resume(invocation, place, read_slug(edition), dry_run=dry_run)


def report(
    context: typer.Context,
    edition: SentEdition = None,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print a table of those readers, and nothing else.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Write the table there, not to the screen."),
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Leave formulas as they are, for programs alone.")
    ] = False,
) -> Answer:
    """Tell who got an edition.

    Every reader who is in doubt, deferred or rejected is named; on a terminal the first fifty of
    each. A table is safe to open in a spreadsheet, as in `subscribers export`.
    """
    from digest.cli.reporting import run_report

    invocation: Invocation = context.obj
    place = open_place(invocation)
    if raw and not (as_csv or out):
        raise UsageError("--raw belongs to a table.", "Write: digest report --csv --raw")
    if as_csv and not out and invocation.as_json:
        raise UsageError("--json leaves no place for the table.", "Name a file: --out readers.csv")
    wish = TableWish(out=out, raw=raw) if as_csv or out else None
    return run_report(invocation, place, read_slug(edition), table=wish)


def status(
    context: typer.Context,
    slot: Annotated[
        str | None, typer.Argument(metavar="[SLOT]", help="Its slot; the latest when left out.")
    ] = None,
    expect: Annotated[
        bool, typer.Option("--expect", help="Fail with status 9 when the edition is not out.")
    ] = False,
    by: Annotated[
        str | None, typer.Option("--by", metavar="TIME", help="Local time by which it must be out.")
    ] = None,
) -> Answer:
    """Tell whether today's edition is out; --expect warns.

    With --expect it ends with status 9 when the edition is not out.
    """
    from digest.cli.reporting import run_last_status, run_status
    from digest.config import Settings
    from digest.text.values import read_time

    invocation: Invocation = context.obj
    place = open_place(invocation)
    deadline = read_time(by) if by is not None else None
    if by is not None and deadline is None:
        raise UsageError(f"--by {by!r} is not a time of day.", "Write it as 07:45.")
    if isinstance(place, Settings):
        return run_status(invocation, place, slot, expect=expect, by=deadline)
    if slot or expect or by:
        raise UsageError(
            "What should be out when stands in digest.toml, and there is none here.",
            "Ask in the publication's folder, or without SLOT, --expect and --by.",
        )
    return run_last_status(place)
