"""Names of processes that are never used twice, and whether such a process has ended."""

import os
import socket
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

UNKNOWN = "-"
PARTS = 5


def name_owner() -> str:
    """Name this process for the ledger: machine, process space, process, its start, a nonce.

    The process space tells two containers apart that share a machine or a host name.
    """
    own = os.getpid()
    return ":".join((read_machine(), read_space(), str(own), read_start(own), uuid4().hex[:8]))


def has_ended(owner: str) -> bool:
    """Tell whether the process of that name has ended for certain.

    Args:
        owner: A name by `name_owner`, of any machine.

    Returns:
        False for a process of another machine or process space, and for a name that is not ours.
    """
    parts = owner.split(":")
    if len(parts) != PARTS or parts[:2] != [read_machine(), read_space()] or not parts[2].isdigit():
        return False
    return not is_alive(int(parts[2]), parts[3])


def is_alive(process: int, start: str) -> bool:
    """Tell whether a process of this machine runs that began at `start`."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OverflowError:
        return False
    except PermissionError:
        pass  # it runs under another user, or another process has its number now
    return read_start(process) == start


def read_machine() -> str:
    """Name this machine since it was started, so that a restart ends every process."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return socket.gethostname().replace(":", "")


def read_space() -> str:
    """Name the space that process numbers belong to."""
    with suppress(OSError):
        return "".join(char for char in str(Path("/proc/self/ns/pid").readlink()) if char.isdigit())
    return UNKNOWN


def read_start(process: int) -> str:
    """Tell when a process began, in ticks since the machine did; "-" where nobody tells."""
    with suppress(OSError, IndexError):
        text = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
        state, *rest = text.rpartition(")")[2].split()
        # A process that nobody has collected yet has ended all the same.
        return "ended" if state in "ZX" else rest[18]
    return UNKNOWN
