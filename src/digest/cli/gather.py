"""The commands that gather: collect, articles, read, stories.

What only one command needs is imported by it, as `digest --help` has to be instant.
"""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.answer import Answer, print_line, print_lines
from digest.cli.invocation import Invocation
from digest.cli.opening import (
    find_path,
    open_settings,
    refuse_unknown_source,
    shown_progress,
)
from digest.errors import ExitStatus, UsageError
from digest.wiring import (
    make_clock,
    make_fetcher,
    make_folder,
    make_guest_fetcher,
    make_readers,
    opened_stores,
    read_json_lines,
)

if TYPE_CHECKING:
    from digest.app.collected import CollectReport
    from digest.app.ports import Stores
    from digest.app.read import SummaryLength, Understood
    from digest.config import Settings
    from digest.model.fetch import FetchFailure

DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would be done; do nothing.")]


def add_commands(app: typer.Typer) -> None:
    """Add these commands to the application."""
    for command in (collect, articles, read, stories):
        app.command()(command)


def collect(
    context: typer.Context,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", metavar="NAME", help="Only this source; may be repeated."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Ask even servers that asked to be left alone for now.")
    ] = False,
    dry_run: DryRun = False,
) -> Answer:
    """Fetch every source and keep new articles. One broken source stops nothing and is named."""
    from digest.app.merging import merge_new
    from digest.cli.gathered import alarm_lines, collect_lines, shape_collect

    invocation, settings = open_settings(context)
    begun = monotonic()
    with opened_stores(settings) as stores:
        report = gather(
            invocation, settings, stores, only=tuple(source or ()), force=force, dry_run=dry_run
        )
        merged = None if dry_run else merge_new(stores, now=make_clock(invocation.now).now())
    if invocation.quiet:
        print_lines(alarm_lines(report), to_stderr=True)
    lines = collect_lines(
        report,
        seconds=monotonic() - begun,
        verbose=invocation.verbose,
        dry_run=dry_run,
        stories=merged.stories if merged else 0,
    )
    return Answer(lines=lines, data=shape_collect(report))


def run_collect(invocation: Invocation, settings: "Settings", stores: "Stores") -> "CollectReport":
    """Collect as a part of another command: what is wrong goes to stderr, nothing to stdout."""
    from digest.cli.gathered import alarm_lines, trouble_lines

    report = gather(invocation, settings, stores)
    lines = alarm_lines(report) if invocation.quiet else trouble_lines(report)
    print_lines(lines, to_stderr=True)
    return report


def gather(
    invocation: Invocation,
    settings: "Settings",
    stores: "Stores",
    *,
    only: tuple[str, ...] = (),
    force: bool = False,
    dry_run: bool = False,
) -> "CollectReport":
    """Ask the sources, with a bar on a terminal."""
    import asyncio

    from digest.app.collect import collect_sources

    async def ask() -> "CollectReport":
        fetcher, readers = make_fetcher(settings), make_readers()
        try:
            with shown_progress(invocation, "Collecting") as advance:
                return await collect_sources(
                    settings.publication,
                    articles=stores.articles,
                    fetcher=fetcher,
                    folder=make_folder(settings.folder),
                    readers=readers,
                    clock=make_clock(invocation.now),
                    advance=advance,
                    only=only,
                    force=force,
                    dry_run=dry_run,
                )
        finally:
            await readers.close()
            await fetcher.close()

    return asyncio.run(ask())


def articles(
    context: typer.Context,
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what this source brought.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="T", help="Published or first seen from this day or moment on."),
    ] = None,
) -> Answer:
    """Show what was collected, the newest last."""
    from digest.cli.gathered import article_lines, shape_collected

    invocation, settings = open_settings(context)
    publication = settings.publication
    start = read_since(since, publication.timezone)
    with opened_stores(settings) as stores:
        found = stores.articles.articles(source=source, since=start)
    if source and not found:
        refuse_unknown_source(source, [known.name for known in publication.sources])
    found.sort(key=lambda one: (one.published or one.first_seen, one.url))
    words = publication.edition.summary_words
    return Answer(
        lines=article_lines(found, zone=publication.timezone),
        data=[shape_collected(one, words=words) for one in found] if invocation.as_json else (),
    )


def read_since(text: str | None, zone: str) -> datetime | None:
    """Read the value of --since; what names no zone is local time of the publication.

    Raises:
        UsageError: It is no day and no moment.
    """
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"--since {text!r} is no day and no moment.",
            "Write it as 2026-11-23 or 2026-11-23T05:30.",
        ) from error
    from zoneinfo import ZoneInfo

    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    return aware.astimezone(UTC)


def read(
    context: typer.Context,
    targets: Annotated[
        list[str], typer.Argument(metavar="TARGET...", help="Saved pages, or addresses.")
    ],
    url: Annotated[
        list[str] | None,
        typer.Option("--url", metavar="URL", help="Address of each saved page, in their order."),
    ] = None,
    summary_words: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Most words of the summary.")
    ] = None,
    summary_chars: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Most characters of the summary.")
    ] = None,
) -> Answer:
    """Show how saved pages or addresses are understood. Works without a publication, too."""
    import asyncio

    from digest.app.read import SummaryLength
    from digest.cli.gathered import read_lines, shape_read
    from digest.model.fetch import FetchFailure

    invocation: Invocation = context.obj
    settings = find_settings(invocation)
    words = summary_words
    if words is None and summary_chars is None and settings:
        words = settings.publication.edition.summary_words
    # Saved pages are looked for here, then in the publication's folder.
    places = [
        one if "://" in one else str(find_path(invocation, Path(one).expanduser()))
        for one in targets
    ]
    understood = asyncio.run(
        read_all(
            places,
            url or (),
            invocation=invocation,
            settings=settings,
            length=SummaryLength(words=words, characters=summary_chars),
        )
    )
    zone = settings.publication.timezone if settings else "UTC"
    failed = [one for one in understood if isinstance(one, FetchFailure)]
    if invocation.as_json:
        for one in failed:
            print_line(f"{one.url}: {one.reason}.", to_stderr=True)
    return Answer(
        lines=read_lines(targets, understood, zone=zone, is_guest=settings is None),
        data=[
            {**shape_read(name, one), "status": "usage" if one in failed else "ok"}
            for name, one in zip(targets, understood, strict=True)
        ],
        status=ExitStatus.USAGE if failed else ExitStatus.OK,
        brief=f"{failed[0].url}: {failed[0].reason}." if failed else "",
    )


def find_settings(invocation: Invocation) -> "Settings | None":
    """Read the settings of the publication that this is, if it is one.

    Raises:
        ConfigError: It is one, and its settings are wrong.
    """
    from digest.config import TOML_NAME, read_settings

    folder = invocation.directory.resolve()
    if not (folder / TOML_NAME).exists():
        return None
    return read_settings(folder, os.environ)


async def read_all(
    targets: Sequence[str],
    urls: Sequence[str],
    *,
    invocation: Invocation,
    settings: "Settings | None",
    length: "SummaryLength",
) -> "list[Understood | FetchFailure]":
    """Read all targets."""
    from digest.app.read import read_targets

    fetcher = make_fetcher(settings) if settings else make_guest_fetcher()
    try:
        return await read_targets(
            targets,
            urls=urls,
            zone=settings.publication.timezone if settings else "UTC",
            length=length,
            fetcher=fetcher,
            folder=make_folder(Path()),
            clock=make_clock(invocation.now),
        )
    finally:
        await fetcher.close()


def stories(
    context: typer.Context,
    given: Annotated[
        Path | None,
        typer.Option(
            "--input",
            metavar="FILE.jsonl",
            help="Articles as JSON Lines: id, headline, text, published, url.",
        ),
    ] = None,
) -> Answer:
    """Show how articles are merged into stories.

    Those of today's edition, or those of a file.
    """
    from digest.app.stories import stories_of_records, stories_of_window
    from digest.cli.stories_shown import shape_stories, story_lines

    invocation: Invocation = context.obj
    if given is not None:
        path = find_path(invocation, given)
        merged = stories_of_records(
            read_json_lines(path), name=path.name, clock=make_clock(invocation.now)
        )
    else:
        invocation, settings = open_settings(context)
        with opened_stores(settings) as stores:
            merged = stories_of_window(
                settings.publication, stores=stores, clock=make_clock(invocation.now)
            )
    return Answer(
        lines=story_lines(merged, verbose=invocation.verbose, given=given is not None),
        data=shape_stories(merged),
    )
