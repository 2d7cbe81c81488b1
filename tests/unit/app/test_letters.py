"""Letters are sent once and in time, whatever the relay does."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.unit.app.letter_writing import (
    AFTER_DOT,
    CLOSED,
    GONE,
    GREYLISTED,
    HOUR,
    KINDS,
    MINUTE,
    REFUSED,
    TELLING,
    Desk,
    OnceRenderer,
    answering,
    letter_to,
    parsed,
)
from tests.unit.app.reader_page_desk import ADA, NOW

from digest.adapters.memory_relay import MemoryRelay, MemorySession
from digest.app.letter_desk import make_letter
from digest.app.letters import send_letters
from digest.errors import ExitStatus, RelayError, RelayUnavailable, RenderError, StoreBusy
from digest.model.delivery import Reply
from digest.model.message import Message
from digest.model.publication import ReaderRules
from digest.model.signup import Letter, LetterKind
from digest.model.subscriber import SuppressionReason


@KINDS
def test_a_letter_goes_out_once_and_says_what_it_is(kind: LetterKind) -> None:
    desk, relay = Desk(), MemoryRelay()
    desk.queue(kind)

    report = desk.send(relay)
    again = desk.send(relay)

    assert (report.accepted, report.waiting, report.exit_status) == (1, 0, ExitStatus.OK)
    assert again.accepted == 0
    [message] = relay.taken
    assert message.recipient == ADA
    mail = parsed(message)
    assert mail["From"] == "The Daily <daily@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"] == "Mon, 23 Nov 2026 05:30:00 +0100"
    assert mail["Content-Language"] == "en"
    asks = kind is LetterKind.CONFIRM
    assert ("List-Unsubscribe-Post" in mail) is not asks
    assert ("https://news.example.org/unsubscribe/" in str(mail["List-Unsubscribe"])) is not asks


def test_a_letter_that_is_put_off_is_tried_again_when_due() -> None:
    desk, relay = Desk(), answering(GREYLISTED)
    desk.queue(LetterKind.CONFIRM)

    report = desk.send(relay)
    assert (report.deferred, report.waiting, report.exit_status) == (1, 1, ExitStatus.OWED)
    assert desk.send(relay).accepted == 0
    desk.later(7 * MINUTE)
    assert desk.send(relay).accepted == 1


@KINDS
def test_a_letter_is_given_up_after_a_stated_time(kind: LetterKind) -> None:
    desk = Desk(readers=ReaderRules(confirm_hours=6))
    relay = answering(*[GREYLISTED] * 99)
    desk.queue(kind)

    began = desk.clock.now()
    tries = 0
    while desk.send(relay).waiting:
        tries += 1
        assert desk.state().due
        desk.clock.moment = desk.state().due or NOW

    limit = 6 * HOUR if kind is LetterKind.CONFIRM else 24 * HOUR
    assert limit - 2 * HOUR < desk.clock.now() - began <= limit
    assert (desk.state().outcome, desk.state().code) == ("expired", 450)
    assert tries > 6


@KINDS
def test_what_came_too_late_is_not_sent(kind: LetterKind) -> None:
    """The relay was away for days, or nobody sent letters: no reader gets a link that is dead."""
    desk, relay = Desk(), MemoryRelay()
    desk.queue(kind)
    desk.later(48 * HOUR if kind is LetterKind.CONFIRM else 24 * HOUR)

    report = desk.send(relay)

    assert relay.taken == []
    assert (report.rejected, report.waiting) == (1, 0)
    assert (desk.state().outcome, desk.state().attempts) == ("expired", 1)


def test_an_address_that_is_refused_is_not_tried_again() -> None:
    desk, relay = Desk(), answering(GONE)
    desk.queue(LetterKind.CONFIRM)

    assert desk.send(relay).rejected == 1
    assert (desk.state().due, desk.state().code) == (None, 550)
    desk.later(HOUR)
    assert desk.send(relay).accepted == 0


def test_one_that_cannot_be_an_envelope_is_given_up_with_the_reason() -> None:
    desk, relay = Desk(), MemoryRelay()
    desk.queue(LetterKind.KNOWN)
    memory = desk.store.letters._memory  # noqa: SLF001 - no import lets such an address in
    memory.people[1] = replace(memory.people[1], email="ada")
    desk.ask("ben@example.org")

    report = desk.send(relay)

    assert (report.accepted, report.rejected) == (1, 1)
    assert "cannot be written in an envelope" in desk.state().reply
    with pytest.raises(RenderError, match="no address"):
        make_letter(letter_to(memory.people[1]), desk.letters, now=NOW)


@TELLING
def test_a_doubt_about_what_only_tells_something_has_a_name(kind: LetterKind) -> None:
    desk, relay = Desk(), answering(AFTER_DOT)
    desk.queue(kind)

    report = desk.send(relay)

    assert (report.unknown, report.waiting, report.exit_status) == (1, 0, ExitStatus.OWED)
    assert (desk.state().due, desk.state().outcome) == (None, "unknown")
    desk.later(HOUR)
    assert desk.send(relay).accepted == 0


@pytest.mark.parametrize("between", [[], [GREYLISTED]], ids=["", "greylisted"])
def test_a_question_that_got_lost_is_asked_once_more_only(between: list[Reply]) -> None:
    desk, relay = Desk(), answering(AFTER_DOT, *between, AFTER_DOT)
    desk.queue(LetterKind.CONFIRM)

    for _ in range(1 + len(between)):
        assert desk.send(relay).deferred == 1
        assert desk.state().outcome == "unknown"
        desk.later(2 * HOUR)
    assert desk.send(relay).unknown == 1

    assert (desk.state().due, desk.state().outcome) == (None, "unknown")
    desk.later(2 * HOUR)
    assert desk.send(relay).accepted == 0


def test_a_question_asked_once_more_is_the_same_message() -> None:
    sent: list[str] = []
    desk, relay = Desk(), answering(AFTER_DOT, watch=lambda one: sent.append(one.message_id))
    desk.queue(LetterKind.CONFIRM)
    desk.send(relay)
    desk.later(HOUR)
    desk.send(relay)

    assert len(sent) == 2
    assert len(set(sent)) == 1


class Killed(BaseException):
    """The process ends at once."""


def end_of_process(_message: Message) -> None:
    raise Killed


@KINDS
def test_a_crash_after_the_relay_took_it_is_a_doubt_and_never_two_letters(
    kind: LetterKind,
) -> None:
    desk, relay = Desk(), answering(watch=end_of_process)
    desk.queue(kind)
    with pytest.raises(Killed):
        desk.send(relay)
    relay.watch = None

    assert desk.send(relay).accepted == 0
    desk.later(31 * MINUTE)
    report = desk.send(relay)

    asks = kind is LetterKind.CONFIRM
    assert (report.accepted, len(relay.taken)) == ((1, 1) if asks else (0, 0))
    assert asks or desk.state().outcome == "unknown"


def test_a_result_that_cannot_be_written_gives_nothing_back() -> None:
    desk, relay = Desk(), MemoryRelay()
    desk.queue(LetterKind.WELCOME)
    given_back: list[Letter] = []

    class FullDisk:
        """Takes no result of a letter."""

        def __getattr__(self, name: str) -> Any:
            return getattr(desk.store.letters, name)

        def settle_letter(self, *_: object, **__: object) -> None:
            raise StoreBusy("the disk is full")

        def give_back_letter(self, letter: Letter, **__: object) -> None:
            given_back.append(letter)

    desk.letters = replace(desk.letters, letters=FullDisk())
    with pytest.raises(StoreBusy):
        desk.send(relay)

    assert len(relay.taken) == 1
    assert given_back == []


@pytest.mark.parametrize(
    ("refusals", "replies", "status"),
    [
        ([RelayUnavailable("The relay does not answer.")], [], ExitStatus.UNAVAILABLE),
        ([RelayError("The relay refuses our password.")], [], ExitStatus.REFUSED),
        ([], [CLOSED], ExitStatus.UNAVAILABLE),
        ([], [REFUSED], ExitStatus.REFUSED),
    ],
    ids=["away", "refused", "closed", "sender"],
)
def test_trouble_with_the_relay_counts_for_no_reader(
    refusals: Iterable[RelayError], replies: Iterable[Reply], status: ExitStatus
) -> None:
    desk = Desk()
    relay = MemoryRelay({ADA: replies}, refusals=refusals)
    desk.queue(LetterKind.CONFIRM)
    desk.ask("ben@example.org")

    report = desk.send(relay)

    assert relay.taken == []
    assert (report.exit_status, report.waiting) == (status, 2)
    assert [one.attempts for one in desk.store.letters.letters()] == [0, 0]
    assert [one.outcome for one in desk.store.letters.letters()] == ["", ""]
    desk.later(MINUTE)
    assert desk.send(relay).accepted == 2


def test_a_letter_that_cannot_be_made_keeps_no_other_waiting() -> None:
    desk, relay = Desk(failing="fr"), MemoryRelay()
    desk.ask("ada@example.org", "fr")
    desk.ask("ben@example.org", "fr")
    desk.ask("cleo@example.org", "en")

    report = desk.send(relay)

    assert [one.recipient for one in relay.taken] == ["cleo@example.org"]
    assert (report.waiting, report.exit_status) == (2, RenderError("").exit_status)
    assert report.trouble
    assert "“confirm” cannot be made" in report.trouble.message
    desk.letters = replace(desk.letters, renderer=OnceRenderer())
    desk.later(MINUTE)
    assert desk.send(relay).accepted == 2


def test_letters_that_cannot_be_made_do_not_keep_a_round_going() -> None:
    desk, relay = Desk(failing="en"), MemoryRelay()
    desk.ask()
    clock = desk.clock.now

    def hasten() -> datetime:
        desk.later(2 * MINUTE)
        return clock()

    desk.clock.now = hasten  # type: ignore[method-assign]

    assert desk.send(relay).waiting == 1


@pytest.mark.parametrize("minutes", [2, 4])
def test_a_letter_is_not_begun_long_after_it_was_claimed(minutes: int) -> None:
    """A process that was stopped holds a letter that another one may have by now."""
    desk = Desk()
    desk.queue(LetterKind.WELCOME)
    attempts: list[int] = []

    class SlowRelay(MemoryRelay):
        """Greets late."""

        async def open(self) -> MemorySession:
            desk.later(minutes * MINUTE)
            return await super().open()

    relay = SlowRelay(watch=lambda _: attempts.append(desk.state().attempts))
    claims: list[datetime] = []
    claim = desk.store.letters.claim_letters
    desk.letters = replace(desk.letters, letters=Watching(desk.store.letters, claims))

    assert desk.send(relay).accepted == 1
    # Claimed again when it took too long, on the session that is open by then; then none is left.
    assert len(claims) == (2 if minutes == 2 else 3)
    assert attempts == [1]
    assert claim(now=desk.clock.now(), lease=HOUR, most=1) == []


class Watching:
    """The store of letters; notes when letters are claimed."""

    def __init__(self, letters: Any, claims: list[datetime]) -> None:
        self._letters = letters
        self._claims = claims

    def __getattr__(self, name: str) -> Any:
        return getattr(self._letters, name)

    def claim_letters(self, *, now: datetime, lease: timedelta, most: int) -> list[Letter]:
        self._claims.append(now)
        found: list[Letter] = self._letters.claim_letters(now=now, lease=lease, most=most)
        return found


def test_a_run_that_is_to_stop_finishes_the_letter_in_hand_and_begins_no_other() -> None:
    desk = Desk()
    asked = [f"reader{number}@example.org" for number in range(3)]
    for address in asked:
        desk.ask(address)
    relay = MemoryRelay()

    report = desk.send(relay, stopping=lambda: bool(relay.taken))

    assert [one.recipient for one in relay.taken] == asked[:1]
    assert (report.accepted, report.waiting) == (1, 2)


def test_a_run_that_is_broken_off_while_it_opens_a_session_gives_its_letter_back() -> None:
    desk = Desk()
    desk.queue(LetterKind.WELCOME)

    class MuteRelay(MemoryRelay):
        """Never greets."""

        async def open(self) -> MemorySession:
            await asyncio.sleep(60)
            return await super().open()

    async def run() -> None:
        sending = asyncio.create_task(send_letters(desk.letters, relay=MuteRelay()))
        await asyncio.sleep(0.05)
        sending.cancel()
        await sending

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(run())

    assert (desk.state().taken, desk.state().attempts) == (None, 0)


def test_who_is_suppressed_while_a_letter_waits_gets_none() -> None:
    desk, relay = Desk(), answering(GREYLISTED)
    desk.queue(LetterKind.CONFIRM)
    desk.send(relay)
    desk.store.subscribers.suppress(ADA, SuppressionReason.COMPLAINED, now=NOW + MINUTE)
    desk.later(HOUR)

    assert desk.send(relay).accepted == 0
    assert relay.taken == []
    assert desk.store.letters.letters() == []
