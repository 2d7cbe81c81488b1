"""Of whoever was forgotten, no byte of the database tells; the same in every store where it can."""

import random
import re
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.integration.store.examples import (
    NOW,
    SECRET,
    SLUG,
    AnyStore,
    add_people,
    held,
    make_person,
    plan,
    turn,
)

from digest.adapters.store import Store, open_store
from digest.adapters.store import sqlite_file as store_file
from digest.adapters.store.schema import subscriber
from digest.deliver.people import FORGOTTEN
from digest.model.edition import EditionState
from digest.model.subscriber import SuppressionReason


def crowd(store: Store) -> list[str]:
    """People in no order, some of whom grow, so that SQLite moves rows from page to page."""
    chance = random.Random(5)  # noqa: S311 - it guards nothing
    names = [f"{chance.randrange(10**9):09d}zq" for _ in range(900)]
    people = [make_person(name, fields=(("note", "x" * (len(name) * 9)),)) for name in names]
    store.subscribers.import_subscribers(people, now=NOW)
    grown = [make_person(name, fields=(("note", "y" * 900),)) for name in names[::3]]
    store.subscribers.import_subscribers(grown, now=NOW)
    return names


def bytes_of(database: Path) -> bytes:
    """The file and its journal."""
    return b"".join(Path(f"{database}{end}").read_bytes() for end in ("", "-wal"))


def test_what_sqlite_leaves_in_the_gaps_of_pages_goes_as_well(database: Path) -> None:
    with closing(open_store(f"sqlite:///{database}", secret=SECRET)) as store:
        names = crowd(store)
        store.database.erase_traces()
        counts = Counter(re.findall(rb"\d{9}zq", bytes_of(database)))
        usual = counts.most_common()[len(names) // 2][1]
        odd = [name for name in names if counts[name.encode()] > usual]
        for name in odd[:20]:
            store.subscribers.forget(f"{name}@example.org", now=NOW)
        left = [name for name in odd[:20] if name.encode() in bytes_of(database)]

        assert left, "or nothing is proven: choose other people"
        assert store.records.erase_remnants()

        raw = bytes_of(database)
        assert not [name for name in odd[:20] if name.encode() in raw]
        assert len(list(store.subscribers.subscribers())) == len(names) - len(odd[:20])


def test_the_file_is_not_written_anew_while_an_edition_is_sent_or_for_nothing(
    database: Path,
) -> None:
    with closing(open_store(f"sqlite:///{database}", secret=SECRET)) as store:
        plan(store, readers=3)
        batch = held(store)
        store.subscribers.forget("reader0@example.org", now=NOW)
        assert not store.records.erase_remnants(), "it would hold up the sender"
        turn(store, batch, [], size=0)
        store.ledger.set_state(SLUG, EditionState.HALTED)
        assert store.records.erase_remnants()
        before = bytes_of(database)
        assert store.records.erase_remnants()
        assert bytes_of(database) == before


def test_what_somebody_still_reads_is_erased_the_next_time(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_file, "JOURNAL_MILLISECONDS", 50)
    with (
        closing(open_store(f"sqlite:///{database}", secret=SECRET)) as store,
        closing(open_store(f"sqlite:///{database}", secret=SECRET)) as other,
    ):
        [key] = add_people(store, 1)
        with other.database.reading() as connection:
            connection.execute(select(subscriber)).all()
            assert store.subscribers.forget(key, now=NOW)
            assert not store.records.erase_remnants()
        assert store.records.erase_remnants()
        assert key.encode() not in bytes_of(database)


def test_what_was_said_in_leaving_is_forgotten_as_well(store: AnyStore) -> None:
    """A relay's reply may name the address; that it is suppressed, why and when, stays."""
    [key] = add_people(store, 1)
    said = f"550 5.1.1 <{key}>: no such user"
    store.subscribers.suppress(key, SuppressionReason.BOUNCED, now=NOW, detail=said)
    store.subscribers.forget(key, now=NOW)
    kept = store.subscribers.suppression(key)
    assert kept
    assert (kept.reason, kept.at, kept.detail) == (SuppressionReason.BOUNCED, NOW, FORGOTTEN)
