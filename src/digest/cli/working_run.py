"""How `digest worker` runs."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec

from digest.cli.answer import Answer, print_line
from digest.cli.invocation import Invocation
from digest.cli.sending import seldom_collected
from digest.cli.stopping import heeded_signals
from digest.config import OnMachine, Settings, read_settings, read_station
from digest.errors import ConfigError, ExitStatus, UsageError
from digest.text.words import count_of
from digest.wiring import find_loop_factory, opened_stores
from digest.worker.shift import run_worker
from digest.worker.wishes import Ending, Voice, WorkerWish

STATUSES = {
    signal.SIGINT: ExitStatus.OK,  # Ctrl-C is how one ends it
    signal.SIGTERM: ExitStatus.TERMINATED,
}


def run_work(invocation: Invocation, wish: WorkerWish) -> Answer:
    """Work until somebody ends it."""
    place = read_place(invocation, desk=wish.makes_editions)
    ending = Ending()

    def log(line: str) -> None:
        print_line(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {line}", to_stderr=True)

    voice = Voice(tell=(lambda _: None) if invocation.quiet else log, warn=log)
    with (
        opened_stores(place) as stores,
        seldom_collected(),
        asyncio.Runner(loop_factory=find_loop_factory()) as runner,
    ):

        async def work() -> int:
            with watched(ending):
                return await run_worker(
                    place,
                    stores,
                    wish,
                    ending=ending,
                    voice=voice,
                    desk_of=place if isinstance(place, Settings) else None,
                )

        sent = runner.run(work())
    return Answer(
        lines=[
            f"This worker has ended; it served {count_of(sent, 'reader')}.",
            "Next: digest workers",
        ],
        data={"sent": sent},
        status=STATUSES.get(ending.signal, ExitStatus.OK) if ending.signal else ExitStatus.BUG,
        silent_when_quiet=True,
    )


def read_place(invocation: Invocation, *, desk: bool) -> OnMachine:
    """Read what this machine is told: .env alone, or the whole publication for a desk's worker.

    Raises:
        ConfigError: Something is missing or wrong.
        UsageError: The database is a file, which only one machine can use.
    """
    folder = invocation.directory.resolve()
    if read_station(folder, os.environ, sends=False).machine.database_is_file:
        raise UsageError(
            "Workers need a database that every machine reaches, and DIGEST_DATABASE is a file.",
            "One machine needs no worker: digest send. For several: digest db move --help",
        )
    if find_spec("procrastinate") is None:
        raise ConfigError(
            "Workers need more than is installed here.",
            "Install it: pip install 'digest-desk[cluster]'",
        )
    # Also at a desk: mail that went into a folder unasked would be taken for sent.
    place: OnMachine = read_station(folder, os.environ)
    if desk:
        place = read_settings(folder, os.environ)
    if not invocation.quiet:
        for warning in place.warnings:
            print_line(f"Warning: {warning}", to_stderr=True)
    return place


@contextmanager
def watched(ending: Ending) -> Iterator[None]:
    """Let a first signal end the work gently, and a second one break it off."""
    loop = asyncio.get_running_loop()
    heeded = heeded_signals()

    def hear(number: signal.Signals) -> None:
        if ending.signal is None:
            ending.begin(number)
        elif number is not signal.SIGHUP:
            # A closed terminal may be told more than once, and is no second wish.
            ending.break_off()

    for one in heeded:
        loop.add_signal_handler(one, hear, one)
    try:
        yield
    finally:
        for one in heeded:
            loop.remove_signal_handler(one)
