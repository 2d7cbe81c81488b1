"""What becomes of a database as a whole: its tables brought up to date, its rows moved."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """How the tables of a database were brought up to date, or would be.

    Attributes:
        database: What people know it by; shows no password.
        before: Version of the tables until now; empty where there were none.
        after: Version that this program has.
        beside: What was done to the tables of the engine that hands out jobs; empty for nothing.
        by_itself: Whether every command does the same unasked.
    """

    database: str
    before: str
    after: str
    beside: tuple[str, ...] = ()
    by_itself: bool = False

    @property
    def is_change(self) -> bool:
        """Whether anything was to be done."""
        return self.before != self.after or bool(self.beside)


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedTable:
    """A table, and how many rows of it there are to move."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePlan:
    """What a move has before it.

    Attributes:
        origin, target: The databases, as people know them; show no password.
        address: The target's URL without its password.
        tables: In the order in which they are moved.
        is_begun: Whether an earlier run of the same move has begun it.
        is_over: Whether it ended earlier, so that nothing is left to be done.
    """

    origin: str
    target: str
    address: str
    tables: Sequence[MovedTable] = ()
    is_begun: bool = False
    is_over: bool = False

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(one.rows for one in self.tables)
