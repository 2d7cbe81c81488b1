"""Time whole processes and functions in turn, so that a comparison holds as a machine drifts."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

RUNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one run took.

    Attributes:
        wall: Seconds on the clock.
        cpu: Seconds of processor time, children included; equal to `wall` for a function.
        peak: Most memory that one of its processes had at once, in bytes; 0 for a function.
        output: What it printed.
    """

    wall: float
    cpu: float
    peak: int = 0
    output: str = ""


def run_process(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str] | None = None,
    started: Callable[[int], None] = lambda _number: None,
    statuses: Sequence[int] = (0,),
) -> Taken:
    """Run a command to its end and tell what it took; a failed one ends the benchmark.

    Args:
        command: The program and its arguments.
        folder: Where it runs.
        environment: What is set besides what is set already.
        started: Told the number of the process as soon as there is one.
        statuses: How it may end.
    """
    # Where Python may not keep what it compiled, the compiler would be what is timed.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", **(environment or {})}
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout is not None
        started(process.pid)
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode not in statuses:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{output.decode()}")
    return Taken(
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        peak=usage.ru_maxrss * 1024,
        output=output.decode(errors="replace"),
    )


def run_function(function: Callable[[], object], *, times: int) -> Taken:
    """Call a function some times and tell what one call took."""
    start = time.perf_counter()
    for _ in range(times):
        function()
    each = (time.perf_counter() - start) / times
    return Taken(wall=each, cpu=each)


def in_turn(
    ours: Callable[[], Taken], plain: Callable[[], Taken], *, runs: int = RUNS
) -> tuple[list[Taken], list[Taken]]:
    """Run ours and the yardstick in turn after one warm-up of each."""
    ours()
    plain()
    pairs = [(ours(), plain()) for _ in range(runs)]
    return [one for one, _ in pairs], [one for _, one in pairs]


def show(name: str, yardstick: str, ours: Sequence[Taken], plain: Sequence[Taken]) -> None:
    """Print the medians, their spread, and the ratio pair by pair."""
    ratios = [one.wall / other.wall for one, other in zip(ours, plain, strict=True)]
    cpu_ratios = [one.cpu / other.cpu for one, other in zip(ours, plain, strict=True)]
    print(
        f"{name:34} {spread(ours)}   {yardstick:30} {spread(plain)}   "
        f"×{statistics.median(ratios):.2f} wall  ×{statistics.median(cpu_ratios):.2f} cpu",
        flush=True,
    )


def spread(taken: Sequence[Taken]) -> str:
    """Write the median in milliseconds with the smallest and the largest."""
    walls = sorted(one.wall * 1000 for one in taken)
    return f"{statistics.median(walls):8.1f} ms ({walls[0]:.1f}-{walls[-1]:.1f})"
