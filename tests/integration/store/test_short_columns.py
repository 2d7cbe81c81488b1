"""What a server keeps shorter than a file is read as it was written, also after a move."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect, select, text
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from tests.integration.store.examples import (
    NOW,
    SECRET,
    SLUG,
    AnyStore,
    accepted,
    deferred,
    held,
    ids,
    make_lock,
    plan,
    rejected,
    turn,
    unknown,
)
from tests.integration.store.test_returned import came_back

from digest.adapters.store import Store, open_store
from digest.adapters.store.schema import delivery
from digest.adapters.store.short_columns import (
    ESCAPE,
    MADE,
    PHRASES,
    Enhanced,
    MessageId,
    OutcomeName,
    ReplyText,
    to_server,
)
from digest.deliver.endings import name_copy
from digest.model.delivery import Delivery, Outcome
from digest.model.record import Kept

SERVER: Dialect = PGDialect()  # type: ignore[no-untyped-call]
FILE: Dialect = SQLiteDialect()
BEGINNINGS = st.sampled_from([*PHRASES, "", ESCAPE, "\x01", "\x07", "2.0.0", "250 "])
REPLIES = st.builds(lambda one, two: one + two, BEGINNINGS, st.text(st.characters(codec="ascii")))


@pytest.fixture
def server(postgres_url: str) -> Iterator[Store]:
    opened = open_store(postgres_url, secret=SECRET, keeps_time=False)
    yield opened
    opened.close()


@given(REPLIES.map(lambda said: said.replace("\0", "")))
def test_a_reply_comes_back_whatever_it_begins_with(said: str) -> None:
    kind = ReplyText()
    for dialect in (SERVER, FILE):
        stored = kind.process_bind_param(said, dialect)
        assert kind.process_result_value(stored, dialect) == said
    assert kind.process_bind_param(said, FILE) == said, "a file holds the words themselves"


@pytest.mark.parametrize("status", ["2.0.0", "2.1.5", "5.1.1", None])
def test_an_enhanced_status_comes_back(status: str | None) -> None:
    for dialect in (SERVER, FILE):
        stored = Enhanced().process_bind_param(status, dialect)
        assert Enhanced().process_result_value(stored, dialect) == status


@pytest.mark.parametrize("outcome", [one.value for one in Outcome])
def test_an_outcome_comes_back_and_is_one_letter_on_a_server(outcome: str) -> None:
    stored = OutcomeName().process_bind_param(outcome, SERVER)
    assert len(stored or "") == 1
    assert OutcomeName().process_result_value(stored, SERVER) == outcome
    assert OutcomeName().process_bind_param(outcome, FILE) == outcome


@pytest.mark.parametrize("message_id", ["<a@example.org>", "", MADE])
def test_a_message_id_and_none_are_told_apart(message_id: str) -> None:
    stored = MessageId().process_bind_param(message_id, SERVER)
    assert MessageId().process_result_value(stored, SERVER) == message_id


@pytest.mark.parametrize(
    ("kind", "stored"),
    [
        (OutcomeName(), "deferred"),
        (Enhanced(), "2.0.0"),
        (Enhanced(), None),
        (ReplyText(), "2.0.0 Ok: queued as 4XkzQ83fG7z1tY"),
        (MessageId(), "<a@example.org>"),
        (MessageId(), ""),
    ],
)
def test_what_a_file_holds_is_read_alike_once_it_is_moved(
    kind: OutcomeName | Enhanced | ReplyText | MessageId, stored: str | None
) -> None:
    change = to_server(kind)
    assert change
    assert kind.process_result_value(change(stored), SERVER) == stored


def made(number: int, row: Delivery) -> Delivery:
    return replace(
        row,
        message_id=name_copy(make_lock(), number, secret=SECRET),
        reply=f"2.0.0 Ok: queued as 4XkzQ83fG7z{number}",
    )


def test_message_ids_that_can_be_made_again_are_told_wherever_rows_are(store: AnyStore) -> None:
    plan(store, readers=3)
    batch = held(store)
    first, second, third = ids(turn(store, batch, size=3))
    rows = [made(first, accepted(first)), made(second, deferred(second)), accepted(third)]
    turn(store, batch, rows, size=0)

    told = store.ledger.deliveries(SLUG, [Outcome.ACCEPTED, Outcome.DEFERRED])
    assert [one.delivery for one in told] == rows
    assert store.subscribers.deliveries_of("reader0@example.org") == [(SLUG, rows[0])]
    report = store.records.record_of("reader1@example.org")
    assert report
    assert report.deliveries == ((SLUG, rows[1]),)
    # What was recorded already is known again, and what is deferred keeps its name to the end.
    assert turn(store, batch, rows, size=0).readers == ()
    store.ledger.release(batch)
    store.ledger.expire(SLUG, now=NOW)
    [ended] = store.ledger.deliveries(SLUG, [Outcome.EXPIRED])
    assert ended.delivery.message_id == rows[1].message_id


def test_a_returned_mail_is_known_by_a_message_id_that_was_left_out(store: AnyStore) -> None:
    plan(store, readers=1)
    batch = held(store)
    [number] = ids(turn(store, batch))
    row = made(number, unknown(number))
    turn(store, batch, [row], size=0)

    mail = came_back(reader=None, message_ids=(row.message_id,))
    assert store.returns.take_back(mail, now=NOW).certain


def test_erased_message_ids_stay_erased(store: AnyStore) -> None:
    plan(store, readers=2)
    batch = held(store)
    window = ids(turn(store, batch))
    turn(store, batch, [made(number, rejected(number)) for number in window], size=0)
    store.ledger.release(batch)
    store.ledger.settle(SLUG, now=NOW)
    store.subscribers.forget("reader0@example.org", now=NOW)
    [gone, kept] = store.ledger.deliveries(SLUG, [Outcome.REJECTED])
    assert (gone.delivery.message_id, gone.delivery.reply) == ("", "")
    assert kept.delivery.message_id == name_copy(make_lock(), window[1], secret=SECRET)

    later = NOW.replace(year=NOW.year + 2)
    assert store.records.prune(Kept.DELIVERIES, before=later, now=later) == 1
    assert {one.delivery.message_id for one in store.ledger.deliveries(SLUG, list(Outcome))} == {""}


def test_doubts_keep_what_was_said_of_them(server: Store) -> None:
    plan(server, readers=1)
    batch = held(server)
    [number] = ids(turn(server, batch))
    turn(server, batch, [made(number, unknown(number))], size=0)
    server.ledger.release(batch)
    assert server.ledger.retry_unknown(SLUG, now=NOW) == 1

    report = server.records.record_of("reader0@example.org")
    assert report
    assert [one.detail for one in report.notes] == [f"2.0.0 Ok: queued as 4XkzQ83fG7z{number}"]


def test_a_server_keeps_marks_in_place_of_words(server: Store) -> None:
    plan(server, readers=20)
    batch = held(server)
    window = ids(turn(server, batch, size=20))
    turn(server, batch, [made(number, accepted(number)) for number in window], size=0)
    raw = text("SELECT outcome, enhanced, message_id, reply FROM delivery ORDER BY subscriber_id")

    with server.database.reading() as connection:
        rows = connection.execute(raw).all()
        same = connection.scalars(select(delivery.c.message_id)).all()
    assert rows[0] == ("a", None, "", f"\x014XkzQ83fG7z{window[0]}")
    assert set(same) == {MADE}
