"""What a table of people is asked to be."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class TableWish:
    """A table instead of lines for people.

    Attributes:
        out: The file to write; None prints it.
        raw: Whether formulas are left as they are.
    """

    out: Path | None
    raw: bool
