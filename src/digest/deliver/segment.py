"""A segment: a rule that chooses subscribers, as it was understood.

What the rule may say stands in docs/reference/segments.md. Whatever a person's record holds or
lacks, a rule is either true or false for them, never neither.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What an attribute holds."""

    TEXT = "text"
    MOMENT = "moment"
    FIELD = "field"


class Plural(StrEnum):
    """What a person has several of."""

    LISTS = "lists"
    SECTIONS = "sections"


class Operator(StrEnum):
    """How an attribute is compared with a value."""

    EQUAL = "="
    UNEQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="
    STARTS = "starts with"
    ENDS = "ends with"
    CONTAINS = "contains"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """Something that is known of a person, or may be.

    Attributes:
        name: Of ours in small letters, of a field as in the file it came from.
        kind: What it holds.
        spelled_out: Whether it was written as `field "…"`, and may be one that nobody has.
        at: Where it stands in the expression, from 0.
    """

    name: str
    kind: Kind
    spelled_out: bool = field(default=False, compare=False)
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text in quotes; capitals and small letters count as the same."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number without quotes, with at most 15 characters."""

    written: str

    @property
    def value(self) -> float:
        """What it says."""
        return float(self.written)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A whole day in UTC."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ago:
    """A moment that moves with the clock.

    Attributes:
        count: How many.
        unit: "hours", "days" or "weeks".
        at: The moment that this was when the rule was read; aware, UTC.
    """

    count: int
    unit: str
    at: datetime = field(compare=False)


Value = Words | Number | Day | Ago


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """`attribute operator value`. Who lacks the attribute is unequal to everything."""

    attribute: Attribute
    operator: Operator
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """`attribute in [value, …]`."""

    attribute: Attribute
    values: tuple[Value, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Has:
    """`has attribute`: it is known, and not empty."""

    attribute: Attribute | Plural


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """`"name" in lists` or `"name" in sections`.

    Attributes:
        name: Of the list, or the section's id.
        plural: Which of the two.
        negated: Whether `not in` was written.
        at: Where the name stands in the expression, from 0.
        typed: The name as it was typed, for messages.
    """

    name: str
    plural: Plural
    negated: bool = False
    at: int = field(default=0, compare=False)
    typed: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """`not rule`."""

    rule: "Rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """`rule and rule …`; two or more."""

    rules: tuple["Rule", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """`rule or rule …`; two or more."""

    rules: tuple["Rule", ...]


Leaf = Compare | OneOf | Has | Among
Rule = Leaf | Negation | AllOf | AnyOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A rule that was read.

    Attributes:
        text: In its one canonical writing; of two segments with the same text the rule is one.
        rule: What it says.
        typed: As it was typed, for messages that point into it.
    """

    text: str
    rule: Rule
    typed: str = field(default="", compare=False)


def leaves(rule: Rule) -> Iterator[Leaf]:
    """List what a rule asks of a person, in the order in which it was written."""
    match rule:
        case Negation():
            yield from leaves(rule.rule)
        case AllOf() | AnyOf():
            for one in rule.rules:
                yield from leaves(one)
        case _:
            yield rule
