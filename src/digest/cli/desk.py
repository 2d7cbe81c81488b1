"""The desk's commands on an edition: draft, edit, preview, check."""

from pathlib import Path
from typing import Annotated

import typer

from digest.cli.answer import Answer
from digest.cli.opening import open_settings, read_day
from digest.errors import UsageError

EditionArgument = Annotated[
    str | None, typer.Argument(metavar="[EDITION]", help="Slug; today's edition when left out.")
]


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (draft, edit, preview, check):
        app.command()(command)


def draft(
    context: typer.Context,
    date: Annotated[
        str | None, typer.Option(metavar="DATE", help="Local date; today when left out.")
    ] = None,
    slot: Annotated[
        str | None,
        typer.Option(
            metavar="SLOT", help="Its slot; the latest whose time has come when left out."
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(
            metavar="TAG", help="Lay out the drafted edition for its translation, in its own file."
        ),
    ] = None,
    weekly: Annotated[
        bool, typer.Option("--weekly", help="The week's round-up, of the editions that were sent.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over an edited file.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be chosen; write nothing.")
    ] = False,
) -> Answer:
    """Choose and summarise the day's stories; write the edition."""
    from digest.app.draft import DraftWish
    from digest.cli.drafting import run_draft

    invocation, settings = open_settings(context)
    wish = DraftWish(day=read_day(date), slot_name=slot, force=force, dry_run=dry_run)
    if weekly and slot is not None:
        raise UsageError("A round-up has no slot.", "Leave out --slot or --weekly.")
    if language is not None:
        from digest.cli.translating import run_translation

        return run_translation(invocation, settings, wish, language, weekly=weekly)
    return run_draft(invocation, settings, wish, weekly=weekly)


def check(
    context: typer.Context,
    edition: EditionArgument = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what needs no person, then check again.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --fix: show the changes; write nothing.")
    ] = False,
    links: Annotated[
        bool, typer.Option("--links", help="Ask every address whether it still answers.")
    ] = False,
    sarif: Annotated[
        Path | None,
        typer.Option("--sarif", metavar="FILE", help="Write the findings as SARIF 2.1.0, too."),
    ] = None,
) -> Answer:
    """Look an edition over by every rule; errors block sending."""
    from digest.cli.checking import CheckWish, run_check

    invocation, settings = open_settings(context)
    wish = CheckWish(
        edition=edition,
        named=edition is not None,
        fix=fix,
        dry_run=dry_run,
        links=links,
        sarif=sarif,
    )
    return run_check(invocation, settings, wish)


def edit(context: typer.Context, edition: EditionArgument = None) -> Answer:
    """Open an edition in $VISUAL or $EDITOR, then check it."""
    from digest.cli.checking import run_edit

    invocation, settings = open_settings(context)
    return run_edit(invocation, settings, edition)


def preview(
    context: typer.Context,
    edition: EditionArgument = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Write it as files into a folder; serve nothing."
        ),
    ] = None,
    png: Annotated[
        bool,
        typer.Option(
            "--png", help="Write a contact sheet beside the files; needs Chromium. Into preview/."
        ),
    ] = False,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            metavar="PORT",
            min=0,
            max=65535,
            help="Where to serve it; 0 takes any free port. From 8400 on when left out.",
        ),
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Open no browser, even with a display.")
    ] = False,
) -> Answer:
    """Look at an edition from every side, on a live page.

    The page is for this machine alone; Ctrl-C ends it. With --out or --png files are written
    instead, which need no network.
    """
    from digest.cli.previewing import PreviewWish, run_preview

    invocation, settings = open_settings(context)
    wish = PreviewWish(edition=edition, out=out, png=png, port=port, browser=not no_browser)
    return run_preview(invocation, settings, wish)
