"""Nobody twice, nobody missed, and every doubt has a name."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from tests.unit.app.sending_desk import (
    NOW,
    SECRET,
    SEND_BY,
    SLUG,
    HandClock,
    loss,
    make_lock,
    plan_desk,
    refusal,
)

from digest.adapters.memory_relay import MemoryRelay
from digest.app.send import send_test
from digest.errors import (
    EditionBusy,
    ExitStatus,
    RelayError,
    RelayUnavailable,
    StoreBusy,
    StoreError,
    UsageError,
)
from digest.model.delivery import Batch, Outcome, Phase
from digest.model.edition import EditionState
from digest.model.message import Message
from digest.model.subscriber import SuppressionReason


def recipients(relay: MemoryRelay) -> list[str]:
    return sorted(message.recipient for message in relay.taken)


def test_everybody_gets_one_message_and_the_books_balance() -> None:
    desk, relay = plan_desk(60, readers_a_batch=25), MemoryRelay()

    report = asyncio.run(desk.send(relay))

    assert recipients(relay) == sorted(f"reader{n}@example.org" for n in range(60))
    assert report.books.accepted == report.books.planned == 60
    assert report.books.balanced
    assert report.state is EditionState.DONE
    assert report.exit_status is ExitStatus.OK
    assert relay.opened == 2
    assert relay.open_now == 0


def test_second_run_sends_nothing_twice() -> None:
    desk, relay = plan_desk(), MemoryRelay()
    asyncio.run(desk.send(relay))

    again = asyncio.run(desk.send(relay))

    assert len(relay.taken) == 5
    assert again.exit_status is ExitStatus.OK
    assert again.books.owed == 0


def test_each_reader_gets_a_message_of_their_own() -> None:
    desk, relay = plan_desk(2), MemoryRelay()

    asyncio.run(desk.send(relay))

    first, second = sorted(relay.taken, key=lambda one: one.recipient)
    assert first.message_id != second.message_id
    assert first.envelope_sender != second.envelope_sender
    assert first.envelope_sender.startswith("bounces+")
    parsed = message_from_bytes(first.data, policy=default)
    assert parsed["To"] == "Reader 0 <reader0@example.org>"
    body = parsed.get_body(("plain",))
    assert body is not None
    assert "Good morning Reader 0." in body.get_content()
    assert "mailto:leave@example.org?subject=unsubscribe%20" in body.get_content()


def test_a_message_has_the_same_id_when_it_is_made_again() -> None:
    one, other = MemoryRelay(), MemoryRelay()
    asyncio.run(plan_desk(3).send(one))
    asyncio.run(plan_desk(3).send(other))

    assert {m.message_id for m in one.taken} == {m.message_id for m in other.taken}
    assert {m.data for m in one.taken} == {m.data for m in other.taken}


def test_a_deferred_reader_is_tried_again_when_due_and_not_before() -> None:
    desk = plan_desk()
    relay = MemoryRelay({"reader1@example.org": [refusal(450, "4.2.0")]})

    first = asyncio.run(desk.send(relay))
    early = asyncio.run(desk.send(relay))

    row = desk.rows(Outcome.DEFERRED)["reader1@example.org"]
    assert first.exit_status is early.exit_status is ExitStatus.OWED
    assert first.next_due == row.next_attempt
    assert len(relay.taken) == 4
    assert row.next_attempt is not None
    assert row.next_attempt >= NOW + timedelta(minutes=5)

    desk.clock.moment = row.next_attempt
    late = asyncio.run(desk.send(relay))

    assert late.exit_status is ExitStatus.OK
    assert desk.rows(Outcome.ACCEPTED)["reader1@example.org"].attempts == 2
    assert len(relay.taken) == 5


def test_an_address_that_does_not_exist_is_never_mailed_again() -> None:
    desk = plan_desk()
    relay = MemoryRelay({"reader1@example.org": [refusal(550, "5.1.1")]})

    report = asyncio.run(desk.send(relay))

    assert report.books.rejected == 1
    assert report.exit_status is ExitStatus.OK
    assert desk.store.subscribers.suppression("reader1@example.org") is not None


def test_a_refusal_by_policy_suppresses_nobody() -> None:
    desk = plan_desk()
    relay = MemoryRelay({"reader1@example.org": [refusal(550, "5.7.26")]})

    report = asyncio.run(desk.send(relay))

    assert report.books.rejected == 1
    assert desk.store.subscribers.suppression("reader1@example.org") is None


def test_a_loss_after_the_dot_is_a_doubt_with_a_name_and_is_held() -> None:
    desk = plan_desk()
    relay = MemoryRelay({"reader1@example.org": [loss(Phase.FINAL)]})

    first = asyncio.run(desk.send(relay))
    again = asyncio.run(desk.send(relay))

    assert first.exit_status is again.exit_status is ExitStatus.OWED
    assert list(desk.rows(Outcome.UNKNOWN)) == ["reader1@example.org"]
    assert "reader1@example.org" not in recipients(relay)
    assert relay.open_now == 0


@pytest.mark.parametrize("phase", [Phase.RCPT, Phase.DATA])
def test_a_loss_before_the_dot_is_deferred_and_the_others_go_on(phase: Phase) -> None:
    desk = plan_desk()
    relay = MemoryRelay({"reader1@example.org": [loss(phase)]}, sessions=1)

    report = asyncio.run(desk.send(relay))

    assert report.books.deferred == 1
    assert report.books.accepted == 4
    assert relay.opened == 2


@pytest.mark.parametrize("reply", [loss(Phase.MAIL), refusal(421, "4.3.2", Phase.MAIL)])
def test_a_session_closed_between_two_messages_costs_no_reader_anything(reply: object) -> None:
    desk = plan_desk()
    relay = MemoryRelay({"reader3@example.org": [reply]}, sessions=1)  # type: ignore[list-item]

    report = asyncio.run(desk.send(relay))

    assert report.books.accepted == 5
    assert desk.rows(Outcome.ACCEPTED)["reader3@example.org"].attempts == 1


def test_a_fresh_session_lost_at_mail_defers_as_every_loss_before_the_dot() -> None:
    desk = plan_desk(1)
    relay = MemoryRelay({"reader0@example.org": [loss(Phase.MAIL)] * 9})

    report = asyncio.run(desk.send(relay))

    assert report.books.deferred == 1


def test_a_relay_that_takes_nothing_now_leaves_its_readers_owed() -> None:
    desk = plan_desk(3)
    busy = [refusal(451, "4.3.0", Phase.MAIL)] * 20
    relay = MemoryRelay({f"reader{n}@example.org": busy for n in range(3)})

    report = asyncio.run(desk.send(relay))

    assert report.exit_status is ExitStatus.UNAVAILABLE
    assert report.books.owed == 3
    assert "4.3.0 no" in (report.trouble.message if report.trouble else "")
    assert asyncio.run(desk.send(MemoryRelay())).books.accepted == 3


@pytest.mark.parametrize(("code", "status"), [(550, ExitStatus.REFUSED), (552, ExitStatus.BLOCKED)])
def test_a_relay_that_refuses_our_mail_stops_the_run(code: int, status: ExitStatus) -> None:
    desk = plan_desk(40)
    relay = MemoryRelay({"reader3@example.org": [refusal(code, None, Phase.MAIL)]}, sessions=1)

    report = asyncio.run(desk.send(relay))

    assert report.exit_status is status
    assert report.books.accepted == 3
    assert report.books.owed == 37
    assert report.books.balanced


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (RelayUnavailable("down"), ExitStatus.UNAVAILABLE),
        (RelayError("no"), ExitStatus.REFUSED),
    ],
)
def test_a_relay_that_cannot_be_opened_costs_nothing(error: RelayError, status: ExitStatus) -> None:
    desk = plan_desk()

    report = asyncio.run(desk.send(MemoryRelay(refusals=[error] * 2)))

    assert report.exit_status is status
    assert report.books.owed == 5
    assert asyncio.run(desk.send(MemoryRelay())).exit_status is ExitStatus.OK


def test_a_relay_with_fewer_sessions_than_we_want_is_used_as_it_is() -> None:
    desk = plan_desk(50)
    relay = MemoryRelay(sessions=3)
    opened = relay.open

    async def at_most_one() -> object:
        if relay.open_now:
            raise RelayUnavailable("too many connections")
        return await opened()

    relay.open = at_most_one  # type: ignore[method-assign, assignment]
    report = asyncio.run(desk.send(relay))

    assert report.books.accepted == 50
    assert relay.opened == 1


def test_a_relay_that_comes_back_is_waited_for() -> None:
    desk = plan_desk(4)
    relay = MemoryRelay({"reader1@example.org": [loss(Phase.DATA)]}, sessions=1)

    def fall_over(message: Message) -> None:
        if message.recipient == "reader1@example.org":
            relay.refusals.extend([RelayUnavailable("restarting")] * 2)

    relay.watch = fall_over
    report = asyncio.run(desk.send(relay))

    assert report.books.accepted == 3
    assert sum(desk.clock.slept, timedelta()) == timedelta(seconds=3)


def crash_at(number: int) -> Callable[[Message], None]:
    count = 0

    def watch(_message: Message) -> None:
        nonlocal count
        count += 1
        if count == number:
            raise KeyboardInterrupt

    return watch


def test_after_a_crash_the_rest_is_sent_and_every_doubt_is_named() -> None:
    desk = plan_desk(60)
    broken = MemoryRelay(watch=crash_at(30), sessions=1)
    with pytest.raises(KeyboardInterrupt):
        asyncio.run(desk.send(broken))

    desk.clock.moment = NOW + timedelta(minutes=2)
    relay = MemoryRelay()
    report = asyncio.run(desk.send(relay))

    doubts = set(desk.rows(Outcome.UNKNOWN))
    twice = set(recipients(broken)) & set(recipients(relay))
    assert not twice
    assert report.books.balanced
    assert report.books.owed == 0
    assert report.books.accepted + len(doubts) == 60
    assert set(recipients(broken)) <= set(desk.rows(Outcome.ACCEPTED)) | doubts
    assert report.exit_status is ExitStatus.OWED


def test_with_retry_every_doubt_is_sent_again_under_the_same_id() -> None:
    desk = plan_desk(10, on_unknown="retry")
    relay = MemoryRelay({"reader1@example.org": [loss(Phase.FINAL)]})
    asyncio.run(desk.send(relay))
    (doubt,) = desk.rows(Outcome.UNKNOWN).values()

    desk.store.ledger.retry_unknown(SLUG, now=NOW)
    report = asyncio.run(desk.send(relay))

    assert report.books.accepted == 10
    assert desk.rows(Outcome.ACCEPTED)["reader1@example.org"].message_id == doubt.message_id


def test_a_crash_of_ours_in_one_message_names_it_and_records_the_others() -> None:
    desk = plan_desk(10)

    def fail(message: Message) -> None:
        if message.recipient == "reader4@example.org":
            raise ZeroDivisionError

    relay = MemoryRelay(watch=fail)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(desk.send(relay))

    assert list(desk.rows(Outcome.UNKNOWN)) == ["reader4@example.org"]
    assert set(desk.rows(Outcome.ACCEPTED)) == set(recipients(relay))
    assert relay.open_now == 0


def test_a_second_run_at_once_is_told_that_the_first_is_sending() -> None:
    desk = plan_desk(4)
    batch = desk.store.ledger.claim(
        SLUG, owner="other", now=NOW, lease=timedelta(minutes=1), on_unknown="hold"
    )
    assert batch

    with pytest.raises(EditionBusy):
        asyncio.run(desk.send(MemoryRelay()))


def test_a_zombie_is_fenced_off_and_sends_no_more() -> None:
    desk = plan_desk(60)
    taken: list[Batch | None] = []

    def take_over(message: Message) -> None:
        if message.recipient == "reader10@example.org":
            desk.clock.moment += timedelta(minutes=10)
            taken.append(
                desk.store.ledger.claim(
                    SLUG,
                    owner="successor",
                    now=desk.clock.now(),
                    lease=timedelta(minutes=1),
                    on_unknown="hold",
                )
            )

    relay = MemoryRelay(watch=take_over, sessions=1)
    report = asyncio.run(desk.send(relay))

    assert taken[0] is not None
    assert report.exit_status is ExitStatus.BUSY
    assert len(relay.taken) == 11
    assert set(recipients(relay)) <= set(desk.rows(Outcome.UNKNOWN))


def test_a_halt_is_obeyed_and_resumed() -> None:
    desk = plan_desk(60)

    def halt(message: Message) -> None:
        if message.recipient == "reader10@example.org":
            desk.store.ledger.set_state(SLUG, EditionState.HALTED)

    report = asyncio.run(desk.send(MemoryRelay(watch=halt, sessions=1)))

    assert report.exit_status is ExitStatus.HALTED
    assert 11 <= report.books.accepted <= 50, "no more than what was in the window"
    assert report.books.owed == 60 - report.books.accepted
    assert asyncio.run(desk.send(MemoryRelay())).exit_status is ExitStatus.HALTED
    desk.store.ledger.set_state(SLUG, EditionState.SENDING)
    assert asyncio.run(desk.send(MemoryRelay())).books.accepted == 60


def test_a_halt_is_heard_while_the_relay_takes_its_time() -> None:
    desk = plan_desk(3)
    relay = MemoryRelay(
        watch=lambda _: desk.store.ledger.set_state(SLUG, EditionState.HALTED),
        sessions=1,
        delay=1.3,
    )

    report = asyncio.run(desk.send(relay))

    assert len(relay.taken) == report.books.accepted == 1
    assert report.exit_status is ExitStatus.HALTED


def test_a_run_that_was_replaced_hears_of_it_while_the_relay_takes_its_time() -> None:
    desk = plan_desk(3)

    def take_over(_message: Message) -> None:
        desk.store.ledger.claim(
            SLUG,
            owner="successor",
            now=NOW,
            lease=timedelta(minutes=1),
            on_unknown="hold",
            dead=lambda owner: owner == "run 1",
        )

    relay = MemoryRelay(watch=take_over, sessions=1, delay=1.3)
    report = asyncio.run(desk.send(relay))

    assert len(relay.taken) == 1
    assert report.exit_status is ExitStatus.BUSY


def test_a_signal_finishes_what_is_in_flight_and_nothing_more() -> None:
    desk = plan_desk(60)
    relay = MemoryRelay(sessions=2)

    report = asyncio.run(desk.send(relay, stopping=lambda: len(relay.taken) >= 7))

    assert report.exit_status is ExitStatus.INTERRUPTED
    assert 7 <= len(relay.taken) <= 8
    assert report.books.accepted == len(relay.taken)
    assert report.books.owed == 60 - len(relay.taken)
    assert asyncio.run(desk.send(MemoryRelay())).books.accepted == 60


def test_nothing_is_begun_after_send_by() -> None:
    desk = plan_desk(60)

    def pass_time(message: Message) -> None:
        if message.recipient == "reader10@example.org":
            desk.clock.moment = SEND_BY

    relay = MemoryRelay(watch=pass_time, sessions=1)
    report = asyncio.run(desk.send(relay))

    assert len(relay.taken) == 11
    assert report.exit_status is ExitStatus.MISSING
    assert report.state is EditionState.EXPIRED
    assert report.books.expired == 49
    assert report.books.balanced


def test_a_late_run_expires_the_edition_without_opening_the_relay() -> None:
    desk = plan_desk()
    desk.clock.moment = SEND_BY
    relay = MemoryRelay()

    report = asyncio.run(desk.send(relay))

    assert relay.opened == 0
    assert report.exit_status is ExitStatus.MISSING
    assert report.books.expired == 5


def test_a_late_run_of_a_done_edition_expires_nothing() -> None:
    desk = plan_desk()
    asyncio.run(desk.send(MemoryRelay()))
    desk.clock.moment = SEND_BY + timedelta(days=1)

    assert asyncio.run(desk.send(MemoryRelay())).exit_status is ExitStatus.OK


def test_results_that_cannot_be_written_stop_the_run() -> None:
    desk = plan_desk(60)
    ledger = desk.store.ledger
    honest = ledger.open_window
    calls = 0

    def full_disk(*arguments: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise StoreError("The disk is full.")
        return honest(*arguments, **named)  # type: ignore[arg-type]

    ledger.open_window = full_disk  # type: ignore[method-assign, assignment]
    relay = MemoryRelay()
    with pytest.raises(StoreError):
        asyncio.run(desk.send(relay))
    assert 13 <= len(relay.taken) <= 25
    assert relay.open_now == 0

    del ledger.open_window
    desk.clock.moment += timedelta(minutes=2)
    rest = MemoryRelay()
    report = asyncio.run(desk.send(rest))
    assert set(recipients(relay)) <= set(desk.rows(Outcome.UNKNOWN))
    assert not set(recipients(relay)) & set(recipients(rest))
    assert (report.books.unknown, report.books.accepted) == (25, 35)


def test_results_that_could_not_be_written_at_once_are_written_when_all_is_quiet() -> None:
    desk = plan_desk(60)
    ledger = desk.store.ledger
    honest = ledger.open_window
    calls = 0

    def locked_once(*arguments: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise StoreBusy("digest.db is locked by another program.")
        return honest(*arguments, **named)  # type: ignore[arg-type]

    ledger.open_window = locked_once  # type: ignore[method-assign, assignment]
    relay = MemoryRelay()
    with pytest.raises(StoreBusy):
        asyncio.run(desk.send(relay))

    assert set(desk.rows(Outcome.ACCEPTED)) == set(recipients(relay))
    rest = MemoryRelay()
    report = asyncio.run(desk.send(rest, dead=lambda _owner: True))
    assert (report.books.accepted, report.books.unknown) == (60, 0)
    assert not set(recipients(relay)) & set(recipients(rest))


def test_a_reader_who_leaves_during_the_send_gets_nothing() -> None:
    desk = plan_desk(60)

    def leave(message: Message) -> None:
        if message.recipient == "reader3@example.org":
            desk.store.subscribers.suppress(
                "reader50@example.org",
                SuppressionReason.UNSUBSCRIBED,
                now=NOW,
            )

    relay = MemoryRelay(watch=leave)
    report = asyncio.run(desk.send(relay))

    assert report.books.suppressed == 1
    assert "reader50@example.org" not in recipients(relay)


def test_too_many_rejections_halt_the_edition_until_somebody_has_looked() -> None:
    desk = plan_desk(300)
    gone = {f"reader{n}@example.org": [refusal(550, "5.1.1")] for n in range(300)}
    relay = MemoryRelay(gone)

    report = asyncio.run(desk.send(relay))

    assert report.exit_status is ExitStatus.HALTED
    assert "rejected" in report.halted
    assert report.books.rejected < 100
    assert report.state is EditionState.HALTED
    assert asyncio.run(desk.send(MemoryRelay())).books.accepted == 0


def test_a_short_list_that_is_through_is_complete_and_not_halted() -> None:
    desk = plan_desk(30)
    gone = {f"reader{n}@example.org": [refusal(550, "5.1.1")] for n in range(30)}

    report = asyncio.run(desk.send(MemoryRelay(gone)))

    assert report.books.rejected == 30
    assert report.state is EditionState.DONE
    assert (report.halted, report.exit_status) == ("", ExitStatus.OK)


def test_progress_is_told_now_and_then() -> None:
    desk = plan_desk(60)
    told: list[tuple[int, int]] = []

    relay = MemoryRelay(delay=0.05)
    asyncio.run(desk.send(relay, advance=lambda done, all_: told.append((done, all_))))

    assert told[0] == (0, 60)
    assert told == sorted(told)
    assert 3 < len(told) < 20, "now and then, while others are still on their way"
    assert told[-1] == (60, 60)


def test_test_copies_are_marked_and_each_is_a_message_of_its_own() -> None:
    relay = MemoryRelay()
    lock = make_lock()

    async def send_twice() -> list[tuple[str, object]]:
        clock = HandClock()
        first = await send_test(
            lock, ["a@example.org", "b@example.org"], relay=relay, clock=clock, secret=SECRET
        )
        clock.moment += timedelta(minutes=1)
        return [
            *first,
            *await send_test(lock, ["a@example.org"], relay=relay, clock=clock, secret=SECRET),
        ]

    replies = asyncio.run(send_twice())

    assert [address for address, _ in replies] == [
        "a@example.org",
        "b@example.org",
        "a@example.org",
    ]
    assert len({message.message_id for message in relay.taken}) == 3
    parsed = message_from_bytes(relay.taken[0].data, policy=default)
    assert parsed["Subject"] == "[Test] Ministers shelve the harbour levy"
    assert relay.open_now == 0


def test_a_test_to_what_is_no_address_sends_nothing() -> None:
    relay = MemoryRelay()

    with pytest.raises(UsageError):
        asyncio.run(
            send_test(
                make_lock(),
                ["a@example.org", "nobody"],
                relay=relay,
                clock=HandClock(),
                secret=SECRET,
            )
        )
    assert not relay.taken


def test_no_error_or_report_shows_the_secret() -> None:
    desk = plan_desk(1)
    report = asyncio.run(desk.send(MemoryRelay()))

    assert SECRET not in repr(replace(report))
