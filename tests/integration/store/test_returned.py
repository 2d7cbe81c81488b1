"""What came back: each mail counts once, and nothing happens to anybody on a stranger's word."""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from tests.integration.store.examples import (
    NOW,
    SLUG,
    AnyStore,
    accepted,
    add_people,
    books,
    claim,
    held,
    ids,
    plan,
    turn,
    unknown,
)

from digest.deliver.tokens import edition_mark
from digest.model.delivery import Delivery, Outcome
from digest.model.returned import Failure, Reading, Returned, ReturnEvent, ReturnKind, Taken
from digest.model.subscriber import SubscriberState, SuppressionReason

KEY = "reader0@example.org"
DAY = timedelta(days=1)
LATER = NOW + timedelta(hours=2)


def failure(kind: ReturnKind = ReturnKind.HARD, **changes: Any) -> Failure:
    fields: dict[str, Any] = {
        "address": KEY,
        "kind": kind,
        "status": "5.1.1",
        "reason": f"550 5.1.1 <{KEY}> no such user",
        "event": ReturnEvent.BOUNCED,
    }
    return Failure(**fields | changes)


def full() -> Failure:
    return failure(
        ReturnKind.SOFT, status="5.2.2", reason="over quota", event=ReturnEvent.FULL, counts=True
    )


def came_back(*failures: Failure, reader: int | None = 1, **changes: Any) -> Returned:
    """A bounce of the first reader's copy, proven by the token of its envelope."""
    failures = failures or (failure(),)
    kind = changes.pop("kind", failures[0].kind)
    fields: dict[str, Any] = {
        "name": "1764.example",
        "reading": Reading(
            kind=kind,
            failures=failures if kind in (ReturnKind.HARD, ReturnKind.SOFT) else (),
            address=KEY,
            reason=failures[0].reason,
            message_ids=changes.pop("message_ids", ()),
        ),
        "reader": reader,
        "mark": edition_mark(SLUG) if reader is not None else "",
        "raw": b"From: MAILER-DAEMON@example.org\n\n" + KEY.encode(),
    }
    mail = Returned(key="", **fields | changes)
    return replace(mail, key=sha256(repr(mail).encode() + mail.raw).hexdigest())


def send(store: AnyStore, fate: Any = accepted, *, slug: str = SLUG, now: datetime = NOW) -> None:
    plan(store, slug=slug)
    batch = claim(store, slug=slug, now=now)
    assert batch is not None
    window = turn(store, batch, now=now)
    turn(store, batch, [fate(number, now=now) for number in ids(window)], now=now)
    store.ledger.release(batch)


def row_of(store: AnyStore) -> Delivery:
    [(_, row)] = store.subscribers.deliveries_of(KEY)
    return row


def reason_of(store: AnyStore) -> SuppressionReason | None:
    suppression = store.subscribers.suppression(KEY)
    return suppression.reason if suppression else None


@pytest.fixture
def sent(store: AnyStore) -> AnyStore:
    """An edition that both readers have got."""
    add_people(store, 2)
    send(store)
    return store


@pytest.mark.parametrize(
    ("kind", "reason", "state"),
    [
        (ReturnKind.HARD, SuppressionReason.BOUNCED, SubscriberState.BOUNCED),
        (ReturnKind.COMPLAINT, SuppressionReason.COMPLAINED, SubscriberState.COMPLAINED),
        (ReturnKind.UNSUBSCRIBE, SuppressionReason.UNSUBSCRIBED, SubscriberState.UNSUBSCRIBED),
    ],
)
def test_what_is_proven_suppresses_the_reader_alone(
    sent: AnyStore, kind: ReturnKind, reason: SuppressionReason, state: SubscriberState
) -> None:
    taken = sent.returns.take_back(came_back(kind=kind), now=LATER)

    assert (taken.email, taken.certain, taken.suppressed) == (KEY, True, reason)
    suppression = sent.subscribers.suppression(KEY)
    assert suppression is not None
    assert (suppression.reason, suppression.at) == (reason, LATER)
    assert KEY not in suppression.detail
    person = sent.subscribers.subscriber(KEY)
    assert person is not None
    assert person.state is state
    assert sent.subscribers.suppression("reader1@example.org") is None
    assert sent.returns.to_look_at() == []
    assert row_of(sent).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("kind", list(ReturnKind))
def test_on_a_strangers_word_nothing_happens_to_anybody(sent: AnyStore, kind: ReturnKind) -> None:
    before = sent.subscribers.subscriber(KEY), sent.subscribers.events_of(KEY), row_of(sent)
    forged = came_back(kind=kind, reader=None, message_ids=("<guessed@example.org>",))

    taken = sent.returns.take_back(forged, now=LATER)

    assert not taken.certain
    assert taken.suppressed is None
    assert reason_of(sent) is None
    assert before == (
        sent.subscribers.subscriber(KEY),
        sent.subscribers.events_of(KEY),
        row_of(sent),
    )


def test_our_own_message_id_proves_what_a_report_says(sent: AnyStore) -> None:
    report = came_back(reader=None, message_ids=("<1@example.org>",))

    assert sent.returns.take_back(report, now=LATER).suppressed is SuppressionReason.BOUNCED


def test_the_message_id_of_another_reader_proves_nothing(sent: AnyStore) -> None:
    report = came_back(reader=None, message_ids=("<2@example.org>",))

    assert not sent.returns.take_back(report, now=LATER).certain
    assert reason_of(sent) is None


def test_a_message_id_is_no_proof_that_somebody_wants_to_leave(sent: AnyStore) -> None:
    wish = came_back(kind=ReturnKind.UNSUBSCRIBE, reader=None, message_ids=("<1@example.org>",))

    assert not sent.returns.take_back(wish, now=LATER).certain
    assert reason_of(sent) is None


def test_a_desk_may_choose_to_trust_addresses_but_never_those_of_wishes(sent: AnyStore) -> None:
    wish = came_back(kind=ReturnKind.UNSUBSCRIBE, reader=None, trusts_addresses=True)
    report = came_back(reader=None, trusts_addresses=True)

    assert sent.returns.take_back(wish, now=LATER).suppressed is None
    assert sent.returns.take_back(report, now=LATER).suppressed is SuppressionReason.BOUNCED


def test_the_same_mail_counts_once(sent: AnyStore) -> None:
    sent.returns.take_back(came_back(), now=LATER)
    events = sent.subscribers.events_of(KEY)

    again = sent.returns.take_back(came_back(), now=LATER + DAY)

    assert again.known
    assert again.suppressed is None
    assert sent.subscribers.events_of(KEY) == events


def test_a_rehearsal_tells_what_would_be_done_and_does_nothing(sent: AnyStore) -> None:
    taken = sent.returns.take_back(came_back(), now=LATER, rehearse=True)

    assert taken.suppressed is SuppressionReason.BOUNCED
    assert reason_of(sent) is None
    assert not sent.returns.take_back(came_back(), now=LATER).known


def test_who_has_left_already_stays_as_they_are(sent: AnyStore) -> None:
    sent.subscribers.suppress(KEY, SuppressionReason.COMPLAINED, now=NOW)

    taken = sent.returns.take_back(came_back(), now=LATER)

    assert taken.suppressed is None
    assert reason_of(sent) is SuppressionReason.COMPLAINED
    person = sent.subscribers.subscriber(KEY)
    assert person is not None
    assert person.state is SubscriberState.COMPLAINED


def test_a_bounce_settles_a_doubt_and_the_books_balance(store: AnyStore) -> None:
    add_people(store, 2)
    send(store, unknown)

    store.returns.take_back(came_back(), now=LATER)

    counted = books(store)
    assert (counted.unknown, counted.rejected) == (1, 1)
    row = row_of(store)
    assert (row.outcome, row.code, row.enhanced, row.at) == (Outcome.REJECTED, 550, "5.1.1", LATER)
    assert row.message_id == "<1@example.org>"
    assert KEY not in row.reply
    assert store.ledger.retry_unknown(SLUG, now=LATER) == 1


@pytest.mark.parametrize("kind", [ReturnKind.COMPLAINT, ReturnKind.AUTO_REPLY])
def test_nothing_but_a_failure_settles_a_doubt(store: AnyStore, kind: ReturnKind) -> None:
    add_people(store, 1)
    send(store, unknown)

    store.returns.take_back(came_back(kind=kind), now=LATER)

    assert books(store).unknown == 1


def test_mail_that_is_only_late_leaves_a_doubt_and_the_reader(store: AnyStore) -> None:
    add_people(store, 1)
    send(store, unknown)
    late = failure(ReturnKind.SOFT, event=ReturnEvent.DELAYED)

    taken = store.returns.take_back(came_back(late), now=LATER)

    assert taken.suppressed is None
    assert books(store).unknown == 1


def test_what_a_policy_refuses_never_suppresses_the_reader(store: AnyStore) -> None:
    add_people(store, 1)
    refused = failure(ReturnKind.SOFT, status="5.7.1", event=ReturnEvent.REFUSED)
    for day in range(12):
        slug = f"the-daily-{day}"
        send(store, slug=slug, now=NOW + day * DAY)
        mail = came_back(refused, mark=edition_mark(slug), name=slug)
        assert store.returns.take_back(mail, now=NOW + day * DAY).suppressed is None
    assert reason_of(store) is None


def return_full(store: AnyStore, day: int) -> bool:
    """Send the edition of a day, which a relay takes and a full mailbox gives back."""
    slug = f"the-daily-{day}"
    send(store, slug=slug, now=NOW + day * DAY)
    mail = came_back(full(), mark=edition_mark(slug), name=slug)
    return store.returns.take_back(mail, now=NOW + 30 * DAY).suppressed is not None


def test_a_mailbox_that_stays_full_is_given_up_after_three_editions_in_seven_days(
    store: AnyStore,
) -> None:
    add_people(store, 1)

    # The days count on which they were sent, not the one on which somebody read what came back.
    assert [return_full(store, day) for day in (0, 3, 6, 7)] == [False, False, False, True]

    suppression = store.subscribers.suppression(KEY)
    assert suppression is not None
    assert suppression.detail.startswith("the mailbox was full for 4 editions, since 2026-11-23")


def test_an_edition_that_arrived_in_between_forgives_the_earlier_ones(store: AnyStore) -> None:
    add_people(store, 1)
    return_full(store, 0)
    return_full(store, 3)
    send(store, slug="the-daily-5", now=NOW + 5 * DAY)

    assert not return_full(store, 8)
    assert not return_full(store, 10)


def test_full_mailboxes_count_together_however_they_were_told(store: AnyStore) -> None:
    add_people(store, 1)
    return_full(store, 0)
    return_full(store, 3)
    slug = "the-daily-8"
    plan(store, slug=slug)
    batch = held(store, slug=slug, now=NOW + 8 * DAY)
    [number] = ids(turn(store, batch, now=NOW + 8 * DAY))
    refused = replace(
        accepted(number, now=NOW + 8 * DAY),
        outcome=Outcome.REJECTED,
        code=552,
        enhanced="5.2.2",
        full=True,
    )

    turn(store, batch, [refused], now=NOW + 8 * DAY)

    assert reason_of(store) is SuppressionReason.BOUNCED


def test_a_mail_sent_on_to_many_is_dead_only_when_all_of_them_are(sent: AnyStore) -> None:
    dead = failure(address="office@example.org")
    over = replace(full(), address="home@example.org")

    taken = sent.returns.take_back(came_back(dead, over), now=LATER)
    assert taken.suppressed is None
    assert taken.failure == over

    both = came_back(dead, replace(dead, address="home@example.org"))
    assert sent.returns.take_back(both, now=LATER).suppressed is SuppressionReason.BOUNCED


def test_of_several_recipients_the_readers_own_counts(sent: AnyStore) -> None:
    other = replace(full(), address="office@example.org")
    own = failure(address="home@example.org", original=KEY.upper())

    taken = sent.returns.take_back(came_back(other, own), now=LATER)

    assert taken.failure == own
    assert taken.suppressed is SuppressionReason.BOUNCED


def test_what_was_not_understood_is_kept_and_found_by_its_key(sent: AnyStore) -> None:
    mail = came_back(kind=ReturnKind.UNREADABLE, reader=None)

    sent.returns.take_back(mail, now=LATER)
    sent.returns.take_back(came_back(), now=LATER)

    [listed] = sent.returns.to_look_at()
    assert (listed.key, listed.kind, listed.at) == (mail.key, ReturnKind.UNREADABLE, LATER)
    [found] = sent.returns.kept_mail(mail.key[:8])
    assert found.raw == mail.raw
    assert sent.returns.kept_mail("%") == []


def test_what_an_earlier_version_did_not_understand_is_taken_in_by_a_later_one(
    sent: AnyStore,
) -> None:
    mail = came_back()
    earlier = replace(mail, reader=None, mark="", reading=Reading(kind=ReturnKind.UNREADABLE))
    sent.returns.take_back(earlier, now=LATER)
    assert sent.returns.take_back(earlier, now=LATER).known

    taken = sent.returns.take_back(mail, now=LATER + DAY)

    assert taken.suppressed is SuppressionReason.BOUNCED
    assert sent.returns.to_look_at() == []


def test_a_report_about_a_reader_without_proof_is_kept_to_look_at(sent: AnyStore) -> None:
    sent.returns.take_back(came_back(reader=None), now=LATER)
    stranger = came_back(failure(address="who@example.com"), reader=None)
    stranger = replace(stranger, reading=replace(stranger.reading, address="who@example.com"))
    sent.returns.take_back(stranger, now=LATER)

    assert [one.kind for one in sent.returns.to_look_at()] == [ReturnKind.HARD]


def test_what_was_kept_for_want_of_a_proof_is_looked_at_again_once_addresses_are_trusted(
    sent: AnyStore,
) -> None:
    forged = came_back(reader=None)
    wish = came_back(kind=ReturnKind.UNSUBSCRIBE, reader=None)
    for mail in (forged, wish):
        sent.returns.take_back(mail, now=LATER)

    def trust(mail: Returned, *, rehearse: bool = False) -> Taken:
        trusting = replace(mail, trusts_addresses=True)
        return sent.returns.take_back(trusting, now=LATER + DAY, rehearse=rehearse)

    assert sent.returns.take_back(forged, now=LATER + DAY).known
    assert trust(wish).known, "whose sender anybody can choose"
    told = trust(forged, rehearse=True)
    assert (told.known, told.suppressed) == (False, SuppressionReason.BOUNCED)
    assert reason_of(sent) is None
    assert trust(forged).suppressed is SuppressionReason.BOUNCED
    assert [one.kind for one in sent.returns.to_look_at()] == [ReturnKind.UNSUBSCRIBE]
    assert trust(forged).known


def test_forgetting_a_reader_erases_what_came_back_of_them(sent: AnyStore) -> None:
    sent.returns.take_back(came_back(), now=LATER)
    sent.returns.take_back(came_back(reader=None), now=LATER)
    strange = Reading(kind=ReturnKind.UNREADABLE)
    other = came_back(reader=None, reading=strange, raw=b"From: READER0@example.org\n\n")
    rest = came_back(reader=None, reading=strange, raw=b"From: else@example.org\n\n")
    for mail in (other, rest):
        sent.returns.take_back(mail, now=LATER)

    sent.subscribers.forget(KEY, now=LATER)

    assert [one.key for one in sent.returns.to_look_at()] == [rest.key]
    assert sent.returns.take_back(other, now=LATER).known
    late = sent.returns.take_back(came_back(name="another"), now=LATER)
    assert (late.email, late.certain, late.suppressed) == ("", True, None)


def test_a_token_of_a_test_message_is_nobodys(sent: AnyStore) -> None:
    taken = sent.returns.take_back(came_back(reader=0), now=LATER)

    assert (taken.email, taken.certain, taken.suppressed) == ("", True, None)
