"""The commands about the database as a whole: db upgrade, db move."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.answer import Answer, print_line
from digest.cli.opening import on_terminal, open_place, open_settings, shown_progress
from digest.errors import UsageError
from digest.wiring import make_clock, opened_move, upgrade_database

if TYPE_CHECKING:
    from digest.adapters.store.moving import Move
    from digest.cli.invocation import Invocation
    from digest.model.database import MovePlan, Upgrade

app = typer.Typer(
    name="db",
    help="The database: its version, and a move to a server.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
SAME = "the same without --dry-run"
PASSWORD = "with the password where it has one"  # noqa: S105 - a word for people


@app.command("upgrade")
def upgrade(
    context: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done; do nothing.")
    ] = False,
) -> Answer:
    """Bring the tables of the database up to date.

    On PostgreSQL nothing else changes them once they are made. Safe while workers of the version
    before are sending, and twice at once; a file of SQLite is brought up to date by every command.
    """
    invocation: Invocation = context.obj
    done = upgrade_database(open_place(invocation), dry_run=dry_run)
    return Answer(lines=upgrade_lines(done, dry_run=dry_run), data=shape_upgrade(done))


@app.command("move")
def move_database(
    context: typer.Context,
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL",
            help="Such as postgresql://user@host/name, an empty database; - reads it from stdin.",
        ),
    ],
    give_up: Annotated[
        bool,
        typer.Option("--give-up", help="Go back to the file, as long as the move has not ended."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count what would be moved; move nothing.")
    ] = False,
) -> Answer:
    """Move the database from its SQLite file to PostgreSQL.

    Every row is counted and compared. Nothing can be sent or recorded meanwhile; afterwards only
    the new database can send. Broken off, the same command goes on where it was.
    """
    invocation, settings = open_settings(context)
    # The real moment, for leases are kept by it; a rehearsed one would overlook who is sending.
    with opened_move(settings, read_address(url), make_clock(None)) as move:
        if give_up:
            return give_up_move(move, dry_run=dry_run)
        with move.alone():
            return move_all(invocation, move, ask=on_terminal() and not yes, dry_run=dry_run)


def move_all(invocation: "Invocation", move: "Move", *, ask: bool, dry_run: bool) -> Answer:
    """Move what there is, or only count it."""
    plan = move.look()
    if dry_run or plan.is_over:
        return Answer(lines=plan_lines(plan), data=shape_move(plan))
    if ask:
        typer.confirm(
            f"{plan.rows:,} rows go from {plan.origin} to {plan.target}. Meanwhile nothing can be "
            "sent or recorded. Move them now?",
            abort=True,
        )
    try:
        compared = carry_over(invocation, move, plan)
    except KeyboardInterrupt:
        for line in broken_lines(plan):
            print_line(line, to_stderr=True)
        raise
    return Answer(lines=moved_lines(plan, compared), data=shape_move(plan, is_moved=True))


def carry_over(invocation: "Invocation", move: "Move", plan: "MovePlan") -> int:
    """Move from beginning to end; tell how many rows were compared."""
    mark = move.begin()
    with shown_progress(invocation, "Copying") as advance:
        move.copy(advance, total=plan.rows)
    with shown_progress(invocation, "Comparing") as advance:
        compared = move.compare(advance, total=plan.rows)
    move.finish(mark)
    return compared


def broken_lines(plan: "MovePlan") -> list[str]:
    """Tell how things stand when somebody has broken the move off."""
    return [
        f"The move is not over: until it is, {plan.origin} takes nothing, and nothing can be sent.",
        f"To go back instead: digest db move --give-up {plan.address}",
    ]


def read_address(url: str) -> str:
    """Take an address as it was typed, or from stdin, where nobody else can see a password."""
    if url != "-":
        if "://" not in url:
            raise UsageError(
                f"{url!r} is no address of a database.", "Write it as postgresql://user@host/name."
            )
        if ":" in url.partition("://")[2].rpartition("@")[0]:
            print_line(
                "Warning: whoever may list processes here can read the password on your command "
                "line. Better: digest db move -, which reads the address from stdin.",
                to_stderr=True,
            )
        return url
    address = sys.stdin.readline().strip()
    if not address:
        raise UsageError(
            "There is no address on stdin.", "Write it as postgresql://user@host/name."
        )
    return address


def give_up_move(move: "Move", *, dry_run: bool) -> Answer:
    """Go back to the file."""
    origin, target = move.origin.name, move.target.name
    is_empty = move.give_up(dry_run=dry_run)
    told = f"{'Would be given up' if dry_run else 'Given up'}: {origin} is used as before."
    left = (
        f"What was copied to {target} is gone."
        if is_empty
        else f"{target} could not be emptied, and nothing can use it: drop it and make a new one."
    )
    step = SAME if dry_run else "digest status"
    return Answer(
        lines=[told, *([] if dry_run else [left]), f"Next: {step}"],
        data={"from": origin, "to": target, "given_up": not dry_run, "emptied": is_empty},
    )


def upgrade_lines(done: "Upgrade", *, dry_run: bool) -> list[str]:
    """Tell what became of the tables, for people."""
    step = "digest status"
    if not done.is_change:
        lines = [f"{done.database} has the tables of this version ({done.after}) already."]
    else:
        step = SAME if dry_run else step
        would = "would be" if dry_run else "are"
        lines = []
        if not done.before:
            lines = [f"The tables of {done.database} {would} made ({done.after})."]
        elif done.before != done.after:
            lines = [
                f"The tables of {done.database} {would} brought from {done.before} to {done.after}."
            ]
        if done.beside:
            lines.append(f"The tables of the jobs {would} brought up to date.")
    if done.by_itself:
        lines.append(
            "A file of SQLite is brought up to date by every command, this one or another."
        )
    return [*lines, f"Next: {step}"]


def shape_upgrade(done: "Upgrade") -> dict[str, Any]:
    """Write what became of the tables."""
    return {
        "database": done.database,
        "before": done.before or None,
        "after": done.after,
        "jobs": list(done.beside),
        "changed": done.is_change,
    }


def plan_lines(plan: "MovePlan") -> list[str]:
    """Tell what there is to move, or that it is over."""
    if plan.is_over:
        return [
            f"{plan.origin} was moved to {plan.target} already: nothing is left to be done.",
            f"Write into .env, {PASSWORD}: DIGEST_DATABASE={plan.address}",
            "Next: digest status, once .env names the new database",
        ]
    tables = [f"{one.name} {one.rows:,}" for one in plan.tables if one.rows]
    begun = ", begun by an earlier run" if plan.is_begun else ""
    return [
        f"{plan.rows:,} rows would go from {plan.origin} to {plan.target}{begun}.",
        " · ".join(tables) or "There is nothing in it yet.",
        f"Next: {SAME}",
    ]


def moved_lines(plan: "MovePlan", compared: int) -> list[str]:
    """Tell that it is done, and what is left to a person."""
    tables = f"{compared:,} rows in {len(plan.tables)} tables, each compared"
    return [
        f"Moved {plan.origin} to {plan.target}: {tables}.",
        f"Write into .env on every machine, {PASSWORD}: DIGEST_DATABASE={plan.address}",
        f"{plan.origin} takes nothing more, and every command with it says so.",
        "It still holds your readers: delete it once the new database is backed up.",
        "Start digest serve anew.      Next: digest status, once .env names the new database",
    ]


def shape_move(plan: "MovePlan", *, is_moved: bool = False) -> dict[str, Any]:
    """Write what was moved, or would be."""
    return {
        "from": plan.origin,
        "to": plan.target,
        "address": plan.address,
        "rows": plan.rows,
        "tables": {one.name: one.rows for one in plan.tables},
        "moved": is_moved or plan.is_over,
    }
