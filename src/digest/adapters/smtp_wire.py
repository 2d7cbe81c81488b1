"""Bytes to a relay and back over one socket, in clear or under TLS, with every loss told exactly.

The socket is ours and not a transport's: what has left can be told from what has not, and a reply
that arrived before the connection broke can still be read after a write has failed.
"""

import asyncio
import contextlib
import re
import socket
import ssl
from collections.abc import Sequence

from digest.adapters.smtp_alarm import Alarm
from digest.adapters.smtp_loss import CLOSED, Lost, describe, no_answer
from digest.adapters.smtp_reply import LONGEST_REPLY, NotAReply, RawReply, take_reply
from digest.adapters.smtp_tls import Tls

READ_SIZE = 16_384
HOST_NAME = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class Wire:
    """One connection.

    Args:
        sock: Connected, non-blocking. Closed by `close`.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._loop = asyncio.get_running_loop()
        self._buffer = bytearray()
        self._tls: Tls | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._alarm = Alarm(self._loop, self._wake)
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
        return self._tls is not None and self._tls.shaken

    @property
    def tls_session(self) -> ssl.SSLSession | None:
        """What the next connection to the same relay may take up; None in clear."""
        return self._tls.session if self._tls else None

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
            self._take_in(raw)
        self._wake()

    def _take_in(self, raw: bytes) -> None:
        if self._tls:
            self._tls.take_in(raw)
            self._open()
        else:
            self._buffer += raw
        if not raw:
            self._end(CLOSED)
        elif len(self._buffer) > LONGEST_REPLY + READ_SIZE:
            self._end("the relay sends without end")

    def _open(self) -> None:
        if self._tls is None or not self._tls.shaken:
            return
        try:
            if self._tls.open_into(self._buffer):
                self._end(CLOSED)
        except OSError as error:
            self._end(describe(error))

    def _end(self, how: str) -> None:
        self.ended = self.ended or how
        self._loop.remove_reader(self._sock)

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)

    async def _wait(self, deadline: float) -> bool:
        """Wait until something happens on the wire.

        Args:
            deadline: By the loop's clock.

        Returns:
            False when the deadline came first.
        """
        self._waiter = self._loop.create_future()
        self._alarm.set(deadline)
        try:
            await self._waiter
        finally:
            self._waiter = None
            in_time = self._alarm.stop()
        return in_time

    def take_reply(self) -> RawReply | None:
        """Take the next reply if it has arrived.

        Raises:
            Lost: This is no reply.
        """
        try:
            return take_reply(self._buffer)
        except NotAReply as error:
            raise Lost(f"this is no SMTP reply: {error}") from error

    async def read_reply(self, limit: float) -> RawReply:
        """Read the next reply; one that arrived before a loss is read all the same.

        Args:
            limit: Seconds to wait for it.

        Raises:
            Lost: There will be none.
        """
        deadline = self._loop.time() + limit
        in_time = True
        while True:
            reply = self.take_reply()
            if reply:
                return reply
            if self.ended:
                raise Lost(self.ended)
            if not in_time:
                raise Lost(no_answer(limit))
            in_time = await self._wait(deadline)

    async def send(self, data: bytes, limit: float) -> bool:
        """Send all of the data to the relay's machine.

        A failed write is no error here: a reply may be waiting that says why. Ask for it.

        Args:
            data: What to send.
            limit: Seconds to wait until a full wire takes more.

        Returns:
            Whether any of it has begun to leave.
        """
        _, parts = self._seal(b"", data)
        return await self._push(parts, limit) > 0

    async def send_message(self, content: bytes, ending: bytes, limit: float) -> bool:
        """Send a message with its ending, in one write if the wire takes it.

        What is heard before the ending has begun to leave is no answer to it: then nothing more
        is sent.

        Args:
            content: The message.
            ending: What makes the relay take it, and what is sent behind that.
            limit: Seconds to wait until a full wire takes more.

        Returns:
            Whether any of the ending has begun to leave.
        """
        place, parts = self._seal(content, ending)
        return await self._push(parts, limit, place) > place

    def _seal(self, content: bytes, ending: bytes) -> tuple[int, list[bytes | memoryview]]:
        """Make the bytes that travel, and tell at which of them the ending begins.

        Under TLS the ending has records of its own, without which it cannot be read.
        """
        if self._tls is None:
            return len(content), [content, ending]
        try:
            place = self._tls.seal(content)
            self._tls.seal(ending)
        except ssl.SSLError as error:
            self._end(describe(error))
            return 0, []
        return place, [self._tls.take_out()]

    async def _push(
        self, parts: Sequence[bytes | memoryview], limit: float, silent_until: int = -1
    ) -> int:
        """Send parts of bytes one behind the other.

        Args:
            parts: What to send.
            limit: Seconds to wait until a full wire takes more.
            silent_until: As long as no more bytes than these have left, whatever is heard stops us.

        Returns:
            How many bytes have left.
        """
        left, whole, rest, deadline = 0, sum(map(len, parts)), parts, 0.0
        try:
            while left < whole and not self.ended:
                if left <= silent_until:
                    self.look()
                    if self._buffer or self.ended:
                        break
                try:
                    left += self._sock.sendmsg(rest)
                except (BlockingIOError, InterruptedError):
                    deadline = deadline or self._loop.time() + limit
                    await self._wait_for_room(deadline, limit)
                else:
                    deadline = 0.0
                    rest = behind(parts, left) if left < whole else ()
        except OSError as error:
            self.look()
            self._end(describe(error))
        except Lost as error:
            self._end(str(error))
        return left

    async def _wait_for_room(self, deadline: float, limit: float) -> None:
        """Wait until the wire takes more, or something is heard.

        Raises:
            Lost: Nothing happened until the deadline.
        """
        self._loop.add_writer(self._sock, self._wake)
        try:
            if not await self._wait(deadline):
                raise Lost(no_answer(limit))
        finally:
            self._loop.remove_writer(self._sock)

    async def start_tls(
        self,
        context: ssl.SSLContext,
        host: str,
        limit: float,
        earlier: ssl.SSLSession | None = None,
    ) -> None:
        """Put the wire under TLS.

        Args:
            context: Verifies the certificate.
            host: The name that it must be for.
            limit: Seconds for the whole handshake.
            earlier: `tls_session` of a wire to the same relay with the same context.

        Raises:
            Lost: The connection ended.
            ssl.SSLError: There is no safe connection to this relay.
        """
        self._tls = Tls(context, host, earlier)
        deadline = self._loop.time() + limit
        try:
            while not self._tls.shake_hands():
                await self._flush(self._tls, limit)
                # More may have come while the last flight was leaving.
                if not (self._tls.pending or await self._wait(deadline)):
                    raise Lost(no_answer(limit))
        except ssl.SSLEOFError:
            raise Lost(CLOSED) from None
        except ssl.SSLError:
            # The relay is told why, so that its log explains what ours does.
            await self._push([self._tls.take_out()], limit)
            raise
        await self._flush(self._tls, limit)
        # What came in one packet with the end of the handshake waits in there already.
        self._open()

    async def _flush(self, tls: Tls, limit: float) -> None:
        """Send what a handshake has written.

        Raises:
            Lost: The connection ended.
        """
        await self._push([tls.take_out()], limit)
        if self.ended:
            raise Lost(self.ended)

    def close(self) -> None:
        """Close the socket; never raises."""
        if self._sock.fileno() < 0:
            return
        self._end("closed by us")
        self._alarm.cancel()
        with contextlib.suppress(OSError):
            self._sock.close()


def behind(parts: Sequence[bytes | memoryview], left: int) -> Sequence[memoryview]:
    """What follows the bytes that have left."""
    rest = []
    for part in parts:
        if left < len(part):
            rest.append(memoryview(part)[left:])
        left = max(0, left - len(part))
    return rest
