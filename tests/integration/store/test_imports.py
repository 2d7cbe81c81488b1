"""Imports of many people: who is known, who is new, and everybody else who writes meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.integration.store.examples import NOW, SECRET, SLUG, AnyStore, add_people, make_person
from tests.integration.store.examples import plan as plan_edition

from digest.adapters.store import open_store, planning, subscribers
from digest.adapters.store.schema import batch_readers
from digest.model.subscriber import Imported, Subscriber, SuppressionReason


def names(store: AnyStore) -> list[str]:
    return [person.key.partition("@")[0] for person in store.subscribers.subscribers()]


def lists_of(store: AnyStore, local_part: str) -> tuple[str, ...]:
    person = store.subscribers.subscriber(f"{local_part}@example.org")
    assert person is not None
    return person.lists


def import_people(store: AnyStore, *people: Subscriber) -> Imported:
    return store.subscribers.import_subscribers(people, now=NOW)


def test_the_new_are_kept_in_their_order_between_the_known_and_the_suppressed(
    store: AnyStore,
) -> None:
    import_people(store, make_person("mia"))
    store.subscribers.suppress("leo@example.org", SuppressionReason.MANUAL, now=NOW)

    came = [make_person(one) for one in ("zoe", "mia", "leo", "ana", "zoe", "ben")]
    assert import_people(store, *came) == Imported(new=3, unchanged=2, suppressed=1)

    assert names(store) == ["mia", "zoe", "ana", "ben"]


def test_who_came_in_the_same_import_is_repeated_and_no_known_person(store: AnyStore) -> None:
    import_people(store, make_person("mia"))
    store.subscribers.suppress("leo@example.org", SuppressionReason.MANUAL, now=NOW)
    since = store.subscribers.last_number()
    import_people(store, make_person("zoe"))

    again = [make_person(one, name="Now named") for one in ("zoe", "mia", "leo")]
    done = store.subscribers.import_subscribers(again, now=NOW, since=since)

    assert done == Imported(updated=1, suppressed=1, repeated=1)
    keys = [one.key for one in again]
    known = store.subscribers.find_known(keys)
    assert {one.key: one.name for one in known.values()} == dict.fromkeys(keys[:2], "Now named")
    assert set(store.subscribers.find_suppressed(keys)) == {"leo@example.org"}


def test_lists_of_the_new_and_of_the_known_are_not_mixed_up(store: AnyStore) -> None:
    import_people(store, make_person("mia", lists=("daily",)), make_person("tom"))

    import_people(
        store,
        make_person("zoe", lists=("sport", "daily")),
        make_person("mia", lists=("weekly",)),
        make_person("ana"),
        make_person("tom", lists=("sport",)),
    )

    found = {name: lists_of(store, name) for name in ("zoe", "mia", "ana", "tom")}
    assert found == {
        "zoe": ("sport", "daily"),
        "mia": ("daily", "weekly"),
        "ana": (),
        "tom": ("sport",),
    }


def test_a_later_row_changes_a_person_who_came_in_the_same_import(store: AnyStore) -> None:
    first = make_person("mia", name="Mia", fields=(("city", "Varrow"),))
    later = [replace(first, fields=(("city", "Oost"),)), make_person("mia", name="Mia Marsh")]

    assert import_people(store, first, *later) == Imported(new=1, updated=2)

    kept = store.subscribers.subscriber(first.key)
    assert kept == replace(
        first, id=kept.id if kept else 0, name="Mia Marsh", fields=later[0].fields
    )


def test_others_write_between_the_transactions_of_an_import(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscribers, "AT_ONCE", 2)
    monkeypatch.setattr(subscribers, "LONGEST_SECONDS", -1.0)
    monkeypatch.setattr(subscribers, "PAUSE_SECONDS", 0.0)
    url = f"sqlite:///{database}"
    paused: list[int] = []
    ours, other = open_store(url, secret=SECRET), open_store(url, secret=SECRET)

    def write_meanwhile(_seconds: float) -> None:
        paused.append(len(names(other)))
        add_people(other, 1)

    monkeypatch.setattr(subscribers, "sleep", write_meanwhile)
    import_people(ours, *(make_person(f"p{number}") for number in range(5)))
    ours.close()
    other.close()

    assert paused == [2, 5]


def test_what_came_before_a_failure_is_kept(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscribers, "AT_ONCE", 2)
    monkeypatch.setattr(subscribers, "LONGEST_SECONDS", -1.0)
    monkeypatch.setattr(subscribers, "PAUSE_SECONDS", 0.0)
    store = open_store(f"sqlite:///{database}", secret=SECRET)

    def people() -> Iterator[Subscriber]:
        yield from (make_person(f"p{number}") for number in range(5))
        raise RuntimeError("the file is gone")

    with pytest.raises(RuntimeError, match="gone"):
        store.subscribers.import_subscribers(people(), now=NOW)
    kept = names(store)
    store.close()

    assert kept == ["p0", "p1"]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7])
def test_an_audience_read_in_pages_is_frozen_whole_and_in_order(
    database: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(planning, "PAGE", 3)
    monkeypatch.setattr(planning, "SOME", 2)
    store = open_store(f"sqlite:///{database}", secret=SECRET, readers_a_batch=size)
    for number in range(17):
        listed = ("daily",) if number % 3 else ()
        import_people(store, make_person(f"p{number}", lists=listed))
    wanted = [person.id for person in store.subscribers.subscribers(lists=("daily",))]

    plan_edition(store, lists=("daily",))
    with store.database.reading() as connection:
        query = batch_readers.select().order_by(batch_readers.c.number)
        frozen = [row.ids for row in connection.execute(query)]
    books = store.ledger.books(SLUG)
    store.close()

    assert [number for ids in frozen for number in ids] == wanted
    assert {len(ids) for ids in frozen[:-1]} <= {size}
    assert (books.planned, books.owed) == (len(wanted), len(wanted))


def test_who_joined_and_who_came_back_is_added_from_every_page(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "PAGE", 3)
    store = open_store(f"sqlite:///{database}", secret=SECRET, readers_a_batch=2)
    for number in range(11):
        import_people(store, make_person(f"p{number}", lists=("daily",) if number % 2 else ()))
    plan_edition(store, lists=("daily",))
    for number in range(15):
        import_people(store, make_person(f"p{number}", lists=("daily",)))

    added = store.ledger.include_new(SLUG, now=NOW)
    with store.database.reading() as connection:
        frozen = connection.scalars(batch_readers.select().with_only_columns(batch_readers.c.ids))
        numbers = sorted(number for ids in frozen for number in ids)
    wanted = [person.id for person in store.subscribers.subscribers()]
    store.close()

    assert added == 10
    assert numbers == wanted
