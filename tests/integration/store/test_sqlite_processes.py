"""Several processes over one file, and processes that are killed."""

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from tests.integration.store.examples import NOW, SECRET, SLUG, plan
from tests.integration.store.sender import WINDOW

from digest.adapters.store import open_store
from digest.model.delivery import Outcome
from digest.model.edition import EditionState

REPOSITORY = Path(__file__).parents[3]


def plan_edition(database: Path, *, readers: int, readers_a_batch: int = 50) -> None:
    store = open_store(f"sqlite:///{database}", secret=SECRET, readers_a_batch=readers_a_batch)
    plan(store, readers=readers)
    store.close()


def start_sender(database: Path, notes: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.integration.store.sender", str(database), str(notes)]
    return subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE)


def finish(sender: "subprocess.Popen[bytes]") -> str:
    _, errors = sender.communicate(timeout=60)
    return errors.decode()


def read_notes(notes: Path) -> list[int]:
    return [int(line) for line in notes.read_text(encoding="ascii").splitlines()]


def is_sound(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as plain:
        is_whole = plain.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return is_whole and not plain.execute("PRAGMA foreign_key_check").fetchall()


def test_four_senders_at_once_mail_everybody_once(database: Path, tmp_path: Path) -> None:
    plan_edition(database, readers=600)
    notes = tmp_path / "notes"
    senders = [start_sender(database, notes) for _ in range(4)]

    assert [finish(sender) for sender in senders] == [""] * 4

    noted = read_notes(notes)
    assert len(noted) == len(set(noted)) == 600
    store = open_store(f"sqlite:///{database}", secret=SECRET)
    books = store.ledger.books(SLUG)
    assert books.balanced
    assert books.accepted == 600
    assert store.ledger.settle(SLUG, now=NOW) is EditionState.DONE
    store.close()
    assert is_sound(database)


def test_killed_senders_lose_nobody_and_mail_nobody_twice(database: Path, tmp_path: Path) -> None:
    plan_edition(database, readers=3000, readers_a_batch=100)
    notes = tmp_path / "notes"
    notes.touch()
    kills = 0
    for number in range(6):
        sender = start_sender(database, notes)
        seen = len(read_notes(notes))
        limit = time.monotonic() + 30
        # It has begun, and is somewhere in the middle of a window.
        while len(read_notes(notes)) < seen + 23 + 7 * number and time.monotonic() < limit:
            time.sleep(0.001)
        sender.send_signal(signal.SIGKILL)
        finish(sender)
        kills += sender.returncode == -signal.SIGKILL
    assert kills == 6

    assert finish(start_sender(database, notes)) == ""

    noted = read_notes(notes)
    assert len(noted) == len(set(noted)), "a second copy"
    store = open_store(f"sqlite:///{database}", secret=SECRET)
    books = store.ledger.books(SLUG)
    assert books.balanced
    assert books == store.ledger.progress(SLUG)
    assert books.accepted + books.unknown == books.planned == 3000
    assert 0 < books.unknown <= kills * WINDOW
    doubtful = store.ledger.deliveries(SLUG, [Outcome.UNKNOWN])
    missed = set(range(1, 3001)) - set(noted)
    assert missed <= {row.delivery.subscriber_id for row in doubtful}
    store.close()
    assert is_sound(database)


def test_eight_processes_open_a_new_database_at_once(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    code = (
        "import sys; from digest.adapters.store import open_store;"
        "store = open_store(sys.argv[1], secret='x'); print(len(store.editions.editions()));"
        "store.close()"
    )
    command = [sys.executable, "-c", code, f"sqlite:///{path}"]
    openers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(8)
    ]

    ended = [opener.communicate(timeout=60) for opener in openers]

    assert ended == [(b"0\n", b"")] * 8
    assert is_sound(path)
