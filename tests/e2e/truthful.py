"""An SMTP server that keeps the truth: what it says 250 to, it has written down before."""

import asyncio
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self, TypeVar

from tests.e2e.conftest import Received

T = TypeVar("T")
END = b"\r\n.\r\n"
MOST = 2**22
EHLO = b"250-127.0.0.1\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES"
LIMIT = 20


@dataclass(slots=True)
class TruthfulServer:
    """Runs in a thread of its own; a context.

    Attributes:
        seconds: How long each message takes; it is written down in the middle of that.
        received: What was taken, in its order.
        begun: How often a message to somebody has begun to leave.
        answers: Replies to RCPT by address; those once given are taken out.
        on_message: Called when a message has come, before it is written down.
        host: Where it listens.
    """

    seconds: float = 0.0
    port: int = 0
    received: list[Received] = field(default_factory=list, repr=False)
    begun: Counter[str] = field(default_factory=Counter, repr=False)
    answers: dict[str, str] = field(default_factory=dict)
    on_message: Callable[[int], None] | None = None
    host: str = "127.0.0.1"
    first: threading.Event = field(default_factory=threading.Event)
    sessions: set[asyncio.StreamWriter] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None
    _server: asyncio.Server | None = None

    @property
    def url(self) -> str:
        return f"smtp+plain://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self.open()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.close()
        self.wait_idle()
        assert self._loop is not None
        assert self._thread is not None
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def open(self) -> None:
        """Listen; after `close` on the same port again."""

        async def listen() -> asyncio.Server:
            return await asyncio.start_server(self._talk, self.host, self.port, limit=MOST)

        self._server = self._run(listen())
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Listen no more, and reset every connection."""

        async def end() -> None:
            if self._server:
                self._server.close()
                self._server = None
            for writer in list(self.sessions):
                sock = writer.get_extra_info("socket")
                with suppress(OSError):
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()

        self._run(end())

    def wait_idle(self) -> None:
        """Wait until all that was on its way has been taken or lost."""

        async def idle() -> None:
            while self.sessions:  # noqa: ASYNC110 - seldom, and never for long
                await asyncio.sleep(0.002)

        self._run(idle())

    def _run(self, doing: Coroutine[Any, Any, T]) -> T:
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(LIMIT)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.sessions.add(writer)
        try:
            await self._serve(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.sessions.discard(writer)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        sender = recipient = verb = ""
        writer.write(b"220 127.0.0.1 ESMTP\r\n")
        while verb != "QUIT":
            line = (await reader.readuntil(b"\r\n")).decode()
            verb = line[:4].upper()
            reply = b"221 2.0.0 bye" if verb == "QUIT" else b"250 2.0.0 OK"
            if verb == "EHLO":
                reply = EHLO
            elif verb == "MAIL":
                self.first.set()
                sender, recipient = address_of(line), ""
            elif verb == "RCPT":
                refusal = self.answers.pop(address_of(line), "")
                reply, recipient = (refusal or "250 2.1.5 OK").encode(), address_of(line)
                recipient = "" if refusal else recipient
            elif verb == "DATA" and not recipient:
                reply = b"503 5.5.1 to nobody"
            elif verb == "DATA":
                self.begun[recipient] += 1
                writer.write(b"354 go on\r\n")
                content = await reader.readuntil(END)
                await self._take(sender, recipient, content)
            writer.write(reply + b"\r\n")

    async def _take(self, sender: str, recipient: str, content: bytes) -> None:
        if self.on_message:
            self.on_message(len(self.received))
        await asyncio.sleep(self.seconds / 2)
        self.received.append(Received(sender=sender, recipient=recipient, data=content))
        await asyncio.sleep(self.seconds / 2)


def address_of(line: str) -> str:
    return line.partition("<")[2].partition(">")[0]
