"""On a server each edition's deliveries are a table of their own, which comes and goes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, text
from tests.integration.store.examples import (
    NOW,
    SECRET,
    SLUG,
    accepted,
    add_people,
    books,
    deferred,
    held,
    ids,
    make_lock,
    make_record,
    plan,
    send_all,
    turn,
)

from digest.adapters.store import Store, open_store
from digest.adapters.store.batches import are_deferred
from digest.adapters.store.partitions import drop_partition, is_partition, make_partition
from digest.adapters.store.schema import delivery, edition
from digest.errors import StoreBusy, StoreError
from digest.model.record import Kept

SECOND = "the-daily-2026-11-24"
LATER = NOW + timedelta(days=400)
SHORT = timedelta(seconds=0.3)


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    opened = open_store(
        postgres_url, secret=SECRET, readers_a_batch=25, keeps_time=False, patience=SHORT
    )
    with opened.database.writing() as connection:
        for name in tables(opened):
            connection.exec_driver_sql(f'DROP TABLE "{name}"')
    yield opened
    opened.close()


def tables(store: Store) -> list[str]:
    with store.database.reading() as connection:
        names = connection.scalars(text("SELECT relname FROM pg_class WHERE relkind = 'r'"))
        return sorted(name for name in names if is_partition(name))


def number_of(store: Store, slug: str = SLUG) -> int:
    with store.database.reading() as connection:
        found = connection.execute(select(edition.c.id).where(edition.c.slug == slug))
        return int(found.scalar_one())


def test_planning_makes_room_for_the_edition_s_deliveries(store: Store) -> None:
    assert tables(store) == []
    plan(store, readers=2)
    plan(store, slug=SECOND)

    assert tables(store) == [f"delivery_of_{number_of(store, slug)}" for slug in (SLUG, SECOND)]
    assert len(send_all(store).readers) == 2
    with store.database.reading() as connection:
        [name] = connection.scalars(select(text("DISTINCT tableoid::regclass::text FROM delivery")))
    assert name == f"delivery_of_{number_of(store)}"


def test_a_plan_that_fails_leaves_no_table_behind(store: Store) -> None:
    add_people(store, 2)
    store.editions.save_draft(make_record())

    def fail() -> None:
        with store.together():
            store.ledger.plan(make_lock(), now=NOW, send_by=LATER)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert tables(store) == []


def test_an_edition_is_planned_while_another_s_window_rolls_and_its_rows_are_read(
    store: Store,
) -> None:
    plan(store, readers=2)
    store.editions.save_draft(make_record(SECOND))
    # Whoever writes alone waits for windows; making the table itself waits for nobody.
    with store.database.writing_own() as window, store.database.reading() as reader:
        window.execute(
            text(
                "INSERT INTO delivery VALUES (:edition, 1, 1, 0, NULL, 0, 0, 0, '', NULL, '', '')"
            ),
            {"edition": number_of(store)},
        )
        reader.execute(select(delivery)).all()
        with store.database.writing() as connection:
            make_partition(connection, number_of(store, SECOND))
    assert len(tables(store)) == 2


def test_a_reader_has_one_row_in_each_edition(store: Store) -> None:
    plan(store, readers=1)
    batch = held(store)
    turn(store, batch, map(accepted, ids(turn(store, batch))))
    again = text("INSERT INTO delivery SELECT * FROM delivery")

    with pytest.raises(Exception, match="pk_delivery_of"), store.database.writing() as connection:
        connection.execute(again)
    assert books(store).accepted == 1


def test_dropping_the_records_drops_the_table_and_no_other(store: Store) -> None:
    plan(store, readers=3)
    send_all(store)
    store.ledger.settle(SLUG, now=NOW)
    plan(store, slug=SECOND)

    assert store.records.prune(Kept.RECORDS, before=LATER, now=LATER) == 3
    assert tables(store) == [f"delivery_of_{number_of(store, SECOND)}"]
    assert books(store).accepted == 3


def test_records_that_somebody_reads_are_dropped_by_the_next_run(store: Store) -> None:
    plan(store, readers=1)
    send_all(store)
    store.ledger.settle(SLUG, now=NOW)
    with store.database.reading() as connection:
        connection.execute(select(delivery)).all()
        with pytest.raises(StoreBusy, match="locked"):
            store.records.prune(Kept.RECORDS, before=LATER, now=LATER)
    record = store.editions.edition(SLUG)
    assert record
    assert record.dropped_at is None, "all of it or nothing"

    assert store.records.prune(Kept.RECORDS, before=LATER, now=LATER) == 1


@pytest.mark.parametrize("readers", [1, 20], ids=["inserted", "streamed"])
def test_an_edition_without_its_table_is_told_in_a_sentence(store: Store, readers: int) -> None:
    plan(store, readers=readers)
    batch = held(store)
    window = turn(store, batch, size=readers)
    with store.database.writing() as connection:
        drop_partition(connection, number_of(store))

    with pytest.raises(StoreError, match="keeps no deliveries of this edition"):
        turn(store, batch, map(accepted, ids(window)))
    with store.database.writing() as connection:
        make_partition(connection, number_of(store))
    turn(store, batch, map(accepted, ids(window)))
    assert books(store).accepted == readers


def test_room_is_made_once(store: Store) -> None:
    plan(store, readers=1)
    with store.database.writing() as connection:
        make_partition(connection, number_of(store))
        connection.execute(delete(delivery))
    assert len(tables(store)) == 1


def test_an_edition_s_questions_touch_its_own_table_by_the_right_index(store: Store) -> None:
    plan(store, readers=1)
    plan(store, slug=SECOND)
    number = number_of(store)
    with store.database.writing() as connection:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        query = select(func.min(delivery.c.next_attempt)).where(are_deferred(number, [1]))
        words = query.compile(
            connection, compile_kwargs={"literal_binds": True, "render_postcompile": True}
        )
        rows = connection.exec_driver_sql(f"EXPLAIN {words}")
        steps = "\n".join(row[0] for row in rows)
    assert f"delivery_of_{number} " in steps
    assert f"delivery_of_{number_of(store, SECOND)} " not in steps
    assert "next_attempt_idx" in steps


def test_windows_touch_no_index_of_the_batches(store: Store) -> None:
    plan(store, readers=25)
    batch = held(store)
    window = turn(store, batch, size=5)
    for _ in range(4):
        window = turn(store, batch, map(deferred, ids(window)), size=5)
    query = text("""
        SELECT pg_stat_get_xact_tuples_updated(oid), pg_stat_get_xact_tuples_hot_updated(oid)
        FROM pg_class WHERE relname = 'batch'
    """)
    with store.database.together():
        turn(store, batch, map(accepted, ids(window)), size=0)
        with store.database.writing() as connection:
            updated, hot = connection.execute(query).one()
            assert updated == hot > 0
