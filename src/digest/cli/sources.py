"""The commands about where articles come from: sources add, list, remove."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.answer import Answer
from digest.cli.invocation import Invocation
from digest.cli.opening import open_settings
from digest.cli.shapes import shape_instant
from digest.config import Settings
from digest.errors import ExitStatus, UsageError
from digest.model.fetch import FetchFailure, SourceHealth
from digest.model.publication import Publication, Source, SourceKind
from digest.text.values import nearest
from digest.wiring import (
    make_clock,
    make_fetcher,
    make_folder,
    make_sources_file,
    opened_stores,
)

if TYPE_CHECKING:
    from digest.app.sources import Inspected

app = typer.Typer(
    name="sources",
    help="Where articles come from: add, list, remove.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Kind(StrEnum):
    """The kinds of sources that this version can read."""

    FEED = SourceKind.FEED.value
    PAGE = SourceKind.PAGE.value
    FOLDER = SourceKind.FOLDER.value


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

    The feed of a web page is found for you.
    """
    if name is not None and len(targets) > 1:
        raise UsageError("--name goes with one source.", "Add them one at a time.")
    invocation, settings = open_settings(context)
    wishes = {"kind": kind and SourceKind(kind.value), "section": section, "name": name}
    answers = asyncio.run(inspect_targets(invocation, settings, targets, wishes))
    added = [one for one in answers if not isinstance(one, FetchFailure)]
    if not dry_run:
        file = make_sources_file(settings)
        for one in added:
            file.add_source(one.source, new_section=is_new_section(one.source, settings))
    lines = [added_line(one) for one in answers]
    if dry_run:
        lines.append("Nothing was written: this was a rehearsal.")
    elif added:
        lines.append("Next: digest collect, digest sources list")
    return Answer(
        lines=lines,
        data={"sources": [shape_added(one) for one in answers]},
        status=ExitStatus.OK if len(added) == len(answers) else ExitStatus.USAGE,
        brief=next((added_line(one) for one in answers if isinstance(one, FetchFailure)), ""),
    )


async def inspect_targets(
    invocation: Invocation, settings: Settings, targets: Sequence[str], wishes: Mapping[str, Any]
) -> "list[Inspected | FetchFailure]":
    """Look at one target after the other, so that no two get the same name."""
    from digest.app.sources import inspect_source

    publication = settings.publication
    answers: list[Inspected | FetchFailure] = []
    fetcher = make_fetcher(settings)
    try:
        for target in targets:
            answer = await inspect_source(
                target,
                publication=publication,
                fetcher=fetcher,
                folder=make_folder(settings.folder),
                clock=make_clock(invocation.now),
                **wishes,
            )
            answers.append(answer)
            if not isinstance(answer, FetchFailure):
                publication = with_source(publication, answer.source)
    finally:
        await fetcher.close()
    return answers


def with_source(publication: Publication, source: Source) -> Publication:
    """Add a source to what is known, so that the next one gets another name."""
    return replace(publication, sources=(*publication.sources, source))


def is_new_section(source: Source, settings: Settings) -> bool:
    """Tell whether a source names a section that digest.toml does not have yet."""
    return source.section not in (None, *(rule.name for rule in settings.publication.sections))


def added_line(answer: "Inspected | FetchFailure") -> str:
    """Tell what was found at a target."""
    if isinstance(answer, FetchFailure):
        return f"{answer.url}: {answer.reason}. Not added."
    source = answer.source
    section = f" → {source.section}" if source.section else ""
    further = f"   (further feeds there: {', '.join(answer.others)})" if answer.others else ""
    return f"{source.name}   {answer.description}{section}{further}"


def shape_added(answer: "Inspected | FetchFailure") -> dict[str, Any]:
    """Write what was found at a target."""
    if isinstance(answer, FetchFailure):
        return {"name": None, "url": answer.url, "outcome": "failed", "error": answer.reason}
    source = answer.source
    return {
        **shape_source(source, None),
        "outcome": "added",
        "error": None,
        "description": answer.description,
        "others": list(answer.others),
    }


def shape_source(source: Source, health: SourceHealth | None) -> dict[str, Any]:
    """Write a source and how it fared."""
    return {
        "name": source.name,
        "kind": source.kind.value,
        "url": source.url,
        "section": source.section,
        "last_success": shape_instant(health.last_success) if health else None,
        "failures": health.failures if health else 0,
        "last_error": health.last_error if health else None,
    }


@app.command("list")
def list_sources(context: typer.Context) -> Answer:
    """List the sources with how they fared at the last collect."""
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
            *(source_line(source, health.get(source.name)) for source in sources),
            "Next: digest collect",
        ],
        data={"sources": [shape_source(source, health.get(source.name)) for source in sources]},
    )


def source_line(source: Source, health: SourceHealth | None) -> str:
    """Write one source as a line."""
    if health is None:
        fared = "not collected yet"
    elif health.failures:
        fared = f"failing, {health.failures} in a row: {health.last_error}"
    elif health.last_success:
        fared = f"answered {health.last_success:%Y-%m-%d %H:%M} UTC"
    else:
        fared = "never answered"
    section = f"   → {source.section}" if source.section else ""
    return f"{source.kind.value:7} {source.name}   {source.url}{section}   {fared}"


@app.command("remove")
def remove_source(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="As `digest sources list` shows it.")],
    dry_run: DryRun = False,
) -> Answer:
    """Take a source out of digest.toml. What it brought stays."""
    _, settings = open_settings(context)
    names = [source.name for source in settings.publication.sources]
    if name not in names:
        close = nearest(name, names)
        raise UsageError(
            f"There is no source {name!r}.",
            f"Did you mean {close!r}?" if close else "See: digest sources list",
        )
    if not dry_run:
        make_sources_file(settings).remove_source(name)
    verb = "Would remove" if dry_run else "Removed"
    return Answer(
        lines=[f"{verb} {name}.      Next: digest sources list"],
        data={"name": name, "removed": not dry_run},
    )
