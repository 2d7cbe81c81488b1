"""How a run that sends is asked to end: once gently, twice at once."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from digest.errors import ExitStatus


class Stop:
    """Remembers the first signal that asked this run to end."""

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None

    def __call__(self) -> bool:
        """Tell whether the run has been asked to end."""
        return self.signal is not None

    @property
    def status(self) -> ExitStatus | None:
        """The exit status of an ended run; None while nobody has asked."""
        if self.signal is None:
            return None
        ours = self.signal is signal.SIGINT
        return ExitStatus.INTERRUPTED if ours else ExitStatus.TERMINATED

    def hear(self, number: signal.Signals) -> bool:
        """Note a signal; tell whether it is a second wish, which ends the run at once.

        A terminal that was closed is told by shells and service managers alike, some of them
        twice or after a SIGTERM, so that it never counts as a second wish.
        """
        if self.signal is None:
            self.signal = number
            return False
        return number is not signal.SIGHUP


@contextmanager
def watched_signals(stop: Stop) -> Iterator[None]:
    """Let a first signal finish the messages in flight, and a second one break them off.

    What is in flight then stays in doubt, by name. A third signal kills.
    """
    loop = asyncio.get_running_loop()
    sending = asyncio.current_task()
    watched = heeded_signals()
    # Asked now: a terminal that is gone does not say that it was one.
    shown = [name for name in ("stdout", "stderr") if getattr(sys, name).isatty()]

    def note(number: signal.Signals) -> None:
        if number is signal.SIGHUP:
            leave_terminal(shown)
        if stop.hear(number) and sending:
            forget()
            sending.cancel()

    def forget() -> None:
        for one in watched:
            loop.remove_signal_handler(one)

    for one in watched:
        loop.add_signal_handler(one, note, one)
    try:
        yield
    finally:
        forget()


def heeded_signals() -> list[signal.Signals]:
    """Name the signals that ask a run to end; under `nohup` a closed terminal does not."""
    hangs_up = signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN
    return [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hangs_up else [])]


def leave_terminal(names: list[str]) -> None:
    """Show nothing more on a terminal that is closed: that would end the run with an error."""
    for name in names:
        # It stays open until the process ends, as what it takes the place of.
        setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
