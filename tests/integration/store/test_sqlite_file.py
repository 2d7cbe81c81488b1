"""What only a database on a disk has to promise."""

import os
import re
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Select, create_engine, func, select
from tests.integration.store.examples import (
    NOW,
    SECRET,
    SLUG,
    accepted,
    add_people,
    claim,
    held,
    ids,
    make_article,
    make_person,
    make_record,
    plan,
    rejected,
    send_all,
    turn,
)

from digest.adapters.store import Store, open_store, versions
from digest.adapters.store.batches import are_deferred
from digest.adapters.store.failures import explain
from digest.adapters.store.refusals import EARLIER
from digest.adapters.store.schema import batch, delivery, metadata
from digest.adapters.store.subscribers import ask_deliveries
from digest.adapters.store.versions import migrate
from digest.adapters.store.windows import DUE
from digest.errors import StoreBusy, StoreError
from digest.model.delivery import Books
from digest.model.edition import EditionState

SHORT = timedelta(seconds=0.2)


@contextmanager
def opened(path: Path, *, patience: timedelta = SHORT) -> Iterator[Store]:
    store = open_store(f"sqlite:///{path}", secret=SECRET, patience=patience)
    try:
        yield store
    finally:
        store.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# The file


def test_a_new_database_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    before = os.umask(0)
    try:
        with opened(path) as store:
            add_people(store, 3)
            files = sorted(tmp_path.iterdir())
            assert [file.name for file in files] == ["digest.db", "digest.db-shm", "digest.db-wal"]
            assert [mode(file) for file in files] == [0o600] * 3
    finally:
        os.umask(before)


def test_a_database_that_was_copied_here_is_closed_to_others(database: Path) -> None:
    database.chmod(0o644)

    with opened(database):
        assert mode(database) == 0o600


def test_every_transaction_is_on_the_disk_when_it_returns(database: Path) -> None:
    with opened(database) as store, store.database.writing() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


def test_nothing_of_a_forgotten_person_is_left_in_the_file(database: Path) -> None:
    with opened(database) as store:
        gone = make_person("vesna.kolar", name="Vesna Kolar", fields=(("street", "Kiln Row 9"),))
        store.subscribers.import_subscribers([make_person("a"), gone, make_person("b")], now=NOW)
        plan(store)
        batch = held(store)
        window = turn(store, batch)
        results = [rejected(number) for number in ids(window)]
        turn(store, batch, results)
        store.subscribers.forget(gone.key, now=NOW)

        left = b"".join(path.read_bytes() for path in database.parent.glob("digest.db*"))

    assert b"a@example.org" in left
    for trace in (b"vesna", b"Vesna", b"Kiln Row", f"<{window.readers[1].subscriber.id}@".encode()):
        assert trace not in left


# Versions of the tables


def test_the_migrations_make_the_tables_that_the_code_expects(tmp_path: Path) -> None:
    with opened(tmp_path / "new.db") as store, store.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_tables_are_declared_alike_in_both_places(tmp_path: Path) -> None:
    """What a comparison of columns overlooks: primary keys, WITHOUT ROWID, partial indexes."""
    engine = create_engine(f"sqlite:///{tmp_path / 'direct.db'}")
    metadata.create_all(engine)
    engine.dispose()
    with opened(tmp_path / "migrated.db"):
        pass

    assert declared(tmp_path / "migrated.db") == declared(tmp_path / "direct.db")


def declared(path: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(path)) as plain:
        rows = plain.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
            " AND name NOT IN ('alembic_version', 'sqlite_sequence')"
        )
        return {name: sorted(split_declaration(sql)) for name, sql in rows}


def split_declaration(sql: str) -> list[str]:
    """Part a declaration into its clauses; a column added later stands in the last line."""
    clauses = re.split(r",\s+(?=[\w\"]+ [A-Z])|\n", sql)
    return [clause.strip().rstrip(",") for clause in clauses]


def test_a_database_of_the_first_version_keeps_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migrate(connection, "0001")
        connection.exec_driver_sql(
            "INSERT INTO source_health (name, url, failures) VALUES ('Wire', 'https://a.test', 2)"
        )
    engine.dispose()

    with opened(path) as store:
        health = store.articles.source_health()["Wire"]
        assert (health.url, health.failures) == ("https://a.test", 2)


def test_a_batch_that_a_run_of_an_earlier_version_has_ended_keeps_no_edition_open(
    database: Path,
) -> None:
    with opened(database) as store:
        plan(store, readers=2)
        send_all(store)
        with store.database.writing() as connection:
            connection.exec_driver_sql("UPDATE batch SET due = 0")
        assert store.ledger.settle(SLUG, now=NOW) is EditionState.SENDING

        assert claim(store) is None

        assert store.ledger.unfinished(SLUG) == []
        assert store.ledger.settle(SLUG, now=NOW) is EditionState.DONE


def test_a_batch_that_a_run_of_an_earlier_version_plans_is_due_at_once(database: Path) -> None:
    others = "edition_id, number, size, position, open_owed, epoch, accepted, deferred, rejected"
    others += ", suppressed, expired, unknown"
    with opened(database) as store:
        plan(store, readers=2)
        with store.database.writing() as connection:
            connection.exec_driver_sql(
                f"CREATE TEMP TABLE planned AS SELECT {others} FROM batch"  # noqa: S608 - names
            )
            connection.exec_driver_sql("DELETE FROM batch")
            connection.exec_driver_sql(
                f"INSERT INTO batch ({others}) SELECT * FROM planned"  # noqa: S608 - names
            )

        assert store.ledger.settle(SLUG, now=NOW) is EditionState.PLANNED
        assert held(store).number == 1


def test_a_database_of_a_newer_version_is_left_alone(database: Path) -> None:
    with closing(sqlite3.connect(database)) as plain:
        plain.execute("UPDATE alembic_version SET version_num = '0042'")
        plain.commit()

    with pytest.raises(StoreError, match=r"digest\.db was written by a newer.*0042"):
        open_store(f"sqlite:///{database}", secret=SECRET)


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as plain:
        plain.execute("CREATE TABLE bookmark (url)")

    with pytest.raises(StoreError, match=r"other\.db is a database of another program"):
        open_store(f"sqlite:///{path}", secret=SECRET)
    with closing(sqlite3.connect(path)) as plain:
        names = plain.execute("SELECT name FROM sqlite_master").fetchall()
    assert names == [("bookmark",)]


def test_alembic_is_not_imported_for_a_database_of_this_version(database: Path) -> None:
    code = (
        "import sys; from digest.adapters.store import open_store;"
        "open_store(sys.argv[1], secret='x').close(); print('alembic' in sys.modules)"
    )
    command = [sys.executable, "-c", code, f"sqlite:///{database}"]

    assert subprocess.run(command, capture_output=True, check=True).stdout == b"False\n"


def test_a_migration_that_was_broken_off_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "digest.db"

    def break_off(connection: Connection) -> None:
        migrate(connection)
        raise KeyboardInterrupt

    migrate = versions.migrate
    monkeypatch.setattr(versions, "migrate", break_off)
    with pytest.raises(KeyboardInterrupt):
        open_store(f"sqlite:///{path}", secret=SECRET)
    monkeypatch.undo()

    with closing(sqlite3.connect(path)) as plain:
        assert plain.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    with opened(path) as store:
        assert store.editions.editions() == []


# What goes wrong


def test_a_locked_database_is_said_to_be_busy_and_can_still_be_read(database: Path) -> None:
    with opened(database) as store, closing(sqlite3.connect(database)) as other:
        add_people(store, 1)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreBusy, match=r"digest\.db is locked"):
            store.editions.save_draft(make_record())
        assert store.subscribers.subscriber("reader0@example.org") is not None
        other.rollback()
        store.editions.save_draft(make_record())


def test_a_transaction_that_will_write_takes_the_lock_before_it_reads(database: Path) -> None:
    with opened(database) as store, closing(sqlite3.connect(database, timeout=0)) as other:
        with store.database.writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        with store.database.reading():
            other.execute("BEGIN IMMEDIATE")


def test_what_is_done_together_is_kept_together_or_not_at_all(database: Path) -> None:
    with opened(database) as store, opened(database) as other:

        def fail() -> None:
            with store.together():
                add_people(store, 2)
                assert store.subscribers.subscriber("reader1@example.org") is not None
                assert other.subscribers.subscriber("reader1@example.org") is None
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert store.subscribers.subscriber("reader0@example.org") is None

        add_people(store, 1)
        assert b"reader0@" in database.with_name("digest.db-wal").read_bytes()
        with store.together():
            store.subscribers.forget("reader0@example.org", now=NOW)
            add_people(store, 3)
        assert other.subscribers.subscriber("reader2@example.org") is not None
        assert other.subscribers.subscriber("reader0@example.org") is None
        assert b"reader0@" not in database.with_name("digest.db-wal").read_bytes()


def wait_after_lock(path: Path) -> float:
    """Tell for how many seconds a writer still waits once another has let go of the lock."""
    freed: list[float] = []
    with (
        opened(path, patience=timedelta(seconds=10)) as store,
        closing(sqlite3.connect(path, check_same_thread=False)) as other,
    ):
        other.execute("BEGIN IMMEDIATE")

        def free() -> None:
            freed.append(time.monotonic())
            other.rollback()

        timer = threading.Timer(0.24, free)
        timer.start()
        with store.database.writing():
            taken = time.monotonic()
        timer.join()
    return taken - freed[0]


def test_who_waits_for_the_lock_has_it_soon_after_it_is_free(database: Path) -> None:
    # By itself SQLite would be asleep for ninety milliseconds more.
    assert any(wait_after_lock(database) < 0.04 for _ in range(3))


def test_nothing_may_be_sent_when_the_intent_cannot_be_written(database: Path) -> None:
    with opened(database) as store, closing(sqlite3.connect(database)) as other:
        plan(store, readers=4)
        batch = held(store)
        first = ids(turn(store, batch, size=2))
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreBusy):
            turn(store, batch, map(accepted, first), size=2)

        other.rollback()
        assert store.ledger.books(SLUG) == Books(planned=4, owed=4)
        # The same results are taken once the lock is gone.
        assert len(ids(turn(store, batch, map(accepted, first), size=2))) == 2
        assert store.ledger.books(SLUG) == Books(planned=4, accepted=2, owed=2)


FULL_DISK = """
import os, resource, sys
from digest.adapters.store import open_store
from digest.errors import StoreError
from tests.integration.store.examples import SLUG, add_people, accepted, held, ids, plan, turn

store = open_store(sys.argv[1], secret="x")
plan(store, readers=3000)
batch = held(store)
window = turn(store, batch, size=100)
wal = sys.argv[1].removeprefix("sqlite:///") + "-wal"
resource.setrlimit(resource.RLIMIT_FSIZE, (os.path.getsize(wal), resource.RLIM_INFINITY))
try:
    while window.readers:
        window = turn(store, batch, map(accepted, ids(window)), size=100)
    print("no failure")
except StoreError as error:
    print(error.message)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
books = store.ledger.books(SLUG)
print(books.balanced, books.owed > 0, books.unknown)
print(len(ids(turn(store, batch, map(accepted, ids(window)), size=100))))
store.close()
"""


def test_a_disk_that_takes_no_more_stops_the_run_and_loses_nothing(database: Path) -> None:
    command = [sys.executable, "-c", FULL_DISK, f"sqlite:///{database}"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )

    sentence, books, going_on = done.stdout.splitlines()
    assert sentence == "digest.db cannot be read or written: the disk reports an error."
    assert books == "True True 0"
    assert going_on == "100"


@pytest.mark.parametrize(
    ("pragma", "sentence"),
    [
        ("max_page_count = 1", "The disk is full: digest.db cannot take"),
        ("query_only = ON", "digest.db may not be written"),
    ],
)
def test_what_sqlite_says_of_a_write_becomes_a_sentence(
    tmp_path: Path, pragma: str, sentence: str
) -> None:
    with closing(sqlite3.connect(tmp_path / "digest.db")) as plain:
        plain.execute("CREATE TABLE note (text)")
        plain.execute(f"PRAGMA {pragma}")
        with pytest.raises(sqlite3.OperationalError) as raised:
            plain.execute("INSERT INTO note SELECT randomblob(100000)")

    error = explain(raised.value, "digest.db")
    assert isinstance(error, StoreError)
    assert error.message.startswith(sentence)
    assert error.hint


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    path.write_text("email,name\njo@example.org,Jo\n" * 100, encoding="utf-8")
    before = path.read_bytes()

    with pytest.raises(StoreError, match=r"digest\.db is no database of digest"):
        open_store(f"sqlite:///{path}", secret=SECRET)
    assert path.read_bytes() == before


def test_a_damaged_database_is_named(database: Path) -> None:
    with opened(database) as store:
        store.articles.save_articles([make_article(str(n)) for n in range(500)], now=NOW)
    with database.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(size // 2)
        file.write(b"\xff" * (size // 2))

    with pytest.raises(StoreError, match=r"digest\.db is damaged"), opened(database) as store:
        store.articles.articles()


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"digest\.db cannot be created in .*nowhere"):
        open_store(f"sqlite:///{tmp_path / 'nowhere' / 'digest.db'}", secret=SECRET)


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "digest.db").mkdir()
    with pytest.raises(StoreError, match=r"digest\.db cannot be opened"):
        open_store(f"sqlite:///{tmp_path / 'digest.db'}", secret=SECRET)


@pytest.mark.parametrize("url", ["digest.db", "sqlite://", "mysql://localhost/digest", ""])
def test_other_addresses_of_a_database_are_refused(url: str) -> None:
    with pytest.raises(StoreError):
        open_store(url, secret=SECRET)


# Speed by the right index


SOME_BATCHES = are_deferred(1, select(batch.c.number).where(batch.c.deferred > 0))


@pytest.mark.parametrize(
    "query",
    [
        select(func.min(delivery.c.next_attempt)).where(are_deferred(1, [1])),
        select(func.min(delivery.c.next_attempt)).where(SOME_BATCHES),
        DUE.params(in_edition=1, has_number=1, now=NOW, epoch=2, most=10),
    ],
    ids=["of one batch", "of some batches", "who are due"],
)
def test_the_deferred_are_found_by_their_own_index(database: Path, query: Select[Any]) -> None:
    steps = explain_plan(database, query)

    assert "SEARCH delivery USING INDEX ix_delivery_deferred (edition_id=? AND batch=?" in steps
    assert "PRIMARY KEY" not in steps


def test_the_deliveries_of_a_person_are_found_without_reading_all(database: Path) -> None:
    steps = explain_plan(database, ask_deliveries("jo@example.org"))

    assert "SEARCH delivery USING PRIMARY KEY (edition_id=? AND subscriber_id=?)" in steps


def test_the_earlier_editions_of_a_reader_are_read_one_by_one_from_the_latest(
    database: Path,
) -> None:
    steps = explain_plan(database, EARLIER.params(reader=1, in_edition=1))

    first, second, *_, last = steps.splitlines()
    assert first.startswith("SCAN edition")
    assert second == "SEARCH delivery USING PRIMARY KEY (edition_id=? AND subscriber_id=?)"
    # What came back of it, for the rows that are found alone.
    assert last.startswith("SEARCH delivery_event USING INDEX")
    assert last.endswith("(edition_id=? AND subscriber_id=?)")


def explain_plan(database: Path, query: Select[Any]) -> str:
    with opened(database) as store, store.database.reading() as connection:
        compiled = query.compile(
            connection, compile_kwargs={"literal_binds": True, "render_postcompile": True}
        )
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")
        return "\n".join(row[-1] for row in rows)
