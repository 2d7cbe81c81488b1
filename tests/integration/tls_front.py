"""STARTTLS before a server that has none: the handshake is ours, all the rest is the server's."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

OFFER = b"250-front.example.org\r\n250 STARTTLS\r\n"
GO_ON = b"220 2.0.0 go on\r\n"
AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class TlsFront:
    """Passes the greeting on in clear, and everything else under TLS.

    The server behind it hears the second EHLO only, the one that counts (RFC 3207 section 4.2).

    Attributes:
        behind: The server's port.
        tls: Its certificate.
    """

    behind: int
    tls: ssl.SSLContext

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            theirs, ours = await asyncio.open_connection("127.0.0.1", self.behind)
        except ConnectionError:
            await hang_up(writer)
            return
        try:
            greeting = await theirs.readline()
            writer.write(greeting)
            if greeting and await agree(reader, writer):
                await writer.start_tls(self.tls)
                await join(reader, writer, theirs, ours)
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            await hang_up(ours)
            await hang_up(writer)


async def agree(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Offer STARTTLS until the client wants it; False when it leaves instead."""
    while line := await reader.readline():
        verb = line.split()[0].upper() if line.split() else b""
        if verb == b"STARTTLS":
            writer.write(GO_ON)
            await writer.drain()
            return True
        writer.write(OFFER if verb == b"EHLO" else b"530 5.7.0 STARTTLS first\r\n")
    return False


async def join(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    theirs: asyncio.StreamReader,
    ours: asyncio.StreamWriter,
) -> None:
    """Pass bytes both ways until one of the two is gone."""
    ways = {asyncio.create_task(pump(reader, ours)), asyncio.create_task(pump(theirs, writer))}
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)


async def pump(source: asyncio.StreamReader, drain: asyncio.StreamWriter) -> None:
    while data := await source.read(AT_ONCE):
        drain.write(data)
        await drain.drain()


async def hang_up(writer: asyncio.StreamWriter) -> None:
    writer.close()
    # A goodbye under TLS that is never answered would be waited for without end.
    with suppress(ConnectionError, ssl.SSLError, TimeoutError):
        async with asyncio.timeout(0.5):
            await writer.wait_closed()


async def end_all(tasks: set[asyncio.Task[None]]) -> None:
    """Let conversations end, and end those that do not."""
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=1)
        for task in late:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    # A closed transport lets go of its socket in the loop's next round.
    await asyncio.sleep(0)


@asynccontextmanager
async def tls_front(behind: int, tls: ssl.SSLContext) -> AsyncIterator[int]:
    """Run a front on a free port of 127.0.0.1; tell the port."""
    front = TlsFront(behind=behind, tls=tls)
    tasks: set[asyncio.Task[None]] = set()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.get_running_loop().create_task(front.talk(reader, writer)))

    server = await asyncio.start_server(begin, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await end_all(tasks)
        await server.wait_closed()
