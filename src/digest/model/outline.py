"""An edition file by line: what each line is, for those who change one and keep the others."""

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a line of an edition file belongs to."""

    FRONT = "front"
    NOTE = "note"
    SECTION = "section"
    HEADLINE = "headline"
    METADATA = "metadata"
    SUMMARY = "summary"
    BENCH = "bench"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A line of an edition file.

    Attributes:
        number: From 1.
        raw: As it stands, without its line end.
        part: What it belongs to; everything on the bench is `BENCH`.
        key: Of a line of front matter or metadata; empty for others.
        story: Line of the headline that it stands under, or is; None outside of stories.
    """

    number: int
    raw: str
    part: Part
    key: str = ""
    story: int | None = None
