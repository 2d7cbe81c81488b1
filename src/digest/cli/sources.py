"""The commands about where articles come from: sources add, list, remove."""

from enum import StrEnum
from typing import Annotated

import typer

from digest.cli.answer import Answer
from digest.cli.opening import open_settings, refuse_unknown_source
from digest.errors import ExitStatus, UsageError
from digest.wiring import make_sources_file, opened_stores

app = typer.Typer(
    name="sources",
    help="Where articles come from: add, list, remove.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Kind(StrEnum):
    """The kinds of sources that this version can read, named as in `SourceKind`."""

    FEED = "feed"
    PAGE = "page"
    FOLDER = "folder"


DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would be done; do nothing.")]


@app.command("add")
def add_sources(
    context: typer.Context,
    targets: Annotated[
        list[str],
        typer.Argument(metavar="TARGET...", help="A feed, a web page, or a folder of saved pages."),
    ],
    section: Annotated[
        str | None, typer.Option(metavar="NAME", help="Section that its articles go to.")
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option(help="What it must be; found out when left out.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="What to call it; found out when left out.")
    ] = None,
    dry_run: DryRun = False,
) -> Answer:
    """Look at sources and add them to digest.toml, whose comments stay.

    The feed of a web page is found for you. A source that is there already stays as it is.
    """
    import asyncio

    from digest.app.sources import Inspected
    from digest.cli.sourced import added_line, inspect_targets, is_new_section, shape_added
    from digest.model.fetch import FetchFailure
    from digest.model.publication import SourceKind

    if name is not None and len(targets) > 1:
        raise UsageError("--name goes with one source.", "Add them one at a time.")
    invocation, settings = open_settings(context)
    wishes = {"kind": kind and SourceKind(kind.value), "section": section, "name": name}
    answers = asyncio.run(inspect_targets(invocation, settings, targets, wishes))
    added = [one for one in answers if isinstance(one, Inspected)]
    failed = [one for one in answers if isinstance(one, FetchFailure)]
    if not dry_run:
        file = make_sources_file(settings)
        for one in added:
            file.add_source(one.source, new_section=is_new_section(one.source, settings))
    lines = [added_line(one) for one in answers]
    if dry_run:
        lines.append(
            "This was a rehearsal: nothing was written.      Next: the same without --dry-run"
        )
    elif len(failed) < len(answers):
        lines.append("Next: digest collect, digest sources list")
    return Answer(
        lines=lines,
        data={"sources": [shape_added(one) for one in answers]},
        status=ExitStatus.USAGE if failed else ExitStatus.OK,
        brief=added_line(failed[0]) if failed else "",
    )


@app.command("list")
def list_sources(context: typer.Context) -> Answer:
    """List the sources with how they fared at the last collect."""
    from digest.cli.sourced import shape_source, source_lines

    _, settings = open_settings(context)
    sources = settings.publication.sources
    if not sources:
        return Answer(
            lines=[
                "There are no sources yet.      Next: digest sources add <feed, page or folder>"
            ],
            data={"sources": []},
        )
    with opened_stores(settings) as stores:
        health = stores.articles.source_health()
    return Answer(
        lines=[
            *source_lines(sources, health, zone=settings.publication.timezone),
            "Next: digest collect",
        ],
        data={"sources": [shape_source(source, health.get(source.name)) for source in sources]},
    )


@app.command("remove")
def remove_source(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `digest sources list` shows it.")],
    dry_run: DryRun = False,
) -> Answer:
    """Take a source out of digest.toml. What it brought stays."""
    _, settings = open_settings(context)
    refuse_unknown_source(name, [source.name for source in settings.publication.sources])
    if not dry_run:
        make_sources_file(settings).remove_source(name)
    verb = "Would remove" if dry_run else "Removed"
    return Answer(
        lines=[f"{verb} {name}.      Next: digest sources list"],
        data={"name": name, "removed": not dry_run},
    )
