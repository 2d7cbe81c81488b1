"""What readers want of an edition, read when it is planned and again when it is sent."""

from dataclasses import replace
from typing import Any

from tests.integration.store.examples import (
    NOW,
    SLUG,
    AnyStore,
    accepted,
    books,
    held,
    ids,
    make_lock,
    make_person,
    make_record,
    plan,
    rejected,
    send_all,
    turn,
    unknown,
)

from digest.deliver.people import OTHER_KIND
from digest.model.delivery import Outcome
from digest.model.edition import DAILY, WEEKLY
from digest.model.message import Part
from digest.model.subscriber import Frequency, Preferences, Subscriber

WEEK = "the-daily-2026-11-28-weekly"
MONDAY, TUESDAY = SLUG, "the-daily-2026-11-24"


def add(store: AnyStore, *people: Subscriber) -> None:
    store.subscribers.import_subscribers(people, now=NOW)


def prefer(store: AnyStore, name: str, **changes: Any) -> None:
    """Change what a person chose, as their page of preferences does."""
    person = store.subscribers.subscriber(f"{name}@example.org")
    assert person
    before = Preferences(sections=person.sections, frequency=person.frequency)
    wished = replace(before, **changes)
    assert store.subscribers.set_preferences(person.id, wished, open_lists=(), now=NOW)


def plan_week(store: AnyStore, *days: str) -> None:
    parts = tuple(Part(section=None, editions=(one,), stories=2) for one in days)
    store.editions.save_draft(make_record(WEEK, kind=WEEKLY))
    store.ledger.plan(
        make_lock(WEEK, kind=WEEKLY, parts=parts, articles=()), now=NOW, send_by=NOW.replace(day=29)
    )


def test_each_kind_goes_to_those_who_want_it(store: AnyStore) -> None:
    weekly = Frequency.WEEKLY
    add(store, make_person("ada"), make_person("bo", frequency=weekly), make_person("cy"))
    assert store.subscribers.audience(()).planned == 2
    assert store.subscribers.audience((), kind=WEEKLY).planned == 1
    plan(store)
    assert books(store).planned == 2
    plan_week(store, MONDAY)
    assert books(store, WEEK).planned == 1
    add(store, make_person("di"), make_person("ed", frequency=weekly))
    assert store.ledger.include_new(SLUG, now=NOW) == 1
    assert store.ledger.include_new(WEEK, now=NOW) == 1


def test_who_changes_their_mind_after_planning_is_heard(store: AnyStore) -> None:
    add(store, make_person("ada"), make_person("bo"))
    plan(store)
    prefer(store, "ada", frequency=Frequency.WEEKLY)
    prefer(store, "bo", sections=("politics", "culture"))
    batch = held(store)
    (reader,) = turn(store, batch).readers
    assert reader.subscriber.sections == ("politics", "culture")
    turn(store, batch, [accepted(reader.subscriber.id)], size=0)
    (row,) = store.ledger.deliveries(SLUG, [Outcome.SUPPRESSED])
    assert (row.email, row.delivery.reply) == ("ada@example.org", OTHER_KIND[DAILY])
    told = books(store)
    assert (told.accepted, told.suppressed, told.owed) == (1, 1, 0)


def test_a_variant_is_recorded_and_told_again(store: AnyStore) -> None:
    plan(store, readers=2)
    batch = held(store)
    first, second = ids(turn(store, batch))
    results = [replace(accepted(first), variant=3), accepted(second)]
    turn(store, batch, results, size=0)
    rows = store.ledger.deliveries(SLUG, [Outcome.ACCEPTED])
    assert [one.delivery.variant for one in rows] == [3, None]


def test_what_a_reader_was_sent_is_known_for_a_round_up_alone(store: AnyStore) -> None:
    add(store, make_person("ada"), make_person("bo"))
    plan(store)
    batch = held(store)
    ada, bo = ids(turn(store, batch))
    doubtful = replace(accepted(bo), outcome=Outcome.UNKNOWN, reply="lost")
    turn(store, batch, [accepted(ada), doubtful], size=0)
    store.ledger.release(batch)
    add(store, make_person("cy"))
    plan(store, slug=TUESDAY)
    tuesday = held(store, slug=TUESDAY)
    assert all(not one.had for one in turn(store, tuesday, size=1).readers)
    turn(store, tuesday, size=0)  # it was halted before a byte had left

    for name in ("ada", "bo", "cy"):
        prefer(store, name, frequency=Frequency.WEEKLY)
    prefer(store, "cy", sections=("culture",))
    assert store.subscribers.wanted((), kind=WEEKLY, editions=(MONDAY, TUESDAY)) == {
        ((), (MONDAY,)): 2,
        (("culture",), ()): 1,
    }
    assert store.subscribers.wanted((), kind=WEEKLY) == {((), ()): 2, (("culture",), ()): 1}
    assert store.subscribers.wanted(()) == {}
    plan_week(store, MONDAY, TUESDAY)
    readers = turn(store, held(store, slug=WEEK)).readers
    assert [one.had for one in readers] == [(MONDAY,), (MONDAY,), ()]


def test_who_was_in_doubt_once_may_have_had_it_whatever_came_of_trying_again(
    store: AnyStore,
) -> None:
    add(store, make_person("ada"), make_person("bo"))
    plan(store)
    batch = held(store)
    ada, bo = ids(turn(store, batch))
    turn(store, batch, [unknown(ada), rejected(bo)], size=0)
    store.ledger.release(batch)
    assert store.ledger.retry_unknown(SLUG, now=NOW) == 1
    for name in ("ada", "bo"):
        prefer(store, name, frequency=Frequency.WEEKLY)
    send_all(store)  # and now she wants no daily edition any more
    assert books(store).suppressed == 1
    assert store.subscribers.wanted((), kind=WEEKLY, editions=(MONDAY,)) == {
        ((), (MONDAY,)): 1,
        ((), ()): 1,
    }
    plan_week(store, MONDAY)
    readers = turn(store, held(store, slug=WEEK)).readers
    assert [one.had for one in readers] == [(MONDAY,), ()]


def test_who_was_in_flight_when_a_sender_died_may_have_had_it(store: AnyStore) -> None:
    add(store, make_person("ada"), make_person("bo"))
    plan(store)
    (ada,) = ids(turn(store, held(store), size=1))  # and nothing more is heard of this run
    for name in ("ada", "bo"):
        prefer(store, name, frequency=Frequency.WEEKLY)
    assert store.subscribers.wanted((), kind=WEEKLY, editions=(MONDAY,)) == {
        ((), (MONDAY,)): 1,
        ((), ()): 1,
    }
    plan_week(store, MONDAY)
    readers = turn(store, held(store, slug=WEEK)).readers
    assert {one.subscriber.id: one.had for one in readers} == {ada: (MONDAY,), ada + 1: ()}


def test_a_round_up_moves_no_window_and_tells_nothing(store: AnyStore) -> None:
    plan(store, readers=1)
    send_all(store)
    add(store, make_person("bo", frequency=Frequency.WEEKLY))
    before = store.editions.told()
    plan_week(store, MONDAY)
    record = store.editions.edition(WEEK)
    last = store.editions.last_sent()
    assert record is not None
    assert last is not None
    assert (record.kind, last.slug) == (WEEKLY, SLUG)
    assert store.editions.told() == before
