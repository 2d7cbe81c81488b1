"""Proofs of consent: what each person agreed to, when, where, and in which words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digest.app.reader_ports import RecordStore
from digest.app.subscriber_rows import write_instant
from digest.app.subscribers import Export, read_key
from digest.model.record import Proof
from digest.model.signup import ConsentGiven, ConsentText
from digest.model.subscriber import Subscriber

COLUMNS = (
    "email",
    "state",
    "kind",
    "asked_at",
    "consent_at",
    "source",
    "lists",
    "language",
    "text_version",
    "text",
    "network",
    "proof",
)


class ProofKind(StrEnum):
    """What a consent rests on."""

    CONFIRMED = "confirmed"
    STATED = "stated"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLine:
    """One proof of one person's consent.

    Attributes:
        email: Their address.
        state: Whether they are mailed now.
        kind: CONFIRMED by themselves, through the link in a letter; STATED by a file or the desk;
            NONE when nothing is known.
        asked_at: When the form was sent; only of a confirmed one.
        at: When they agreed; None when unknown.
        source: Where from; empty when unknown.
        lists: What they agreed to; empty means the publication.
        language: Of the words; None when unknown.
        version: Of the words; empty when there are none.
        text: The words that stood beside the button; empty when there are none.
        network: That it was asked from; None where none is kept.
        proof: What else is known, in one line; empty when nothing is.
    """

    email: str
    state: str
    kind: ProofKind
    asked_at: datetime | None = None
    at: datetime | None = None
    source: str = ""
    lists: tuple[str, ...] = ()
    language: str | None = None
    version: str = ""
    text: str = ""
    network: str | None = None
    proof: str = ""


def prove_consents(email: str | None, *, records: RecordStore) -> Iterator[ProofLine]:
    """Tell the proofs of one person's consent, or of everybody's, the oldest first.

    Everybody has a line at least, so that who has agreed to nothing is seen.

    Raises:
        UsageError: It is no address.
    """
    key = read_key(email) if email else None
    texts = records.consent_texts()
    return (line for proof in records.proofs(key) for line in prove_person(proof, texts))


def prove_person(proof: Proof, texts: Mapping[str, ConsentText]) -> list[ProofLine]:
    """Tell the proofs of a person's consent, the oldest first."""
    person = proof.subscriber
    lines = [tell_given(person, one, texts) for one in proof.given]
    # The latest confirmed one stands in short with the person as well.
    if not any(one.at == person.consent.at for one in proof.given):
        lines += tell_stated(person)
    none = ProofLine(email=person.email, state=person.state.value, kind=ProofKind.NONE)
    return sorted(lines, key=lambda one: (one.at is not None, one.at)) or [none]


def tell_stated(person: Subscriber) -> list[ProofLine]:
    """Tell a consent that a file or the desk spoke of; nothing when neither did."""
    consent = person.consent
    if not (consent.at or consent.source or consent.proof):
        return []
    return [
        ProofLine(
            email=person.email,
            state=person.state.value,
            kind=ProofKind.STATED,
            at=consent.at,
            source=consent.source or "",
            lists=person.lists,
            language=person.language,
            proof=consent.proof or "",
        )
    ]


def tell_given(
    person: Subscriber, given: ConsentGiven, texts: Mapping[str, ConsentText]
) -> ProofLine:
    """Tell a consent that a person gave by themselves."""
    words = texts.get(given.text)
    return ProofLine(
        email=person.email,
        state=person.state.value,
        kind=ProofKind.CONFIRMED,
        asked_at=given.asked_at,
        at=given.at,
        source=given.source,
        lists=given.lists,
        language=given.language,
        version=given.text,
        text=words.text if words else "",
        network=given.network,
    )


def proof_table(lines: Iterator[ProofLine]) -> Export:
    """Write proofs as a table."""
    return Export(COLUMNS, (write_line(one) for one in lines))


def write_line(line: ProofLine) -> list[str]:
    """Write a proof as a row of `COLUMNS`."""
    return [
        line.email,
        line.state,
        line.kind.value,
        write_instant(line.asked_at),
        write_instant(line.at),
        line.source,
        "|".join(line.lists),
        line.language or "",
        line.version,
        line.text,
        line.network or "",
        line.proof,
    ]
