"""Where documents are read: in threads while there are few, then in processes on all cores.

A process may use so much processor time and memory for one document and no more. One that passes
its limits is ended, which costs that document alone.
"""

import asyncio
import os
import pickle
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from digest.adapters.reading_child import MEMORY, SECONDS, WORD
from digest.model.fetch import FetchFailure, tell_fault

Result = TypeVar("Result")

COMMAND = (sys.executable, "-P", "-m", "digest.adapters.reading_child")
# Where Python and its packages are; nothing else of the environment is a document's business.
KEPT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "HOME", "SYSTEMROOT", "LC_ALL")
KEPT_OF_COVERAGE = "COVERAGE_"
LARGEST_ANSWER = 64 * 2**20
CALLED_FIRST = 40
LARGE = 2**20
PATIENCE = 2.0


class ThreadReaders:
    """Reads in threads of this process, without limits: for a few documents, and for tests."""

    async def run(
        self, function: Callable[..., Result], *arguments: object, **named: object
    ) -> Result | FetchFailure:
        """Call a function in a thread; what it raises is a failure."""
        try:
            return await asyncio.to_thread(function, *arguments, **named)
        except Exception as error:  # noqa: BLE001 - told by name, and the others go on
            return tell_fault("", error)

    async def close(self) -> None:
        """Nothing is kept open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLimits:
    """What reading may take.

    Attributes:
        processes: How many at once; 0 is one for each core.
        called_first: Documents that are read in threads before any process is started: it takes
            as long to start as some feeds take to read.
        large: Bytes from which a document is read in a process from the first one on.
        seconds: Of processor time for one document.
        memory: Bytes of a process in all.
    """

    processes: int = 0
    called_first: int = CALLED_FIRST
    large: int = LARGE
    seconds: int = SECONDS
    memory: int = MEMORY


class ProcessReaders:
    """Reads in threads at first, and in processes of its own as soon as there is much to read.

    Args:
        limits: When processes are started, and what they may take.
    """

    def __init__(self, limits: ReadingLimits | None = None) -> None:
        self._limits = limits or ReadingLimits()
        self._threads = ThreadReaders()
        self._called = 0
        # Of places for processes, the one used last first: a single reader needs only one.
        self._places: asyncio.LifoQueue[Process | None] | None = None
        self._started: list[Process] = []

    async def run(
        self, function: Callable[..., Result], *arguments: object, **named: object
    ) -> Result | FetchFailure:
        """Call a function of a module where there is room for it."""
        self._called += 1
        size = sum(len(one) for one in arguments if isinstance(one, bytes))
        if self._called <= self._limits.called_first and size < self._limits.large:
            return await self._threads.run(function, *arguments, **named)
        places = self._open_places()
        child = await places.get()
        try:
            child = await self._living(child)
            result: Result = await exchange(child, pickle.dumps((function, arguments, named)))
        except (EOFError, ConnectionError):
            return FetchFailure(url="", reason=await self._why_ended(child))
        except asyncio.CancelledError:
            end(child)
            child = None  # its answer would be taken for the next one's
            raise
        else:
            return result
        finally:
            places.put_nowait(child)

    async def close(self) -> None:
        """End all processes."""
        started, self._started, self._places = self._started, [], None
        for child in started:
            end(child)
        for child in started:
            await child.wait()
            close_pipes(child)

    def _open_places(self) -> "asyncio.LifoQueue[Process | None]":
        if self._places is None:
            self._places = asyncio.LifoQueue()
            for _ in range(self._limits.processes or os.cpu_count() or 1):
                self._places.put_nowait(None)
        return self._places

    async def _living(self, child: Process | None) -> Process:
        """Give the process of a place, or a new one where it has ended."""
        if child is not None and child.returncode is None:
            return child
        limits = (str(self._limits.seconds), str(self._limits.memory))
        started = await asyncio.create_subprocess_exec(
            *COMMAND,
            *limits,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env=small_environment(),
            # Ctrl-C is for us: no document is to blame for it. It ends with its input.
            start_new_session=True,
        )
        self._started.append(started)
        return started

    async def _why_ended(self, child: Process | None) -> str:
        """Tell why a process is gone."""
        if child is None:
            return "no process can be started to read it"
        # One that ends by itself is left to: to kill it would take the place of its own status.
        with suppress(TimeoutError):
            await asyncio.wait_for(child.wait(), PATIENCE)
        end(child)
        status = await child.wait()
        if status == -signal.SIGXCPU:
            return f"reading it takes more than {self._limits.seconds} s of processor time"
        return f"reading it ended the process that reads (status {status})"


async def exchange(child: Process, request: bytes) -> Any:  # noqa: ANN401 - what was asked for
    """Hand a call to a process and wait for its result.

    Raises:
        EOFError: It ended, or answers without end.
        ConnectionError: It ended before it took everything.
    """
    if child.stdin is None or child.stdout is None:
        raise EOFError
    child.stdin.write(len(request).to_bytes(WORD, "big") + request)
    await child.stdin.drain()
    try:
        size = int.from_bytes(await child.stdout.readexactly(WORD), "big")
        if size > LARGEST_ANSWER:
            raise EOFError
        answer = await child.stdout.readexactly(size)
    except asyncio.IncompleteReadError as error:
        raise EOFError from error
    return pickle.loads(answer)  # noqa: S301 - our own process, over a pipe that nobody else has


def end(child: Process | None) -> None:
    """End a process at once."""
    if child is not None and child.returncode is None:
        with suppress(ProcessLookupError):
            child.kill()


def close_pipes(child: Process) -> None:
    """Close the pipes of a process that has ended, so that none is left to the collector."""
    transport = getattr(child, "_transport", None)
    if transport is not None:
        transport.close()


def small_environment() -> dict[str, str]:
    """Pick what a process needs of the environment: no secret of the desk reaches a document."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    measured = {
        name: value for name, value in os.environ.items() if name.startswith(KEPT_OF_COVERAGE)
    }
    return kept | measured
