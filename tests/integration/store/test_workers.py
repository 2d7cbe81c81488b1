"""Workers of all machines, and what they send with: in memory, in a file and on a server."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from tests.integration.store.examples import (
    HOUR,
    MINUTE,
    NOW,
    SECOND,
    SECRET,
    SLUG,
    AnyStore,
    make_record,
)

from digest.adapters.clock import SystemClock
from digest.adapters.store import Store, open_store, orders
from digest.adapters.store.schema import sending_order
from digest.adapters.store.schema import worker as worker_table
from digest.errors import EditionError, StoreError
from digest.model.worker import REMEMBERED, SILENCE, SendingOrder, Worker, WorkerState

OTHER = "the-daily-2026-11-24"
ORDER = SendingOrder(
    zone="Europe/Brussels",
    link_key="k7w2-the-key-of-the-links",
    rate=20.5,
    domain_rates=(("example.net", 2.0), ("xn--bcher-kva.example", 0.5)),
    dkim_domain="example.org",
    dkim_keys=(("s1", "-----BEGIN k7w2-----\n"), ("s1-ed", "-----BEGIN k7w2-----\n")),
)


def worker(name: str = "one", **changes: object) -> Worker:
    given: dict[str, object] = {
        "name": name,
        "host": "press-1",
        "process": 4711,
        "version": "0.8.0",
        "concurrency": 4,
        "began": NOW - HOUR,
        "seen": NOW - HOUR,
        "state": WorkerState.WORKING,
        "doing": (f"{SLUG} 3", f"{SLUG} 12"),
        "sent": 12_000_000_000,
        "trouble": "The relay cannot be reached: größer.",
    }
    return Worker(**given | changes)  # type: ignore[arg-type]


def test_what_a_worker_says_is_listed_with_the_moment_at_which_it_said_so(store: AnyStore) -> None:
    assert store.workers.crew(now=NOW).workers == ()

    assert store.workers.note_worker(worker(), now=NOW) == NOW

    crew = store.workers.crew(now=NOW + SECOND)
    assert crew.now == NOW + SECOND
    assert crew.workers == (worker(seen=NOW),)


def test_a_worker_that_speaks_again_is_one_still(store: AnyStore) -> None:
    store.workers.note_worker(worker(), now=NOW)
    later = worker(state=WorkerState.WAITING, doing=(), trouble="", sent=5)

    store.workers.note_worker(later, now=NOW + SECOND)

    assert store.workers.crew(now=NOW).workers == (replace(later, seen=NOW + SECOND),)


def test_workers_are_listed_in_the_order_in_which_they_began(store: AnyStore) -> None:
    for name, began in [("b", NOW), ("a", NOW), ("c", NOW - HOUR)]:
        store.workers.note_worker(worker(name, began=began), now=NOW)

    assert [one.name for one in store.workers.crew(now=NOW).workers] == ["c", "a", "b"]


def test_who_is_silent_is_dead_and_who_ends_or_rests_sends_no_more(store: AnyStore) -> None:
    store.workers.note_worker(worker("dead"), now=NOW - SILENCE)
    store.workers.note_worker(worker("slow"), now=NOW - SILENCE + SECOND)
    store.workers.note_worker(worker("ends", state=WorkerState.STOPPING), now=NOW)
    store.workers.note_worker(worker("rests", state=WorkerState.RESTING), now=NOW)

    crew = store.workers.crew(now=NOW)

    assert len(crew.workers) == 4
    assert {one.name for one in crew.live} == {"slow", "ends", "rests"}
    assert {one.name for one in crew.senders} == {"slow"}


def test_who_has_ended_is_forgotten_at_once_and_who_died_after_a_day(store: AnyStore) -> None:
    store.workers.note_worker(worker("old"), now=NOW - REMEMBERED - SECOND)
    store.workers.note_worker(worker("dead"), now=NOW - REMEMBERED)
    store.workers.note_worker(worker("ended"), now=NOW)
    store.workers.forget_worker("ended")
    store.workers.forget_worker("never there")

    store.workers.note_worker(worker(), now=NOW)

    assert {one.name for one in store.workers.crew(now=NOW).workers} == {"dead", "one"}


def test_an_order_is_kept_as_it_is_and_replaced_by_the_next(store: AnyStore) -> None:
    store.editions.save_draft(make_record())
    assert store.orders.order(SLUG) is None

    store.orders.save_order(SLUG, ORDER)
    assert store.orders.order(SLUG) == ORDER

    plain = SendingOrder(zone="UTC", link_key="another")
    store.orders.save_order(SLUG, plain)
    assert store.orders.order(SLUG) == plain


def test_each_edition_has_an_order_of_its_own(store: AnyStore) -> None:
    store.editions.save_draft(make_record())
    store.editions.save_draft(make_record(OTHER))
    store.orders.save_order(OTHER, ORDER)

    assert store.orders.order(SLUG) is None
    assert store.orders.order(OTHER) == ORDER


def test_there_is_no_order_for_an_edition_that_nobody_knows(store: AnyStore) -> None:
    with pytest.raises(EditionError, match=SLUG):
        store.orders.save_order(SLUG, ORDER)
    assert store.orders.order(SLUG) is None


def test_no_key_is_shown_by_an_order_that_is_printed() -> None:
    assert "k7w2" not in repr(ORDER)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """A database whose rows can be looked at."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('database')}"
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def on_disk(url: str) -> Iterator[Store]:
    store = open_store(url, secret=SECRET)
    yield store
    store.close()


def sealed_order(store: Store) -> bytes:
    with store.database.reading() as connection:
        content: bytes = connection.scalars(select(sending_order.c.content)).one()
    return content


def test_nobody_who_reads_the_database_reads_the_keys(on_disk: Store) -> None:
    on_disk.editions.save_draft(make_record())
    on_disk.orders.save_order(SLUG, ORDER)

    content = sealed_order(on_disk)

    assert not [
        word for word in (b"k7w2", b"example.net", b"Brussels", b"s1-ed") if word in content
    ]


def test_a_machine_with_another_secret_is_told_so(on_disk: Store, url: str) -> None:
    on_disk.editions.save_draft(make_record())
    on_disk.orders.save_order(SLUG, ORDER)
    other = open_store(url, secret="another secret of a small paper")

    with pytest.raises(StoreError, match="another DIGEST_SECRET") as caught:
        other.orders.order(SLUG)
    other.close()

    assert SLUG in caught.value.message


def test_an_order_that_was_put_beside_another_edition_opens_no_more(on_disk: Store) -> None:
    on_disk.editions.save_draft(make_record())
    on_disk.editions.save_draft(make_record(OTHER))
    on_disk.orders.save_order(SLUG, ORDER)
    on_disk.orders.save_order(OTHER, replace(ORDER, rate=1.0))
    content = sealed_first(on_disk)
    with on_disk.database.writing() as connection:
        connection.execute(sending_order.update().values(content=content))

    assert on_disk.orders.order(SLUG) == ORDER
    with pytest.raises(StoreError):
        on_disk.orders.order(OTHER)


def sealed_first(store: Store) -> bytes:
    with store.database.reading() as connection:
        query = select(sending_order.c.content).order_by(sending_order.c.edition_id).limit(1)
        content: bytes = connection.scalars(query).one()
    return content


def test_what_a_later_version_adds_to_an_order_is_passed_over(
    on_disk: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_disk.editions.save_draft(make_record())
    monkeypatch.setattr(orders, "asdict", lambda one: {**asdict(one), "later": [1, 2]})
    on_disk.orders.save_order(SLUG, ORDER)

    assert on_disk.orders.order(SLUG) == ORDER


@pytest.fixture
def served(postgres_url: str) -> Iterator[Store]:
    """A server that keeps the time, as it does outside of tests."""
    store = open_store(postgres_url, secret=SECRET)
    yield store
    store.close()


@pytest.mark.parametrize("wrong", [-2 * HOUR, 2 * HOUR], ids=["slow", "fast"])
def test_the_server_s_time_wins_over_a_wrong_clock(served: Store, wrong: timedelta) -> None:
    right = SystemClock().now()

    told = served.workers.note_worker(worker(began=right), now=right + wrong)

    crew = served.workers.crew(now=right + wrong)
    [one] = crew.live
    assert told == one.seen
    assert told.tzinfo is UTC
    assert timedelta(0) <= crew.now - one.seen < MINUTE
    assert abs(told - right) < MINUTE
    assert isinstance(one.began, datetime)


def test_a_worker_speaks_while_somebody_writes_a_long_plan(served: Store) -> None:
    with served.database.writing():
        served.workers.note_worker(worker(), now=NOW)
        served.workers.forget_worker("one")
    assert served.workers.crew(now=NOW).workers == ()


def test_a_worker_of_a_later_version_is_listed_whatever_it_is_at(on_disk: Store) -> None:
    on_disk.workers.note_worker(worker(), now=NOW)
    with on_disk.database.writing() as connection:
        connection.execute(update(worker_table).values(state="dreaming"))

    [listed] = on_disk.workers.crew(now=NOW).workers

    assert listed.state is WorkerState.WORKING
