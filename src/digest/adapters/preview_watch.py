"""Notices what somebody saves, by looking at the files again and again.

Not by a notification of the system: those differ from system to system, are silent on network
drives and in containers' mounts, and lose a file that an editor puts in the place of another. The
files are few; looking at them all takes about a millisecond.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

INTERVAL = 0.06
# An editor that writes in several steps leaves half a file behind for a moment.
PATIENCE = 0.25
MOST_FILES = 2_000

Signs = dict[str, tuple[int, int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """What is looked at.

    Attributes:
        single: Files, and folders of which only the list of names counts.
        whole: Folders of which every file counts.
    """

    single: Sequence[Path] = ()
    whole: Sequence[Path] = ()


def read_signs(places: Places) -> Signs:
    """Look at files: when each was changed, how long it is.

    The number of the file tells one that was put in its place, with the same length and time.
    """
    signs: Signs = {}
    for path in find_files(places):
        try:
            found = os.stat(path)  # noqa: PTH116 - twice as fast, and there are many
        except OSError:
            continue
        signs[path] = (found.st_mtime_ns, found.st_size, found.st_ino)
        if len(signs) >= MOST_FILES:
            break
    return signs


def find_files(places: Places) -> Iterator[str]:
    """Name the files; hidden ones and those that programs keep for themselves aside."""
    yield from map(str, places.single)
    for place in places.whole:
        for folder, folders, names in os.walk(place):
            folders[:] = [name for name in folders if not name.startswith((".", "__"))]
            yield from (f"{folder}/{name}" for name in names if not name.startswith("."))


async def watch(
    places: Callable[[], Places],
    renew: Callable[[], Awaitable[bool]],
    announce: Callable[[], Awaitable[None]],
) -> None:
    """Call for every change, until cancelled.

    Args:
        places: Gives the files and folders to look at.
        renew: Takes a change in; tells whether what is there now can be shown.
        announce: Tells everybody who looks on. A change that cannot be shown is announced when
            the files have stayed as they are for a moment: most often it is half of a change.
    """
    before = await asyncio.to_thread(read_signs, places())
    loop = asyncio.get_running_loop()
    waits_until: float | None = None
    while True:
        await asyncio.sleep(INTERVAL)
        now = await asyncio.to_thread(read_signs, places())
        if now != before:
            before = now
            if await renew():
                waits_until = None
                await announce()
            else:
                waits_until = loop.time() + PATIENCE
        elif waits_until is not None and loop.time() >= waits_until:
            waits_until = None
            await announce()
