"""How a send is seen while it goes on: a bar on a terminal, elsewhere a line every ten seconds."""

import asyncio
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic

from digest.cli.answer import print_line
from digest.cli.invocation import Invocation
from digest.cli.opening import Advance

LINE_SECONDS = 10.0
# How often a bar is drawn again, and how finely the pace is looked at.
DRAWN_A_SECOND = 4
LOOK_SECONDS = 0.5
FEW = 10
WAITING = "waiting for the deferred"
MINUTE = 60
HOUR = 3600


class Pace:
    """Remembers how many readers were settled over the last ten seconds.

    Args:
        tick: Tells seconds since some moment, never less than before.
    """

    def __init__(self, tick: Callable[[], float]) -> None:
        self._tick = tick
        self._seen: deque[tuple[float, int]] = deque()
        self.settled = 0
        self.total = 0

    def note(self, settled: int, total: int) -> None:
        """Note how far the run has come; cheap, as it is called for each transaction."""
        self.settled, self.total = settled, total
        if not self._seen:
            self._seen.append((self._tick(), settled))

    def rate(self) -> float:
        """Tell how many a second, from what was noted since ten seconds ago."""
        if not self._seen:
            return 0.0
        now = self._tick()
        while len(self._seen) > 1 and self._seen[1][0] <= now - LINE_SECONDS:
            self._seen.popleft()
        began, before = self._seen[0]
        if now - self._seen[-1][0] >= LOOK_SECONDS:
            self._seen.append((now, self.settled))
        return (self.settled - before) / (now - began) if now > began else 0.0

    @property
    def over(self) -> bool:
        """Whether everybody was tried."""
        return self.total > 0 and self.settled >= self.total

    def left(self, rate: float) -> str:
        """Tell how long the rest takes at a rate, such as "3 min 51 s"; empty when unknown."""
        rest = self.total - self.settled
        return show_span(rest / rate) if rate > 0 and rest > 0 else ""


def show_rate(rate: float) -> str:
    """Write messages a second: "812/s", "0.32/s"."""
    return f"{rate:,.0f}/s" if rate >= FEW or rate == 0 else f"{rate:.2g}/s"


def show_span(seconds: float) -> str:
    """Write a span for people: "less than 1 s", "51 s", "3 min 51 s", "2 h 5 min"."""
    whole = round(seconds)
    if whole < 1:
        return "less than 1 s"
    if whole < MINUTE:
        return f"{whole} s"
    if whole < HOUR:
        return f"{whole // MINUTE} min {whole % MINUTE} s"
    return f"{whole // HOUR:,} h {whole % HOUR // MINUTE} min"


class Lines:
    """A plain line every ten seconds, the first after ten; the same one is not told twice.

    Args:
        slug: The edition.
        tick: Tells seconds since some moment.
        show: Shows a line.
        wait: Whether the run stays for the deferred.
    """

    def __init__(
        self,
        slug: str,
        *,
        tick: Callable[[], float],
        show: Callable[[str], None],
        wait: bool = False,
    ) -> None:
        self.pace = Pace(tick)
        self._slug = slug
        self._tick = tick
        self._show = show
        self._wait = wait
        self._due = tick() + LINE_SECONDS
        self._told = ""

    def look(self) -> None:
        """Show how far it is when a line is due; to be called about twice a second."""
        rate = self.pace.rate()
        if self._tick() < self._due:
            return
        self._due = self._tick() + LINE_SECONDS
        left = self.pace.left(rate)
        line = (
            f"{self._slug}: {self.pace.settled:,} of {self.pace.total:,} settled, {show_rate(rate)}"
            + (f", {left} left" if left else "")
        )
        if self._wait and self.pace.over:
            line = f"{self._slug}: all {self.pace.total:,} tried, {WAITING}"
        if self.pace.total and line != self._told:
            self._show(line)
        self._told = line


@contextmanager
def shown_sending(
    invocation: Invocation, slug: str, *, wait: bool = False
) -> Iterator[Advance | None]:
    """Show on stderr how a send goes on; call with (settled, total). With -q there is nobody to.

    Args:
        invocation: How the command was called.
        slug: The edition.
        wait: Whether the run stays for the deferred.
    """
    if invocation.quiet:
        yield None
    elif sys.stderr.isatty() and not invocation.as_json:
        with shown_bar(wait=wait) as advance:
            yield advance
    else:
        lines = Lines(slug, tick=monotonic, show=show_on_stderr, wait=wait)
        with every(LOOK_SECONDS, lines.look):
            yield lines.pace.note


def show_on_stderr(line: str) -> None:
    """Show a line; nobody who has closed our stderr stops a send with that."""
    with suppress(OSError, ValueError):
        print_line(line, to_stderr=True)


@contextmanager
def every(seconds: float, action: Callable[[], None]) -> Iterator[None]:
    """Do something again and again while the loop runs."""

    async def go_on() -> None:
        while True:
            await asyncio.sleep(seconds)
            action()

    task = asyncio.get_running_loop().create_task(go_on())
    try:
        yield
    finally:
        task.cancel()


@contextmanager
def shown_bar(*, wait: bool = False) -> Iterator[Advance]:
    """Show a bar with the count, the rate and the time left; it is gone at the end.

    Args:
        wait: Whether the run stays for the deferred.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    pace = Pace(monotonic)
    columns = (
        TextColumn("Sending"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
    )
    progress = Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        refresh_per_second=DRAWN_A_SECOND,
        # It would put a closed terminal back into the place of what we write to then.
        redirect_stdout=False,
        redirect_stderr=False,
    )
    task = progress.add_task("Sending", total=None, pace="")

    def tell() -> None:
        # Drawn by a thread of its own: somebody may hold the terminal up with Ctrl-S.
        rate = pace.rate()
        told = "   ".join(part for part in (show_rate(rate), pace.left(rate)) if part)
        if wait and pace.over:
            told = WAITING
        progress.update(task, completed=pace.settled, total=pace.total or None, pace=told)

    with suppress(OSError, ValueError):
        progress.start()
    try:
        with every(1 / DRAWN_A_SECOND, tell):
            yield pace.note
        tell()
    finally:
        with suppress(OSError, ValueError):
            progress.stop()
