"""What was erased of a person, what stays, and where the desk has to look by itself."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from digest.cli.record_shown import shape_suppression
from digest.model.record import PersonReport, Traces
from digest.text.words import count_of

MOST_FILES = 20
MANY = {
    "proof of consent": "proofs of consent",
    "mail that came back": "mails that came back",
    "note of what happened": "notes of what happened",
}
LATER = "The database is in use: traces in unused corners of it go with the next digest prune."


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is left of somebody who was erased.

    Attributes:
        is_clean: Whether no byte of the database tells of them any more.
        files: In which of the publication's files their address stands.
    """

    is_clean: bool
    files: Sequence[str]


def forgotten_lines(report: PersonReport, left: Left, *, dry_run: bool) -> list[str]:
    """Tell what was erased of a person, and what stays and why."""
    email, rows = report.subscriber.email, len(report.deliveries)
    erased = [
        count_of(count, name, MANY.get(name, ""))
        for name, count in count_parts(report).items()
        if count
    ]
    also = f", and with them {', '.join(erased)}" if erased else ""
    first = f"{email} is forgotten{also}."
    stays = ["What stays: a keyed hash of the address, so that no import mails it again or twice."]
    if rows:
        ledger = f"{count_of(rows, 'row')} of the ledger without address, Message-ID or reply"
        stays.append(f"  {ledger}, so that the books balance.")
    return [
        f"Rehearsal, nothing was written: {first}" if dry_run else first,
        *stays,
        *left_lines(left, email),
    ]


def left_lines(left: Left, email: str) -> list[str]:
    """Tell what is still to be done, and by whom."""
    lines = [] if left.is_clean else [LATER]
    if left.files:
        lines.append("The address still stands in these files, which are yours:")
        lines += [f"  {name}" for name in gather(left.files)]
    them = "Backups and the relay's logs are yours to look through."
    nowhere = "" if left.files else "No other file here has the address. "
    return [*lines, nowhere + them, f"Next: digest subscribers show {email}"]


def gather(files: Sequence[str]) -> list[str]:
    """Name files, and of folders with several of them how many there are."""
    folders = Counter(name.rpartition("/")[0] for name in files)
    told: dict[str, None] = {}
    for name in files:
        folder = name.rpartition("/")[0]
        many = folder and folders[folder] > 1
        told[f"{folder}/ ({count_of(folders[folder], 'file')})" if many else name] = None
    names = list(told)
    more = [f"and {len(names) - MOST_FILES:,} more (--json names all)"]
    return names[:MOST_FILES] + (more if len(names) > MOST_FILES else [])


def count_parts(report: PersonReport) -> dict[str, int]:
    """Count what is kept about a person, by what it is called."""
    return {
        "sign-up": int(report.sign_up is not None),
        "proof of consent": len(report.consents),
        "letter": len(report.letters),
        "mail that came back": len(report.returned),
        "note of what happened": len(report.events),
    }


def shape_forgotten(
    email: str, report: PersonReport | None, traces: Traces, left: Left
) -> dict[str, Any]:
    """Write what was erased of a person, and what stays."""
    return {
        "email": email,
        "forgotten": report is not None,
        "kept": {
            "suppression": shape_suppression(traces.suppression),
            "editions": traces.editions,
            "ledger_rows": len(report.deliveries) if report else 0,
        },
        "clean": left.is_clean,
        "files": list(left.files),
    }
