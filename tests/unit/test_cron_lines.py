"""The cron lines of the documentation: what sends the rest never runs before what makes it."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINE = re.compile(r"([\d*/,-]+) ([\d*/,-]+) \* \* ([\d*-]+) +(.+)")


def read_field(text: str, end: int) -> Iterator[int]:
    """The numbers that a field of cron means: "*/10", "6-9", "10-50/10" or "40,50"."""
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, _, last = ("0", "-", str(end - 1)) if span == "*" else span.partition("-")
        yield from range(int(first), int(last or first) + 1, int(step or 1))


def times(line: re.Match[str]) -> list[tuple[int, int]]:
    """When a line runs on each of its days, as hours and minutes."""
    return sorted(
        (hour, minute) for hour in read_field(line[2], 24) for minute in read_field(line[1], 60)
    )


def blocks() -> Iterator[tuple[str, list[re.Match[str]]]]:
    """The cron lines of each block of code, with the page it stands on."""
    for page in PAGES:
        for block in page.read_text(encoding="utf-8").split("```")[1::2]:
            lines = [found for one in block.splitlines() if (found := LINE.fullmatch(one.strip()))]
            if lines:
                yield page.name, lines


def test_the_line_that_makes_an_edition_is_the_first_to_send_it() -> None:
    found = [(page, one) for page, lines in blocks() for one in lines]
    assert len(found) >= 12
    assert {page for page, _ in found} >= {"README.md", "tutorial.md", "round-up.md", "law.md"}
    assert [f"{page}: {one[0]}" for page, one in found if "-C /srv/thedaily" not in one[4]] == []
    for page, lines in blocks():
        sends = [times(one) for one in lines if re.search(r" send( --weekly)? -q", one[4])]
        all_times = [moment for one in sends for moment in one]
        assert len(all_times) == len(set(all_times)), f"{page}: two lines at one moment"
        assert not sends or min(all_times) == sends[0][0], f"{page}: a later line is the first"


def test_the_fields_of_cron_are_read_as_cron_does() -> None:
    line = LINE.fullmatch("10-50/20 9,11 * * 6  digest send -q")
    assert line
    assert times(line) == [(hour, minute) for hour in (9, 11) for minute in (10, 30, 50)]
    assert list(read_field("*/15", 60)) == [0, 15, 30, 45]
