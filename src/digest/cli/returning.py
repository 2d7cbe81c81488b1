"""The command that reads what came back: bounces."""

from typing import Annotated

import typer

from digest.cli.answer import Answer
from digest.cli.opening import open_settings


def add_commands(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(bounces)


def bounces(
    context: typer.Context,
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[SOURCE]",
            help="Another mailbox than that of DIGEST_BOUNCES: a Maildir or a file; - for a pipe.",
        ),
    ] = None,
    stdin: Annotated[
        bool, typer.Option("--stdin", help="Read one mail from a pipe, as SOURCE - does.")
    ] = False,
    delete: Annotated[
        bool, typer.Option("--delete", help="Remove what was understood from the mailbox.")
    ] = False,
    trust_addresses: Annotated[
        bool,
        typer.Option(
            "--trust-addresses",
            help="Believe a report about a reader's address that bears no proof of ours.",
        ),
    ] = False,
    unreadable: Annotated[
        bool, typer.Option("--unreadable", help="List the kept mails that a person should look at.")
    ] = False,
    show: Annotated[
        str | None, typer.Option("--show", metavar="KEY", help="Print a kept mail as it came.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done; do nothing.")
    ] = False,
) -> Answer:
    """Read bounces and complaints; suppress those addresses.

    Unsubscribe mails too, which a reader's mail program sends. Safe to run again, and by two at
    once: each mail counts once.
    """
    from digest.cli import returned

    invocation, settings = open_settings(context)
    if show is not None:
        return returned.show_kept(invocation, settings, show)
    if unreadable:
        return returned.list_kept(settings)
    wish = returned.BounceWish(
        source=returned.read_source(invocation, settings, source, stdin=stdin),
        remove=delete,
        trusts_addresses=trust_addresses,
        rehearse=dry_run,
    )
    return returned.run_bounces(invocation, settings, wish)
