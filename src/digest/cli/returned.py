"""What came back, read and told: as lines and as the JSON object of the reference page."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.app.bounces import Bounce, BounceReport, Fate, ReturnDesk, find_kept, read_bounces
from digest.cli.answer import Answer, escape_controls
from digest.cli.invocation import Invocation
from digest.cli.opening import find_path, shown_progress
from digest.cli.shapes import shape_instant
from digest.config import Settings
from digest.errors import ConfigError, UsageError
from digest.model.returned import KeptMail
from digest.text.values import show_moment
from digest.text.words import count_of
from digest.wiring import make_clock, opened_box, opened_stores

if TYPE_CHECKING:
    from pathlib import Path

PIPE = "-"
KEY_SHOWN = 12
MOST_LINES = 50
REASON_SHOWN = 80
# One and many of these are called the same.
ALIKE = (Fate.UNPROVEN, Fate.KNOWN, Fate.UNREADABLE, Fate.STILL_UNREADABLE)
MANY = {Fate.DELIVERED: "reports of arrival"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BounceWish:
    """How mail that came back is to be read.

    Attributes:
        source: As `wiring.opened_box` takes it; None for the mailbox of .env.
        remove: Whether what is understood leaves the mailbox.
        trusts_addresses: Whether a report about a bare address is believed.
        rehearse: Whether nothing is to be done.
    """

    source: str | None
    remove: bool
    trusts_addresses: bool
    rehearse: bool


def read_source(
    invocation: Invocation, settings: Settings, source: str | None, *, stdin: bool
) -> str | None:
    """Read which mailbox is meant.

    Raises:
        UsageError: It is named twice, or with a password for everybody to see.
        ConfigError: None is named, neither here nor in .env.
    """
    if stdin and source not in (None, PIPE):
        raise UsageError("Mail comes either from SOURCE or from a pipe.", "Leave one of them out.")
    if stdin or source == PIPE:
        return PIPE
    if source is None:
        if settings.machine.bounces is None:
            raise ConfigError(
                "Nobody has said where mail comes back to: .env has no DIGEST_BOUNCES.",
                "Set it as docs/how-to/bounces.md says, or name a Maildir: digest bounces PATH",
            )
        return None
    if source.startswith("imap"):
        raise UsageError(
            "A password in a command is seen by everybody on this machine.",
            "Put the address into .env, as DIGEST_BOUNCES.",
        )
    from pathlib import Path

    path = find_path(invocation, Path(source.removeprefix("maildir:"))).resolve()
    refuse_missing(path)
    return f"maildir:{path}"


def refuse_missing(path: "Path") -> None:
    """Take no SOURCE in which no mail can be.

    Raises:
        UsageError: There is nothing, or a folder that is no Maildir.
    """
    if not path.exists():
        raise UsageError(f"There is nothing at {path}.", "Name a Maildir, or a file with one mail.")
    if path.is_dir() and not ((path / "new").is_dir() and (path / "cur").is_dir()):
        raise UsageError(
            f"{path} is no Maildir: it has no folders new and cur.",
            "Name the folder that has them, or a file with one mail.",
        )


def run_bounces(invocation: Invocation, settings: Settings, wish: BounceWish) -> Answer:
    """Read a mailbox, and tell what was in it."""
    clock = make_clock(invocation.now)
    with (
        opened_stores(settings) as stores,
        opened_box(settings, wish.source) as box,
        shown_progress(invocation, "Reading") as advance,
    ):
        desk = ReturnDesk(
            publication=settings.publication.id,
            secrets=settings.machine.links.honoured(clock.now()),
            returns=stores.returns,
            clock=clock,
            trusts_addresses=wish.trusts_addresses,
        )
        report = read_bounces(
            box, desk, remove=wish.remove, rehearse=wish.rehearse, advance=advance
        )
    return Answer(lines=report_lines(report, rehearsed=wish.rehearse), data=shape_report(report))


def list_kept(settings: Settings) -> Answer:
    """List the mails that a person should look at."""
    with opened_stores(settings) as stores:
        kept = stores.returns.to_look_at()
    lines = [kept_line(one, settings.publication.timezone) for one in kept]
    if not kept:
        last = "Everything that came back is understood.      Next: digest bounces"
    else:
        last = f"{count_of(len(kept), 'mail')} to look at.      Next: digest bounces --show KEY"
    return Answer(lines=[*lines, last], data={"mails": [shape_kept(one) for one in kept]})


def show_kept(invocation: Invocation, settings: Settings, key: str) -> Answer:
    """Print a mail that was kept, as it came; on a terminal nothing in it can do harm."""
    with opened_stores(settings) as stores:
        kept = find_kept(key, returns=stores.returns)
    if invocation.as_json or sys.stdout.isatty():
        text = kept.raw.decode("utf-8", "replace").replace("\r\n", "\n")
        lines = [escape_controls(line) for line in text.split("\n")]
        return Answer(lines=lines, data={**shape_kept(kept), "mail": text})
    sys.stdout.buffer.write(kept.raw)
    sys.stdout.buffer.flush()
    return Answer()


def report_lines(report: BounceReport, *, rehearsed: bool) -> list[str]:
    """Tell what was read, line by line, and what comes next."""
    lines = [bounce_line(one) for one in report.bounces[:MOST_LINES]]
    if len(report.bounces) > MOST_LINES:
        lines.append(f"… and {len(report.bounces) - MOST_LINES:,} more (--json names all)")
    lines.append(count_line(report))
    if report.uncertain:
        lines.append("Without proof: it bears no token of ours, so nothing was done about it.")
    return [*lines, next_line(report, rehearsed=rehearsed)]


def count_line(report: BounceReport) -> str:
    """Count what was read on one line, each mail once."""
    if not report.read:
        return "Nothing new has come back."
    fates = [(fate, report.fates[fate]) for fate in Fate if report.fates.get(fate)]
    told = " · ".join(
        f"{count:,} {fate}" if fate in ALIKE else count_of(count, fate.value, MANY.get(fate, ""))
        for fate, count in fates
    )
    gone = count_of(report.suppressed, "address is", "addresses are")
    never = f" {gone} never mailed from now on." if report.suppressed else ""
    return f"{count_of(report.read, 'mail')} read: {told}.{never}"


def next_line(report: BounceReport, *, rehearsed: bool) -> str:
    """Name the next sensible command."""
    if rehearsed:
        return "This was a rehearsal: nothing was done.      Next: the same without --dry-run"
    if report.unreadable or report.to_look_at:
        return "Next: digest bounces --unreadable"
    return "Next: digest report"


def bounce_line(one: Bounce) -> str:
    """Tell one bounce on a line."""
    status = f" {one.status}" if one.status else ""
    done = " → not mailed any more" if one.suppressed else ""
    if one.is_doubtful:
        done = " → no proof: nothing done"
    reason = one.reason[:REASON_SHOWN] + "…" * (len(one.reason) > REASON_SHOWN)
    return f"{one.kind.value + status:18} {one.email or '(nobody)'}   {reason}".rstrip() + done


def kept_line(one: KeptMail, zone: str) -> str:
    """Tell one kept mail on a line."""
    day = show_moment(one.at, zone)
    return f"{one.key[:KEY_SHOWN]}  {day}  {one.kind.value:12} {one.reason[:REASON_SHOWN]}".rstrip()


def shape_report(report: BounceReport) -> dict[str, Any]:
    """Write what was read."""
    return {
        "read": report.read,
        "recognised": report.recognised,
        "unreadable": report.unreadable,
        "suppressed": report.suppressed,
        "bounces": shape_bounces(report.bounces),
    }


def shape_bounces(bounces: Iterable[Bounce]) -> list[dict[str, Any]]:
    """Write every bounce."""
    return [
        {
            "file": one.file,
            "email": one.email or None,
            "kind": one.kind.value,
            "status": one.status,
            "reason": one.reason or None,
        }
        for one in bounces
    ]


def shape_kept(one: KeptMail) -> dict[str, Any]:
    """Write a kept mail."""
    return {
        "key": one.key,
        "file": one.name,
        "kind": one.kind.value,
        "at": shape_instant(one.at),
        "reason": one.reason or None,
    }
