"""The command group of the archive."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.answer import Answer, print_line
from digest.cli.opening import open_settings, shown_progress

if TYPE_CHECKING:
    from digest.app.archive_build import BuildReport
    from digest.config import Settings

app = typer.Typer(
    name="archive",
    help="Sent editions as a site: build.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def group() -> None:
    """Sent editions as a site: build."""


@app.command()
def build(
    context: typer.Context,
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder of the site; made when it is missing.")
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be written; write nothing.")
    ] = False,
) -> Answer:
    """Write the editions that were sent as a static site.

    It has a page for each, lists by date, feeds and a sitemap. Safe to run again and again: only
    what has changed is written.
    """
    from digest.app.archive import open_archive
    from digest.app.archive_build import build_archive
    from digest.wiring import (
        make_picture_maker,
        make_picture_store,
        make_site,
        opened_renderer,
        opened_stores,
        read_archive_files,
    )

    invocation, settings = open_settings(context)
    with opened_stores(settings) as stores, opened_renderer(settings) as renderer:
        archive = open_archive(
            settings.publication,
            stores=stores,
            renderer=renderer,
            files=read_archive_files(),
            public_url=settings.machine.public_url or "",
            has_cards=bool(settings.machine.public_url),
        )
        with shown_progress(invocation, "Building") as advance:
            report = build_archive(
                archive,
                site=make_site(folder),
                pictures=make_picture_store(settings).read,
                maker=make_picture_maker(),
                advance=advance,
                dry_run=dry_run,
            )
    if not settings.machine.public_url and not invocation.quiet:
        print_line(
            "Warning: DIGEST_PUBLIC_URL is not set: there is no sitemap, and the feeds have "
            "addresses that few programs can follow.",
            to_stderr=True,
        )
    return built_answer(report, folder, settings, dry_run=dry_run)


def built_answer(
    report: "BuildReport", folder: Path, settings: "Settings", *, dry_run: bool
) -> Answer:
    """Tell what a build did."""
    from digest.cli.written import count

    notes = [f"Left as it is: {path}, which is not of the archive." for path in report.left]
    notes += [f"Not to be had: {path}" for path in report.missing]
    verb = "Would write" if dry_run else "Wrote"
    told = (
        f"{verb} {folder}: {count('edition', report.editions)}, "
        f"{count('file', len(report.written))} written, {report.unchanged} unchanged, "
        f"{len(report.removed)} removed"
    )
    return Answer(
        lines=[*notes, f"{told}      Next: {next_step(report, folder, settings, dry_run=dry_run)}"],
        data={
            "folder": str(folder),
            "editions": report.editions,
            "written": len(report.written),
            "unchanged": report.unchanged,
            "removed": len(report.removed),
        },
    )


def next_step(report: "BuildReport", folder: Path, settings: "Settings", *, dry_run: bool) -> str:
    """Name the next sensible command."""
    import shlex

    place = shlex.quote(str(folder))
    if dry_run:
        return f"digest archive build {place}"
    if not report.editions:
        return "digest send, which makes the first edition for the archive"
    look = f"python3 -m http.server --directory {place}"
    url = settings.machine.public_url
    # In .env it would make every mail link to /unsubscribe/, which a folder of files cannot answer.
    again = f"DIGEST_PUBLIC_URL=https://… digest archive build {folder}"
    return f"{look}, then copy it to {url}" if url else f"{again}, or {look}"
