"""Where in the templates a line of their output comes from, told by marks that they leave in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MARK = re.compile("\ue000([^\ue001]*):([0-9]+)\ue001")
WRITTEN = re.compile(MARK.pattern + r"(?=\s*[^\s\ue000])")
# A tag of several lines is known by its last one.
LINES_BACK = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a template; the column is None when it is about the whole line."""

    file: str
    line: int
    column: int | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def split_marks(output: str) -> tuple[str, dict[int, list[Place]]]:
    """Take the marks out of an output.

    Returns:
        The output as it is without them, and for each of its lines, from 1, what has written in
        it: first what wrote more than space.
    """
    places: dict[int, list[Place]] = {}
    clean = []
    for number, line in enumerate(output.split("\n"), start=1):
        marks = [*WRITTEN.finditer(line), *MARK.finditer(line)]
        if marks:
            places[number] = [Place(one[1], int(one[2])) for one in marks]
        clean.append(MARK.sub("", line))
    return "\n".join(clean), places


def find_origin(
    line: int, seek: str, places: Mapping[int, list[Place]], sources: Mapping[str, str]
) -> Place | None:
    """Find the template line that a line of the output comes from.

    Args:
        line: Of the output, from 1.
        seek: What stands there, such as "<mj-text"; empty when that is not known.
        places: What has written in each line.
        sources: The templates by name.

    Returns:
        The place where what is sought stands; else the line alone; None without any mark.
    """
    before = [number for number in places if number <= line]
    if not before:
        return None
    first = places[max(before)][0]
    if seek:
        for number in range(line, max(0, line - LINES_BACK), -1):
            for place in places.get(number, ()):
                if column := find_column(sources, place, seek):
                    return Place(place.file, place.line, column)
    return first


def find_column(sources: Mapping[str, str], place: Place, seek: str) -> int | None:
    """Find a word in the line of a template; None when it is not there."""
    lines = sources.get(place.file, "").split("\n")
    return find_word(lines[place.line - 1], seek) if place.line <= len(lines) else None


def find_word(line: str, seek: str) -> int | None:
    """Find a word of its own in a line: its column, from 1."""
    edge = re.compile(rf"(?<![\w-]){re.escape(seek)}(?![\w-])")
    found = edge.search(line)
    return found.start() + 1 if found else None
