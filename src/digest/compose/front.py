"""The front matter of the edition file: TOML between two lines of three plus signs."""

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from digest.compose.lines import Line, tidy
from digest.errors import EditionError
from digest.model.edition import Edition
from digest.text.values import nearest, read_language

FENCE = "+++"
LONGEST_SUBJECT = 200
LONGEST_SLUG = 200
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TOML_PLACE = re.compile(r" ?\(at line (\d+), column (\d+)\)$")
TOML_END = " (at end of document)"
KEYS = ("edition", "number", "language", "subject", "preheader", "correction")
REQUIRED = ("edition", "number", "subject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What the front matter says, as in `Edition`."""

    slug: str
    number: int
    language: str
    subject: str
    preheader: str
    correction: str | None


def write_front(edition: Edition) -> list[str]:
    """Write the front matter with its fences, by line."""
    values: dict[str, str | int | None] = {
        "edition": edition.slug,
        "number": edition.number,
        "language": edition.language,
        "subject": tidy(edition.subject),
        "preheader": tidy(edition.preheader),
        "correction": tidy(edition.correction or "") or None,
    }
    # A tidied JSON string is a TOML basic string: control characters are gone.
    rows = [
        f"{key} = {json.dumps(value, ensure_ascii=False)}"
        for key, value in values.items()
        if value is not None
    ]
    return [FENCE, *rows, FENCE]


def find_front(lines: Sequence[Line]) -> int:
    """Find the closing fence of the front matter.

    Returns:
        Its index; the opening one is at 0.

    Raises:
        EditionError: One of the two is missing.
    """
    if lines[0].raw != FENCE:
        raise lines[0].wrong(
            "The file has to begin with the front matter.",
            'Begin with a line +++, then edition = "…", number = …, subject = "…", then +++ again.',
        )
    for index, line in enumerate(lines[1:], start=1):
        if line.raw == FENCE:
            return index
    raise lines[0].wrong(
        "The front matter is not closed.", "Put a line +++ under its last key, before the text."
    )


def read_front(text: str, lines: Sequence[Line], end: int) -> Front:
    """Read the front matter.

    Args:
        text: The whole file; TOML needs its lines as they stand.
        lines: The same by line, tidied.
        end: Index of the closing fence.

    Raises:
        EditionError: It is no TOML, or a key is unknown, missing or wrong.
    """
    raw = text.replace("\r\n", "\n").split("\n")[1:end]
    table = read_toml(raw)
    inside = lines[1:end]
    for key in table:
        if key not in KEYS:
            near = nearest(key, list(KEYS))
            raise key_line(inside, key, lines[0]).wrong(
                f"The front matter has an unknown key “{key}”.",
                (f"Did you mean {near}? " if near else "") + f"It may hold: {', '.join(KEYS)}.",
            )
    for key in REQUIRED:
        if key not in table:
            raise lines[end].wrong(
                f"The front matter has no “{key}”.", f"Add a line {key} = … above this one."
            )
    found = {key: key_line(inside, key, lines[0]) for key in table}
    return Front(
        slug=read_slug(table, found),
        number=read_number(table, found),
        language=read_tag(table, found),
        subject=read_subject(table, found),
        preheader=read_words(table, found, "preheader"),
        correction=read_words(table, found, "correction") or None,
    )


def read_toml(raw: Sequence[str]) -> dict[str, Any]:
    """Read the lines between the fences; an error names its line in the file."""
    try:
        return tomllib.loads("\n".join(raw) + "\n")
    except (ValueError, RecursionError) as error:
        message = str(error)
        place = TOML_PLACE.search(message)
        line, column = (int(place[1]) + 1, int(place[2])) if place else (len(raw) + 1, 1)
        detail = TOML_PLACE.sub("", message).removesuffix(TOML_END)
        raise EditionError(
            f"The front matter cannot be read: {detail}.",
            'Write each line as key = "value"; a quotation mark inside the value is written \\".',
            line=line,
            column=column,
        ) from error


def key_line(lines: Sequence[Line], key: str, otherwise: Line) -> Line:
    """Find the line that sets a key, or opens a table of that name."""
    for line in lines:
        name = re.split(r"[=.\]]", line.raw.lstrip("["), maxsplit=1)[0]
        if name.strip(" \"'") == key:
            return line
    return otherwise


def read_words(table: dict[str, Any], found: dict[str, Line], key: str) -> str:
    """Read one line of text; empty when the key is not there."""
    value = table.get(key, "")
    if not isinstance(value, str):
        raise found[key].wrong(f"“{key}” has to be text.", f'Write it as {key} = "…".', at="=")
    return tidy(value)


def read_subject(table: dict[str, Any], found: dict[str, Line]) -> str:
    """Read the subject: not empty, at most 200 characters."""
    subject = read_words(table, found, "subject")
    if not subject:
        raise found["subject"].wrong("The subject is empty.", 'Write it as subject = "…".', at="=")
    if len(subject) > LONGEST_SUBJECT:
        raise found["subject"].wrong(
            f"The subject has {len(subject)} characters; at most {LONGEST_SUBJECT} are allowed.",
            "Shorten it: an inbox shows about 60.",
            at="=",
        )
    return subject


def read_slug(table: dict[str, Any], found: dict[str, Line]) -> str:
    """Read the edition's name."""
    slug = read_words(table, found, "edition")
    if len(slug) > LONGEST_SLUG or not SLUG.fullmatch(slug):
        raise found["edition"].wrong(
            f"“{slug[:60]}” is no name of an edition.",
            'It is the file\'s name without .md, such as edition = "the-daily-2026-11-23".',
            at="=",
        )
    return slug


def read_number(table: dict[str, Any], found: dict[str, Line]) -> int:
    """Read the running number: whole, from 1."""
    number = table["number"]
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise found["number"].wrong(
            "“number” has to be a whole number from 1.", "Write it as number = 214.", at="="
        )
    return number


def read_tag(table: dict[str, Any], found: dict[str, Line]) -> str:
    """Read the language; English when the key is not there."""
    words = read_words(table, found, "language") if "language" in table else "en"
    tag = read_language(words)
    if tag is None:
        raise found["language"].wrong(
            f"“{words[:60]}” is no language tag.", 'Write it as language = "en" or "pt-BR".', at="="
        )
    return tag
