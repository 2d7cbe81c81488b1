"""What the desk's commands on an edition do and answer."""

from contextlib import nullcontext
from typing import Any
from zoneinfo import ZoneInfo

from digest.app.check import CheckReport
from digest.app.draft import DraftReport, DraftWish, draft_edition, place_edition
from digest.app.languages import Version
from digest.app.ports import Clock, Stores
from digest.app.ready import describe
from digest.app.roundup import draft_round_up
from digest.cli.answer import Answer
from digest.cli.invocation import Invocation
from digest.cli.opening import read_slug
from digest.cli.shapes import shape_finding, shape_instant, shape_item
from digest.cli.written import count, shape_writing, writing_lines
from digest.config import Settings
from digest.errors import ExitStatus
from digest.model.edition import Edition
from digest.model.message import Level
from digest.model.publication import Publication
from digest.text.words import count_words, reading_minutes
from digest.wiring import (
    make_clock,
    make_folder,
    make_host,
    make_writer,
    opened_renderer,
    opened_stores,
)

BUDGET_KB = 100


def run_draft(
    invocation: Invocation, settings: Settings, wish: DraftWish, *, weekly: bool = False
) -> Answer:
    """Draft an edition, or the week's round-up."""
    folder = make_folder(settings.folder)
    alone = nullcontext() if wish.dry_run else folder.alone()
    clock = make_clock(invocation.now)
    with opened_stores(settings) as stores, alone:
        if weekly:
            report = draft_round_up(
                wish, settings.publication, stores=stores, folder=folder, clock=clock
            )
        else:
            report = draft_edition(
                wish,
                settings.publication,
                stores=stores,
                folder=folder,
                clock=clock,
                writer=make_writer(settings),
            )
    if report.edition and not wish.dry_run:
        fetch_pictures(report.edition, settings, clock)
    named = wish.day is not None or wish.slot_name is not None or weekly
    return draft_answer(report, settings.publication, wrote=not wish.dry_run, named=named)


def fetch_pictures(edition: Edition, settings: Settings, clock: Clock) -> None:
    """Fetch an edition's pictures while there is time, so that its send need not wait for them.

    What cannot be had is told by the check.
    """
    if not settings.publication.images.hosted or not settings.machine.public_url:
        return
    with opened_renderer(settings) as renderer:
        host = make_host(settings, renderer, clock)
        if host:
            host([edition])


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
        if report.of_week:
            step = "digest report"
        elif not publication.sources:
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
        weekly = " --weekly" if report.of_week else ""
        ending = f"Would write {report.path}; nothing was written.      Next: digest draft{weekly}"
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
    day = "%a %d %b %H:%M" if report.of_week else "%a %H:%M"
    return f"{report.placement.slug}   window {start:{day}} → {end:{day}} {zone}"


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
    mendable = sum(bool(one.edits) for one in report.findings)
    if mendable and not frozen:
        which = f" {report.slug}" if named else ""
        verb = "needs" if mendable == 1 else "need"
        lines.append(f"{mendable} of these {verb} no person: digest check{which} --fix")
    return Answer(
        lines=[*lines, total_line(report, size, frozen=bool(frozen), named=named)],
        data={
            "edition": report.slug,
            "bytes": size,
            "languages": [shape_version(one) for one in report.others],
            "errors": report.errors,
            "warnings": report.warnings,
            "findings": [shape_finding(one) for one in report.findings],
        },
        status=ExitStatus.BLOCKED if report.errors else ExitStatus.OK,
        brief=f"{report.slug}: {count('error', report.errors)}: {what_stops(report)}.",
    )


def shape_version(version: Version) -> dict[str, Any]:
    """Write an edition in one of its further languages as its JSON object."""
    return {
        "language": version.language,
        "file": version.path,
        "translated": version.is_translated,
        "bytes": len(version.rendered.html.encode()) if version.rendered else 0,
    }


def what_stops(report: CheckReport) -> str:
    """Tell what the errors of a check do: a dead link stops no send, which asks no address."""
    errors = (one for one in report.findings if one.level is Level.ERROR)
    if all(one.rule == "dead-link" for one in errors):
        return "digest send does not ask addresses, and would send it all the same"
    return "nothing will be sent"


def total_line(report: CheckReport, size: int, *, frozen: bool, named: bool) -> str:
    """Sum up a check and name the next command."""
    counted = f"{count('error', report.errors)}, {count('warning', report.warnings)}"
    which = f" {report.slug}" if named else ""
    if frozen:
        return f"{counted}.      Next: digest report{which}"
    if report.errors:
        themes = any(finding.rule == "template" for finding in report.findings)
        step = "mend the template, digest check" if themes else "digest edit"
        return f"{counted}: {what_stops(report)}.      Next: {step}{which}"
    kilobytes = f"{size / 1000:.0f} kB of {BUDGET_KB} kB"
    further = [
        f"{one.language} {len(one.rendered.html.encode()) / 1000:.0f} kB"
        for one in report.others
        if one.rendered
    ]
    kilobytes += f" ({', '.join(further)})" if further else ""
    steps = f"digest send{which} --test ADDRESS, digest send{which}"
    return f"{counted}, {kilobytes}.      Next: {steps}"
