"""What a language model was asked for, and what it answered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ProposalKind(StrEnum):
    """What a model may write."""

    SUMMARY = "summary"
    SUBJECT = "subject"
    PREHEADER = "preheader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """What a model is asked.

    Attributes:
        orders: What it is to do; ours alone.
        material: What it works on, as JSON: article text and other people's words.
        most_tokens: Most tokens of its answer.
    """

    orders: str
    material: str
    most_tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An answer, as it came.

    Attributes:
        text: Whatever the model wrote; nobody has judged it.
        tokens: What it cost, question and answer together.
    """

    text: str
    tokens: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterFailure:
    """An answer that did not come; expected, so it travels as a value.

    Attributes:
        reason: One phrase for an editor, such as "HTTP 503" or "no answer within 20 s".
        is_final: Whether asking again is useless: the key or the model is wrong.
    """

    reason: str
    is_final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An answer that is kept, so that the same question is not asked twice.

    Attributes:
        key: SHA-256 (hex) over the model and everything it was asked with.
        at: When it came, aware, UTC.
        kind: What it was for.
        tokens: What it cost.
        answer: As it came; it is judged again whenever it is used.
    """

    key: str
    at: datetime
    kind: ProposalKind
    tokens: int
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A text of a model that did not get into an edition.

    Attributes:
        kind: What it was for.
        about: The story's link, or its headline when it has none; empty for the subject and the
            preheader.
        reason: Why, as one phrase, such as "“42 %” is not in the source (“24 %”)".
        instead: What stands in its place, so that an editor's own text is told apart.
    """

    kind: ProposalKind
    about: str
    reason: str
    instead: str
