"""Bytes on a real socket whose other end goes away."""

import asyncio
import shutil
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable, Iterator, Sequence
from math import inf

import pytest
from tests.integration.certificates import Certificates, make_certificates

from digest.adapters.smtp_alarm import Alarm
from digest.adapters.smtp_loss import Lost
from digest.adapters.smtp_wire import Wire

HARD_CLOSE = struct.pack("ii", 1, 0)
CONTENT = b"Subject: Morning\r\n\r\nGood morning.\r\n"
ENDING = b".\r\nMAIL FROM:<b@example.org>\r\n"


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


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    if not shutil.which("openssl"):
        pytest.skip("the program openssl is missing")
    return make_certificates(tmp_path_factory.mktemp("certificates"))


class BreakingSocket(socket.socket):
    """Takes so many bytes more, and then fails."""

    room: float = inf
    writes = 0

    def sendmsg(self, parts: Sequence[bytes], *_: object) -> int:  # type: ignore[override]
        self.writes += 1
        data = b"".join(parts)
        if self.room <= 0:
            raise ConnectionResetError(104, "Connection reset by peer")
        sent = super().send(data[: int(min(self.room, len(data)))])
        self.room -= sent
        return sent


def breaking(ours: socket.socket) -> BreakingSocket:
    sock = BreakingSocket(ours.family, ours.type, ours.proto, fileno=ours.detach())
    sock.setblocking(False)
    return sock


@pytest.mark.parametrize("room", range(len(CONTENT + ENDING) + 1))
def test_the_dot_has_begun_to_leave_exactly_when_its_first_byte_has(
    ends: tuple[socket.socket, socket.socket], room: int
) -> None:
    ours, theirs = ends
    sock = breaking(ours)
    sock.room = room

    async def send(wire: Wire) -> None:
        begun = await wire.send_message(CONTENT, ENDING, 1)

        assert begun == (room > len(CONTENT))
        assert bool(wire.ended) == (room < len(CONTENT + ENDING))

    on_wire(sock, send)
    assert theirs.recv(1000, socket.MSG_WAITALL) == (CONTENT + ENDING)[:room]


def shake_hands(server: ssl.SSLObject, incoming: ssl.MemoryBIO, theirs: socket.socket) -> None:
    """Be the relay of a handshake, on a blocking socket."""
    while True:
        try:
            server.do_handshake()
        except ssl.SSLWantReadError:
            theirs.sendall(server_out(server))
            incoming.write(theirs.recv(65_536))
        else:
            theirs.sendall(server_out(server))
            return


OUTGOING: dict[int, ssl.MemoryBIO] = {}


def server_out(server: ssl.SSLObject) -> bytes:
    return OUTGOING[id(server)].read()


def read_all(server: ssl.SSLObject) -> bytes:
    plain = b""
    try:
        while more := server.read(65_536):
            plain += more
    except ssl.SSLError:
        pass
    return plain


def leave_under_tls(certificates: Certificates, room: float) -> tuple[bool, int, bytes]:
    """Send a message over a wire that breaks; tell what we believe, and what the relay could read.

    Returns:
        Whether the ending is said to have begun to leave, the number of writes, the plain text.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ours = socket.create_connection(listening.getsockname())
        theirs, _ = listening.accept()
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = certificates.server("good").wrap_bio(incoming, outgoing, server_side=True)
    OUTGOING[id(server)] = outgoing
    sock = breaking(ours)

    async def send() -> bool:
        wire = Wire(sock)
        shaking = asyncio.create_task(asyncio.to_thread(shake_hands, server, incoming, theirs))
        await wire.start_tls(certificates.client(), "127.0.0.1", 5)
        await shaking
        sock.writes, sock.room = 0, room
        begun = await wire.send_message(CONTENT, ENDING, 1)
        wire.close()
        return begun

    begun = asyncio.run(send())
    with theirs:
        while raw := theirs.recv(65_536):
            incoming.write(raw)
    return begun, sock.writes, read_all(server)


def test_under_tls_the_dot_is_sealed_alone_and_leaves_in_the_same_write(
    certificates: Certificates,
) -> None:
    assert leave_under_tls(certificates, inf) == (True, 1, CONTENT + ENDING)
    known = 0
    for room in (0, 30, *range(50, 68), 90, 140):
        begun, _, plain = leave_under_tls(certificates, room)

        # What cannot have been read is no doubt, and what may have been is one.
        assert begun or plain in (b"", CONTENT)
        known += not begun and plain == CONTENT
        assert not begun or plain.startswith(CONTENT)
    # The whole message was there, and yet we know that it was not taken.
    assert known


def test_an_alarm_rings_at_its_last_deadline_alone() -> None:
    async def ring() -> list[float]:
        loop = asyncio.get_running_loop()
        rung: list[float] = []
        began = loop.time()
        alarm = Alarm(loop, lambda: rung.append(loop.time() - began))
        alarm.set(began + 0.05)
        assert alarm.stop()
        alarm.set(began + 0.15)
        await asyncio.sleep(0.3)
        assert not alarm.stop()
        alarm.set(began + 9)
        alarm.set(began + 0.35)
        await asyncio.sleep(0.15)
        assert not alarm.stop()
        alarm.set(began + 0.5)
        assert alarm.stop()
        await asyncio.sleep(0.2)
        alarm.cancel()
        return rung

    first, second = asyncio.run(ring())
    assert 0.14 < first < 0.25
    assert 0.34 < second < 0.45


@pytest.mark.parametrize("drip", [b"", b"250-more\r\n"])
def test_the_time_for_a_reply_is_that_for_all_of_it(
    ends: tuple[socket.socket, socket.socket], drip: bytes
) -> None:
    ours, theirs = ends

    async def wait(wire: Wire) -> None:
        loop = asyncio.get_running_loop()
        # An earlier wait, whose timer is still there, must not end this one.
        theirs.sendall(b"250 ok\r\n")
        assert (await wire.read_reply(0.1)).code == 250
        began = loop.time()
        reading = asyncio.create_task(wire.read_reply(0.3))
        while not reading.done() and loop.time() - began < 2:
            theirs.sendall(drip)
            await asyncio.sleep(0.02)
        with pytest.raises(Lost, match="no answer within"):
            await reading
        assert 0.29 < loop.time() - began < 0.6

    on_wire(ours, wait)
