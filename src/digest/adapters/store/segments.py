"""Segments → conditions of a query, with every value of the expression bound.

They mean what `deliver.segment_match` says, and are made of what SQLite and PostgreSQL have both.
What a person lacks counts as the empty text, so that no condition is ever unknown.
"""

import re
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    Text,
    and_,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    type_coerce,
)

from digest.adapters.store.schema import subscriber, subscriber_list
from digest.adapters.store.segment_json import Each, Kept
from digest.adapters.store.segment_letters import bound, holds
from digest.adapters.store.segment_values import as_date, as_number
from digest.deliver.segment import (
    AllOf,
    Among,
    AnyOf,
    Attribute,
    Compare,
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
from digest.deliver.segment_match import day_of, in_order, span_of

Condition = ColumnElement[bool]
TextValue = ColumnElement[str]

DIGITS = "0123456789"
# Names that stand in JSON, and in a path into it, as they are.
PLAIN = re.compile(r"[A-Za-z0-9 _.,:;()/&+-]+")
MOMENTS = {"added_at": subscriber.c.added_at, "consent_at": subscriber.c.consent_at}
STATE = "digest_state"


def condition(rule: Rule) -> Condition:
    """Write a rule as a condition on `subscriber`, true or false for everybody."""
    match rule:
        case AllOf():
            return and_(*map(condition, rule.rules))
        case AnyOf():
            return or_(*map(condition, rule.rules))
        case Negation():
            return not_(condition(rule.rule))
        case _:
            return leaf_condition(rule)


def leaf_condition(rule: Leaf) -> Condition:
    """Write what is asked of a person as a condition."""
    match rule:
        case Has():
            return has(rule.attribute)
        case Among():
            return turned(among(rule), negated=rule.negated)
        case OneOf():
            return turned(is_one_of(rule), negated=rule.negated)
        case Compare(operator=Operator.UNEQUAL):
            return not_(compare(rule.attribute, Operator.EQUAL, rule.value))
        case Compare():
            return compare(rule.attribute, rule.operator, rule.value)


def turned(found: Condition, *, negated: bool) -> Condition:
    """Turn a condition round when it is negated."""
    return not_(found) if negated else found


def has(attribute: Attribute | Plural) -> Condition:
    """Ask whether something is known."""
    if attribute is Plural.LISTS:
        return exists().where(subscriber_list.c.subscriber_id == subscriber.c.id)
    if attribute is Plural.SECTIONS:
        return type_coerce(subscriber.c.sections, Text).is_not(None)
    if attribute.kind is Kind.MOMENT:
        return MOMENTS[attribute.name].is_not(None)
    return text_of(attribute) != ""


def among(rule: Among) -> Condition:
    """Ask whether somebody is on a list, or wants a section; who chose none wants all."""
    if rule.plural is Plural.LISTS:
        return exists().where(
            subscriber_list.c.subscriber_id == subscriber.c.id,
            holds(type_coerce(subscriber_list.c.name, Text), Operator.EQUAL, rule.name),
        )
    chosen = type_coerce(subscriber.c.sections, Text)
    lines = literal("\n", Text) + func.coalesce(chosen, "") + literal("\n", Text)
    return or_(chosen.is_(None), lines.contains(f"\n{rule.name}\n", autoescape=True))


def is_one_of(rule: OneOf) -> Condition:
    """Ask whether an attribute is one of some values; of many texts or numbers in one go."""
    texts = [one.text for one in rule.values if isinstance(one, Words)]
    numbers = [literal(one.value, Float) for one in rule.values if isinstance(one, Number)]
    ways = [
        compare(rule.attribute, Operator.EQUAL, one)
        for one in rule.values
        if not isinstance(one, Words | Number)
    ]
    if numbers:
        ways.append(as_number(text_of(rule.attribute), lambda number: number.in_(numbers)))
    plain = [one for one in texts if one.isascii()]
    if plain:
        ways.append(func.lower(text_of(rule.attribute)).in_([bound(fold(one)) for one in plain]))
    ways += [
        holds(text_of(rule.attribute), Operator.EQUAL, one) for one in texts if not one.isascii()
    ]
    return or_(*ways)


def compare(attribute: Attribute, operator: Operator, value: Value) -> Condition:
    """Compare an attribute with a value."""
    if attribute.kind is Kind.MOMENT:
        moment = MOMENTS[attribute.name]
        return and_(moment.is_not(None), is_at(moment, operator, value))
    text = text_of(attribute)
    if isinstance(value, Words):
        return holds(text, operator, value.text)
    other: ColumnElement[Any]
    if isinstance(value, Number):
        other = literal(value.value, Float)
        return as_number(text, lambda number: in_order(number, operator, other))
    other = bound(day_of(value).isoformat())
    return as_date(text, lambda day: in_order(day, operator, other))


def is_at(moment: ColumnElement[Any], operator: Operator, value: Value) -> Condition:
    """Ask whether a moment lies before, in or after a value."""
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
            return and_(moment >= start, moment < end)


def text_of(attribute: Attribute) -> TextValue:
    """Take an attribute as text; empty when it is not known."""
    if attribute.kind is Kind.FIELD:
        return func.coalesce(field_of(attribute.name), "")
    if attribute.name == "domain":
        email = type_coerce(subscriber.c.email, Text)
        # All up to the last "@": what is left when every other letter is taken off the end.
        before = func.rtrim(email, func.replace(email, "@", ""))
        return func.substr(email, func.length(before) + 1)
    column = subscriber.c.state if attribute.name == STATE else subscriber.c[attribute.name]
    return func.coalesce(type_coerce(column, Text), "")


def field_of(name: str) -> ColumnElement[Any]:
    """Take a field out of the JSON that holds them; NULL when a person has none of that name."""
    if PLAIN.fullmatch(name):
        value: ColumnElement[Any] = Kept(type_coerce(subscriber.c.fields, Text))[name].as_string()
        return value
    # A name with quotation marks or letters beyond ASCII stands there escaped.
    each = Each(type_coerce(subscriber.c.fields, Text)).table_valued("key", "value")
    return (
        select(type_coerce(each.c.value, Text))
        .where(each.c.key == bound(name))
        .correlate(subscriber)
        .scalar_subquery()
    )


def every_field() -> Select[Any]:
    """Ask for the name of every field that somebody has, each once."""
    each = Each(type_coerce(subscriber.c.fields, Text)).table_valued("key")
    name = type_coerce(each.c.key, Text)
    return select(name).select_from(subscriber).join(each, true()).distinct()
