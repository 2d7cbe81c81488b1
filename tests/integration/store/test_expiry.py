"""The end of an edition's time: batch by batch, and every doubt stays one."""

from tests.integration.store.examples import (
    HOUR,
    LEASE,
    NOW,
    SECOND,
    SEND_BY,
    SLUG,
    AnyStore,
    Maker,
    accepted,
    books,
    claim,
    deferred,
    held,
    ids,
    plan,
    turn,
    unknown,
)

from digest.deliver.endings import IN_DOUBT, TIME_HAD_PASSED
from digest.model.delivery import Books, Delivery, Outcome


def rows(store: AnyStore, outcome: Outcome) -> dict[int, Delivery]:
    found = store.ledger.deliveries(SLUG, [outcome])
    return {row.delivery.subscriber_id: row.delivery for row in found}


def test_a_doubt_that_is_due_again_at_the_end_is_unknown_and_not_expired(store: AnyStore) -> None:
    plan(store, readers=3)
    (in_flight,) = ids(turn(store, held(store), size=1))
    later = NOW + LEASE
    store.ledger.release(held(store, "run 2", now=later, on_unknown="retry"))
    assert books(store) == Books(planned=3, deferred=1, owed=2)

    store.ledger.expire(SLUG, now=SEND_BY)

    assert books(store) == Books(planned=3, unknown=1, expired=2)
    row = rows(store, Outcome.UNKNOWN)[in_flight]
    assert (row.reply, row.attempts, row.next_attempt) == (IN_DOUBT, 1, None)
    assert row.at == SEND_BY
    assert row.message_id


def test_a_doubt_that_was_tried_again_in_vain_is_unknown_at_the_end(store: AnyStore) -> None:
    plan(store, readers=2)
    batch = held(store)
    a, b = ids(turn(store, batch))
    turn(store, batch, [unknown(a), deferred(b)])
    store.ledger.release(batch)
    store.ledger.retry_unknown(SLUG, now=NOW)
    batch = held(store, "run 2", now=NOW + SECOND)
    assert ids(turn(store, batch, now=NOW + SECOND)) == [a]
    turn(store, batch, [deferred(a, attempts=2, now=NOW + SECOND)], now=NOW + SECOND)
    store.ledger.release(batch)

    store.ledger.expire(SLUG, now=SEND_BY)

    assert books(store) == Books(planned=2, unknown=1, expired=1)
    row = rows(store, Outcome.UNKNOWN)[a]
    assert (row.reply, row.code, row.enhanced, row.attempts) == ("lost after the dot", 0, None, 2)
    assert rows(store, Outcome.EXPIRED)[b].code == 450


def test_a_doubt_in_flight_at_the_end_stays_one_whatever_its_owner_says_but_yes_or_no(
    store: AnyStore,
) -> None:
    plan(store, readers=4)
    turn(store, held(store))
    later = NOW + LEASE
    batch = held(store, "run 2", now=later, on_unknown="retry")
    a, b, c, d = ids(turn(store, batch, now=later))
    assert store.ledger.expire(SLUG, now=SEND_BY) == Books(planned=4, unknown=4)

    turn(store, batch, [accepted(a), deferred(b, attempts=2)], keep=[c], now=SEND_BY)

    assert books(store) == Books(planned=4, accepted=1, unknown=3)
    turn(store, batch, [deferred(c, attempts=2)], now=SEND_BY)
    assert books(store) == Books(planned=4, accepted=1, unknown=3)
    assert {number: row.attempts for number, row in rows(store, Outcome.UNKNOWN).items()} == {
        b: 2,
        c: 2,
        d: 1,
    }


def test_who_was_in_the_window_at_the_end_and_not_tried_is_told_so(store: AnyStore) -> None:
    plan(store, readers=2)
    batch = held(store)
    turn(store, batch, [deferred(ids(turn(store, batch, size=1))[0])], size=0)
    store.ledger.release(batch)
    batch = held(store, "run 2", now=NOW + HOUR)
    window = ids(turn(store, batch, now=NOW + HOUR))
    assert len(window) == 2
    store.ledger.expire(SLUG, now=SEND_BY)

    turn(store, batch, now=SEND_BY)

    found = sorted((row.attempts, row.reply) for row in rows(store, Outcome.EXPIRED).values())
    assert found == [(0, TIME_HAD_PASSED), (1, TIME_HAD_PASSED)]


def test_what_was_forgotten_is_not_told_by_a_doubt(store: AnyStore) -> None:
    plan(store, readers=1)
    turn(store, held(store))
    store.ledger.release(held(store, "run 2", now=NOW + LEASE, on_unknown="retry"))
    store.subscribers.forget("reader0@example.org", now=NOW)

    store.ledger.expire(SLUG, now=SEND_BY)

    assert books(store) == Books(planned=1, unknown=1)
    (row,) = rows(store, Outcome.UNKNOWN).values()
    assert (row.reply, row.message_id) == ("", "")


def test_deferred_readers_of_many_batches_expire(make_store: Maker) -> None:
    store = make_store(readers_a_batch=2)
    plan(store, readers=7)
    while batch := claim(store):
        turn(store, batch, map(deferred, ids(turn(store, batch, size=1))), size=0)

    store.ledger.expire(SLUG, now=SEND_BY)

    assert books(store) == Books(planned=7, expired=7)
    assert sorted(row.attempts for row in rows(store, Outcome.EXPIRED).values()) == [
        *[0] * 3,
        *[1] * 4,
    ]
    assert store.ledger.next_due(SLUG) is None
