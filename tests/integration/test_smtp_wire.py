"""Bytes on a real socket whose other end goes away."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Iterator

import pytest

from digest.adapters.smtp_wire import Lost, Wire

HARD_CLOSE = struct.pack("ii", 1, 0)


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends of one TCP connection: ours, and the relay's, which the test closes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        ours = socket.create_connection(server.getsockname())
        theirs, _ = server.accept()
    ours.setblocking(False)
    yield ours, theirs
    ours.close()
    theirs.close()


def on_wire(ours: socket.socket, wish: Callable[[Wire], Awaitable[None]]) -> None:
    async def go() -> None:
        wire = Wire(ours)
        try:
            await wish(wire)
        finally:
            wire.close()

    asyncio.run(go())


def test_a_reply_that_came_before_a_failed_write_is_read(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = ends

    async def write_into_the_void(wire: Wire) -> None:
        # Nothing here lets the loop look at the socket before we write.
        theirs.sendall(b"421 4.3.2 going down\r\n")
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, HARD_CLOSE)
        theirs.close()
        begun = await wire.send(b"MAIL FROM:<a@example.org>\r\n", 1)
        assert not begun
        assert wire.ended
        assert (await wire.read_reply(1)).code == 421
        with pytest.raises(Lost):
            await wire.read_reply(1)

    on_wire(ours, write_into_the_void)


def test_a_write_that_never_began_is_told_from_one_that_did(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = ends

    async def write(wire: Wire) -> None:
        assert await wire.send(b".\r\n", 1)
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, HARD_CLOSE)
        theirs.close()
        assert not await wire.send(b".\r\n", 1)
        assert not await wire.send(b".\r\n", 1)

    on_wire(ours, write)


def test_small_writes_leave_at_once(ends: tuple[socket.socket, socket.socket]) -> None:
    ours, _ = ends

    async def look(wire: Wire) -> None:
        del wire
        assert ours.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

    on_wire(ours, look)


def test_it_names_itself_by_a_whole_name_or_by_its_address(
    ends: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, _ = ends

    async def look(wire: Wire) -> None:
        monkeypatch.setattr(socket, "gethostname", lambda: "press.example.org")
        assert wire.own_name() == "press.example.org"
        for odd in ("press", "press desk.example.org", "x\r\nMAIL.example.org"):
            monkeypatch.setattr(socket, "gethostname", lambda odd=odd: odd)
            assert wire.own_name() == "[127.0.0.1]"

    on_wire(ours, look)
