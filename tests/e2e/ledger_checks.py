"""What the tests of killed and of simultaneous runs share: a fresh day and its books."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from tests.e2e.conftest import (
    EXAMPLE_NOW,
    INIT,
    MailServer,
    Received,
    free_port,
)
from tests.e2e.forked import Forks
from tests.e2e.test_day import TOPICS, article_page, write_readers

SLUG = "the-daily-2026-11-23"
MESSAGE_ID = re.compile(rb"^Message-ID: *(\S+)", re.MULTILINE | re.IGNORECASE)


class Truth(Protocol):
    """A server that knows what it took."""

    received: list[Received]


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


def make_day(forks: Forks, folder: Path, *, readers: int, on_unknown: str = "hold") -> None:
    """Make a publication with four saved pages and readers, and nothing collected yet."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = forks.run(folder, "init", str(folder), *INIT, now=None)
    assert made.status == 0, made.err
    change(folder, 'on_unknown = "hold" ', f'on_unknown = "{on_unknown}" ')
    (folder / "saved").mkdir()
    for slug, headline, _ in TOPICS:
        (folder / "saved" / f"{slug}.html").write_bytes(article_page(slug, headline))
    do(forks, folder, "sources", "add", "saved")
    do(forks, folder, "subscribers", "import", str(write_readers(folder, readers)))


def do(forks: Forks, folder: Path, *arguments: str, now: str = EXAMPLE_NOW) -> None:
    ran = forks.run(folder, *arguments, now=now)
    assert ran.status == 0, ran


def change(folder: Path, old: str, new: str) -> None:
    """Write something else into digest.toml, where it stands once."""
    settings = folder / "digest.toml"
    text = settings.read_text(encoding="utf-8")
    assert text.count(old) == 1, (old, text)
    settings.write_text(text.replace(old, new), encoding="utf-8")


def make_draft(forks: Forks, folder: Path, *, readers: int, on_unknown: str = "hold") -> None:
    """Make a publication whose edition is drafted."""
    make_day(forks, folder, readers=readers, on_unknown=on_unknown)
    for command in ("collect", "draft"):
        do(forks, folder, command)


def addresses(readers: int) -> set[str]:
    return {f"reader{number}@example.org" for number in range(readers)}


def count_copies(server: Truth) -> Counter[str]:
    """Count each reader's copies; all that one reader has are the same message."""
    ids: dict[str, set[bytes]] = {}
    for mail in list(server.received):
        found = MESSAGE_ID.search(mail.data)
        assert found is not None
        ids.setdefault(mail.recipient, set()).add(found[1])
    assert all(len(own) == 1 for own in ids.values()), "two messages to one reader"
    assert len(set().union(*ids.values())) == len(ids)
    return Counter(mail.recipient for mail in server.received)


def check_doubts(report: Any, server: Truth, *, readers: int) -> set[str]:
    """Hold the report against what the server has; tell who is in doubt."""
    everybody = addresses(readers)
    unknown = {row["email"] for row in report["readers"]["unknown"]}
    assert all(row["message_id"] for row in report["readers"]["unknown"])
    assert report["balanced"]
    left = {outcome: report[outcome] for outcome in ("owed", "deferred", "rejected")}
    assert not any(left.values()), left
    assert len(unknown) == report["unknown"], "a doubt without a name"
    assert report["accepted"] + len(unknown) == report["planned"] == readers, "somebody is lost"
    got = set(count_copies(server))
    assert everybody - unknown <= got, "accepted, but the server has nothing"
    assert got <= everybody
    return unknown
