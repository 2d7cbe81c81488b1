"""An SMTP server that goes wrong at random, and always knows what it has taken.

Everything follows from its seed, except what the scheduler decides. Each seed has a few faults of
its own and a rate, so that some relays are nearly healthy and others hopeless.
"""

import asyncio
import random
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.integration.tls_front import end_all, hang_up

# Longer than the client waits, in the tests that use it.
TOO_LONG = 1.2
MOST_SILENCES = 2
SHORT_PAUSE = 0.01
FAULTS = (
    *("drop", "reset", "half then drop", "half then reset", "answer then drop"),
    *("answer then reset", "pause", "silence", "byte by byte", "garbage", "endless", "long"),
    *("twice", "unasked", "wrong code", "soft", "hard", "closing"),
)
# After these nobody can be sure that the answer to the dot was heard and understood.
UNCLEAR = ("garbage", "endless", "wrong code", "answer then reset")
GARBAGE = (
    b"HTTP/1.1 400 Bad Request\r\n\r\n",
    b"999 what\r\n",
    b"\xff\xfe\x00\x00\r\n",
    b"250-one\r\n550 two\r\n",
    b"25\r\n",
    b"\r\n",
)
# What a client must never take for an answer to its question. A 250 that nobody asked for is among
# them everywhere but where it cannot be told from the answer to the dot.
UNASKED = (b"220 hello again\r\n", b"354 go on\r\n", b"421 4.3.2 closing\r\n", b"250 2.0.0 OK\r\n")
WRONG = (b"200 hm\r\n", b"220 hello\r\n", b"235 signed in\r\n", b"354 go on\r\n", b"299 what\r\n")
SOFT = (b"450 4.2.0 come back\r\n", b"451 4.3.0 hm\r\n", b"452 4.7.1 slowly\r\n", b"450 no\r\n")
HARD = (
    b"550 5.1.1 no such user\r\n",
    b"554 5.7.1 policy\r\n",
    b"552 5.2.2 full\r\n",
    b"500 no\r\n",
)
INSTEAD = {
    "garbage": GARBAGE,
    "wrong code": WRONG,
    "soft": SOFT,
    "hard": HARD,
    "closing": (b"421 4.3.2 closing\r\n",),
}
# A relay that is hopeless before MAIL is soon given up, and after the dot is where doubts are made.
ODDS = {"CONNECT": 0.2, "EHLO": 0.1, ".": 2}
ANSWERS = {
    "CONNECT": b"220 relay.example.org ESMTP\r\n",
    "MAIL": b"250 2.1.0 OK\r\n",
    "RCPT": b"250 2.1.5 OK\r\n",
    "DATA": b"354 go on\r\n",
    ".": b"250 2.0.0 queued\r\n",
    "RSET": b"250 2.0.0 OK\r\n",
    "QUIT": b"221 2.0.0 bye\r\n",
    "STARTTLS": b"220 2.0.0 go on\r\n",
}


class Over(Exception):
    """The server ends this conversation; `hard` with a TCP reset."""

    def __init__(self, *, hard: bool = False) -> None:
        super().__init__()
        self.hard = hard


@dataclass(slots=True)
class Taken:
    """A message that ended with its dot.

    Attributes:
        recipient: As in RCPT.
        data: With its dots unstuffed.
        said: The whole answer; empty when there was none.
        heard: Whether the client must have heard and understood it.
    """

    recipient: str
    data: bytes
    said: bytes = b""
    heard: bool = False

    @property
    def refused(self) -> bool:
        """Whether the answer was a no, so that the sender keeps the message."""
        return self.said[:1] in (b"4", b"5")


@dataclass(slots=True)
class ChaosRelay:
    """A relay with faults of its seed.

    Attributes:
        seed: Decides everything.
        tls: For STARTTLS; None offers none.
        healthy: Whether to do no wrong at all.
        taken: Every message that ended with its dot, in order, recorded before it is answered.
        doubts: Messages whose content was asked for, and that were never answered clearly.
        dialogue: What came and what was answered, with the number of its connection.
    """

    seed: int
    tls: ssl.SSLContext | None = None
    healthy: bool = False
    taken: list[Taken] = field(default_factory=list)
    doubts: int = 0
    dialogue: list[str] = field(default_factory=list)
    port: int = 0
    connections: int = 0
    silences: int = 0
    dice: random.Random = field(init=False)
    faults: list[str] = field(init=False)
    rate: float = field(init=False)
    most: int = field(init=False)
    pipelining: bool = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311 - a test's faults are no secret
        self.faults = self.dice.sample(FAULTS, self.dice.randint(1, 5))
        self.rate = self.dice.choice([0.02, 0.05, 0.1, 0.2, 0.4])
        self.most = self.dice.choice([1, 3, 7, 1000])
        self.pipelining = self.dice.random() < 0.7

    def choose_fault(self, verb: str) -> str:
        """What goes wrong with the next answer; empty when nothing does."""
        if self.healthy or self.dice.random() >= self.rate * ODDS.get(verb, 1):
            return ""
        fault = self.dice.choice(self.faults)
        self.silences += fault == "silence"
        return "pause" if fault == "silence" and self.silences > MOST_SILENCES else fault

    def tell(self) -> str:
        """Everything that helps to understand a failure."""
        head = f"seed {self.seed}: {self.faults} at {self.rate}, {self.most} a connection"
        return "\n".join([head, *self.dialogue])


@dataclass(slots=True)
class Conversation:
    """One connection to a relay."""

    relay: ChaosRelay
    number: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    safe: bool = False
    recipient: str = ""
    carried: int = 0

    def note(self, who: str, what: bytes) -> None:
        self.relay.dialogue.append(f"{self.number} {who} {what[:100]!r}")

    async def hold(self) -> None:
        try:
            await self.answer("CONNECT")
            while line := await self.reader.readline():
                self.note(">", line)
                await self.obey(line.decode("utf-8", "replace").rstrip("\r\n"))
        except Over as over:
            if over.hard:
                self.writer.transport.abort()
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            pass
        finally:
            await hang_up(self.writer)

    async def obey(self, command: str) -> None:
        verb = command.partition(" ")[0].upper()
        if verb == "STARTTLS" and self.relay.tls:
            await self.say(ANSWERS["STARTTLS"])
            await self.writer.start_tls(self.relay.tls)
            self.safe = True
        elif verb == "DATA" and not self.recipient:
            await self.say(b"503 5.5.1 RCPT first\r\n")
        elif verb in ("EHLO", "MAIL", "RCPT", "DATA", "RSET", "QUIT"):
            answer = await self.answer(verb)
            await self.go_on(verb, command, answer)
        else:
            await self.say(b"502 5.5.1 what?\r\n")

    async def go_on(self, verb: str, command: str, answer: bytes) -> None:
        """Be where a command and its answer lead to."""
        if verb == "QUIT":
            raise Over
        if verb == "DATA" and answer.startswith(b"354"):
            await self.take()
        elif verb == "RCPT" and answer.startswith(b"250"):
            self.recipient = command.partition("<")[2].rpartition(">")[0]
        elif verb in ("MAIL", "RSET"):
            self.recipient = ""

    def offer(self) -> bytes:
        words = ["relay.example.org", "8BITMIME", "SIZE 10000000"]
        words += ["PIPELINING"] if self.relay.pipelining else []
        words += ["STARTTLS"] if self.relay.tls and not self.safe else []
        lines = [f"250-{word}\r\n" for word in words[:-1]] + [f"250 {words[-1]}\r\n"]
        return "".join(lines).encode()

    async def take(self) -> None:
        """Read a message to its dot, write it down, and only then answer."""
        # A server that dies in the middle, whatever it was about to do.
        breaks = self.relay.choose_fault("DATA")
        if breaks in ("drop", "reset"):
            await self.reader.readexactly(self.relay.dice.randint(1, 400))
            self.note("!", breaks.encode() + b" in the middle of a message")
            raise Over(hard=breaks == "reset")
        content = await self.reader.readuntil(b"\r\n.\r\n")
        data = content.removesuffix(b".\r\n").replace(b"\r\n.", b"\r\n")
        taken = Taken(recipient=self.recipient, data=data)
        self.relay.taken.append(taken)
        self.note(">", b". for " + self.recipient.encode())
        self.recipient = ""
        await self.answer(".", taken)
        if taken.heard:
            self.relay.doubts -= 1
        self.carried += 1
        if not self.relay.healthy and self.carried >= self.relay.most:
            raise Over

    async def say(self, answer: bytes) -> None:
        self.note("<", answer)
        self.writer.write(answer)
        await self.writer.drain()

    async def answer(self, verb: str, taken: Taken | None = None) -> bytes:
        """Answer a command, well or badly; tell what was said at last."""
        fault = self.relay.choose_fault(verb)
        good = self.twist(fault, self.offer() if verb == "EHLO" else ANSWERS[verb])
        if fault:
            self.note("!", f"{fault} at {verb}".encode())
        # A content that was asked for may be on its way whatever becomes of the connection.
        self.relay.doubts += verb == "DATA" and good.startswith(b"354")
        await self.stop_before(fault)
        if fault == "unasked":
            # With the dot on its way, nobody could tell a 250 from the answer to it.
            good += self.relay.dice.choice(UNASKED if verb != "." else UNASKED[:3])
        if fault.startswith("half"):
            await self.say(good[: len(good) // 2])
            raise Over(hard=fault.endswith("reset"))
        if taken:
            taken.said = good
            taken.heard = fault not in UNCLEAR
        await self.say_slowly(good) if fault == "byte by byte" else await self.say(good)
        if fault == "closing" or fault.startswith("answer"):
            raise Over(hard=fault.endswith("reset"))
        return good

    async def stop_before(self, fault: str) -> None:
        """Do what goes wrong before a word is said."""
        if fault in ("drop", "reset"):
            raise Over(hard=fault == "reset")
        if fault == "silence":
            await asyncio.sleep(TOO_LONG)
            raise Over
        if fault == "pause":
            await asyncio.sleep(SHORT_PAUSE)

    async def say_slowly(self, answer: bytes) -> None:
        for place in range(len(answer)):
            await self.say(answer[place : place + 1])
            await asyncio.sleep(0)

    def twist(self, fault: str, good: bytes) -> bytes:
        """Make of a good answer what the fault makes of it."""
        if fault in INSTEAD:
            return self.relay.dice.choice(INSTEAD[fault])
        if fault == "endless":
            return good[:3] + b"x" * 100_000
        if fault == "long":
            return good[:3] + b"-" + b"more " * 100 + b"\r\n" + good
        return good * 2 if fault == "twice" else good


@asynccontextmanager
async def chaos(relay: ChaosRelay) -> AsyncIterator[ChaosRelay]:
    """Run a relay on a free port of 127.0.0.1."""
    tasks: set[asyncio.Task[None]] = set()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        relay.connections += 1
        talk = Conversation(relay=relay, number=relay.connections, reader=reader, writer=writer)
        tasks.add(asyncio.get_running_loop().create_task(talk.hold()))

    server = await asyncio.start_server(begin, "127.0.0.1", 0, limit=2**22)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        await end_all(tasks)
        await server.wait_closed()
