"""The shape of digest.toml, as msgspec checks it. Imported only when a file is read.

What is left out stays UNSET, so that the nouns of `digest.model.publication` keep the defaults.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from digest.text.values import nearest

TOML_NAME = "digest.toml"

Text = Annotated[str, Meta(min_length=1, max_length=500)]
Free = Annotated[str, Meta(max_length=500)]
Count = Annotated[int, Meta(ge=1, le=1000)]


class PublicationTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[publication]`."""

    id: Text
    name: Text
    sender: Text
    strapline: Free | UnsetType = UNSET
    timezone: Text | UnsetType = UNSET
    language: Text | UnsetType = UNSET
    languages: Annotated[list[Text], Meta(max_length=20)] | UnsetType = UNSET
    site: Free | UnsetType = UNSET
    reply_to: Text | UnsetType = UNSET
    address: Free | UnsetType = UNSET
    theme: Text | UnsetType = UNSET


class SlotTable(Struct, frozen=True, forbid_unknown_fields=True):
    """One of `slots` in `[edition]`."""

    at: Text
    send_by: Text | UnsetType = UNSET


class EditionTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[edition]`."""

    stories: Count | UnsetType = UNSET
    minimum: Count | UnsetType = UNSET
    summary_words: Annotated[int, Meta(ge=5, le=1000)] | UnsetType = UNSET
    approval: Literal["auto", "required"] | UnsetType = UNSET
    slots: dict[str, SlotTable] | UnsetType = UNSET


class WeeklyTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[weekly]`."""

    day: (
        Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
        | UnsetType
    ) = UNSET
    at: Text | UnsetType = UNSET
    send_by: Text | UnsetType = UNSET
    stories: Count | UnsetType = UNSET


class SelectionTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[selection]`."""

    per_source: Count | UnsetType = UNSET
    drop: list[Text] | UnsetType = UNSET


class SendingTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[sending]`."""

    send_by: Text | UnsetType = UNSET
    bounce_address: Text | UnsetType = UNSET
    unsubscribe_address: Text | UnsetType = UNSET
    on_unknown: Literal["hold", "retry"] | UnsetType = UNSET
    rate: Text | UnsetType = UNSET
    domain_rates: dict[Text, Text] | UnsetType = UNSET


class CollectTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[collect]`."""

    allow_private: list[Text] | UnsetType = UNSET


class LlmTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[llm]`."""

    summaries: bool | UnsetType = UNSET
    subject: bool | UnsetType = UNSET
    timeout: Annotated[int, Meta(ge=1, le=300)] | UnsetType = UNSET
    calls: Annotated[int, Meta(ge=1, le=1000)] | UnsetType = UNSET
    tokens: Annotated[int, Meta(ge=1000, le=10_000_000)] | UnsetType = UNSET


class CheckTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[check]`."""

    silent: Annotated[list[Text], Meta(max_length=100)] | UnsetType = UNSET


class ImagesTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[images]`."""

    hosted: bool | UnsetType = UNSET


class ReadersTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[readers]`."""

    confirm_hours: Annotated[int, Meta(ge=1, le=720)] | UnsetType = UNSET
    keep_network: bool | UnsetType = UNSET
    welcome: bool | UnsetType = UNSET


class ListTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[lists]]`."""

    name: Text
    title: Text | UnsetType = UNSET
    about: Text | UnsetType = UNSET
    open: bool | UnsetType = UNSET


class RetentionTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[retention]`."""

    pending: Text | UnsetType = UNSET
    left: Text | UnsetType = UNSET
    returned_mail: Text | UnsetType = UNSET
    letters: Text | UnsetType = UNSET
    deliveries: Text | UnsetType = UNSET
    records: Text | UnsetType = UNSET
    articles: Text | UnsetType = UNSET


class SectionTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[sections]]`."""

    name: Text
    limit: Count | UnsetType = UNSET
    minimum: Annotated[int, Meta(ge=0, le=1000)] | UnsetType = UNSET
    keywords: list[Text] | UnsetType = UNSET


class SourceTable(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[sources]]`."""

    name: Text
    kind: Literal["feed", "sitemap", "page", "folder"]
    url: Annotated[str, Meta(min_length=1, max_length=2000)]
    section: Text | UnsetType = UNSET
    weight: Annotated[float, Meta(gt=0, le=100)] | UnsetType = UNSET
    language: Text | UnsetType = UNSET
    own: bool | UnsetType = UNSET


class SettingsShape(Struct, frozen=True, forbid_unknown_fields=True):
    """All of digest.toml."""

    publication: PublicationTable
    edition: EditionTable = EditionTable()
    weekly: WeeklyTable | UnsetType = UNSET
    selection: SelectionTable = SelectionTable()
    sending: SendingTable = SendingTable()
    collect: CollectTable = CollectTable()
    llm: LlmTable = LlmTable()
    images: ImagesTable = ImagesTable()
    check: CheckTable = CheckTable()
    retention: RetentionTable = RetentionTable()
    readers: ReadersTable = ReadersTable()
    lists: list[ListTable] = []
    sections: list[SectionTable] = []
    sources: list[SourceTable] = []


TABLES: Mapping[str, type[Struct]] = {
    "publication": PublicationTable,
    "edition": EditionTable,
    "slots": SlotTable,
    "weekly": WeeklyTable,
    "selection": SelectionTable,
    "sending": SendingTable,
    "collect": CollectTable,
    "llm": LlmTable,
    "images": ImagesTable,
    "check": CheckTable,
    "retention": RetentionTable,
    "readers": ReadersTable,
    "lists": ListTable,
    "sections": SectionTable,
    "sources": SourceTable,
}


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CHOICES = {
    "day": DAYS,
    "approval": ("auto",),
    "on_unknown": ("hold", "retry"),
    "kind": ("feed", "sitemap", "page", "folder"),
}


def given(table: Struct) -> dict[str, Any]:
    """Tell what the file says in a table, leaving out what it leaves out."""
    return {
        name: value for name, value in msgspec.structs.asdict(table).items() if value is not UNSET
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What is wrong with the shape of the file.

    Attributes:
        path: Names, and positions in arrays from 0; "..." stands for a name that is not told.
        message: What is expected instead, without the place.
        hint: What to do; may be empty.
    """

    path: tuple[str | int, ...]
    message: str
    hint: str = ""


EXPECTED = {
    "int": "a whole number",
    "float": "a number",
    "str": "text in quotation marks",
    "bool": "true or false",
    "array": "a list: [ … ]",
    "object": "a table",
}
LIMITS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}
STEP = re.compile(r"([A-Za-z_]+)|\[(\d+)\]|\[\.\.\.\]")
NAMED = re.compile(r"`(.*)`", re.DOTALL)
WANTED = re.compile(r"Expected `(\w+)`(?: (of length )?([<>]=?) ([0-9.]+))?")


def check_shape(data: Mapping[str, Any]) -> SettingsShape | Complaint:
    """Check what TOML gave us; the first thing that is wrong comes back as a complaint."""
    try:
        return msgspec.convert(data, SettingsShape)
    except msgspec.ValidationError as error:
        complaint, _, path = str(error).rpartition(" - at `$")
        return explain(complaint or str(error), read_path(path if complaint else ""))


def read_path(text: str) -> tuple[str | int, ...]:
    """Read msgspec's path, such as ".sections[0].limit"."""
    return tuple(
        match[1] or (int(match[2]) if match[2] else "...") for match in STEP.finditer(text)
    )


def explain(complaint: str, path: tuple[str | int, ...]) -> Complaint:
    """Say msgspec's complaint in an editor's words."""
    named = NAMED.search(complaint)
    name = named[1] if named else ""
    if complaint.startswith("Object contains unknown field"):
        return explain_unknown(name, path)
    if complaint.startswith("Object missing required field"):
        return Complaint(path=path, message=f"{place(path)} lacks {name!r}.")
    if complaint.startswith("Invalid enum value"):
        words = " or ".join(f'"{one}"' for one in CHOICES[str(path[-1])])
        return Complaint(path=path, message=f"{path[-1]!r} must be {words}.")
    wanted = WANTED.match(complaint)
    if wanted is None:
        return Complaint(path=path, message=f"{place(path)}: {complaint}.")
    what = EXPECTED.get(wanted[1], wanted[1])
    if wanted[3]:
        unit = " characters" if wanted[2] else ""
        what += f" of {LIMITS[wanted[3]]} {wanted[4].removesuffix('.0')}{unit}"
    return Complaint(path=path, message=f"{place(path)} must be {what}.")


def place(path: tuple[str | int, ...]) -> str:
    """Name a place for an editor, such as "'limit'" or "[[sources]] no. 2"."""
    if not path:
        return TOML_NAME
    last = path[-1]
    if isinstance(last, int):
        return f"[[{path[-2]}]] no. {last + 1}"
    return f"[{last}]" if len(path) == 1 and last in TABLES else repr(last)


def explain_unknown(key: str, path: tuple[str | int, ...]) -> Complaint:
    """Say that a key is not known, and which one may have been meant."""
    table = next((step for step in reversed(path) if isinstance(step, str) and step in TABLES), "")
    known = known_keys(table)
    close = nearest(key, known)
    homes = [f"[{name}]" for name in ("", *TABLES) if name != table and key in known_keys(name)]
    if close:
        hint = f"Did you mean {close!r}?"
    elif homes:
        hint = f"{key!r} belongs to {homes[0]}." if homes[0] != "[]" else "It stands outside of it."
    else:
        hint = f"Known here: {', '.join(known)}."
    where = f"[{table}]" if table else TOML_NAME
    return Complaint(path=(*path, key), message=f"{where} has no key {key!r}.", hint=hint)


def known_keys(table: str) -> list[str]:
    """Name the keys that a table may have; "" stands for the file itself."""
    return list((TABLES[table] if table else SettingsShape).__struct_fields__)
