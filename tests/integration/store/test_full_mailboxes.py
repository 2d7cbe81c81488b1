"""A mailbox that stays full: the address is given up, in the transaction that records it."""

from collections.abc import Callable
from datetime import timedelta

from tests.integration.store.examples import (
    NOW,
    AnyStore,
    accepted,
    add_people,
    claim,
    full,
    held,
    ids,
    plan,
    rejected,
    turn,
)

from digest.model.delivery import Delivery
from digest.model.subscriber import SubscriberState, SuppressionReason

DAY = timedelta(days=1)
KEY = "reader0@example.org"
Fate = Callable[..., Delivery]


def send_edition(store: AnyStore, day: int, fate: Fate) -> bool:
    """Send the edition of a day; tell whether the reader was mailed."""
    slug = f"the-daily-{day}"
    now = NOW + day * DAY
    plan(store, slug=slug)
    batch = claim(store, slug=slug, now=now)
    if batch is None:
        return False
    window = turn(store, batch, now=now)
    turn(store, batch, [fate(number, now=now) for number in ids(window)], now=now)
    store.ledger.release(batch)
    return bool(window.readers)


def is_suppressed(store: AnyStore) -> bool:
    return store.subscribers.suppression(KEY) is not None


def test_the_third_edition_after_seven_days_suppresses_the_address(store: AnyStore) -> None:
    add_people(store, 1)
    for day in (0, 3):
        send_edition(store, day, full)
        assert not is_suppressed(store)

    send_edition(store, 7, full)

    suppression = store.subscribers.suppression(KEY)
    assert suppression is not None
    assert suppression.reason is SuppressionReason.BOUNCED
    assert suppression.at == NOW + 7 * DAY
    assert suppression.detail == (
        "the mailbox was full for 3 editions, since 2026-11-23: 5.2.2 over quota"
    )
    person = store.subscribers.subscriber(KEY)
    assert person is not None
    assert person.state is SubscriberState.BOUNCED
    assert not send_edition(store, 8, accepted)


def test_an_edition_that_was_taken_in_between_forgives_the_earlier_ones(store: AnyStore) -> None:
    add_people(store, 1)
    for day, fate in enumerate((full, full, accepted, full, full, full, full, full, full, full)):
        send_edition(store, day, fate)
    assert not is_suppressed(store)

    send_edition(store, 10, full)

    assert is_suppressed(store)


def test_another_refusal_is_no_full_mailbox(store: AnyStore) -> None:
    add_people(store, 1)
    for day, fate in enumerate((full, rejected, full)):
        send_edition(store, 6 * day, fate)

    assert not is_suppressed(store)


def test_the_same_edition_counts_once(store: AnyStore) -> None:
    add_people(store, 1)
    send_edition(store, 0, full)
    plan(store, slug="twice")
    later = NOW + 8 * DAY
    batch = held(store, slug="twice", now=later)
    window = turn(store, batch, now=later)
    turn(store, batch, [full(number, now=later) for number in ids(window)], now=later)

    assert not is_suppressed(store)


def test_only_the_reader_of_the_full_mailbox_is_suppressed(store: AnyStore) -> None:
    add_people(store, 2)

    def fate(number: int, **at: object) -> Delivery:
        return (full if number == first else accepted)(number, **at)  # type: ignore[arg-type]

    known = store.subscribers.subscriber(KEY)
    assert known is not None
    first = known.id
    for day in (0, 4, 9):
        send_edition(store, day, fate)

    assert is_suppressed(store)
    assert store.subscribers.suppression("reader1@example.org") is None


def test_whether_a_mailbox_is_full_is_no_part_of_the_row(store: AnyStore) -> None:
    add_people(store, 1)
    send_edition(store, 0, full)

    ((_, row),) = store.subscribers.deliveries_of(KEY)
    assert (row.full, row.suppress, row.enhanced) == (False, None, "5.2.2")
