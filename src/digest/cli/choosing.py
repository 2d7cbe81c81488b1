"""The commands about single stories: why, pin, drop, embargo."""

from typing import Annotated

import typer

from digest.cli.answer import Answer
from digest.cli.opening import open_settings, read_moment_of, read_slug
from digest.errors import UsageError
from digest.wiring import make_clock, make_folder, opened_stores

Words = Annotated[
    str | None,
    typer.Argument(
        metavar="[TEXT]", help="Words of its headline, or its address; left out, all are listed."
    ),
]
Remove = Annotated[bool, typer.Option("--remove", help="Take it back.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would be done; do nothing.")]


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (why, pin, drop, embargo):
        app.command()(command)


def why(
    context: typer.Context,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="Words of a headline, or an address.")
    ],
    edition: Annotated[
        str | None, typer.Option(metavar="EDITION", help="Slug; today's when left out.")
    ] = None,
) -> Answer:
    """Tell why a story is in the edition, or why it is not."""
    from digest.app.why import tell_why
    from digest.cli.why_shown import shape_why, why_lines

    invocation, settings = open_settings(context)
    publication = settings.publication
    with opened_stores(settings) as stores:
        report = tell_why(
            text,
            publication,
            stores=stores,
            folder=make_folder(settings.folder),
            clock=make_clock(invocation.now),
            slug=read_slug(edition),
        )
    return Answer(lines=why_lines(report, publication), data=shape_why(report))


def pin(
    context: typer.Context,
    text: Words = None,
    section: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Where it shall stand; its own section when left out."),
    ] = None,
    top: Annotated[bool, typer.Option("--top", help="Make it the top story.")] = False,
    remove: Remove = False,
    dry_run: DryRun = False,
) -> Answer:
    """Force a story into the next draft."""
    from digest.cli.chosen import run_wish
    from digest.compose.words import choose_words
    from digest.model.wish import WishKind

    invocation, settings = open_settings(context)
    if top and section:
        raise UsageError("--top is a section of its own.", "Leave out --section, or --top.")
    wanted = choose_words(settings.publication.language).top if top else section
    return run_wish(
        WishKind.PIN, text, invocation, settings, section=wanted, remove=remove, dry_run=dry_run
    )


def drop(
    context: typer.Context, text: Words = None, remove: Remove = False, dry_run: DryRun = False
) -> Answer:
    """Keep a story out of every draft."""
    from digest.cli.chosen import run_wish
    from digest.model.wish import WishKind

    invocation, settings = open_settings(context)
    return run_wish(WishKind.DROP, text, invocation, settings, remove=remove, dry_run=dry_run)


def embargo(
    context: typer.Context,
    text: Words = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="This local time of today, or this ISO 8601 moment."),
    ] = None,
    remove: Remove = False,
    dry_run: DryRun = False,
) -> Answer:
    """Hold a story until a moment, as if it came out then."""
    from digest.cli.chosen import run_wish
    from digest.model.wish import WishKind

    invocation, settings = open_settings(context)
    now = make_clock(invocation.now).now()
    zone = settings.publication.timezone
    moment = read_moment_of(until, zone=zone, now=now, option="--until")
    if text and not remove and moment is None:
        raise UsageError("Until when?", "Write it as --until 06:00, or --until 2026-11-24T06:00.")
    return run_wish(
        WishKind.EMBARGO,
        text,
        invocation,
        settings,
        until=moment,
        remove=remove,
        dry_run=dry_run,
    )
