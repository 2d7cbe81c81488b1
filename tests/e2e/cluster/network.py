"""A machine of its own for a worker, as far as the network goes: a namespace behind a wire."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# RFC 2544 keeps these addresses for tests of networks.
GUESTS = "198.18.77.0/30"
HOST, GUEST = "198.18.77.1", "198.18.77.2"


@dataclass(frozen=True, slots=True)
class Wire:
    """A wire to a namespace.

    Attributes:
        name: Of its end on this side.
        space: Of the namespace.
    """

    name: str
    space: str

    @property
    def inside(self) -> tuple[str, ...]:
        """What a command begins with that is to run on the other side."""
        return ("ip", "netns", "exec", self.space)

    def cut(self) -> None:
        """Take the link down: nothing gets through, and nobody is told."""
        call("link", "set", self.name, "down")

    def mend(self) -> None:
        call("link", "set", self.name, "up")


def missing() -> str:
    """Tell what keeps us from making namespaces; empty when nothing does."""
    if not shutil.which("ip"):
        return "the program ip is missing: apt-get install iproute2"
    if os.geteuid() != 0:
        return "only root makes network namespaces"
    name = f"digest-try-{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False, text=True)
    if made.returncode:
        return f"network namespaces cannot be made: {made.stderr.strip()}"
    call("netns", "del", name)
    return ""


def call(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, timeout=20)


@contextmanager
def laid_wire() -> Iterator[Wire]:
    """Lay a wire to a new namespace, until the block ends."""
    wire = Wire(name=f"dg{os.getpid()}", space=f"digest-{os.getpid()}")
    call("netns", "add", wire.space)
    try:
        call("link", "add", wire.name, "type", "veth", "peer", "name", "far", "netns", wire.space)
        call("address", "add", f"{HOST}/30", "dev", wire.name)
        call("link", "set", wire.name, "up")
        for words in (
            ("address", "add", f"{GUEST}/30", "dev", "far"),
            ("link", "set", "far", "up"),
            ("link", "set", "lo", "up"),
        ):
            call("-n", wire.space, *words)
        yield wire
    finally:
        call("netns", "del", wire.space)
