"""What a segment may ask of a person by a name of ours."""

from digest.deliver.segment import Attribute, Kind, Operator, Plural, Value, Words
from digest.deliver.segment_words import Word
from digest.model.subscriber import Frequency, SubscriberState
from digest.text.section_ids import section_id
from digest.text.values import nearest

TEXTS = (
    "email",
    "domain",
    "name",
    "language",
    "timezone",
    "frequency",
    "consent_source",
    "digest_state",
)
MOMENTS = ("added_at", "consent_at")
PLURALS = tuple(plural.value for plural in Plural)
ATTRIBUTES = (*TEXTS, *MOMENTS, *PLURALS)
# Words of the language, which name nothing unless they stand in `field "…"`.
RESERVED = ("and", "or", "not", "in", "has", "field", "starts", "ends", "contains", "with", "ago")
CHOICES = {
    "frequency": tuple(one.value for one in Frequency),
    "digest_state": tuple(one.value for one in SubscriberState),
}


def name_attribute(word: Word) -> Attribute | Plural:
    """Tell what a bare name means: one of ours, in any case, or else a field."""
    small = word.text.lower()
    if small in PLURALS:
        return Plural(small)
    if small in TEXTS:
        return Attribute(name=small, kind=Kind.TEXT, at=word.at)
    if small in MOMENTS:
        return Attribute(name=small, kind=Kind.MOMENT, at=word.at)
    return Attribute(name=word.text, kind=Kind.FIELD, at=word.at)


def name_in(plural: Plural, text: str) -> str:
    """Write the name of a list as it is kept, and that of a section as its id."""
    return section_id(text) if plural is Plural.SECTIONS else " ".join(text.split())


def why_no_value(attribute: Attribute, operator: Operator, value: Value) -> tuple[str, str]:
    """Tell why an attribute cannot be compared with a value, and what to write instead.

    Both are empty when it can.
    """
    is_text = isinstance(value, Words)
    if attribute.kind is Kind.TEXT and not is_text:
        return f"{attribute.name} is a text", f'Put it in quotation marks: {attribute.name} = "…"'
    if attribute.kind is Kind.MOMENT and is_text:
        name = attribute.name
        hint = f"Compare it with a date or an age: {name} < 2026-01-31, {name} < 90 days ago"
        return f"{name} is a moment", hint
    exact = operator in (Operator.EQUAL, Operator.UNEQUAL)
    if is_text and exact and attribute.kind is Kind.TEXT:
        return why_no_choice(attribute.name, value)
    return "", ""


def why_no_choice(name: str, value: Value) -> tuple[str, str]:
    """Tell why one of ours can never have a value; both are empty when it can."""
    choices = CHOICES.get(name)
    if isinstance(value, Words):
        if choices and value.text.lower() not in choices:
            close = nearest(value.text, list(choices))
            hint = f'Did you mean "{close}"?' if close else f"It is one of: {', '.join(choices)}."
            return f'{name} is never "{value.text}"', hint
        if name == "domain" and "@" in value.text:
            return "a domain has no @", f'Write: domain = "{value.text.rpartition("@")[2]}"'
    return "", ""
