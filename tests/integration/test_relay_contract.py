"""What every relay promises a send: the one in memory, the Maildir, and SMTP on a wire."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from tests.integration.fault_relay import DROP, FaultRelay, running

from digest.adapters.maildir import MaildirRelay
from digest.adapters.memory_relay import MemoryRelay
from digest.adapters.smtp import SmtpRelay, parse_relay
from digest.app.ports import Relay
from digest.errors import RelayUnavailable
from digest.model.delivery import Phase, Reply
from digest.model.message import Message

MESSAGE = Message(
    message_id="<one@example.org>",
    envelope_sender="bounces+a1@example.org",
    recipient="reader@example.net",
    data=b"Subject: Morning\r\n\r\nGood morning.\r\n",
)
MakeRelay = Callable[[str], AbstractAsyncContextManager[Relay]]


@asynccontextmanager
async def in_memory(answer: str) -> AsyncIterator[Relay]:
    replies = {
        "refused": Reply(phase=Phase.RCPT, code=550, enhanced="5.1.1", text="5.1.1 no"),
        "closing": Reply(phase=Phase.RCPT, code=421, enhanced="4.3.2", text="4.3.2 bye"),
        "lost": Reply(phase=Phase.FINAL, code=0, text="closed by the relay"),
    }
    if answer == "pipelining":
        yield MemoryRelay(pipelining=True)
    elif answer == "away":
        yield MemoryRelay(refusals=[RelayUnavailable("away")])
    else:
        told = {MESSAGE.recipient: [replies[answer]]} if answer in replies else {}
        yield MemoryRelay(told)


@asynccontextmanager
async def on_a_wire(answer: str) -> AsyncIterator[Relay]:
    scripts: dict[str, dict[str, list[bytes]]] = {
        "refused": {"RCPT": [b"550 5.1.1 no\r\n"]},
        "closing": {"RCPT": [b"421 4.3.2 bye\r\n"]},
        "lost": {".": [DROP]},
        "away": {"CONNECT": [DROP]},
    }
    script = scripts.get(answer, {})
    faults = FaultRelay({verb: [*one] for verb, one in script.items()})
    faults.pipelining = answer == "pipelining"
    async with running(faults) as relay:
        yield SmtpRelay(parse_relay(f"smtp+plain://127.0.0.1:{relay.port}"))


@pytest.fixture(params=["memory", "wire"])
def make_relay(request: pytest.FixtureRequest) -> MakeRelay:
    return in_memory if request.param == "memory" else on_a_wire


def talk(context: AbstractAsyncContextManager[Relay]) -> tuple[Reply, bool]:
    async def go() -> tuple[Reply, bool]:
        async with context as relay:
            assert relay.sessions() >= 1
            session = await relay.open()
            reply = await session.hand_over(MESSAGE)
            usable = session.usable
            await session.close()
            await session.close()
            return reply, usable

    return asyncio.run(go())


def test_a_message_is_accepted_at_the_dot(make_relay: MakeRelay) -> None:
    reply, usable = talk(make_relay("taken"))

    assert (reply.phase, reply.code) == (Phase.FINAL, 250)
    assert reply.text
    assert usable


def test_a_maildir_accepts_as_a_relay_does(tmp_path: Path) -> None:
    @asynccontextmanager
    async def on_disk() -> AsyncIterator[Relay]:
        yield MaildirRelay(tmp_path / "outbox")

    reply, usable = talk(on_disk())

    assert (reply.phase, reply.code, reply.enhanced) == (Phase.FINAL, 250, "2.0.0")
    assert usable


def test_a_refusal_leaves_the_session_usable(make_relay: MakeRelay) -> None:
    reply, usable = talk(make_relay("refused"))

    assert (reply.phase, reply.code, reply.enhanced) == (Phase.RCPT, 550, "5.1.1")
    assert usable


@pytest.mark.parametrize(("answer", "code"), [("closing", 421), ("lost", 0)])
def test_after_a_goodbye_or_a_loss_the_session_is_over(
    make_relay: MakeRelay, answer: str, code: int
) -> None:
    reply, usable = talk(make_relay(answer))

    assert reply.code == code
    assert not usable


def test_a_relay_that_is_away_is_an_error_of_its_own(make_relay: MakeRelay) -> None:
    with pytest.raises(RelayUnavailable):
        talk(make_relay("away"))


@pytest.mark.parametrize("answer", ["taken", "pipelining"])
def test_what_is_announced_is_handed_over_next(make_relay: MakeRelay, answer: str) -> None:
    following = replace(MESSAGE, recipient="next@example.net")

    async def go() -> None:
        async with make_relay(answer) as relay:
            session = await relay.open()
            await session.hand_over(MESSAGE, following)
            assert session.announced == (following if answer == "pipelining" else None)
            if session.announced:
                with pytest.raises(ValueError, match="announced"):
                    await session.hand_over(MESSAGE)
            reply = await session.hand_over(following)
            assert (reply.phase, reply.code) == (Phase.FINAL, 250)
            await session.hand_over(MESSAGE, following)
            await session.close()
            assert session.announced is None

    asyncio.run(go())
