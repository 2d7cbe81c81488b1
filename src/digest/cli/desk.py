"""The desk's commands on an edition: draft, edit, preview, check."""

from pathlib import Path
from typing import Annotated

import typer

from digest.cli.answer import Answer
from digest.cli.opening import open_settings, read_day

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
    return run_draft(invocation, settings, wish)


def check(context: typer.Context, edition: EditionArgument = None) -> Answer:
    """Look an edition over by every rule; errors block sending."""
    from digest.cli.drafting import run_check

    invocation, settings = open_settings(context)
    return run_check(invocation, settings, edition, named=edition is not None)


def edit(context: typer.Context, edition: EditionArgument = None) -> Answer:
    """Open an edition in $VISUAL or $EDITOR, then check it."""
    from digest.cli.drafting import run_edit

    invocation, settings = open_settings(context)
    return run_edit(invocation, settings, edition)


def preview(
    context: typer.Context,
    edition: EditionArgument = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="DIR",
            help="Folder to write the files into; preview/ of the publication when left out.",
        ),
    ] = None,
) -> Answer:
    """Write an edition as files, to look at it in a browser.

    Its pictures lie beside them, so that it needs no network.
    """
    from digest.cli.drafting import run_preview

    invocation, settings = open_settings(context)
    return run_preview(invocation, settings, edition, out)
