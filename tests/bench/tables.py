"""Contenders that take turns, and the Markdown table of how they fared."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.bench.timing import Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """Somebody who sends.

    Attributes:
        name: As it stands in the table.
        messages: How many it sends.
        run: Sends them, and tells what it took.
    """

    name: str
    messages: int
    run: Callable[[], Taken]

    def rate(self, taken: Taken) -> float:
        """Messages a second in one run."""
        return self.messages / taken.wall

    def work(self, taken: Taken) -> float:
        """Processor time in microseconds for one message."""
        return taken.cpu / self.messages * 1e6


Runs = dict[str, list[Taken]]


def take_turns(contenders: Sequence[Contender], *, rounds: int) -> Runs:
    """Let everybody send, one after the other, round after round."""
    runs: Runs = {one.name: [] for one in contenders}
    for number in range(rounds):
        for one in contenders:
            taken = one.run()
            runs[one.name].append(taken)
            print(
                f"  round {number + 1}: {one.name}: {one.rate(taken):,.0f}/s, "
                f"{one.work(taken):,.0f} µs",
                flush=True,
            )
    return runs


def show_table(
    title: str, contenders: Sequence[Contender], runs: Runs, *, against: Sequence[str]
) -> None:
    """Print one table: medians, the slowest and the fastest round, and ratios round by round.

    Args:
        title: What the messages were sent to.
        contenders: Its rows, in order.
        runs: How each fared.
        against: Whom the rates are held against, each in a column of its own.
    """
    by_name = {one.name: one for one in contenders}
    columns = [name for name in against if name in by_name]
    names = ["messages", "messages/s", "CPU µs each", *(f"× {name}" for name in columns)]
    print(f"\n| {title} | {' | '.join(names)} |")
    print(f"|---|{'---:|' * len(names)}")
    for one in contenders:
        ratios = [compare(one, by_name[name], runs) for name in columns]
        print(f"| {' | '.join([one.name, *figures(one, runs[one.name]), *ratios])} |")
    print(flush=True)


def figures(one: Contender, taken: Sequence[Taken]) -> list[str]:
    """Write how one contender fared."""
    rates = sorted(one.rate(run) for run in taken)
    middle = statistics.median(rates)
    work = statistics.median(one.work(run) for run in taken)
    spread = f"{middle:,.0f} ({rates[0]:,.0f}–{rates[-1]:,.0f})"
    return [f"{one.messages:,}", spread, f"{work:,.0f}"]


def compare(one: Contender, other: Contender, runs: Runs) -> str:
    """Write how much faster one is than the other: the median over the rounds."""
    pairs = zip(runs[one.name], runs[other.name], strict=True)
    return f"{statistics.median(one.rate(a) / other.rate(b) for a, b in pairs):.2f}"
