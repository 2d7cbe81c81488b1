"""People: import, export, add, remove, list, show, forget."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.app.ports import Rows, SubscriberStore
from digest.app.subscriber_rows import (
    COLUMNS,
    Layout,
    read_layout,
    read_lists,
    read_subscriber,
    write_values,
)
from digest.deliver.audience import address_key
from digest.deliver.people import merge_subscribers
from digest.errors import UsageError
from digest.model.delivery import Delivery
from digest.model.rows import Row
from digest.model.subscriber import Subscriber, SubscriberState, Suppression, SuppressionReason

CHUNK = 2000
MOST_BAD_ROWS = 1000
HAS_LEFT = (SubscriberState.UNSUBSCRIBED, SubscriberState.BOUNCED, SubscriberState.COMPLAINED)


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
    """What became of every row: `rows` is the sum of the five counts after it.

    Attributes:
        rows: Rows that are not blank.
        new: People who were not known.
        updated: People of whom the file said something new.
        unchanged: Rows that said nothing new, and every further row of the same person.
        suppressed: Rows of addresses that are never mailed.
        bad: Rows that were left out.
        bad_rows: The first thousand of those; FILE.bad.csv has all.
    """

    rows: int = 0
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    suppressed: int = 0
    bad: int = 0
    bad_rows: tuple[BadRow, ...] = ()


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


def import_rows(
    rows: Rows,
    *,
    subscribers: SubscriberStore,
    now: datetime,
    lists: Sequence[str] = (),
    replace_lists: bool = False,
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
        dry_run: Whether to tell what would happen, and write nothing.

    Returns:
        What became of every row.

    Raises:
        UsageError: There is no column `email`, or a known column stands there twice.
    """
    layout = read_layout(rows.columns, rows.name)
    own_lists = read_lists("|".join(lists))
    intake = Intake(subscribers, now=now, replace_lists=replace_lists, dry_run=dry_run)
    bad_rows: list[BadRow] = []
    intake.keep(read_people(rows, layout, own_lists, intake.counts, bad_rows))
    return ImportReport(**intake.counts, bad_rows=tuple(bad_rows))


def read_people(
    rows: Rows,
    layout: Layout,
    lists: Sequence[str],
    counts: Counter[str],
    bad_rows: list[BadRow],
) -> Iterator[Subscriber]:
    """Read the rows one by one; the bad ones are given back to the file.

    Args:
        rows: The file.
        layout: Of its columns.
        lists: Lists that every row is added to.
        counts: Where rows and bad rows are counted.
        bad_rows: Where the first bad rows are told.
    """
    for row in rows:
        counts["rows"] += 1
        person = row.problem or read_subscriber(layout, row.values, lists)
        if isinstance(person, Subscriber):
            yield person
            continue
        rows.reject(row, person)
        counts["bad"] += 1
        if len(bad_rows) < MOST_BAD_ROWS:
            email = email_of(row, layout)
            bad_rows.append(BadRow(line=row.line, email=email, reason=person))


def email_of(row: Row, layout: Layout) -> str:
    """Tell what stands as the address in a bad row."""
    position = layout.known["email"]
    return row.values[position][:254] if position < len(row.values) else ""


def add_subscriber(
    cells: Mapping[str, str],
    *,
    subscribers: SubscriberStore,
    now: datetime,
    resubscribe: bool = False,
    dry_run: bool = False,
) -> str:
    """Add one person, or add to what is known of them.

    Args:
        cells: What a row of a file would say: `email`, and any further columns.
        subscribers: Where people are kept.
        now: Aware.
        resubscribe: Whether a person who has left may come back; they must have asked for it.
        dry_run: Whether to write nothing.

    Returns:
        "new", "updated", "unchanged", or "resubscribed".

    Raises:
        UsageError: The address or another value cannot be right, or the address is never mailed
            and `resubscribe` is not set.
    """
    layout = read_layout(list(cells), "The command")
    person = read_subscriber(layout, list(cells.values()))
    if isinstance(person, str):
        raise UsageError(f"Nobody was added: {person}.")
    known = subscribers.subscriber(person.key)
    reason = why_not_mailed(person.key, known, subscribers)
    if reason and not resubscribe:
        raise UsageError(
            f"{person.email} is not mailed: {reason}.",
            "If they have asked to come back, say so with --resubscribe.",
        )
    intake = Intake(subscribers, now=now, replace_lists=False, dry_run=dry_run)
    if reason and not dry_run:
        source = person.consent.source or "asked the desk"
        subscribers.resubscribe(person.key, now=now, source=source)
    intake.keep([person])
    return "resubscribed" if reason else next(iter(+intake.counts))


def why_not_mailed(key: str, known: Subscriber | None, subscribers: SubscriberStore) -> str:
    """Tell why an address is never mailed; empty when it may be."""
    suppression = subscribers.suppression(key)
    if suppression:
        return f"{suppression.reason.value} on {suppression.at:%Y-%m-%d}"
    return known.state.value if known and known.state in HAS_LEFT else ""


def read_key(email: str) -> str:
    """Read an address that was typed.

    Raises:
        UsageError: It is none.
    """
    key = address_key(email.strip())
    if key is None:
        raise UsageError(f"{email!r} is no e-mail address.", "Write it as reader@example.org.")
    return key


def remove_subscriber(
    email: str, *, subscribers: SubscriberStore, now: datetime, dry_run: bool = False
) -> SubscriberState | None:
    """Unsubscribe a person for good: no import brings them back. What is known of them stays.

    An address that nobody knows is noted all the same, so that a later import cannot mail it.

    Returns:
        The state they were in; None for an address that is not a subscriber's.

    Raises:
        UsageError: It is no address.
    """
    key = read_key(email)
    known = subscribers.subscriber(key)
    if dry_run:
        return known.state if known else None
    # The suppression comes first: should we be stopped in between, nobody is mailed.
    if subscribers.suppression(key) is None:
        subscribers.suppress(
            key, SuppressionReason.UNSUBSCRIBED, now=now, detail="removed by the desk"
        )
    if known and known.state not in HAS_LEFT:
        subscribers.set_state(
            key, SubscriberState.UNSUBSCRIBED, now=now, detail="removed by the desk"
        )
    return known.state if known else None


def list_subscribers(
    *,
    subscribers: SubscriberStore,
    state: SubscriberState | None = None,
    lists: Sequence[str] = (),
) -> Iterator[Subscriber]:
    """List people, one at a time; all of them when nothing is asked for."""
    return subscribers.subscribers(state=state, lists=lists)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReport:
    """Everything that is kept about a person.

    Attributes:
        subscriber: The person.
        suppression: Why they are never mailed; None when they may be.
        deliveries: Every delivery with its edition's slug, oldest first.
        events: Instant, kind, detail; oldest first.
    """

    subscriber: Subscriber
    suppression: Suppression | None
    deliveries: tuple[tuple[str, Delivery], ...]
    events: tuple[tuple[datetime, str, str], ...]


def show_subscriber(email: str, *, subscribers: SubscriberStore) -> PersonReport | None:
    """Tell everything that is kept about a person; None when nothing is.

    Raises:
        UsageError: It is no address.
    """
    key = read_key(email)
    person = subscribers.subscriber(key)
    if person is None:
        return None
    return PersonReport(
        subscriber=person,
        suppression=subscribers.suppression(key),
        deliveries=tuple(subscribers.deliveries_of(key)),
        events=tuple(subscribers.events_of(key)),
    )


def forget_subscriber(
    email: str, *, subscribers: SubscriberStore, now: datetime, dry_run: bool = False
) -> bool:
    """Erase a person. A keyed hash stays, so that no import mails them again or twice.

    Returns:
        False when nobody is known by that address.

    Raises:
        UsageError: It is no address.
    """
    key = read_key(email)
    if dry_run:
        return subscribers.subscriber(key) is not None
    return subscribers.forget(key, now=now)


@dataclass(frozen=True, slots=True)
class Export:
    """A table of people: its header, and its rows one at a time."""

    columns: Sequence[str]
    rows: Iterator[list[str]]


def export_rows(
    *,
    subscribers: SubscriberStore,
    state: SubscriberState | None = None,
    lists: Sequence[str] = (),
) -> Export:
    """Export people as a table that `import_rows` takes back without loss.

    Everybody is in it unless a state or lists are asked for; `digest_state` tells who may be
    mailed. Fields come last, in the order in which they are met.
    """
    names: dict[str, None] = {}
    for person in subscribers.subscribers(state=state, lists=lists):
        names.update(dict.fromkeys(name for name, _ in person.fields))
    fields = tuple(names)
    people = subscribers.subscribers(state=state, lists=lists)
    return Export((*COLUMNS, *fields), (write_values(person, fields) for person in people))
