"""Long lists in pieces that one statement can take."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


def slices(things: Sequence[Thing], size: int = 500) -> Iterator[Sequence[Thing]]:
    """Cut a list into pieces of at most `size`, in its order."""
    for start in range(0, len(things), size):
        yield things[start : start + size]
