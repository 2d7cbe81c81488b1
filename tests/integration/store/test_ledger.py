from dataclasses import replace

import pytest
from tests.integration.store.examples import (
    HOUR,
    LEASE,
    MINUTE,
    NOW,
    SECOND,
    SECRET,
    SEND_BY,
    SLUG,
    AnyStore,
    Maker,
    accepted,
    add_people,
    books,
    claim,
    deferred,
    held,
    ids,
    make_lock,
    make_record,
    plan,
    rejected,
    send_all,
    state,
    turn,
    unknown,
)

from digest.deliver.endings import name_copy
from digest.errors import EditionBusy, EditionError, EditionExpired
from digest.model.delivery import Batch, Books, Outcome
from digest.model.edition import EditionState
from digest.model.subscriber import SubscriberState, SuppressionReason

# Planning


def test_a_plan_holds_everybody_subscribed_on_the_lists(store: AnyStore) -> None:
    add_people(store, 3, lists=("daily",))
    store.subscribers.set_state("reader1@example.org", SubscriberState.PAUSED, now=NOW)
    store.editions.save_draft(make_record())
    planned = store.ledger.plan(make_lock(lists=("daily", "x")), now=NOW, send_by=SEND_BY)

    assert planned == books(store) == Books(planned=2, owed=2)
    assert state(store) is EditionState.PLANNED


def test_an_edition_is_planned_once(store: AnyStore) -> None:
    plan(store, readers=2)

    with pytest.raises(EditionBusy, match="planned"):
        store.ledger.plan(make_lock(), now=NOW, send_by=SEND_BY)
    assert books(store) == Books(planned=2, owed=2)


def test_what_was_never_drafted_cannot_be_planned(store: AnyStore) -> None:
    with pytest.raises(EditionError, match="There is no edition"):
        store.ledger.plan(make_lock(), now=NOW, send_by=SEND_BY)


def test_the_audience_is_frozen(store: AnyStore) -> None:
    plan(store, readers=2)
    add_people(store, 5)

    assert len(send_all(store).readers) == 2
    assert store.ledger.settle(SLUG, now=NOW) is EditionState.DONE


def test_an_edition_without_readers_is_done_at_once(store: AnyStore) -> None:
    plan(store)

    assert claim(store) is None
    assert store.ledger.settle(SLUG, now=NOW) is EditionState.DONE
    assert books(store) == Books()


def test_nothing_is_counted_before_planning(store: AnyStore) -> None:
    store.editions.save_draft(make_record())

    assert books(store) == Books()
    assert store.ledger.next_due(SLUG) is None
    assert store.ledger.deliveries(SLUG, list(Outcome)) == []
    assert store.ledger.books("the-daily-2026-01-01") == Books()
    for change in (
        lambda: claim(store),
        lambda: store.ledger.settle(SLUG, now=NOW),
        lambda: store.ledger.expire(SLUG, now=NOW),
        lambda: store.ledger.retry_unknown(SLUG, now=NOW),
        lambda: store.ledger.include_new(SLUG, now=NOW),
        lambda: store.ledger.set_state(SLUG, EditionState.HALTED),
    ):
        with pytest.raises(EditionError, match="not planned"):
            change()
    assert state(store) is EditionState.DRAFTED


# The way of an ordinary send


def test_every_reader_is_returned_once(make_store: Maker) -> None:
    store = make_store(readers_a_batch=7)
    plan(store, readers=30)

    sent = send_all(store, size=4)

    assert len(sent.readers) == len(set(sent.readers)) == 30
    assert sent.batches == 5
    assert books(store) == Books(planned=30, accepted=30)
    assert store.ledger.settle(SLUG, now=NOW + HOUR) is EditionState.DONE
    record = store.editions.edition(SLUG)
    assert record is not None
    assert record.finished_at == NOW + HOUR
    assert send_all(store, "run 2").readers == []


def test_a_reader_is_told_with_what_a_mail_is_made_of(store: AnyStore) -> None:
    about = {"name": "Jo", "language": "nl", "timezone": "Europe/Brussels"}
    add_people(store, 1, lists=("daily", "a"), fields=(("city", "Varrow"),), **about)
    plan(store)
    (reader,) = turn(store, held(store)).readers

    known = store.subscribers.subscriber("reader0@example.org")
    assert known is not None
    assert reader.subscriber == replace(known, lists=(), fields=())
    assert reader.attempts == 0


def test_a_claim_sets_the_edition_sending(store: AnyStore) -> None:
    plan(store, readers=1)
    batch = held(store)

    assert state(store) is EditionState.SENDING
    assert turn(store, batch).state is EditionState.SENDING
    assert store.ledger.settle(SLUG, now=NOW) is EditionState.SENDING


def test_readers_in_flight_are_owed_until_their_results_come(store: AnyStore) -> None:
    plan(store, readers=5)
    batch = held(store)
    first = turn(store, batch, size=2)
    assert books(store) == Books(planned=5, owed=5)

    second = turn(store, batch, map(accepted, ids(first)), size=2)

    assert books(store) == Books(planned=5, accepted=2, owed=3)
    assert not set(ids(first)) & set(ids(second))


def test_size_nought_records_and_opens_nothing(store: AnyStore) -> None:
    plan(store, readers=3)
    batch = held(store)
    first = turn(store, batch, size=2)

    assert turn(store, batch, map(accepted, ids(first)), size=0).readers == ()
    assert books(store) == Books(planned=3, accepted=2, owed=1)
    store.ledger.release(batch)
    assert len(send_all(store, "run 2").readers) == 1


def test_who_was_not_tried_stays_owed_and_comes_again(store: AnyStore) -> None:
    plan(store, readers=5)
    batch = held(store)
    first = ids(turn(store, batch, size=3))

    again = ids(turn(store, batch, [accepted(first[1])], size=3))

    assert again[2] == first[0]  # after those who were never tried
    assert not set(again[:2]) & set(first)
    assert books(store) == Books(planned=5, accepted=1, owed=4)
    turn(store, batch, [], size=0)
    store.ledger.release(batch)
    rest = send_all(store, "run 2").readers
    assert len(rest) == len(set(rest)) == 4
    assert first[1] not in rest
    assert books(store) == Books(planned=5, accepted=5)


def test_a_result_for_somebody_else_is_a_mistake_and_changes_nothing(store: AnyStore) -> None:
    plan(store, readers=4)
    batch = held(store)
    first = ids(turn(store, batch, size=2))

    for results in ([accepted(max(first) + 1)], [accepted(first[0]), accepted(first[0])]):
        with pytest.raises(ValueError, match="do not fit"):
            turn(store, batch, results)
    assert books(store) == Books(planned=4, owed=4)
    turn(store, batch, map(accepted, first), size=0)
    assert books(store) == Books(planned=4, accepted=2, owed=2)


def test_rows_are_told_as_they_were_recorded_by_address(store: AnyStore) -> None:
    plan(store, readers=4)
    batch = held(store)
    a, b, c, d = ids(turn(store, batch))
    rows = [rejected(b), deferred(d), unknown(a), accepted(c)]
    turn(store, batch, rows)

    listed = store.ledger.deliveries(SLUG, [Outcome.UNKNOWN, Outcome.REJECTED, Outcome.DEFERRED])

    assert [one.email for one in listed] == [f"reader{n}@example.org" for n in (0, 1, 3)]
    assert [one.delivery for one in listed] == [rows[2], rows[0], rows[1]]
    assert books(store) == Books(planned=4, accepted=1, deferred=1, rejected=1, unknown=1)


# People who change their mind during the send


def test_who_may_no_longer_be_mailed_is_recorded_and_never_returned(store: AnyStore) -> None:
    plan(store, readers=7)
    batch = held(store)
    first = ids(turn(store, batch, size=1))
    for paused in ("reader1@example.org", "reader6@example.org"):
        store.subscribers.set_state(paused, SubscriberState.PAUSED, now=NOW)
    store.subscribers.suppress("reader2@example.org", SuppressionReason.MANUAL, now=NOW)
    store.subscribers.forget("reader3@example.org", now=NOW)
    store.subscribers.set_state("reader4@example.org", SubscriberState.UNSUBSCRIBED, now=NOW)

    window = turn(store, batch, map(accepted, first), size=1)

    assert [one.subscriber.email for one in window.readers] == ["reader5@example.org"]
    turn(store, batch, map(accepted, ids(window)), size=1)
    assert books(store) == Books(planned=7, accepted=2, suppressed=5)
    rows = store.ledger.deliveries(SLUG, [Outcome.SUPPRESSED])
    assert [row.delivery.reply for row in rows] == [
        "the address was forgotten",
        "the reader is paused",
        "the address is suppressed: manual",
        "the reader is unsubscribed",
        "the reader is paused",
    ]
    assert list(store.ledger.suppressed_for(SLUG).items()) == [
        ("the reader is paused", 2),
        ("the address is suppressed: manual", 1),
        ("the address was forgotten", 1),
        ("the reader is unsubscribed", 1),
    ]
    assert store.ledger.suppressed_for("another") == {}
    assert store.ledger.settle(SLUG, now=NOW) is EditionState.DONE


def test_a_deferred_reader_who_unsubscribes_is_not_tried_again(store: AnyStore) -> None:
    plan(store, readers=1)
    batch = held(store)
    turn(store, batch, [deferred(number) for number in ids(turn(store, batch))])
    store.ledger.release(batch)
    store.subscribers.suppress("reader0@example.org", SuppressionReason.UNSUBSCRIBED, now=NOW)

    later = held(store, "run 2", now=NOW + HOUR)
    assert turn(store, later, now=NOW + HOUR).readers == ()

    assert books(store) == Books(planned=1, suppressed=1)
    (row,) = store.ledger.deliveries(SLUG, [Outcome.SUPPRESSED])
    assert row.delivery.attempts == 1


# The deferred


def test_the_deferred_come_back_when_they_are_due(store: AnyStore) -> None:
    plan(store, readers=3)
    batch = held(store)
    a, b, c = ids(turn(store, batch))
    turn(store, batch, [deferred(a, wait=10 * MINUTE), deferred(b), accepted(c)])
    store.ledger.release(batch)
    assert store.ledger.next_due(SLUG) == NOW + 5 * MINUTE
    assert claim(store, "run 2", now=NOW + 4 * MINUTE) is None
    assert store.ledger.settle(SLUG, now=NOW) is EditionState.SENDING

    later = NOW + 5 * MINUTE
    batch = held(store, "run 2", now=later)
    (reader,) = turn(store, batch, now=later).readers

    assert (reader.subscriber.id, reader.attempts) == (b, 1)
    assert books(store) == Books(planned=3, accepted=1, deferred=2)
    turn(store, batch, [deferred(b, now=later, attempts=2)], now=later)
    store.ledger.release(batch)
    assert store.ledger.next_due(SLUG) == NOW + 10 * MINUTE
    batch = held(store, "run 3", now=NOW + HOUR)
    readers = turn(store, batch, now=NOW + HOUR).readers
    # b failed later for the second time, and both have come due at the same moment.
    assert [(one.subscriber.id, one.attempts) for one in readers] == [(a, 1), (b, 2)]


def test_nobody_is_tried_twice_in_the_claim_that_deferred_them(store: AnyStore) -> None:
    plan(store, readers=2)
    batch = held(store)
    first = ids(turn(store, batch, size=1))
    turn(store, batch, [deferred(first[0], wait=SECOND)], size=0)

    window = turn(store, batch, now=NOW + MINUTE)

    assert first[0] not in ids(window)
    assert turn(store, batch, map(accepted, ids(window)), now=NOW + MINUTE).readers == ()
    store.ledger.release(batch)
    assert send_all(store, "run 2", now=NOW + MINUTE).readers == first


def test_a_deferred_reader_who_was_not_tried_stays_deferred(store: AnyStore) -> None:
    plan(store, readers=1)
    batch = held(store)
    turn(store, batch, [deferred(number) for number in ids(turn(store, batch))])
    store.ledger.release(batch)
    batch = held(store, "run 2", now=NOW + HOUR)
    (number,) = ids(turn(store, batch, now=NOW + HOUR))
    turn(store, batch, [], size=0, now=NOW + HOUR)
    store.ledger.release(batch)

    assert books(store) == Books(planned=1, deferred=1)
    assert send_all(store, "run 3", now=NOW + HOUR).readers == [number]


# Owners, leases and fences


def test_two_runs_share_the_batches(make_store: Maker) -> None:
    store = make_store(readers_a_batch=2)
    plan(store, readers=4)
    first, second = held(store, "run 1"), held(store, "run 2")

    assert first.number != second.number
    assert not set(ids(turn(store, first))) & set(ids(turn(store, second)))
    with pytest.raises(EditionBusy, match="Another run"):
        claim(store, "run 3")


def test_an_owner_is_not_given_what_it_holds_itself(store: AnyStore) -> None:
    plan(store, readers=1)
    held(store)

    assert claim(store) is None


def test_what_is_held_but_finished_keeps_nobody_waiting(store: AnyStore) -> None:
    plan(store, readers=1)
    batch = held(store)
    turn(store, batch, map(accepted, ids(turn(store, batch))))

    assert claim(store, "run 2") is None


def test_after_a_crash_the_open_window_is_in_doubt_and_the_rest_goes_on(store: AnyStore) -> None:
    plan(store, readers=6)
    batch = held(store)
    recorded = ids(turn(store, batch, size=2))
    in_flight = ids(turn(store, batch, map(accepted, recorded), size=2))
    later = NOW + LEASE

    sent = send_all(store, "run 2", now=later)

    assert not set(sent.readers) & {*recorded, *in_flight}
    assert books(store) == Books(planned=6, accepted=4, unknown=2)
    rows = [row.delivery for row in store.ledger.deliveries(SLUG, [Outcome.UNKNOWN])]
    assert sorted(row.subscriber_id for row in rows) == sorted(in_flight)
    assert {(row.attempts, row.code, row.at, row.next_attempt) for row in rows} == {
        (1, 0, later, None)
    }
    lock = make_lock()
    assert {row.message_id for row in rows} == {
        name_copy(lock, number, secret=SECRET) for number in in_flight
    }
    assert store.ledger.settle(SLUG, now=later) is EditionState.DONE


def test_after_a_crash_the_doubtful_are_tried_again_when_the_desk_wants_it(
    store: AnyStore,
) -> None:
    plan(store, readers=3)
    in_flight = ids(turn(store, held(store), size=2))

    batch = held(store, "run 2", now=NOW + LEASE, on_unknown="retry")
    assert books(store) == Books(planned=3, deferred=2, owed=1)
    readers = turn(store, batch, now=NOW + LEASE).readers

    assert sorted(one.subscriber.id for one in readers if one.attempts == 1) == in_flight
    assert len(readers) == 3


def test_a_deferred_reader_in_flight_at_a_crash_is_in_doubt(store: AnyStore) -> None:
    plan(store, readers=1)
    batch = held(store)
    turn(store, batch, [deferred(number) for number in ids(turn(store, batch))])
    store.ledger.release(batch)
    later = NOW + HOUR
    turn(store, held(store, "run 2", now=later), now=later)

    assert claim(store, "run 3", now=later + LEASE) is None

    assert books(store) == Books(planned=1, unknown=1)
    (row,) = store.ledger.deliveries(SLUG, [Outcome.UNKNOWN])
    assert row.delivery.attempts == 2


def test_one_batch_is_claimed_by_its_number_alone(make_store: Maker) -> None:
    store = make_store(readers_a_batch=2)
    plan(store, readers=6)
    third = held(store, number=3)

    assert third.number == 3
    assert ids(turn(store, third)) == [5, 6]
    assert claim(store, number=3) is None, "it is held by the same owner"
    assert claim(store, number=4) is None, "there is none"
    with pytest.raises(EditionBusy, match="Another run"):
        claim(store, "run 2", number=3)
    assert [held(store, "run 2").number for _ in range(2)] == [1, 2]


def test_a_batch_with_nobody_to_try_now_is_not_claimed_by_its_number(make_store: Maker) -> None:
    store = make_store(readers_a_batch=2)
    plan(store, readers=4)
    batch = held(store, number=2)
    turn(store, batch, map(deferred, ids(turn(store, batch))))
    store.ledger.release(batch)

    assert claim(store, number=2) is None
    assert store.ledger.next_due(SLUG, 2) == store.ledger.next_due(SLUG) == NOW + 5 * MINUTE
    assert store.ledger.next_due(SLUG, 1) is None
    assert held(store, number=1).number == 1
    again = held(store, number=2, now=NOW + 5 * MINUTE)
    assert ids(turn(store, again, now=NOW + 5 * MINUTE)) == [3, 4]


def test_who_died_with_a_batch_is_followed_by_whoever_claims_its_number(store: AnyStore) -> None:
    plan(store, readers=2)
    window = ids(turn(store, held(store, number=1), size=1))

    assert claim(store, "run 2", number=1, now=NOW + 2 * LEASE)
    assert [one.delivery.subscriber_id for one in store.ledger.deliveries(SLUG, [Outcome.UNKNOWN])]
    assert books(store) == Books(planned=2, owed=1, unknown=len(window))


def test_a_halted_edition_lets_nobody_claim_a_number(store: AnyStore) -> None:
    plan(store, readers=2)
    store.ledger.set_state(SLUG, EditionState.HALTED)

    assert claim(store, number=1) is None


def test_the_never_tried_come_before_the_deferred_and_those_by_when_they_are_due(
    make_store: Maker,
) -> None:
    store = make_store(readers_a_batch=1)
    plan(store, readers=4)
    for number, minutes in ((1, 9), (2, 3), (3, 6)):
        batch = held(store, number=number)
        [reader] = ids(turn(store, batch))
        turn(store, batch, [deferred(reader, wait=minutes * MINUTE)])
        store.ledger.release(batch)

    later = NOW + 6 * MINUTE
    claimed = [held(store, now=later).number for _ in range(3)]
    assert claimed == [4, 2, 3]
    assert claim(store, now=later) is None, "the first is due in three minutes"
    assert held(store, now=NOW + 9 * MINUTE).number == 1


def test_a_batch_whose_owner_died_with_none_but_deferred_is_found_again(store: AnyStore) -> None:
    plan(store, readers=1)
    batch = held(store)
    turn(store, batch, map(deferred, ids(turn(store, batch))))

    with pytest.raises(EditionBusy):
        claim(store, "run 2")
    assert claim(store, "run 2", now=NOW + 2 * LEASE) is None, "nobody is due yet"
    assert held(store, "run 2", now=NOW + 5 * MINUTE).number == 1


def test_the_last_batch_of_many_is_found_behind_those_that_others_hold(make_store: Maker) -> None:
    store = make_store(readers_a_batch=1)
    plan(store, readers=40)
    others = [held(store, f"run {number}").number for number in range(39)]

    assert others == list(range(1, 40))
    assert held(store, "late").number == 40
    with pytest.raises(EditionBusy):
        claim(store, "later")


def test_a_living_owner_is_never_taken_over(store: AnyStore) -> None:
    plan(store, readers=4)
    batch = held(store)
    turn(store, batch, size=1)
    late = NOW + LEASE - SECOND
    store.ledger.heartbeat(batch, now=late, lease=LEASE)

    with pytest.raises(EditionBusy):
        claim(store, "run 2", now=NOW + LEASE)
    turn(store, batch, [], size=1, now=late + LEASE - SECOND)
    with pytest.raises(EditionBusy):
        claim(store, "run 2", now=late + LEASE)


def test_nobody_waits_for_the_lease_of_the_dead(store: AnyStore) -> None:
    plan(store, readers=4)
    turn(store, held(store, "the dead"), size=1)

    batch = held(store, "run 2", dead=lambda owner: owner == "the dead")

    assert len(ids(turn(store, batch))) == 3
    assert books(store) == Books(planned=4, unknown=1, owed=3)


def test_a_run_that_was_taken_over_is_fenced_off(store: AnyStore) -> None:
    plan(store, readers=4)
    old = held(store)
    window = turn(store, old, size=2)
    later = NOW + LEASE
    new = held(store, "run 2", now=later)
    before = books(store)

    with pytest.raises(EditionBusy, match="taken over"):
        turn(store, old, map(accepted, ids(window)), now=later)
    with pytest.raises(EditionBusy, match="taken over"):
        store.ledger.heartbeat(old, now=later, lease=LEASE)
    store.ledger.release(old)

    assert books(store) == before == Books(planned=4, unknown=2, owed=2)
    assert store.ledger.heartbeat(new, now=later, lease=LEASE) is EditionState.SENDING
    assert len(ids(turn(store, new, now=later))) == 2


def test_the_same_name_in_a_new_claim_does_not_open_the_old_fence(store: AnyStore) -> None:
    plan(store, readers=4)
    old = held(store)
    store.ledger.release(old)
    new = held(store)

    assert new.epoch > old.epoch
    with pytest.raises(EditionBusy):
        turn(store, old)
    with pytest.raises(EditionBusy):
        turn(store, replace(new, owner="run 2"))


def test_what_is_released_with_an_open_window_stays_a_doubt(store: AnyStore) -> None:
    plan(store, readers=2)
    batch = held(store)
    turn(store, batch, size=1)
    store.ledger.release(batch)

    assert len(send_all(store, "run 2").readers) == 1
    assert books(store) == Books(planned=2, accepted=1, unknown=1)


def test_a_crash_is_cleared_up_even_when_others_hold_the_rest(make_store: Maker) -> None:
    store = make_store(readers_a_batch=2)
    plan(store, readers=4)
    turn(store, held(store, "the dead"))
    turn(store, held(store, "the living", now=NOW + SECOND), now=NOW + SECOND)

    with pytest.raises(EditionBusy):
        claim(store, "run 3", now=NOW + SECOND, dead=lambda owner: owner == "the dead")

    assert books(store) == Books(planned=4, unknown=2, owed=2)


# Halting, the end, and opening again


def test_a_halted_edition_lets_nobody_begin(store: AnyStore) -> None:
    plan(store, readers=4)
    batch = held(store)
    window = turn(store, batch, size=2)
    store.ledger.set_state(SLUG, EditionState.HALTED)

    assert store.ledger.heartbeat(batch, now=NOW, lease=LEASE) is EditionState.HALTED
    answer = turn(store, batch, map(accepted, ids(window)))
    assert (answer.state, answer.readers) == (EditionState.HALTED, ())
    assert books(store) == Books(planned=4, accepted=2, owed=2)
    store.ledger.release(batch)
    assert claim(store, "run 2") is None
    assert state(store) is EditionState.HALTED

    store.ledger.set_state(SLUG, EditionState.SENDING)
    assert len(send_all(store, "run 2").readers) == 2


def test_unknown_readers_do_not_keep_an_edition_open(store: AnyStore) -> None:
    plan(store, readers=1)
    batch = held(store)
    turn(store, batch, map(unknown, ids(turn(store, batch))))

    assert store.ledger.settle(SLUG, now=NOW) is EditionState.DONE


def test_an_open_window_keeps_an_edition_open(store: AnyStore) -> None:
    plan(store, readers=1)
    turn(store, held(store))

    assert store.ledger.settle(SLUG, now=NOW) is EditionState.SENDING


def test_expiry_records_everybody_owed_and_deferred(make_store: Maker) -> None:
    store = make_store(readers_a_batch=4)
    plan(store, readers=9)
    batch = held(store)
    a, b, c = ids(turn(store, batch, size=3))
    turn(store, batch, [accepted(a), deferred(b)], size=0)
    store.ledger.release(batch)

    counted = store.ledger.expire(SLUG, now=SEND_BY)

    assert counted == books(store) == Books(planned=9, accepted=1, expired=8)
    assert state(store) is EditionState.EXPIRED
    assert claim(store, "run 2", now=SEND_BY) is None
    assert store.ledger.settle(SLUG, now=SEND_BY) is EditionState.EXPIRED
    assert store.ledger.next_due(SLUG) is None
    rows = {
        row.delivery.subscriber_id: row.delivery
        for row in store.ledger.deliveries(SLUG, [Outcome.EXPIRED])
    }
    assert (rows[b].code, rows[b].attempts, rows[b].next_attempt) == (450, 1, None)
    assert (rows[c].attempts, rows[c].at) == (0, SEND_BY)
    with pytest.raises(EditionExpired):
        store.ledger.retry_unknown(SLUG, now=SEND_BY)
    with pytest.raises(EditionExpired):
        store.ledger.include_new(SLUG, now=SEND_BY)


def test_readers_in_flight_at_expiry_are_in_doubt_until_their_owner_speaks(
    store: AnyStore,
) -> None:
    plan(store, readers=5)
    batch = held(store)
    a, b, c = ids(turn(store, batch, size=3))
    assert store.ledger.expire(SLUG, now=SEND_BY) == Books(planned=5, unknown=3, expired=2)

    answer = turn(store, batch, [accepted(a), deferred(b)], now=SEND_BY + SECOND)

    assert (answer.state, answer.readers) == (EditionState.EXPIRED, ())
    assert books(store) == Books(planned=5, accepted=1, expired=4)
    (row,) = store.subscribers.deliveries_of("reader2@example.org")
    assert (row[1].subscriber_id, row[1].outcome) == (c, Outcome.EXPIRED)


def test_a_done_edition_does_not_expire(store: AnyStore) -> None:
    plan(store, readers=1)
    send_all(store)
    store.ledger.settle(SLUG, now=NOW)

    assert store.ledger.expire(SLUG, now=SEND_BY) == Books(planned=1, accepted=1)
    assert state(store) is EditionState.DONE


def test_the_doubtful_are_due_again_when_the_desk_asks_for_it(store: AnyStore) -> None:
    plan(store, readers=3)
    batch = held(store)
    a, b, c = ids(turn(store, batch))
    turn(store, batch, [unknown(a), accepted(b), unknown(c)])
    store.ledger.release(batch)
    store.ledger.settle(SLUG, now=NOW)

    assert store.ledger.retry_unknown(SLUG, now=NOW) == 2

    record = store.editions.edition(SLUG)
    assert record is not None
    assert (record.state, record.finished_at) == (EditionState.SENDING, None)
    assert books(store) == Books(planned=3, accepted=1, deferred=2)
    assert sorted(send_all(store, "run 2").readers) == sorted([a, c])
    assert store.ledger.retry_unknown(SLUG, now=NOW) == 0


def test_who_joined_since_is_added_once(make_store: Maker) -> None:
    store = make_store(readers_a_batch=2)
    add_people(store, 3, lists=("daily",))
    plan(store, lists=("daily",))
    send_all(store)
    store.ledger.settle(SLUG, now=NOW)
    add_people(store, 6, lists=("daily",))
    add_people(store, 8)

    assert [store.ledger.include_new(SLUG, now=NOW, rehearse=True) for _ in range(2)] == [3, 3]
    assert (state(store), books(store).planned) == (EditionState.DONE, 3), "a rehearsal adds nobody"
    assert store.ledger.include_new(SLUG, now=NOW) == 3
    assert store.ledger.include_new(SLUG, now=NOW) == 0

    assert state(store) is EditionState.SENDING
    assert books(store) == Books(planned=6, accepted=3, owed=3)
    assert len(send_all(store, "run 2").readers) == 3
    record = store.editions.edition(SLUG)
    assert record is not None
    assert record.planned == 6


def test_nobody_new_leaves_a_done_edition_done(store: AnyStore) -> None:
    plan(store, readers=1)
    send_all(store)
    store.ledger.settle(SLUG, now=NOW)

    assert store.ledger.include_new(SLUG, now=NOW) == 0
    assert store.ledger.retry_unknown(SLUG, now=NOW) == 0
    assert state(store) is EditionState.DONE


def test_a_batch_of_another_edition_is_another_batch(store: AnyStore) -> None:
    plan(store, readers=2)
    plan(store, slug="the-daily-2026-11-24")
    batch = held(store)

    with pytest.raises(EditionBusy):
        turn(store, Batch(edition="the-daily-2026-11-24", number=1, epoch=1, owner=batch.owner))
