"""The process that reads documents: it may compute, and nothing else.

Started as `python -m digest.adapters.reading_child SECONDS BYTES`. Each call comes from standard
input as its length and what is to be called with which arguments; its result goes to standard
output in the same way, until the input ends.
"""

import gc
import pickle
import resource
import sys
from typing import BinaryIO

from digest.model.fetch import FetchFailure, tell_fault

WORD = 8  # bytes of a length
SECONDS = 30
MEMORY = 2 * 2**30
SELDOM = (100_000, 20, 20)


def serve(calls: BinaryIO, results: BinaryIO, *, seconds: int, memory: int) -> None:
    """Answer calls until there are no more."""
    close_doors(memory)
    # Documents leave next to no rings behind: looking for them all the time is a tenth of the work.
    gc.set_threshold(*SELDOM)
    while size := calls.read(WORD):
        request = calls.read(int.from_bytes(size, "big"))
        allow(seconds)
        answer = pickle.dumps(call(request))
        results.write(len(answer).to_bytes(WORD, "big"))
        results.write(answer)
        results.flush()


def call(request: bytes) -> object:
    """Call what is asked for. Whatever goes wrong is an answer."""
    try:
        function, arguments, named = pickle.loads(request)  # noqa: S301 - from the desk's process
        return function(*arguments, **named)
    except MemoryError:
        return FetchFailure(url="", reason="reading it takes more memory than it may have")
    except Exception as error:  # noqa: BLE001 - the parent has to be told whatever it is
        return tell_fault("", error)


def close_doors(memory: int) -> None:
    """Give up writing files, starting processes, leaving core dumps, and more memory than that."""
    for what, most in (
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory),
    ):
        hard = resource.getrlimit(what)[1]
        lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (lowest, lowest))


def allow(seconds: int) -> None:
    """Allow so much more processor time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime) + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = spent + seconds
    unlimited = hard == resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_CPU, (soft if unlimited else min(soft, hard), hard))


if __name__ == "__main__":
    serve(
        sys.stdin.buffer,
        sys.stdout.buffer,
        seconds=int(sys.argv[1]),
        memory=int(sys.argv[2]),
    )
