"""The commands about readers: subscribers import, export, add, remove, list."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from digest.cli import people_kept
from digest.cli.answer import Answer
from digest.cli.opening import find_path, open_settings
from digest.cli.segments import SegmentOption, open_lists, open_segment
from digest.errors import UsageError
from digest.model.subscriber import SubscriberState
from digest.wiring import (
    make_clock,
    opened_stores,
    print_table,
    save_table,
)

app = typer.Typer(
    name="subscribers",
    help="Readers: import, export, add, list, show, forget, proof.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Address = Annotated[str, typer.Argument(metavar="EMAIL", help="The person's address.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what would be done; do nothing.")]
Lists = Annotated[
    list[str] | None,
    typer.Option("--list", metavar="NAME", help="Only people on this list; may be repeated."),
]
State = Annotated[
    SubscriberState | None, typer.Option("--state", help="Only people in this state.")
]


@app.command("import")
def import_file(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV whose first row names the columns.")
    ],
    lists: Annotated[
        list[str] | None,
        typer.Option("--list", metavar="NAME", help="Add every row to this list; may be repeated."),
    ] = None,
    replace_lists: Annotated[
        bool,
        typer.Option("--replace-lists", help="The lists of a row replace those a person has."),
    ] = False,
    kind: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="PROGRAM",
            help="Whose export it is, when guessing goes wrong: listmonk, mailchimp, ghost,"
            " substack, buttondown; csv for a table of your own.",
        ),
    ] = None,
    all_left: Annotated[
        bool,
        typer.Option("--left", help="Everybody in the file has left: never mail them."),
    ] = False,
    yes: Annotated[
        bool,
        typer.Option("--yes", "-y", help="Do not ask before --left unsubscribes many readers."),
    ] = False,
    dry_run: DryRun = False,
) -> Answer:
    """Import readers from a CSV file. Doing it twice changes nothing.

    Only the column `email` is required. Bad rows go to FILE.bad.csv with the reason. Exports of
    listmonk, Mailchimp, Ghost, Substack and Buttondown are known by their columns: who has left
    there is never mailed from here. With --left a file needs nothing but addresses; when more than
    a tenth of the readers are in it, it asks, and without a terminal it wants --yes.
    """
    from digest.cli.importing import ImportWish, run_import

    invocation, settings = open_settings(context)
    wish = ImportWish(
        path=find_path(invocation, file),
        lists=tuple(lists or ()),
        replace_lists=replace_lists,
        all_left=all_left,
        kind=kind.casefold() if kind else None,
        yes=yes,
        dry_run=dry_run,
    )
    return run_import(wish, invocation, settings)


@app.command("export")
def export_file(
    context: typer.Context,
    lists: Lists = None,
    state: State = None,
    segment: SegmentOption = None,
    raw: Annotated[
        bool,
        typer.Option("--raw", help="Leave formulas as they are, for programs alone."),
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write there, not to the screen.")
    ] = None,
) -> Answer:
    """Export readers as CSV, which `import` takes back. Safe to open in a spreadsheet.

    A value that a spreadsheet would run as a formula gets an apostrophe before it, which `import`
    takes away again.
    """
    from digest.app.subscribers import export_rows
    from digest.text.words import count_of

    invocation, settings = open_settings(context)
    if out is None and invocation.as_json:
        raise UsageError("--json leaves no place for the table.", "Name a file: --out readers.csv")
    with opened_stores(settings) as stores:
        table = export_rows(
            subscribers=stores.subscribers,
            state=state,
            lists=open_lists(lists, invocation, settings, stores.subscribers),
            segment=open_segment(
                segment,
                invocation,
                settings,
                stores.subscribers,
                now=make_clock(invocation.now).now(),
            ),
        )
        if out is None:
            print_table(sys.stdout, table, raw=raw)
            return Answer()
        count = save_table(out, table, raw=raw)
    warning = " These are people's addresses." if count else ""
    return Answer(
        lines=[f"Wrote {out}: {count_of(count, 'reader')}.{warning}"],
        data={"path": str(out), "rows": count},
    )


@app.command("add")
def add_person(
    context: typer.Context,
    email: Address,
    name: Annotated[str, typer.Option(metavar="NAME", help="What the person is called.")] = "",
    language: Annotated[
        str, typer.Option(metavar="TAG", help="Language tag, such as en or pt-BR.")
    ] = "",
    timezone: Annotated[
        str, typer.Option(metavar="ZONE", help="Time zone, such as Europe/Brussels.")
    ] = "",
    lists: Annotated[
        list[str] | None,
        typer.Option("--list", metavar="NAME", help="Add to this list; may be repeated."),
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option("--field", metavar="NAME=VALUE", help="Any further fact; may be repeated."),
    ] = None,
    resubscribe: Annotated[
        bool,
        typer.Option("--resubscribe", help="The person has left and asked to come back."),
    ] = False,
    dry_run: DryRun = False,
) -> Answer:
    """Add one reader, or add to what is known of one."""
    from digest.app.list_names import tidy_lists
    from digest.app.segments import known_lists
    from digest.app.subscribers import add_subscriber

    invocation, settings = open_settings(context)
    cells = {
        "email": email,
        "name": name,
        "language": language,
        "timezone": timezone,
        **read_fields(fields or ()),
    }
    with opened_stores(settings) as stores:
        known = known_lists(settings.publication, subscribers=stores.subscribers)
        cells["lists"] = "|".join(tidy_lists(lists or (), known))
        outcome = add_subscriber(
            cells,
            subscribers=stores.subscribers,
            now=make_clock(invocation.now).now(),
            resubscribe=resubscribe,
            dry_run=dry_run,
        )
    told = {
        "new": "is subscribed",
        "updated": "was known; what you said was added",
        "unchanged": "was known already; nothing changed",
        "resubscribed": "is subscribed again, at their own wish",
    }[outcome]
    return Answer(
        lines=[rehearsed(f"{email} {told}.      Next: digest subscribers show {email}", dry_run)],
        data={"email": email, "outcome": outcome},
    )


def read_fields(texts: Sequence[str]) -> dict[str, str]:
    """Read the values of --field.

    Raises:
        UsageError: One is not of the form NAME=VALUE, or names a column that has its own option.
    """
    fields: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name:
            raise UsageError(f"--field {text!r} has no name.", "Write it as --field city=Ghent.")
        if name.casefold() in ("email", "name", "language", "timezone", "lists"):
            raise UsageError(
                f"--field {name} has an option of its own.", "See: digest subscribers add --help"
            )
        fields[name] = value
    return fields


def rehearsed(line: str, dry_run: bool) -> str:
    """Say before a line that nothing was written, when nothing was."""
    return f"Rehearsal, nothing was written: {line}" if dry_run else line


@app.command("remove")
def remove_person(context: typer.Context, email: Address, dry_run: DryRun = False) -> Answer:
    """Unsubscribe a reader for good: no import brings them back."""
    from digest.app.subscribers import remove_subscriber

    invocation, settings = open_settings(context)
    with opened_stores(settings) as stores:
        state = remove_subscriber(
            email,
            subscribers=stores.subscribers,
            now=make_clock(invocation.now).now(),
            dry_run=dry_run,
        )
    if state is None:
        told = f"{email} was no reader; it is noted all the same, so that no import brings it in."
    elif state in (SubscriberState.SUBSCRIBED, SubscriberState.PENDING, SubscriberState.PAUSED):
        told = f"{email} is unsubscribed, and no import brings them back."
    else:
        told = f"{email} was {state.value} already."
    step = f"To erase what is known: digest subscribers forget {email}" if state else ""
    return Answer(
        lines=[rehearsed(f"{told}      {step}".rstrip(), dry_run)],
        data={"email": email, "before": state.value if state else "absent"},
    )


@app.command("list")
def list_people(
    context: typer.Context,
    lists: Lists = None,
    state: State = None,
    segment: SegmentOption = None,
) -> Answer:
    """List readers with their state and their lists."""
    from digest.app.subscribers import list_subscribers
    from digest.cli.people_shown import person_line, shape_subscriber, total_line

    invocation, settings = open_settings(context)
    with opened_stores(settings) as stores:
        chosen = open_segment(
            segment,
            invocation,
            settings,
            stores.subscribers,
            now=make_clock(invocation.now).now(),
        )
        people = list(
            list_subscribers(
                subscribers=stores.subscribers,
                state=state,
                lists=open_lists(lists, invocation, settings, stores.subscribers),
                segment=chosen,
            )
        )
    return Answer(
        lines=[
            *(person_line(person) for person in people),
            total_line(people, chosen=bool(lists or state or chosen)),
        ],
        data={"subscribers": [shape_subscriber(person) for person in people]},
    )


people_kept.add_commands(app)
