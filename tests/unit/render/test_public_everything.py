"""Everything that is kept about a person, as they read it."""

import html
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.looks.public import PUBLICATION, list_pages, open_house, report

from digest.model.delivery import Outcome
from digest.model.record import DeliveryNote, LetterRecord, PersonReport, ReturnRecord
from digest.model.returned import ReturnEvent, ReturnKind
from digest.model.signup import LetterKind, SignUp
from digest.model.subscriber import (
    Consent,
    Subscriber,
    SubscriberState,
    Suppression,
    SuppressionReason,
)
from digest.render.locales import choose_locale
from digest.render.public_everything import (
    EVENTS,
    LETTERS,
    NOTES,
    OUTCOMES,
    REASONS,
    RETURNED,
    list_groups,
)
from digest.render.public_facts import Group, Teller
from digest.render.public_told import ORIGINS, tell_changes, tell_origin, tell_proof

HOUSE = open_house()
ENGLISH = HOUSE.words_of("en")
AT = datetime(2026, 11, 3, 22, 30, tzinfo=UTC)
READER = Subscriber(key="jane@example.org", email="Jane@example.org")


def groups(told: PersonReport, language: str = "en") -> dict[str, Group]:
    """Group a report, by title."""
    found = list_groups(told, HOUSE.words_of(language), HOUSE.publication)
    return {group.title: group for group in found}


def teller(language: str) -> Teller:
    """Write facts in a language."""
    locale = choose_locale(language, PUBLICATION.timezone)
    return Teller(words=HOUSE.words_of(language), publication=PUBLICATION, locale=locale)


def told(group: Group) -> list[list[tuple[str, str]]]:
    """Write a group as labels and values."""
    return [[(fact.label, fact.value) for fact in entry.facts] for entry in group.entries]


def happened(group: Group) -> list[tuple[str, ...]]:
    """Write what happened, with the lines below it."""
    assert group.is_log
    return [
        (what.value, *(re.sub(r"</?bdi>", "", line) for line in what.more))
        for entry in group.entries
        for what in entry.facts[1:]
    ]


def test_only_what_is_kept_is_listed() -> None:
    found = groups(PersonReport(subscriber=READER))
    assert list(found) == ["You"]
    assert told(found["You"]) == [
        [
            ("E-mail address", "Jane@example.org"),
            ("State", "Subscribed"),
            ("Sections", "All"),
            ("How often", "Every edition"),
        ]
    ]


def test_people_read_names_and_days_in_their_language() -> None:
    found = groups(report("de", HOUSE), "de")
    facts = dict(told(found["Sie"])[0])
    assert facts["Pause bis"] == "Samstag, 2. Januar 2027"
    assert (facts["Newsletter"], facts["Wie oft"]) == (
        "The morning edition",
        "Ein Rückblick pro Woche",
    )
    assert (facts["Status"], facts["Sprache"]) == ("In der Pause", "Deutsch")
    assert facts["town"] == "Port Alder"


def test_moments_are_those_of_the_publications_zone() -> None:
    # Half past ten in the evening in Greenwich is half past eleven in Brussels.
    person = replace(READER, consent=Consent(at=AT, source="import readers.csv"))
    [entry] = groups(PersonReport(subscriber=person))["Your consent"].entries
    date, origin = entry.facts
    assert (date.value, date.at) == ("3 Nov 2026, 23:30", "2026-11-03T23:30:00+01:00")
    assert (origin.label, origin.value) == ("Origin", "Entered by us")


def test_a_consent_shows_the_words_that_were_agreed_to() -> None:
    [facts] = told(groups(report("en", HOUSE))["Your consent"])
    shown = dict(facts)
    assert shown["Agreed to"].startswith("By subscribing I agree to be sent The Harbour Daily")
    assert shown["Confirmed"] == "3 Nov 2026, 08:16"


def test_of_words_that_are_no_longer_kept_no_code_is_shown() -> None:
    lost = replace(report("en", HOUSE), texts={})
    [facts] = told(groups(lost)["Your consent"])
    assert "Agreed to" not in dict(facts)


@pytest.mark.parametrize(
    ("noted", "shown"),
    [
        ("form", "Unser Anmeldeformular"),
        ("form, which names no words", "Unser Anmeldeformular"),
        ("form on paper.example.org", "Das Anmeldeformular auf <bdi>paper.example.org</bdi>"),
        (
            f"form on another site, with unknown words {'0' * 16}",
            "Ein Anmeldeformular auf einer anderen Website",
        ),
        ("import readers.csv", "Von uns eingetragen"),
        ("readers.csv says that they have left", "Von uns eingetragen"),
        ("listmonk export", "Übernommen aus <bdi>listmonk</bdi>"),
        ("Mailchimp: cleaned", "Übernommen aus <bdi>Mailchimp</bdi>"),
        ("one-click", "Über Ihr Mailprogramm"),
        ("page", "Über den Link in einer Mail"),
        ("preferences page", "Auf der Seite mit Ihren Einstellungen"),
        ("fair on the quay", "fair on the quay"),
        (None, ""),
    ],
)
def test_where_somebody_came_from_is_told_in_words(noted: str | None, shown: str) -> None:
    assert tell_origin(teller("de"), noted) == shown


def test_what_a_program_noted_and_no_reader_understands_is_left_to_the_file() -> None:
    assert tell_origin(teller("de"), "550 5.1.1 unknown", is_own=False) == ""


@pytest.mark.parametrize(
    ("proof", "shown"),
    [
        (
            "asked 2026-11-03T22:30:00+00:00, text 0123456789abcdef, network 192.0.2.0/24",
            [("Asked", "3 Nov 2026, 23:30"), ("Network", "192.0.2.0/24")],
        ),
        (
            "Mailchimp: opted in 2024-02-01T10:00:00+00:00, confirmed 2024-02-02T10:00:00+00:00",
            [("Asked", "1 Feb 2024, 11:00"), ("Confirmed", "2 Feb 2024, 11:00")],
        ),
        ("2026-02-03", [("Asked", "Tuesday, 3 February 2026")]),
        ("2026-02-31T99:99", [("Asked", "2026-02-31T99:99")]),
        ("card of 3 May, in the drawer", [("Note", "card of 3 May, in the drawer")]),
        (None, [("Note", "")]),
    ],
)
def test_a_proof_is_told_by_its_moments(proof: str | None, shown: list[tuple[str, str]]) -> None:
    assert [(one.label, one.value) for one in tell_proof(teller("en"), proof)] == shown


def test_changes_are_told_in_the_words_days_and_direction_of_the_reader() -> None:
    noted = (
        "lists: none -> daily, sea; sections: all -> culture, gone; frequency: daily -> weekly; "
        "language: - -> de; state: subscribed -> paused; "
        "paused until: - -> 2026-12-23T23:00+00:00"
    )
    english = [re.sub(r"</?bdi>", "", one) for one in tell_changes(teller("en"), noted)]
    assert english == [
        "Newsletters: none \u2192 The morning edition, Notes from the sea",
        "Sections: All \u2192 Culture, gone",
        "How often: Every edition \u2192 One round-up a week",
        "Language: English \u2192 Deutsch",
        "Taking a break until Thursday, 24 December 2026",
    ]
    assert tell_changes(teller("ar"), noted)[2] == (
        "كم مرة: <bdi>كل عدد</bdi> \u2190 <bdi>موجز واحد في الأسبوع</bdi>"
    )
    assert (
        tell_changes(teller("ja"), noted)[3]
        == "言語\uff1a<bdi>English</bdi> \u2192 <bdi>Deutsch</bdi>"
    )


@pytest.mark.parametrize(
    ("noted", "shown"),
    [
        ("state: paused -> subscribed; paused until: 2026-12-23T23:00+00:00 -> -", ("Break over",)),
        ("state: subscribed -> paused", ("Taking a break",)),
        ("paused until: 2026-12-23T23:00+00:00 -> -", ("Taking a break",)),
        ("", ()),
        ("tone: grave -> merry", ()),
    ],
)
def test_breaks_are_told_and_what_is_no_change_is_not(noted: str, shown: tuple[str, ...]) -> None:
    assert tell_changes(teller("en"), noted) == shown


def test_a_change_stays_text() -> None:
    [line] = tell_changes(teller("en"), "lists: <b> -> a; b")
    assert "&lt;b&gt;" in line


def test_every_table_of_the_report_is_told() -> None:
    full = replace(
        report("en", HOUSE),
        suppression=Suppression(
            key_hash="0" * 64, reason=SuppressionReason.BOUNCED, at=AT, detail="5.1.1 unknown"
        ),
        sign_up=SignUp(
            key="k", email="e", at=AT, language="en", network="192.0.2.0/24", lists=("sea",)
        ),
        letters=(
            LetterRecord(kind="welcome", asked_at=AT, outcome="accepted"),
            LetterRecord(kind="new", asked_at=AT),
        ),
        notes=(DeliveryNote(edition="x-2026-11-04", at=AT, kind="full", detail="452 4.2.2"),),
        returned=(ReturnRecord(key="k", name="7", at=AT, kind="hard", status="5.1.1"),),
    )
    found = groups(full)
    assert list(found) == [
        "You",
        "Not to be mailed",
        "Your consent",
        "Asked for, not confirmed yet",
        "Mails about your subscription",
        "Editions sent to you",
        "Mail that came back",
        "History",
    ]
    assert happened(found["Not to be mailed"]) == [("Mail came back",)]
    assert happened(found["Mails about your subscription"]) == [
        (ENGLISH["confirmed_title"], "Sent"),
        ("new",),
    ]
    # The edition of another day than that on which something was noted is named by its day.
    assert happened(found["Mail that came back"]) == [
        ("This address does not exist",),
        ("The mailbox was full", "Wednesday, 4 November 2026"),
    ]
    asked = dict(told(found["Asked for, not confirmed yet"])[0])
    assert (asked["Network"], asked["Newsletters"]) == ("192.0.2.0/24", "Notes from the sea")


def test_what_happened_is_told_in_the_language_without_what_machines_said() -> None:
    events = {
        ("added", "import readers.csv"): ("In die Liste aufgenommen", "Von uns eingetragen"),
        ("confirmed", "asked 2026-11-03, text 0"): ("Bestätigt",),
        ("preferences", "lists: all -> daily"): (
            "Auswahl geändert",
            "Newsletter: keine \u2192 The morning edition",
        ),
        ("pause ended", ""): ("Pause zu Ende",),
        ("resubscribed", "form"): ("Wieder abonniert", "Unser Anmeldeformular"),
        ("suppressed", "by hand"): ("Wird nicht angeschrieben", "by hand"),
        ("unsubscribed", "page"): ("Abbestellt", "Über den Link in einer Mail"),
        ("bounced", "550 5.1.1 unknown"): ("Post kam zurück",),
    }
    person = replace(report("de", HOUSE), events=tuple((AT, *noted) for noted in events))
    found = groups(person, "de")
    assert happened(found["Verlauf"]) == list(events.values())
    assert set(happened(found["Ausgaben, die Sie bekamen"])) == {("Verschickt",)}


def test_no_page_shows_codes_ids_or_names_of_files() -> None:
    for language in ("en", "de", "ar"):
        page = list_pages(language)[f"everything-{language}"]
        shown = html.unescape(re.sub(r"<[^>]*>", " ", page.partition("<main")[2]))
        for code in ("250", "queued", "@harbour", "harbour-daily-2", "0000", "->", "T0", ".csv"):
            assert code not in shown
        assert open_house().words_of(language)["in_the_file"] in shown


def test_everything_that_can_happen_has_a_word() -> None:
    known = set(ENGLISH.texts)
    assert set(OUTCOMES) == set(Outcome)
    assert set(LETTERS) == {kind.value for kind in LetterKind}
    assert set(REASONS) >= {reason.value for reason in SuppressionReason}
    assert set(EVENTS) >= {state.value for state in SubscriberState}
    assert set(RETURNED) == set(ReturnKind)
    assert set(NOTES) == {*ReturnEvent, Outcome.UNKNOWN}
    for names in (OUTCOMES, LETTERS, REASONS, EVENTS, RETURNED, NOTES, ORIGINS):
        assert set(names.values()) <= known


def test_a_long_list_is_folded_and_counted() -> None:
    editions = groups(report("fa", HOUSE), "en")["Editions sent to you"]
    assert (editions.is_folded, editions.count, editions.is_log) == (True, "20", True)
    assert len(editions.entries) == 20
    assert not groups(report("en", HOUSE))["History"].is_folded


def test_sections_that_are_gone_keep_their_id() -> None:
    person = replace(READER, sections=("culture", "gardens"))
    facts = dict(told(groups(PersonReport(subscriber=person))["You"])[0])
    assert facts["Sections"] == "Culture, gardens"
    bare = replace(PUBLICATION, sections=())
    plain = list_groups(PersonReport(subscriber=READER), HOUSE.words_of("en"), bare)
    assert "Sections" not in dict(told(plain[0])[0])
