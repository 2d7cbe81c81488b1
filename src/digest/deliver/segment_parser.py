"""A segment as it is typed → the rule that it states.

    rule    = all { "or" all }
    all     = one { "and" one }
    one     = "not" one | "(" rule ")" | "has" name | text [ "not" ] "in" plural | name test
    test    = sign value | [ "not" ] "in" "[" value { "," value } "]"
            | ( "starts" "with" | "ends" "with" | "contains" ) text
    value   = text | number | date | number unit "ago"

Every word is looked at once.
"""

from datetime import datetime

from digest.deliver.segment import (
    Ago,
    AllOf,
    Among,
    AnyOf,
    Attribute,
    Compare,
    Has,
    Kind,
    Negation,
    OneOf,
    Operator,
    Plural,
    Rule,
    Segment,
    Value,
    Words,
)
from digest.deliver.segment_attributes import RESERVED, name_attribute, name_in, why_no_value
from digest.deliver.segment_errors import wrong
from digest.deliver.segment_values import as_ordered, read_ago, read_day, read_number
from digest.deliver.segment_words import Sort, Word, split_words
from digest.deliver.segment_writing import write_rule
from digest.errors import UsageError

DEEPEST = 20
SIGNS = {one.value: one for one in Operator if len(one.value) <= len("!=")}
TEXT_TESTS = {"starts": Operator.STARTS, "ends": Operator.ENDS, "contains": Operator.CONTAINS}
EXACT = (Operator.EQUAL, Operator.UNEQUAL)
# What stands where a value belongs when somebody writes ==, <>, => or =<.
DOUBLED = {
    "=": "Write = once.",
    ">": "Unequal is written !=, at least >=.",
    "<": "At most is written <=.",
}


def read_segment(text: str, *, now: datetime) -> Segment:
    """Read the rule that chooses subscribers.

    Args:
        text: As it was typed.
        now: The present moment, aware; ages are counted back from it.

    Raises:
        UsageError: It cannot be understood; the message points at the place.
    """
    reader = Reader(text, now=now)
    rule = reader.read_all()
    return Segment(text=write_rule(rule), rule=rule, typed=text)


def read_again(text: str | None, *, now: datetime) -> Segment | None:
    """Read the rule that an edition was planned with; None when it has none.

    Args:
        text: In its canonical writing; None or empty for none.
        now: The present moment, aware: the ages in it move on.
    """
    return read_segment(text, now=now) if text else None


class Reader:
    """Reads one expression, from its first word to its last.

    Args:
        text: As it was typed.
        now: The present moment, aware.
    """

    def __init__(self, text: str, *, now: datetime) -> None:
        self._text = text
        self._now = now
        self._words = split_words(text)
        self._next = 0
        self._depth = 0

    def read_all(self) -> Rule:
        """Read the whole expression."""
        rule = self._read_any()
        if self._word.sort is not Sort.END:
            raise self._wrong(
                f"“{self._word.text[:30]}” stands where “and” or “or” belongs",
                "A text is written in quotation marks, and two rules are put together with: and, or"
                if self._word.text != ")"
                else "There is no “(” before it.",
            )
        return rule

    @property
    def _word(self) -> Word:
        return self._words[self._next]

    def _take(self, *texts: str) -> Word | None:
        """Go past the next word if it is one of these."""
        word = self._word
        if not word.says(*texts):
            return None
        self._next += 1
        return word

    def _pass(self) -> Word:
        self._next += 1
        return self._words[self._next - 1]

    def _wrong(self, problem: str, hint: str = "", *, word: Word | None = None) -> UsageError:
        place = word or self._word
        return wrong(self._text, place.at, problem, hint, length=place.length)

    def _read_any(self) -> Rule:
        rules = [self._read_every()]
        while self._take("or"):
            rules.append(self._read_every())
        return rules[0] if len(rules) == 1 else AnyOf(rules=tuple(rules))

    def _read_every(self) -> Rule:
        rules = [self._read_one()]
        while self._take("and"):
            rules.append(self._read_one())
        return rules[0] if len(rules) == 1 else AllOf(rules=tuple(rules))

    def _read_one(self) -> Rule:
        begun = self._take("not", "(")
        if not begun:
            return self._read_leaf()
        if self._depth == DEEPEST:
            raise self._wrong(
                f"rules are nested more than {DEEPEST} deep here",
                "Leave out what changes nothing: “and” binds before “or”, and two “not” are none.",
                word=begun,
            )
        self._depth += 1
        inner = self._read_one() if begun.says("not") else self._read_any()
        if begun.says("(") and not self._take(")"):
            raise self._wrong("“)” is missing", f"It closes the “(” of character {begun.at + 1}.")
        self._depth -= 1
        return Negation(rule=inner) if begun.says("not") else inner

    def _read_leaf(self) -> Rule:
        if self._take("has"):
            return Has(attribute=self._read_attribute())
        if self._word.sort is Sort.TEXT:
            return self._read_among()
        begun = self._word
        attribute = self._read_attribute()
        if isinstance(attribute, Plural):
            one = attribute.value.removesuffix("s")
            raise self._wrong(
                f"“{attribute}” is what a name is looked for in",
                f'Write: "NAME" in {attribute}, or: has {attribute}, for any {one}',
                word=begun,
            )
        return self._read_test(attribute)

    def _read_attribute(self) -> Attribute | Plural:
        word = self._word
        if word.sort is Sort.NAME and (word.says("field") or not word.says(*RESERVED)):
            self._next += 1
            return self._read_field(word) if word.says("field") else name_attribute(word)
        if word.sort is Sort.END:
            raise self._wrong(
                "a rule is missing here" if self._next else "nothing is written",
                'Such as: country = "BE"',
            )
        raise self._wrong(
            f"“{word.text[:30]}” stands where the name of an attribute belongs",
            'Such as: country = "BE". A field with an odd name is written: field "Home town"',
        )

    def _read_field(self, begun: Word) -> Attribute:
        if self._word.sort is not Sort.TEXT:
            raise self._wrong(
                "the field's name is missing", 'Write it in quotation marks: field "Home town"'
            )
        name = self._pass().text
        return Attribute(name=name, kind=Kind.FIELD, spelled_out=True, at=begun.at)

    def _read_among(self) -> Among:
        word = self._pass()
        negated = bool(self._take("not"))
        if not self._take("in"):
            raise self._wrong(
                "“in” is missing",
                f'Write: "{word.text}" in lists, or: attribute = "{word.text}"',
            )
        place = self._take("lists", "sections")
        if place is None:
            raise self._wrong(
                "only “lists” and “sections” can follow here",
                f'What a text holds is found with: attribute contains "{word.text}"',
            )
        plural = Plural(place.text.lower())
        return Among(
            name=name_in(plural, word.text),
            plural=plural,
            negated=negated,
            at=word.at,
            typed=word.text,
        )

    def _read_test(self, attribute: Attribute) -> Rule:
        word = self._word
        if sign := self._take(*SIGNS):
            return self._read_comparison(attribute, SIGNS[sign.text])
        if begun := self._take(*TEXT_TESTS):
            return self._read_text_test(attribute, begun)
        negated = bool(self._take("not"))
        if self._take("in"):
            return OneOf(attribute=attribute, values=self._read_list(attribute), negated=negated)
        if negated:
            hint = (
                'Write: country not in ["BE", "NL"], country != "BE", or: not country contains "B"'
            )
            raise self._wrong("“in” is missing after “not”", hint)
        shown = f"“{word.text[:30]}” is no comparison" if word.text else "a comparison is missing"
        raise self._wrong(
            shown,
            "Compare with: = != < <= > >= in, not in, starts with, ends with, contains",
        )

    def _read_text_test(self, attribute: Attribute, begun: Word) -> Compare:
        if not begun.says("contains") and not self._take("with"):
            raise self._wrong("“with” is missing", f'Write: {begun.text} with "…"')
        if attribute.kind is Kind.MOMENT:
            _, hint = why_no_value(attribute, Operator.EQUAL, Words(text=""))
            raise self._wrong(f"{attribute.name} is a moment, not a text", hint, word=begun)
        if self._word.sort is not Sort.TEXT:
            raise self._wrong("a text is missing here", 'Put it in quotation marks: "…"')
        value = Words(text=self._pass().text)
        operator = TEXT_TESTS[begun.text.lower()]
        return Compare(attribute=attribute, operator=operator, value=value)

    def _read_comparison(self, attribute: Attribute, operator: Operator) -> Compare:
        word = self._word
        value = self._read_value()
        if operator not in EXACT or attribute.kind is Kind.MOMENT:
            value = self._ordered(attribute, operator, value, word)
        self._refuse_misfit(attribute, operator, value, word)
        return Compare(attribute=attribute, operator=operator, value=value)

    def _ordered(self, attribute: Attribute, operator: Operator, value: Value, word: Word) -> Value:
        ordered = None if attribute.kind is Kind.TEXT else as_ordered(attribute, value)
        if ordered is not None:
            return ordered
        if attribute.kind is Kind.MOMENT:
            problem, hint = why_no_value(attribute, operator, Words(text=""))
            raise self._wrong(problem, hint, word=word)
        raise self._wrong(
            "only numbers, dates and ages can be less or more",
            "A number and a date are written without quotation marks: age >= 30",
            word=word,
        )

    def _refuse_misfit(
        self, attribute: Attribute, operator: Operator, value: Value, word: Word
    ) -> None:
        problem, hint = why_no_value(attribute, operator, value)
        if not problem and operator in EXACT and isinstance(value, Ago):
            problem = "an age is a moment that nothing happens at"
            hint = f"Compare it with < or >: {attribute.name} < 90 days ago"
        if problem:
            raise self._wrong(problem, hint, word=word)

    def _read_list(self, attribute: Attribute) -> tuple[Value, ...]:
        if not self._take("["):
            raise self._wrong(
                "“[” is missing", f'Write: {attribute.name} in ["BE", "NL"], or "NAME" in lists'
            )
        values: list[Value] = []
        while not values or self._take(","):
            compared = self._read_comparison(attribute, Operator.EQUAL)
            values.append(compared.value)
        if not self._take("]"):
            raise self._wrong("“,” or “]” is missing", 'Write them as: ["BE", "NL"]')
        return tuple(dict.fromkeys(values))

    def _read_value(self) -> Value:
        word = self._pass()
        if word.sort is Sort.TEXT:
            return Words(text=word.text)
        if word.sort is Sort.DAY:
            return read_day(self._text, word)
        if word.sort is Sort.NUMBER:
            unit = self._word
            if unit.sort is not Sort.NAME or unit.says("and", "or"):
                return read_number(self._text, word)
            ago = read_ago(self._text, word, self._pass(), now=self._now)
            if not self._take("ago"):
                raise self._wrong("“ago” is missing", f"Write: {word.text} {unit.text} ago")
            return ago
        if word.sort is Sort.NAME:
            raise self._wrong(
                f"“{word.text[:30]}” stands without quotation marks",
                f'Write: "{word.text}"',
                word=word,
            )
        hint = DOUBLED.get(word.text, 'Such as: "BE", 30, 2026-01-31, 90 days ago')
        raise self._wrong("a value is missing here", hint, word=word)
