"""Open what commands need, and talk on the terminal while they work."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from digest.cli.answer import print_line
from digest.cli.invocation import Invocation
from digest.errors import UsageError

if TYPE_CHECKING:
    from digest.config import OnMachine, Settings

Advance = Callable[[int, int], None]


def open_settings(context: typer.Context) -> "tuple[Invocation, Settings]":
    """Read the settings of the publication's folder and tell their warnings."""
    from digest.config import read_settings

    invocation: Invocation = context.obj
    settings = read_settings(invocation.directory.resolve(), os.environ)
    tell_warnings(invocation, settings)
    return invocation, settings


def open_place(invocation: Invocation) -> "OnMachine":
    """Read what this machine is told, with or without a publication, and tell the warnings."""
    from digest.config import read_station_or_settings

    place = read_station_or_settings(invocation.directory.resolve(), os.environ)
    tell_warnings(invocation, place)
    return place


def tell_warnings(invocation: Invocation, place: "OnMachine") -> None:
    """Tell what is unsafe or useless in the settings."""
    if not invocation.quiet:
        for warning in place.warnings:
            print_line(f"Warning: {warning}", to_stderr=True)


def read_day(text: str | None) -> date | None:
    """Read the value of --date."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--date {text!r} is not a date.", "Write it as 2026-11-23.") from error


def read_moment_of(
    text: str | None, *, zone: str, now: datetime, option: str = "--send-by"
) -> datetime | None:
    """Read the value of --send-by or --until: a local time of today, or a moment with its date.

    Args:
        text: "21:00", or "2026-11-23T21:00:00+01:00"; a moment without an offset is local.
        option: What was typed before it.
        zone: The publication's zone.
        now: The present moment, aware.

    Raises:
        UsageError: It is neither.
    """
    if text is None:
        return None
    from zoneinfo import ZoneInfo

    from digest.text.values import read_time

    local = ZoneInfo(zone)
    words = text.strip()
    if read_time(words):
        words = f"{now.astimezone(local):%Y-%m-%d}T{words}"
    try:
        # A date alone would be taken for its midnight.
        moment = datetime.fromisoformat(words) if ":" in words else None
        if moment:
            return (moment if moment.tzinfo else moment.replace(tzinfo=local)).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise UsageError(
        f"{option} {text!r} is neither a time of day nor a moment.",
        "Write it as 21:00 or 2026-11-23T21:00:00+01:00.",
    )


def read_slug(text: str | None) -> str | None:
    """Take an edition's slug, or the path of its file, for its slug."""
    if text is None:
        return None
    # The file of a further language, SLUG.fr.md, belongs to the same edition.
    slug = text.rsplit("/", 1)[-1].partition(".")[0]
    # An empty one is a shell's variable that was never set, and does not mean today's edition.
    if not slug.strip() or not text.isprintable():
        raise UsageError(f"{text!r} is no name of an edition.", "See what there is: digest status")
    return slug


def read_named_language(text: str | None) -> str | None:
    """Tell the language of an edition named as SLUG.fr or by the file SLUG.fr.md; None for none."""
    name = (text or "").rsplit("/", 1)[-1].removesuffix(".lock.json").removesuffix(".md")
    return name.partition(".")[2] or None


def refuse_unknown_source(name: str, known: Sequence[str]) -> None:
    """Refuse the name of a source that digest.toml does not have.

    Raises:
        UsageError: There is no such source.
    """
    from digest.text.values import nearest

    if name not in known:
        close = nearest(name, list(known))
        raise UsageError(
            f"There is no source “{name}”.",
            f"Did you mean “{close}”?" if close else "See them all: digest sources list",
        )


def find_path(invocation: Invocation, path: Path) -> Path:
    """Find a file or folder that was named: from here, else inside the publication's folder."""
    inside = invocation.directory / path
    return inside if not path.exists() and inside.exists() else path


def on_terminal() -> bool:
    """Whether a person sits there to be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


@contextmanager
def shown_progress(invocation: Invocation, label: str) -> Iterator[Advance]:
    """Show a bar on a terminal's stderr; elsewhere nothing. Call with (done, total)."""
    if invocation.quiet or invocation.as_json or not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
