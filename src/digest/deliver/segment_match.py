"""Whether a person is in a segment: the meaning of every rule."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from digest.deliver.segment import (
    Ago,
    AllOf,
    Among,
    AnyOf,
    Attribute,
    Compare,
    Day,
    Has,
    Kind,
    Leaf,
    Negation,
    Number,
    OneOf,
    Operator,
    Plural,
    Rule,
    Value,
    Words,
)
from digest.deliver.segment_letters import fold
from digest.deliver.segment_values import is_number
from digest.model.subscriber import Subscriber

DATE = len("2026-01-31")


def fits(rule: Rule, person: Subscriber, *, added_at: datetime) -> bool:
    """Tell whether a rule holds for a person who was added at a moment."""
    match rule:
        case AllOf():
            return all(fits(one, person, added_at=added_at) for one in rule.rules)
        case AnyOf():
            return any(fits(one, person, added_at=added_at) for one in rule.rules)
        case Negation():
            return not fits(rule.rule, person, added_at=added_at)
        case _:
            return fits_leaf(rule, person, added_at)


def fits_leaf(rule: Leaf, person: Subscriber, added_at: datetime) -> bool:
    """Tell whether what is asked of a person holds."""
    match rule:
        case Has():
            return has(rule.attribute, person)
        case Among():
            return is_among(rule, person) is not rule.negated
        case OneOf():
            found = any(
                compares(rule.attribute, Operator.EQUAL, value, person, added_at)
                for value in rule.values
            )
            return found is not rule.negated
        case Compare(operator=Operator.UNEQUAL):
            return not compares(rule.attribute, Operator.EQUAL, rule.value, person, added_at)
        case Compare():
            return compares(rule.attribute, rule.operator, rule.value, person, added_at)


def has(attribute: Attribute | Plural, person: Subscriber) -> bool:
    """Whether something is known of a person."""
    if isinstance(attribute, Plural):
        return bool(person.lists if attribute is Plural.LISTS else person.sections)
    if attribute.kind is Kind.MOMENT:
        return attribute.name == "added_at" or person.consent.at is not None
    return bool(text_of(attribute, person))


def is_among(rule: Among, person: Subscriber) -> bool:
    """Whether a person is on a list, or wants a section; who chose none wants all of them."""
    if rule.plural is Plural.SECTIONS:
        return not person.sections or rule.name in person.sections
    return fold(rule.name) in map(fold, person.lists)


def text_of(attribute: Attribute, person: Subscriber) -> str:
    """Tell what is known of a person as text; empty when nothing is."""
    if attribute.kind is Kind.FIELD:
        return dict(person.fields).get(attribute.name, "")
    texts = {
        "email": person.email,
        "domain": person.email.rpartition("@")[2],
        "name": person.name,
        "language": person.language,
        "timezone": person.timezone,
        "frequency": person.frequency.value,
        "consent_source": person.consent.source,
        "digest_state": person.state.value,
    }
    return texts[attribute.name] or ""


def compares(
    attribute: Attribute, operator: Operator, value: Value, person: Subscriber, added_at: datetime
) -> bool:
    """Whether an attribute is equal to a value, less, more, or holds it."""
    if attribute.kind is Kind.MOMENT:
        moment = added_at if attribute.name == "added_at" else person.consent.at
        return moment is not None and is_at(moment, operator, value)
    text = text_of(attribute, person)
    if isinstance(value, Words):
        return holds(fold(text), operator, fold(value.text))
    if isinstance(value, Number):
        return is_number(text) and bool(in_order(float(text), operator, value.value))
    day = date_in(text)
    return bool(day) and bool(in_order(day, operator, day_of(value).isoformat()))


def is_at(moment: datetime, operator: Operator, value: Value) -> bool:
    """Whether a moment lies before, in or after a value."""
    start, end = span_of(value)
    match operator:
        case Operator.LESS:
            return moment < start
        case Operator.AT_MOST:
            return moment < end
        case Operator.MORE:
            return moment >= end
        case Operator.AT_LEAST:
            return moment >= start
        case _:
            return start <= moment < end


def span_of(value: Value) -> tuple[datetime, datetime]:
    """Tell when a day begins and when it is over, both in UTC; an age takes no time at all."""
    if isinstance(value, Day):
        start = datetime.combine(value.day, time(), tzinfo=UTC)
        return start, start + timedelta(days=1)
    at = value.at if isinstance(value, Ago) else datetime.max.replace(tzinfo=UTC)
    return at, at + timedelta(microseconds=1)


def day_of(value: Value) -> date:
    """Tell the day of a date or an age, in UTC."""
    if isinstance(value, Day):
        return value.day
    return value.at.date() if isinstance(value, Ago) else date.max


def date_in(text: str) -> str:
    """Take the date that a text begins with, as 2026-01-31; empty when it begins with none."""
    day = text[:DATE]
    digits = day.replace("-", "")
    written = len(day) == DATE and day[4] == day[7] == "-" and day.count("-") == len("--")
    return day if written and digits.isascii() and digits.isdigit() else ""


def holds(text: str, operator: Operator, value: str) -> bool:
    """Whether a text in small letters is another, or begins, ends or goes with it."""
    match operator:
        case Operator.STARTS:
            return text.startswith(value)
        case Operator.ENDS:
            return text.endswith(value)
        case Operator.CONTAINS:
            return value in text
        case _:
            return text == value


def in_order(one: Any, operator: Operator, other: Any) -> Any:  # noqa: ANN401 - and of columns
    """Whether two values stand in this order; of columns of a database, the question."""
    match operator:
        case Operator.LESS:
            return one < other
        case Operator.AT_MOST:
            return one <= other
        case Operator.MORE:
            return one > other
        case Operator.AT_LEAST:
            return one >= other
        case _:
            return one == other
