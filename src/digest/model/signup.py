"""Signing up: what a person asked for, the proof that they agreed, and the letters about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from digest.model.subscriber import Subscriber


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """What somebody asked for on a form, whoever they are: nothing of it counts until confirmed.

    Attributes:
        key: Address key.
        email: As typed.
        at: When it was asked, aware, UTC.
        language: BCP 47 tag of the page that they read.
        lists: Lists that they want to be on.
        source: Where the form was, such as "form".
        text: Version of the words that they agreed to (`ConsentText.version`).
        network: Their network, such as "192.0.2.0/24"; None where none is kept.
    """

    key: str
    email: str
    at: datetime
    language: str
    lists: tuple[str, ...] = ()
    source: str = "form"
    text: str = ""
    network: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentText:
    """The words beside the button, as they were shown.

    Attributes:
        version: First 16 hexadecimal digits of the SHA-256 over language and text.
        language: BCP 47 tag.
        text: Plain text.
        first_shown: Aware, UTC.
    """

    version: str
    language: str
    text: str
    first_shown: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentGiven:
    """One proof of consent. What was given before stays beside it.

    Attributes:
        asked_at: When the form was sent, aware, UTC.
        at: When the link in the letter was confirmed, aware, UTC.
        source: Where the form was.
        language: BCP 47 tag of the page.
        text: Version of the words agreed to.
        network: Network that it was asked from; None where none is kept.
        lists: Lists agreed to.
    """

    asked_at: datetime
    at: datetime
    source: str
    language: str
    text: str
    network: str | None = None
    lists: tuple[str, ...] = ()


class LetterKind(StrEnum):
    """Why a single person is written to, outside of any edition."""

    CONFIRM = "confirm"
    WELCOME = "welcome"
    KNOWN = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWish:
    """A letter to be rendered, the same for everybody who gets it in this language.

    Attributes:
        kind: Why it is sent.
        language: BCP 47 tag.
        hours: How long the link works that it holds; 0 when that is for good.
    """

    kind: LetterKind
    language: str
    hours: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to one person that waits to be sent.

    Attributes:
        id: The store's number.
        kind: Why it is sent.
        reader: Whom it goes to.
        language: BCP 47 tag that it is to be in; None means the reader's.
        asked_at: When what it answers was asked, or confirmed; names the sign-up in a link to
            confirm it.
        attempts: How often it was taken to be sent, this time included.
        doubted: Whether an earlier one may have reached its reader.
    """

    id: int
    kind: LetterKind
    reader: Subscriber
    language: str | None = None
    asked_at: datetime
    attempts: int = 0
    doubted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterState:
    """A letter that waits, or that nobody took.

    Attributes:
        kind: Why it is sent.
        email: Whom it goes to.
        asked_at: When what it answers was asked.
        due: When it is tried next; None when nothing is left to do.
        taken: When somebody took it who is sending it; None while nobody is.
        attempts: How often it was taken to be sent.
        outcome: How it stands, such as "rejected"; empty before the first attempt.
        code: Last SMTP code; 0 before any.
        reply: What was said.
    """

    kind: LetterKind
    email: str
    asked_at: datetime
    due: datetime | None
    taken: datetime | None = None
    attempts: int
    outcome: str
    code: int
    reply: str


class Confirmation(StrEnum):
    """What came of a link that confirms."""

    DONE = "done"
    ALREADY = "already"
    EXPIRED = "expired"
    VOID = "void"
