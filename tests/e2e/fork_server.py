"""Runs the command line in forked children: Python and digest are started once for a thousand runs.

A process of its own without threads, started by `forked.Forks`. Each child is a whole process that
can be killed, stopped and limited; it opens its own database and its own connections.
"""

import gc
import json
import os
import pkgutil
import socket
import sys
import traceback
from importlib import import_module
from typing import Any, NoReturn

MOST_OF_A_REQUEST = 2**16
BROKEN = 70


def main() -> None:
    door = socket.socket(fileno=int(sys.argv[1]))
    import_all(*map(int, sys.argv[2:4]))
    gc.collect()
    gc.freeze()
    door.send(b"{}")
    while True:
        message, handles, _, _ = socket.recv_fds(door, MOST_OF_A_REQUEST, 2)
        if not message:
            return
        door.send(json.dumps(answer(json.loads(message), handles, door)).encode())


def import_all(first_window: int, largest_window: int) -> None:
    """Import the whole program; smaller windows count if they are set before anybody reads them."""
    import digest
    from digest.deliver import pace

    if first_window:
        assert hasattr(pace, "FIRST_WINDOW")
        assert hasattr(pace, "LARGEST_WINDOW")
        pace.FIRST_WINDOW, pace.LARGEST_WINDOW = first_window, largest_window
    for module in pkgutil.walk_packages(digest.__path__, "digest."):
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            import_module(module.name)


def answer(request: dict[str, Any], handles: list[int], door: socket.socket) -> dict[str, int]:
    if "wait" in request:
        _, status = os.waitpid(request["wait"], 0)
        return {"status": os.waitstatus_to_exitcode(status)}
    threads = len(os.listdir("/proc/self/task"))  # noqa: PTH208 - names are enough
    assert threads == 1, "what other threads hold would stay locked in a child"
    child = os.fork()
    if child == 0:
        door.close()
        live(request, handles)
    for handle in handles:
        os.close(handle)
    return {"pid": child}


def live(request: dict[str, Any], handles: list[int]) -> NoReturn:
    """Be a `digest` with those arguments, and end."""
    from tests.e2e.rigs import rig

    status = BROKEN
    try:
        nothing = os.open(os.devnull, os.O_RDONLY)
        for number, handle in enumerate((nothing, *handles)):
            os.dup2(handle, number)
            os.close(handle)
        for name in [name for name in os.environ if name.startswith("DIGEST_")]:
            del os.environ[name]
        os.environ.update(request["environment"])
        os.chdir(request["folder"])
        farewell = rig(request["rig"])
        from digest.cli.main import run

        status = run(request["arguments"])
        farewell()
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:  # noqa: BLE001 - the test reads it
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


if __name__ == "__main__":
    main()
