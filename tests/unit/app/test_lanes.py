"""Several sessions at once: announced letters, slow and refusing domains, rates, signatures."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic

import pytest
from tests.unit.app.sending_desk import (
    NOW,
    SECRET,
    SEND_BY,
    SLUG,
    HandClock,
    SendingDesk,
    loss,
    make_lock,
    plan_desk,
    plan_for,
    refusal,
)

from digest.adapters.memory import MemoryStore
from digest.adapters.memory_relay import MemoryRelay, MemorySession
from digest.app.send import SendReport
from digest.deliver.audience import address_key
from digest.deliver.limits import Limits, keep_alone
from digest.errors import ExitStatus, RelayUnavailable
from digest.model.delivery import Batch, Outcome, Phase, Reply
from digest.model.edition import EditionState
from digest.model.message import Message
from digest.model.subscriber import Subscriber


def plan_domains(*domains: str, readers: int) -> SendingDesk:
    """Plan an edition for readers of several domains, one after the other in turn."""
    store = MemoryStore(secret=SECRET)
    people = [
        Subscriber(key=address_key(email) or "", email=email, name=f"Reader {number}")
        for number in range(readers)
        for email in [f"reader{number}@{domains[number % len(domains)]}"]
    ]
    lock = make_lock()
    plan_for(store, people, lock)
    return SendingDesk(store=store, lock=lock)


def emails(*domains: str, readers: int = 80) -> list[str]:
    return [f"reader{number}@{domains[number % len(domains)]}" for number in range(readers)]


def sent_to(relay: MemoryRelay) -> list[str]:
    return [message.recipient for message in relay.taken]


@pytest.mark.parametrize("sessions", [1, 3])
def test_announced_letters_reach_everybody_once(sessions: int) -> None:
    desk, relay = plan_desk(200), MemoryRelay(sessions=sessions, pipelining=True)

    report = asyncio.run(desk.send(relay))

    assert report.exit_status is ExitStatus.OK
    assert sorted(sent_to(relay)) == sorted(f"reader{n}@example.org" for n in range(200))
    assert relay.open_now == 0


@pytest.mark.parametrize("lost", [Phase.RCPT, Phase.DATA, Phase.FINAL])
def test_a_loss_takes_nobody_with_it_who_was_only_announced(lost: Phase) -> None:
    desk = plan_desk(30)
    relay = MemoryRelay({"reader3@example.org": [loss(lost)]}, sessions=1, pipelining=True)

    report = asyncio.run(desk.send(relay))

    assert report.books.accepted == 29
    assert report.books.unknown == (1 if lost is Phase.FINAL else 0)


def test_a_signal_lets_what_was_announced_be_finished_and_begins_nothing_more() -> None:
    desk, relay = plan_desk(60), MemoryRelay(sessions=2, pipelining=True)

    report = asyncio.run(desk.send(relay, stopping=lambda: len(relay.taken) >= 7))

    assert report.exit_status is ExitStatus.INTERRUPTED
    assert 7 <= len(relay.taken) <= 10
    assert report.books.accepted == len(relay.taken)
    assert report.books.owed == 60 - len(relay.taken)


def test_what_was_announced_is_dropped_once_the_batch_may_be_anothers() -> None:
    desk = plan_desk(60)

    def pass_lease(message: Message) -> None:
        if message.recipient == "reader10@example.org":
            desk.clock.moment += timedelta(minutes=10)
            desk.store.ledger.claim(
                SLUG,
                owner="successor",
                now=desk.clock.now(),
                lease=timedelta(minutes=1),
                on_unknown="hold",
            )

    relay = MemoryRelay(watch=pass_lease, sessions=1, pipelining=True)
    report = asyncio.run(desk.send(relay))

    assert report.exit_status is ExitStatus.BUSY
    assert len(relay.taken) == 11
    assert set(sent_to(relay)) <= set(desk.rows(Outcome.UNKNOWN))


def test_a_domain_that_refuses_our_mail_is_paused_and_the_others_are_served() -> None:
    desk = plan_domains("example.org", "example.net", readers=80)
    strict = {f"reader{n}@example.org": [refusal(550, "5.7.26")] * 9 for n in range(0, 80, 2)}

    report = asyncio.run(desk.send(MemoryRelay(strict)))

    (paused,) = report.paused
    assert paused.domain == "example.org"
    assert "5.7.26" in paused.reason
    assert report.books.accepted == 40
    assert 3 <= report.books.rejected <= 4
    assert report.books.deferred == paused.readers == 40 - report.books.rejected
    assert report.exit_status is ExitStatus.OWED
    waiting = desk.rows(Outcome.DEFERRED)
    assert all(row.attempts == 0 and row.message_id for row in waiting.values())
    assert all(row.reply.startswith("not tried: example.org refuses") for row in waiting.values())

    desk.clock.moment += timedelta(hours=1)
    later = asyncio.run(desk.send(MemoryRelay()))

    assert later.books.accepted == 80 - report.books.rejected
    assert later.paused == ()


def test_when_every_domain_refuses_our_mail_somebody_has_to_look() -> None:
    desk = plan_domains("example.org", "example.net", readers=80)
    strict = {email: [refusal(550, "5.7.26")] * 9 for email in emails("example.org", "example.net")}

    report = asyncio.run(desk.send(MemoryRelay(strict)))

    assert report.exit_status is ExitStatus.HALTED
    assert report.state is EditionState.HALTED
    assert report.halted.startswith("nobody takes our mail; example.")
    assert report.books.rejected <= 8
    waits = [row.next_attempt for row in desk.rows(Outcome.DEFERRED).values()]
    assert all(at and at >= NOW + timedelta(minutes=45) for at in waits), "each try costs readers"


class CountingSession(MemorySession):
    """Notes how many messages were on their way at once when each was begun."""

    async def hand_over(self, message: Message, following: Message | None = None) -> Reply:
        relay = self._relay
        if not isinstance(relay, CountingRelay):
            raise TypeError
        relay.aloft += 1
        relay.at_once[message.recipient] = relay.aloft
        try:
            return await super().hand_over(message, following)
        finally:
            relay.aloft -= 1


class CountingRelay(MemoryRelay):
    """A relay that bears eight sessions, and counts."""

    def __init__(self, replies: Mapping[str, Iterable[Reply]]) -> None:
        super().__init__(replies, sessions=8, delay=0.001)
        self.aloft = 0
        self.at_once: dict[str, int] = {}

    async def open(self) -> MemorySession:
        await super().open()
        return CountingSession(self)

    def most(self, first: int, last: int) -> int:
        return max(self.at_once.get(f"reader{n}@example.org", 0) for n in range(first, last))


def test_one_domain_that_goes_on_refusing_halts_nothing_that_others_have_taken() -> None:
    desk = plan_domains("example.org", "example.net", readers=80)
    strict = {email: [refusal(550, "5.7.26")] * 9 for email in emails("example.org", "example.net")}
    taken = {email: replies for email, replies in strict.items() if email.endswith("@example.org")}
    asyncio.run(desk.send(MemoryRelay(taken)))

    desk.clock.moment += timedelta(hours=1)
    again = asyncio.run(desk.send(MemoryRelay(strict)))

    assert again.exit_status is ExitStatus.OWED
    assert (again.state, again.halted) == (EditionState.SENDING, "")


def test_a_domain_that_asks_for_patience_gets_fewer_at_once() -> None:
    desk = plan_desk(300)
    relay = CountingRelay({f"reader{n}@example.org": [refusal(450, "4.7.1")] for n in (200, 201)})

    report = asyncio.run(desk.send(relay))

    assert report.books.accepted == 298
    assert relay.most(150, 200) == 8
    assert relay.most(209, 214) <= 6, "about half of them"
    assert relay.most(250, 300) > 6, "and little by little more"


def test_a_run_that_waits_sends_to_the_deferred_when_they_are_due() -> None:
    desk = plan_desk(5)
    relay = MemoryRelay({"reader1@example.org": [refusal(450, "4.2.0")] * 3})

    report = asyncio.run(desk.send(relay, wait=True))

    assert report.exit_status is ExitStatus.OK
    assert desk.rows(Outcome.ACCEPTED)["reader1@example.org"].attempts == 4
    assert desk.clock.moment >= NOW + timedelta(minutes=5 + 10 + 20)


def test_a_run_that_waits_ends_at_send_by() -> None:
    desk = plan_desk(2)
    relay = MemoryRelay({"reader1@example.org": [refusal(450, "4.2.0")] * 30})

    report = asyncio.run(desk.send(relay, wait=True, send_by=NOW + timedelta(hours=2)))

    assert report.exit_status is ExitStatus.MISSING
    assert (report.books.accepted, report.books.expired) == (1, 1)
    assert desk.clock.moment == NOW + timedelta(hours=2)


def test_a_run_that_waits_hears_of_a_halt_and_of_a_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest.app.edition_pass.LOOK_SECONDS", 0.0)
    desk = plan_desk(2)
    relay = MemoryRelay({"reader1@example.org": [refusal(450, "4.2.0")] * 30})

    class HaltingClock(HandClock):
        async def sleep(self, span: timedelta) -> None:
            desk.store.ledger.set_state(SLUG, EditionState.HALTED)
            await super().sleep(span)

    halted = asyncio.run(desk.send(relay, wait=True, clock=HaltingClock()))
    assert halted.exit_status is ExitStatus.HALTED

    desk.store.ledger.set_state(SLUG, EditionState.SENDING)
    report = asyncio.run(desk.send(relay, wait=True, stopping=lambda: len(desk.clock.slept) > 9))
    assert report.exit_status is ExitStatus.OWED
    assert report.books.deferred == 1


def test_a_rate_spaces_messages_over_all_sessions() -> None:
    desk, relay = plan_desk(31), MemoryRelay(sessions=4, pipelining=True)
    began = monotonic()

    asyncio.run(desk.send(relay, pace=keep_alone(Limits(total=100.0))))

    assert len(relay.taken) == 31
    assert monotonic() - began >= 0.3 - 0.01


def test_a_slow_rate_is_broken_off_by_a_signal_and_leaves_few_in_the_window() -> None:
    desk, relay = plan_desk(40), MemoryRelay()
    began = monotonic()

    report = asyncio.run(
        desk.send(
            relay,
            pace=keep_alone(Limits(total=0.5)),
            stopping=lambda: monotonic() - began > 0.3,
        )
    )

    assert monotonic() - began < 20  # and not 80
    assert report.books.accepted == 1
    assert report.books.owed == 39


class MarkingSigner:
    """Puts a field before the header, after a while."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.asked: list[int] = []
        self.fault = fault

    async def sign(self, messages: Sequence[Message]) -> list[Message]:
        self.asked.append(len(messages))
        await asyncio.sleep(0.001 * len(self.asked))
        if self.fault and len(self.asked) > 1:
            raise self.fault
        return [replace(one, data=b"DKIM-Signature: x\r\n" + one.data) for one in messages]

    async def close(self) -> None:
        """Nothing is held."""


def test_every_message_is_signed_in_handfuls() -> None:
    desk, relay, signer = plan_desk(60), MemoryRelay(), MarkingSigner()

    report = asyncio.run(desk.send(relay, signer=signer))

    assert report.books.accepted == 60
    assert all(one.data.startswith(b"DKIM-Signature: ") for one in relay.taken)
    assert max(signer.asked) == 10


def test_a_signer_that_fails_sends_nothing_unsigned_and_loses_nobody() -> None:
    desk, relay = plan_desk(60), MemoryRelay()

    with pytest.raises(ZeroDivisionError):
        asyncio.run(desk.send(relay, signer=MarkingSigner(ZeroDivisionError())))

    assert all(one.data.startswith(b"DKIM-Signature: ") for one in relay.taken)
    rest = MemoryRelay()
    after = asyncio.run(desk.send(rest, dead=lambda _owner: True))
    assert after.books.accepted == 60
    assert not set(sent_to(relay)) & set(sent_to(rest))


def test_a_relay_that_breaks_all_sessions_is_met_with_fewer() -> None:
    desk = plan_desk(400)
    relay = CountingRelay({f"reader{n}@example.org": [loss(Phase.DATA)] for n in range(200, 208)})

    report = asyncio.run(desk.send(relay))

    assert relay.most(150, 200) == 8
    assert relay.most(209, 216) <= 6, "about half of them"
    assert relay.most(300, 400) > 6
    assert (report.books.accepted, report.books.deferred) == (392, 8)


def test_a_run_that_waits_hears_of_a_halt_that_came_just_before_a_reader_was_due() -> None:
    desk = plan_desk(2)
    relay = MemoryRelay({"reader1@example.org": [refusal(450, "4.2.0")]})

    class HaltingClock(HandClock):
        async def sleep(self, span: timedelta) -> None:
            desk.store.ledger.set_state(SLUG, EditionState.HALTED)
            await super().sleep(span)

    async def send() -> SendReport:
        # Nothing but this asks for the state while it waits: the hand clock's minutes are short.
        return await asyncio.wait_for(desk.send(relay, wait=True, clock=HaltingClock()), 5)

    assert asyncio.run(send()).exit_status is ExitStatus.HALTED


def test_a_run_that_waits_stays_while_another_tries_those_who_are_due() -> None:
    desk = plan_desk(2)
    relay = MemoryRelay({"reader1@example.org": [refusal(450, "4.2.0")]})
    held: list[Batch] = []

    class CronClock(HandClock):
        """Another run takes the reader just when they are due, and gives them back later."""

        async def sleep(self, span: timedelta) -> None:
            await super().sleep(span)
            due = desk.store.ledger.next_due(SLUG)
            if not held and due and self.moment >= due:
                batch = desk.store.ledger.claim(
                    SLUG,
                    owner="cron",
                    now=self.moment,
                    lease=timedelta(hours=1),
                    on_unknown="hold",
                )
                assert batch
                held.append(batch)
            elif held and self.moment > NOW + timedelta(minutes=20):
                desk.store.ledger.release(held[0])

    async def send() -> SendReport:
        return await asyncio.wait_for(desk.send(relay, wait=True, clock=CronClock()), 5)

    report = asyncio.run(send())

    assert held
    assert report.exit_status is ExitStatus.OK
    assert report.books.accepted == 2


def test_a_run_that_waits_tries_a_domain_again_that_asked_for_patience() -> None:
    desk = plan_desk(60)
    busy = {f"reader{n}@example.org": [refusal(450, "4.7.1")] for n in range(60)}
    once = asyncio.run(desk.send(MemoryRelay(busy, sessions=1)))
    assert 0 < once.paused[0].readers < 60

    report = asyncio.run(desk.send(MemoryRelay(busy, sessions=1), wait=True))

    assert report.books.accepted == 60
    assert report.exit_status is ExitStatus.OK


def test_a_domain_that_greylists_each_reader_is_served_the_same_day() -> None:
    desk = plan_desk(400)
    grey = {f"reader{n}@example.org": [refusal(450, "4.7.1")] for n in range(400)}
    relay, runs = MemoryRelay(grey), 0
    report = asyncio.run(desk.send(relay))
    while report.exit_status is ExitStatus.OWED and runs < 90:
        runs, desk.clock.moment = runs + 1, desk.clock.moment + timedelta(minutes=10)
        report = asyncio.run(desk.send(relay))

    assert report.books.accepted == 400
    assert runs < 30, "in five hours of a cron job every ten minutes"


@pytest.mark.parametrize("why", ["time", "signal"])
def test_a_run_may_be_ended_at_any_look_at_the_clock_and_forgets_nobody(why: str) -> None:
    async def end_at(look: int) -> SendReport:
        desk, looks = plan_desk(3), 0

        def count() -> bool:
            nonlocal looks
            looks += 1
            return looks >= look

        class CountingClock(HandClock):
            def now(self) -> datetime:
                return SEND_BY if why == "time" and count() else NOW

        relay = MemoryRelay(sessions=1, pipelining=look % 2 == 0)
        stopping = count if why == "signal" else lambda: False
        sending = desk.send(relay, clock=CountingClock(), stopping=stopping)
        report = await asyncio.wait_for(sending, 2)
        assert report.books.balanced
        assert report.books.accepted == len(relay.taken)
        assert report.books.unknown == 0
        return report

    async def end_everywhere() -> set[int]:
        return {(await end_at(look)).books.accepted for look in range(2, 60)}

    assert asyncio.run(end_everywhere()) >= {0, 3}


class GatedSigner(MarkingSigner):
    """Keeps its second handful until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()

    async def sign(self, messages: Sequence[Message]) -> list[Message]:
        self.asked.append(len(messages))
        if len(self.asked) == 2:
            await self.gate.wait()
        return list(messages)


def test_what_is_signed_too_late_is_sent_by_whoever_has_it_now(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("digest.app.sending.HEARTBEAT_SECONDS", 0.05)
    desk, relay = plan_desk(20), MemoryRelay(sessions=1)
    ledger = desk.store.ledger

    async def send() -> SendReport:
        signer, loop = GatedSigner(), asyncio.get_running_loop()

        def halt_for_a_moment(_message: Message) -> None:
            relay.delay = 0.0 if relay.taken else 0.12
            if not relay.taken:
                ledger.set_state(SLUG, EditionState.HALTED)
                loop.call_later(0.13, ledger.set_state, SLUG, EditionState.SENDING)
                loop.call_later(0.4, signer.gate.set)
            elif len(relay.taken) < 15:
                relay.delay = 0.03

        relay.watch = halt_for_a_moment
        return await asyncio.wait_for(desk.send(relay, signer=signer), 10)

    report = asyncio.run(send())

    assert report.books.accepted == 20
    assert len(sent_to(relay)) == len(set(sent_to(relay))), "a second copy"


def test_a_relay_that_refused_a_session_for_a_moment_gets_more_of_them_later() -> None:
    desk = plan_desk(600)

    class BusyRelay(MemoryRelay):
        most = 0

        async def open(self) -> MemorySession:
            if self.open_now and len(self.taken) < 50:
                raise RelayUnavailable("421 too many connections")
            session = await super().open()
            self.most = max(self.most, self.open_now)
            return session

    relay = BusyRelay(sessions=8)
    report = asyncio.run(desk.send(relay))

    assert report.books.accepted == 600
    assert relay.most > 3


def test_addresses_that_the_relay_cannot_write_are_no_policy_of_their_domain() -> None:
    desk = plan_desk(12)
    beyond = {f"reader{n}@example.org": [refusal(553, "5.6.7")] for n in range(4)}

    report = asyncio.run(desk.send(MemoryRelay(beyond, sessions=1)))

    assert report.paused == ()
    assert (report.books.accepted, report.books.rejected) == (8, 4)
