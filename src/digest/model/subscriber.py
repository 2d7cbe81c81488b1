"""A subscriber: a person's address and their tie to the publication."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SubscriberState(StrEnum):
    """Whether a person may be mailed."""

    PENDING = "pending"
    SUBSCRIBED = "subscribed"
    PAUSED = "paused"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


class SuppressionReason(StrEnum):
    """Why an address is never mailed."""

    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    MANUAL = "manual"


class Frequency(StrEnum):
    """How often a person is mailed: every edition, or one round-up of the week."""

    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """When, where and by what proof a person agreed.

    Attributes:
        at: Aware, UTC; None when unknown.
        source: Such as "import readers.csv"; None when unknown.
        proof: Free text; None when there is none.
    """

    at: datetime | None = None
    source: str | None = None
    proof: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """A person's address and what is kept with it.

    Attributes:
        id: The store's number; 0 before it is stored. Never used again for another person.
        key: Address key: local part case-folded, "@", domain as lower-case A-labels. Unique.
        email: As given.
        name: May be empty.
        state: Whether they may be mailed.
        language: BCP 47 tag; None means the publication's.
        timezone: IANA zone; None means the publication's.
        lists: Names of the lists they are on.
        fields: Every further column, by name, in the order given.
        consent: Time, source and proof.
        frequency: How often they are mailed.
        sections: Ids (`text.section_ids`) of the sections they chose; empty means all of them, and
            such as are yet to come.
        paused_until: Aware, UTC: the moment at which a paused person is mailed again; None while
            not paused, or paused until they say otherwise.
    """

    id: int = 0
    key: str
    email: str
    name: str = ""
    state: SubscriberState = SubscriberState.SUBSCRIBED
    language: str | None = None
    timezone: str | None = None
    lists: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    consent: Consent = Consent()
    frequency: Frequency = Frequency.DAILY
    sections: tuple[str, ...] = ()
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a person wants to get, as they say it themselves.

    Attributes:
        lists: Names of the lists that they want to be on, of those that are open to readers.
        sections: As in `Subscriber`; empty means all.
        frequency: How often.
        language: BCP 47 tag; None means the publication's.
        is_paused: Whether nothing is to come for now.
        paused_until: Aware, UTC: when it begins again; None while not paused, or with no end.
    """

    lists: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    frequency: Frequency = Frequency.DAILY
    language: str | None = None
    is_paused: bool = False
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """An address that is never mailed.

    Attributes:
        key_hash: Keyed hash (hex) of the address key; survives `forget`.
        reason: Why.
        at: Aware, UTC.
        detail: What was said, such as the relay's reply; may be empty.
    """

    key_hash: str
    reason: SuppressionReason
    at: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaver:
    """An address that another program, or another desk, says may not be mailed any more.

    Attributes:
        key: Address key.
        reason: Why.
        at: When they left, aware, UTC; None when that is not told.
        detail: Who says so, and what was said.
    """

    key: str
    reason: SuppressionReason
    at: datetime | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Counts of one import.

    Attributes:
        new: People who were not known.
        updated: Known people of whom something new was said.
        unchanged: Known people of whom nothing new was said.
        suppressed: Addresses that were never mailed before either.
        repeated: Further rows of people who are new in this import.
        left: Addresses that are never mailed from now on.
        unsubscribed: How many of those who left were readers here until now.
    """

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    suppressed: int = 0
    repeated: int = 0
    left: int = 0
    unsubscribed: int = 0
