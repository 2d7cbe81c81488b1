"""Several processes over one database, and processes that are killed."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.integration.store.examples import NOW, SECRET, SLUG, plan
from tests.integration.store.sender import WINDOW

from digest.adapters.store import open_store
from digest.model.delivery import Outcome
from digest.model.edition import EditionState

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """A database with its tables."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('database')}"
    found: str = request.getfixturevalue("postgres_url")
    return found


def plan_edition(url: str, *, readers: int, readers_a_batch: int = 50) -> None:
    store = open_store(url, secret=SECRET, readers_a_batch=readers_a_batch)
    plan(store, readers=readers)
    store.close()


def start_sender(url: str, notes: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.integration.store.sender", url, str(notes)]
    return subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE)


def finish(sender: "subprocess.Popen[bytes]") -> str:
    _, errors = sender.communicate(timeout=60)
    return errors.decode()


def read_notes(notes: Path) -> list[int]:
    return [int(line) for line in notes.read_text(encoding="ascii").splitlines()]


def is_sound(url: str) -> bool:
    """Whether an SQLite file is whole; a server's is the server's own care."""
    if not url.startswith("sqlite:///"):
        return True
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as plain:
        is_whole = plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return is_whole and not plain.execute("PRAGMA foreign_key_check").fetchall()


def test_four_senders_at_once_mail_everybody_once(url: str, tmp_path: Path) -> None:
    plan_edition(url, readers=600)
    notes = tmp_path / "notes"
    senders = [start_sender(url, notes) for _ in range(4)]

    assert [finish(sender) for sender in senders] == [""] * 4

    noted = read_notes(notes)
    assert len(noted) == len(set(noted)) == 600
    store = open_store(url, secret=SECRET)
    books = store.ledger.books(SLUG)
    assert books.balanced
    assert books.accepted == 600
    assert store.ledger.settle(SLUG, now=NOW) is EditionState.DONE
    store.close()
    assert is_sound(url)


def test_killed_senders_lose_nobody_and_mail_nobody_twice(url: str, tmp_path: Path) -> None:
    plan_edition(url, readers=3000, readers_a_batch=100)
    notes = tmp_path / "notes"
    notes.touch()
    kills = 0
    for number in range(6):
        sender = start_sender(url, notes)
        seen = len(read_notes(notes))
        limit = time.monotonic() + 30
        # It has begun, and is somewhere in the middle of a window.
        while len(read_notes(notes)) < seen + 23 + 7 * number and time.monotonic() < limit:
            time.sleep(0.001)
        sender.send_signal(signal.SIGKILL)
        finish(sender)
        kills += sender.returncode == -signal.SIGKILL
    assert kills == 6

    assert finish(start_sender(url, notes)) == ""

    noted = read_notes(notes)
    assert len(noted) == len(set(noted)), "a second copy"
    store = open_store(url, secret=SECRET)
    books = store.ledger.books(SLUG)
    assert books.balanced
    assert books == store.ledger.progress(SLUG)
    assert books.accepted + books.unknown == books.planned == 3000
    assert 0 < books.unknown <= kills * WINDOW
    doubtful = store.ledger.deliveries(SLUG, [Outcome.UNKNOWN])
    missed = set(range(1, 3001)) - set(noted)
    assert missed <= {row.delivery.subscriber_id for row in doubtful}
    store.close()
    assert is_sound(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    server = request.getfixturevalue("postgres")
    server.run("CREATE DATABASE new")
    yield server.url("new")
    server.run("DROP DATABASE new")


def test_eight_processes_open_a_new_database_at_once(new_url: str) -> None:
    code = (
        "import sys; from digest.adapters.store import open_store;"
        "store = open_store(sys.argv[1], secret='x'); print(len(store.editions.editions()));"
        "store.close()"
    )
    command = [sys.executable, "-c", code, new_url]
    openers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(8)
    ]

    ended = [opener.communicate(timeout=60) for opener in openers]

    assert ended == [(b"0\n", b"")] * 8
    assert is_sound(new_url)
