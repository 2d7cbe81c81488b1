"""The database as an administrator meets it: moved to a server, and brought up to date there."""

from collections.abc import Iterator
from io import StringIO

import pytest
from sqlalchemy import create_engine
from tests.e2e.conftest import Indoors
from tests.e2e.test_bad_edition import mail_in
from tests.integration.postgres_server import PostgresServer, missing, running_server

from digest.adapters.store.moving import Move
from digest.adapters.store.schema import VERSION
from digest.adapters.store.versions import migrate
from digest.cli import databasing

READERS = 30
LATER = "2026-11-23T09:30:00+01:00"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    if missing():
        pytest.skip(missing())
    with running_server() as running:
        yield running


@pytest.fixture
def url(server: PostgresServer) -> str:
    """An empty database of a server."""
    server.run("DROP DATABASE IF EXISTS digest WITH (FORCE)")
    server.run("CREATE DATABASE digest")
    return server.url("digest")


def test_what_is_no_address_is_refused_before_anything_is_opened(drafted: Indoors) -> None:
    ran = drafted.run("db", "move", "thedaily")

    assert ran.status == 2
    assert "'thedaily' is no address of a database." in ran.err


def test_a_publication_is_moved_and_only_the_new_database_sends(
    drafted: Indoors, url: str, server: PostgresServer
) -> None:
    secret = url.replace("digest@", "digest:hunter2@")
    rehearsed = drafted.run("--json", "db", "move", secret, "--dry-run")
    assert (rehearsed.status, rehearsed.data["moved"]) == (0, False)
    assert rehearsed.data["tables"]["subscriber"] == READERS

    done = drafted.run("db", "move", secret)

    assert done.status == 0, done.err
    assert f"Moved digest.db to digest on 127.0.0.1: {rehearsed.data['rows']} rows" in done.out
    assert f"DIGEST_DATABASE={url}\n" in done.out
    assert "hunter2" not in done.out + done.err + rehearsed.out
    assert "Warning: whoever may list processes here can read the password" in done.err
    assert "hunter2" not in (drafted.folder / ".env").read_text(encoding="utf-8")
    for command in (("send",), ("status",), ("collect",), ("db", "upgrade"), ("prune", "-q")):
        ran = drafted.run(*command, now=LATER)
        assert ran.status == 69, command
        assert "digest.db was moved to digest on 127.0.0.1" in ran.err
        assert f"DIGEST_DATABASE={url}" in ran.err
    assert mail_in(drafted) == []
    # Whoever sends with a role that may change no table would not get anywhere without them.
    server.run("SELECT id FROM procrastinate_jobs", database="digest")
    again = drafted.run("db", "move", secret)
    assert again.status == 0
    assert "was moved to digest on 127.0.0.1 already" in again.out

    drafted.environment["DIGEST_DATABASE"] = url
    people = drafted.run("subscribers", "export")
    assert people.status == 0
    assert people.out.count("@example.org") == READERS
    assert drafted.run("check").status == 0
    assert drafted.run("collect").status == 0
    elsewhere = drafted.run("db", "move", url)
    assert elsewhere.status == 2
    assert "is on a PostgreSQL server already" in elsewhere.err


def test_a_move_that_was_interrupted_is_given_up_and_the_file_sends(
    drafted: Indoors, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = drafted.run("db", "move", "--give-up", url)
    assert idle.status == 2
    assert "No move of digest.db has begun" in idle.err

    def interrupt(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Move, "compare", interrupt)
        broken = drafted.run("db", "move", url)
    assert broken.status == 130
    assert "digest.db takes nothing" in broken.err
    assert f"digest db move --give-up {url}\n" in broken.err
    frozen = drafted.run("send", now=LATER)
    assert frozen.status == 69
    assert "digest.db is being moved to digest on 127.0.0.1" in frozen.err
    assert f"digest db move --give-up {url}" in frozen.err

    assert drafted.run("db", "move", "--give-up", url, "--dry-run").status == 0
    assert drafted.run("send", now=LATER).status == 69
    given_up = drafted.run("--json", "db", "move", "--give-up", url)
    assert given_up.status == 0
    assert (given_up.data["given_up"], given_up.data["emptied"]) == (True, True)
    sent = drafted.run("--json", "send", now=LATER)
    assert (sent.status, sent.data["accepted"]) == (0, READERS)
    assert len(mail_in(drafted)) == READERS


def test_a_person_is_asked_and_may_say_no(
    drafted: Indoors, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databasing, "on_terminal", lambda: True)
    monkeypatch.setattr("sys.stdin", StringIO("n\n"))
    refused = drafted.run("db", "move", url)

    assert refused.status == 2
    assert "Move them now?" in refused.out + refused.err
    assert drafted.run("status").status == 0
    assert drafted.run("db", "move", url, "--yes", "-q").out == ""
    assert drafted.run("status").status == 69


def test_the_address_is_read_from_stdin_where_nobody_sees_it(
    drafted: Indoors, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(f"{url}\n"))
    ran = drafted.run("db", "move", "-", "--dry-run")
    assert ran.status == 0, ran.err
    assert "rows would go from digest.db to digest on 127.0.0.1" in ran.out

    monkeypatch.setattr("sys.stdin", StringIO())
    assert drafted.run("db", "move", "-").status == 2


def test_tables_of_the_version_before_are_changed_by_db_upgrade_alone(
    drafted: Indoors, url: str
) -> None:
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        migrate(connection, "0003")
    engine.dispose()
    drafted.environment["DIGEST_DATABASE"] = url

    for command in (("status",), ("send",), ("subscribers", "list"), ("collect",)):
        ran = drafted.run(*command, now=None)
        assert ran.status == 69, command
        assert f"(tables 0003, here {VERSION})" in ran.err
        assert "digest db upgrade" in ran.err
    rehearsed = drafted.run("--json", "db", "upgrade", "--dry-run")
    assert (rehearsed.data["before"], rehearsed.data["changed"]) == ("0003", True)
    assert drafted.run("status").status == 69

    done = drafted.run("db", "upgrade")
    assert done.status == 0, done.err
    assert f"The tables of digest on 127.0.0.1 are brought from 0003 to {VERSION}." in done.out
    assert "have the tables" not in done.out
    again = drafted.run("--json", "db", "upgrade")
    assert (again.status, again.data["changed"]) == (0, False)
    assert drafted.run("subscribers", "list").status == 0


def test_a_file_is_brought_up_to_date_by_itself_and_says_so(drafted: Indoors) -> None:
    ran = drafted.run("db", "upgrade")

    assert ran.status == 0
    assert f"digest.db has the tables of this version ({VERSION}) already." in ran.out
    assert "brought up to date by every command" in ran.out
