"""Bytes to a relay and back over one socket, in clear or under TLS, with every loss told exactly.

The socket is ours and not a transport's: what has left can be told from what has not, and a reply
that arrived before the connection broke can still be read after a write has failed.
"""

import asyncio
import contextlib
import re
import socket
import ssl
from collections.abc import Awaitable
from typing import TypeVar

from digest.adapters.smtp_reply import LONGEST_REPLY, NotAReply, RawReply, take_reply

READ_SIZE = 65_536
HOST_NAME = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
T = TypeVar("T")


class Lost(Exception):
    """The connection is of no use any more; the text says how it was lost."""


class Wire:
    """One connection.

    Args:
        sock: Connected, non-blocking. Closed by `close`.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._loop = asyncio.get_running_loop()
        self._buffer = bytearray()
        self._tls: ssl.SSLObject | None = None
        self._shaken = False
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._arrival: asyncio.Future[None] | None = None
        self.ended = ""
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._loop.add_reader(sock, self.look)

    @property
    def has_arrived(self) -> bool:
        """Whether something is there that nobody has read."""
        return bool(self._buffer)

    @property
    def secure(self) -> bool:
        """Whether the wire is under TLS with a verified certificate."""
        return self._shaken

    def own_name(self) -> str:
        """The name for EHLO (RFC 5321 section 4.1.4): this machine's, else its address."""
        name = socket.gethostname()
        if HOST_NAME.fullmatch(name):
            return name
        address = self._sock.getsockname()[0].partition("%")[0]
        return f"[IPv6:{address}]" if ":" in address else f"[{address}]"

    def look(self) -> None:
        """Take in what has arrived, without waiting."""
        if self.ended:
            return
        try:
            raw = self._sock.recv(READ_SIZE)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._end(describe(error))
        else:
            if self._tls:
                self._take_in_tls(raw)
            elif raw:
                self._buffer += raw
            else:
                self._end("closed by the relay")
            if len(self._buffer) > LONGEST_REPLY + READ_SIZE:
                self._end("the relay sends without end")
        self._wake()

    def _take_in_tls(self, raw: bytes) -> None:
        if raw:
            self._incoming.write(raw)
        else:
            self._incoming.write_eof()
        if self._shaken:
            self._decrypt()
        elif not raw:
            self._end("closed by the relay")

    def _decrypt(self) -> None:
        if self._tls is None:
            return
        try:
            while plain := self._tls.read(READ_SIZE):
                self._buffer += plain
            self._end("closed by the relay")
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLEOFError:
            self._end("closed by the relay")
        except OSError as error:
            self._end(describe(error))

    def _end(self, how: str) -> None:
        self.ended = self.ended or how
        self._loop.remove_reader(self._sock)

    def _wake(self) -> None:
        if self._arrival and not self._arrival.done():
            self._arrival.set_result(None)

    async def _wait(self) -> None:
        """Wait until something arrives or the connection ends."""
        self._arrival = self._loop.create_future()
        try:
            await self._arrival
        finally:
            self._arrival = None

    async def read_reply(self, limit: float) -> RawReply:
        """Read the next reply; one that arrived before a loss is read all the same.

        Args:
            limit: Seconds to wait for it.

        Raises:
            Lost: There will be none.
        """
        return await within(self._next_reply(), limit)

    async def _next_reply(self) -> RawReply:
        while True:
            try:
                reply = take_reply(self._buffer)
            except NotAReply as error:
                raise Lost(f"this is no SMTP reply: {error}") from error
            if reply:
                return reply
            if self.ended:
                raise Lost(self.ended)
            await self._wait()

    async def send(self, data: bytes, limit: float) -> bool:
        """Send all of the data to the relay's machine.

        A failed write is no error here: a reply may be waiting that says why. Ask for it.

        Args:
            data: What to send.
            limit: Seconds for each 64 KiB to leave.

        Returns:
            Whether any of it has begun to leave.
        """
        if self.ended:
            return False
        if self._tls:
            try:
                self._tls.write(data)
            except ssl.SSLError as error:
                self._end(describe(error))
                return False
            data = self._outgoing.read()
        return await self._send_raw(memoryview(data), limit)

    async def _send_raw(self, rest: memoryview, limit: float | None) -> bool:
        begun = False
        try:
            while rest:
                try:
                    sent = self._sock.send(rest[:READ_SIZE])
                except (BlockingIOError, InterruptedError):
                    await within(self._writable(), limit)
                    continue
                begun = True
                rest = rest[sent:]
        except OSError as error:
            self.look()
            self._end(describe(error))
        except Lost as error:
            self._end(str(error))
        return begun

    async def _writable(self) -> None:
        ready = asyncio.Event()
        self._loop.add_writer(self._sock, ready.set)
        try:
            await ready.wait()
        finally:
            self._loop.remove_writer(self._sock)

    async def start_tls(self, context: ssl.SSLContext, host: str, limit: float) -> None:
        """Put the wire under TLS.

        Args:
            context: Verifies the certificate.
            host: The name that it must be for.
            limit: Seconds for the whole handshake.

        Raises:
            Lost: The connection ended.
            ssl.SSLError: There is no safe connection to this relay.
        """
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        await within(self._shake_hands(self._tls), limit)
        self._shaken = True
        # What came in one packet with the end of the handshake waits in there already.
        self._decrypt()

    async def _shake_hands(self, tls: ssl.SSLObject) -> None:
        while True:
            try:
                tls.do_handshake()
            except ssl.SSLWantReadError:
                await self._send_raw(memoryview(self._outgoing.read()), None)
                if self.ended:
                    raise Lost(self.ended) from None
                # More may have come while the last flight was leaving.
                if not self._incoming.pending:
                    await self._wait()
            except ssl.SSLEOFError:
                raise Lost("closed by the relay") from None
            except ssl.SSLError:
                # The relay is told why, so that its log explains what ours does.
                await self._send_raw(memoryview(self._outgoing.read()), None)
                raise
            else:
                await self._send_raw(memoryview(self._outgoing.read()), None)
                return

    def close(self) -> None:
        """Close the socket; never raises."""
        if self._sock.fileno() < 0:
            return
        self._end("closed by us")
        with contextlib.suppress(OSError):
            self._sock.close()


async def within(wish: Awaitable[T], limit: float | None) -> T:
    """Wait for something, but not for ever.

    Args:
        wish: What to wait for.
        limit: Seconds; None when somebody else watches the time.

    Raises:
        Lost: It took longer than the limit.
    """
    try:
        async with asyncio.timeout(limit):
            return await wish
    except TimeoutError:
        raise Lost(f"no answer within {limit:g} seconds") from None


def describe(error: OSError) -> str:
    """Say in a few words how a connection was lost."""
    return error.strerror or str(error) or type(error).__name__
