"""Exports of other programs: known by their columns, read without mailing whoever has left."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.adapters.memory import MemoryStore
from digest.app.foreign import FORMATS, find_foreign
from digest.app.foreign_cells import BadMoment, read_moment, read_names
from digest.app.foreign_objects import read_object
from digest.app.people_import import ImportReport, import_rows
from digest.app.ports import SubscriberStore
from digest.app.subscriber_rows import COLUMNS
from digest.errors import UsageError
from digest.model.rows import Row
from digest.model.subscriber import Subscriber, SubscriberState, SuppressionReason

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
SAMPLES = Path(__file__).parents[2] / "data" / "imports"
FILES = {
    "listmonk": "listmonk",
    "mailchimp-subscribed": "mailchimp",
    "mailchimp-unsubscribed": "mailchimp",
    "mailchimp-cleaned": "mailchimp",
    "ghost": "ghost",
    "substack-old": "substack",
    "substack-new": "substack",
    "buttondown": "buttondown",
}


@dataclass(slots=True)
class PaperRows:
    """A file of subscribers that is a list."""

    columns: Sequence[str]
    cells: Sequence[Sequence[str]]
    name: str = "readers.csv"
    rejected: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Row]:
        for line, values in enumerate(self.cells, 2):
            yield Row(line=line, values=tuple(values))

    def reject(self, row: Row, reason: str) -> None:
        self.rejected.append(f"{row.line}: {reason}")


def sample(name: str) -> PaperRows:
    with (SAMPLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        columns, *cells = csv.reader(file)
    return PaperRows(columns, cells, name=f"{name}.csv")


@pytest.fixture
def people() -> SubscriberStore:
    return MemoryStore(secret="k" * 32).subscribers


def bring(
    people: SubscriberStore, rows: PaperRows, **wish: bool | str | tuple[str, ...]
) -> ImportReport:
    wish.setdefault("lists", ("daily",))
    report = import_rows(rows, subscribers=people, now=NOW, **wish)  # type: ignore[arg-type]
    assert report.rows == sum(
        (report.new, report.updated, report.unchanged, report.suppressed, report.left, report.bad)
    )
    return report


def person(people: SubscriberStore, email: str) -> Subscriber:
    found = people.subscriber(email)
    assert found is not None
    return found


def why(people: SubscriberStore, email: str) -> tuple[str, datetime, str]:
    """Why an address is never mailed; nothing else may be kept of it."""
    found = people.suppression(email)
    assert found is not None
    assert people.subscriber(email) is None
    return found.reason.value, found.at, found.detail


@pytest.mark.parametrize(("name", "kind"), FILES.items())
def test_an_export_is_known_by_its_columns_alone(name: str, kind: str) -> None:
    rows = sample(name)

    found = find_foreign([column.upper() for column in rows.columns], "any.csv")

    assert found is not None
    assert found.id == kind


def test_listmonk_brings_people_with_their_attributes(people: SubscriberStore) -> None:
    rows = sample("listmonk")

    report = bring(people, rows)

    assert report.format == "listmonk"
    assert (report.new, report.left, report.bad) == (3, 2, 1)
    ines = person(people, "ines.valck@example.org")
    assert (ines.name, ines.language, ines.lists) == ("Ines Valck", "nl", ("daily",))
    assert dict(ines.fields) == {
        "city": "Ghent",
        "children": "2",
        "paid": "yes",
        "beats": '["port", "rail"]',
    }
    assert ines.consent.at == datetime(2023, 3, 9, 10, 16, 57, tzinfo=UTC), "in its zone"
    assert ines.consent.source == "listmonk export"
    assert ines.consent.proof == "listmonk: added 2023-03-09T10:16:57+00:00"
    lea = person(people, "lea.moreau@example.org")
    assert lea.consent.at is None, "the year 1 stands for none"
    assert dict(lea.fields) == {}, "what is no JSON is no field"
    assert report.left_out == (("attributes", 1),), "but it is told"
    assert rows.rejected == ["6: 'no address' is no e-mail address"]


def test_who_is_blocklisted_or_disabled_in_listmonk_is_never_mailed(
    people: SubscriberStore,
) -> None:
    bring(people, sample("listmonk"))

    assert why(people, "wilma.osei@example.org") == (
        "unsubscribed",
        datetime(2024, 2, 17, 7, 31, 9, tzinfo=UTC),
        "listmonk: blocklisted",
    )
    assert why(people, "desk.archive@example.org")[2] == "listmonk: disabled"


def test_mailchimp_brings_consent_with_its_network_and_tags_as_lists(
    people: SubscriberStore,
) -> None:
    rows = sample("mailchimp-subscribed")

    report = bring(people, rows)

    assert (report.new, report.bad) == (2, 1)
    assert rows.rejected == [
        "4: OPTIN_TIME '21/04/2023 11:16' may have day or month first: write 2026-11-23"
    ]
    nadia = person(people, "nadia.ferro@example.org")
    assert nadia.name == "Nadia Ferro"
    assert nadia.lists == ("Weekend", "Port, rail and road", "daily")
    assert nadia.timezone == "Europe/Brussels"
    assert dict(nadia.fields) == {
        "Company": "Quay Ltd",
        "NOTES": "Met at the fair",
        "country": "BE",
        "region": "VOV",
    }
    assert nadia.consent.at == datetime(2021, 4, 21, 11, 20, 3, tzinfo=UTC)
    assert nadia.consent.proof == (
        "Mailchimp: opted in 2021-04-21T11:16:57+00:00,"
        " confirmed 2021-04-21T11:20:03+00:00, network 198.51.100.0/24"
    )


def test_the_other_files_of_mailchimp_say_who_is_never_mailed(people: SubscriberStore) -> None:
    left = bring(people, sample("mailchimp-unsubscribed"))
    cleaned = bring(people, sample("mailchimp-cleaned"))

    assert (left.left, left.new, cleaned.left, cleaned.new) == (3, 0, 1, 0)
    assert why(people, "olga.petrov@example.org") == (
        "unsubscribed",
        datetime(2022, 12, 5, 21, 1, 47, tzinfo=UTC),
        "Mailchimp: NORMAL",
    )
    assert why(people, "karim.benali@example.org")[0] == "complained"
    assert why(people, "mona.eriksen@example.org")[:2] == ("unsubscribed", NOW), "no time is told"
    assert why(people, "old.mailbox@example.org") == (
        "bounced",
        datetime(2020, 3, 23, 17, 30, 5, tzinfo=UTC),
        "Mailchimp: cleaned",
    )


def test_contacts_who_never_subscribed_are_refused_as_a_file() -> None:
    columns = sample("mailchimp-subscribed").columns

    with pytest.raises(UsageError, match="never subscribed"):
        find_foreign(columns, "nonsubscribed_email_audience_export_1.csv")


def test_ghost_brings_members_and_leaves_out_who_wants_no_mail(people: SubscriberStore) -> None:
    report = bring(people, sample("ghost"))

    assert (report.new, report.left) == (1, 2)
    hanne = person(people, "hanne.dahl@example.org")
    assert hanne.lists == ("weekend", "founders", "daily")
    assert dict(hanne.fields) == {
        "note": "Wrote to us in May",
        "complimentary_plan": "false",
        "tiers": "Supporter",
    }
    assert why(people, "bruno.sala@example.org")[2] == "Ghost: not subscribed to e-mails"
    assert why(people, "cleo.nandi@example.org")[1] == datetime(2024, 3, 3, 3, 3, 3, tzinfo=UTC)


def test_both_tables_of_substack_are_read(people: SubscriberStore) -> None:
    old, new = bring(people, sample("substack-old")), bring(people, sample("substack-new"))

    assert (old.new, old.left, new.new) == (1, 1, 1)
    assert why(people, "yusuf.aydin@example.org")[0] == "unsubscribed"
    rosa = person(people, "rosa.klein@example.org")
    assert rosa.consent.at == datetime(2022, 8, 27, 15, 6, 27, 713000, tzinfo=UTC)
    greta = person(people, "greta.holm@example.org")
    assert (greta.name, greta.state) == ("Greta Holm", SubscriberState.SUBSCRIBED)
    assert greta.consent.at == datetime(2024, 6, 17, 10, 21, 38, 759000, tzinfo=UTC)
    kept = {name for name, _ in greta.fields}
    assert "Country" in kept
    assert not {name for name in kept if "open" in name.lower() or "click" in name.lower()}


def test_buttondown_brings_every_kind_of_subscriber(people: SubscriberStore) -> None:
    rows = sample("buttondown")

    report = bring(people, rows)

    assert (report.new, report.left, report.bad, report.pending) == (2, 3, 1, 1)
    assert rows.rejected == ["7: type 'teleported' is not known"]
    marta = person(people, "marta.vidal@example.org")
    assert (marta.name, marta.lists) == ("Marta", ("weekend", "longreads", "daily"))
    assert dict(marta.fields) == {"source": "embed", "utm_source": "fair", "city": "Valencia"}
    assert marta.consent.proof is not None
    assert marta.consent.proof.endswith("network 203.0.113.0/24")
    assert person(people, "jon.aske@example.org").state is SubscriberState.PENDING
    assert why(people, "ida.berg@example.org") == (
        "unsubscribed",
        datetime(2024, 10, 10, 10, 10, 10, tzinfo=UTC),
        "Buttondown: unsubscribed, Too many mails",
    )
    assert why(people, "nils.fors@example.org")[:2] == (
        "bounced",
        datetime(2024, 11, 11, 11, 11, 11, tzinfo=UTC),
    )
    assert why(people, "eva.roth@example.org")[0] == "complained"


@pytest.mark.parametrize("name", FILES)
def test_importing_an_export_twice_changes_nothing(people: SubscriberStore, name: str) -> None:
    first = bring(people, sample(name))
    before = list(people.subscribers())

    again = bring(people, sample(name))

    assert list(people.subscribers()) == before
    assert (again.new, again.updated, again.left) == (0, 0, 0)
    assert again.suppressed == first.left


@pytest.mark.parametrize("name", FILES)
def test_a_rehearsal_tells_what_an_import_does(people: SubscriberStore, name: str) -> None:
    rehearsed = bring(people, sample(name), dry_run=True)

    assert list(people.subscribers()) == []
    assert bring(people, sample(name)) == rehearsed


def test_nobody_who_left_here_is_brought_back_by_any_export(people: SubscriberStore) -> None:
    emails = [
        values[[column.casefold() for column in rows.columns].index(address)]
        for rows in map(sample, FILES)
        for values in rows.cells
        for address in ("email", "email address", "email_address")
        if address in [column.casefold() for column in rows.columns]
    ]
    for email in emails:
        if "@" in email:
            people.suppress(email, SuppressionReason.UNSUBSCRIBED, now=NOW)

    reports = [bring(people, sample(name)) for name in FILES]

    assert sum(report.new + report.left for report in reports) == 0
    assert list(people.subscribers()) == []


def test_a_reader_known_here_is_unsubscribed_when_they_left_there(people: SubscriberStore) -> None:
    bring(people, PaperRows(["email"], [["olga.petrov@example.org"]]))

    report = bring(people, sample("mailchimp-unsubscribed"))

    assert report.left == 3
    assert person(people, "olga.petrov@example.org").state is SubscriberState.UNSUBSCRIBED


def test_a_table_of_our_own_is_never_taken_for_anothers() -> None:
    for rows in map(sample, FILES):
        assert find_foreign(["email", *COLUMNS[5:], *rows.columns], "readers.csv") is None
    assert find_foreign(COLUMNS, "readers.csv") is None
    for column in ("status", "created_at", "labels", "tags", "type", "notes", "uuid"):
        assert find_foreign(["email", "name", column], "readers.csv") is None


def test_what_it_is_may_be_said(people: SubscriberStore) -> None:
    rows = PaperRows(
        ["email", "subscribed_to_emails"],
        [["a@example.org", "false"], ["b@example.org", "true"]],
    )

    plain = bring(people, rows)
    forced = bring(people, rows, kind="ghost")

    assert (plain.format, plain.new) == ("csv", 2)
    assert (forced.format, forced.left) == ("ghost", 1)
    assert bring(people, sample("ghost"), kind="csv").format == "csv"
    with pytest.raises(UsageError, match="not known"):
        bring(people, rows, kind="pigeon post")
    with pytest.raises(UsageError, match="no column 'email_address'"):
        bring(people, PaperRows(["address"], []), kind="buttondown")


def test_what_is_one_programs_for_certain_is_not_read_as_anothers(
    people: SubscriberStore,
) -> None:
    """Who has left there would be mailed."""
    with pytest.raises(UsageError, match=r"columns of a Ghost export, not of a Mailchimp export"):
        bring(people, sample("ghost"), kind="mailchimp")
    own = bring(people, sample("ghost"), kind="csv")
    assert (own.format, own.looks_like) == ("csv", "ghost")
    assert bring(people, sample("ghost")).looks_like == ""


HEADERS = {
    "Adresse e-mail,Prénom,Nom,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,LEID,EUID": "mailchimp",
    "E-Mail-Adresse,Vorname,Nachname,MEMBER_RATING,OPTIN_TIME,LEID": "mailchimp",
    "Correo electrónico,Nombre,Apellidos,OPTIN_TIME,CONFIRM_TIME,LEID": "mailchimp",
    "LEID,OPTIN_TIME,Email,New column of 2031": "mailchimp",
    "email,active_subscription,expiry,email_disabled,prefer_digests,created_at": "substack",
    "email,name,active_subscription,expiry,created_at": "substack",
    "Email,Name,Start date,Stripe plan,Type,Tags": "substack",
    "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,"
    "deleted_at": "ghost",
    "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,"
    "deleted_at,labels,tiers,gift_id": "ghost",
    "email,subscriber_type,creation_date,tags": "buttondown",
    "email_address,type,creation_date,notes": "buttondown",
    "uuid,email,name,attributes,status,created_at,updated_at,lists": "listmonk",
}


@pytest.mark.parametrize("header", HEADERS)
def test_headers_of_many_years_and_languages_are_known(header: str) -> None:
    found = find_foreign(header.split(","), "any.csv")
    assert found is not None
    assert found.id == HEADERS[header]


def test_an_audience_in_another_language_brings_its_names(people: SubscriberStore) -> None:
    header = "OPTIN_TIME,Adresse e-mail,Prénom,Nom,MEMBER_RATING,LEID,Ville"
    row = ["2023-01-02 03:04:05", "lou@example.org", "Lou", "Garnier", "4", "9", "Lille"]
    bring(people, PaperRows(header.split(","), [row]))
    lou = person(people, "lou@example.org")
    assert (lou.name, lou.fields) == ("Lou Garnier", (("Ville", "Lille"),))
    assert lou.consent.at == datetime(2023, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_who_pauses_only_their_payments_is_mailed(people: SubscriberStore) -> None:
    header = "email_address,type,creation_date,stripe_customer_id,open_rate"
    rows = [
        ["a@example.org", "paused", "2024-01-01T00:00:00Z", "cus_1", "0.3"],
        ["b@example.org", "malformed", "2024-01-01T00:00:00Z", "", ""],
        ["c@example.org", "disabled", "2024-01-01T00:00:00Z", "", ""],
    ]
    report = bring(people, PaperRows(header.split(","), rows))
    assert (report.new, report.left) == (1, 2)
    paused = person(people, "a@example.org")
    assert (paused.state, paused.fields) == (SubscriberState.SUBSCRIBED, ())


MOMENTS = {
    "2023-03-09 11:16:57.481203 +0100 CET": datetime(2023, 3, 9, 10, 16, 57, tzinfo=UTC),
    "2021-04-21T11:16:57+0200": datetime(2021, 4, 21, 9, 16, 57, tzinfo=UTC),
    "2021-04-21 11:16:57 UTC": datetime(2021, 4, 21, 11, 16, 57, tzinfo=UTC),
    "Apr 21, 2021 11:16 am": datetime(2021, 4, 21, 11, 16, tzinfo=UTC),
    "Wed, 21 Apr 2021 11:16:57 -0500": datetime(2021, 4, 21, 16, 16, 57, tzinfo=UTC),
    "Wed Apr 21 2021 11:16:57 GMT+0000 (Coordinated Universal Time)": datetime(
        2021, 4, 21, 11, 16, 57, tzinfo=UTC
    ),
    "2021/04/21 11:16": datetime(2021, 4, 21, 11, 16, tzinfo=UTC),
    "21.04.2021": datetime(2021, 4, 21, tzinfo=UTC),
    "0001-01-01 00:00:00 +0000 UTC": None,
}


@pytest.mark.parametrize("text", MOMENTS)
def test_a_moment_is_read_however_it_is_written(text: str) -> None:
    assert read_moment(text, "created_at") == MOMENTS[text]


@pytest.mark.parametrize(
    "text", ["04/05/2021", "4/5/21 11:16", "yesterday", "April 2021", "20210", "soon", "x" * 9999]
)
def test_a_moment_that_may_be_another_one_costs_its_row(text: str) -> None:
    """A wrong date of consent is worse than none."""
    with pytest.raises(BadMoment):
        read_moment(text, "created_at")


def test_everybody_in_a_file_may_have_left(people: SubscriberStore) -> None:
    rows = PaperRows(["email", "name"], [["Jan@example.org", "Jan"], ["nobody", ""]])

    report = bring(people, rows, all_left=True)

    assert (report.left, report.bad, report.new) == (1, 1, 0)
    assert why(people, "jan@example.org")[2] == "readers.csv says that they have left"


def test_with_left_nothing_but_the_address_counts(people: SubscriberStore) -> None:
    """Whose row was refused for a column that is of no use would be mailed."""
    own = PaperRows(
        ["email", "consent_at", "language"],
        [["a@example.org", "04/05/2021", "flemish"], ["nobody", "", ""], ["a" * 250 + "@b.org"]],
    )
    assert bring(people, own, all_left=True, lists=()).left == 1
    assert own.rejected[0] == "3: 'nobody' is no e-mail address"

    told = bring(people, sample("buttondown"), all_left=True, lists=())

    assert (told.left, told.bad, told.new) == (6, 0, 0)
    assert why(people, "eva.roth@example.org")[0] == "complained", "what is understood is kept"


def test_a_programs_name_is_refused_for_a_table_without_its_columns(
    people: SubscriberStore,
) -> None:
    plain = PaperRows(["email", "name", "status", "type", "created_at"], [])
    for form in FORMATS:
        with pytest.raises(UsageError, match=r"has no column .*, as every") as refusal:
            bring(people, plain, kind=form.id)
        assert refusal.value.hint == "Leave --from out."
    assert bring(people, PaperRows(["Email Address"], []), kind="mailchimp").rows == 0


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('"Weekend","Port, rail"', ("Weekend", "Port, rail")),
        ("weekend, founders ,", ("weekend", "founders")),
        ('["a", 3, "b|c"]', ("a", "b/c")),
        ("[broken", ()),
        ("", ()),
    ],
)
def test_tags_are_read_as_each_program_writes_them(text: str, names: tuple[str, ...]) -> None:
    assert read_names(text) == names


@given(text=st.text(max_size=60))
@settings(max_examples=40)
def test_no_cell_of_an_export_can_break_an_import(text: str) -> None:
    people = MemoryStore(secret="k" * 32).subscribers
    for form in FORMATS:
        columns = [form.addresses[0], *sorted(form.marks[0] - {form.addresses[0]}), "tags"]
        cells = ["a@example.org", *[text] * (len(columns) - 1)]
        bring(people, PaperRows(columns, [cells]))
    assert all("\n" not in name for name in read_names(text))
    assert all(isinstance(value, str) for value in (read_object(text) or {}).values())


def test_attributes_hold_no_letter_that_a_database_takes_for_the_end() -> None:
    assert read_object('{"ci\\u0000ty": "Gh\\u0000ent", "\\u0000": "x", "n": ["\\u0000"]}') == {
        "city": "Ghent",
        "n": '["\\u0000"]',
    }
