from dataclasses import replace
from datetime import timedelta

import pytest
from tests.integration.store.examples import (
    CONSENT,
    HOUR,
    NOW,
    SLUG,
    AnyStore,
    accepted,
    add_people,
    claim,
    held,
    ids,
    make_person,
    plan,
    rejected,
    send_all,
    turn,
)

from digest.model.delivery import Books, Outcome
from digest.model.subscriber import (
    Consent,
    Imported,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)

JO = make_person(
    "jo",
    email="Jo@Example.org",
    name="Jo Marsh",
    language="pt-BR",
    timezone="Europe/Brussels",
    lists=("weekly", "daily"),
    fields=(("country", "Belgium"), ("city", "Varrow")),
    consent=CONSENT,
)


def kept(store: AnyStore, person: Subscriber = JO) -> Subscriber:
    found = store.subscribers.subscriber(person.key)
    assert found is not None
    return found


def import_one(store: AnyStore, person: Subscriber, *, replace_lists: bool = False) -> Imported:
    return store.subscribers.import_subscribers([person], now=NOW, replace_lists=replace_lists)


def test_a_person_comes_back_as_they_were_imported(store: AnyStore) -> None:
    assert import_one(store, JO) == Imported(new=1)

    assert kept(store) == replace(JO, id=kept(store).id)
    assert kept(store).id > 0
    assert store.subscribers.subscriber("ana@example.org") is None


def test_importing_twice_changes_nothing(store: AnyStore) -> None:
    import_one(store, JO)
    before = kept(store)

    assert import_one(store, JO) == Imported(unchanged=1)
    assert kept(store) == before


def test_empty_cells_change_nothing_and_lists_are_merged(store: AnyStore) -> None:
    import_one(store, JO)
    later = make_person("jo", lists=("daily", "sport"), fields=(("city", "Oost"), ("age", "41")))

    assert import_one(store, later) == Imported(updated=1)

    assert kept(store) == replace(
        JO,
        id=kept(store).id,
        lists=("weekly", "daily", "sport"),
        fields=(("country", "Belgium"), ("city", "Oost"), ("age", "41")),
    )


def test_lists_are_replaced_when_asked_for(store: AnyStore) -> None:
    import_one(store, JO)

    assert import_one(store, make_person("jo", lists=("sport",)), replace_lists=True).updated == 1
    assert kept(store).lists == ("sport",)
    assert import_one(store, make_person("jo"), replace_lists=True).updated == 1
    assert kept(store).lists == ()


def test_an_import_never_changes_a_state(store: AnyStore) -> None:
    import_one(store, JO)
    store.subscribers.set_state(JO.key, SubscriberState.PAUSED, now=NOW)

    assert import_one(store, JO) == Imported(unchanged=1)
    assert kept(store).state is SubscriberState.PAUSED


def test_a_new_person_keeps_the_state_they_bring(store: AnyStore) -> None:
    import_one(store, replace(JO, state=SubscriberState.UNSUBSCRIBED))

    assert kept(store).state is SubscriberState.UNSUBSCRIBED


def test_a_second_row_of_a_person_is_laid_over_the_first(store: AnyStore) -> None:
    rows = [JO, make_person("jo", lists=("sport",)), make_person("jo")]
    counts = store.subscribers.import_subscribers(rows, now=NOW)

    assert counts == Imported(new=1, updated=1, unchanged=1)
    assert kept(store).lists == ("weekly", "daily", "sport")


def test_nothing_is_kept_of_a_suppressed_address(store: AnyStore) -> None:
    store.subscribers.suppress(JO.key, SuppressionReason.MANUAL, now=NOW, detail="by letter")

    assert import_one(store, JO) == Imported(suppressed=1)
    assert store.subscribers.subscriber(JO.key) is None


def test_a_large_import_goes_on_over_several_transactions(store: AnyStore) -> None:
    people = (make_person(f"reader{number}") for number in range(11_000))

    assert store.subscribers.import_subscribers(people, now=NOW) == Imported(new=11_000)
    found = list(store.subscribers.subscribers())
    assert len(found) == 11_000
    assert [one.id for one in found] == sorted(one.id for one in found)
    assert found[7].email == "reader7@example.org"


def test_people_are_chosen_by_state_and_by_any_of_the_lists(store: AnyStore) -> None:
    store.subscribers.import_subscribers(
        [
            make_person("a", lists=("daily", "sport")),
            make_person("b", lists=("sport",), state=SubscriberState.PAUSED),
            make_person("c"),
            make_person("d", lists=("weekly",)),
        ],
        now=NOW,
    )

    def names(state: SubscriberState | None = None, *lists: str) -> str:
        chosen = store.subscribers.subscribers(state=state, lists=lists)
        return "".join(one.key[0] for one in chosen)

    assert names() == "abcd"
    assert names(SubscriberState.SUBSCRIBED) == "acd"
    assert names(None, "sport", "daily") == "ab"
    assert names(SubscriberState.PAUSED, "sport") == "b"
    assert names(None, "nobody's") == ""


def test_the_audience_is_counted_as_a_plan_would_hold_it(store: AnyStore) -> None:
    add_people(store, 4, lists=("daily",))
    import_one(store, make_person("other"))
    store.subscribers.set_state("reader0@example.org", SubscriberState.PAUSED, now=NOW)
    assert store.subscribers.audience(["daily"]) == Books(planned=3, owed=3)

    store.subscribers.suppress("reader1@example.org", SuppressionReason.MANUAL, now=NOW)

    assert store.subscribers.audience(["daily", "sport"]) == Books(planned=3, owed=2, suppressed=1)
    assert store.subscribers.audience([]) == Books(planned=4, owed=3, suppressed=1)
    assert store.subscribers.audience(["sport"]) == Books()


def test_a_state_is_changed_and_noted_once(store: AnyStore) -> None:
    import_one(store, JO)
    for hours in (1, 2):
        assert store.subscribers.set_state(
            JO.key, SubscriberState.PAUSED, now=NOW + hours * HOUR, detail="on holiday"
        )

    assert kept(store).state is SubscriberState.PAUSED
    assert store.subscribers.events_of(JO.key) == [
        (NOW, "added", "import readers.csv"),
        (NOW + HOUR, "paused", "on holiday"),
    ]
    assert not store.subscribers.set_state("x@example.org", SubscriberState.PAUSED, now=NOW)
    assert store.subscribers.events_of("x@example.org") == []


@pytest.mark.parametrize(
    ("reason", "state", "event"),
    [
        (SuppressionReason.UNSUBSCRIBED, SubscriberState.UNSUBSCRIBED, "unsubscribed"),
        (SuppressionReason.BOUNCED, SubscriberState.BOUNCED, "bounced"),
        (SuppressionReason.COMPLAINED, SubscriberState.COMPLAINED, "complained"),
        (SuppressionReason.MANUAL, SubscriberState.SUBSCRIBED, "suppressed"),
    ],
)
def test_the_state_follows_the_reason_of_a_suppression(
    store: AnyStore, reason: SuppressionReason, state: SubscriberState, event: str
) -> None:
    import_one(store, JO)
    store.subscribers.suppress(JO.key, reason, now=NOW + HOUR, detail="said so")

    suppression = store.subscribers.suppression(JO.key)
    assert suppression is not None
    assert (suppression.reason, suppression.at, suppression.detail) == (
        reason,
        NOW + HOUR,
        "said so",
    )
    assert JO.key not in suppression.key_hash
    assert kept(store).state is state
    assert store.subscribers.events_of(JO.key)[1:] == [(NOW + HOUR, event, "said so")]


def test_a_suppressed_address_keeps_its_first_reason(store: AnyStore) -> None:
    store.subscribers.suppress(JO.key, SuppressionReason.UNSUBSCRIBED, now=NOW)
    store.subscribers.suppress(JO.key, SuppressionReason.BOUNCED, now=NOW + HOUR)

    suppression = store.subscribers.suppression(JO.key)
    assert suppression is not None
    assert (suppression.reason, suppression.at) == (SuppressionReason.UNSUBSCRIBED, NOW)
    assert store.subscribers.suppression("ana@example.org") is None


def test_who_asks_to_come_back_is_subscribed_with_a_new_consent(store: AnyStore) -> None:
    import_one(store, JO)
    store.subscribers.suppress(JO.key, SuppressionReason.UNSUBSCRIBED, now=NOW)
    store.subscribers.resubscribe(JO.key, now=NOW + HOUR, source="by telephone")

    assert store.subscribers.suppression(JO.key) is None
    assert kept(store) == replace(
        JO, id=kept(store).id, consent=Consent(at=NOW + HOUR, source="by telephone")
    )
    assert store.subscribers.events_of(JO.key)[-1] == (NOW + HOUR, "resubscribed", "by telephone")


def test_lifting_the_suppression_of_a_stranger_lets_them_be_imported(store: AnyStore) -> None:
    store.subscribers.suppress(JO.key, SuppressionReason.MANUAL, now=NOW)
    store.subscribers.resubscribe(JO.key, now=NOW, source="by telephone")

    assert import_one(store, JO) == Imported(new=1)


def test_who_is_forgotten_is_gone_and_no_import_brings_them_back(store: AnyStore) -> None:
    import_one(store, JO)
    number = kept(store).id

    assert store.subscribers.forget(JO.key, now=NOW)

    assert store.subscribers.subscriber(JO.key) is None
    assert list(store.subscribers.subscribers()) == []
    assert store.subscribers.events_of(JO.key) == []
    assert store.subscribers.deliveries_of(JO.key) == []
    assert import_one(store, JO) == Imported(suppressed=1)
    suppression = store.subscribers.suppression(JO.key)
    assert suppression is not None
    assert suppression.reason is SuppressionReason.UNSUBSCRIBED
    assert not store.subscribers.forget(JO.key, now=NOW)
    import_one(store, make_person("ana"))
    assert kept(store, make_person("ana")).id > number


def test_forgetting_keeps_the_reason_why_an_address_was_suppressed(store: AnyStore) -> None:
    import_one(store, JO)
    store.subscribers.suppress(JO.key, SuppressionReason.COMPLAINED, now=NOW)
    store.subscribers.forget(JO.key, now=NOW + HOUR)

    suppression = store.subscribers.suppression(JO.key)
    assert suppression is not None
    assert (suppression.reason, suppression.at) == (SuppressionReason.COMPLAINED, NOW)


def test_the_books_balance_after_somebody_was_forgotten(store: AnyStore) -> None:
    plan(store, readers=3)
    batch = held(store)
    first = turn(store, batch, size=2)
    turn(store, batch, [accepted(ids(first)[0]), rejected(ids(first)[1])], size=0)
    store.ledger.release(batch)
    for number in range(3):
        store.subscribers.forget(f"reader{number}@example.org", now=NOW)

    assert send_all(store).readers == []
    books = store.ledger.books(SLUG)
    assert books == Books(planned=3, accepted=1, rejected=1, suppressed=1)
    rows = store.ledger.deliveries(SLUG, list(Outcome))
    assert [row.email for row in rows] == ["", "", ""]
    assert [(row.delivery.message_id, row.delivery.code) for row in rows] == [
        ("", 250),
        ("", 550),
        ("", 0),
    ]
    assert [row.delivery.reply for row in rows[:2]] == ["", ""]


def test_who_was_forgotten_and_comes_back_gets_no_second_copy(store: AnyStore) -> None:
    add_people(store, 1)
    plan(store)
    send_all(store)
    store.ledger.settle(SLUG, now=NOW)
    store.subscribers.forget("reader0@example.org", now=NOW)
    store.subscribers.resubscribe("reader0@example.org", now=NOW, source="web form")
    add_people(store, 2)

    assert store.ledger.include_new(SLUG, now=NOW) == 1
    (number,) = send_all(store).readers
    assert number == kept(store, make_person("reader1")).id


def test_who_was_forgotten_while_in_flight_gets_no_second_copy(store: AnyStore) -> None:
    plan(store, readers=1)
    batch = held(store)
    window = turn(store, batch)
    store.subscribers.forget("reader0@example.org", now=NOW)
    store.subscribers.resubscribe("reader0@example.org", now=NOW, source="web form")
    add_people(store, 1)
    turn(store, batch, map(accepted, ids(window)))

    assert store.ledger.include_new(SLUG, now=NOW) == 0


def test_who_was_forgotten_while_in_flight_leaves_no_trace(store: AnyStore) -> None:
    plan(store, readers=1)
    batch = held(store)
    window = turn(store, batch)
    store.subscribers.forget("reader0@example.org", now=NOW)
    turn(store, batch, [accepted(ids(window)[0])])

    (row,) = store.ledger.deliveries(SLUG, [accepted(1).outcome])
    assert (row.email, row.delivery.message_id, row.delivery.reply) == ("", "", "")


def test_deliveries_of_a_person_are_told_with_their_editions(store: AnyStore) -> None:
    add_people(store, 2)
    for day in (23, 24):
        plan(store, slug=f"the-daily-2026-11-{day}")
    batch = held(store)
    window = turn(store, batch, size=1)
    row = accepted(ids(window)[0], now=NOW + HOUR)
    turn(store, batch, [row], size=0)

    assert store.subscribers.deliveries_of("reader0@example.org") == [(SLUG, row)]
    assert store.subscribers.deliveries_of("reader1@example.org") == []
    assert store.subscribers.deliveries_of("nobody@example.org") == []


def test_a_refusal_that_speaks_of_the_address_suppresses_it_at_once(store: AnyStore) -> None:
    plan(store, readers=2)
    batch = held(store)
    first, second = ids(turn(store, batch))
    turn(
        store,
        batch,
        [rejected(first, suppress=SuppressionReason.BOUNCED), rejected(second)],
    )

    suppression = store.subscribers.suppression("reader0@example.org")
    assert suppression is not None
    assert suppression.reason is SuppressionReason.BOUNCED
    assert suppression.detail == "5.1.1 no such user"
    assert kept(store, make_person("reader0")).state is SubscriberState.BOUNCED
    assert store.subscribers.events_of("reader0@example.org")[-1][1] == "bounced"
    assert store.subscribers.suppression("reader1@example.org") is None
    assert kept(store, make_person("reader1")).state is SubscriberState.SUBSCRIBED
    (slug, row), *_ = store.subscribers.deliveries_of("reader0@example.org")
    assert (slug, row) == (SLUG, rejected(first))
    assert claim(store, "run 2", now=NOW + timedelta(hours=1)) is None
