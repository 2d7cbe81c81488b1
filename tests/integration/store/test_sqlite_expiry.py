"""Expiry of a large edition: nobody waits long for the lock, and it may be broken off."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection
from tests.integration.store.examples import (
    LEASE,
    NOW,
    SECRET,
    SEND_BY,
    SLUG,
    accepted,
    books,
    claim,
    deferred,
    held,
    ids,
    plan,
    state,
    turn,
)

from digest.adapters.store import Store, open_store
from digest.adapters.store.database import Database
from digest.errors import EditionBusy
from digest.model.delivery import Books
from digest.model.edition import EditionState


@contextmanager
def opened(database: Path, *, readers_a_batch: int = 5) -> Iterator[Store]:
    store = open_store(f"sqlite:///{database}", secret=SECRET, readers_a_batch=readers_a_batch)
    try:
        yield store
    finally:
        store.close()


class Killed(BaseException):
    """The process ends here, as far as the database can tell."""


def break_off(monkeypatch: pytest.MonkeyPatch, *, before: int) -> None:
    """Die before the n-th transaction that writes."""
    writing = Database.writing
    begun = iter(range(1, before + 1))

    @contextmanager
    def mortal(self: Database) -> Iterator[Connection]:
        if next(begun) == before:
            raise Killed
        with writing(self) as connection:
            yield connection

    monkeypatch.setattr(Database, "writing", mortal)


@pytest.mark.parametrize("before", range(1, 7))
def test_an_expiry_that_is_broken_off_balances_and_is_completed_by_the_next(
    database: Path, monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    with opened(database) as store:
        plan(store, readers=20)
        batch = held(store)
        a, b, c = ids(turn(store, batch, size=3))
        turn(store, batch, [accepted(a), deferred(b)], keep=[c], size=0)

        # One transaction for each of four batches, one that finds no more, and the end.
        with monkeypatch.context() as patched:
            break_off(patched, before=before)
            with pytest.raises(Killed):
                store.ledger.expire(SLUG, now=SEND_BY)
        halfway = books(store)
        assert halfway.accepted == 1
        assert halfway.expired == (0, 3, 8, 13, 18, 18)[before - 1]
        assert state(store) is EditionState.SENDING

        assert store.ledger.expire(SLUG, now=SEND_BY) == Books(
            planned=20, accepted=1, unknown=1, expired=18
        )
        assert state(store) is EditionState.EXPIRED
        assert books(store).owed == 0


def test_a_sender_that_goes_on_during_the_expiry_loses_nothing(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two of its transactions a sender may record, defer, give back and claim."""
    with opened(database) as store, opened(database) as sender:
        plan(store, readers=20)
        first = held(sender)
        a, b, c = ids(turn(sender, first, size=3))
        with monkeypatch.context() as patched:
            break_off(patched, before=3)
            with pytest.raises(Killed):
                store.ledger.expire(SLUG, now=SEND_BY)

        # Two batches are through. Who was in flight there is heard of now; one was not tried.
        assert turn(sender, first, [accepted(a), deferred(b)], size=0).readers == ()
        second = held(sender, "run 2")
        d, e = ids(turn(sender, second, size=2))
        assert store.ledger.expire(SLUG, now=SEND_BY) == Books(
            planned=20, accepted=1, unknown=2, expired=17
        )

        turn(sender, second, [accepted(d), deferred(e)])
        assert books(store) == Books(planned=20, accepted=2, expired=18)
        assert len({a, b, c, d, e}) == 5


def test_no_transaction_of_an_expiry_is_longer_than_a_batch(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted, not timed: rows written between two moments at which others can write."""
    with opened(database, readers_a_batch=50) as store:
        plan(store, readers=400)
        writing = Database.writing
        written = list[int]()

        @contextmanager
        def counted(self: Database) -> Iterator[Connection]:
            with writing(self) as connection:
                yield connection
            with self.reading() as connection:
                query = "SELECT count(*) FROM delivery"
                written.append(connection.exec_driver_sql(query).scalar_one())

        monkeypatch.setattr(Database, "writing", counted)
        store.ledger.expire(SLUG, now=SEND_BY)

    assert written[-1] == 400
    assert (
        max(later - earlier for earlier, later in zip([0, *written], written, strict=False)) == 50
    )


def test_a_claim_never_undoes_a_halt(database: Path) -> None:
    """A claim reads the state and sets it in one transaction: a halt is before or after it."""
    with opened(database) as store, opened(database) as other:
        plan(store, readers=30)

        def claim_and_release(number: int) -> bool:
            try:
                batch = claim(other, f"run {number}")
            except EditionBusy:
                return False
            if batch:
                other.ledger.release(batch)
            return batch is not None

        with ThreadPoolExecutor(max_workers=1) as worker:
            for turn_number in range(25):
                running = worker.submit(lambda: [claim_and_release(number) for number in range(6)])
                store.ledger.set_state(SLUG, EditionState.HALTED)
                assert state(store) is EditionState.HALTED
                running.result()
                assert state(store) is EditionState.HALTED, turn_number
                assert claim(store, now=NOW + LEASE) is None
                store.ledger.set_state(SLUG, EditionState.SENDING)
