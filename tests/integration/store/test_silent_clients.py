"""A process that is stopped or cut off in the middle of writing keeps nobody waiting for long."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import Connection
from tests.integration.store.examples import SECRET, add_people

from digest.adapters.store import Store, open_store, postgres
from digest.errors import StoreError

IDLE = "SHOW idle_in_transaction_session_timeout"
LINE = ("tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count")
PATIENCE_SECONDS = 10


@pytest.fixture
def store(postgres_url: str) -> Iterator[Store]:
    with closing(open_store(postgres_url, secret=SECRET, keeps_time=False)) as opened:
        yield opened


def shown(connection: Connection, sql: str) -> str:
    return str(connection.exec_driver_sql(sql).scalar_one())


@pytest.mark.parametrize("kind", ["writing", "writing_apart", "writing_own"])
def test_whoever_writes_is_given_up_before_the_others_give_up(store: Store, kind: str) -> None:
    with getattr(store.database, kind)() as connection:
        assert 0 < int(shown(connection, IDLE).removesuffix("s")) < PATIENCE_SECONDS
    # Somebody who reads a long report holds nothing that others wait for.
    with store.database.reading() as connection:
        assert shown(connection, IDLE) == "0"


@pytest.mark.parametrize("lock", ["ALONE", "BESIDE"])
def test_one_that_falls_silent_loses_its_transaction_and_others_write(
    store: Store, postgres_url: str, monkeypatch: pytest.MonkeyPatch, lock: str
) -> None:
    monkeypatch.setattr(postgres, lock, getattr(postgres, lock).replace("'8s'", "'100ms'"))
    kind = {"ALONE": "writing", "BESIDE": "writing_apart"}[lock]

    def fall_silent() -> None:
        with getattr(store.database, kind)() as connection:
            monkeypatch.undo()
            with closing(open_store(postgres_url, secret=SECRET, keeps_time=False)) as other:
                # It waits for the lock until the server has ended the silent one.
                add_people(other, 1)
            connection.exec_driver_sql("SELECT 1")

    with pytest.raises(StoreError, match="cannot be reached"):
        fall_silent()

    assert len(list(store.subscribers.subscribers())) == 1


def test_a_line_that_is_dead_is_noticed_by_the_server_within_half_a_minute(store: Store) -> None:
    with store.database.reading() as connection:
        idle, interval, count = (int(shown(connection, f"SHOW {name}")) for name in LINE)
        assert shown(connection, "SHOW tcp_user_timeout") == "10000"

    assert 0 < idle + interval * count <= 30


def test_no_intent_is_lost_where_the_server_is_set_to_forget_commits(store: Store) -> None:
    # The tests' own server is: it is quicker so.
    with store.database.reading() as connection:
        assert shown(connection, "SHOW synchronous_commit") == "on"
