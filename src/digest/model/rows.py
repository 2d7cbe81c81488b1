"""A row of a file of subscribers, before anybody knows what it says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row.

    Attributes:
        line: Line in the file at which it begins, from 1.
        values: One for each column, trimmed; may be more or fewer when `problem` is set.
        problem: Why the row cannot be read, as one phrase; empty when it can.
    """

    line: int
    values: tuple[str, ...]
    problem: str = ""
