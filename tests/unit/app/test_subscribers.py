"""People: import, export, add, remove, show, forget, over a store in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.adapters.memory import MemoryStore
from digest.app.intake import CHUNK
from digest.app.people_import import ImportReport, import_rows
from digest.app.ports import SubscriberStore
from digest.app.subscribers import (
    add_subscriber,
    export_rows,
    forget_subscriber,
    list_subscribers,
    remove_subscriber,
    show_subscriber,
)
from digest.errors import UsageError
from digest.model.rows import Row
from digest.model.subscriber import Frequency, SubscriberState, SuppressionReason

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
HEADER = ("email", "name", "language", "timezone", "lists", "city")


@dataclass(slots=True)
class PaperRows:
    """A file of subscribers that is a list."""

    columns: Sequence[str]
    cells: Sequence[Sequence[str]]
    name: str = "readers.csv"
    rejected: list[tuple[Row, str]] = field(default_factory=list)
    problems: dict[int, str] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Row]:
        for line, values in enumerate(self.cells, 2):
            yield Row(line=line, values=tuple(values), problem=self.problems.get(line, ""))

    def reject(self, row: Row, reason: str) -> None:
        self.rejected.append((row, reason))


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(secret="k" * 32)


@pytest.fixture
def people(store: MemoryStore) -> SubscriberStore:
    return store.subscribers


def row(email: str, **cells: str) -> list[str]:
    return [email, *(cells.get(name, "") for name in HEADER[1:])]


def bring(
    people: SubscriberStore,
    *cells: Sequence[str],
    lists: Sequence[str] = (),
    replace_lists: bool = False,
    dry_run: bool = False,
) -> ImportReport:
    return import_rows(
        PaperRows(HEADER, cells),
        subscribers=people,
        now=NOW,
        lists=lists,
        replace_lists=replace_lists,
        dry_run=dry_run,
    )


def counts(report: ImportReport) -> tuple[int, int, int, int, int, int]:
    return (
        report.rows,
        report.new,
        report.updated,
        report.unchanged,
        report.suppressed,
        report.bad,
    )


def test_an_import_keeps_every_column(people: SubscriberStore) -> None:
    report = bring(
        people,
        row(
            "Jan@Example.org",
            name=" Jan   Peeters",
            language="nl_BE",
            timezone="Europe/Brussels",
            lists="daily| weekend ||daily",
            city="Ghent",
        ),
        lists=("readers",),
    )

    person = people.subscriber("jan@example.org")
    assert counts(report) == (1, 1, 0, 0, 0, 0)
    assert person is not None
    assert person.email == "Jan@Example.org"
    assert person.name == "Jan Peeters"
    assert (person.language, person.timezone) == ("nl-BE", "Europe/Brussels")
    assert person.lists == ("daily", "weekend", "readers")
    assert person.fields == (("city", "Ghent"),)
    assert person.state is SubscriberState.SUBSCRIBED


def test_importing_twice_changes_nothing(people: SubscriberStore) -> None:
    rows = [row(f"r{n}@example.org", lists="daily", city="Ghent") for n in range(5)]
    bring(people, *rows)
    before = list(people.subscribers())

    report = bring(people, *rows)

    assert counts(report) == (5, 0, 0, 5, 0, 0)
    assert list(people.subscribers()) == before


def test_empty_cells_of_a_later_row_take_nothing_away(people: SubscriberStore) -> None:
    bring(people, row("jan@example.org", name="Jan", lists="daily", city="Ghent"))

    report = bring(people, row("JAN@EXAMPLE.ORG", lists="weekend"))

    person = people.subscriber("jan@example.org")
    assert counts(report) == (1, 0, 1, 0, 0, 0)
    assert person is not None
    assert (person.name, person.email) == ("Jan", "jan@example.org")
    assert person.lists == ("daily", "weekend")
    assert person.fields == (("city", "Ghent"),)


def test_replace_lists_takes_the_lists_of_the_file(people: SubscriberStore) -> None:
    bring(people, row("jan@example.org", lists="daily|weekend"))

    bring(people, row("jan@example.org", lists="evening"), replace_lists=True)

    person = people.subscriber("jan@example.org")
    assert person is not None
    assert person.lists == ("evening",)


def test_bad_rows_are_given_back_with_their_reason_and_the_rest_is_kept(
    people: SubscriberStore,
) -> None:
    rows = PaperRows(
        HEADER,
        [
            row("good@example.org"),
            row("no address here"),
            row("", name="Nobody"),
            row("zone@example.org", timezone="Europe/Brussel"),
            row("tag@example.org", language="flemish please"),
            row("quotes@example.org"),
            row("also.good@example.org"),
        ],
        problems={7: "a quotation mark is never closed"},
    )

    report = import_rows(rows, subscribers=people, now=NOW)

    assert counts(report) == (7, 2, 0, 0, 0, 5)
    assert [(bad.line, bad.email) for bad in report.bad_rows] == [
        (3, "no address here"),
        (4, ""),
        (5, "zone@example.org"),
        (6, "tag@example.org"),
        (7, "quotes@example.org"),
    ]
    assert [reason for _, reason in rows.rejected] == [bad.reason for bad in report.bad_rows]
    assert [reason for _, reason in rows.rejected] == [
        "'no address here' is no e-mail address",
        "no address",
        "there is no time zone 'Europe/Brussel'",
        "'flemish please' is no language tag such as en or pt-BR",
        "a quotation mark is never closed",
    ]
    assert [one.key for one in people.subscribers()] == [
        "good@example.org",
        "also.good@example.org",
    ]


@pytest.mark.parametrize(
    "email",
    [
        "plain",
        "two@signs@example.org",
        "spaces in@example.org",
        "@example.org",
        "jan@",
        "jan@example",
        "jan@-example.org",
        "jan@example..org",
        ".jan@example.org",
        "jan@127.0.0.1",
        "jan@[127.0.0.1]",
        "jan@example.org\r\nBcc: x@example.org",
        "Jan <jan@example.org>",
        "jan@example.org, ana@example.org",
        "jan@" + "e" * 250 + ".org",
        "jan\0@example.org",
    ],
)
def test_a_malformed_address_costs_its_row_alone(people: SubscriberStore, email: str) -> None:
    report = bring(people, row(email), row("ana@example.org"))

    assert (report.bad, report.new) == (1, 1)


@pytest.mark.parametrize(
    "written", ["\ufeffjan@example.org", " jan@example.org\u200b", "JAN@EXAMPLE.ORG"]
)
def test_spreadsheet_dirt_around_an_address_is_taken_off(
    people: SubscriberStore, written: str
) -> None:
    bring(people, row("jan@example.org"))

    assert counts(bring(people, row(written))) == (1, 0, 0, 1, 0, 0)


def test_the_same_person_twice_in_one_file_is_one_person(people: SubscriberStore) -> None:
    report = bring(
        people,
        row("jan@example.org", lists="daily"),
        row("JAN@example.org", name="Jan", lists="weekend"),
        row("jan@EXAMPLE.org"),
    )

    person = people.subscriber("jan@example.org")
    assert counts(report) == (3, 1, 0, 2, 0, 0)
    assert person is not None
    assert (person.name, person.lists) == ("Jan", ("daily", "weekend"))


def test_importing_rows_that_contradict_each_other_twice_tells_no_change(
    people: SubscriberStore,
) -> None:
    rows = [row("jan@example.org", name="Jan"), row("jan@example.org", name="Johannes")]
    bring(people, *rows)

    assert counts(bring(people, *rows)) == (2, 0, 0, 2, 0, 0)


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize("apart", [0, CHUNK])
def test_a_repeated_row_fares_as_the_first_one_did(
    people: SubscriberStore, apart: int, *, dry_run: bool
) -> None:
    people.suppress("gone@example.org", SuppressionReason.COMPLAINED, now=NOW)
    between = [row(f"r{n}@example.org") for n in range(apart)]
    twice = [row("new@example.org"), row("gone@example.org")]

    report = bring(people, *twice, *between, *twice, dry_run=dry_run)

    assert counts(report) == (4 + apart, 1 + apart, 0, 1, 2, 0)
    assert report.repeated == 1


@pytest.mark.parametrize("dry_run", [False, True])
def test_who_has_left_twice_in_one_file_is_repeated_and_not_suppressed(
    people: SubscriberStore, *, dry_run: bool
) -> None:
    people.suppress("gone@example.org", SuppressionReason.BOUNCED, now=NOW)
    bring(people, row("jan@example.org"))
    rows = [row("jan@example.org"), row("ana@example.org"), row("gone@example.org")]

    report = import_rows(
        PaperRows(HEADER, [*rows, *rows]),
        subscribers=people,
        now=NOW,
        all_left=True,
        dry_run=dry_run,
    )

    assert (report.left, report.unsubscribed) == (2, 1)
    assert (report.unchanged, report.repeated, report.suppressed) == (2, 2, 2)


def test_suppressed_addresses_are_counted_and_not_brought_back(people: SubscriberStore) -> None:
    people.suppress("gone@example.org", SuppressionReason.COMPLAINED, now=NOW)

    report = bring(people, row("Gone@Example.org"), row("here@example.org"))

    assert counts(report) == (2, 1, 0, 0, 1, 0)
    assert people.subscriber("gone@example.org") is None


def test_a_person_who_left_is_not_subscribed_by_an_import(people: SubscriberStore) -> None:
    bring(people, row("jan@example.org"))
    remove_subscriber("jan@example.org", subscribers=people, now=NOW)

    bring(people, row("jan@example.org", name="Jan"))

    person = people.subscriber("jan@example.org")
    assert person is not None
    assert person.state is SubscriberState.UNSUBSCRIBED


def test_a_rehearsal_tells_the_counts_of_the_real_import_and_writes_nothing(
    people: SubscriberStore,
) -> None:
    bring(people, row("known@example.org", name="Known"), row("same@example.org"))
    people.suppress("gone@example.org", SuppressionReason.BOUNCED, now=NOW)
    before = list(people.subscribers())
    rows = [
        row("known@example.org", city="Ghent"),
        row("same@example.org"),
        row("gone@example.org"),
        row("new@example.org"),
        row("new@example.org", name="New"),
        row("bad"),
    ]

    rehearsed = bring(people, *rows, dry_run=True)

    assert list(people.subscribers()) == before
    assert counts(bring(people, *rows)) == counts(rehearsed) == (6, 1, 1, 2, 1, 1)


def test_more_people_than_one_transaction_takes_are_all_counted(people: SubscriberStore) -> None:
    many = CHUNK + 7
    rows = [row(f"r{n}@example.org") for n in range(many)]

    report = bring(people, *rows, row("r0@example.org", name="First"))

    assert counts(report) == (many + 1, many, 0, 1, 0, 0)
    assert report.repeated == 1
    first = people.subscriber("r0@example.org")
    assert first is not None
    assert first.name == "First", "although it is no new person"


def test_two_hundred_columns_are_kept_as_fields(people: SubscriberStore) -> None:
    columns = ["email", *(f"column {n}" for n in range(199))]
    rows = PaperRows(columns, [["jan@example.org", *(f"value {n}" for n in range(199))]])

    import_rows(rows, subscribers=people, now=NOW)

    person = people.subscriber("jan@example.org")
    assert person is not None
    assert person.fields == tuple((f"column {n}", f"value {n}") for n in range(199))


def test_columns_without_a_name_or_with_the_same_name_lose_nothing(people: SubscriberStore) -> None:
    rows = PaperRows(
        ["E-Mail", "EMAIL", "city", "", "city"], [["x", "a@example.org", "1", "2", "3"]]
    )

    import_rows(rows, subscribers=people, now=NOW)

    person = people.subscriber("a@example.org")
    assert person is not None
    assert person.fields == (("E-Mail", "x"), ("city", "1"), ("column 4", "2"), ("city 2", "3"))


def test_a_file_without_an_email_column_is_refused_with_the_nearest_one(
    people: SubscriberStore,
) -> None:
    with pytest.raises(UsageError, match="no column 'email'") as refusal:
        import_rows(PaperRows(["E-Mail", "name"], []), subscribers=people, now=NOW)
    assert refusal.value.hint == "Rename 'E-Mail' to 'email'."

    with pytest.raises(UsageError, match="'email' twice"):
        import_rows(PaperRows(["email", "Email"], []), subscribers=people, now=NOW)


def test_an_export_is_taken_back_without_loss(people: SubscriberStore) -> None:
    add_subscriber(
        {
            "email": "Ana@example.org",
            "name": "Ana Ruiz",
            "language": "es",
            "timezone": "Europe/Madrid",
            "lists": "daily|weekend",
            "consent_at": "2026-01-12T08:30:00+01:00",
            "consent_source": "form",
            "consent_proof": "ticket 7",
            "digest_state": "paused",
            "digest_frequency": "weekly",
            "digest_sections": "politics|World & Trade",
            "digest_paused_until": "2026-12-24T00:00:00+01:00",
            "city": "Cádiz",
        },
        subscribers=people,
        now=NOW,
    )
    bring(people, row("left@example.org", city="Ghent"))
    people.set_state("left@example.org", SubscriberState.BOUNCED, now=NOW)
    ana = people.subscriber("ana@example.org")
    assert ana is not None
    assert (ana.state, ana.frequency) == (SubscriberState.PAUSED, Frequency.WEEKLY)
    assert ana.sections == ("politics", "world-trade")
    assert ana.paused_until == datetime(2026, 12, 23, 23, tzinfo=UTC)
    table = export_rows(subscribers=people)
    cells = list(table.rows)
    other = MemoryStore(secret="another secret, another place....").subscribers

    import_rows(PaperRows(table.columns, cells), subscribers=other, now=NOW)

    assert list(other.subscribers()) == list(people.subscribers())
    again = export_rows(subscribers=other)
    assert (again.columns, list(again.rows)) == (table.columns, cells)


def test_what_a_person_wants_is_taken_from_a_file_only_when_they_are_new(
    people: SubscriberStore,
) -> None:
    columns = ["email", "digest_frequency", "digest_sections"]
    import_rows(
        PaperRows(columns, [["jan@example.org", "weekly", "politics"]]), subscribers=people, now=NOW
    )

    later = import_rows(
        PaperRows(columns, [["jan@example.org", "daily", "world"]]), subscribers=people, now=NOW
    )

    person = people.subscriber("jan@example.org")
    assert later.unchanged == 1
    assert person is not None
    assert (person.frequency, person.sections) == (Frequency.WEEKLY, ("politics",))


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("digest_frequency", "hourly", "digest_frequency 'hourly' is neither daily nor weekly"),
        (
            "digest_paused_until",
            "Christmas",
            "digest_paused_until 'Christmas' is no date such as 2026-11-23",
        ),
    ],
)
def test_a_wish_that_cannot_be_costs_its_row(
    people: SubscriberStore, column: str, value: str, reason: str
) -> None:
    rows = PaperRows(["email", column], [["jan@example.org", value]])

    report = import_rows(rows, subscribers=people, now=NOW)

    assert [bad.reason for bad in report.bad_rows] == [reason]


def test_an_older_consent_never_takes_the_place_of_a_later_one(people: SubscriberStore) -> None:
    columns = ["email", "consent_at", "consent_source"]
    for when, where in (("2026-05-01", "form"), ("2021-01-01", "old list")):
        rows = PaperRows(columns, [["jan@example.org", when, where]])
        import_rows(rows, subscribers=people, now=NOW)

    person = people.subscriber("jan@example.org")
    assert person is not None
    assert (person.consent.at, person.consent.source) == (datetime(2026, 5, 1, tzinfo=UTC), "form")


def test_an_export_may_be_of_one_state_or_of_lists(people: SubscriberStore) -> None:
    bring(people, row("a@example.org", lists="daily"), row("b@example.org", lists="weekend"))
    people.set_state("b@example.org", SubscriberState.PAUSED, now=NOW)

    paused = export_rows(subscribers=people, state=SubscriberState.PAUSED)
    daily = list_subscribers(subscribers=people, lists=("daily",))

    assert [values[0] for values in paused.rows] == ["b@example.org"]
    assert [person.email for person in daily] == ["a@example.org"]


def test_adding_says_what_became_of_the_person(people: SubscriberStore) -> None:
    def add(**cells: str) -> str:
        return add_subscriber({"email": "jan@example.org", **cells}, subscribers=people, now=NOW)

    assert add() == "new"
    assert add() == "unchanged"
    assert add(name="Jan", lists="daily") == "updated"
    person = people.subscriber("jan@example.org")
    assert person is not None
    assert (person.name, person.lists) == ("Jan", ("daily",))


def test_a_person_who_left_comes_back_only_by_their_own_wish(people: SubscriberStore) -> None:
    cells = {"email": "jan@example.org", "name": "Jan"}
    bring(people, row("jan@example.org"))
    remove_subscriber("jan@example.org", subscribers=people, now=NOW)

    with pytest.raises(UsageError, match="not mailed: unsubscribed") as refusal:
        add_subscriber(cells, subscribers=people, now=NOW)
    rehearsed = add_subscriber(cells, subscribers=people, now=NOW, resubscribe=True, dry_run=True)
    still = people.subscriber("jan@example.org")
    done = add_subscriber(cells, subscribers=people, now=NOW, resubscribe=True)

    assert "--resubscribe" in refusal.value.hint
    assert still is not None
    assert still.state is SubscriberState.UNSUBSCRIBED
    assert rehearsed == done == "resubscribed"
    person = people.subscriber("jan@example.org")
    assert person is not None
    assert (person.state, person.name) == (SubscriberState.SUBSCRIBED, "Jan")
    assert person.consent.at == NOW
    assert people.suppression("jan@example.org") is None


def test_a_suppressed_stranger_may_come_back_too(people: SubscriberStore) -> None:
    remove_subscriber("jan@example.org", subscribers=people, now=NOW)

    done = add_subscriber(
        {"email": "jan@example.org"}, subscribers=people, now=NOW, resubscribe=True
    )

    person = people.subscriber("jan@example.org")
    assert done == "resubscribed"
    assert person is not None
    assert person.state is SubscriberState.SUBSCRIBED


def test_adding_what_cannot_be_is_refused(people: SubscriberStore) -> None:
    with pytest.raises(UsageError, match="Nobody was added: 'jan' is no e-mail address"):
        add_subscriber({"email": "jan"}, subscribers=people, now=NOW)
    with pytest.raises(UsageError, match="no time zone"):
        add_subscriber(
            {"email": "jan@example.org", "timezone": "Mars"}, subscribers=people, now=NOW
        )


def test_removing_unsubscribes_and_suppresses(people: SubscriberStore) -> None:
    bring(people, row("jan@example.org"))

    rehearsed = remove_subscriber("JAN@example.org", subscribers=people, now=NOW, dry_run=True)
    before = people.subscriber("jan@example.org")
    state = remove_subscriber("JAN@example.org", subscribers=people, now=NOW)

    assert before is not None
    assert before.state is SubscriberState.SUBSCRIBED
    assert rehearsed is state is SubscriberState.SUBSCRIBED
    after = people.subscriber("jan@example.org")
    assert after is not None
    assert after.state is SubscriberState.UNSUBSCRIBED
    suppression = people.suppression("jan@example.org")
    assert suppression is not None
    assert suppression.reason is SuppressionReason.UNSUBSCRIBED


def test_removing_a_stranger_keeps_a_later_import_from_mailing_them(
    people: SubscriberStore,
) -> None:
    assert remove_subscriber("jan@example.org", subscribers=people, now=NOW) is None

    assert bring(people, row("jan@example.org")).suppressed == 1


def test_a_person_who_complained_stays_so_when_removed(people: SubscriberStore) -> None:
    bring(people, row("jan@example.org"))
    people.suppress("jan@example.org", SuppressionReason.COMPLAINED, now=NOW)

    remove_subscriber("jan@example.org", subscribers=people, now=NOW)

    suppression = people.suppression("jan@example.org")
    assert suppression is not None
    assert suppression.reason is SuppressionReason.COMPLAINED


def test_forgetting_erases_and_no_import_brings_back(
    people: SubscriberStore, store: MemoryStore
) -> None:
    bring(people, row("jan@example.org", name="Jan", city="Ghent"))

    rehearsed = forget_subscriber("jan@example.org", subscribers=people, now=NOW, dry_run=True)
    assert people.subscriber("jan@example.org") is not None
    done = forget_subscriber("Jan@example.org", subscribers=people, now=NOW)

    assert (rehearsed, done) == (True, True)
    assert show_subscriber("jan@example.org", records=store.records) is None
    assert bring(people, row("jan@example.org")).suppressed == 1
    assert not forget_subscriber("jan@example.org", subscribers=people, now=NOW)


def test_showing_tells_everything_or_nothing(people: SubscriberStore, store: MemoryStore) -> None:
    bring(people, row("jan@example.org", name="Jan"))

    report = show_subscriber("JAN@example.org", records=store.records)

    assert report is not None
    assert report.subscriber.name == "Jan"
    assert report.suppression is None
    assert report.deliveries == ()
    assert show_subscriber("ana@example.org", records=store.records) is None
    with pytest.raises(UsageError, match="no e-mail address"):
        show_subscriber("ana", records=store.records)


@given(
    cells=st.lists(
        st.lists(st.text(max_size=12), min_size=len(HEADER), max_size=len(HEADER)), max_size=12
    ),
    addresses=st.lists(st.sampled_from(["a@example.org", "A@example.org", "b@example.org", "x"])),
)
def test_the_books_of_an_import_balance_whatever_stands_in_the_file(
    cells: list[list[str]], addresses: list[str]
) -> None:
    people = MemoryStore(secret="k" * 32).subscribers
    rows = [*cells, *(row(address) for address in addresses)]

    report = bring(people, *rows)
    again = bring(people, *rows)

    _, *parts = counts(report)
    assert report.rows == len(rows) == sum(parts)
    assert (again.new, again.updated, again.bad) == (0, 0, report.bad)
