"""Segments in every store: the database chooses whom the plain meaning of the rule chooses."""

import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url, select
from tests.integration.store.examples import (
    NOW,
    SECRET,
    SEND_BY,
    SLUG,
    AnyStore,
    make_lock,
    make_person,
    make_record,
)

from digest.adapters.memory import MemoryStore
from digest.adapters.store import open_store
from digest.adapters.store.planning import choose_audience
from digest.adapters.store.schema import subscriber
from digest.adapters.store.segments import condition
from digest.deliver.segment import Segment
from digest.deliver.segment_parser import read_segment
from digest.deliver.segment_words import LONGEST
from digest.deliver.segment_writing import quote
from digest.model.delivery import Books
from digest.model.subscriber import Consent, Frequency, Subscriber, SubscriberState

# What has broken out of queries, patterns and paths elsewhere.
PAYLOADS = (
    "' OR '1'='1",
    '" OR ""="',
    "'; DROP TABLE subscriber; --",
    '") UNION SELECT key FROM subscriber --',
    "1) OR (1=1",
    "%",
    "_",
    "%' ESCAPE '/' OR '%'='",
    "/",
    "\\",
    '\\"',
    "$.country",
    '"] $',
    ":param_1",
    "?",
    "\N{REVERSED PRIME}",
)
TEXTS = (
    *PAYLOADS,
    "BE",
    "be",
    "Ghent",
    "Liège",
    "LIÈGE",
    "МОСКВА",
    "Москва",
    "Straße",
    "STRASSE",
    "İstanbul",
    "istanbul",
    "\N{KELVIN SIGN}elvin",
    "kelvin",
    "ΟΔΌΣ",
    "οδός",
    "😀",
    "30",
    "9",
    "-2.5",
    "030",
    "3e1",
    "--3",
    "1.2.3",
    ".5",
    "5.",
    "123456789012345",
    "1234567890123456",
    "٣٠",
    "2026-01-31",
    "2026-01-31T10:00:00Z",
    "2026-1-31",
    "9999-99-99",
    "----------",
    "12-4-56-78",
    "NULL",
    "a/b%c_d",
    "È*[a]?",
    "èx[a]y",
)
# What no rule may say, and a record may hold.
UNSAID = ("two\nlines", "\x1bb", "30\n")
HELD = (*TEXTS, *UNSAID)
FIELDS = (
    "country",
    "Home town",
    "age",
    'a"b',
    "a\\b",
    "Größe",
    "$.country",
    "'",
    "a.b",
    "[0]",
    "%",
    "email",
)
LISTS = ("daily", "Daily", "LIÈGE", "100%", "a_b", "a/b", '"')
SECTIONS = ("politics", "world-trade", "straße", "a", "ab")
LOCALS = ("Jo", "jo%", "é_", '"a@b"')
DOMAINS = ("example.org", "EXAMPLE.ORG", "mail.example.org", "bücher.example", "b.example")
JANUARY = datetime(2026, 1, 31, tzinfo=UTC)
MOMENTS = (
    *(JANUARY + timedelta(seconds=seconds) for seconds in (-1, 0, 1, 86_399, 86_400)),
    NOW - timedelta(days=90),
    NOW - timedelta(days=90, microseconds=1),
    NOW,
)


def make_people(count: int, chance: random.Random) -> list[Subscriber]:
    """Invent people whose records hold and lack whatever a record may."""

    def some(choices: tuple[str, ...], most: int) -> tuple[str, ...]:
        return tuple(chance.sample(choices, chance.randint(0, most)))

    def maybe(choices: tuple[str, ...]) -> str | None:
        return chance.choice((None, *choices))

    return [
        make_person(
            f"reader{number}",
            email=f"{chance.choice(LOCALS)}{number}@{chance.choice(DOMAINS)}",
            name=maybe(TEXTS) or "",
            state=chance.choice(list(SubscriberState)),
            language=maybe(("en", "pt-BR", "nl")),
            timezone=maybe(("Europe/Brussels", "UTC")),
            lists=some(LISTS, 3),
            fields=tuple((name, chance.choice(HELD)) for name in some(FIELDS, 6)),
            consent=Consent(
                at=chance.choice((None, *MOMENTS)), source=maybe(("form", "import Readers.csv"))
            ),
            frequency=chance.choice(list(Frequency)),
            sections=some(SECTIONS, 3),
        )
        for number in range(count)
    ]


# Everybody who may be of use at random, and one for each text.
PEOPLE = [
    *make_people(90, random.Random(6)),  # noqa: S311 - the same people every time
    *(
        make_person(f"text{number}", name=text, fields=(("age", text),))
        for number, text in enumerate(HELD)
    ),
]
EVERY = set(range(1, len(PEOPLE) + 1))
ADDED = {person.key: MOMENTS[at % len(MOMENTS)] for at, person in enumerate(PEOPLE)}

texts = st.sampled_from((*TEXTS, *LISTS, *SECTIONS, *DOMAINS, "e", "È", "о", "/", "jo")).map(quote)
numbers = st.sampled_from(("30", "9", "-2.5", "0", "030", "30.0", "123456789012345"))
days = st.sampled_from(("2026-01-31", "2026-02-01", "2026-01-30", "2026-08-25"))
ages = st.sampled_from(("90 days ago", "0 hours ago", "43 weeks ago"))
field_names = st.sampled_from(FIELDS).map(lambda name: f"field {quote(name)}")
text_names = st.sampled_from(("email", "domain", "name", "language", "timezone", "consent_source"))
moment_names = st.sampled_from(("added_at", "consent_at"))
exact = st.sampled_from(("=", "!="))
order = st.sampled_from(("<", "<=", ">", ">="))
within = st.sampled_from(("in", "not in"))
holding = st.sampled_from(("starts with", "ends with", "contains"))


def joined(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(" ".join)


def listed(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=4).map(lambda some: f"[{', '.join(some)}]")


no_domain = text_names.filter(lambda name: name != "domain")
leaf = st.one_of(
    joined(st.one_of(no_domain, field_names), exact, texts),
    joined(st.one_of(no_domain, field_names), within, listed(texts)),
    joined(st.one_of(text_names, field_names), holding, texts),
    joined(st.just("domain"), exact, st.sampled_from(DOMAINS).map(quote)),
    joined(st.sampled_from(("frequency",)), exact, st.sampled_from(('"weekly"', '"DAILY"'))),
    joined(st.just("digest_state"), within, st.just('["paused", "pending"]')),
    joined(field_names, st.one_of(exact, order), st.one_of(numbers, days)),
    joined(field_names, order, ages),
    joined(field_names, within, listed(st.one_of(numbers, days, texts))),
    joined(moment_names, st.one_of(exact, order), days),
    joined(moment_names, order, ages),
    joined(moment_names, within, listed(days)),
    joined(
        st.just("has"),
        st.one_of(text_names, moment_names, field_names, st.sampled_from(("lists", "sections"))),
    ),
    joined(texts, within, st.sampled_from(("lists", "sections"))),
)
rules = st.recursive(
    leaf,
    lambda inner: st.one_of(
        inner.map("not ({})".format),
        st.tuples(inner, inner).map("({0[0]}) and ({0[1]})".format),
        st.tuples(inner, inner).map("({0[0]}) or {0[1]}".format),
    ),
    max_leaves=5,
)


def fill(store: AnyStore) -> None:
    """Import people in runs that were added at the same moment."""
    for at, some in groupby(PEOPLE, key=lambda person: ADDED[person.key]):
        store.subscribers.import_subscribers(list(some), now=at)


@pytest.fixture(scope="module")
def both(
    empty_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[AnyStore]]:
    """A store in memory and a database, with the same people in both."""
    path = tmp_path_factory.mktemp("segments") / "digest.db"
    shutil.copy(empty_database, path)
    stores: list[AnyStore] = [
        MemoryStore(secret=SECRET),
        open_store(f"sqlite:///{path}", secret=SECRET),
    ]
    for store in stores:
        fill(store)
    yield stores
    for store in stores:
        store.close()


def read(text: str) -> Segment:
    return read_segment(text, now=NOW)


def chosen(store: AnyStore, text: str) -> list[int]:
    return [person.id for person in store.subscribers.subscribers(segment=read(text))]


@pytest.mark.parametrize(
    "text",
    [
        'name contains "%"',
        'name contains "_"',
        'name starts with "/"',
        'name ends with "\\\\"',
        'name contains "È*["',
        'name ends with "È*[A]?"',
        'name = "È*[a]?"',
        'name in ["ОДЬ", "москва", "x"]',
        'name = "straße"',
        'name = "istanbul" or name = "kelvin"',
        "age < 5",
        "age >= -2.5 and age < 100",
        "age = 30",
        "age in [30, 9, 2026-01-31]",
        "age >= 2026-01-31",
        "age < 90 days ago",
        '"a" in sections',
        '"a" in sections and has sections',
        '"100%" in lists',
        '"liège" in lists',
        'domain = "bÜcher.example"',
        'domain starts with "B"',
        "consent_at = 2026-01-31",
        "consent_at <= 2026-01-31",
        "consent_at < 90 days ago",
        "not consent_at < 90 days ago",
    ],
)
def test_every_store_chooses_the_same(both: list[AnyStore], text: str) -> None:
    memory, database = both
    found = chosen(memory, text)
    assert chosen(database, text) == found
    assert 0 < len(found) < len(PEOPLE)


@settings(max_examples=90)
@given(text=rules)
def test_the_database_chooses_whom_the_meaning_of_the_rule_chooses_and_its_opposite_the_others(
    both: list[AnyStore], text: str
) -> None:
    compare_stores(both, text)


@pytest.mark.long
@settings(max_examples=4000)
@given(text=rules)
def test_thousands_of_rules_mean_the_same_to_both(both: list[AnyStore], text: str) -> None:
    compare_stores(both, text)


def compare_stores(both: list[AnyStore], text: str) -> None:
    memory, database = both
    inside = chosen(memory, text)
    assert chosen(database, text) == inside
    # What a record lacks makes no rule neither true nor false, as SQL's NULL would.
    assert chosen(database, f"not ({text})") == sorted(EVERY - set(inside))


@pytest.mark.parametrize("at", range(len(PAYLOADS)))
def test_a_payload_is_a_text_like_any_other(both: list[AnyStore], at: int) -> None:
    payload = quote(PAYLOADS[at])
    named = [number for number, one in enumerate(PEOPLE, 1) if one.name == PAYLOADS[at]]
    assert named
    for store in both:
        assert chosen(store, f"name = {payload}") == named
        assert chosen(store, f'field {payload} = "x" or {payload} in lists') == []
        assert chosen(store, f"field {payload} != {payload} or has email") == sorted(EVERY)


@pytest.mark.parametrize(
    "text",
    [
        " or ".join(['a="x"'] * (LONGEST // 9)),
        " and ".join(["has a"] * (LONGEST // 10)),
        "country in [" + ",".join(["1"] + [str(number) for number in range(1400 // 2)]) + "]",
        "field " + quote("x" * 1200) + " in [" + ",".join(["2026-01-31", "2026-02-28"] * 30) + "]",
        "not (" * 10 + "name = " + quote("абвгдежзийклмнопрстуфхцчшщъыьэюя" * 20) + ")" * 10,
        "not (" * 10 + 'domain = "bücher.example" or age > 8 or has a' + ")" * 10,
    ],
    ids=["or", "and", "numbers", "dates", "letters", "depth"],
)
def test_the_longest_rules_are_no_trouble(both: list[AnyStore], text: str) -> None:
    memory, database = both
    assert chosen(database, text) == chosen(memory, text)


def test_every_value_of_an_expression_is_bound() -> None:
    text = """
        country = "zq1" and field "zq2é" contains "zq3" and "zq4" in lists and "zq5" in sections
        and age in [4711, 4712] and consent_at < 2026-01-31 and until >= 2027-05-06 and email = "ü"
    """
    query = select(subscriber.c.id).where(condition(read(text).rule))

    # Once more for the database that is to come: nothing in it is SQLite's alone but `json_each`.
    for url in ("sqlite://", "postgresql://"):
        written = query.compile(dialect=make_url(url).get_dialect()())
        assert "zq" not in str(written)
        assert "47" not in str(written)
        assert "2027" not in str(written)
        assert "ü" not in str(written)
        assert {"zq1", "zq3"} <= set(map(str, written.params.values()))


def test_no_rule_looks_at_everybody_again_for_each_reader(both: list[AnyStore]) -> None:
    rule = """
        "a" in lists and has lists and age >= 3 and age in [4, 5] and until < 2027-01-01 and "b" in
        sections and field "zqé" = "x" and domain ends with "e" and consent_at < 3 days ago
    """
    query = choose_audience(subscriber.c.id, ["daily"], segment=read(rule))
    with both[1].subscribers._database.reading() as connection:  # type: ignore[attr-defined] # noqa: SLF001
        written = query.compile(connection, compile_kwargs={"literal_binds": True})
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {written}".replace("%", "%%"))
        steps = [row.detail for row in rows]
    assert "SCAN subscriber" in steps
    looked_at = [step for step in steps if step.startswith(("SCAN", "SEARCH"))]
    # What a rule works out once, and the fields of the one reader, stand in no table.
    assert {step for step in looked_at if step.startswith("SCAN")} <= {
        "SCAN subscriber",
        "SCAN CONSTANT ROW",
        "SCAN json_each VIRTUAL TABLE INDEX 1:",
    } | {step for step in looked_at if step.startswith("SCAN anon_")}, steps
    assert any("subscriber_list USING" in step for step in looked_at), steps


def test_the_audience_is_on_the_lists_and_in_the_segment(store: AnyStore) -> None:
    store.subscribers.import_subscribers(
        [
            make_person("jo", lists=("daily",), fields=(("country", "BE"),)),
            make_person("ana", lists=("daily",), fields=(("country", "NL"),)),
            make_person("tam", fields=(("country", "BE"),)),
            make_person(
                "eve", lists=("daily",), fields=(("country", "BE"),), frequency=Frequency.WEEKLY
            ),
        ],
        now=NOW,
    )
    segment = read('country = "BE"')

    assert store.subscribers.audience([], segment=segment) == Books(planned=2, owed=2)
    assert store.subscribers.audience(["daily"], segment=segment) == Books(planned=1, owed=1)
    assert store.subscribers.wanted(["daily"], segment=segment) == {((), ()): 1}
    assert [one.key for one in store.subscribers.subscribers(lists=["daily"], segment=segment)] == [
        "jo@example.org",
        "eve@example.org",
    ]


def test_a_plan_freezes_the_segment_and_keeps_its_rule_for_who_comes_later(store: AnyStore) -> None:
    def come(name: str, country: str) -> None:
        person = make_person(name, fields=(("country", country),))
        store.subscribers.import_subscribers([person], now=NOW)

    come("jo", "BE")
    come("ana", "NL")
    store.editions.save_draft(make_record())
    books = store.ledger.plan(make_lock(segment='country = "BE"'), now=NOW, send_by=SEND_BY)
    come("tam", "BE")
    come("eve", "NL")

    assert books == Books(planned=1, owed=1)
    assert store.ledger.include_new(SLUG, now=NOW) == 1
    assert store.ledger.books(SLUG).planned == 2
    record, lock = store.editions.edition(SLUG), store.editions.lock(SLUG)
    assert record is not None
    assert lock is not None
    assert record.segment == lock.segment == 'country = "BE"'


def test_an_age_moves_on_with_the_clock(store: AnyStore) -> None:
    def come(name: str, days: int) -> None:
        consent = Consent(at=NOW - timedelta(days=days))
        store.subscribers.import_subscribers([make_person(name, consent=consent)], now=NOW)

    come("jo", 91)
    come("ana", 89)
    store.editions.save_draft(make_record())
    lock = make_lock(segment="consent_at < 90 days ago")
    assert store.ledger.plan(lock, now=NOW, send_by=SEND_BY).planned == 1

    assert store.ledger.include_new(SLUG, now=NOW) == 0
    assert store.ledger.include_new(SLUG, now=NOW + timedelta(days=2)) == 1


def test_names_of_lists_and_fields_are_told_as_they_are_kept(store: AnyStore) -> None:
    fill(store)

    assert list(store.subscribers.list_names()) == sorted(LISTS)
    assert list(store.subscribers.section_ids()) == sorted(SECTIONS)
    assert list(store.subscribers.field_names()) == sorted(FIELDS)
    assert all(store.subscribers.has_field(name) for name in FIELDS)
    assert not any(store.subscribers.has_field(name) for name in ("Country", "größe", "a'b", ""))
