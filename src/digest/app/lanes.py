"""Letters over sessions: each lane hands over one after the other, and says which comes next."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from digest.app.clerk import finished
from digest.app.halt import Halt
from digest.app.ports import Clock
from digest.app.sessions import PATIENCE, PULSE_SECONDS, Channel, Sessions
from digest.app.waiting import Letter, Parked
from digest.deliver.domains import Domains, closes_relay, quote
from digest.deliver.limits import Pace
from digest.deliver.pace import Breaker
from digest.deliver.replies import Verdict, judge
from digest.deliver.results import impossible, put_off, tried, unwished
from digest.deliver.variants import WHOLE, Choice
from digest.errors import (
    DigestError,
    ExitStatus,
    RelayError,
    RelayUnavailable,
    RenderError,
)
from digest.model.delivery import Delivery, Outcome, OwnedReader, Phase, Reply
from digest.model.message import Message

NO_ADDRESS = "This is no e-mail address."


def whole(_reader: OwnedReader) -> Choice:
    """Give every reader the whole edition."""
    return WHOLE


@dataclass(slots=True)
class Lane:
    """What one lane has in its hands.

    Attributes:
        channel: Its session; None before it needs one.
        following: The letter whose envelope the relay has been told.
        setbacks: How often in a row the relay turned it away before it heard of a reader.
    """

    channel: Channel | None = None
    following: Letter | None = None
    setbacks: int = 0


@dataclass(slots=True, kw_only=True)
class Lanes:
    """Sends letters over as many sessions as the relay bears.

    Attributes:
        make: Makes a reader's message; None when their address is none.
        choose: Chooses what of the edition a reader gets.
        sessions: With the relay.
        clock: Tells the present moment.
        halt: When to begin nothing more.
        pace: The desk's limits.
        domains: How the readers' domains take our mail.
        breaker: The last outcomes.
        waiting: Letters that nobody has taken yet.
        parked: Those of them that wait for their domain's pace alone.
        results: How readers fared, until somebody fetches them.
        flying: Readers whose letters are in the hands of lanes, by number.
        enough: At so many results `news` is told.
        news: Set when there are enough results, or when a lane has ended.
    """

    make: Callable[[OwnedReader], Message | None]
    sessions: Sessions
    clock: Clock
    halt: Halt
    pace: Pace = field(default_factory=Pace)
    choose: Callable[[OwnedReader], Choice] = whole
    domains: Domains = field(default_factory=Domains)
    breaker: Breaker = field(default_factory=Breaker)
    waiting: deque[Letter] = field(default_factory=deque)
    parked: Parked = field(init=False)
    results: list[Delivery] = field(default_factory=list)
    flying: set[int] = field(default_factory=set)
    enough: int = 1
    news: asyncio.Event = field(default_factory=asyncio.Event)
    _more: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _lanes: int = 0
    _idle: int = 0
    _closing: bool = False

    def __post_init__(self) -> None:
        """Park letters by the desk's limits."""
        self.parked = Parked(pace=self.pace)

    def put(self, letters: Iterable[Letter]) -> None:
        """Add letters, and lanes for them."""
        self.waiting.extend(letters)
        self._more.set()
        self._widen()

    def _widen(self) -> None:
        """Open as many lanes as there is work and room for."""
        room = self.sessions.limit - self._lanes
        # Those that are parked need no lane more, but one.
        wanted = len(self.waiting) - self._idle if self._lanes else self._unbegun
        for _ in range(min(room, wanted)):
            self._lanes += 1
            task = asyncio.create_task(self._run())
            self._tasks.add(task)
            task.add_done_callback(self._note_end)

    def _note_end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.halt.mistake = self.halt.mistake or error
        if self._may_go_on():
            self._widen()
        self.news.set()

    def withdraw(self) -> None:
        """Take back what nobody has taken yet."""
        self.waiting.clear()
        self.parked.clear()

    def wake(self) -> None:
        """Let lanes that wait for letters see whether they still may."""
        self._more.set()

    async def quiet(self) -> None:
        """Wait until every lane has ended; none begins anything once the run is halted."""
        self._more.set()
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self) -> None:
        """End all lanes and sessions; whoever does not want to wait for that breaks them off."""
        self._closing = True
        try:
            await self.quiet()
        except asyncio.CancelledError:
            await self.break_off()
            raise
        finally:
            await finished(self.sessions.close())

    async def break_off(self) -> None:
        """End all lanes at once; what is on its way becomes a doubt."""
        self._closing = True
        for task in self._tasks:
            task.cancel()
        await self.quiet()

    async def _run(self) -> None:
        """Carry one letter after the other."""
        lane = Lane()
        try:
            while (letter := await self._next(lane)) and await self._carry(lane, letter):
                pass
        except RelayError as error:
            self.halt.trouble = self.halt.trouble or error
        finally:
            # Before anything is waited for, so that no other lane thinks that it is one too many.
            surplus = self._lanes > self.sessions.limit
            self._lanes -= 1
            if lane.following:
                self._put_back(lane.following)
            await self._leave(lane, keep=not surplus)

    async def _leave(self, lane: Lane, *, keep: bool) -> None:
        """Part with the session; others may use it when it is to be kept."""
        channel, lane.channel = lane.channel, None
        if channel is None:
            return
        if keep and channel.session.usable and channel.session.announced is None:
            self.sessions.give_back(channel)
        else:
            await self.sessions.drop(channel)

    async def _next(self, lane: Lane) -> Letter | None:
        """Take the next letter for a lane; None when it is to end."""
        if lane.following:
            # Begun with the one before: finished whatever comes, unless it may be another's now.
            return self._following(lane)
        while self._may_go_on():
            if self._unbegun and (wait := self.pace.wait(self._now())):
                await asyncio.sleep(min(wait, PULSE_SECONDS))
                continue
            if letter := self._pick():
                return letter
            await self._wait_for_more(self.parked.wait(self._now()))
        return None

    @property
    def _unbegun(self) -> int:
        """How many letters nobody has taken yet."""
        return len(self.waiting) + len(self.parked)

    async def _wait_for_more(self, seconds: float | None) -> None:
        """Wait for other letters, or until one may be due that waits for its domain's pace."""
        self._more.clear()
        self._idle += 1
        try:
            async with asyncio.timeout(None if seconds is None else min(seconds, PULSE_SECONDS)):
                await self._more.wait()
        except TimeoutError:
            pass
        finally:
            self._idle -= 1

    def _following(self, lane: Lane) -> Letter | None:
        letter, lane.following = lane.following, None
        if letter and not self.halt.ours:
            self._put_back(letter)
            return None
        return letter

    def _may_go_on(self) -> bool:
        return self.halt.going and not self._closing and self._lanes <= self.sessions.limit

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    def _pick(self) -> Letter | None:
        """Take the first letter that may be begun now; note those who are left out."""
        now = self._now()
        # A place in a domain's timetable is lost when nobody takes it: these come first.
        for letter in self.parked.take_due(now):
            if self._begin(letter, now):
                return letter
        for _ in range(len(self.waiting)):
            letter = self.waiting.popleft()
            if self.parked.must_wait(letter, now):
                self._tell_when_crowded()
            elif self._begin(letter, now):
                return letter
        return None

    def _begin(self, letter: Letter, now: float) -> bool:
        """Begin a letter that is due; tell whether it may be begun now."""
        if self.made(letter) is None:
            return False
        if reason := self.domains.why_paused(letter.domain):
            self._put_off(letter, reason)
            return False
        if not self.domains.may_begin(letter.domain):
            self.waiting.append(letter)
            return False
        self.domains.begin(letter.domain)
        self.flying.add(letter.reader.subscriber.id)
        self.pace.depart(letter.domain, now)
        return True

    def _tell_when_crowded(self) -> None:
        """Have somebody look whether letters that are parked stand in the way of others."""
        if len(self.results) + len(self.parked) >= self.enough:
            self.news.set()

    def made(self, letter: Letter) -> Message | None:
        """Make the message of a letter, once; a reader for whom there is none is noted."""
        if letter.message is None:
            choice = self.choose(letter.reader)
            if choice.reason:
                self._note(unwished(letter.reader, choice.reason, now=self.clock.now()))
                return None
            letter.variant = choice.variant
            try:
                letter.message = self.make(letter.reader)
            except RenderError as error:
                self._note(impossible(letter.reader, error.message, now=self.clock.now()))
                return None
        if letter.message is None:
            self._note(impossible(letter.reader, NO_ADDRESS, now=self.clock.now()))
            return None
        if not letter.domain:
            letter.domain = letter.message.recipient.rpartition("@")[2]
        return letter.message

    def _pick_following(self, channel: Channel) -> Letter | None:
        """Take the letter that the same session carries next, unless others could begin it now."""
        if self._idle or not channel.announces or not self._may_go_on():
            return None
        if self._unbegun and self.pace.wait(self._now()):
            return None
        return self._pick()

    def _put_back(self, letter: Letter) -> None:
        """Let a letter wait again of which the relay has heard nothing."""
        self.flying.discard(letter.reader.subscriber.id)
        self.domains.take_back(letter.domain)
        self.pace.take_back(letter.domain, self._now())
        self.waiting.appendleft(letter)
        self._more.set()

    async def _carry(self, lane: Lane, letter: Letter) -> bool:
        """Send one letter and note what came of it.

        Returns:
            Whether the lane goes on.

        Raises:
            RelayError: The relay takes nothing from us, now or at all.
        """
        channel = await self._channel(lane, letter)
        if channel is None:
            return False
        following = self._pick_following(channel)
        try:
            reply = await channel.session.hand_over(
                letter.ready, following.ready if following else None
            )
        except BaseException:
            broken_off = Reply(phase=Phase.FINAL, code=0, text="broken off by us")
            self._end(letter, broken_off, judge(broken_off))
            if following:
                self._put_back(following)
            raise
        if following:
            self._keep_following(lane, channel, following)
        return await self._judge(lane, channel, letter, reply)

    async def _channel(self, lane: Lane, letter: Letter) -> Channel | None:
        """Have a session for a letter, which waits again when there is none."""
        if lane.channel and lane.channel.session.usable:
            return lane.channel
        goes = False
        try:
            await self._leave(lane, keep=False)
            lane.channel = await self.sessions.take()
            # Asked once: a letter is carried or put back, and time may be up between two looks.
            goes = lane.channel is not None and self.halt.going
        finally:
            if not goes:
                self._put_back(letter)
        return lane.channel if goes else None

    def _keep_following(self, lane: Lane, channel: Channel, following: Letter) -> None:
        """Keep the letter that was announced; one that was not may be anybody's."""
        if channel.session.announced is following.message:
            lane.following = following
            return
        channel.announces = not channel.session.usable
        self._put_back(following)

    async def _judge(self, lane: Lane, channel: Channel, letter: Letter, reply: Reply) -> bool:
        """Draw every consequence of a reply: for the reader, the domain, the session, the run."""
        verdict = judge(reply)
        used = channel.carried > 0
        channel.carried += 1
        # A session that carried mail and ends at MAIL was closed between two messages.
        away = verdict.stop is ExitStatus.UNAVAILABLE or (used and closed_between(reply))
        # Noted before anything is waited for: who was told yes is never owed again.
        if away or verdict.stop:
            self._put_back(letter)
        else:
            self._end(letter, reply, verdict)
        if verdict.stop and not away:
            self.halt.trouble = self.halt.trouble or refused(reply, verdict.stop)
        if verdict.close or not channel.session.usable:
            await self._leave(lane, keep=False)
        if not away:
            lane.setbacks = 0
            return True
        lane.setbacks = 0 if used else lane.setbacks + 1
        await self._wait_for_relay(reply, lane.setbacks)
        return True

    async def _wait_for_relay(self, reply: Reply, setbacks: int) -> None:
        """Back off from a relay that takes nothing now.

        Raises:
            RelayUnavailable: It has lasted.
        """
        if setbacks > len(PATIENCE):
            raise RelayUnavailable(
                f"The relay takes no mail from us now: {quote(reply)}",
                "Nothing is lost. Send the rest later: digest send",
            )
        if setbacks:
            self.sessions.note_setback()
            await self.sessions.wait(PATIENCE[setbacks - 1])

    def _end(self, letter: Letter, reply: Reply, verdict: Verdict) -> None:
        """Note how a letter fared that was on its way."""
        self.flying.discard(letter.reader.subscriber.id)
        self.domains.end(letter.domain, reply, verdict)
        if closes_relay(reply):
            self.sessions.note_setback()
        elif verdict.outcome is Outcome.ACCEPTED:
            self.sessions.note_accepted()
        result = tried(
            letter.reader,
            letter.ready.message_id,
            reply,
            verdict,
            now=self.clock.now(),
            variant=letter.variant,
        )
        self.breaker.note(result.outcome)
        self._note(result)
        if self.waiting:
            self._more.set()
            self._widen()

    def _put_off(self, letter: Letter, reason: str) -> None:
        """Leave a reader of a paused domain to a later run."""
        self.domains.leave(letter.domain)
        now = self.clock.now()
        refused = self.domains.refuses(letter.domain)
        message_id = letter.ready.message_id
        self._note(put_off(letter.reader, message_id, reason, refused=refused, now=now))

    def _note(self, result: Delivery) -> None:
        """Note how a reader fared, for the next transaction."""
        self.results.append(result)
        if len(self.results) >= self.enough:
            self.news.set()


def closed_between(reply: Reply) -> bool:
    """Whether a session ended before anything was said about a reader."""
    return reply.lost and reply.phase is Phase.MAIL


def refused(reply: Reply, stop: ExitStatus) -> DigestError:
    """Make the error of a relay that takes this mail from nobody."""
    if stop is ExitStatus.BLOCKED:
        return RenderError(
            f"The mail is too large for the relay: {quote(reply)}",
            "Shorten the edition, or ask the relay's operator for a higher limit.",
        )
    return RelayError(
        f"The relay refuses our mail: {quote(reply)}",
        "Look at sender and bounce_address in digest.toml, and at the account of DIGEST_RELAY.",
    )
