"""Real `digest` processes that start at once, and can be killed, stopped, limited and counted."""

import fcntl
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from tests.e2e.conftest import EXAMPLE_NOW, Ran, clean_environment

ROOT = Path(__file__).parents[2]
MOST_OUTPUT = 2**20
PATIENCE = 60.0


@dataclass(slots=True)
class Child:
    """A `digest` that runs."""

    forks: "Forks"
    pid: int
    handle: int
    outputs: tuple[int, int]

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def kill(self) -> Ran:
        self.signal(signal.SIGKILL)
        return self.wait()

    def has_ended(self, seconds: float = 0) -> bool:
        poll = select.poll()
        poll.register(self.handle, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def wait(self, seconds: float = PATIENCE) -> Ran:
        """Wait for its end. Its number belongs to nobody else until then."""
        ended = self.has_ended(seconds)
        if not ended:
            self.signal(signal.SIGKILL)
            self.has_ended(PATIENCE)
        status = self.forks.ask({"wait": self.pid})["status"]
        self.forks.children.remove(self)
        os.close(self.handle)
        out, err = (read_all(output) for output in self.outputs)
        assert ended, f"still running after {seconds:g} seconds: {out}{err}"
        assert "Traceback" not in out + err, err
        return Ran(status=status, out=out, err=err)


def read_all(handle: int) -> str:
    with os.fdopen(handle, "rb") as file:
        return file.read().decode()


def open_pipe() -> tuple[int, int]:
    """A pipe holds all that is printed until it is read, and is no file that may be too large."""
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, MOST_OUTPUT)
    return reading, writing


@dataclass(slots=True)
class Forks:
    """Starts children; a context.

    Args:
        windows: Sizes of the first and of the largest window; (0, 0) leaves them.
    """

    windows: tuple[int, int] = (0, 0)
    children: list[Child] = field(default_factory=list)
    _renderings: TemporaryDirectory[str] = field(default_factory=TemporaryDirectory)
    _server: "subprocess.Popen[bytes] | None" = None
    _door: socket.socket | None = None

    def __enter__(self) -> Self:
        self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._door.settimeout(PATIENCE)
        with theirs:
            handle = theirs.fileno()
            self._server = subprocess.Popen(
                [sys.executable, "-m", "tests.e2e.fork_server", str(handle)]
                + [str(size) for size in self.windows],
                cwd=ROOT,
                pass_fds=[handle],
                env=clean_environment(),
            )
        assert self._door.recv(64) == b"{}", "it could not start"
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.end_children()
        assert self._door is not None
        assert self._server is not None
        self._door.close()
        self._server.wait(PATIENCE)
        self._renderings.cleanup()

    def end_children(self) -> None:
        """Leave none behind, whatever a test has failed with."""
        for child in list(self.children):
            child.kill()

    def ask(self, request: dict[str, Any], handles: tuple[int, ...] = ()) -> dict[str, int]:
        assert self._door is not None
        socket.send_fds(self._door, [json.dumps(request).encode()], handles)
        answer: dict[str, int] = json.loads(self._door.recv(1024))
        return answer

    def start(
        self,
        folder: Path,
        *arguments: str,
        now: str | None = EXAMPLE_NOW,
        environment: dict[str, str] | None = None,
        **rig: Any,
    ) -> Child:
        """Start a command; `rigs.Rig` tells what it may be rigged with."""
        rehearsed = ["--now", now] if now else []
        (out, their_out), (err, their_err) = open_pipe(), open_pipe()
        request = {
            "arguments": ["-C", str(folder), *rehearsed, *arguments],
            "folder": str(folder.parent),
            "environment": environment or {},
            "rig": {"renderings": self._renderings.name} | rig,
        }
        pid = self.ask(request, (their_out, their_err))["pid"]
        os.close(their_out)
        os.close(their_err)
        child = Child(forks=self, pid=pid, handle=os.pidfd_open(pid), outputs=(out, err))
        self.children.append(child)
        return child

    def run(self, folder: Path, *arguments: str, **options: Any) -> Ran:
        return self.start(folder, *arguments, **options).wait()


def wait_until(condition: Any, seconds: float = 30.0) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it never came"
        time.sleep(0.001)
