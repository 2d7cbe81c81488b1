"""Hostile names, addresses, headlines and publications on the wire: nothing that was not planned.

The plan is what a harmless edition looks like: its commands and its header fields, in their order.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.integration.fault_relay import FaultRelay, running
from tests.integration.wire_desk import PATIENT
from tests.unit.app.sending_desk import SECRET, SendingDesk, make_lock, plan_for
from tests.unit.render.test_headers import ATTACKS

from digest.adapters.memory import MemoryStore
from digest.adapters.smtp import SmtpRelay, parse_relay
from digest.errors import RenderError
from digest.model.delivery import Outcome
from digest.model.message import Lock
from digest.model.subscriber import Subscriber

OFFERS = {
    "plain": b"250-relay.example.org\r\n250 8BITMIME\r\n",
    "pipelining": b"250-relay.example.org\r\n250-PIPELINING\r\n250-SIZE 0\r\n250 SMTPUTF8\r\n",
}
# What each address is on the wire; None for what must never get there.
ADDRESSES = {
    "eve@example.org": "eve@example.org",
    "o'brien+news@example.org": "o'brien+news@example.org",
    "=?utf-8?q?x=0D=0ABcc=3A?=@example.org": None,
    "eve@bücher.example.org": "eve@xn--bcher-kva.example.org",
    "eve1@example.org\r\nRCPT TO:<all@evil.example>": None,
    "eve2@example.org>\r\nDATA\r\nSubject: evil\r\n\r\n.\r\n": None,
    "eve3@example.org> NOTIFY=NEVER": None,
    "eve4@example.org SIZE=1": None,
    "<eve5@example.org>": None,
    "@relay.evil.example:eve6@example.org": None,
    "eve7@example.org,all@evil.example": None,
    "eve8@example.org\nRSET": None,
    "eve9@example.org\rRSET": None,
    "eve10\0@example.org": None,
    "eve11@example\u2028.org": None,
    "eve12@example\x85.org": None,
    "eve13\ud800@example.org": None,
    "eve14\u202e@example.org": None,
    '"eve15\r\nRSET"@example.org': None,
    '"eve16> "@example.org': None,
    "eve17@[127.0.0.1]": None,
    "eve18@localhost": None,
    "": None,
    "x" * 10_000 + "@example.org": None,
    "eve19@" + "x." * 5000 + "org": None,
}
COMMAND = re.compile(
    r"EHLO \S+|DATA|QUIT|RSET"
    r"|MAIL FROM:<bounces\+[a-z0-9]+@example\.org>(?: (?:SIZE=\d+|BODY=8BITMIME|SMTPUTF8))*"
    r"|RCPT TO:<[^\s<>]+>"
)
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")
LONGEST_LINE = 998


@dataclass(frozen=True, slots=True)
class Wire:
    """What went over the wire.

    Attributes:
        commands: All of them, in their order.
        messages: Recipient → content, dots unstuffed.
    """

    commands: list[str]
    messages: dict[str, bytes]


def plan_desk(people: Sequence[Subscriber], lock: Lock) -> SendingDesk:
    store = MemoryStore(secret=SECRET, readers_a_batch=500)
    plan_for(store, people, lock)
    return SendingDesk(store=store, lock=lock)


def send_over(desk: SendingDesk, offer: bytes) -> Wire:
    """Send over one session to a relay that keeps every byte, and part what it got."""
    relay = FaultRelay({"EHLO": [offer] * 10})

    async def send() -> None:
        async with running(relay):
            settings = parse_relay(f"smtp+plain://127.0.0.1:{relay.port}")
            await desk.send(SmtpRelay(settings, sessions=1, limits=PATIENT))  # type: ignore[arg-type]

    asyncio.run(send())
    for command in relay.commands:
        assert COMMAND.fullmatch(command), command
    verbs = [command.partition(" ")[0] for command in relay.commands]
    said = [verb for verb in verbs if verb not in ("EHLO", "QUIT")]
    assert said == ["MAIL", "RCPT", "DATA"] * len(relay.messages), "a command that nobody planned"
    recipients = [
        command.removeprefix("RCPT TO:<").removesuffix(">")
        for command in relay.commands
        if command.startswith("RCPT")
    ]
    assert len(set(recipients)) == len(recipients)
    contents = [unstuff(content) for content in relay.messages]
    return Wire(commands=relay.commands, messages=dict(zip(recipients, contents, strict=True)))


def unstuff(content: bytes) -> bytes:
    lines = content.split(b"\r\n")
    return b"\r\n".join(line.removeprefix(b".") for line in lines)


def header_names(content: bytes) -> list[str]:
    """The names of the fields, read as bytes: no parser forgives anything here."""
    head, _, _ = content.partition(b"\r\n\r\n")
    lines = re.sub(rb"\r\n[ \t]", b" ", head).split(b"\r\n")
    return [line.partition(b":")[0].decode("ascii") for line in lines]


def check_content(content: bytes, planned: list[str]) -> None:
    lines = content.split(b"\r\n")
    assert not {b"\r", b"\n"} & {bytes([byte]) for line in lines for byte in line}
    assert max(map(len, lines)) <= LONGEST_LINE
    assert header_names(content) == planned
    head, _, _ = content.replace(b"\r\n ", b" ").partition(b"\r\n\r\n")
    assert not re.search(rb"[^ -~]", head.replace(b"\r\n", b""))
    message = message_from_bytes(content, policy=default)
    assert [part.get_content_type() for part in message.walk()] == [
        *("multipart/alternative", "text/plain", "text/html")
    ]
    assert not message.defects


def read_decoded(content: bytes) -> EmailMessage:
    """Read a message as its reader's program does: no decoded value holds a control character."""
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    for name, value in message.items():
        assert not CONTROLS.search(str(value)), name
    return message


@pytest.fixture(scope="module")
def planned() -> list[str]:
    """The names of a harmless message's fields."""
    wire = send_over(plan_desk([reader(0, "Jo Marsh")], make_lock()), OFFERS["plain"])
    names = header_names(wire.messages["reader0@example.org"])
    assert len(set(names)) == len(names)
    return names


def reader(number: int, name: str) -> Subscriber:
    email = f"reader{number}@example.org"
    return Subscriber(key=email, email=email, name=name)


def check_names(names: Sequence[str], planned: list[str], offer: bytes) -> None:
    people = [reader(number, name) for number, name in enumerate(names)]

    wire = send_over(plan_desk(people, make_lock()), offer)

    assert wire.messages.keys() == {one.email for one in people}
    for address, content in wire.messages.items():
        check_content(content, planned)
        to = read_decoded(content)["To"]
        assert [one.addr_spec for one in to.addresses] == [address]


@pytest.mark.parametrize("offer", OFFERS.values(), ids=list(OFFERS))
def test_a_hostile_name_is_a_name_and_nothing_else(planned: list[str], offer: bytes) -> None:
    check_names(ATTACKS, planned, offer)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(codec=None), max_size=300), min_size=1, max_size=20))
def test_any_name_is_a_name_and_nothing_else(planned: list[str], names: list[str]) -> None:
    check_names(names, planned, OFFERS["pipelining"])


@pytest.mark.parametrize("offer", OFFERS.values(), ids=list(OFFERS))
def test_a_hostile_address_is_refused_or_one_recipient(planned: list[str], offer: bytes) -> None:
    people = [
        Subscriber(key=f"reader{number}@example.org", email=email)
        for number, email in enumerate(ADDRESSES)
    ]
    desk = plan_desk(people, make_lock())

    wire = send_over(desk, offer)

    assert wire.messages.keys() == {address for address in ADDRESSES.values() if address}
    refused = {email for email, address in ADDRESSES.items() if address is None}
    assert desk.rows(Outcome.REJECTED).keys() == refused
    for content in wire.messages.values():
        check_content(content, planned)


@pytest.mark.parametrize("attack", ATTACKS, ids=[str(n) for n in range(len(ATTACKS))])
def test_a_hostile_headline_and_publication_add_nothing(planned: list[str], attack: str) -> None:
    lock = make_lock()
    told = replace(
        lock.rendered[0],
        subject=attack,
        html=f"<p>{attack}</p>\n.\n.\r\n<p>xnamehtmlx</p>\n",
        text=f"{attack}\n.\n\r\n.\r\nMAIL FROM:<all@evil.example>\n{attack}\n",
    )
    lock = replace(lock, publication_name=attack, rendered=(told,))
    desk = plan_desk([reader(0, attack)], lock)

    try:
        wire = send_over(desk, OFFERS["pipelining"])
    except RenderError:
        # Refused as a whole, in words; nothing has left.
        assert desk.rows(Outcome.ACCEPTED) == {}
        return
    assert wire.messages.keys() == {"reader0@example.org"}
    check_content(wire.messages["reader0@example.org"], planned)
    read_decoded(wire.messages["reader0@example.org"])


@pytest.mark.parametrize("attack", ATTACKS, ids=[str(n) for n in range(len(ATTACKS))])
@pytest.mark.parametrize("key", ["sender", "reply_to"])
def test_a_hostile_mailbox_of_the_publication_adds_nothing(
    planned: list[str], key: str, attack: str
) -> None:
    desk = plan_desk([reader(0, "Jo")], make_lock(**{key: f"{attack} <daily@example.org>"}))

    try:
        wire = send_over(desk, OFFERS["plain"])
    except RenderError:
        assert desk.rows(Outcome.ACCEPTED) == {}
        return
    content = wire.messages["reader0@example.org"]
    check_content(content, planned)
    message = read_decoded(content)
    named = message["From" if key == "sender" else "Reply-To"]
    assert [one.addr_spec for one in named.addresses] == ["daily@example.org"]
