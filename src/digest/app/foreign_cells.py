"""One row of another program's export, and what every such row has in common."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address, ip_network

from digest.app.foreign_objects import read_object
from digest.app.subscriber_rows import COLUMNS
from digest.deliver.audience import address_key
from digest.deliver.people import join_lists
from digest.model.article import Precision
from digest.model.subscriber import (
    Consent,
    Frequency,
    Leaver,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)
from digest.text.dates import read_date
from digest.text.language_tags import read_known_language
from digest.text.values import is_timezone, read_instant

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff"
# A moment as Go writes it: "2024-03-09 11:16:57.481203 +0100 CET".
GO_MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?"
    r" ([+-][0-9]{2})([0-9]{2})(?: .*)?"
)
# A date whose day nobody can take for its month: with a month's name, a year first, or points.
CLEAR = re.compile(r".*[^\W\d_]{3}.*|[0-9]{4}[-/.].*|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}.*")
TWO_WAYS = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}.*")
LONGEST_MOMENT = 80
DAYS = (Precision.MINUTE, Precision.DAY)
# Whether a moment lies ahead is nothing that a file can be blamed for: clocks differ.
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
LANGUAGES = ("language", "lang", "locale")
ZONES = ("timezone", "time_zone", "time zone", "tz")
YES = ("true", "yes", "1", "t")
NETWORK_BITS = {4: 24, 6: 48}


class Cells:
    """The values of a row by their columns, in small letters; what is empty is not there.

    Args:
        values: Name of the column as it stands, and its text.
        left_out: Where columns are counted whose value cannot be read.
    """

    def __init__(
        self, values: Sequence[tuple[str, str]], left_out: Counter[str] | None = None
    ) -> None:
        self._left_out = Counter() if left_out is None else left_out
        self._columns = {name.casefold() for name, _ in values}
        self._left = {name.casefold(): (name, text) for name, text in values if text}

    def has(self, name: str) -> bool:
        """Whether there is such a column at all."""
        return name in self._columns

    def see(self, name: str) -> str:
        """Tell what stands in a column, which stays."""
        return self._left.get(name, ("", ""))[1]

    def take(self, *names: str) -> str:
        """Take out these columns; tell what stands in the first of them that is not empty."""
        found = [self._left.pop(name)[1] for name in names if name in self._left]
        return found[0] if found else ""

    def open(self, *names: str) -> None:
        """Put the values of a column that holds a JSON object in its place.

        Of these columns the first that is not empty counts. What is no JSON object is left out.
        """
        column = next((one for one in names if self.see(one)), "")
        values = read_object(self.take(*names))
        if values is None:
            self._left_out[column] += 1
        self.add(values or {})

    def drop(self, *names: str) -> None:
        """Leave columns out."""
        for name in names:
            self._left.pop(name, None)

    def drop_if(self, is_unwanted: Callable[[str], bool]) -> None:
        """Leave out every column whose name is such."""
        self.drop(*[name for name in self._left if is_unwanted(name)])

    def add(self, values: Mapping[str, str]) -> None:
        """Put further columns beside those that are there; none in place of one of them."""
        for name, text in values.items():
            if text:
                self._left.setdefault(name.casefold(), (name, text))

    def rest(self) -> tuple[tuple[str, str], ...]:
        """Tell what is left, in the order of the columns.

        What is called like a column of our own table gets another name: as a field it would mean
        something else when our export is read again.
        """
        return tuple(
            (f"{name} 2" if small in COLUMNS else name, text)
            for small, (name, text) in self._left.items()
        )


class BadMoment(Exception):
    """A column that should hold a moment does not.

    Args:
        reason: Why, as one phrase.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Found = Subscriber | Leaver | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a row says of a person, besides their address and what is left of its columns.

    Attributes:
        name: May be empty.
        lists: Lists, tags or labels.
        state: Whether they are mailed.
        frequency: How often.
        consent: Time, source and proof.
    """

    name: str = ""
    lists: tuple[str, ...] = ()
    state: SubscriberState = SubscriberState.SUBSCRIBED
    frequency: Frequency = Frequency.DAILY
    consent: Consent


def find_key(email: str) -> str | None:
    """Make the address key of what stands in a row; None when it is no address."""
    return address_key(email.strip(INVISIBLE).strip())


def describe_bad(email: str) -> str:
    """Say that a row has no address."""
    return f"{email!r} is no e-mail address" if email else "no address"


def make_person(email: str, cells: Cells, said: Said, lists: Sequence[str]) -> Found:
    """Make a person of a row; what is left of its columns becomes fields."""
    key = find_key(email)
    if key is None:
        return describe_bad(email)
    return Subscriber(
        key=key,
        email=email.strip(INVISIBLE).strip(),
        name=" ".join(said.name.split()),
        state=said.state,
        frequency=said.frequency,
        language=take_language(cells),
        timezone=take_zone(cells),
        lists=join_lists(said.lists, lists),
        fields=cells.rest(),
        consent=said.consent,
    )


def make_leaver(
    email: str, reason: SuppressionReason, *, at: str = "", detail: str
) -> Leaver | str:
    """Make of a row somebody who is never mailed; a moment that cannot be read is left out."""
    key = find_key(email)
    if key is None:
        return describe_bad(email)
    try:
        moment = read_moment(at, "")
    except BadMoment:
        moment = None
    return Leaver(key=key, reason=reason, at=moment, detail=detail)


def read_moment(text: str, column: str) -> datetime | None:
    """Read a moment as another program writes it; without a zone it is in UTC.

    Returns:
        Aware, UTC; None for an empty text, and for the year 1, which stands for none.

    Raises:
        BadMoment: It is none.
    """
    if not text:
        return None
    match = GO_MOMENT.fullmatch(text)
    moment = read_instant("{}T{}{}:{}".format(*match.groups()) if match else text)
    moment = moment or read_words(text)
    if moment is None and TWO_WAYS.fullmatch(text):
        raise BadMoment(f"{column} {text!r} may have day or month first: write 2026-11-23")
    if moment is None:
        raise BadMoment(f"{column} {text!r} is no date such as 2026-11-23")
    return moment if moment > datetime(1970, 1, 1, tzinfo=UTC) else None


def read_words(text: str) -> datetime | None:
    """Read a moment as people or mails write it, such as "Apr 21, 2021 11:16 am".

    Returns:
        Aware, UTC; None for what may be read in two ways, or tells no day of its own.
    """
    if len(text) > LONGEST_MOMENT or not CLEAR.fullmatch(text):
        return None
    found = read_date(text, now=LATEST)
    exact = found and found.precision in DAYS and not found.relative
    return found.instant if found and exact else None


def take_language(cells: Cells) -> str | None:
    """Take the language out of a row; what is no tag stays a field."""
    return next(
        (read_known_language(cells.take(one)) for one in LANGUAGES if is_tag(cells.see(one))), None
    )


def is_tag(text: str) -> bool:
    """Whether a text is a language tag."""
    return read_known_language(text) is not None


def take_zone(cells: Cells) -> str | None:
    """Take the time zone out of a row; what is none stays a field."""
    return next((cells.take(one) for one in ZONES if is_timezone(cells.see(one))), None)


def read_names(text: str) -> tuple[str, ...]:
    """Read names of tags: a JSON list, or quoted or bare names between commas."""
    names = read_json_list(text) if text.startswith("[") else split_names(text)
    # "|" parts lists in our own table.
    tidy = (" ".join(name.replace('"', "").replace("|", "/").split()) for name in names)
    return tuple(dict.fromkeys(name for name in tidy if name))


def read_json_list(text: str) -> list[str]:
    """Read the texts of a JSON list; none of what is no such list."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def split_names(text: str) -> list[str]:
    """Split a line of names, which may be quoted, at its commas."""
    line = " ".join(text.split())
    try:
        return next(csv.reader([line], skipinitialspace=True), [])
    except csv.Error:  # longer than any name
        return []


def describe_network(text: str) -> str:
    """Name the network of an address, as much of it as we keep ourselves; else nothing."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return ""
    return str(ip_network((address, NETWORK_BITS[address.version]), strict=False))


def prove(title: str, **moments: datetime | None) -> str | None:
    """Say in one line what another program knows of a consent."""
    said = [
        f"{name.replace('_', ' ')} {moment.isoformat(timespec='seconds')}"
        for name, moment in moments.items()
        if moment
    ]
    return f"{title}: {', '.join(said)}" if said else None
