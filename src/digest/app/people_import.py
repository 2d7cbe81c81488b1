"""People come in from a file: our own table, or another program's export."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.app.foreign import CSV, Foreign, find_foreign, guess_foreign
from digest.app.leaving_words import find_speaking, says_gone
from digest.app.ports import Rows, SubscriberStore
from digest.app.subscriber_rows import Layout, read_layout, read_lists, read_subscriber
from digest.deliver.people import join_lists, merge_subscribers
from digest.model.rows import Row
from digest.model.subscriber import (
    Leaver,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)

CHUNK = 2000
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
        pending: How many of the rows are of people who have not confirmed: they are kept, and not
            mailed.
        bad_rows: The first thousand bad ones; FILE.bad.csv has all.
        format: Whose export it is: "csv" for our own kind of table.
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
    pending: int = 0
    bad_rows: tuple[BadRow, ...] = ()
    format: str = CSV
    looks_like: str = ""
    doubtful: int = 0


class Intake:
    """The people of one import, on their way into the store.

    Args:
        subscribers: Where they are kept.
        now: Aware.
        replace_lists: Whether a row's lists replace those the person has.
        dry_run: Whether to count alone, without writing.

    Attributes:
        counts: What became of each of them.
    """

    def __init__(
        self, subscribers: SubscriberStore, *, now: datetime, replace_lists: bool, dry_run: bool
    ) -> None:
        self._subscribers = subscribers
        self._now = now
        self._replace_lists = replace_lists
        self._dry_run = dry_run
        self.counts: Counter[str] = Counter()

    def keep(self, people: Iterable[Subscriber]) -> None:
        """Keep people, or tell what keeping them would do; they are read as they are needed."""
        merged = self._merge(people)
        if self._dry_run:
            self.counts.update(self._judge(person) for person in merged)
            return
        done = self._subscribers.import_subscribers(
            merged, now=self._now, replace_lists=self._replace_lists
        )
        self.counts.update(
            new=done.new,
            updated=done.updated,
            unchanged=done.unchanged,
            suppressed=done.suppressed,
        )

    def note(self, leavers: Sequence[Leaver]) -> None:
        """Never mail these addresses again, or tell what that would change."""
        done = self._subscribers.note_leavers(leavers, now=self._now, dry_run=self._dry_run)
        self.counts.update(left=done.left, suppressed=done.suppressed, unchanged=done.unchanged)

    def _merge(self, people: Iterable[Subscriber]) -> Iterator[Subscriber]:
        """Lay a later row of a person over the first, among some thousand people."""
        gathered: dict[str, Subscriber] = {}
        for person in people:
            first = gathered.setdefault(person.key, person)
            if first is not person:
                gathered[person.key] = merge_subscribers(
                    first, person, replace_lists=self._replace_lists
                )
                # What it adds is told with the first row, so that importing twice tells no change.
                self.counts["unchanged"] += 1
            # A rehearsal remembers everybody, as nothing is there to be asked afterwards.
            elif len(gathered) >= CHUNK and not self._dry_run:
                yield from gathered.values()
                gathered.clear()
        yield from gathered.values()

    def _judge(self, person: Subscriber) -> str:
        if self._subscribers.suppression(person.key):
            return "suppressed"
        known = self._subscribers.subscriber(person.key)
        if known is None:
            return "new"
        merged = merge_subscribers(known, person, replace_lists=self._replace_lists)
        return "unchanged" if merged == known else "updated"


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
        bad_rows: The first bad rows.
        leavers: Who has left, of the rows read last.
        speaking: The columns that may say who has left, in a table of our own kind.
    """

    rows: Rows
    layout: Layout
    foreign: Foreign | None
    lists: Sequence[str]
    all_left: bool
    counts: Counter[str]
    bad_rows: list[BadRow]
    leavers: list[Leaver]
    speaking: Sequence[tuple[int, set[str]]] = ()

    def read_all(self, intake: Intake) -> None:
        """Read the whole file into the store, a part of it after the other."""
        waiting = iter(self.rows)
        before = -1
        while before != self.counts["rows"]:
            before = self.counts["rows"]
            intake.keep(self._read_some(waiting))
            intake.note(self.leavers)
            self.leavers.clear()

    def _read_some(self, waiting: Iterator[Row]) -> Iterator[Subscriber]:
        """Read on until so many have left that they should be noted."""
        for row in waiting:
            self.counts["rows"] += 1
            found = row.problem or self._read(row)
            if isinstance(found, Subscriber) and not self.all_left:
                self.counts["pending"] += found.state is SubscriberState.PENDING
                if self.speaking:
                    self.counts["doubtful"] += says_gone(self.speaking, row.values)
                yield found
            elif isinstance(found, str):
                self._reject(row, found)
            else:
                self.leavers.append(self._as_leaver(found))
                if len(self.leavers) >= MOST_LEAVERS:
                    return

    def _read(self, row: Row) -> Subscriber | Leaver | str:
        if self.foreign is None:
            return read_subscriber(self.layout, row.values, self.lists)
        return self.foreign.read(self.layout, row.values, self.lists)

    def _as_leaver(self, found: Subscriber | Leaver) -> Leaver:
        if isinstance(found, Leaver):
            return found
        detail = SAID_BY_FILE.format(self.rows.name)
        return Leaver(key=found.key, reason=SuppressionReason.UNSUBSCRIBED, detail=detail)

    def _reject(self, row: Row, reason: str) -> None:
        self.rows.reject(row, reason)
        self.counts["bad"] += 1
        if len(self.bad_rows) < MOST_BAD_ROWS:
            email = email_of(row, self.layout)
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

    Returns:
        What became of every row.

    Raises:
        UsageError: There is no column of addresses, or a known column stands there twice; or the
            file is not one that can be imported.
    """
    foreign = find_foreign(rows.columns, rows.name, kind=kind)
    layout = foreign.lay_out(rows.columns) if foreign else read_layout(rows.columns, rows.name)
    intake = Intake(subscribers, now=now, replace_lists=replace_lists, dry_run=dry_run)
    bad_rows: list[BadRow] = []
    reader = Reader(
        rows=rows,
        layout=layout,
        foreign=foreign,
        lists=join_lists(read_lists("|".join(lists)), ()),
        all_left=all_left,
        counts=intake.counts,
        bad_rows=bad_rows,
        leavers=[],
        speaking=() if foreign else find_speaking(layout),
    )
    reader.read_all(intake)
    guessed = guess_foreign(rows.columns) if kind == CSV else None
    return ImportReport(
        **intake.counts,
        bad_rows=tuple(bad_rows),
        format=foreign.id if foreign else CSV,
        looks_like=guessed.id if guessed else "",
    )


def email_of(row: Row, layout: Layout) -> str:
    """Tell what stands as the address in a bad row."""
    position = layout.known["email"]
    return row.values[position][:254] if position < len(row.values) else ""
