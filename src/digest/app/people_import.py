"""People come in from a file: our own table, or another program's export."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from digest.app.foreign import CSV, Foreign, find_foreign, guess_foreign
from digest.app.foreign_cells import describe_bad, find_key
from digest.app.intake import Intake
from digest.app.leaving_words import find_speaking, says_gone
from digest.app.list_names import find_doubles, tidy_lists
from digest.app.ports import Rows, SubscriberStore
from digest.app.subscriber_rows import Layout, read_layout, read_subscriber
from digest.model.rows import Row
from digest.model.subscriber import (
    Leaver,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)

MOST_LEAVERS = 10_000
MOST_BAD_ROWS = 1000
SAID_BY_FILE = "{} says that they have left"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that was left out.

    Attributes:
        line: Line in the file, from 1.
        email: What stands as the address; may be empty.
        reason: Why, as one phrase.
    """

    line: int
    email: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What became of every row: `rows` is the sum of the six counts after it.

    Attributes:
        rows: Rows that are not blank.
        new: People who were not known.
        updated: People of whom the file said something new.
        unchanged: Rows that said nothing new, every further row of the same person, and rows of
            people who left there but have agreed here since.
        suppressed: Rows of addresses that were never mailed before this import either.
        left: Rows of people who have left, there: never mailed from now on.
        bad: Rows that were left out.
        repeated: How many of the unchanged are further rows of a person of this file.
        unsubscribed: How many of those who left were readers here until now.
        pending: How many of the rows are of people who have not confirmed: they are kept, and not
            mailed.
        bad_rows: The first thousand bad ones; FILE.bad.csv has all.
        format: Whose export it is: "csv" for our own kind of table.
        left_out: Columns whose value could not be read in some rows, and was left out there, with
            the number of these rows.
        doubles: Lists that somebody is on by this file alone, each with a known one of the same
            name but for its capitals.
        meant: Lists that were asked for in other capitals than they have, each with its name.
        doubtful: How many people of a table of our own kind are said, in a column of that table, to
            have left; they are mailed all the same.
        looks_like: Whose export it looks like, although somebody said that it is a table of our
            own kind; empty else.
    """

    rows: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    suppressed: int = 0
    left: int = 0
    bad: int = 0
    repeated: int = 0
    unsubscribed: int = 0
    pending: int = 0
    bad_rows: tuple[BadRow, ...] = ()
    format: str = CSV
    looks_like: str = ""
    doubtful: int = 0
    left_out: tuple[tuple[str, int], ...] = ()
    doubles: tuple[tuple[str, str], ...] = ()
    meant: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True, kw_only=True)
class Reader:
    """Reads a file row by row, and counts; the bad rows are given back to it.

    Attributes:
        rows: The file.
        layout: Of its columns, for our own kind of table.
        foreign: How to read another program's export; None for our own kind of table.
        lists: Lists that every row is added to.
        all_left: Whether everybody in it has left.
        counts: Where rows, bad ones and pending ones are counted.
        speaking: The columns that may say who has left, in a table of our own kind.
        bad_rows: The first bad rows.
        leavers: Who has left, of the rows read last.
        left_out: Columns whose value was left out of a row, with the number of these rows.
        named: Every list that stands in a row.
    """

    rows: Rows
    layout: Layout
    foreign: Foreign | None
    lists: Sequence[str]
    all_left: bool
    counts: Counter[str]
    speaking: Sequence[tuple[int, set[str]]] = ()
    bad_rows: list[BadRow] = field(default_factory=list)
    leavers: list[Leaver] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    named: set[str] = field(default_factory=set)

    def read_all(self, intake: Intake) -> None:
        """Read the whole file into the store, a part of it after the other."""
        waiting = iter(self.rows)
        before = -1
        while before != self.counts["rows"]:
            before = self.counts["rows"]
            intake.keep(self._read_some(waiting, intake))
            intake.note(self.leavers)
            self.leavers.clear()

    def _read_some(self, waiting: Iterator[Row], intake: Intake) -> Iterator[Subscriber]:
        """Read on until so many have left, or are repeated, that they should be noted."""
        for row in waiting:
            self.counts["rows"] += 1
            found = self._read_left(row) if self.all_left else row.problem or self._read(row)
            if isinstance(found, Subscriber):
                self._look_at(found, row)
                yield found
            elif isinstance(found, Leaver):
                self.leavers.append(found)
            else:
                self._reject(row, found)
            if len(self.leavers) >= MOST_LEAVERS or intake.is_full:
                return

    def _look_at(self, person: Subscriber, row: Row) -> None:
        """Note what is told of a person's row afterwards."""
        self.counts["pending"] += person.state is SubscriberState.PENDING
        if person.lists:
            self.named.update(person.lists)
        if self.speaking:
            self.counts["doubtful"] += says_gone(self.speaking, row.values)

    def _read(self, row: Row) -> Subscriber | Leaver | str:
        if self.foreign is None:
            return read_subscriber(self.layout, row.values, self.lists)
        return self.foreign.read(self.layout, row.values, self.lists, self.left_out)

    def _read_left(self, row: Row) -> Leaver | str:
        """Read somebody who has left: the address is enough, whatever else cannot be read."""
        email = email_of(row, self.layout)
        key = find_key(email)
        if key is None:
            return row.problem or describe_bad(email)
        found = None if row.problem or not self.foreign else self._read(row)
        if isinstance(found, Leaver):
            return found
        detail = SAID_BY_FILE.format(self.rows.name)
        return Leaver(key=key, reason=SuppressionReason.UNSUBSCRIBED, detail=detail)

    def _reject(self, row: Row, reason: str) -> None:
        self.rows.reject(row, reason)
        self.counts["bad"] += 1
        if len(self.bad_rows) < MOST_BAD_ROWS:
            email = email_of(row, self.layout)[:254]
            self.bad_rows.append(BadRow(line=row.line, email=email, reason=reason))


def import_rows(
    rows: Rows,
    *,
    subscribers: SubscriberStore,
    now: datetime,
    lists: Sequence[str] = (),
    replace_lists: bool = False,
    all_left: bool = False,
    kind: str | None = None,
    dry_run: bool = False,
    known_lists: Sequence[str] = (),
) -> ImportReport:
    """Import a file of subscribers. Doing it twice changes nothing.

    It is kept in pieces of many thousand people; after an interruption, import again.

    Args:
        rows: The file; bad rows are given back to it.
        subscribers: Where people are kept.
        now: Aware.
        lists: Lists that every row is added to.
        replace_lists: Whether a row's lists replace those the person has.
        all_left: Whether everybody in the file has left: they are never mailed from now on.
        kind: Whose export it is, `CSV` for our own kind of table; None finds out.
        dry_run: Whether to tell what would happen, and write nothing.
        known_lists: Lists that there are, besides those that somebody is on.

    Returns:
        What became of every row.

    Raises:
        UsageError: There is no column of addresses, or a known column stands there twice; or the
            file is not one that can be imported; or a list has no name.
    """
    foreign = find_foreign(rows.columns, rows.name, kind=kind)
    layout = foreign.lay_out(rows.columns) if foreign else read_layout(rows.columns, rows.name)
    known = [*subscribers.list_names(), *known_lists]
    meant = tidy_lists(lists, known)
    intake = Intake(subscribers, now=now, replace_lists=replace_lists, dry_run=dry_run)
    reader = Reader(
        rows=rows,
        layout=layout,
        foreign=foreign,
        lists=tuple(meant),
        all_left=all_left,
        counts=intake.counts,
        speaking=() if foreign else find_speaking(layout),
    )
    reader.read_all(intake)
    guessed = guess_foreign(rows.columns) if kind == CSV else None
    return ImportReport(
        **intake.counts,
        bad_rows=tuple(reader.bad_rows),
        format=foreign.id if foreign else CSV,
        looks_like=guessed.id if guessed else "",
        left_out=() if all_left else tuple(reader.left_out.items()),
        doubles=find_doubles(reader.named, known),
        meant=tuple((typed, one) for one, typed in meant.items() if typed != one),
    )


def email_of(row: Row, layout: Layout) -> str:
    """Tell what stands as the address in a row, which may be a bad one."""
    position = layout.known["email"]
    return row.values[position] if position < len(row.values) else ""
