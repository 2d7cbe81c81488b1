"""The commands that set a publication up: init, and the group sources."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli import sources
from digest.cli.answer import Answer
from digest.cli.invocation import Invocation
from digest.wiring import make_new_folder, read_example

if TYPE_CHECKING:
    from digest.app.init import InitReport

DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would be done; do nothing.")]


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the application."""
    app.command()(init)
    app.add_typer(sources.app)


def init(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Its folder; this one when left out.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="The masthead, such as The Daily.")
    ] = None,
    strapline: Annotated[str, typer.Option(metavar="WORDS", help="The slogan under it.")] = "",
    timezone: Annotated[
        str, typer.Option(metavar="ZONE", help="Time zone, such as Europe/Brussels.")
    ] = "UTC",
    language: Annotated[
        str, typer.Option(metavar="TAG", help="Language tag of the editions.")
    ] = "en",
    sender: Annotated[
        str | None,
        typer.Option(metavar="MAILBOX", help="From field: The Daily <daily@example.org>"),
    ] = None,
    address: Annotated[
        str, typer.Option(metavar="PLACE", help="Postal address in the footer.")
    ] = "",
    publication_id: Annotated[
        str | None,
        typer.Option("--id", metavar="ID", help="Names editions; made of the name, never changes."),
    ] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Make the folder of a new publication. No file that is there is ever changed."""
    from secrets import token_urlsafe

    from digest.app.init import Wish, init_publication

    path = folder or directory_of(context.obj)
    report = init_publication(
        Wish(
            name=name,
            strapline=strapline,
            timezone=timezone,
            language=language,
            sender=sender,
            address=address,
            id=publication_id,
        ),
        folder=make_new_folder(path, dry_run=dry_run),
        secret=token_urlsafe(32),
        example=read_example("subscribers.example.csv"),
        environment_example=read_example(".env.example"),
    )
    return Answer(
        lines=init_lines(report, path, dry_run=dry_run),
        data={
            "id": report.id,
            "path": str(path),
            "written": list(report.written),
            "kept": list(report.kept),
            "missing": list(report.missing),
        },
    )


def directory_of(invocation: Invocation) -> Path:
    """Tell the folder of -C."""
    return invocation.directory


def init_lines(report: "InitReport", path: Path, *, dry_run: bool) -> list[str]:
    """Tell what was made, what is still to be filled in, and what comes next."""
    here = path.resolve() == Path.cwd()
    folder = "" if here else f"{path}/"
    verb = "Would write" if dry_run else "Wrote"
    written = "  ".join(report.written)
    relay = f"Mail goes to {folder}outbox until DIGEST_RELAY is set."
    lines = [f"{verb} {folder or 'here'}: {written}        {relay}"]
    if report.kept:
        lines.append(f"Left as they were: {'  '.join(report.kept)}")
    if report.missing:
        lines.append(f"Still to be filled in, in {folder}digest.toml: {', '.join(report.missing)}")
    step = "" if here else f"cd {path} && "
    return [*lines, f"Next: {step}digest sources add <feed, page or folder>"]
