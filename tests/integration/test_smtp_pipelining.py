"""Two messages on the wire at once (RFC 2920): every refusal and every loss, told of its own."""

import asyncio
import shutil
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from time import monotonic
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.integration.certificates import Certificates, make_certificates
from tests.integration.fault_relay import (
    DROP,
    PAUSE,
    RESET,
    SILENCE,
    Action,
    FaultRelay,
    running,
)
from tests.integration.smtp_talk import PATIENT, QUICK, talk_to

from digest.adapters.smtp import Limits, SmtpRelay, SmtpSession, parse_relay
from digest.model.delivery import Phase, Reply
from digest.model.message import Message


def make_message(number: int) -> Message:
    return Message(
        message_id=f"<{number}@example.org>",
        envelope_sender=f"b{number}@example.org",
        recipient=f"reader{number}@example.net",
        data=f"Subject: Morning {number}\r\n\r\n.one dot\r\nGood morning {number}.\r\n".encode(),
    )


ONE, TWO, THREE = make_message(1), make_message(2), make_message(3)
TAKEN = (Phase.FINAL, 250)
OUT_OF_SEQUENCE = b"503 5.5.1 not now\r\n"
LARGE = b"filler filler filler\r\n" * 500_000


@dataclass(frozen=True, slots=True)
class Way:
    """How a test reaches its relay."""

    run: Callable[[Coroutine[Any, Any, Reply]], Reply]
    certificates: Certificates | None

    def talk(
        self,
        relay: FaultRelay,
        wish: Callable[[SmtpSession], Coroutine[Any, Any, Reply]],
        limits: Limits = PATIENT,
    ) -> Reply:
        if self.certificates is None:
            return talk_to(relay, wish, limits=limits, run=self.run)
        relay.tls, relay.implicit = self.certificates.server("good"), True
        tls = self.certificates.client()
        return talk_to(relay, wish, limits=limits, tls=tls, url="smtps://127.0.0.1", run=self.run)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    if not shutil.which("openssl"):
        pytest.skip("the program openssl is missing")
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(params=["clear", "uvloop", "tls"])
def way(request: pytest.FixtureRequest) -> Way:
    run = pytest.importorskip("uvloop").run if request.param == "uvloop" else asyncio.run
    tls = request.param == "tls"
    return Way(run, request.getfixturevalue("certificates") if tls else None)


def told(reply: Reply) -> tuple[Phase, int]:
    return reply.phase, reply.code


@dataclass(slots=True)
class Heard:
    """What came of several messages on one session.

    Attributes:
        replies: One for each message that was handed over.
        announced: What was announced after each of them.
        usable: Whether the session was, in the end.
    """

    replies: list[tuple[Phase, int]]
    announced: list[Message | None]
    usable: bool = True


def hand_over_all(
    way: Way, relay: FaultRelay, messages: Sequence[Message], limits: Limits = PATIENT
) -> Heard:
    """Hand over messages, each with the one behind it, until the session is of no use."""
    heard = Heard([], [])

    async def all_of_them(session: SmtpSession) -> Reply:
        reply = None
        for message, following in zip(messages, [*messages[1:], None], strict=True):
            reply = await session.hand_over(message, following)
            heard.replies.append(told(reply))
            heard.announced.append(session.announced)
            heard.usable = session.usable
            if not session.usable:
                break
        assert reply is not None
        return reply

    way.talk(relay, all_of_them, limits)
    return heard


def verbs(relay: FaultRelay) -> list[str]:
    return [command.partition(" ")[0] for command in relay.commands]


def contents(relay: FaultRelay) -> list[bytes]:
    return [message.replace(b"\r\n..", b"\r\n.") for message in relay.messages if message]


def test_the_next_envelope_leaves_with_the_end_of_a_message(way: Way) -> None:
    relay = FaultRelay(pipelining=True, together=True)

    heard = hand_over_all(way, relay, [ONE, TWO, THREE])

    assert heard.replies == [TAKEN] * 3
    assert heard.announced == [TWO, THREE, None]
    assert contents(relay) == [ONE.data, TWO.data, THREE.data]
    assert relay.connections == 1
    told_first, *steady, last = relay.chunks[1:]
    assert told_first.startswith(b"MAIL FROM:<b1@example.org>\r\nRCPT")
    assert last == b"QUIT\r\n"
    # One write a message: its content, the dot, and the next envelope.
    assert len(steady) == 3
    for chunk, number in zip(steady, (1, 2), strict=False):
        assert chunk.startswith(f"Subject: Morning {number}\r\n".encode())
        assert chunk.endswith(
            f"\r\n.\r\nMAIL FROM:<b{number + 1}@example.org>\r\n"
            f"RCPT TO:<reader{number + 1}@example.net>\r\nDATA\r\n".encode()
        )
    assert steady[2].endswith(b"Good morning 3.\r\n.\r\n")


def test_without_pipelining_nothing_is_announced(way: Way) -> None:
    relay = FaultRelay()

    heard = hand_over_all(way, relay, [ONE, TWO])

    assert heard.announced == [None, None]
    assert heard.replies == [TAKEN] * 2
    assert b"MAIL FROM:<b1@example.org>\r\n" in relay.chunks


REFUSALS: dict[str, tuple[dict[str, bytes], tuple[Phase, int]]] = {
    "mail": (
        {"MAIL": b"451 4.3.0 no\r\n", "RCPT": OUT_OF_SEQUENCE, "DATA": OUT_OF_SEQUENCE},
        (Phase.MAIL, 451),
    ),
    "rcpt-554": (
        {"RCPT": b"550 5.1.1 no\r\n", "DATA": b"554 5.5.1 no recipients\r\n"},
        (Phase.RCPT, 550),
    ),
    "rcpt-503": ({"RCPT": b"450 4.2.0 grey\r\n", "DATA": OUT_OF_SEQUENCE}, (Phase.RCPT, 450)),
    "rcpt-354": (
        {"RCPT": b"550 5.1.1 no\r\n", ".": b"554 5.5.1 no recipients\r\n"},
        (Phase.RCPT, 550),
    ),
    "rcpt-354-250": ({"RCPT": b"550 5.1.1 no\r\n", ".": b"250 thanks\r\n"}, (Phase.RCPT, 550)),
    "mail-rcpt-354": (
        {"MAIL": b"451 4.3.0 no\r\n", "RCPT": OUT_OF_SEQUENCE, ".": b"554 no\r\n"},
        (Phase.MAIL, 451),
    ),
    "data": ({"DATA": b"451 4.3.0 no\r\n"}, (Phase.DATA, 451)),
    "dot": ({".": b"554 5.7.1 spam\r\n"}, (Phase.FINAL, 554)),
}


@pytest.mark.parametrize("which", [1, 2, 3])
@pytest.mark.parametrize("kind", REFUSALS)
def test_a_refusal_costs_its_own_message_alone(way: Way, kind: str, which: int) -> None:
    answers, decided = REFUSALS[kind]
    relay = FaultRelay(pipelining=True, together=which == 2)
    relay.script = {f"{verb} b{which}@example.org": [said] for verb, said in answers.items()}

    heard = hand_over_all(way, relay, [ONE, TWO, THREE])

    expected = [TAKEN] * 3
    expected[which - 1] = decided
    assert heard.replies == expected
    assert heard.announced == [TWO, THREE, None]
    assert relay.connections == 1
    sent = [ONE.data, TWO.data, THREE.data]
    assert contents(relay) == (sent if kind == "dot" else [*sent[: which - 1], *sent[which:]])
    # What a lone dot ends is nobody's mail, and it is sent only where DATA was answered with 354.
    assert relay.messages.count(b"") == ("354" in kind)
    assert verbs(relay)[-1] == "QUIT"
    # After the dot the transaction is over; RSET would end the one that is announced.
    assert ("RSET" in verbs(relay)) == (kind != "dot" or which == 3)


def test_reset_and_the_next_envelope_leave_in_one_write(way: Way) -> None:
    relay = FaultRelay({"RCPT b1@example.org": [b"550 5.1.1 no\r\n"]}, pipelining=True)

    hand_over_all(way, relay, [ONE, TWO])

    assert relay.chunks[2].startswith(b".\r\nRSET\r\nMAIL FROM:<b2@example.org>\r\nRCPT")


def test_a_message_without_a_recipient_is_never_ended_when_its_sender_was_refused(
    way: Way,
) -> None:
    # This relay would send an empty mail to the recipient that it has taken.
    relay = FaultRelay({"MAIL b1@example.org": [b"451 4.3.0 no\r\n"]}, pipelining=True)

    heard = hand_over_all(way, relay, [ONE, TWO])

    assert heard.replies == [(Phase.MAIL, 451)]
    assert not heard.usable
    assert not relay.messages
    assert verbs(relay)[-1] == "DATA"


@pytest.mark.parametrize("which", [1, 2])
@pytest.mark.parametrize(
    ("verb", "phase"),
    [("MAIL", Phase.MAIL), ("RCPT", Phase.RCPT), ("DATA", Phase.DATA), (".", Phase.FINAL)],
)
def test_421_ends_the_session_wherever_it_comes(
    way: Way, verb: str, phase: Phase, which: int
) -> None:
    relay = FaultRelay(
        {f"{verb} b{which}@example.org": [[b"421 4.3.2 closing\r\n", SILENCE]]},
        pipelining=True,
    )
    began = monotonic()

    heard = hand_over_all(way, relay, [ONE, TWO, THREE])

    # No other reply is waited for.
    assert monotonic() - began < PATIENT.command / 2

    assert heard.replies == [*[TAKEN] * (which - 1), (phase, 421)]
    assert heard.announced[-1] is None
    assert not heard.usable
    assert len(contents(relay)) == which - 1 + (verb == ".")
    assert "RSET" not in verbs(relay)


@pytest.mark.parametrize(
    "behind", [b"421 4.3.2 closing\r\n", DROP, RESET], ids=["421", "drop", "reset"]
)
def test_a_refusal_before_the_end_of_a_session_stays_what_it_is(way: Way, behind: bytes) -> None:
    relay = FaultRelay(
        {"RCPT": [b"550 5.1.1 no\r\n"], "DATA": [[PAUSE, behind, DROP]]}, pipelining=True
    )

    heard = hand_over_all(way, relay, [ONE, TWO])

    assert heard.replies == [(Phase.RCPT, 550)]
    assert heard.announced == [None]
    assert not heard.usable


@pytest.mark.parametrize("how", [DROP, RESET, SILENCE], ids=["drop", "reset", "silence"])
@pytest.mark.parametrize("which", [1, 2])
@pytest.mark.parametrize(
    ("verb", "phase"),
    [("MAIL", Phase.MAIL), ("RCPT", Phase.RCPT), ("DATA", Phase.DATA), (".", Phase.FINAL)],
)
def test_a_loss_is_told_with_its_phase(
    way: Way, verb: str, phase: Phase, which: int, how: bytes
) -> None:
    # Without the pause the loss is seen before the second message is handed over.
    relay = FaultRelay({f"{verb} b{which}@example.org": [[PAUSE, how]]}, pipelining=True)

    heard = hand_over_all(way, relay, [ONE, TWO, THREE], QUICK)

    assert heard.replies == [*[TAKEN] * (which - 1), (phase, 0)]
    assert heard.announced[-1] is None
    assert not heard.usable
    assert len(contents(relay)) == which - 1 + (verb == ".")


def test_a_relay_that_closes_behind_its_reply_announces_nothing(way: Way) -> None:
    relay = FaultRelay({".": [[b"250 2.0.0 OK\r\n", DROP]]}, pipelining=True)

    async def one(session: SmtpSession) -> Reply:
        reply = await session.hand_over(ONE, TWO)
        await asyncio.sleep(0.05)
        assert session.announced is None
        assert not session.usable
        return reply

    assert told(way.talk(relay, one)) == TAKEN


@pytest.mark.parametrize("how", [DROP, RESET], ids=["drop", "reset"])
def test_a_loss_in_the_middle_of_a_message_is_before_the_dot(way: Way, how: bytes) -> None:
    relay = FaultRelay({".": [how]}, read_limit=1000, pipelining=True)

    heard = hand_over_all(way, relay, [replace(ONE, data=LARGE), TWO])

    assert heard.replies == [(Phase.DATA, 0)]
    assert heard.announced == [None]


def test_a_refusal_in_the_middle_of_a_message_is_read_and_stops_it(way: Way) -> None:
    relay = FaultRelay(
        {".": [[b"552 5.3.4 too large\r\n", PAUSE, DROP]]}, read_limit=1000, pipelining=True
    )

    heard = hand_over_all(way, relay, [replace(ONE, data=LARGE), TWO])

    assert heard.replies == [(Phase.DATA, 552)]
    assert not heard.usable


@pytest.mark.parametrize("pipelining", [False, True], ids=["plain", "pipelining"])
@pytest.mark.parametrize("data", [ONE.data, LARGE], ids=["small", "large"])
def test_a_yes_that_came_before_the_dot_is_none_to_it(
    way: Way, data: bytes, *, pipelining: bool
) -> None:
    relay = FaultRelay(
        {"DATA": [b"354 go on\r\n250 2.0.0 taken\r\n"], ".": [SILENCE]}, pipelining=pipelining
    )

    heard = hand_over_all(way, relay, [replace(ONE, data=data), TWO], QUICK)

    assert heard.replies == [(Phase.DATA, 0)]
    assert not heard.usable


def test_an_extra_reply_is_never_taken_for_a_refusal_of_the_reader(way: Way) -> None:
    relay = FaultRelay({"MAIL": [b"250 OK\r\n550 5.1.1 no such user\r\n"]}, pipelining=True)

    heard = hand_over_all(way, relay, [ONE, TWO])

    assert heard.replies == [(Phase.RCPT, 0)]
    assert not heard.usable


def test_a_relay_that_reads_a_refused_message_as_commands_speaks_of_nobody(way: Way) -> None:
    relay = FaultRelay(
        {".": [b"554 5.7.1 spam\r\n500 5.5.1 what?\r\n500 5.5.1 what?\r\n"]}, pipelining=True
    )

    heard = hand_over_all(way, relay, [ONE, TWO])

    assert heard.replies == [(Phase.FINAL, 554), (Phase.MAIL, 0)]
    assert not heard.usable


@pytest.mark.parametrize(("first", "told_of_us"), [(b"554 no\r\n", 0), (b"250 OK\r\n", 503)])
def test_mail_refused_behind_a_refused_message_is_asked_again_elsewhere(
    way: Way, first: bytes, told_of_us: int
) -> None:
    relay = FaultRelay({".": [first], "MAIL b2@example.org": [b"503 5.5.1 nested\r\n"]})
    relay.pipelining = True
    relay.script |= {f"{verb} b2@example.org": [OUT_OF_SEQUENCE] for verb in ("RCPT", "DATA")}

    heard = hand_over_all(way, relay, [ONE, TWO])

    assert heard.replies[1] == (Phase.MAIL, told_of_us)
    assert heard.usable == bool(told_of_us)


@pytest.mark.parametrize(
    ("answer", "code"), [(b"500 what?\r\n", 0), (b"421 4.3.0 bye\r\n", 421), (DROP, 0)]
)
def test_a_reset_that_fails_costs_the_next_reader_nothing(
    way: Way, answer: bytes, code: int
) -> None:
    relay = FaultRelay({"RCPT": [b"550 no\r\n"], "RSET": [[PAUSE, answer]]}, pipelining=True)

    heard = hand_over_all(way, relay, [ONE, TWO])

    assert heard.replies == [(Phase.RCPT, 550), (Phase.MAIL, code)]
    assert not heard.usable


def test_what_cannot_be_sent_is_not_announced(way: Way) -> None:
    relay = FaultRelay(
        {"EHLO": [b"250-relay\r\n250-PIPELINING\r\n250 SIZE 200\r\n"]}, pipelining=True
    )
    far = replace(TWO, recipient="jörg@example.net", needs_smtputf8=True)

    heard = hand_over_all(way, relay, [ONE, far, replace(TWO, data=bytes(300)), THREE])

    assert heard.announced == [None] * 4
    assert heard.replies == [TAKEN, (Phase.RCPT, 553), (Phase.MAIL, 552), TAKEN]
    assert relay.connections == 1


def test_an_unchecked_envelope_is_told_when_it_is_its_turn(way: Way) -> None:
    relay = FaultRelay(pipelining=True)
    odd = replace(TWO, recipient="a@b.org>\r\nDATA")

    async def two(session: SmtpSession) -> Reply:
        reply = await session.hand_over(ONE, odd)
        assert session.announced is None
        with pytest.raises(ValueError, match="not checked"):
            await session.hand_over(odd)
        return reply

    assert told(way.talk(relay, two)) == TAKEN


def test_another_message_than_the_announced_one_is_a_mistake_of_ours(way: Way) -> None:
    relay = FaultRelay(pipelining=True)

    async def two(session: SmtpSession) -> Reply:
        await session.hand_over(ONE, TWO)
        with pytest.raises(ValueError, match="announced"):
            await session.hand_over(THREE)
        return await session.hand_over(TWO)

    assert told(way.talk(relay, two)) == TAKEN
    assert contents(relay) == [ONE.data, TWO.data]


def test_closing_after_an_announcement_sends_nothing_more(way: Way) -> None:
    relay = FaultRelay(pipelining=True)

    async def one(session: SmtpSession) -> Reply:
        reply = await session.hand_over(ONE, TWO)
        await asyncio.sleep(0.05)
        await session.close()
        await asyncio.sleep(0.05)
        return reply

    assert told(way.talk(relay, one)) == TAKEN
    # QUIT would be a line of the message that the relay waits for.
    assert relay.chunks[-1].endswith(b"DATA\r\n")
    assert contents(relay) == [ONE.data]


def test_a_message_broken_off_ends_its_session(way: Way) -> None:
    relay = FaultRelay({".": [SILENCE]}, pipelining=True)

    async def one(session: SmtpSession) -> Reply:
        task = asyncio.ensure_future(session.hand_over(ONE, TWO))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not session.usable
        assert session.announced is None
        return Reply(phase=Phase.FINAL, code=0)

    way.talk(relay, one)
    assert "QUIT" not in verbs(relay)


def test_dots_are_doubled_unless_there_are_none(way: Way) -> None:
    relay = FaultRelay(pipelining=True)
    dotless = replace(TWO, data=b"Subject: x\r\n\r\nno dot\r\n", dotless=True)
    unended = replace(THREE, data=b"..a\r\n.")

    hand_over_all(way, relay, [ONE, dotless, unended])

    assert relay.messages[0] == ONE.data.replace(b"\r\n.", b"\r\n..")
    assert relay.messages[1:] == [dotless.data, b"...a\r\n..\r\n"]


LIMITS: list[tuple[list[Action], list[int]]] = [
    ([b"421 4.7.0 too many messages\r\n"], [3, 3, 3]),
    ([b"421 4.3.2 shutting down\r\n"], [3, 5, 5]),
    ([[PAUSE, DROP]], [3, 5, 5]),
    ([[PAUSE, DROP], *[b"250 OK\r\n"] * 3, [PAUSE, DROP]], [3, 3, 3]),
]


@pytest.mark.parametrize(("ends", "carried"), LIMITS, ids=["421", "shutdown", "drop", "drop-twice"])
@pytest.mark.parametrize("pipelining", [False, True], ids=["plain", "pipelining"])
def test_a_relay_that_ends_sessions_is_not_asked_for_more(
    ends: list[Action], carried: list[int], *, pipelining: bool
) -> None:
    script: list[Action] = [*[b"250 OK\r\n"] * 3, *ends]
    relay = FaultRelay({"MAIL": script}, pipelining=pipelining)

    async def three_sessions() -> list[int]:
        counts = []
        async with running(relay):
            client = SmtpRelay(parse_relay(f"smtp+plain://127.0.0.1:{relay.port}"), limits=PATIENT)
            for _ in range(3):
                session = await client.open()
                taken = 0
                while session.usable and taken < 5:
                    taken += told(await session.hand_over(ONE, ONE)) == TAKEN
                counts.append(taken)
                await session.close()
        return counts

    assert asyncio.run(three_sessions()) == carried


KINDS = ["ok", *REFUSALS]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    kinds=st.lists(st.sampled_from(KINDS), min_size=1, max_size=4),
    cuts=st.lists(st.integers(1, 60), max_size=4),
    together=st.booleans(),
)
def test_pipelining_and_the_way_replies_are_split_change_no_reply(
    kinds: list[str], cuts: list[int], *, together: bool
) -> None:
    def split(said: bytes) -> Action:
        places = [0, *sorted(set(cuts)), len(said)]
        return [said[a:b] for a, b in pairwise(places) if said[a:b]]

    script: dict[str, list[Action]] = {}
    for number, kind in enumerate(kinds):
        answers = {
            "MAIL": b"250-2.1.0 one\r\n250 2.1.0 two\r\n",
            "RCPT": b"250 2.1.5 OK\r\n",
            "DATA": b"354 go on\r\n",
            ".": b"250 2.0.0 queued\r\n",
            **REFUSALS.get(kind, ({}, None))[0],
        }
        for verb, said in answers.items():
            script[f"{verb} b{number}@example.org"] = [split(said)]
    messages = [make_message(number) for number in range(len(kinds))]
    clear = Way(asyncio.run, None)

    piped = FaultRelay({key: [*one] for key, one in script.items()}, together=together)
    piped.pipelining = True
    plain = FaultRelay({key: [*one] for key, one in script.items()})

    assert hand_over_all(clear, piped, messages).replies == [
        (Phase.FINAL, 250) if kind == "ok" else REFUSALS[kind][1] for kind in kinds
    ]
    assert hand_over_all(clear, plain, messages).replies == [
        (Phase.FINAL, 250) if kind == "ok" else REFUSALS[kind][1] for kind in kinds
    ]
    assert contents(piped) == contents(plain)
