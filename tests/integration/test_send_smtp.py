"""An edition sent through our SMTP client to a real SMTP server on 127.0.0.1."""

import asyncio
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import SMTP as SMTP_POLICY

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from tests.integration.fault_relay import DROP, FaultRelay, running
from tests.unit.app.sending_desk import plan_desk

from digest.adapters.smtp import SmtpRelay, parse_relay
from digest.errors import ExitStatus
from digest.model.delivery import Outcome


@dataclass(slots=True)
class Desk:
    """A real server's handler that keeps what it takes, and refuses whom it is told to."""

    refused: dict[str, str] = field(default_factory=dict)
    taken: list[Envelope] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        self.taken.append(envelope)
        return "250 2.0.0 queued"


@pytest.fixture
def server() -> Iterator[tuple[Desk, str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    desk = Desk()
    controller = Controller(desk, hostname="127.0.0.1", port=port)
    controller.start()
    yield desk, f"smtp+plain://127.0.0.1:{port}"
    controller.stop()


def test_two_hundred_readers_get_their_own_copy_once(server: tuple[Desk, str]) -> None:
    taking, url = server
    taking.refused = {
        "reader7@example.org": "550 5.1.1 no such user",
        "reader8@example.org": "451 4.7.1 greylisted",
    }
    desk = plan_desk(200)

    report = asyncio.run(desk.send(SmtpRelay(parse_relay(url))))  # type: ignore[arg-type]
    again = asyncio.run(desk.send(SmtpRelay(parse_relay(url))))  # type: ignore[arg-type]

    assert (report.books.accepted, report.books.rejected, report.books.deferred) == (198, 1, 1)
    assert report.exit_status is again.exit_status is ExitStatus.OWED
    copies = Counter(recipient for envelope in taking.taken for recipient in envelope.rcpt_tos)
    assert len(copies) == 198
    assert set(copies.values()) == {1}
    assert desk.store.subscribers.suppression("reader7@example.org") is not None
    assert desk.store.subscribers.suppression("reader8@example.org") is None
    ids = set()
    for envelope in taking.taken:
        content = envelope.original_content or b""
        assert b"\n" not in content.replace(b"\r\n", b"")
        message = message_from_bytes(content, policy=SMTP_POLICY)
        name = envelope.rcpt_tos[0].partition("@")[0].replace("reader", "Reader ")
        assert message["To"] == f"{name} <{envelope.rcpt_tos[0]}>"
        body = message.get_body(("plain",))
        assert body is not None
        assert f"Good morning {name}." in body.get_content()
        ids.add(message["Message-ID"])
    assert len(ids) == 198


def test_a_relay_that_drops_everywhere_loses_nobody_and_mails_nobody_twice() -> None:
    desk = plan_desk(40)
    faults = {
        "MAIL": [b"250 OK\r\n"] * 3 + [DROP] + [b"250 OK\r\n"] * 5 + [DROP],
        "RCPT": [b"250 OK\r\n"] * 6 + [DROP, b"250 OK\r\n", b"450 4.2.0 grey\r\n"],
        "DATA": [b"354 go\r\n"] * 8 + [DROP],
        ".": [b"250 OK\r\n"] * 11 + [DROP, b"250 OK\r\n", DROP],
    }
    relay = FaultRelay({verb: list(actions) for verb, actions in faults.items()})

    async def send() -> None:
        async with running(relay):
            client = SmtpRelay(parse_relay(f"smtp+plain://127.0.0.1:{relay.port}"), sessions=2)
            report = await desk.send(client)  # type: ignore[arg-type]
            assert report.books.balanced
            assert report.books.owed == 0
            due = report.next_due
            while due:
                desk.clock.moment = due
                due = (await desk.send(client)).next_due  # type: ignore[arg-type]

    asyncio.run(send())

    books = desk.store.ledger.books(desk.lock.slug)
    assert books.balanced
    assert books.unknown == 2
    assert books.accepted == 38
    copies = Counter(line for line in relay.messages)
    # Everybody's copy differs; the two in doubt had arrived before the drop.
    assert len(copies) == 40
    assert set(copies.values()) == {1}
    assert len(desk.rows(Outcome.UNKNOWN)) == 2
