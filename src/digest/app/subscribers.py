"""People: add, remove, list, show, forget, export."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digest.app.intake import Intake
from digest.app.ports import SubscriberStore
from digest.app.reader_ports import RecordStore
from digest.app.subscriber_rows import (
    COLUMNS,
    read_layout,
    read_subscriber,
    write_values,
)
from digest.deliver.audience import address_key
from digest.deliver.people import FORGOTTEN
from digest.deliver.segment import Segment
from digest.errors import UsageError
from digest.model.delivery import MAY_HAVE_IT
from digest.model.edition import BEGUN, EditionRecord
from digest.model.record import PersonReport, Traces
from digest.model.subscriber import (
    Subscriber,
    SubscriberState,
    Suppression,
    SuppressionReason,
)

HAS_LEFT = (SubscriberState.UNSUBSCRIBED, SubscriberState.BOUNCED, SubscriberState.COMPLAINED)


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
    segment: Segment | None = None,
) -> Iterator[Subscriber]:
    """List people, one at a time; all of them when nothing is asked for."""
    return subscribers.subscribers(state=state, lists=lists, segment=segment)


def show_subscriber(email: str, *, records: RecordStore) -> PersonReport | None:
    """Tell everything that is kept about a person; None when they are unknown.

    Raises:
        UsageError: It is no address.
    """
    return records.record_of(read_key(email))


def show_traces(email: str, *, records: RecordStore) -> Traces:
    """Tell what is kept of an address by its keyed hash, although nobody is known by it.

    Raises:
        UsageError: It is no address.
    """
    return records.traces_of(read_key(email))


def foresee_traces(
    report: PersonReport, traces: Traces, editions: Iterable[EditionRecord], *, now: datetime
) -> Traces:
    """Tell what would be kept of an address by its hash, were its person forgotten now."""
    got = {slug for slug, row in report.deliveries if row.outcome in MAY_HAVE_IT}
    running = {record.slug for record in editions if record.state in BEGUN}
    forgotten = Suppression(
        key_hash="", reason=SuppressionReason.UNSUBSCRIBED, at=now, detail=FORGOTTEN
    )
    before = traces.suppression
    return Traces(
        suppression=replace(before, detail=FORGOTTEN) if before else forgotten,
        editions=max(traces.editions, len(got | running)),
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
    segment: Segment | None = None,
) -> Export:
    """Export people as a table that `import_rows` takes back without loss.

    Everybody is in it unless a state, lists or a segment are asked for; `digest_state` tells who
    may be mailed. Fields come last, in the order in which they are met.
    """
    names: dict[str, None] = {}
    for person in subscribers.subscribers(state=state, lists=lists, segment=segment):
        names.update(dict.fromkeys(name for name, _ in person.fields))
    fields = tuple(names)
    people = subscribers.subscribers(state=state, lists=lists, segment=segment)
    return Export((*COLUMNS, *fields), (write_values(person, fields) for person in people))
