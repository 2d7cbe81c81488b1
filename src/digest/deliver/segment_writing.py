"""Rules in their one canonical writing, which reads back as the same rule."""

import re

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
    Plural,
    Rule,
    Value,
    Words,
)
from digest.deliver.segment_attributes import ATTRIBUTES, RESERVED

PLAIN = re.compile(r"[^\W\d][\w-]*")


def write_rule(rule: Rule) -> str:
    """Write a rule with one space between words, and no parenthesis that changes nothing."""
    match rule:
        case AnyOf():
            return " or ".join(write_inside(one, AnyOf) for one in rule.rules)
        case AllOf():
            return " and ".join(write_inside(one, AllOf, AnyOf) for one in rule.rules)
        case Negation():
            return f"not {write_inside(rule.rule, AllOf, AnyOf)}"
        case _:
            return write_leaf(rule)


def write_leaf(rule: Leaf) -> str:
    """Write what is asked of a person."""
    match rule:
        case Has():
            return f"has {write_name(rule.attribute)}"
        case Among():
            return f"{quote(rule.name)} {'not ' * rule.negated}in {rule.plural}"
        case OneOf():
            values = ", ".join(write_value(one) for one in rule.values)
            return f"{write_name(rule.attribute)} {'not ' * rule.negated}in [{values}]"
        case Compare():
            return f"{write_name(rule.attribute)} {rule.operator} {write_value(rule.value)}"


def write_inside(rule: Rule, *kinds: type[AllOf | AnyOf]) -> str:
    """Write a part of a rule, in parentheses when it is one of these kinds."""
    return f"({write_rule(rule)})" if isinstance(rule, kinds) else write_rule(rule)


def write_name(attribute: Attribute | Plural) -> str:
    """Write a name; a field's in its long form when the short one would mean something else."""
    if isinstance(attribute, Plural) or attribute.kind is not Kind.FIELD:
        return attribute.value if isinstance(attribute, Plural) else attribute.name
    name = attribute.name
    taken = name.lower() in (*ATTRIBUTES, *RESERVED)
    return name if PLAIN.fullmatch(name) and not taken else f"field {quote(name)}"


def write_value(value: Value) -> str:
    """Write a value."""
    match value:
        case Number():
            return value.written
        case Day():
            return value.day.isoformat()
        case Ago():
            return f"{value.count} {value.unit} ago"
        case Words():
            return quote(value.text)


def quote(text: str) -> str:
    """Put a text in quotation marks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
