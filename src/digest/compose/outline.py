"""An edition file by line, with what each line is; nothing of it is changed or tidied."""

import re
from collections.abc import Iterator

from digest.compose.body import Block, Kind, split_blocks
from digest.compose.front import find_front
from digest.compose.lines import Line, split_lines
from digest.model.outline import FileLine, Part

KEY = re.compile(r"\s*[\"']?([A-Za-z0-9_-]+)[\"']?\s*(?:=|:)")


def outline_file(text: str) -> tuple[FileLine, ...]:
    """Tell what each line of an edition file is.

    Args:
        text: A file that `read_edition` reads.

    Raises:
        EditionError: It has no front matter.
    """
    raw = [line.removesuffix("\r") for line in text.split("\n")]
    lines = split_lines(text.removeprefix("\ufeff"))
    end = find_front(lines)
    parts: dict[int, FileLine] = {
        line.number: mark(line, Part.FRONT, key=True) for line in lines[1:end]
    }
    bench = False
    for block in split_blocks(lines[end + 1 :]):
        bench = bench or block.kind is Kind.BENCH
        for one in mark_block(block, bench=bench):
            parts[one.number] = one
    return tuple(
        FileLine(
            number=number,
            raw=line,
            part=parts[number].part if number in parts else Part.OTHER,
            key=parts[number].key if number in parts else "",
            story=parts[number].story if number in parts else None,
        )
        for number, line in enumerate(raw, start=1)
    )


def mark_block(block: Block, *, bench: bool) -> Iterator[FileLine]:
    """Mark the lines of one block of the body."""
    if bench or block.kind is Kind.END:
        yield from (mark(line, Part.BENCH) for line in (block.head, *block.lines))
        return
    if block.kind is Kind.NOTE:
        yield from (mark(line, Part.NOTE) for line in block.lines)
        return
    if block.kind is Kind.SECTION:
        yield mark(block.head, Part.SECTION)
        return
    story = block.head.number
    yield mark(block.head, Part.HEADLINE, story=story)
    under = next((at for at, line in enumerate(block.lines) if not line.raw), len(block.lines))
    for at, line in enumerate(block.lines):
        is_metadata = at < under
        part = Part.METADATA if is_metadata else Part.SUMMARY
        yield mark(line, part, story=story, key=is_metadata)


def mark(line: Line, part: Part, *, story: int | None = None, key: bool = False) -> FileLine:
    """Mark one line; `key` tells whether it begins with one."""
    match = KEY.match(line.raw) if key else None
    return FileLine(
        number=line.number, raw=line.raw, part=part, key=match[1] if match else "", story=story
    )
