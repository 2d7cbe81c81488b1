"""What the tests of killed and of simultaneous runs share: a fresh day and its books."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from tests.e2e.conftest import Desk, Indoors, MailServer, WebServer, free_port
from tests.e2e.test_day import publish, write_readers

SLUG = "the-daily-2026-11-23"
MESSAGE_ID = re.compile(rb"^Message-ID: *(\S+)", re.MULTILINE | re.IGNORECASE)


@dataclass(slots=True)
class SlowServer(MailServer):
    """A server that takes its time for each message."""

    seconds: float = 0.01
    begun: Counter[str] = field(default_factory=Counter)

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.begun.update(envelope.rcpt_tos)
        await asyncio.sleep(self.seconds)
        return await MailServer.handle_DATA(self, server, session, envelope)


@contextmanager
def slow_server(seconds: float = 0.01) -> Iterator[SlowServer]:
    server = SlowServer(port=free_port(), seconds=seconds)
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def prepare(
    indoors: Indoors, web: WebServer, server: MailServer, *, readers: int, on_unknown: str = "hold"
) -> Desk:
    """Make a publication with a source and readers, and nothing collected yet."""
    publish(web)
    if on_unknown != "hold":
        indoors.change('on_unknown = "hold" ', f'on_unknown = "{on_unknown}" ')
    added = indoors.run("sources", "add", f"{web.url}/feed.rss", "--section", "World")
    assert added.status == 0, added.err
    imported = indoors.run("subscribers", "import", str(write_readers(indoors.folder, readers)))
    assert imported.status == 0, imported.err
    return Desk(folder=indoors.folder, environment={"DIGEST_RELAY": server.url})


def addresses(readers: int) -> set[str]:
    return {f"reader{number}@example.org" for number in range(readers)}


def count_copies(server: MailServer) -> Counter[str]:
    """Count each reader's copies; all that one reader has are the same message."""
    ids: dict[str, set[bytes]] = {}
    for mail in list(server.received):
        found = MESSAGE_ID.search(mail.data)
        assert found is not None
        ids.setdefault(mail.recipient, set()).add(found[1])
    assert all(len(own) == 1 for own in ids.values()), "two messages to one reader"
    assert len(set().union(*ids.values())) == len(ids)
    return Counter(mail.recipient for mail in server.received)


def check_doubts(report: Any, server: MailServer, *, readers: int) -> set[str]:
    """Hold the report against what the server has; tell who is in doubt."""
    everybody = addresses(readers)
    unknown = {row["email"] for row in report["readers"]["unknown"]}
    assert all(row["message_id"] for row in report["readers"]["unknown"])
    assert report["balanced"]
    assert report["owed"] == report["deferred"] == report["rejected"] == 0
    assert len(unknown) == report["unknown"], "a doubt without a name"
    assert report["accepted"] + len(unknown) == report["planned"] == readers, "somebody is lost"
    got = set(count_copies(server))
    assert everybody - unknown <= got, "accepted, but the server has nothing"
    assert got <= everybody
    return unknown
