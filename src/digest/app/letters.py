"""Send the letters that wait: to confirm, to welcome, to tell that somebody is known."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.app.letter_desk import LetterDesk, hours_left, make_letter
from digest.app.ports import Relay
from digest.app.send import never
from digest.app.sessions import Channel, Sessions
from digest.deliver.audience import envelope_address
from digest.deliver.replies import judge
from digest.deliver.retry import next_attempt
from digest.deliver.signing_up import asks_once_more
from digest.errors import DigestError, ExitStatus, RelayError, RelayUnavailable, RenderError
from digest.model.delivery import Outcome, Phase, Reply
from digest.model.message import Message
from digest.model.signup import Letter

# From MAIL to the final reply a relay may take 25 minutes: nobody else tries a letter in between.
LEASE = timedelta(minutes=30)
# What took longer than this to find a session is not begun, but claimed again.
FRESH = timedelta(minutes=3)
AFTER_TROUBLE = timedelta(minutes=1)
AT_ONCE = timedelta(0)
NO_ADDRESS = Reply(phase=Phase.RCPT, code=0, text="the address cannot be written in an envelope")
TOO_LATE = Reply(phase=Phase.RCPT, code=0, text="it has waited for longer than it is worth")


@dataclass(slots=True, kw_only=True)
class LetterReport:
    """How a round went.

    Attributes:
        accepted: Taken by the relay.
        deferred: To be tried again.
        rejected: Given up.
        unknown: In doubt, and not tried again.
        waiting: How many wait now.
        next_due: When the first of those is due that nobody has taken; None when there is none.
        trouble: What ended the round, or kept some from being made; None when nothing did.
    """

    accepted: int = 0
    deferred: int = 0
    rejected: int = 0
    unknown: int = 0
    waiting: int = 0
    next_due: datetime | None = None
    trouble: DigestError | None = None

    def count(self, outcome: Outcome, *, again: bool) -> None:
        """Count a letter."""
        if outcome is Outcome.ACCEPTED:
            self.accepted += 1
        elif again:
            self.deferred += 1
        elif outcome is Outcome.UNKNOWN:
            self.unknown += 1
        else:
            self.rejected += 1

    @property
    def tried(self) -> int:
        """How many were settled or put off."""
        return self.accepted + self.deferred + self.rejected + self.unknown

    @property
    def exit_status(self) -> ExitStatus:
        """What the process tells its caller."""
        if self.trouble:
            return self.trouble.exit_status
        return ExitStatus.OWED if self.waiting or self.unknown else ExitStatus.OK


async def send_letters(
    desk: LetterDesk, *, relay: Relay, stopping: Callable[[], bool] = never
) -> LetterReport:
    """Send every letter that is due. Two who do so at once never send the same.

    Args:
        desk: What letters are made of.
        relay: Takes them.
        stopping: Asked before each; the one in flight is finished.

    Raises:
        StoreError: The database cannot be used.
    """
    report = LetterReport()
    unmade: set[int] = set()
    sessions = Sessions(relay, clock=desk.clock, stopping=stopping)
    try:
        while not stopping():
            now = desk.clock.now()
            # One at a time: a lease that ran out while others were sent would protect nobody.
            claimed = desk.letters.claim_letters(now=now, lease=LEASE, most=1)
            if not claimed:
                break
            [letter] = claimed
            try:
                await send_one(letter, desk, sessions, report, begun=now)
            except RenderError as error:
                report.trouble = error
                if letter.id in unmade:
                    break
                # Others may be in another language, and go out.
                unmade.add(letter.id)
            except RelayError as error:
                report.trouble = error
                break
    finally:
        await sessions.close()
    report.waiting = desk.letters.count_waiting()
    report.next_due = desk.letters.next_due()
    return report


async def send_one(
    letter: Letter, desk: LetterDesk, sessions: Sessions, report: LetterReport, *, begun: datetime
) -> None:
    """Send one letter, and keep how it fared.

    Raises:
        RenderError: It cannot be made; it waits.
        RelayError: The relay does not serve us; it waits.
    """
    if not hours_left(letter, desk.publication, now=begun):
        settle(letter, TOO_LATE, Outcome.EXPIRED, desk, report)
        return
    if envelope_address(letter.reader.email) is None:
        settle(letter, NO_ADDRESS, Outcome.REJECTED, desk, report)
        return
    if (ready := await prepare(letter, desk, sessions, begun=begun)) is None:
        return
    message, channel = ready
    # From here on only the relay knows: whatever breaks this off leaves the letter in doubt.
    reply = await channel.session.hand_over(message)
    await put_back(channel, sessions)
    verdict = judge(reply)
    if verdict.outcome is None:
        desk.letters.give_back_letter(letter, due=desk.clock.now() + AFTER_TROUBLE)
        raise refuse_relay(reply, verdict.stop)
    settle(letter, reply, verdict.outcome, desk, report)


async def prepare(
    letter: Letter, desk: LetterDesk, sessions: Sessions, *, begun: datetime
) -> tuple[Message, Channel] | None:
    """Make a letter and find a session for it; when that comes to nothing, give it back.

    Returns:
        None when it took too long, or the run is to stop.

    Raises:
        RenderError: It cannot be made.
        RelayError: The relay does not serve us.
    """
    ready, wait = None, AFTER_TROUBLE
    try:
        message = make_letter(letter, desk, now=begun)
        if desk.signer:
            [message] = await desk.signer.sign([message])
        channel = await sessions.take()
        wait = AT_ONCE
        if channel and desk.clock.now() - begun > FRESH:
            sessions.give_back(channel)
        elif channel:
            ready = message, channel
    finally:
        if ready is None:
            desk.letters.give_back_letter(letter, due=desk.clock.now() + wait)
    return ready


async def put_back(channel: Channel, sessions: Sessions) -> None:
    """Keep a session that is of use."""
    if channel.session.usable:
        sessions.give_back(channel)
    else:
        await sessions.drop(channel)


def refuse_relay(reply: Reply, stop: ExitStatus | None) -> RelayError:
    """Tell that the relay does not serve us, which says nothing about a reader."""
    kind = RelayUnavailable if stop is ExitStatus.UNAVAILABLE else RelayError
    return kind(
        f"The relay takes no letters ({reply.phase.value}: {reply.code} {reply.text}).",
        "They wait; see DIGEST_RELAY in .env.",
    )


def settle(
    letter: Letter, reply: Reply, outcome: Outcome, desk: LetterDesk, report: LetterReport
) -> None:
    """Keep how a letter fared, and when it is tried again."""
    now = desk.clock.now()
    again = outcome is Outcome.DEFERRED or (
        outcome is Outcome.UNKNOWN and asks_once_more(letter.kind, doubted=letter.doubted)
    )
    if letter.doubted and outcome in (Outcome.DEFERRED, Outcome.EXPIRED):
        # It may have arrived before.
        outcome = Outcome.UNKNOWN
    due = None
    if again:
        due = next_attempt(f"letter {letter.id}", attempts=letter.attempts, now=now)
        if not hours_left(letter, desk.publication, now=due):
            due, outcome = None, Outcome.UNKNOWN if outcome is Outcome.UNKNOWN else Outcome.EXPIRED
    desk.letters.settle_letter(letter, reply, outcome, due=due, now=now)
    report.count(outcome, again=due is not None)
