"""What only a PostgreSQL server does: several writers at once, its clock, its complaints."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.engine import make_url
from tests.integration.postgres_server import PostgresServer
from tests.integration.store.examples import (
    LEASE,
    NOW,
    SECRET,
    SLUG,
    add_people,
    books,
    claim,
    held,
    make_article,
    plan,
    rejected,
    turn,
)

from digest.adapters.store import Store, open_store
from digest.adapters.store.partitions import is_partition
from digest.adapters.store.postgres import PostgresDatabase
from digest.adapters.store.postgres_failures import explain_server
from digest.adapters.store.schema import metadata
from digest.adapters.store.short_columns import is_another
from digest.errors import EditionBusy, StoreBusy, StoreError
from digest.model.delivery import Batch
from digest.model.subscriber import SuppressionReason

BEGUN = 'connection failed: connection to server at "127.0.0.1"'
SHORT = timedelta(seconds=0.3)


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    opened = open_store(
        postgres_url, secret=SECRET, readers_a_batch=25, keeps_time=False, patience=SHORT
    )
    yield opened
    opened.close()


def test_the_migrations_make_the_tables_that_the_code_expects(store: Store) -> None:
    plan(store, readers=1)
    with store.database.reading() as connection:
        options = {
            "compare_type": is_another,
            "include_name": lambda name, kind, _: (
                kind != "table" or not (is_partition(name) or of_engine(name))
            ),
        }
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def of_engine(name: str) -> bool:
    """Whether a table is the job engine's, which other tests have made in this database."""
    return name.startswith("procrastinate") or name == "queue_version"


def test_letters_are_ordered_by_their_numbers_whatever_the_server_speaks(store: Store) -> None:
    query = text("""
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name <> 'alembic_version'
        AND table_name NOT LIKE 'procrastinate%' AND table_name <> 'queue_version'
        AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C'
    """)
    with store.database.reading() as connection:
        assert connection.execute(query).all() == []


def test_two_runs_roll_their_windows_at_the_same_moment(store: Store) -> None:
    plan(store, readers=50)
    first, second = held(store, "run 1"), held(store, "run 2")
    with store.database.writing_apart() as connection:
        # Somebody else is in the middle of a window of theirs.
        connection.execute(text("SELECT 1"))
        assert len(turn(store, first, size=5).readers) == 5
        assert len(turn(store, second, size=5).readers) == 5


def test_who_suppresses_waits_for_windows_and_windows_for_them(store: Store) -> None:
    plan(store, readers=25)
    batch = held(store)
    with store.database.writing_apart(), pytest.raises(StoreBusy, match="locked"):
        store.subscribers.suppress("reader1@example.org", SuppressionReason.MANUAL, now=NOW)
    with store.database.writing(), pytest.raises(StoreBusy, match="locked"):
        turn(store, batch, size=5)
    assert len(turn(store, batch, size=5).readers) == 5


def test_the_same_address_refused_in_two_editions_at_once_is_suppressed_once(
    store: Store,
) -> None:
    plan(store, readers=25)
    plan(store, slug="the-daily-2026-11-24")
    batches = [held(store), held(store, slug="the-daily-2026-11-24")]
    windows = [turn(store, batch, size=25) for batch in batches]
    together = Barrier(2)

    def refuse(batch: Batch, order: int) -> None:
        numbers = sorted((one.subscriber.id for one in windows[order].readers), reverse=bool(order))
        together.wait(10)
        turn(
            store,
            batch,
            [rejected(number, suppress=SuppressionReason.BOUNCED) for number in numbers],
            size=0,
        )

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(refuse, batch, at) for at, batch in enumerate(batches)]:
            done.result(30)

    assert books(store).rejected == books(store, "the-daily-2026-11-24").rejected == 25
    keys = [one.subscriber.key for one in windows[0].readers]
    assert len(keys) == len([key for key in keys if store.subscribers.suppression(key)]) == 25


def test_a_batch_that_was_taken_over_is_fenced_off_while_its_row_is_locked(store: Store) -> None:
    plan(store, readers=25)
    late = held(store, "run 1")
    turn(store, late, size=5)
    assert claim(store, "run 2", now=NOW + 2 * LEASE)

    with pytest.raises(EditionBusy):
        turn(store, late, size=5)


def test_leases_are_kept_by_the_server_s_clock(postgres_url: str) -> None:
    store = open_store(postgres_url, secret=SECRET)
    plan(store, readers=5)
    wrong = datetime.now(UTC) + timedelta(seconds=90)
    assert store.ledger.claim(SLUG, owner="fast", now=wrong, lease=LEASE, on_unknown="hold")

    with pytest.raises(EditionBusy):
        # Its own clock says that the other's lease was over long ago.
        store.ledger.claim(
            SLUG, owner="faster", now=wrong + timedelta(hours=1), lease=LEASE, on_unknown="hold"
        )
    store.close()


def test_what_no_server_takes_in_a_text_is_kept_as_a_question_mark(store: Store) -> None:
    store.articles.save_articles(
        [make_article(headline="A zero\0 and half \ud83d a pair")], now=NOW
    )

    [kept] = store.articles.articles()
    assert kept.headline == "A zero? and half ? a pair"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"port": "1"}, "cannot be reached"),
        ({"database": "nowhere"}, '"nowhere" does not exist'),
        ({"database": "digest?nonsense=1"}, 'invalid connection option "nonsense"'),
    ],
    ids=["away", "no-database", "no-option"],
)
def test_what_is_wrong_with_the_server_is_told_without_its_password(
    postgres: PostgresServer, change: dict[str, str], told: str
) -> None:
    port = change.get("port", str(postgres.port))
    url = f"postgresql://digest:hunter2@127.0.0.1:{port}/{change.get('database', 'digest')}"

    with pytest.raises(StoreError) as caught:
        open_store(url, secret=SECRET)

    assert told in caught.value.message
    assert "hunter2" not in f"{caught.value.message} {caught.value.hint} {caught.value.__cause__}"


@pytest.mark.parametrize(
    "address",
    [
        "digest",
        "postgresql://digest:hun@ter2@127.0.0.1/digest",
        "postgresql://digest:hun@ter2:3/x@127.0.0.1:5432/digest",
        "postgresql://digest:hunter2@127.0.0.1:port/digest",
    ],
)
def test_an_address_that_cannot_be_read_is_told_without_a_piece_of_it(address: str) -> None:
    with pytest.raises(StoreError) as caught:
        open_store(address, secret=SECRET)

    assert caught.value.message == "The database's address cannot be read."
    assert "%40" in caught.value.hint
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('FATAL:  password authentication failed for user "a"', "does not let us in: password"),
        (
            f"{BEGUN}, port 5432 failed: fe_sendauth: no password supplied",
            "does not let us in: port 5432 failed: no password supplied.",
        ),
        (
            f"{BEGUN}, port 1 failed: Connection refused\n\tIs the server running on that host?",
            "thedaily cannot be reached: port 1 failed: Connection refused.",
        ),
        ("", "thedaily cannot be reached."),
    ],
)
def test_who_is_not_let_in_is_told_another_thing_than_who_finds_nobody(
    said: str, told: str
) -> None:
    error = explain_server(None, "thedaily", said)

    assert error is not None
    assert told in error.message
    assert ("pg_hba.conf" in error.hint) is ("let us in" in told)


def test_options_in_the_address_are_kept_beside_ours(postgres_url: str) -> None:
    url = make_url(postgres_url).set(query={"options": "-c search_path=other,public"})
    database = PostgresDatabase(url, patience=SHORT)
    shown = "SELECT current_setting('search_path'), current_setting('lock_timeout')"
    with database.reading() as connection:
        told = connection.execute(text(shown)).one()
    database.close()

    assert tuple(told) == ("other,public", "300ms")


def test_a_connection_that_the_server_ended_is_told_and_the_next_one_works(
    store: Store, postgres: PostgresServer
) -> None:
    add_people(store, 2)
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name='digest'"

    def read() -> None:
        with store.database.reading() as connection:
            postgres.run(end)
            connection.execute(text("SELECT 1"))

    with pytest.raises(StoreError, match="cannot be reached"):
        read()

    assert len(list(store.subscribers.subscribers())) == 2
