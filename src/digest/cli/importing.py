"""How `digest subscribers import` runs: the question before many are unsubscribed, and the rest."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from digest.cli.answer import Answer, print_line
from digest.cli.import_shown import ImportTold, import_lines, shape_import
from digest.cli.invocation import Invocation
from digest.cli.opening import on_terminal
from digest.config import Settings
from digest.errors import UsageError
from digest.text.words import count_of
from digest.wiring import make_clock, opened_rows, opened_stores

if TYPE_CHECKING:
    from digest.app.people_import import ImportReport
    from digest.app.ports import Rows, Stores

# So many readers may go by one file without a question, and so large a part of them all.
FEW = 20
TENTH = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWish:
    """What was asked for.

    Attributes:
        path: The file.
        lists: Lists that every row is added to, as they were typed.
        replace_lists: Whether a row's lists replace those a person has.
        all_left: Whether everybody in the file has left.
        kind: Whose export it is; None finds out.
        yes: Whether not to ask.
        dry_run: Whether to write nothing.
    """

    path: Path
    lists: tuple[str, ...]
    replace_lists: bool
    all_left: bool
    kind: str | None
    yes: bool
    dry_run: bool


def run_import(wish: ImportWish, invocation: Invocation, settings: Settings) -> Answer:
    """Import a file, or rehearse it.

    Raises:
        UsageError: It cannot be imported so, or would unsubscribe many readers unasked.
    """
    if wish.all_left and (wish.lists or wish.replace_lists):
        option = "--list" if wish.lists else "--replace-lists"
        raise UsageError(
            f"{option} and --left do not go together: who has left is on no list.",
            "Leave one of them out.",
        )
    with opened_stores(settings) as stores:
        if wish.all_left and not (wish.yes or wish.dry_run):
            agree_to_lose(wish, invocation, settings, stores)
        with opened_rows(wish.path, keep_bad=not wish.dry_run) as rows:
            report = import_all(rows, wish, invocation, settings, stores, dry_run=wish.dry_run)
        readers = stores.subscribers.audience(()).planned
    if rows.note and not invocation.quiet:
        print_line(f"{wish.path.name}: {rows.note}", to_stderr=True)
    bad_file = rows.bad_file.name if rows.bad_file else ""
    told = ImportTold(
        name=wish.path.name,
        bad_file=bad_file,
        all_left=wish.all_left,
        dry_run=wish.dry_run,
        readers=readers,
    )
    return Answer(
        lines=import_lines(report, told),
        data={**shape_import(report), "bad_file": bad_file or None},
    )


def import_all(
    rows: "Rows",
    wish: ImportWish,
    invocation: Invocation,
    settings: Settings,
    stores: "Stores",
    *,
    dry_run: bool,
) -> "ImportReport":
    """Bring the rows of a file into the store, or only count them."""
    from digest.app.people_import import import_rows

    return import_rows(
        rows,
        subscribers=stores.subscribers,
        now=make_clock(invocation.now).now(),
        lists=wish.lists,
        replace_lists=wish.replace_lists,
        all_left=wish.all_left,
        kind=wish.kind,
        dry_run=dry_run,
        known_lists=[one.name for one in settings.publication.lists],
    )


def agree_to_lose(
    wish: ImportWish, invocation: Invocation, settings: Settings, stores: "Stores"
) -> None:
    """Ask before a file takes many readers away for good; it may be the wrong one.

    Raises:
        UsageError: Nobody can be asked.
        Abort: The answer is no.
    """
    if stores.subscribers.last_number() <= FEW:
        return
    with opened_rows(wish.path, keep_bad=False) as rows:
        lost = import_all(rows, wish, invocation, settings, stores, dry_run=True).unsubscribed
    readers = stores.subscribers.audience(()).planned
    if lost <= FEW or lost * TENTH <= readers:
        return
    told = (
        f"{wish.path.name} unsubscribes {lost:,} of {count_of(readers, 'reader')} for good:"
        " no import brings them back."
    )
    if invocation.as_json or not on_terminal():
        raise UsageError(told, "If everybody in it has left, say so with --yes.")
    typer.confirm(f"{told} Have they all left?", default=False, abort=True)
