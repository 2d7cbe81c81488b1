"""Postfix's smtp-sink on a free port of 127.0.0.1, with what it took in files."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PLACES = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
RECIPIENT = re.compile(rb"^X-Rcpt-Args: <([^>]*)>", re.MULTILINE)
# The last boundary of a mail, and the empty line that smtp-sink writes when it sees the dot. A sink
# that is ended in the middle of a message leaves a file without them.
LAST_BYTES = b"--\n\n"
START_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Dump:
    """One message whose final dot a sink has seen.

    Attributes:
        recipient: As in RCPT.
        data: Header and body, LF line ends.
    """

    recipient: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Sink:
    """A running sink.

    Attributes:
        port: Where it listens.
        folder: Where its dumps are.
    """

    port: int
    folder: Path

    def dumps(self) -> list[Dump]:
        """Every message that ended with its dot, whatever the sink answered then."""
        dumps = [path.read_bytes() for path in sorted(self.folder.iterdir())]
        return [read_dump(raw) for raw in dumps if raw.endswith(LAST_BYTES)]


def read_dump(raw: bytes) -> Dump:
    """Part a message from what smtp-sink writes before it."""
    recipients = RECIPIENT.findall(raw)
    assert len(recipients) == 1, "one recipient a message"
    _, _, rest = raw.partition(b"\nReceived: ")
    # Its own Received field is three lines; the last byte ends the file.
    data = rest.split(b"\n", 3)[3].removesuffix(b"\n")
    return Dump(recipient=recipients[0].decode(), data=data)


def find_sink() -> str:
    program = shutil.which("smtp-sink", path=PLACES)
    if program is None:
        pytest.skip("the program smtp-sink is missing: apt-get install postfix")
    return program


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@contextmanager
def sink(folder: Path, *switches: str) -> Iterator[Sink]:
    """Run smtp-sink while a test talks to it.

    Args:
        folder: For its dumps; made when it is missing.
        switches: Its faults; see smtp-sink(1).
    """
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    # Started by root it wants to be told whom to be; our dumps lie in a folder of root's then.
    user = ("-u", "root") if os.geteuid() == 0 else ()
    command = (find_sink(), *user, *switches, "-d", f"{folder}/m.", f"127.0.0.1:{port}", "100")
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not listens(port):
            assert process.poll() is None, process.stderr and process.stderr.read()
            assert time.monotonic() < deadline, "smtp-sink does not start"
            time.sleep(0.003)
        yield Sink(port=port, folder=folder)
    finally:
        process.terminate()
        process.communicate(timeout=10)
