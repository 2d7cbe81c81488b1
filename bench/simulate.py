"""Simulate a hundred million messages a day: what has to be there, and what is in the way first.

`python bench/simulate.py` or `python -m bench.simulate`. Some hundred thousand messages are sent
one by one, in simulated time; beside that stand the same figures in closed form. `--inputs` lists
where each figure comes from; there is an option for each.

Left out, as they cost little or happen on another day: the second attempts of the deferred, the
growth of the number of sessions from two, heartbeats (a batch whose windows roll needs none), and
what the sweep reads.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.inputs import Inputs
from bench.limits import (
    CPU,
    DATABASE_CPU,
    DAYS_KEPT,
    LINK,
    Limit,
    Sizes,
    alone_seconds,
    closed_rate,
    find_limits,
    size_up,
    with_workers,
)
from bench.simulation import Course, simulate

if TYPE_CHECKING:
    from collections.abc import Iterator

SECONDS_AN_HOUR = 3_600


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line: an option for each figure."""
    parser = argparse.ArgumentParser(
        description="Simulate a large send on many machines.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--json", action="store_true", help="print one object")
    parser.add_argument("--inputs", action="store_true", help="list every figure and its source")
    for one in fields(Inputs):
        option, told = f"--{one.name.replace('_', '-')}", one.metadata["told"]
        if isinstance(one.default, bool):
            parser.add_argument(option, action="store_true", help=told)
            continue
        parser.add_argument(option, type=type(one.default), default=one.default, help=told)
    return parser.parse_args(arguments)


def list_inputs(inputs: Inputs) -> None:
    """Print every figure with where it was measured."""
    print("| figure | value | from | what it is |\n|---|---:|---|---|")
    for one in fields(inputs):
        value = getattr(inputs, one.name)
        shown = str(value) if isinstance(value, bool) else f"{value:,}"
        told, source = one.metadata["told"], one.metadata["source"]
        print(f"| `--{one.name.replace('_', '-')}` | {shown} | {source} | {told} |")


def name_first(limits: Sequence[Limit], inputs: Inputs) -> str:
    """Say in one sentence what is in the way first."""
    first = limits[0]
    ours = next(one for one in limits if one.ours)
    rest = f"Of what is ours and only there once: {ours.name}, at {ours.used:.0%}."
    if first.used <= 1:
        return f"Nothing binds; the fullest is {first.name}, at {first.used:.0%}. {rest}"
    hours = inputs.hours * first.used
    end = f"the last message is through after {hours:.1f} hours, not {inputs.hours:g}"
    told = f"{first.name} binds first, at {first.used:.0%} of what it takes: {end}."
    return told if first.ours else f"{told} {rest}"


def size_lines(sizes: Sizes, inputs: Inputs) -> "Iterator[tuple[str, str]]":
    """List what has to be there."""
    yield "messages a second", f"{inputs.wanted:,.0f}"
    yield "workers", f"{sizes.workers} on {sizes.machines} machines of {inputs.machine_cores} cores"
    yield "relays", f"{sizes.relays}, with {sizes.relay_sessions} sessions in all"
    yield "connections with the database", f"{sizes.database_connections}"
    yield "batches", f"{sizes.batches:,}, {sizes.claims:.1f} claims a second"
    yield "transactions a second", f"{sizes.transactions:,.0f}, half of a window of {sizes.window}"
    yield "ledger", f"{sizes.ledger_gb_a_day:.1f} GB a day"
    yield "database", f"{sizes.database_gb:,.0f} GB with its readers and {DAYS_KEPT} days of ledger"
    yield "write-ahead log", f"{sizes.wal_gb_a_day:.1f} GB a day, {sizes.wal_mb_a_second:.1f} MB/s"
    yield "bandwidth", f"{sizes.gbit:.2f} Gbit/s to the relays, and as much from them"


def course_lines(calm: Course, inputs: Inputs) -> "Iterator[tuple[str, str, str]]":
    """Set what the simulation found beside the closed form."""
    sizes, closed = size_up(inputs), closed_rate(inputs)
    yield "messages a second", f"{calm.rate:,.0f}", f"{closed:,.0f}"
    hours = inputs.messages / calm.rate / SECONDS_AN_HOUR
    yield "hours", f"{hours:.2f}", f"{inputs.messages / closed / SECONDS_AN_HOUR:.2f}"
    share = calm.rate / inputs.wanted
    yield "transactions a second", f"{calm.transactions:,.0f}", f"{sizes.transactions * share:,.0f}"
    limits = {one.name: one.used * share for one in find_limits(inputs)}
    alone = alone_seconds(inputs) * calm.rate / inputs.readers_a_batch
    yield "workers' cores busy", f"{calm.worker_load:.0%}", f"{limits[CPU]:.0%}"
    yield "database's cores busy", f"{calm.database_load:.0%}", f"{limits[DATABASE_CPU]:.0%}"
    yield "network of a machine busy", f"{calm.link_load:.0%}", f"{limits[LINK]:.0%}"
    yield "one transaction has the database alone", f"{calm.alone:.1%}", f"{alone:.1%}"
    yield "a transaction takes", f"{calm.transaction_ms:.1f} ms", "–"
    yield "of which it waits for the lock", f"{calm.lock_ms:.2f} ms", "–"


def crash_lines(crashed: Course, inputs: Inputs) -> "Iterator[tuple[str, str, str]]":
    """Tell what a worker's death in the middle costs."""
    if crashed.taken_over_after is None:
        return
    most, longest = inputs.concurrency * inputs.window, inputs.lease_s + inputs.sweep_s
    after = f"{crashed.taken_over_after:.0f} s"
    yield "a worker killed: others have its work after", after, f"≤ {longest:g} s"
    yield "readers in doubt", f"{crashed.unknown}", f"≤ {most}"
    yield (
        "sent to or in doubt, of all",
        f"{crashed.accepted + crashed.unknown:,}",
        (f"{crashed.readers:,}"),
    )


def show(inputs: Inputs, limits: Sequence[Limit], calm: Course, crashed: Course) -> None:
    """Print the tables and the sentence."""
    print(f"{inputs.messages:,} messages of {inputs.mail_kb:g} kB in {inputs.hours:g} hours\n")
    print("| what has to be there | |\n|---|---:|")
    for name, value in size_lines(size_up(inputs), inputs):
        print(f"| {name} | {value} |")
    print("\n| limit | takes, messages/s | used | how |\n|---|---:|---:|---|")
    for one in limits:
        print(f"| {one.name} | {one.most:,.0f} | {one.used:.0%} | {one.told} |")
    print(f"\n| {calm.readers:,} messages one by one | simulated | closed form |\n|---|---:|---:|")
    for name, simulated, closed in (*course_lines(calm, inputs), *crash_lines(crashed, inputs)):
        print(f"| {name} | {simulated} | {closed} |")
    print(f"\n{name_first(limits, inputs)}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Simulate, and print what came of it."""
    given = vars(read_arguments(arguments))
    as_json, listed = given.pop("json"), given.pop("inputs")
    wished = Inputs(**given)
    inputs = with_workers(wished)
    if listed:
        list_inputs(inputs)
        return
    calm = simulate(inputs)
    crashed = simulate(replace(inputs, crash_at=min(inputs.crash_at, calm.seconds / 2)), crash=True)
    limits = find_limits(inputs, enough_workers=not (wished.workers or wished.machines))
    if not as_json:
        show(inputs, limits, calm, crashed)
        return
    told: dict[str, Any] = {
        "inputs": asdict(inputs),
        "sizes": asdict(size_up(inputs)),
        "limits": [asdict(one) for one in limits],
        "closed_rate": closed_rate(inputs),
        "simulated": asdict(calm),
        "crashed": asdict(crashed),
        "first": limits[0].name,
        "sentence": name_first(limits, inputs),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
