"""The commands about where articles come from: sources add, list, remove, import, export."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from digest.cli.answer import Answer, print_line
from digest.cli.opening import find_path, open_settings, refuse_unknown_source
from digest.errors import ExitStatus, UsageError
from digest.wiring import (
    make_clock,
    make_folder,
    make_output_folder,
    make_sources_file,
    opened_stores,
)

app = typer.Typer(
    name="sources",
    help="Where articles come from: add, list, remove, import, export.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Kind(StrEnum):
    """The kinds of sources, named as in `SourceKind`."""

    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"
    FOLDER = "folder"


DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would be done; do nothing.")]


@app.command("add")
def add_sources(
    context: typer.Context,
    targets: Annotated[
        list[str],
        typer.Argument(
            metavar="TARGET...", help="A feed, a sitemap, a web page, or a folder of saved pages."
        ),
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

    The feed of a web page is found for you, or the sitemap of its site. A source that is there
    already stays as it is.
    """
    import asyncio

    from digest.app.sources import Inspected
    from digest.cli.sourced import (
        added_line,
        inspect_targets,
        is_new_section,
        shape_added,
        tell_added,
    )
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
            file.add_source(
                one.source, new_section=is_new_section(one.source, settings.publication)
            )
    lines = [tell_added(one, settings.publication) for one in answers]
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
    """List the sources with how they fare, and what to do about it."""
    from digest.cli.source_states import read_states, shape_state, state_lines

    invocation, settings = open_settings(context)
    sources = settings.publication.sources
    if not sources:
        return Answer(
            lines=[
                "There are no sources yet.      Next: digest sources add <feed, page or folder>"
            ],
            data={"sources": []},
        )
    now = make_clock(invocation.now).now()
    with opened_stores(settings) as stores:
        states = read_states(sources, stores.articles, now=now)
    return Answer(
        lines=[
            *state_lines(states, zone=settings.publication.timezone, now=now),
            "Next: digest collect",
        ],
        data={"sources": [shape_state(one, now=now) for one in states]},
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


@app.command("import")
def import_list(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.opml", help="A list of feeds (OPML).")],
    section: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Section of all of them, whatever folder they are in."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Ask every feed first; leave out what is none.")
    ] = False,
    dry_run: DryRun = False,
) -> Answer:
    """Add the feeds of a list (OPML) to digest.toml.

    Its comments stay. A folder of the list that is a section of the publication becomes the
    section of its feeds.
    Nobody is asked without --check; a feed that is a source already stays as it is.
    """
    import asyncio

    from digest.app.import_feeds import import_feeds
    from digest.cli.sourced import check_imported, import_lines, new_sections, shape_imported
    from digest.collect.opml import read_opml
    from digest.model.fetch import FetchFailure

    invocation, settings = open_settings(context)
    path = find_path(invocation, file.expanduser())
    page = make_folder(Path()).saved_page(str(path))
    if isinstance(page, FetchFailure):
        raise UsageError(f"{file}: {page.reason}.", "Name a list of feeds (OPML).")
    feeds = read_opml(page.body)
    if isinstance(feeds, str):
        raise UsageError(f"{file}: {feeds}.", "Name a list of feeds (OPML).")
    imported = import_feeds(feeds, settings.publication, section=section)
    if check:
        imported = asyncio.run(check_imported(imported, feeds, invocation, settings))
    if not dry_run and imported.new:
        make_sources_file(settings).add_sources(
            imported.new, new_sections=new_sections(imported, settings)
        )
    return Answer(
        lines=import_lines(imported, name=file.name, dry_run=dry_run),
        data=shape_imported(imported),
    )


@app.command("export")
def export_list(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE.opml]", help="Write there, not to the screen."),
    ] = None,
) -> Answer:
    """Write the feeds as a list (OPML).

    Other programs read it; each section is a folder.
    """
    from digest.cli.sourced import count_feeds
    from digest.collect.opml import write_opml
    from digest.model.publication import SourceKind

    invocation, settings = open_settings(context)
    if file is None and invocation.as_json:
        raise UsageError("--json leaves no place for the list.", "Name a file: feeds.opml")
    publication = settings.publication
    feeds = [one for one in publication.sources if one.kind is SourceKind.FEED]
    text = write_opml(feeds, title=publication.name, now=make_clock(invocation.now).now())
    if file is None:
        print_line(text.removesuffix("\n"))
        return Answer()
    target = file.expanduser()
    make_output_folder(target.parent).write(target.name, text.encode())
    left_out = len(publication.sources) - len(feeds)
    return Answer(
        lines=[f"Wrote {file}: {count_feeds(len(feeds), left_out)}."],
        data={"path": str(file), "feeds": len(feeds), "left_out": left_out},
    )
