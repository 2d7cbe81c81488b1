"""Everything that is kept about a person is shown, and is gone once they are forgotten."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Integer, LargeBinary, String, Table, insert, select
from tests.integration.store.examples import (
    NOW,
    SECRET,
    SLUG,
    AnyStore,
    add_people,
    make_person,
    plan,
    send_all,
)

from digest.adapters.store import open_store
from digest.adapters.store.columns import FreeText, Instant, Json, Lines
from digest.adapters.store.opening import Store
from digest.adapters.store.schema import metadata
from digest.app.subscribers import foresee_traces
from digest.cli.record_shown import person_lines, shape_person, trace_lines
from digest.cli.shapes import shape_instant
from digest.deliver.tokens import sign_up_mark
from digest.model.record import PersonReport
from digest.model.signup import ConsentText, SignUp
from digest.model.subscriber import SubscriberState, SuppressionReason

KEY = "marked@example.org"
HOUR = timedelta(hours=1)
TEXT = ConsentText(
    version="0123456789abcdef",
    language="en",
    text="Yes, send me The Daily every morning.",
    first_shown=NOW,
)

# What a column must hold so that the row can be read; every other one is marked.
VALUES = {
    "subscriber.key": KEY,
    "email": KEY,
    "state": "subscribed",
    "frequency": "weekly",
    "outcome": "accepted",
    "text": TEXT.version,
}
# Columns that tell nothing about a person: how the store is kept, and what names other rows.
OWN_AFFAIRS = {
    "id",
    "subscriber_id",
    "edition_id",
    "position",
    "batch",
    "epoch",
    # Of a mail that came back it is told that it is kept; the mail lies open with `bounces`.
    "returned_mail.raw",
    # That a letter is being sent at this moment.
    "letter.taken",
    # The person's own key, which is their address.
    "subscriber.key",
}
# Rows that stay when a person is forgotten, since the books have to balance: a number alone.
STAY = {"delivery", "delivery_event"}


def about_people() -> list[Table]:
    """Every table with a row for a person, the person's own first."""
    return [
        table
        for table in metadata.sorted_tables
        if table.name == "subscriber" or "subscriber_id" in table.columns
    ]


def mark(column: Column[Any]) -> str:
    return f"mark.{column.table.name}.{column.name}"


def make_value(column: Column[Any], number: int) -> object:
    """A value for a column that can be told from that of any other one."""
    for name in (column.name, f"{column.table.name}.{column.name}"):
        if name in VALUES:
            return VALUES[name]
    if column.name in ("subscriber_id", "edition_id"):
        return 1
    kind = column.type
    makers: list[tuple[type, object]] = [
        (Instant, NOW + number * timedelta(minutes=1)),
        (Lines, (mark(column),)),
        (Json, {mark(column): mark(column)}),
        (FreeText, mark(column)),
        (LargeBinary, f"To: {KEY.upper()} {mark(column)}".encode()),
        (String, f"m{number}"),
        (Integer, 9000 + number),
    ]
    return next(value for type_, value in makers if isinstance(kind, type_))


def fill(connection: Connection) -> dict[tuple[str, str], object]:
    """Give a person a row in every table; tell what stands in which column."""
    filled: dict[tuple[str, str], object] = {}
    number = 0
    for table in about_people():
        row: dict[str, object] = {}
        for column in table.columns:
            number += 1
            if not (column.name == "id" and column.primary_key):
                row[column.name] = make_value(column, number)
                filled[table.name, column.name] = row[column.name]
        connection.execute(insert(table), row)
    return filled


def open_filled(database: Path) -> tuple[Store, dict[tuple[str, str], object]]:
    """A store with an edition, and a person about whom every table says something."""
    store = open_store(f"sqlite:///{database}", secret=SECRET)
    plan(store)
    with store.database.writing() as connection:
        filled = fill(connection)
        row = {
            "version": TEXT.version,
            "language": "en",
            "text": TEXT.text,
            "first_shown": TEXT.first_shown,
        }
        connection.execute(insert(metadata.tables["consent_text"]), row)
    return store, filled


def told(report: PersonReport) -> str:
    """All that `subscribers show --json` says."""
    return json.dumps(shape_person(report))


def is_told(value: object, text: str) -> bool:
    if isinstance(value, datetime):
        return str(shape_instant(value)) in text
    if isinstance(value, tuple | dict):
        return all(one in text for one in value)
    return str(value) in text


def test_whatever_table_speaks_of_a_person_is_shown_to_them(database: Path) -> None:
    store, filled = open_filled(database)
    report = store.records.record_of(KEY)
    assert report
    missing = [
        f"{table}.{column}"
        for (table, column), value in filled.items()
        if not {column, f"{table}.{column}"} & OWN_AFFAIRS and not is_told(value, told(report))
    ]
    assert missing == []
    assert TEXT.text in told(report), "the very words that they agreed to"
    plain = "\n".join(person_lines(report, "Europe/Brussels"))
    assert all(one in plain for one in (KEY, TEXT.text, "mark.letter.reply", "mark.delivery.reply"))
    assert report.returned[0].is_kept
    store.close()


def every_value(connection: Connection) -> Iterator[tuple[str, object]]:
    """Every value of the whole database, with its place."""
    for table in metadata.sorted_tables:
        for row in connection.execute(select(table)):
            for column, value in zip(table.columns, row, strict=True):
                yield f"{table.name}.{column.name}", value


def test_nothing_that_names_a_person_is_left_once_they_are_forgotten(database: Path) -> None:
    store, _ = open_filled(database)
    assert store.subscribers.forget(KEY, now=NOW)
    with store.database.reading() as connection:
        values = [(place, repr(value).casefold()) for place, value in every_value(connection)]
        rows = {
            table.name: connection.execute(select(table)).all()
            for table in about_people()
            if "subscriber_id" in table.columns and table.name not in STAY
        }
    marked = {
        place for place, value in values if "mark." in value or KEY in value or "marked@" in value
    }
    # How deliveries ended stays, as a code: neither its words nor a Message-ID. Of a mail that
    # came back stays the hash of its bytes, so that it never counts again.
    assert marked <= {"delivery.enhanced", "returned_mail.status"}
    assert {
        name for name, found in rows.items() for row in found if row.subscriber_id == 1
    } == set(), "what stays names nobody"
    store.close()
    raw = b"".join(path.read_bytes() for path in database.parent.iterdir() if path.is_file())
    assert KEY.encode() not in raw.lower(), "not in a free page of the file, nor in its log"


def test_a_record_tells_the_whole_life_of_a_reader(store: AnyStore) -> None:
    wish = SignUp(
        key="ada@example.org",
        email="ada@example.org",
        at=NOW - HOUR,
        language="en",
        lists=("daily",),
        text=TEXT.version,
        network="192.0.2.0/24",
    )
    store.sign_ups.ask(wish, TEXT)
    person = store.subscribers.subscriber(wish.key)
    assert person
    before = store.records.record_of(wish.key)
    assert before
    assert (before.sign_up, before.consents, set(before.texts)) == (wish, (), {TEXT.version})
    assert [one.kind for one in before.letters] == ["confirm"]

    mark_ = sign_up_mark(wish.at)
    store.sign_ups.confirm(person.id, mark=mark_, since=NOW - 9 * HOUR, now=NOW, welcome=True)
    plan(store)
    send_all(store)
    report = store.records.record_of(wish.key)
    assert report
    assert report.subscriber.state is SubscriberState.SUBSCRIBED
    assert report.sign_up is None
    [given] = report.consents
    assert (given.asked_at, given.at, given.network) == (wish.at, NOW, "192.0.2.0/24")
    assert report.texts[given.text].text == TEXT.text
    assert [one.kind for one in report.letters] == ["confirm", "welcome"]
    assert [(slug, one.outcome.value) for slug, one in report.deliveries] == [(SLUG, "accepted")]
    assert [kind for _, kind, _ in report.events] == ["added", "confirmed"]
    assert report.suppression is None


def foreseen(store: AnyStore, key: str) -> int:
    """How many editions a rehearsal of `forget` says would not be sent any more."""
    report, traces = store.records.record_of(key), store.records.traces_of(key)
    assert report
    told = foresee_traces(report, traces, store.editions.editions(), now=NOW)
    assert told.suppression
    return told.editions


def test_of_an_unknown_address_only_what_its_hash_keeps_is_told(store: AnyStore) -> None:
    assert store.records.record_of("nobody@example.org") is None
    traces = store.records.traces_of("nobody@example.org")
    assert (traces.suppression, traces.editions) == (None, 0)
    plan(store, readers=2)
    assert foreseen(store, "reader0@example.org") == 1, "it is planned, and may still be sent"
    send_all(store)
    assert foreseen(store, "reader0@example.org") == 1
    store.subscribers.forget("reader0@example.org", now=NOW)
    assert store.records.record_of("reader0@example.org") is None
    traces = store.records.traces_of("reader0@example.org")
    assert traces.editions == 1
    told = "\n".join(trace_lines("reader0@example.org", traces, "UTC"))
    assert "not sent to it: 1 edition that it got before, or that had not all been sent" in told
    assert traces.suppression
    assert traces.suppression.reason is SuppressionReason.UNSUBSCRIBED
    store.subscribers.suppress(
        "stranger@example.org", SuppressionReason.MANUAL, now=NOW, detail="asked by telephone"
    )
    traces = store.records.traces_of("stranger@example.org")
    assert traces.suppression
    assert traces.suppression.detail == "asked by telephone"


def test_proofs_are_of_everybody_or_of_one(store: AnyStore) -> None:
    add_people(store, 3)
    wish = SignUp(
        key="ada@example.org", email="ada@example.org", at=NOW, language="en", text=TEXT.version
    )
    store.sign_ups.ask(wish, TEXT)
    person = store.subscribers.subscriber(wish.key)
    assert person
    mark_ = sign_up_mark(wish.at)
    store.sign_ups.confirm(person.id, mark=mark_, since=NOW - HOUR, now=NOW, welcome=False)
    every = list(store.records.proofs())
    assert [len(one.given) for one in every] == [0, 0, 0, 1]
    [own] = store.records.proofs(wish.key)
    assert own == every[-1]
    assert list(store.records.proofs("nobody@example.org")) == []
    assert store.records.consent_texts()[TEXT.version].text == TEXT.text


def test_a_pending_person_has_a_record_too(store: AnyStore) -> None:
    pending = make_person("eve", state=SubscriberState.PENDING)
    store.subscribers.import_subscribers([pending], now=NOW)
    report = store.records.record_of(pending.key)
    assert report
    assert report.subscriber.state is SubscriberState.PENDING
