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
        tls: For STARTTLS, and from the first byte when `implicit`.
        commands: Every line that came, messages left out.
        messages: Content of each message that ended with its dot, still dot-stuffed.
        read_limit: Bytes of a message that are read before "." is acted upon; None reads all.
    """

    script: dict[str, list[Action]] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    implicit: bool = False
    commands: list[str] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    read_limit: int | None = None
    port: int = 0
    connections: int = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            going = await self.act("CONNECT", writer)
            while going and (line := await reader.readline()):
                command = line.decode("utf-8", "replace").rstrip("\r\n")
                self.commands.append(command)
                verb = command.partition(" ")[0].upper()
                going = await self.act(verb, writer)
                if verb == "STARTTLS" and going and self.tls:
                    await writer.start_tls(self.tls)
                if verb == "DATA" and going and self.said_354:
                    going = await self.take_message(reader, writer)
                if verb == "QUIT":
                    break
        except (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
            # A handshake that never ended would be waited for without end.
            with suppress(ConnectionError, ssl.SSLError, TimeoutError):
                async with asyncio.timeout(0.5):
                    await writer.wait_closed()

    said_354: bool = False

    async def take_message(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        if self.read_limit is not None:
            await reader.readexactly(self.read_limit)
            return await self.act(".", writer)
        content = b""
        while (line := await reader.readline()) != b".\r\n":
            if not line:
                return False
            content += line
        self.messages.append(content)
        return await self.act(".", writer)

    async def act(self, verb: str, writer: asyncio.StreamWriter) -> bool:
        queue = self.script.get(verb)
        action = queue.pop(0) if queue else ANSWERS.get(verb, b"502 5.5.1 what?\r\n")
        pieces = [action] if isinstance(action, bytes) else action
        self.said_354 = verb == "DATA" and pieces[0].startswith(b"354")
        for piece in pieces:
            if piece == DROP:
                return False
            if piece == RESET:
                writer.transport.abort()
                return False
            if piece == SILENCE:
                await asyncio.sleep(30)
                return False
            if piece == PAUSE:
                await asyncio.sleep(0.02)
                continue
            writer.write(piece)
            await writer.drain()
        return True


@asynccontextmanager
async def running(relay: FaultRelay) -> AsyncIterator[FaultRelay]:
    """Run a relay on a free port of 127.0.0.1 while the test talks to it."""
    tasks: set[asyncio.Task[None]] = set()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(relay.talk(reader, writer))
        tasks.add(task)

    server = await asyncio.start_server(
        begin, "127.0.0.1", 0, limit=2**22, ssl=relay.tls if relay.implicit else None
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
