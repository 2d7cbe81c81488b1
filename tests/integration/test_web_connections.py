"""Connections to the public pages: who is slow, asks ambiguously, or brings a crowd."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from digest.errors import UsageError
from digest.web import listening, patience
from digest.web.listening import address_of, listen, make_server, refuse_place

QUICK = 0.15
# More than the system takes in on its way.
LARGE = b"x" * 24_000_000
PAGE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


async def show(scope: Any, receive: Any, send: Any) -> None:
    """A page that is large when /large is asked for."""
    del receive
    body = LARGE if scope["path"] == "/large" else b"page"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


Talk = Callable[[int], Awaitable[None]]


def serve(talk: Talk) -> None:
    """Serve a page, to somebody who talks to the port."""

    async def go() -> None:
        with listen("127.0.0.1", 0) as door:
            server = make_server(show)
            serving = asyncio.create_task(server.serve(sockets=[door]))
            try:
                async with asyncio.timeout(10):
                    await talk(door.getsockname()[1])
            finally:
                server.should_exit = server.force_exit = True
                await serving

    asyncio.run(go())


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "ASKING", QUICK)
    monkeypatch.setattr(patience, "TAKING", QUICK)
    monkeypatch.setattr(listening, "IDLE", QUICK)
    monkeypatch.setattr(listening, "MOST_CONNECTIONS", 5)


async def read_all(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


def take_all(slow: socket.socket) -> int:
    """Take what is left of an answer; tell how much it was."""
    taken = 0
    try:
        while more := slow.recv(1_000_000):
            taken += len(more)
    except ConnectionResetError:
        pass
    return taken


@pytest.mark.parametrize(
    "beginning", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "], ids=len
)
def test_who_does_not_get_on_with_asking_is_cut_off(beginning: bytes) -> None:
    async def talk(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        began = time.monotonic()

        async def drip() -> None:
            writer.write(beginning)
            while beginning:
                await asyncio.sleep(0.02)
                writer.write(b"a")

        dripping = asyncio.create_task(drip())
        assert await read_all(reader) == b""
        assert time.monotonic() - began < 20 * QUICK
        dripping.cancel()
        writer.close()

    serve(talk)


def test_who_does_not_take_an_answer_is_cut_off() -> None:
    async def talk(port: int) -> None:
        slow = socket.create_connection(("127.0.0.1", port))
        slow.sendall(PAGE.replace(b"/ ", b"/large ", 1))
        await asyncio.sleep(6 * QUICK)
        slow.settimeout(5)
        assert await asyncio.to_thread(take_all, slow) < len(LARGE)
        slow.close()

    serve(talk)


def test_a_crowd_is_turned_away_at_the_door_and_let_in_again_later() -> None:
    async def talk(port: int) -> None:
        async def ask() -> bytes:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(PAGE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            answer = await read_all(reader)
            writer.close()
            return answer.partition(b"\r\n")[0]

        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(5)]
        assert await ask() == b"HTTP/1.1 503 Service Unavailable"
        for reader, writer in idle:
            assert await read_all(reader) == b""
            writer.close()
        assert await ask() == b"HTTP/1.1 200 OK"

    serve(talk)


def test_why_nobody_can_listen_is_said_with_what_to_do() -> None:
    with listen("127.0.0.1", 0) as door:
        port = door.getsockname()[1]
        assert address_of(door) == f"http://127.0.0.1:{port}"
        with pytest.raises(UsageError, match=rf"Port {port} of 127\.0\.0\.1 is taken") as taken:
            listen("127.0.0.1", port)
        assert taken.value.hint == f"Name another one: digest serve --port {port + 1}"
        with pytest.raises(UsageError) as taken:
            listen("localhost", port, option="--metrics-port")
        wanted = f"digest serve --host localhost --metrics-port {port + 1}"
        assert taken.value.hint == f"Name another one: {wanted}"
    with pytest.raises(UsageError, match="no address of this machine"):
        listen("nowhere.invalid", 0)
    with pytest.raises(UsageError, match="Nobody can listen"):
        listen("192.0.2.1", 0)
    system = refuse_place("127.0.0.1", 80, PermissionError(13, "Permission denied"), "--port")
    assert "those below 1024" in str(system)
    assert "digest serve --port 8000" in system.hint
