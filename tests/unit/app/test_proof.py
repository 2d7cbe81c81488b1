"""Proofs of consent: what each person agreed to, when, where, and in which words."""

from datetime import UTC, datetime, timedelta

import pytest

from digest.adapters.memory import MemoryStore
from digest.app.proof import COLUMNS, ProofKind, ProofLine, proof_table, prove_consents
from digest.deliver.tokens import sign_up_mark
from digest.errors import UsageError
from digest.model.signup import ConsentText, SignUp
from digest.model.subscriber import Consent, Subscriber

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
KEY = "ada@example.org"
TEXT = ConsentText(
    version="0123456789abcdef", language="fr", text="Oui, chaque matin.", first_shown=NOW
)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore(secret="k" * 32)


def confirm(store: MemoryStore, *, at: datetime = NOW) -> None:
    wish = SignUp(
        key=KEY,
        email=KEY,
        at=at,
        language="fr",
        lists=("daily",),
        source="https://example.org/subscribe",
        text=TEXT.version,
        network="192.0.2.0/24",
    )
    store.sign_ups.ask(wish, TEXT)
    person = store.subscribers.subscriber(KEY)
    assert person
    store.sign_ups.confirm(
        person.id, mark=sign_up_mark(at), since=at - MINUTE, now=at + MINUTE, welcome=False
    )


def bring(store: MemoryStore, consent: Consent, email: str = KEY) -> None:
    person = Subscriber(key=email, email=email, lists=("weekend",), consent=consent)
    store.subscribers.import_subscribers([person], now=NOW)


def prove(store: MemoryStore, email: str | None = None) -> list[ProofLine]:
    return list(prove_consents(email, records=store.records))


def test_who_pressed_the_button_is_proven_with_the_very_words(store: MemoryStore) -> None:
    confirm(store)
    [line] = prove(store, KEY)
    assert line == ProofLine(
        email=KEY,
        state="subscribed",
        kind=ProofKind.CONFIRMED,
        asked_at=NOW,
        at=NOW + MINUTE,
        source="https://example.org/subscribe",
        lists=("daily",),
        language="fr",
        version=TEXT.version,
        text="Oui, chaque matin.",
        network="192.0.2.0/24",
    )


def test_what_a_file_said_is_told_as_such(store: MemoryStore) -> None:
    bring(store, Consent(at=NOW, source="Ghost export", proof="Ghost: joined 2024-01-15"))
    [line] = prove(store)
    assert (line.kind, line.at, line.source) == (ProofKind.STATED, NOW, "Ghost export")
    assert line.proof == "Ghost: joined 2024-01-15"
    assert line.text == ""


def test_a_consent_that_a_later_file_tells_stands_after_the_confirmed_one(
    store: MemoryStore,
) -> None:
    confirm(store)
    older = Consent(at=NOW - 9 * MINUTE, source="old.csv", proof="paper form 11")
    bring(store, older)
    bring(store, Consent(at=NOW + 9 * MINUTE, source="readers.csv", proof="paper form 12"))
    kinds = [(one.kind, one.source) for one in prove(store, KEY)]
    assert kinds == [
        (ProofKind.CONFIRMED, "https://example.org/subscribe"),
        (ProofKind.STATED, "readers.csv"),
    ]


def test_of_whom_nothing_is_known_is_told_too(store: MemoryStore) -> None:
    bring(store, Consent(), "silent@example.org")
    confirm(store)
    assert [(one.email, one.kind) for one in prove(store)] == [
        ("silent@example.org", ProofKind.NONE),
        (KEY, ProofKind.CONFIRMED),
    ]


def test_every_proof_is_a_row_of_the_table(store: MemoryStore) -> None:
    confirm(store)
    table = proof_table(prove_consents(KEY, records=store.records))
    [row] = list(table.rows)
    assert table.columns == COLUMNS
    told = dict(zip(COLUMNS, row, strict=True))
    assert told["consent_at"] == "2026-11-23T04:31:00Z"
    assert (told["lists"], told["text"]) == ("daily", "Oui, chaque matin.")


def test_of_a_stranger_there_is_none_and_no_address_is_refused(store: MemoryStore) -> None:
    assert prove(store, "nobody@example.org") == []
    with pytest.raises(UsageError):
        prove(store, "no address")
