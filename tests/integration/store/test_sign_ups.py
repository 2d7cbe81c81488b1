"""Signing up, confirming, choosing and pausing: the same in every store."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.integration.store.examples import (
    HOUR,
    MINUTE,
    NOW,
    SECRET,
    AnyStore,
    make_person,
)

from digest.adapters.store import open_store
from digest.deliver.tokens import sign_up_mark
from digest.errors import StoreBusy
from digest.model.delivery import Outcome, Phase, Reply
from digest.model.signup import Confirmation, ConsentText, SignUp
from digest.model.subscriber import (
    Frequency,
    Preferences,
    Subscriber,
    SubscriberState,
    SuppressionReason,
)

TEXT = ConsentText(
    version="0123456789abcdef",
    language="en",
    text="Yes, send me The Daily every morning.",
    first_shown=NOW,
)
DAY = timedelta(days=1)


def wish(email: str = "ada@example.org", **changes: object) -> SignUp:
    fields: dict[str, object] = {
        "key": email.lower(),
        "email": email,
        "at": NOW,
        "language": "en",
        "lists": ("daily",),
        "text": TEXT.version,
        "network": "192.0.2.0/24",
    }
    return SignUp(**fields | changes)  # type: ignore[arg-type]


def person(store: AnyStore, key: str = "ada@example.org") -> Subscriber:
    found = store.subscribers.subscriber(key)
    assert found
    return found


def confirm(
    store: AnyStore, asked: SignUp, *, minutes: int = 5, welcome: bool = True
) -> Confirmation:
    now = asked.at + minutes * MINUTE
    return store.sign_ups.confirm(
        person(store, asked.key).id,
        mark=sign_up_mark(asked.at),
        since=now - 48 * HOUR,
        now=now,
        welcome=welcome,
    )


def test_who_asks_is_pending_and_not_mailed_until_they_confirm(store: AnyStore) -> None:
    assert store.sign_ups.ask(wish(), TEXT)

    assert person(store).state is SubscriberState.PENDING
    assert store.subscribers.audience([]).planned == 0
    assert store.sign_ups.sign_up_of(person(store).id) == wish()


def test_confirming_subscribes_and_keeps_the_proof(store: AnyStore) -> None:
    store.sign_ups.ask(wish(), TEXT)

    assert confirm(store, wish()) is Confirmation.DONE

    reader = person(store)
    assert (reader.state, reader.lists) == (SubscriberState.SUBSCRIBED, ("daily",))
    assert reader.consent.at == NOW + 5 * MINUTE
    assert TEXT.version in (reader.consent.proof or "")
    (given,) = store.sign_ups.consents_of(reader.key)
    assert (given.asked_at, given.at, given.network) == (NOW, NOW + 5 * MINUTE, "192.0.2.0/24")
    assert store.sign_ups.consent_text(given.text) == TEXT
    assert [kind for _, kind, _ in store.subscribers.events_of(reader.key)] == [
        "added",
        "confirmed",
    ]
    assert store.sign_ups.sign_up_of(reader.id) is None


def test_a_link_confirms_once_however_often_it_is_pressed(store: AnyStore) -> None:
    store.sign_ups.ask(wish(), TEXT)
    confirm(store, wish())

    assert confirm(store, wish(), minutes=9) is Confirmation.ALREADY
    assert len(store.sign_ups.consents_of("ada@example.org")) == 1


def test_a_link_that_is_too_old_confirms_nothing(store: AnyStore) -> None:
    store.sign_ups.ask(wish(), TEXT)

    assert confirm(store, wish(), minutes=48 * 60 + 1) is Confirmation.EXPIRED
    assert person(store).state is SubscriberState.PENDING


def test_an_old_link_does_not_undo_that_somebody_left(store: AnyStore) -> None:
    store.sign_ups.ask(wish(), TEXT)
    confirm(store, wish())
    store.subscribers.suppress("ada@example.org", SuppressionReason.UNSUBSCRIBED, now=NOW + HOUR)

    assert confirm(store, wish(), minutes=90) is Confirmation.VOID
    assert person(store).state is SubscriberState.UNSUBSCRIBED


def test_leaving_while_pending_makes_the_link_void(store: AnyStore) -> None:
    store.sign_ups.ask(wish(), TEXT)
    store.subscribers.suppress("ada@example.org", SuppressionReason.UNSUBSCRIBED, now=NOW + MINUTE)

    assert confirm(store, wish()) is Confirmation.VOID
    assert person(store).state is SubscriberState.UNSUBSCRIBED


def test_who_left_may_sign_up_again(store: AnyStore) -> None:
    store.subscribers.import_subscribers([make_person("ada")], now=NOW - DAY)
    store.subscribers.suppress("ada@example.org", SuppressionReason.UNSUBSCRIBED, now=NOW - HOUR)

    assert store.sign_ups.ask(wish(), TEXT)
    assert person(store).state is SubscriberState.UNSUBSCRIBED
    assert confirm(store, wish()) is Confirmation.DONE
    assert store.subscribers.suppression("ada@example.org") is None
    assert person(store).state is SubscriberState.SUBSCRIBED


@pytest.mark.parametrize("reason", [SuppressionReason.COMPLAINED, SuppressionReason.MANUAL])
def test_who_is_never_written_to_gets_no_letter_and_leaves_no_trace(
    store: AnyStore, reason: SuppressionReason
) -> None:
    store.subscribers.suppress("ada@example.org", reason, now=NOW - HOUR)

    assert not store.sign_ups.ask(wish(), TEXT)
    assert store.subscribers.subscriber("ada@example.org") is None
    assert store.sign_ups.consent_text(TEXT.version) is None


def test_a_complaint_after_signing_up_makes_the_link_void(store: AnyStore) -> None:
    store.sign_ups.ask(wish(), TEXT)
    store.subscribers.suppress("ada@example.org", SuppressionReason.COMPLAINED, now=NOW)

    assert confirm(store, wish()) is Confirmation.VOID


def test_an_address_is_written_to_once_a_day_and_its_first_link_goes_on_working(
    store: AnyStore,
) -> None:
    assert store.sign_ups.ask(wish(), TEXT)
    assert not store.sign_ups.ask(wish(at=NOW + 23 * HOUR), TEXT)

    assert confirm(store, wish(), minutes=24 * 60) is Confirmation.DONE


def test_a_new_letter_goes_out_the_same_day_when_the_last_one_helps_nobody(
    store: AnyStore,
) -> None:
    later = wish(at=NOW + 2 * HOUR)
    assert store.sign_ups.ask(wish(), TEXT, since=NOW - HOUR)
    assert not store.sign_ups.ask(later, TEXT, since=NOW)
    assert store.sign_ups.ask(later, TEXT, since=NOW + MINUTE), "its link has expired"
    assert confirm(store, later) is Confirmation.DONE

    known = wish(at=NOW + 3 * HOUR)
    assert not store.sign_ups.ask(known, TEXT, since=NOW + 3 * HOUR), "there is no link to expire"
    gone = SuppressionReason.UNSUBSCRIBED
    store.subscribers.suppress("ada@example.org", gone, now=NOW + 4 * HOUR)
    again = wish(at=NOW + 5 * HOUR)
    assert store.sign_ups.ask(again, TEXT, since=NOW), "they have left since"
    assert not store.sign_ups.ask(wish(at=NOW + 6 * HOUR), TEXT, since=NOW)
    assert confirm(store, again) is Confirmation.DONE


@pytest.mark.parametrize(
    ("outcome", "due", "asked_again"),
    [
        (Outcome.REJECTED, None, True),
        (Outcome.EXPIRED, None, True),
        (Outcome.ACCEPTED, None, False),
        (Outcome.UNKNOWN, None, False),
        (Outcome.DEFERRED, NOW + HOUR, False),
    ],
)
def test_a_letter_that_was_given_up_is_no_reason_to_wait_a_day(
    store: AnyStore, outcome: Outcome, due: datetime | None, *, asked_again: bool
) -> None:
    store.sign_ups.ask(wish(), TEXT)
    [letter] = store.letters.claim_letters(now=NOW, lease=HOUR, most=1)
    reply = Reply(phase=Phase.FINAL, code=0, text="as told")
    store.letters.settle_letter(letter, reply, outcome, due=due, now=NOW)

    assert store.sign_ups.ask(wish(at=NOW + MINUTE), TEXT) is asked_again


def test_a_later_sign_up_takes_the_place_of_an_earlier_one(store: AnyStore) -> None:
    again = wish(at=NOW + 25 * HOUR, lists=("sport",))
    store.sign_ups.ask(wish(), TEXT)
    assert store.sign_ups.ask(again, TEXT)

    assert confirm(store, wish(), minutes=26 * 60) is Confirmation.VOID
    assert confirm(store, again) is Confirmation.DONE
    assert person(store).lists == ("sport",)


def test_who_is_subscribed_is_only_told_so(store: AnyStore) -> None:
    store.subscribers.import_subscribers([make_person("ada")], now=NOW - DAY)
    before = person(store)

    assert store.sign_ups.ask(wish(), TEXT)
    assert person(store) == before
    assert store.sign_ups.sign_up_of(before.id) is None
    assert not store.sign_ups.ask(wish(at=NOW + MINUTE), TEXT)


def test_an_import_does_not_confirm_a_pending_person(store: AnyStore) -> None:
    store.sign_ups.ask(wish(), TEXT)
    store.subscribers.import_subscribers([make_person("ada")], now=NOW + MINUTE)

    assert person(store).state is SubscriberState.PENDING


def test_forgetting_erases_the_sign_up_and_the_proof(store: AnyStore) -> None:
    store.sign_ups.ask(wish(), TEXT)
    confirm(store, wish())
    number = person(store).id
    store.subscribers.forget("ada@example.org", now=NOW + HOUR)

    assert store.sign_ups.consents_of("ada@example.org") == []
    assert store.sign_ups.sign_up_of(number) is None
    assert store.sign_ups.ask(wish(at=NOW + 2 * HOUR), TEXT)


def test_preferences_are_kept_and_what_changed_is_noted(store: AnyStore) -> None:
    ada = make_person("ada", lists=("staff", "daily"))
    store.subscribers.import_subscribers([ada], now=NOW)
    wished = Preferences(
        lists=("sport",),
        sections=("politics",),
        frequency=Frequency.WEEKLY,
        language="fr",
        is_paused=True,
        paused_until=NOW + 3 * DAY,
    )

    after = store.subscribers.set_preferences(
        person(store).id, wished, open_lists=("daily", "sport"), now=NOW
    )

    assert after == person(store)
    assert after.lists == ("staff", "sport")
    assert (after.sections, after.frequency, after.language) == (("politics",), "weekly", "fr")
    assert (after.state, after.paused_until) == (SubscriberState.PAUSED, NOW + 3 * DAY)
    assert store.subscribers.subscriber_at(after.id) == after
    _, kind, detail = store.subscribers.events_of("ada@example.org")[-1]
    assert kind == "preferences"
    assert "sections: all -> politics" in detail
    same = store.subscribers.set_preferences(
        after.id, wished, open_lists=("daily", "sport"), now=NOW + HOUR
    )
    assert same == after
    assert len(store.subscribers.events_of("ada@example.org")) == 2


def test_who_is_not_mailed_has_no_preferences_to_keep(store: AnyStore) -> None:
    store.sign_ups.ask(wish(), TEXT)

    assert not store.subscribers.set_preferences(
        person(store).id, Preferences(), open_lists=(), now=NOW
    )
    assert not store.subscribers.set_preferences(99, Preferences(), open_lists=(), now=NOW)


def test_a_pause_ends_on_its_day(store: AnyStore) -> None:
    store.subscribers.import_subscribers([make_person("ada")], now=NOW)
    wished = Preferences(is_paused=True, paused_until=NOW + DAY)
    store.subscribers.set_preferences(person(store).id, wished, open_lists=(), now=NOW)

    assert store.subscribers.audience([], now=NOW + DAY - MINUTE).planned == 0
    assert store.subscribers.end_pauses(now=NOW + DAY - MINUTE) == 0
    assert store.subscribers.audience([], now=NOW + DAY).planned == 1
    assert store.subscribers.wanted([], now=NOW + DAY) == {((), ()): 1}
    assert store.subscribers.end_pauses(now=NOW + DAY) == 1
    assert person(store).state is SubscriberState.SUBSCRIBED
    assert person(store).paused_until is None
    assert store.subscribers.events_of("ada@example.org")[-1][1] == "pause ended"


def test_words_are_kept_before_anybody_agrees_to_them_and_their_first_day_stays(
    store: AnyStore,
) -> None:
    german = replace(TEXT, version="89abcdef01234567", language="de", text="Ja, jeden Morgen.")
    store.sign_ups.keep_texts([TEXT])

    store.sign_ups.keep_texts([replace(TEXT, first_shown=NOW + DAY), german])
    store.sign_ups.ask(wish(), replace(TEXT, first_shown=NOW + DAY))

    assert store.sign_ups.consent_text(TEXT.version) == TEXT
    assert store.sign_ups.consent_text(german.version) == german
    assert store.sign_ups.consent_text("0" * 16) is None


def test_words_that_are_kept_wait_for_nobody(database: Path) -> None:
    store = open_store(f"sqlite:///{database}", secret=SECRET, patience=timedelta(0))
    store.sign_ups.keep_texts([TEXT])

    with closing(sqlite3.connect(database, isolation_level=None)) as plain:
        plain.execute("BEGIN IMMEDIATE")
        store.sign_ups.keep_texts([TEXT])
        with pytest.raises(StoreBusy):
            store.sign_ups.keep_texts([TEXT, replace(TEXT, version="89abcdef01234567")])
    store.close()


def test_eight_who_press_one_link_at_once_give_one_consent(database: Path) -> None:
    url = f"sqlite:///{database}"
    store = open_store(url, secret=SECRET)
    store.sign_ups.ask(wish(), TEXT)

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda _: confirm(store, wish()), range(8)))

    assert sorted(done) == sorted([Confirmation.DONE, *[Confirmation.ALREADY] * 7])
    assert len(store.sign_ups.consents_of("ada@example.org")) == 1
    store.close()


def test_two_who_sign_up_a_new_address_at_once_make_one_person(database: Path) -> None:
    store = open_store(f"sqlite:///{database}", secret=SECRET)

    with ThreadPoolExecutor(4) as pool:
        queued = list(pool.map(lambda _: store.sign_ups.ask(wish(), TEXT), range(4)))

    assert sorted(queued) == [False, False, False, True]
    assert len(list(store.subscribers.subscribers())) == 1
    store.close()
