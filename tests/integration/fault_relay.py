"""An SMTP server that goes wrong exactly where a test tells it to."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

DROP = b"\0drop"
RESET = b"\0reset"
SILENCE = b"\0silence"
PAUSE = b"\0pause"
Action = bytes | Sequence[bytes]

ANSWERS: dict[str, bytes] = {
    "CONNECT": b"220 relay.example.org ESMTP\r\n",
    "EHLO": b"250-relay.example.org\r\n250 8BITMIME\r\n",
    "STARTTLS": b"220 2.0.0 go on\r\n",
    "MAIL": b"250 2.1.0 OK\r\n",
    "RCPT": b"250 2.1.5 OK\r\n",
    "DATA": b"354 go on\r\n",
    ".": b"250 2.0.0 queued as 7A3F\r\n",
    "RSET": b"250 2.0.0 OK\r\n",
    "QUIT": b"221 2.0.0 bye\r\n",
    "AUTH": b"235 2.7.0 signed in\r\n",
}


@dataclass(slots=True)
class FaultRelay:
    """Answers each command as it was told, one action after the other; then as a good relay.

    Attributes:
        script: Verb → actions. An action is bytes to answer, or several to write one by one;
            among them DROP (close), RESET (close hard), SILENCE (never answer), PAUSE.
            "RCPT a@example.org" is about the mail whose envelope sender that is, and goes first.
        tls: For STARTTLS, and from the first byte when `implicit`.
        commands: Every line that came, messages left out.
        messages: Content of each message that ended with its dot, still dot-stuffed.
        read_limit: Bytes of a message that are read before "." is acted upon; None reads all.
        pipelining: Whether it offers PIPELINING.
        together: Whether its answers leave in one write when more commands have come already.
        chunks: What each read of the socket has brought.
    """

    script: dict[str, list[Action]] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    implicit: bool = False
    commands: list[str] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    read_limit: int | None = None
    pipelining: bool = False
    together: bool = False
    chunks: list[bytes] = field(default_factory=list)
    port: int = 0
    connections: int = 0

    async def talk(self, reader: "CountingReader", writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        talk = Talk(self, reader, writer)
        try:
            await talk.go_on()
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            # A handshake that never ended would be waited for without end.
            with suppress(ConnectionError, ssl.SSLError, TimeoutError):
                async with asyncio.timeout(0.5):
                    await writer.wait_closed()

    def next_action(self, verb: str, sender: str) -> Sequence[bytes]:
        queue = self.script.get(f"{verb} {sender}") or self.script.get(verb)
        if queue:
            action = queue.pop(0)
        elif verb == "EHLO" and self.pipelining:
            action = b"250-relay.example.org\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
        else:
            action = ANSWERS.get(verb, b"502 5.5.1 what?\r\n")
        return [action] if isinstance(action, bytes) else action


class CountingReader(asyncio.StreamReader):
    """Keeps what each read of the socket has brought."""

    def __init__(self, chunks: list[bytes]) -> None:
        super().__init__(limit=2**22)
        self.chunks = chunks
        self.unread = 0

    def feed_data(self, data: bytes) -> None:  # type: ignore[override]
        self.chunks.append(bytes(data))
        self.unread += len(data)
        super().feed_data(data)

    async def line(self) -> bytes:
        line = await self.readline()
        self.unread -= len(line)
        return line


@dataclass(slots=True)
class Talk:
    """One connection with the relay."""

    relay: FaultRelay
    reader: CountingReader
    writer: asyncio.StreamWriter
    sender: str = ""
    held: bytes = b""
    said_354: bool = False

    async def go_on(self) -> None:
        going = await self.act("CONNECT")
        while going and (line := await self.reader.line()):
            command = line.decode("utf-8", "replace").rstrip("\r\n")
            self.relay.commands.append(command)
            verb = command.partition(" ")[0].upper()
            if verb == "MAIL":
                self.sender = command.partition("<")[2].partition(">")[0]
            going = await self.act(verb)
            if verb == "STARTTLS" and going and self.relay.tls:
                await self.writer.start_tls(self.relay.tls)
            if verb == "DATA" and going and self.said_354:
                going = await self.take_message()
            if verb == "QUIT":
                break

    async def take_message(self) -> bool:
        if self.relay.read_limit is not None:
            await self.reader.readexactly(self.relay.read_limit)
            return await self.act(".")
        content = b""
        while (line := await self.reader.line()) != b".\r\n":
            if not line:
                return False
            content += line
        self.relay.messages.append(content)
        return await self.act(".")

    async def act(self, verb: str) -> bool:
        pieces = self.relay.next_action(verb, self.sender)
        said = b"".join(piece for piece in pieces if not piece.startswith(b"\0"))
        self.said_354 = verb == "DATA" and said.startswith(b"354")
        for piece in pieces:
            if piece == DROP:
                await self.write(b"")
                return False
            if piece == RESET:
                await self.write(b"")
                self.writer.transport.abort()
                return False
            if piece == SILENCE:
                await self.write(b"")
                await asyncio.sleep(30)
                return False
            if piece == PAUSE:
                await asyncio.sleep(0.02)
            elif self.relay.together and self.reader.unread:
                self.held += piece
            else:
                await self.write(piece)
        return True

    async def write(self, piece: bytes) -> None:
        """Write what was held back before, and a piece."""
        piece, self.held = self.held + piece, b""
        if piece:
            self.writer.write(piece)
            await self.writer.drain()


@asynccontextmanager
async def running(relay: FaultRelay) -> AsyncIterator[FaultRelay]:
    """Run a relay on a free port of 127.0.0.1 while the test talks to it."""
    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Task[None]] = set()

    def protocol() -> asyncio.StreamReaderProtocol:
        counting = CountingReader(relay.chunks)

        def begin(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            tasks.add(loop.create_task(relay.talk(counting, writer)))

        return asyncio.StreamReaderProtocol(counting, begin)

    server = await loop.create_server(
        protocol, "127.0.0.1", 0, ssl=relay.tls if relay.implicit else None
    )
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()
