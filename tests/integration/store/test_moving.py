"""A publication that is moved to a server: nothing is lost, and never can both of them send."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, update
from tests.integration.postgres_server import PostgresServer
from tests.integration.store.examples import (
    LEASE,
    MINUTE,
    NOW,
    SECRET,
    SLUG,
    accepted,
    add_people,
    claim,
    held,
    ids,
    make_person,
    make_record,
    plan,
    turn,
)
from tests.integration.store.moved import FORGOTTEN, PUBLICATION, fill, move, read_all

from digest.adapters.store import Store, copying, moving, open_store
from digest.adapters.store.columns import NUL
from digest.adapters.store.database import Database
from digest.adapters.store.schema import article, metadata, subscriber
from digest.errors import DigestError, EditionBusy, StoreBusy, StoreError, UsageError
from digest.model.database import MovePlan
from digest.model.delivery import Books
from digest.model.edition import EditionState

REPOSITORY = Path(__file__).parents[3]
Rows = dict[str, list[tuple[object, ...]]]
QUICK = timedelta(seconds=0.3)


class Broken(Exception):
    """The power fails."""


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("moving") / "digest.db"
    fill(path)
    return path


@pytest.fixture
def origin(filled: Path, tmp_path: Path) -> str:
    """A publication with something in every table."""
    path = tmp_path / "varrow" / "digest.db"
    path.parent.mkdir()
    shutil.copy(filled, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def second(postgres: PostgresServer) -> str:
    postgres.run("CREATE DATABASE target")
    return "target"


@pytest.fixture
def target(postgres: PostgresServer, second: str) -> str:
    """A database of the server with nothing in it."""
    postgres.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public", database=second)
    return postgres.url(second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A move that has ended, for tests that look at what came of it.

    Attributes:
        origin, target: URLs; the target was given with a password.
        before, after: Every row of both.
        plan: What was to be moved.
    """

    origin: str
    target: str
    before: Rows
    after: Rows
    plan: MovePlan


@pytest.fixture(scope="session")
def moved(
    filled: Path, postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Moved:
    path = tmp_path_factory.mktemp("moved") / "digest.db"
    shutil.copy(filled, path)
    postgres.run("CREATE DATABASE moved")
    origin, target = f"sqlite:///{path}", postgres.url("moved")
    before = rows_of(origin)
    todo = move(origin, with_password(target))
    return Moved(origin=origin, target=target, before=before, after=rows_of(target), plan=todo)


def with_password(url: str) -> str:
    return url.replace("digest@", "digest:hunter2@")


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commit after every second row."""
    monkeypatch.setattr(copying, "CHUNK", 2)


def opened(url: str) -> Store:
    return open_store(url, secret=SECRET, patience=QUICK, keeps_time=False, readers_a_batch=3)


def rows_of(url: str) -> Rows:
    with closing(opened(url)) as store:
        return read_all(store.database)


def refused(url: str) -> StoreError:
    with pytest.raises(StoreError) as caught:
        opened(url)
    return caught.value


def test_every_value_of_every_table_is_moved(moved: Moved) -> None:
    before, after = dict(moved.before), dict(moved.after)
    assert all(before.values())
    assert moved.plan.rows == sum(map(len, before.values()))
    place = [column.name for column in article.columns].index("headline")
    headlines = [row[place] for row in before["article"]]
    assert any(NUL in str(one) for one in headlines)
    assert [row[place] for row in after["article"]] == [
        str(one).replace(NUL, "?") for one in headlines
    ]
    for rows in (before, after):
        rows["article"] = [(*row[:place], *row[place + 1 :]) for row in rows["article"]]
    assert after == before


def test_the_new_database_goes_on_where_the_old_one_was(origin: str, target: str) -> None:
    move(origin, target)

    with closing(opened(target)) as store:
        # The window that was open is in doubt, and nobody is mailed a second time.
        late = NOW + 2 * LEASE
        sent: list[int] = []
        while batch := claim(store, "new", now=late):
            window = turn(store, batch, size=10, now=late)
            while window.readers:
                sent += ids(window)
                window = turn(store, batch, map(accepted, ids(window)), size=10, now=late)
            store.ledger.release(batch)
        books = store.ledger.books(SLUG)
        assert books == Books(
            planned=8, accepted=1 + len(sent), deferred=1, rejected=1, suppressed=1, unknown=2
        )
        assert store.subscribers.subscriber(FORGOTTEN) is None
        assert len(sent) == len(set(sent)) == 2


def test_numbers_go_on_after_the_greatest_that_was_ever_given(moved: Moved) -> None:
    with closing(sqlite3.connect(moved.origin.removeprefix("sqlite:///"))) as plain:
        ever = plain.execute("SELECT seq FROM sqlite_sequence").fetchone()[0]
        there = plain.execute("SELECT max(id) FROM subscriber").fetchone()[0]
    assert ever > there

    with closing(opened(moved.target)) as store:
        store.subscribers.import_subscribers([make_person("new")], now=NOW)
        new = store.subscribers.subscriber("new@example.org")
        assert new
        assert new.id == ever + 1
        store.editions.save_draft(make_record("the-daily-2026-11-25"))


# Only one can send


def test_after_the_move_every_command_says_where_the_publication_is(moved: Moved) -> None:
    told = refused(moved.origin)
    assert "digest.db was moved to moved on 127.0.0.1" in told.message
    assert told.hint.endswith(f"DIGEST_DATABASE={moved.target}")
    content = Path(moved.origin.removeprefix("sqlite:///")).read_bytes()
    assert b"hunter2" not in content + repr(told).encode()


def test_earlier_versions_refuse_a_file_that_was_moved(moved: Moved) -> None:
    with closing(sqlite3.connect(moved.origin.removeprefix("sqlite:///"))) as plain:
        [found] = plain.execute("SELECT version_num FROM alembic_version").fetchone()
    # That is what they compare.
    assert found > "0003"
    assert found > "9999"


@pytest.mark.parametrize("when", ["meanwhile", "afterwards"])
def test_a_process_that_had_the_old_file_open_can_send_nothing(
    database: Path, target: str, when: str
) -> None:
    url = f"sqlite:///{database}"
    with closing(opened(url)) as store:
        plan(store, readers=7)
        store.ledger.release(held(store))
        begin(url, target, end=when == "afterwards")

        tries: list[Callable[[], object]] = [
            lambda: claim(store),
            lambda: plan(store, slug="the-daily-2026-11-24"),
            lambda: store.ledger.set_state(SLUG, EditionState.HALTED),
            lambda: add_people(store, 9),
            lambda: store.subscribers.forget("reader1@example.org", now=NOW),
            store.check_version,
        ]
        for one in tries:
            with pytest.raises(StoreError, match=r"digest\.db (is|was) (being )?moved"):
                one()


def begin(origin: str, target: str, *, end: bool = False) -> None:
    """Move all the way, or only begin."""
    if end:
        move(origin, target)
        return
    with (
        moving.opened_move(origin, target, publication=PUBLICATION, now=NOW + MINUTE) as one,
        one.alone(),
    ):
        one.begin()


def test_no_row_of_any_table_can_be_written_in_a_frozen_file(origin: str, target: str) -> None:
    begin(origin, target)

    with closing(sqlite3.connect(origin.removeprefix("sqlite:///"))) as plain:
        for table in metadata.sorted_tables:
            name, first = table.name, next(iter(table.columns)).name
            for words in (
                f'INSERT OR IGNORE INTO "{name}" SELECT * FROM "{name}"',  # noqa: S608
                f'INSERT OR REPLACE INTO "{name}" SELECT * FROM "{name}"',  # noqa: S608
                f'UPDATE OR REPLACE "{name}" SET "{first}" = "{first}"',  # noqa: S608
                f'DELETE FROM "{name}"',  # noqa: S608
            ):
                with pytest.raises(sqlite3.IntegrityError, match="moved"):
                    plain.execute(words)


def test_while_an_edition_is_sent_nothing_is_moved(database: Path, target: str) -> None:
    url = f"sqlite:///{database}"
    with closing(opened(url)) as store:
        plan(store, readers=7)
        batch = held(store, now=NOW + MINUTE)
        for act in (begin, move):
            with pytest.raises(EditionBusy, match=f"{SLUG} is being sent"):
                act(url, target)
        assert ids(turn(store, batch, size=2, now=NOW + MINUTE)) == [1, 2]


def test_the_new_database_is_opened_by_nobody_before_the_end(origin: str, target: str) -> None:
    begin(origin, target)

    assert "target on 127.0.0.1 is being filled from digest.db" in refused(target).message
    move(origin, target)
    opened(target).close()


# Broken off


@pytest.mark.usefixtures("small_chunks")
def test_a_move_that_is_broken_off_again_and_again_goes_on(origin: str, target: str) -> None:
    before = frozen_rows(origin)
    steps, most = 0, 0

    def fail_after(count: int) -> Callable[[str, int], None]:
        calls = iter(range(count))

        def tell(_name: str, done: int) -> None:
            nonlocal most
            most = max(most, done)
            if next(calls, None) is None:
                raise Broken

        return tell

    while True:
        steps += 1
        try:
            move(origin, target, fail_after(15 * steps))
        except Broken:
            assert "is being moved" in refused(origin).message
            assert "is being filled" in refused(target).message
        else:
            break

    assert steps > 4
    assert {name: len(rows) for name, rows in rows_of(target).items()} == before


def frozen_rows(url: str) -> dict[str, int]:
    return {name: len(rows) for name, rows in rows_of(url).items()}


@pytest.mark.parametrize("where", ["claim_target", "set_version", "lift_mark"])
def test_broken_off_between_two_steps_at_most_one_can_be_written(
    origin: str, target: str, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = frozen_rows(origin)

    def fail(*_: object) -> None:
        raise Broken

    monkeypatch.setattr(moving, where, fail)
    with pytest.raises(Broken):
        move(origin, target)
    monkeypatch.undo()

    refused(origin)
    if where != "claim_target":
        refused(target)
    move(origin, target)
    assert frozen_rows(target) == before
    refused(origin)


def test_a_process_that_is_killed_in_the_middle_is_taken_up(origin: str, target: str) -> None:
    before = frozen_rows(origin)
    command = [sys.executable, "-m", "tests.integration.store.moved", origin, target, "1"]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE) as child:
        assert child.stdout
        lines = [child.stdout.readline() for _ in range(60)]
        child.kill()
    assert lines[-1].startswith(b"copy")

    refused(origin)
    refused(target)
    told = move(origin, target)
    assert told.is_begun
    assert frozen_rows(target) == before


def test_a_move_that_is_over_is_not_done_again(moved: Moved) -> None:
    with closing(opened(moved.target)) as store:
        store.subscribers.import_subscribers([make_person("later")], now=NOW)

    assert move(moved.origin, moved.target).is_over
    with closing(opened(moved.target)) as store:
        assert store.subscribers.subscriber("later@example.org")


# Compared


@pytest.mark.parametrize(
    "change",
    ["value", *(pytest.param(one, marks=pytest.mark.long) for one in ("missing", "more"))],
)
def test_a_row_that_is_not_the_same_is_found(
    origin: str, target: str, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    meddle = {
        "value": update(subscriber).where(subscriber.c.id == 3).values(name="Somebody else"),
        "missing": metadata.tables["delivery"].delete(),
        "more": insert(metadata.tables["quiet_day"]).values(slug="z", reason="", at=NOW),
    }[change]

    def set_and_meddle(ours: object, database: Database) -> None:
        copying.set_numbers(ours, database)  # type: ignore[arg-type]
        with database.writing() as connection:
            connection.execute(meddle)

    monkeypatch.setattr(moving, "set_numbers", set_and_meddle)
    where = {
        "value": r"row of subscriber with the key 3 is not the same",
        "missing": r"row of delivery with the key 1, \d+ is on one side alone",
        "more": r"row of quiet_day with the key z is on one side alone",
    }[change]
    with pytest.raises(StoreError, match=where):
        move(origin, target)

    refused(origin)
    refused(target)


# Refused


def test_a_database_that_is_in_use_is_not_filled(origin: str, target: str) -> None:
    with closing(opened(target)) as other:
        add_people(other, 2)
        with pytest.raises(StoreError, match="is in use already: it holds a publication"):
            move(origin, target)
    opened(origin).close()


@pytest.mark.long
def test_an_empty_publication_is_filled_once_nobody_has_it_open(origin: str, target: str) -> None:
    other = opened(target)
    with pytest.raises(StoreBusy, match="digest runs with it"):
        move(origin, target)
    other.close()

    move(origin, target)
    assert rows_of(target)["subscriber"]


def test_a_database_that_another_publication_has_half_filled_is_refused(
    origin: str, target: str, database: Path
) -> None:
    begin(f"sqlite:///{database}", target)

    with pytest.raises(StoreError, match=r"by another move of the-daily from digest\.db"):
        move(origin, target)
    opened(origin).close()
    move(f"sqlite:///{database}", target)


def test_what_another_move_has_put_in_the_place_of_ours_is_refused(
    origin: str, target: str, database: Path, postgres: PostgresServer
) -> None:
    begin(origin, target)
    postgres.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public", database="target")
    begin(f"sqlite:///{database}", target)

    with pytest.raises(StoreError, match="begun to be filled by another move"):
        move(origin, target)


def test_a_move_that_has_begun_goes_nowhere_else(
    origin: str, target: str, postgres_url: str
) -> None:
    begin(origin, target)

    with pytest.raises(UsageError, match="is being moved to target on"):
        move(origin, postgres_url)


@pytest.mark.long
def test_a_move_that_another_version_has_begun_is_given_up_or_left(
    origin: str, target: str
) -> None:
    begin(origin, target)
    with closing(sqlite3.connect(origin.removeprefix("sqlite:///"))) as plain:
        plain.execute("UPDATE move SET version = '0002'")
        plain.commit()
        with pytest.raises(StoreError, match=r"another version of digest \(tables 0002, here"):
            move(origin, target)
        with moving.opened_move(origin, target, publication=PUBLICATION, now=NOW) as one:
            one.give_up()
        [found] = plain.execute("SELECT version_num FROM alembic_version").fetchone()
        plain.execute("UPDATE source_health SET failures = 0")
    assert found == "0002"


@pytest.mark.long
def test_a_database_that_cannot_hold_every_letter_is_refused(
    origin: str, postgres: PostgresServer
) -> None:
    postgres.run("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")
    try:
        with pytest.raises(StoreError, match="holds texts in LATIN1 and not in UTF8"):
            move(origin, postgres.url("latin"))
        refused(postgres.url("latin"))
    finally:
        postgres.run("DROP DATABASE latin")
    opened(origin).close()


def test_of_two_moves_to_two_servers_that_begin_at_once_one_is_refused(
    origin: str, target: str, postgres: PostgresServer
) -> None:
    postgres.run("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public")
    with moving.opened_move(
        origin, postgres.url("postgres"), publication=PUBLICATION, now=NOW + MINUTE
    ) as late:
        assert late.look().rows
        begin(origin, target)
        with pytest.raises(UsageError, match="is being moved to target on"):
            late.begin()
        assert late.target.name == "postgres on 127.0.0.1"


def test_two_at_once_do_not_meet(origin: str, target: str) -> None:
    with (
        moving.opened_move(origin, target, publication=PUBLICATION, now=NOW + MINUTE) as one,
        one.alone(),
        pytest.raises(StoreBusy, match="Somebody else is moving"),
    ):
        move(origin, target)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sqlite:///a.db", "sqlite:///b.db"),
        ("sqlite:///a.db", "postgresql://127.0.0.1"),
        ("postgresql://127.0.0.1/a", "postgresql://127.0.0.1/b"),
    ],
)
def test_other_moves_are_refused(old: str, new: str) -> None:
    with pytest.raises(UsageError):
        move(old, new)


# Given up


@pytest.mark.long
def test_a_move_that_is_given_up_leaves_everything_as_it_was(origin: str, target: str) -> None:
    before = rows_of(origin)
    begin(origin, target)
    with moving.opened_move(origin, target, publication=PUBLICATION, now=NOW + MINUTE) as one:
        assert one.give_up()

    assert rows_of(origin) == before
    with closing(opened(origin)) as store:
        store.subscribers.import_subscribers([make_person("new")], now=NOW)
    assert not any(rows_of(target).values())
    move(origin, target)
    with closing(opened(target)) as store:
        assert store.subscribers.subscriber("new@example.org")


def test_a_move_is_given_up_although_the_server_is_gone(
    origin: str, target: str, postgres: PostgresServer
) -> None:
    begin(origin, target)
    postgres.run("ALTER DATABASE target ALLOW_CONNECTIONS false")
    try:
        with moving.opened_move(origin, target, publication=PUBLICATION, now=NOW + MINUTE) as one:
            assert not one.give_up()
    finally:
        postgres.run("ALTER DATABASE target ALLOW_CONNECTIONS true")

    opened(origin).close()
    with pytest.raises(StoreError, match="begun to be filled by another move"):
        move(origin, target)


def test_a_move_that_has_ended_cannot_be_given_up(moved: Moved) -> None:
    with (
        moving.opened_move(
            moved.origin, moved.target, publication=PUBLICATION, now=NOW + MINUTE
        ) as one,
        pytest.raises(UsageError, match="was moved already"),
    ):
        one.give_up()
    refused(moved.origin)


@pytest.mark.long
def test_a_move_that_was_given_up_meanwhile_does_not_end(origin: str, target: str) -> None:
    with moving.opened_move(origin, target, publication=PUBLICATION, now=NOW + MINUTE) as one:
        mark = one.begin()
        one.copy(lambda _done, _total: None, total=1)
        one.give_up()
        with pytest.raises(DigestError, match="has given the move"):
            one.finish(mark)
    opened(origin).close()
