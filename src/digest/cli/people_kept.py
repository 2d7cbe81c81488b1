"""What is kept about readers: subscribers show, forget, proof."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.answer import Answer
from digest.cli.opening import on_terminal, open_settings
from digest.errors import UsageError
from digest.wiring import (
    find_remnants,
    make_clock,
    opened_stores,
    print_table,
    save_table,
)

if TYPE_CHECKING:
    from digest.app.ports import Stores
    from digest.cli.invocation import Invocation

Address = Annotated[str, typer.Argument(metavar="EMAIL", help="The person's address.")]


def add_commands(app: typer.Typer) -> None:
    """Add the commands to the group."""
    app.command("show")(show_person)
    app.command("forget")(forget_person)
    app.command("proof")(prove)


def show_person(context: typer.Context, email: Address) -> Answer:
    """Show everything that is kept about a person."""
    from digest.app.subscribers import show_subscriber, show_traces
    from digest.cli.record_shown import (
        person_lines,
        shape_person,
        shape_traces,
        trace_lines,
    )

    _, settings = open_settings(context)
    zone = settings.publication.timezone
    with opened_stores(settings) as stores:
        report = show_subscriber(email, records=stores.records)
        if report is None:
            traces = show_traces(email, records=stores.records)
            return Answer(lines=trace_lines(email, traces, zone), data=shape_traces(traces))
    return Answer(lines=person_lines(report, zone), data=shape_person(report))


def forget_person(
    context: typer.Context,
    email: Address,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done; do nothing.")
    ] = False,
) -> Answer:
    """Erase a person. It cannot be undone.

    A keyed hash of the address stays, so that no import mails them again or twice.
    """
    from digest.app.subscribers import (
        foresee_traces,
        forget_subscriber,
        show_subscriber,
        show_traces,
    )
    from digest.cli.forgotten_shown import Left, forgotten_lines, left_lines, shape_forgotten
    from digest.cli.record_shown import trace_lines

    invocation, settings = open_settings(context)
    now = make_clock(invocation.now).now()
    with opened_stores(settings) as stores:
        known = show_subscriber(email, records=stores.records)
        if known and not (yes or dry_run) and on_terminal():
            typer.confirm(f"Erase {email} and everything known about them?", abort=True)
        forgotten = forget_subscriber(
            email,
            subscribers=stores.subscribers,
            now=now,
            dry_run=dry_run,
        )
        is_clean = dry_run or stores.records.erase_remnants()
        traces = show_traces(email, records=stores.records)
        if known and dry_run:
            traces = foresee_traces(known, traces, stores.editions.editions(), now=now)
    files = find_remnants(settings, known.subscriber.email if known else email)
    left = Left(is_clean=is_clean, files=files)
    data = shape_forgotten(email, known if forgotten else None, traces, left)
    if not forgotten or known is None:
        told = trace_lines(email, traces, settings.publication.timezone)[:-1]
        return Answer(lines=[*told, *left_lines(left, email)], data=data)
    return Answer(lines=forgotten_lines(known, left, dry_run=dry_run), data=data)


def prove(
    context: typer.Context,
    email: Annotated[
        str | None, typer.Argument(metavar="[EMAIL]", help="One person; all when left out.")
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Leave formulas as they are, for programs alone.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write there, not to the screen.")
    ] = None,
) -> Answer:
    """Prove when and to which words people agreed.

    For all as CSV, safe to open in a spreadsheet: when each person was asked and agreed, where,
    and the very words. Who has agreed to nothing has a line as well.
    """
    invocation, settings = open_settings(context)
    with opened_stores(settings) as stores:
        zone = settings.publication.timezone
        return answer_proof(invocation, stores, email, out=out, raw=raw, zone=zone)


def answer_proof(
    invocation: "Invocation",
    stores: "Stores",
    email: str | None,
    *,
    out: Path | None,
    raw: bool,
    zone: str,
) -> Answer:
    """Answer with proofs: into a file, as JSON, in words for one person, or as a table."""
    from digest.app.proof import proof_table, prove_consents
    from digest.cli.record_shown import proof_lines, shape_proof
    from digest.text.words import count_of

    lines = prove_consents(email, records=stores.records)
    if out is not None:
        count = save_table(out, proof_table(lines), raw=raw)
        told = f"Wrote {out}: {count_of(count, 'proof')}. These are people's addresses."
        return Answer(lines=[told], data={"path": str(out), "rows": count})
    if invocation.as_json:
        return Answer(data={"proofs": [shape_proof(one) for one in lines]})
    if email is None:
        print_table(sys.stdout, proof_table(lines), raw=raw)
        return Answer()
    if raw:
        raise UsageError("--raw is for a table.", "Name a file as well: --out proof.csv")
    return Answer(lines=proof_lines(email, list(lines), zone))
