"""A database that is locked, read-only, full, or none: said plainly, and nothing lost."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from tests.e2e.conftest import DIGEST, EXAMPLE_NOW, Desk, Indoors, MailServer, clean_environment
from tests.e2e.test_bad_edition import mail_in

from digest.adapters.store import open_store

READERS = 30
LATER = "2026-11-23T09:30:00+01:00"
WRITERS = [
    ("collect",),
    ("draft", "--force"),
    ("send",),
    ("subscribers", "add", "new@example.org"),
    ("subscribers", "import", "readers.csv"),
    ("subscribers", "forget", "reader1@example.org", "--yes"),
]
READING = [
    ("articles",),
    ("stories",),
    ("check",),
    ("status",),
    ("subscribers", "list"),
    ("subscribers", "show", "reader1@example.org"),
    ("send", "--dry-run"),
]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a moment for a lock, not ten seconds."""
    defaults = open_store.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "patience", timedelta(seconds=0.1))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def everybody_gets_it_once(office: Indoors) -> None:
    sent = office.run("--json", "send", now=LATER)
    assert (sent.status, sent.data["accepted"], sent.data["unknown"]) == (0, READERS, 0)
    assert len(mail_in(office)) == READERS


@pytest.mark.usefixtures("impatient")
def test_a_locked_database_is_named_can_be_read_and_loses_nothing(drafted: Indoors) -> None:
    with locked(drafted.folder / "digest.db"):
        for command in WRITERS:
            ran = drafted.run(*command)
            assert ran.status == 69, (command, ran)
            assert "digest.db is locked by another program." in ran.err
            assert "run the same command again; nothing is lost" in ran.err
        for command in READING:
            ran = drafted.run(*command)
            assert ran.status == 0, (command, ran)
        quiet = drafted.run("send", "-q")
    assert quiet.status == 69
    assert len(quiet.err.splitlines()) == 1
    assert mail_in(drafted) == []

    everybody_gets_it_once(drafted)


def write_bytes(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def make_other(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")


def make_newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()


def tear(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (write_bytes(b"this is no database" * 400), "is no database of digest"),
        (make_folder, "digest.db"),
        (make_other, "is a database of another program"),
        (make_newer, "was written by a newer version of digest"),
        (tear, "is damaged"),
    ],
    ids=["text", "folder", "another program's", "newer", "damaged"],
)
def test_a_database_that_is_none_is_named_and_left_alone(
    drafted: Indoors, tmp_path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    database = drafted.folder / "digest.db"
    kept = tmp_path / "kept.db"
    shutil.copy2(database, kept)
    spoil(database)
    before = database.read_bytes() if database.is_file() else b""

    for command in (*WRITERS, *READING):
        ran = drafted.run(*command)
        assert ran.status == 69, (command, ran)
        assert words in ran.err
        assert "digest.db" in ran.err
        assert len(ran.err.splitlines()) == 2, ran.err
    assert mail_in(drafted) == []
    if before:
        assert database.read_bytes() == before

    if database.is_dir():
        database.rmdir()
    shutil.copy2(kept, database)
    for name in ("digest.db-wal", "digest.db-shm"):
        (drafted.folder / name).unlink(missing_ok=True)
    everybody_gets_it_once(drafted)


def test_a_database_in_a_folder_that_is_missing_is_named(drafted: Indoors) -> None:
    drafted.environment["DIGEST_DATABASE"] = "sqlite:///data/digest.db"

    ran = drafted.run("collect")

    assert ran.status == 69
    assert "digest.db cannot be created in" in ran.err
    assert "/data: No such file or directory" in ran.err
    assert "See whether that folder is there" in ran.err


def run_with_plain_rights(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command for which the rights of files count, even when it is root that tests."""
    bound: list[str] = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("setpriv is missing, and root may write anything")
        bound = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    return subprocess.run(
        [*bound, *DIGEST, "-C", str(folder), "--now", LATER, *command],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=clean_environment() | {"PYTHONDONTWRITEBYTECODE": "1"},
    )


@pytest.mark.parametrize("closed", ["file", "folder"])
def test_a_database_that_may_not_be_written_is_named(drafted: Indoors, closed: str) -> None:
    path = drafted.folder / "digest.db" if closed == "file" else drafted.folder
    mode = path.stat().st_mode & 0o777
    path.chmod(mode & ~0o222)
    try:
        for command in (("collect",), ("send",), ("subscribers", "add", "new@example.org")):
            ran = run_with_plain_rights(drafted.folder, *command)
            assert ran.returncode == 69, (command, ran)
            assert "digest.db" in ran.stderr
            assert "write" in ran.stderr
            assert "Traceback" not in ran.stderr
    finally:
        path.chmod(mode)

    everybody_gets_it_once(drafted)


def run_with_little_room(
    desk: Desk, kilobytes: int, *command: str
) -> subprocess.CompletedProcess[str]:
    """Run a command none of whose files may grow beyond a size, as on a disk that is full."""
    limit = 'ulimit -f "$1"; shift; exec "$@"'
    return subprocess.run(
        [
            *("sh", "-c", limit, "sh", str(kilobytes * 2)),
            *(*DIGEST, "-C", str(desk.folder), "--now", EXAMPLE_NOW, *command),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=clean_environment() | desk.environment | {"PYTHONDONTWRITEBYTECODE": "1"},
    )


@pytest.mark.parametrize("kilobytes", [0, 64, 80])
def test_a_full_disk_stops_the_send_and_nobody_is_lost_or_mailed_twice(
    drafted: Indoors, mail_server: MailServer, kilobytes: int
) -> None:
    drafted.environment["DIGEST_RELAY"] = mail_server.url
    desk = Desk(folder=drafted.folder, environment=drafted.environment)

    full = run_with_little_room(desk, kilobytes, "send")
    again = drafted.run("--json", "send", now=LATER)

    assert full.returncode == 69, full
    assert "the disk" in full.stderr
    assert "digest.db" in full.stderr
    assert "run the same command again" in full.stderr
    assert again.data["balanced"]
    assert again.data["accepted"] + again.data["unknown"] == READERS
    recipients = [mail.recipient for mail in mail_server.received]
    assert len(recipients) == len(set(recipients))
    assert len(recipients) >= again.data["accepted"]


def test_a_full_disk_stops_a_collection_and_keeps_what_was_there(drafted: Indoors) -> None:
    desk = Desk(folder=drafted.folder)
    (drafted.folder / "saved" / "more.html").write_bytes(
        (drafted.folder / "saved" / "tram-line.html").read_bytes().replace(b"tram", b"cart")
    )

    full = run_with_little_room(desk, 4, "collect")
    again = drafted.run("--json", "collect")

    assert full.returncode == 69, full
    assert "digest.db" in full.stderr
    assert "disk" in full.stderr
    assert again.status == 0
    assert again.data["sources"][0]["fetched"] == 5
