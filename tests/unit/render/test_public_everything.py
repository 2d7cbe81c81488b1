"""Everything that is kept about a person, as they read it."""

from dataclasses import replace
from datetime import UTC, datetime

from tests.looks.public import PUBLICATION, open_house, report

from digest.model.delivery import Outcome
from digest.model.record import DeliveryNote, LetterRecord, PersonReport, ReturnRecord
from digest.model.signup import LetterKind, SignUp
from digest.model.subscriber import (
    Consent,
    Subscriber,
    SubscriberState,
    Suppression,
    SuppressionReason,
)
from digest.render.public_everything import (
    EVENTS,
    LETTERS,
    OUTCOMES,
    REASONS,
    list_groups,
)
from digest.render.public_facts import Group

HOUSE = open_house()
ENGLISH = HOUSE.words_of("en")
AT = datetime(2026, 11, 3, 22, 30, tzinfo=UTC)
READER = Subscriber(key="jane@example.org", email="Jane@example.org")


def groups(told: PersonReport, language: str = "en") -> dict[str, Group]:
    """Group a report, by title."""
    found = list_groups(told, HOUSE.words_of(language), HOUSE.publication)
    return {group.title: group for group in found}


def told(group: Group) -> list[list[tuple[str, str]]]:
    """Write a group as labels and values."""
    return [[(fact.label, fact.value) for fact in entry.facts] for entry in group.entries]


def happened(group: Group) -> list[tuple[str, str]]:
    """Write what happened, with what a machine said of it."""
    assert group.is_log
    return [(what.value, what.noted) for entry in group.entries for what in entry.facts[1:]]


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
    date, noted = entry.facts
    assert (date.value, date.at) == ("3 Nov 2026, 23:30", "2026-11-03T23:30:00+01:00")
    assert (noted.label, noted.value, noted.noted) == ("Note", "", "import readers.csv")


def test_a_consent_shows_the_words_that_were_agreed_to() -> None:
    [facts] = told(groups(report("en", HOUSE))["Your consent"])
    shown = dict(facts)
    assert shown["Agreed to"].startswith("By subscribing I agree to be sent The Harbour Daily")
    assert shown["Confirmed"] == "3 Nov 2026, 08:16"


def test_words_that_are_no_longer_kept_are_named_by_their_version() -> None:
    lost = replace(report("en", HOUSE), texts={})
    [facts] = told(groups(lost)["Your consent"])
    assert len(dict(facts)["Agreed to"]) == 16


def test_every_table_of_the_report_is_told() -> None:
    full = replace(
        report("en", HOUSE),
        suppression=Suppression(
            key_hash="0" * 64, reason=SuppressionReason.BOUNCED, at=AT, detail="5.1.1 unknown"
        ),
        sign_up=SignUp(
            key="k", email="e", at=AT, language="en", network="192.0.2.0/24", lists=("sea",)
        ),
        letters=(LetterRecord(kind="welcome", asked_at=AT), LetterRecord(kind="new", asked_at=AT)),
        notes=(DeliveryNote(edition="x-2026-11-04", at=AT, kind="bounce", detail="full"),),
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
    assert happened(found["Not to be mailed"]) == [("Mail came back", "5.1.1 unknown")]
    assert happened(found["Mails about your subscription"]) == [("Welcome", ""), ("", "new")]
    assert happened(found["Mail that came back"]) == [
        ("", "hard · 5.1.1 · 7"),
        ("", "bounce · x-2026-11-04 · full"),
    ]
    asked = dict(told(found["Asked for, not confirmed yet"])[0])
    assert (asked["Network"], asked["Newsletters"]) == ("192.0.2.0/24", "Notes from the sea")


def test_what_happened_is_told_in_the_language_and_what_machines_said_as_it_is() -> None:
    events = [
        ("added", "import readers.csv", "In die Liste aufgenommen"),
        ("confirmed", "", "Bestätigt"),
        ("preferences", "lists: all -> daily", "Auswahl geändert"),
        ("pause ended", "", "Pause zu Ende"),
        ("resubscribed", "form", "Wieder abonniert"),
        ("suppressed", "by hand", "Wird nicht angeschrieben"),
        ("unsubscribed", "page", "Abbestellt"),
    ]
    person = replace(
        report("de", HOUSE), events=tuple((AT, kind, detail) for kind, detail, _ in events)
    )
    found = groups(person, "de")
    shown = happened(found["Verlauf"])
    assert shown == [(word, detail) for _, detail, word in events]
    [(sent, noted), *_] = happened(found["Ausgaben, die Sie bekamen"])
    assert sent == "Verschickt"
    assert noted.startswith("harbour-daily-2026-11-04 · 250 · 2.0.0 Ok: queued · <4.")


def test_everything_that_can_happen_has_a_word() -> None:
    known = set(ENGLISH.texts)
    assert set(OUTCOMES) == set(Outcome)
    assert set(LETTERS) == {kind.value for kind in LetterKind}
    assert set(REASONS) >= {reason.value for reason in SuppressionReason}
    assert set(EVENTS) >= {state.value for state in SubscriberState}
    for names in (OUTCOMES, LETTERS, REASONS, EVENTS):
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
