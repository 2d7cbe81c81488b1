"""The metadata lines under a headline of the edition file: one key a line, in any order."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from digest.compose.lines import (
    KEYS,
    Line,
    escape_value,
    escaped_positions,
    is_web_address,
    split_value,
    tidy,
    unescape_value,
)
from digest.model.article import Byline, Image, Sighting
from digest.model.edition import Item
from digest.text.values import nearest

PARTS_OF_IMAGE = 3
LONGEST_QUOTED = 60
MINUTES = re.compile(r"[1-9][0-9]{0,2}")


def write_metadata(item: Item, *, zone: ZoneInfo) -> list[str]:
    """Write what there is of an item's metadata, one key a line.

    Args:
        item: The item.
        zone: Zone in which instants are shown.
    """
    values = {
        "kicker": escape_value(item.kicker or ""),
        "by": "; ".join(write_person(one) for one in item.byline if tidy(one.name)),
        "published": write_instant(item.published, zone),
        "image": write_image(item.image),
        "also": " ; ".join(write_sighting(one) for one in item.also if tidy(one.name)),
        "updated": "yes" if item.updated else "",
        "sponsor": escape_value(item.sponsor or ""),
        "embargo": write_instant(item.embargo, zone),
        "minutes": str(item.minutes or ""),
    }
    return [f"{key}: {value}" for key, value in values.items() if value]


def write_person(person: Byline) -> str:
    """Write one of the people who wrote an article, the role in parentheses."""
    name = escape_value(person.name, also="()")
    role = escape_value(person.role or "", also="()")
    return f"{name} ({role})" if role else name


def write_instant(moment: datetime | None, zone: ZoneInfo) -> str:
    """Write a moment as ISO 8601 in a zone, with its offset; empty for None."""
    return moment.astimezone(zone).isoformat() if moment else ""


def write_image(image: Image | None) -> str:
    """Write address, alternative text and credit; the empty ones at the end are left out."""
    if image is None:
        return ""
    parts = [escape_value(part) for part in (image.url, image.alt, image.credit)]
    while not parts[-1] and len(parts) > 1:
        parts.pop()
    return " | ".join(parts)


def write_sighting(sighting: Sighting) -> str:
    """Write who else tells a story, and where."""
    return f"{escape_value(sighting.name)} {escape_value(sighting.url)}"


def read_metadata(lines: Iterable[Line]) -> dict[str, Any]:
    """Read the lines that stand directly under a headline.

    Returns:
        Fields of `Item`.

    Raises:
        EditionError: A line is no metadata, or its key is unknown, given twice or wrong.
    """
    fields: dict[str, Any] = {}
    for line in lines:
        key, colon, value = line.text.partition(":")
        value = value.strip(" ")
        if not colon:
            raise line.wrong(
                f"“{shorten(line.text)}” is no metadata line.",
                "Leave one blank line between a headline, with its metadata, and the summary.",
            )
        if key not in KEYS:
            raise unknown_key(line, key)
        name, read = READERS[key]
        if name in fields:
            raise line.wrong(f"“{key}” is given twice.", "Keep one of the two lines.")
        if not value:
            raise line.wrong(f"“{key}” has no value.", "Write one, or delete the line.")
        fields[name] = read(value, line)
    return fields


def unknown_key(line: Line, key: str) -> Exception:
    """Make the error for a key that there is not, naming the one that may be meant."""
    near = nearest(key, list(KEYS))
    return line.wrong(
        f"“{shorten(key)}” is no metadata key.",
        (f"Did you mean {near}? " if near else "")
        + f"The keys are: {', '.join(KEYS)}. A summary begins after a blank line.",
    )


def shorten(text: str) -> str:
    """Cut a text that is quoted in a message."""
    return text if len(text) <= LONGEST_QUOTED else f"{text[: LONGEST_QUOTED - 1]}…"


def read_words(value: str, _line: Line) -> str:
    """Read plain text."""
    return unescape_value(value)


def read_byline(value: str, line: Line) -> tuple[Byline, ...]:
    """Read who wrote an article: names with roles in parentheses, divided by semicolons."""
    return tuple(read_person(part, line) for part in split_value(value, ";"))


def read_person(text: str, line: Line) -> Byline:
    """Read one name, with the role when the text ends in parentheses."""
    opening = opening_of_role(text)
    name = unescape_value(text[:opening].strip(" "))
    role = None if opening is None else unescape_value(text[opening + 1 : -1].strip(" "))
    if not name or role == "":
        raise line.wrong(
            "A byline has an empty name or role.",
            "Write it as by: Jo Marsh (Political Editor); Ana Ruiz",
        )
    return Byline(name=name, role=role)


def opening_of_role(text: str) -> int | None:
    """Find the parenthesis that belongs to the last one; None when the text ends otherwise."""
    escaped = escaped_positions(text)
    depth = 0
    for index in range(len(text) - 1, -1, -1):
        if index not in escaped:
            depth += {")": 1, "(": -1}.get(text[index], 0)
        if depth == 0:
            return index if text[index] == "(" and index not in escaped else None
    return None


def read_instant(value: str, line: Line) -> datetime:
    """Read a moment with its offset, into UTC."""
    try:
        moment = datetime.fromisoformat(value)
        aware = moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        aware = None
    if aware is None:
        raise line.wrong(
            f"“{shorten(value)}” is no moment with its offset from UTC.",
            "Write it as 2026-11-23T06:00:00+01:00.",
            at=value,
        )
    return aware


def read_image(value: str, line: Line) -> Image:
    """Read an address with its alternative text and credit."""
    parts = [unescape_value(part) for part in split_value(value, "|")]
    if len(parts) > PARTS_OF_IMAGE:
        raise line.wrong(
            "An image has at most three parts.",
            "Write it as image: https://… | alt text | credit; a bar inside a part is written \\|.",
        )
    url, alt, credit = (*parts, "", "")[:PARTS_OF_IMAGE]
    return Image(url=read_address(url, line), alt=alt, credit=credit)


def read_sightings(value: str, line: Line) -> tuple[Sighting, ...]:
    """Read who else tells a story: name and address, divided by semicolons."""
    found = []
    for part in split_value(value, ";"):
        name, space, url = part.rpartition(" ")
        if not space:
            raise line.wrong(
                f"“{shorten(part)}” is no source with its address.",
                "Write it as also: Reuters https://… ; AFP https://…; "
                "a semicolon inside a part is written \\;.",
                at=part,
            )
        address = read_address(unescape_value(url), line)
        found.append(Sighting(name=unescape_value(name.strip(" ")), url=address))
    return tuple(found)


def read_address(url: str, line: Line) -> str:
    """Read an absolute web address."""
    if not is_web_address(url):
        raise line.wrong(
            f"“{shorten(url)}” is no web address.",
            "It has to begin with https:// or http:// and hold no spaces.",
            at=url,
        )
    return url


def read_yes(value: str, line: Line) -> bool:
    """Read "yes" or "no"."""
    if value not in ("yes", "no"):
        raise line.wrong(
            f"“{shorten(value)}” is neither yes nor no.", "Write updated: yes, or delete the line."
        )
    return value == "yes"


def read_minutes(value: str, line: Line) -> int:
    """Read how long an article takes to read."""
    if not MINUTES.fullmatch(value):
        raise line.wrong(
            f"“{shorten(value)}” is no number of minutes.",
            "Write minutes: 4, or delete the line.",
            at=value,
        )
    return int(value)


READERS: dict[str, tuple[str, Callable[[str, Line], object]]] = {
    "kicker": ("kicker", read_words),
    "by": ("byline", read_byline),
    "published": ("published", read_instant),
    "image": ("image", read_image),
    "also": ("also", read_sightings),
    "updated": ("updated", read_yes),
    "sponsor": ("sponsor", read_words),
    "embargo": ("embargo", read_instant),
    "minutes": ("minutes", read_minutes),
}
