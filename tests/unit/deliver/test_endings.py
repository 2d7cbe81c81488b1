from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.integration.store.examples import make_lock

from digest.deliver.endings import (
    TIME_HAD_PASSED,
    doubt,
    expire_deferred,
    expired,
    name_copy,
    not_tried,
    suppressed,
    without_traces,
)
from digest.model.delivery import Delivery, Outcome

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
DEFERRED = Delivery(
    subscriber_id=7,
    outcome=Outcome.DEFERRED,
    message_id="<7@example.org>",
    code=450,
    reply="come back later",
    at=NOW - timedelta(hours=1),
    attempts=2,
    next_attempt=NOW,
)


def test_a_doubt_counts_the_attempt_that_may_have_been_made() -> None:
    fresh = doubt(7, None, message_id="<7@x>", now=NOW)
    again = doubt(7, DEFERRED, message_id="<7@x>", now=NOW, retry=True)

    assert (fresh.outcome, fresh.attempts, fresh.next_attempt) == (Outcome.UNKNOWN, 1, None)
    assert (again.outcome, again.attempts, again.next_attempt) == (Outcome.DEFERRED, 3, NOW)


def test_what_expires_keeps_its_last_reply() -> None:
    row = expired(7, DEFERRED, now=NOW)

    assert row == replace(DEFERRED, outcome=Outcome.EXPIRED, at=NOW, next_attempt=None)
    assert expired(7, None, now=NOW).attempts == 0


def test_a_doubt_that_nobody_has_settled_stays_one_at_the_end() -> None:
    row = expired(7, DEFERRED, now=NOW, doubted="lost after the dot")

    assert (row.outcome, row.reply, row.at) == (Outcome.UNKNOWN, "lost after the dot", NOW)
    assert (row.code, row.enhanced, row.attempts, row.next_attempt) == (0, None, 2, None)
    same = expired(7, DEFERRED, now=NOW, doubted=DEFERRED.reply)
    assert same.code == DEFERRED.code
    # What was forgotten is an empty text, and a doubt all the same.
    assert expired(7, DEFERRED, now=NOW, doubted="").outcome is Outcome.UNKNOWN


def test_a_doubt_laid_on_who_was_never_tried_is_taken_back() -> None:
    fresh = doubt(7, None, message_id="<7@x>", now=NOW)
    again = doubt(7, DEFERRED, message_id="<7@x>", now=NOW)

    assert not_tried(7, fresh, now=NOW) == expired(7, None, now=NOW)
    back = not_tried(7, again, now=NOW)
    assert (back.outcome, back.attempts, back.reply) == (Outcome.EXPIRED, 2, TIME_HAD_PASSED)
    assert not_tried(7, again, now=NOW, doubted="lost").outcome is Outcome.UNKNOWN


def test_only_a_deferred_result_can_expire() -> None:
    accepted = replace(DEFERRED, outcome=Outcome.ACCEPTED, next_attempt=None)

    assert expire_deferred(accepted) is accepted
    assert expire_deferred(DEFERRED).outcome is Outcome.EXPIRED
    assert expire_deferred(accepted, doubted="lost") is accepted
    assert expire_deferred(DEFERRED, doubted="lost").outcome is Outcome.UNKNOWN


def test_a_suppressed_row_keeps_the_attempts_and_nothing_names_the_forgotten() -> None:
    row = suppressed(7, DEFERRED, reason="the reader is paused", now=NOW)

    assert (row.attempts, row.reply, row.next_attempt) == (2, "the reader is paused", None)
    bare = without_traces(DEFERRED)
    assert (bare.message_id, bare.reply, bare.code) == ("", "", 450)


def test_a_copy_has_the_name_that_the_message_bears() -> None:
    from digest.app.mailing import make_message, open_mailing
    from digest.model.subscriber import Subscriber

    lock = make_lock(sender="Zeitung <post@grüße.example.org>")
    reader = Subscriber(id=7, key="jo@example.net", email="jo@example.net")
    message = make_message(open_mailing(lock, secret="s"), reader)

    assert message is not None
    assert name_copy(lock, 7, secret="s") == message.message_id


@pytest.mark.parametrize("sender", ["", "The Daily", "The Daily <>"])
def test_without_a_sender_there_is_no_name(sender: str) -> None:
    assert name_copy(make_lock(sender=sender), 7, secret="s") == ""
