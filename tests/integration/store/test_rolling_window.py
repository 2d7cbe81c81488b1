"""A window that rolls: the finished leave it, others come in, the rest stay in flight."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.integration.store.examples import (
    HOUR,
    LEASE,
    MINUTE,
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
    make_record,
    plan,
    rejected,
    send_all,
    state,
    turn,
    unknown,
)

from digest.errors import EditionBusy, EditionError, EditionExpired
from digest.model.delivery import Books, Outcome
from digest.model.edition import EditionState
from digest.model.subscriber import SubscriberState


def numbers(store: AnyStore, outcome: Outcome) -> list[int]:
    rows = store.ledger.deliveries(SLUG, [outcome])
    return sorted(row.delivery.subscriber_id for row in rows)


def test_who_is_kept_stays_in_the_window_while_others_come_in(store: AnyStore) -> None:
    plan(store, readers=6)
    batch = held(store)
    a, b, c = ids(turn(store, batch, size=3))

    d, e = ids(turn(store, batch, [accepted(b)], keep=[a, c], size=2))
    (f,) = ids(turn(store, batch, [rejected(a), accepted(e)], keep=[c, d]))

    assert len({a, b, c, d, e, f}) == 6
    assert books(store) == Books(planned=6, accepted=2, rejected=1, owed=3)
    assert turn(store, batch, map(accepted, [c, d, f])).readers == ()
    assert books(store) == Books(planned=6, accepted=5, rejected=1)
    assert store.ledger.settle(SLUG, now=NOW) is EditionState.DONE


def test_what_was_recorded_already_may_be_told_again(store: AnyStore) -> None:
    plan(store, readers=6)
    batch = held(store)
    a, b, c = ids(turn(store, batch, size=3))
    # It was committed, but the line was lost before the answer: nobody here knows of d and e.
    d, e = ids(turn(store, batch, [accepted(a), rejected(b)], keep=[c], size=2))

    again = turn(store, batch, [accepted(a), rejected(b), accepted(c)], size=0)

    assert again.readers == ()
    assert books(store) == Books(planned=6, accepted=2, rejected=1, owed=3)
    left = ids(turn(store, batch, size=9))
    assert len(left) == 3
    assert {d, e} < set(left)
    with pytest.raises(ValueError, match="do not fit"):
        turn(store, batch, [rejected(a)], keep=left)


def test_a_crash_leaves_the_kept_and_the_added_in_doubt_and_nobody_else(store: AnyStore) -> None:
    plan(store, readers=9)
    batch = held(store)
    a, b, c, d = ids(turn(store, batch, size=4))
    added = ids(turn(store, batch, [accepted(a), unknown(b)], keep=[d], size=2))
    assert c not in added  # neither tried nor kept: after all who never were in a window
    later = NOW + LEASE

    sent = send_all(store, "run 2", now=later)

    assert numbers(store, Outcome.UNKNOWN) == sorted([b, d, *added])
    assert len(sent.readers) == 4
    assert c in sent.readers
    assert not set(sent.readers) & {a, b, d, *added}
    assert books(store) == Books(planned=9, accepted=5, unknown=4)


def test_who_is_neither_tried_nor_kept_comes_again_after_all_who_never_were(
    store: AnyStore,
) -> None:
    plan(store, readers=5)
    batch = held(store)
    a, b, c = ids(turn(store, batch, size=3))

    opened = turn(store, batch, [accepted(a)], keep=[b], size=1)
    assert opened.fresh == 1
    (d,) = ids(opened)
    last = turn(store, batch, [accepted(d)], size=3)

    (e,) = set(ids(last)) - {b, c}
    assert ids(last) == [e, c, b]  # each put back behind the one before
    assert last.fresh == 0
    # And once more in the same order: who was put back twice waits for the others in between.
    assert ids(turn(store, batch, keep=[e], size=2)) == [c, b]


def test_a_window_of_kept_readers_alone_adds_nobody(store: AnyStore) -> None:
    plan(store, readers=5)
    batch = held(store)
    a, b, c = ids(turn(store, batch, size=3))

    assert turn(store, batch, [accepted(a)], keep=[b, c], size=0).readers == ()
    assert turn(store, batch, keep=[b, c], size=0).readers == ()
    assert turn(store, batch, [accepted(b)], keep=[c], size=0).readers == ()

    assert books(store) == Books(planned=5, accepted=2, owed=3)
    assert claim(store, "run 2", now=NOW + LEASE) is not None
    assert numbers(store, Outcome.UNKNOWN) == [c]


def test_a_halted_edition_adds_nobody_but_lets_those_in_flight_finish(store: AnyStore) -> None:
    plan(store, readers=6)
    batch = held(store)
    a, b, c = ids(turn(store, batch, size=3))
    store.ledger.set_state(SLUG, EditionState.HALTED)

    answer = turn(store, batch, [accepted(a)], keep=[b])
    assert (answer.state, answer.readers) == (EditionState.HALTED, ())
    assert books(store) == Books(planned=6, accepted=1, owed=5)
    turn(store, batch, [accepted(b)])
    store.ledger.release(batch)
    store.ledger.set_state(SLUG, EditionState.SENDING)

    assert min(send_all(store, "run 2").readers) == c
    assert books(store) == Books(planned=6, accepted=6)


def test_a_crash_after_a_halt_leaves_the_kept_in_doubt(store: AnyStore) -> None:
    plan(store, readers=4)
    batch = held(store)
    a, b, _ = ids(turn(store, batch, size=3))
    store.ledger.set_state(SLUG, EditionState.HALTED)
    turn(store, batch, [accepted(a)], keep=[b])
    store.ledger.set_state(SLUG, EditionState.SENDING)

    held(store, "run 2", now=NOW + LEASE)

    assert numbers(store, Outcome.UNKNOWN) == [b]


def test_a_deferred_reader_in_flight_is_not_added_again(store: AnyStore) -> None:
    plan(store, readers=3)
    batch = held(store)
    turn(store, batch, map(deferred, ids(turn(store, batch))))
    store.ledger.release(batch)
    later = NOW + HOUR
    batch = held(store, "run 2", now=later)
    a, b = ids(turn(store, batch, now=later, size=2))

    (c,) = ids(turn(store, batch, keep=[a, b], now=later))
    assert turn(store, batch, [accepted(c, now=later)], keep=[a, b], now=later).readers == ()
    assert books(store) == Books(planned=3, accepted=1, deferred=2)
    turn(store, batch, [deferred(a, now=later, attempts=2)], keep=[b], now=later)
    assert books(store) == Books(planned=3, accepted=1, deferred=2)

    assert claim(store, "run 3", now=later + MINUTE) is None
    assert numbers(store, Outcome.UNKNOWN) == [b]
    assert numbers(store, Outcome.DEFERRED) == [a]


def test_readers_kept_beyond_the_end_are_in_doubt_until_their_owner_speaks(
    store: AnyStore,
) -> None:
    plan(store, readers=5)
    batch = held(store)
    a, b, c = ids(turn(store, batch, size=3))
    assert store.ledger.expire(SLUG, now=SEND_BY) == Books(planned=5, unknown=3, expired=2)
    later = SEND_BY + SECOND

    answer = turn(store, batch, [accepted(a)], keep=[b], now=later)
    assert (answer.state, answer.readers) == (EditionState.EXPIRED, ())
    assert books(store) == Books(planned=5, accepted=1, unknown=1, expired=3)
    assert numbers(store, Outcome.UNKNOWN) == [b]
    turn(store, batch, [deferred(b)], now=later)

    assert books(store) == Books(planned=5, accepted=1, expired=4)
    assert c in numbers(store, Outcome.EXPIRED)


@pytest.mark.parametrize(
    "named",
    [
        ([0], [0]),
        ([0, 0], []),
        ([], [1, 1]),
        ([], [9]),
        ([9], []),
    ],
    ids=["both", "two results", "kept twice", "a stranger kept", "a stranger's result"],
)
def test_results_and_kept_readers_must_fit_the_window(
    store: AnyStore, named: tuple[list[int], list[int]]
) -> None:
    plan(store, readers=12)
    batch = held(store)
    window = ids(turn(store, batch, size=3))
    everybody = range(window[0], window[0] + 12)
    results, keep = ([everybody[place] for place in places] for places in named)

    with pytest.raises(ValueError, match="do not fit"):
        turn(store, batch, map(accepted, results), keep=keep)

    assert books(store) == Books(planned=12, owed=12)
    assert turn(store, batch, map(accepted, window), size=0).readers == ()
    assert books(store) == Books(planned=12, accepted=3, owed=9)


def test_who_unsubscribes_is_not_added_but_is_kept_when_in_flight(store: AnyStore) -> None:
    plan(store, readers=4)
    batch = held(store)
    a, b = ids(turn(store, batch, size=2))
    for number in (1, 2):
        store.subscribers.set_state(
            f"reader{number}@example.org", SubscriberState.UNSUBSCRIBED, now=NOW
        )

    added = ids(turn(store, batch, [accepted(a)], keep=[b]))

    assert len(added) == 1
    assert books(store) == Books(planned=4, accepted=1, suppressed=1, owed=2)
    turn(store, batch, map(accepted, [b, *added]))
    assert books(store) == Books(planned=4, accepted=3, suppressed=1)


# When nothing more is begun


def test_the_moment_after_which_nothing_is_begun_can_be_changed(store: AnyStore) -> None:
    plan(store, readers=1)

    store.ledger.set_send_by(SLUG, SEND_BY + HOUR)

    record = store.editions.edition(SLUG)
    assert record is not None
    assert record.send_by == SEND_BY + HOUR
    assert state(store) is EditionState.PLANNED


def test_no_moment_is_changed_before_planning_or_after_expiry(store: AnyStore) -> None:
    store.editions.save_draft(make_record())
    with pytest.raises(EditionError, match="not planned"):
        store.ledger.set_send_by(SLUG, SEND_BY + HOUR)
    plan(store)
    store.ledger.expire(SLUG, now=SEND_BY)

    with pytest.raises(EditionExpired):
        store.ledger.set_send_by(SLUG, SEND_BY + HOUR)


# One worker thread, which is not the thread that opened the store


def test_a_batch_claimed_in_one_thread_is_sent_in_another(make_store: Maker) -> None:
    store = make_store(readers_a_batch=4)
    plan(store, readers=8)
    batch = held(store)
    with ThreadPoolExecutor(max_workers=1) as worker:
        first = worker.submit(turn, store, batch, size=2).result()
        results = [accepted(number) for number in ids(first)]
        second = worker.submit(turn, store, batch, results, size=2).result()
        beat = worker.submit(store.ledger.heartbeat, batch, now=NOW, lease=LEASE).result()
    assert beat is EditionState.SENDING
    with ThreadPoolExecutor(max_workers=1) as worker:
        results = [accepted(number) for number in ids(second)]
        assert worker.submit(turn, store, batch, results).result().readers == ()
        worker.submit(store.ledger.release, batch).result()
        assert worker.submit(books, store).result() == Books(planned=8, accepted=4, owed=4)

    with pytest.raises(EditionBusy):
        turn(store, batch)
    assert len(send_all(store, "run 2").readers) == 4
