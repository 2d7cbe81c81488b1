"""People of whom another program says that they have left: the same in every store."""

from datetime import datetime, timedelta

import pytest
from tests.integration.store.examples import NOW, AnyStore, make_person

from digest.deliver.tokens import sign_up_mark
from digest.model.signup import ConsentText, SignUp
from digest.model.subscriber import (
    Consent,
    Leaver,
    SubscriberState,
    SuppressionReason,
)

KEY = "ada@example.org"
DAY = timedelta(days=1)
TEXT = ConsentText(
    version="0123456789abcdef", language="en", text="Yes, every morning.", first_shown=NOW
)


def leaver(at: datetime | None = NOW - DAY, key: str = KEY, **changes: object) -> Leaver:
    fields: dict[str, object] = {
        "key": key,
        "reason": SuppressionReason.UNSUBSCRIBED,
        "at": at,
        "detail": "Ghost: not subscribed to e-mails",
    }
    return Leaver(**fields | changes)  # type: ignore[arg-type]


def state(store: AnyStore) -> SubscriberState:
    person = store.subscribers.subscriber(KEY)
    assert person
    return person.state


def test_who_left_there_is_never_mailed_here_and_the_moment_is_kept(store: AnyStore) -> None:
    done = store.subscribers.note_leavers([leaver()], now=NOW)
    assert (done.left, done.suppressed, done.unchanged) == (1, 0, 0)
    kept = store.subscribers.suppression(KEY)
    assert kept
    assert (kept.at, kept.detail) == (NOW - DAY, "Ghost: not subscribed to e-mails")
    assert store.subscribers.subscriber(KEY) is None, "nothing else is kept of them"
    done = store.subscribers.import_subscribers([make_person("ada")], now=NOW)
    assert (done.new, done.suppressed) == (0, 1)


def test_noting_twice_changes_nothing_and_the_first_reason_stays(store: AnyStore) -> None:
    bounced = leaver(reason=SuppressionReason.BOUNCED)
    store.subscribers.note_leavers([bounced], now=NOW)
    done = store.subscribers.note_leavers([leaver(), leaver()], now=NOW + DAY)
    assert (done.left, done.suppressed) == (0, 2)
    kept = store.subscribers.suppression(KEY)
    assert kept
    assert kept.reason is SuppressionReason.BOUNCED


@pytest.mark.parametrize(
    ("reason", "after"),
    [
        (SuppressionReason.UNSUBSCRIBED, SubscriberState.UNSUBSCRIBED),
        (SuppressionReason.BOUNCED, SubscriberState.BOUNCED),
        (SuppressionReason.COMPLAINED, SubscriberState.COMPLAINED),
    ],
    ids=lambda one: one.value,
)
def test_the_state_of_somebody_known_follows(
    store: AnyStore, reason: SuppressionReason, after: SubscriberState
) -> None:
    store.subscribers.import_subscribers([make_person("ada")], now=NOW - 9 * DAY)
    store.subscribers.note_leavers([leaver(reason=reason)], now=NOW)
    assert state(store) is after
    assert store.subscribers.events_of(KEY)[-1][1] == after.value


def test_who_agreed_here_after_leaving_there_is_mailed(store: AnyStore) -> None:
    later = Consent(at=NOW - timedelta(hours=3), source="form")
    store.subscribers.import_subscribers([make_person("ada", consent=later)], now=NOW)
    done = store.subscribers.note_leavers([leaver()], now=NOW)
    assert (done.left, done.unchanged) == (0, 1)
    assert state(store) is SubscriberState.SUBSCRIBED
    assert store.subscribers.suppression(KEY) is None


def test_who_left_there_after_agreeing_is_not_mailed(store: AnyStore) -> None:
    earlier = Consent(at=NOW - 3 * DAY, source="form")
    store.subscribers.import_subscribers([make_person("ada", consent=earlier)], now=NOW)
    assert store.subscribers.note_leavers([leaver()], now=NOW).left == 1
    assert state(store) is SubscriberState.UNSUBSCRIBED


def test_without_a_moment_only_a_yes_that_was_given_here_counts(store: AnyStore) -> None:
    agreed = Consent(at=NOW, source="an older file")
    store.subscribers.import_subscribers([make_person("ada", consent=agreed)], now=NOW)
    assert store.subscribers.note_leavers([leaver(at=None)], now=NOW).left == 1


def test_who_confirmed_here_stays_whatever_an_older_list_says(store: AnyStore) -> None:
    wish = SignUp(key=KEY, email=KEY, at=NOW - DAY, language="en", text=TEXT.version)
    store.sign_ups.ask(wish, TEXT)
    person = store.subscribers.subscriber(KEY)
    assert person
    store.sign_ups.confirm(
        person.id, mark=sign_up_mark(wish.at), since=NOW - 2 * DAY, now=NOW, welcome=False
    )
    done = store.subscribers.note_leavers([leaver(at=None), leaver(at=NOW - DAY)], now=NOW)
    assert (done.left, done.unchanged) == (0, 2)
    assert state(store) is SubscriberState.SUBSCRIBED


def test_a_moment_yet_to_come_is_taken_for_now(store: AnyStore) -> None:
    store.subscribers.note_leavers([leaver(at=NOW + 99 * DAY)], now=NOW)
    kept = store.subscribers.suppression(KEY)
    assert kept
    assert kept.at == NOW


def test_a_rehearsal_counts_the_same_and_keeps_nothing(store: AnyStore) -> None:
    store.subscribers.import_subscribers([make_person("bob")], now=NOW - 9 * DAY)
    leavers = [leaver(), leaver(), leaver(key="bob@example.org")]
    rehearsed = store.subscribers.note_leavers(leavers, now=NOW, dry_run=True)
    assert store.subscribers.suppression(KEY) is None
    assert store.subscribers.suppression("bob@example.org") is None
    assert store.subscribers.note_leavers(leavers, now=NOW) == rehearsed
    assert (rehearsed.left, rehearsed.suppressed, rehearsed.unsubscribed) == (2, 1, 1)
