"""What the desk's commands on an edition do and answer."""

import asyncio
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from digest.app.check import CheckReport, check_file, edition_path
from digest.app.draft import OPEN_STATES, DraftReport, DraftWish, draft_edition, place_edition
from digest.app.ports import Clock, Stores
from digest.app.preview import preview_edition
from digest.app.ready import describe
from digest.cli.answer import Answer
from digest.cli.invocation import Invocation
from digest.cli.opening import read_slug
from digest.cli.shapes import shape_finding, shape_instant, shape_item
from digest.cli.written import count, shape_writing, writing_lines
from digest.config import Settings
from digest.errors import ExitStatus, UsageError
from digest.model.publication import Publication
from digest.text.words import count_words, reading_minutes
from digest.wiring import (
    make_clock,
    make_fetcher,
    make_folder,
    make_output_folder,
    make_writer,
    opened_renderer,
    opened_stores,
)

BUDGET_KB = 100
PREVIEW = "preview"


def run_draft(invocation: Invocation, settings: Settings, wish: DraftWish) -> Answer:
    """Draft an edition."""
    folder = make_folder(settings.folder)
    alone = nullcontext() if wish.dry_run else folder.alone()
    with opened_stores(settings) as stores, alone:
        report = draft_edition(
            wish,
            settings.publication,
            stores=stores,
            folder=folder,
            clock=make_clock(invocation.now),
            writer=make_writer(settings),
        )
    named = wish.day is not None or wish.slot_name is not None
    return draft_answer(report, settings.publication, wrote=not wish.dry_run, named=named)


def draft_answer(
    report: DraftReport, publication: Publication, *, wrote: bool, named: bool = False
) -> Answer:
    """Tell what was drafted, or that the day is a quiet one.

    Args:
        report: What was drafted.
        publication: Its publication.
        wrote: Whether the file was written; a rehearsal writes none.
        named: Whether a day or a slot was named, so that the next commands must name the edition.
    """
    slug = report.placement.slug
    window = window_line(report, publication)
    if report.edition is None:
        reason = f"It is {report.quiet_reason}. Nothing was drafted."
        step = "digest collect, digest articles"
        if not publication.sources:
            step = "digest sources add <feed, page or folder>"
        return Answer(
            lines=[window, reason, f"Next: {step}"],
            data=shape_draft(report),
            status=ExitStatus.QUIET,
            brief=f"{slug}: {report.quiet_reason}. Nothing was drafted.",
        )
    words = sum(count_words(item.summary) for item in report.edition.items)
    minutes = reading_minutes(words)
    reading = f"{words:,} words, {minutes} minute{'s' if minutes != 1 else ''}"
    which = f" {slug}" if named else ""
    steps = ", ".join(f"digest {verb}{which}" for verb in ("edit", "preview", "check"))
    ending = f"Wrote {report.path}      Next: {steps}"
    if not wrote:
        ending = f"Would write {report.path}; nothing was written.      Next: digest draft"
    return Answer(
        lines=[
            window,
            f"{sections_line(report, publication)}      {reading}",
            *writing_lines(report.writing),
            ending,
        ],
        data=shape_draft(report),
    )


def window_line(report: DraftReport, publication: Publication) -> str:
    """Tell the edition and the window it selects from."""
    zone = ZoneInfo(publication.timezone)
    window = report.placement.window
    start, end = window.start.astimezone(zone), window.end.astimezone(zone)
    return f"{report.placement.slug}   window {start:%a %H:%M} → {end:%a %H:%M} {zone}"


def sections_line(report: DraftReport, publication: Publication) -> str:
    """Tell how full each section is, and how many stories wait on the bench."""
    limits = {rule.name: rule.limit for rule in publication.sections}
    filled = [
        f"{section.name} {len(section.items)}"
        + (f"/{limits[section.name]}" if section.name in limits else "")
        for section in (report.edition.sections if report.edition else ())
    ]
    if report.edition and report.edition.bench:
        filled.append(f"{len(report.edition.bench)} on the bench")
    return " · ".join(filled)


def shape_draft(report: DraftReport) -> dict[str, Any]:
    """Write a draft as its JSON object."""
    edition = report.edition
    window = report.placement.window
    return {
        "edition": report.placement.slug,
        "path": report.path if edition else None,
        "window": {"from": shape_instant(window.start), "to": shape_instant(window.end)},
        "sections": [
            {"name": section.name, "items": [shape_item(item) for item in section.items]}
            for section in (edition.sections if edition else ())
        ],
        "bench": [shape_item(item) for item in (edition.bench if edition else ())],
        "dropped": [
            {"headline": one.headline, "url": one.url, "reason": one.reason}
            for one in report.selection.decisions
            if one.place == "dropped"
        ],
        **({"llm": shape_writing(report.writing)} if report.writing else {}),
    }


def find_slug(edition: str | None, publication: Publication, stores: Stores, clock: Clock) -> str:
    """Take the named edition, or today's."""
    named = read_slug(edition)
    if named:
        return named
    return place_edition(publication, editions=stores.editions, now=clock.now()).slug


def run_check(
    invocation: Invocation, settings: Settings, edition: str | None, *, named: bool
) -> Answer:
    """Check the named edition, or today's."""
    clock = make_clock(invocation.now)
    with opened_stores(settings) as stores, opened_renderer(settings) as renderer:
        slug = find_slug(edition, settings.publication, stores, clock)
        record = stores.editions.edition(slug)
        report = check_file(
            slug,
            settings.publication,
            folder=make_folder(settings.folder),
            renderer=renderer,
            clock=clock,
            public_url=settings.machine.public_url or "",
            stores=stores,
        )
    left = record is not None and record.state not in OPEN_STATES
    frozen = record.state.value if record and left else ""
    return checked_answer(report, frozen=frozen, named=named)


def checked_answer(report: CheckReport, *, frozen: str = "", named: bool = False) -> Answer:
    """Tell the findings, worst first.

    Args:
        report: What was found.
        frozen: State of an edition whose file reaches readers no more; empty otherwise.
        named: Whether the edition was named, so that the next commands must name it, too.
    """
    size = len(report.rendered.html.encode()) if report.rendered else 0
    lines = [f"{one.level.value[0].upper()}  {describe(one)}" for one in report.findings]
    if frozen:
        lines.append(
            f"{report.slug} is {frozen}: what it says is frozen, and this file changes nothing."
        )
    return Answer(
        lines=[*lines, total_line(report, size, frozen=bool(frozen), named=named)],
        data={
            "edition": report.slug,
            "bytes": size,
            "errors": report.errors,
            "warnings": report.warnings,
            "findings": [shape_finding(one) for one in report.findings],
        },
        status=ExitStatus.BLOCKED if report.errors else ExitStatus.OK,
        brief=f"{report.slug}: {count('error', report.errors)}: nothing will be sent.",
    )


def total_line(report: CheckReport, size: int, *, frozen: bool, named: bool) -> str:
    """Sum up a check and name the next command."""
    counted = f"{count('error', report.errors)}, {count('warning', report.warnings)}"
    which = f" {report.slug}" if named else ""
    if frozen:
        return f"{counted}.      Next: digest report{which}"
    if report.errors:
        themes = any(finding.rule == "template" for finding in report.findings)
        step = "mend the template, digest check" if themes else "digest edit"
        return f"{counted}: nothing will be sent.      Next: {step}{which}"
    kilobytes = f"{size / 1000:.0f} kB of {BUDGET_KB} kB"
    steps = f"digest send{which} --test ADDRESS, digest send{which}"
    return f"{counted}, {kilobytes}.      Next: {steps}"


def run_edit(invocation: Invocation, settings: Settings, edition: str | None) -> Answer:
    """Open an edition in the user's editor, then check it.

    Raises:
        UsageError: There is no such file, or the editor failed.
    """
    with opened_stores(settings) as stores:
        slug = find_slug(edition, settings.publication, stores, make_clock(invocation.now))
    path = settings.folder / edition_path(slug)
    if not path.is_file():
        raise UsageError(f"There is no {edition_path(slug)}.", "Draft it first: digest draft")
    run_editor(path)
    # By its slug, as midnight may have passed while the file was open.
    return run_check(invocation, settings, slug, named=edition is not None)


def run_editor(path: Path) -> None:
    """Let the user's own editor change a file.

    Raises:
        UsageError: It is not there, or it failed.
    """
    import os
    import shlex
    import subprocess

    words = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        editor = shlex.split(words)
        done = subprocess.run([*editor, str(path)], check=False)  # noqa: S603 - the user's own
    except (OSError, ValueError) as error:
        raise UsageError(
            f"The editor {words!r} cannot be started.", "Name yours: export EDITOR=nano"
        ) from error
    if done.returncode:
        raise UsageError(
            f"{editor[0]} ended with status {done.returncode}; the file is as you left it.",
            "Look it over: digest check",
        )


def run_preview(
    invocation: Invocation, settings: Settings, edition: str | None, out: Path | None
) -> Answer:
    """Write an edition as files for a browser, into preview/ unless another folder is named."""
    out = out or invocation.directory / PREVIEW
    clock = make_clock(invocation.now)
    with opened_stores(settings) as stores, opened_renderer(settings) as renderer:
        slug = find_slug(edition, settings.publication, stores, clock)
        report = asyncio.run(
            preview_edition(
                slug,
                settings.publication,
                folder=make_folder(settings.folder),
                out=make_output_folder(out),
                renderer=renderer,
                fetcher=make_fetcher(settings),
                clock=clock,
                public_url=settings.machine.public_url or "",
            )
        )
    page = out / "index.html"
    which = f" {slug}" if edition else ""
    missing = [f"Not fetched: {failure.url} ({failure.reason})" for failure in report.missing]
    return Answer(
        lines=[*missing, f"Wrote {page}      Next: open it in a browser, then digest check{which}"],
        data={
            "edition": slug,
            "page": str(page),
            "files": list(report.files),
            "missing": [{"url": one.url, "reason": one.reason} for one in report.missing],
        },
    )
