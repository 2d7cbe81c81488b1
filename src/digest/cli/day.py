"""The commands that let an edition leave: send, report, status."""

from typing import Annotated

import typer

from digest.cli.answer import Answer
from digest.cli.opening import open_settings, read_slug
from digest.errors import UsageError

EditionArgument = Annotated[
    str | None, typer.Argument(metavar="[EDITION]", help="Slug; today's edition when left out.")
]
SentEdition = Annotated[
    str | None,
    typer.Argument(metavar="[EDITION]", help="Slug; the one planned last when left out."),
]


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (send, report, status):
        app.command()(command)


def send(
    context: typer.Context,
    edition: EditionArgument = None,
    lists: Annotated[
        list[str] | None,
        typer.Option("--list", metavar="NAME", help="Only readers on this list; may be repeated."),
    ] = None,
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
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done; do nothing.")
    ] = False,
) -> Answer:
    """Send what is still owed of an edition. Safe to run again: nobody gets a second copy.

    With no edition drafted for today it collects, drafts and checks first.
    """
    from digest.app.day import SendWish
    from digest.cli.rehearsing import rehearse
    from digest.cli.sending import run_today

    invocation, settings = open_settings(context)
    wish = SendWish(
        slug=read_slug(edition),
        lists=tuple(lists or ()),
        retry_unknown=retry_unknown,
        include_new=include_new,
    )
    if dry_run:
        return rehearse(wish, invocation, settings, test=test or [])
    return run_today(wish, invocation, settings, test=test or [], yes=yes)


def report(context: typer.Context, edition: SentEdition = None) -> Answer:
    """Tell who got an edition.

    Every reader who is in doubt, deferred or rejected is named.
    """
    from digest.cli.reporting import run_report

    _, settings = open_settings(context)
    return run_report(settings, read_slug(edition))


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
    from digest.cli.reporting import run_status
    from digest.text.values import read_time

    invocation, settings = open_settings(context)
    deadline = read_time(by) if by is not None else None
    if by is not None and deadline is None:
        raise UsageError(f"--by {by!r} is not a time of day.", "Write it as 07:45.")
    return run_status(invocation, settings, slot, expect=expect, by=deadline)
