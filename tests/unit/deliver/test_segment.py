"""Segments: what may be written, what it means, and what is said about a mistake."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    Negation,
    Number,
    OneOf,
    Operator,
    Plural,
    Rule,
    Words,
    leaves,
)
from digest.deliver.segment_letters import capitals, fold
from digest.deliver.segment_match import fits
from digest.deliver.segment_parser import EXACT, read_again, read_segment
from digest.deliver.segment_words import LONGEST
from digest.deliver.segment_writing import write_rule
from digest.errors import ExitStatus, UsageError
from digest.model.subscriber import Consent, Frequency, Subscriber, SubscriberState

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
CURLY = "\N{LEFT DOUBLE QUOTATION MARK}"
ADDED = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def make_person(**changes: Any) -> Subscriber:
    known: dict[str, Any] = {
        "key": "jo@example.org",
        "email": "Jo@Mail.Example.org",
        "name": "Jo Marsh",
        "language": "pt-BR",
        "lists": ("daily", "Early birds"),
        "fields": (
            ("country", "BE"),
            ("age", "9"),
            ("Home town", "Liège"),
            ("until", "2026-12-31"),
        ),
        "consent": Consent(at=datetime(2026, 1, 31, 23, 30, tzinfo=UTC), source="form"),
        "sections": ("politics", "world-trade"),
    }
    return Subscriber(**known | changes)


JO = make_person()
STRANGER = Subscriber(key="x@example.org", email="x@example.org")


def is_in(text: str, person: Subscriber = JO) -> bool:
    return fits(read_segment(text, now=NOW).rule, person, added_at=ADDED)


def canonical(text: str) -> str:
    return read_segment(text, now=NOW).text


def mistake(text: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        read_segment(text, now=NOW)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        'country = "BE"',
        "country = 'be'",
        'COUNTRY = "BE" or country = "BE"',
        'country != "NL" and city != "Ghent"',
        'country in ["NL", "BE"]',
        'city not in ["Ghent"]',
        'email starts with "JO@"',
        'domain = "mail.example.org"',
        'domain ends with "example.org"',
        'name contains "o m"',
        'field "Home town" = "LIÈGE"',
        "has country and has consent_at and has added_at and has name and has lists",
        "not has timezone",
        '"early  birds" in lists',
        '"sport" not in lists',
        '"Politics" in sections and "World & Trade" in sections',
        '"sport" not in sections',
        "age >= 9 and age < 30 and age = 9.0 and age in [8, 9]",
        'age <= "30"',
        "consent_at = 2026-01-31 and consent_at >= 2026-01-31 and consent_at <= 2026-01-31",
        "consent_at > 2026-01-30 and consent_at < 2026-02-01 and consent_at != 2026-02-01",
        'consent_at in [2026-01-31] and consent_at >= "2026-01-31"',
        "consent_at < 90 days ago and consent_at > 60 weeks ago",
        "added_at = 2026-03-01",
        "until > 2026-12-30 and until = 2026-12-31 and until > 1 day ago",
        'frequency = "daily" and digest_state = "subscribed" and consent_source = "FORM"',
        'language starts with "pt"',
        'not country = "NL" and country = "BE"',
        'country = "NL" and country = "XX" or country = "BE"',
        'country = "BE" or country = "NL" and country = "XX"',
        'not (country = "NL" or country = "XX")',
    ],
)
def test_what_is_true_of_jo(text: str) -> None:
    assert is_in(text)
    assert not is_in(f"not ({text})")


@pytest.mark.parametrize(
    "text",
    [
        'city = "Ghent"',
        'city in ["Ghent"]',
        "age > 30",
        "country < 30",
        'Country = "BE"',
        'country starts with "E"',
        "consent_at < 2026-01-31",
        "consent_at > 2026-01-31",
        "consent_at > 90 days ago",
        "until < 2026-12-31",
        "country < 2027-01-01",
        'domain = "example.org"',
        '(country = "BE" or country = "NL") and country = "XX"',
    ],
)
def test_what_is_not_true_of_jo(text: str) -> None:
    assert not is_in(text)


@pytest.mark.parametrize(
    "text",
    [
        'city = "Ghent"',
        'city in ["Ghent"]',
        'city contains "h"',
        "age < 30",
        "age >= 30",
        "age = 30",
        "consent_at < 2026-01-31",
        "consent_at >= 2026-01-31",
        "until < 2026-01-31",
        'language = "en"',
        '"daily" in lists',
    ],
)
def test_who_lacks_something_is_neither_equal_nor_less_nor_more(text: str) -> None:
    assert not is_in(text, STRANGER)
    assert is_in(f"not {text}", STRANGER)


def test_unequal_is_the_opposite_of_equal_also_for_who_has_none() -> None:
    assert is_in('city != "Ghent" and age != 30 and consent_at != 2026-01-31', STRANGER)


def test_who_chose_no_section_wants_them_all() -> None:
    assert is_in('"politics" in sections and "anything" in sections and not has sections', STRANGER)
    assert not is_in('"politics" not in sections', STRANGER)


def test_state_is_a_field_as_in_a_file_and_digest_state_is_the_subscription() -> None:
    person = make_person(fields=(("state", "Oregon"),), state=SubscriberState.PAUSED)
    assert is_in('state = "Oregon" and digest_state = "paused"', person)


def test_a_field_with_the_name_of_an_attribute_is_reached_by_its_long_form() -> None:
    person = make_person(fields=(("domain", "physics"), ("in", "yes"), ("frequency", "often")))
    assert is_in(
        'field "domain" = "physics" and domain != "physics" and field "in" = "yes" '
        'and field "frequency" = "often"',
        person,
    )
    assert is_in('frequency = "weekly"', make_person(frequency=Frequency.WEEKLY))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("country='BE'", 'country = "BE"'),
        ('NOT(a="1")AND  b In["x","x" ,\n\'y\']', 'not a = "1" and b in ["x", "y"]'),
        ('((a = 1) or ((b = 2)))and c = "3"', '(a = 1 or b = 2) and c = "3"'),
        ("not not has a", "not not has a"),
        ("not (a = 1 and b = 2)", "not (a = 1 and b = 2)"),
        ('Email ENDS WITH ".be"', 'email ends with ".be"'),
        ("consent_at<1 day ago", "consent_at < 1 days ago"),
        ('field "city" = "x"', 'city = "x"'),
        ('field "Email" = "x"', 'field "Email" = "x"'),
        ('field "a b" = "say \\"no\\" \\\\"', 'field "a b" = "say \\"no\\" \\\\"'),
        ('"World & Trade" not in sections', '"world-trade" not in sections'),
        ('"Early birds" in LISTS', '"Early birds" in lists'),
        ("has Sections", "has sections"),
    ],
)
def test_a_rule_has_one_canonical_writing(typed: str, written: str) -> None:
    assert canonical(typed) == written
    assert canonical(written) == written
    assert read_segment(typed, now=NOW) == read_segment(written, now=NOW)


any_text = st.text(min_size=1, max_size=8).filter(lambda text: text.strip() and text.isprintable())


@given(name=any_text, value=any_text)
def test_any_name_and_any_value_can_be_written(name: str, value: str) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    text = f"field {quoted(name)} = {quoted(value)}"
    person = make_person(fields=((name, value),))
    assert is_in(text, person)
    assert is_in(canonical(text), person)
    assert canonical(canonical(text)) == canonical(text)


fields = any_text.map(lambda name: Attribute(name=name, kind=Kind.FIELD))
words = any_text.map(lambda text: Words(text=text))
numbers = st.decimals(-99, 99, places=1).map(lambda number: Number(written=f"{number:f}"))
days = st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(lambda day: Day(day=day))
ages = st.integers(0, 900).map(lambda count: Ago(count=count, unit="weeks", at=NOW))
values = st.one_of(words, numbers, days)
list_names = any_text.map(lambda text: " ".join(text.split()))
leaf_rules = st.one_of(
    st.builds(Compare, attribute=fields, operator=st.sampled_from(list(EXACT)), value=values),
    st.builds(Compare, attribute=fields, operator=st.just(Operator.LESS), value=ages),
    st.builds(Compare, attribute=fields, operator=st.just(Operator.ENDS), value=words),
    st.builds(
        OneOf,
        attribute=fields,
        values=st.lists(values, min_size=1, max_size=3, unique=True).map(tuple),
        negated=st.booleans(),
    ),
    st.builds(Has, attribute=st.one_of(fields, st.sampled_from(Plural))),
    st.builds(Among, name=list_names, plural=st.just(Plural.LISTS), negated=st.booleans()),
)
any_rule = st.recursive(
    leaf_rules,
    lambda rules: st.one_of(
        st.builds(Negation, rule=rules),
        st.builds(AllOf, rules=st.lists(rules, min_size=2, max_size=3).map(tuple)),
        st.builds(AnyOf, rules=st.lists(rules, min_size=2, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)


@settings(max_examples=60)
@given(rule=any_rule)
def test_every_rule_reads_back_as_it_was_written(rule: Rule) -> None:
    segment = read_segment(write_rule(rule), now=NOW)
    assert segment.rule == rule
    assert segment.text == write_rule(rule)


@given(
    text=st.text(max_size=30) | st.text(alphabet="\"'()[]<>=!,-.\\ anotrhsilkgid019", max_size=40)
)
def test_whatever_is_typed_is_a_rule_or_a_mistake_with_its_place(text: str) -> None:
    problem = ""
    try:
        segment = read_segment(text, now=NOW)
    except UsageError as error:
        problem = error.message
    else:
        assert read_segment(segment.text, now=NOW) == segment
    if problem:
        first, shown, carets = problem.split("\n")
        assert first.startswith("--segment, character ")
        assert shown.startswith("  ")
        assert set(carets) == {" ", "^"}


@pytest.mark.parametrize(
    ("text", "marked", "told", "hint"),
    [
        ("country = BE", "BE", "without quotation marks", '"BE"'),
        (f"country = {CURLY}BE", CURLY, "nothing here", "straight"),
        ('country == "BE"', "=", "a value is missing", "Write = once."),
        ('country <> "BE"', ">", "a value is missing", "!="),
        ("country =", "", "a value is missing", '"BE", 30'),
        ("consent_at < 31/01/2026", "/", "nothing here", "Write a date as 2026-01-31."),
        ('country = "BE', '"', "never closed", "Close it"),
        ('country = ""', '""', "nothing between", "not has city"),
        ('country = "BE" && age > 3', "&", "nothing here", "and"),
        ('country "BE"', '"BE"', "no comparison", "starts with"),
        ('country = "BE" age > 3', "age", "“and” or “or”", "and, or"),
        ('country in "BE"', '"BE"', "“[” is missing", '["BE", "NL"]'),
        ('country in ["BE"', "", "“]” is missing", '["BE", "NL"]'),
        ('country not "BE"', '"BE"', "“in” is missing", 'country != "BE"'),
        ('lists = "daily"', "lists", "looked for in", '"NAME" in lists'),
        ('"daily" in list', "list", "only “lists” and “sections”", "contains"),
        ('"daily" = lists', "=", "“in” is missing", "in lists"),
        ('(country = "BE"', "", "“)” is missing", "character 1"),
        ('country = "BE")', ")", "stands where", "no “(”"),
        ("age >= thirty", "thirty", "without quotation marks", '"thirty"'),
        ('age >= "thirty"', '"thirty"', "less or more", "age >= 30"),
        ("age >= 1234567890123456", "1234567890123456", "15 characters", "as a text"),
        ('name < "m"', '"m"', "less or more", "age >= 30"),
        ("name = 3", "3", "name is a text", '"…"'),
        ('consent_at = "spring"', '"spring"', "is a moment", "90 days ago"),
        ("consent_at > 5", "5", "is a moment", "90 days ago"),
        ('consent_at contains "2026"', "contains", "not a text", "90 days ago"),
        ("consent_at > 2026-02-30", "2026-02-30", "is no date", "2026-01-31"),
        ("consent_at > 31-01-2026", "31-01-2026", "is no date", "2026-01-31"),
        ("consent_at > 3 months ago", "months", "is no unit", "365 days"),
        ("consent_at > 1.5 days ago", "1.5", "whole number", "90 days ago"),
        ("consent_at > 999999 weeks ago", "999999", "100 years", "90 days ago"),
        ("consent_at > 90 days", "", "“ago” is missing", "90 days ago"),
        ("consent_at = 90 days ago", "90", "nothing happens at", "< 90 days ago"),
        ('frequency = "weakly"', '"weakly"', 'never "weakly"', '"weekly"'),
        ('digest_state in ["paused", "gone"]', '"gone"', 'never "gone"', "pending"),
        ('domain = "jo@example.org"', '"jo@example.org"', "no @", '"example.org"'),
        ('name starts "J"', '"J"', "“with” is missing", "starts with"),
        ("field city = 3", "city", "name is missing", '"Home town"'),
        ("has", "", "rule is missing", "country"),
        ("", "", "nothing is written", "country"),
        ('and country = "BE"', "and", "name of an attribute", "Home town"),
        ("not " * 21 + "has a", "not", "more than 20 deep", "changes nothing"),
        ('country = "a\x07b"', '"a b"', "control character", "contains"),
    ],
)  # fmt: skip
def test_a_mistake_points_at_its_place(text: str, marked: str, told: str, hint: str) -> None:
    error = mistake(text)
    first, shown, carets = error.message.split("\n")

    assert error.exit_status is ExitStatus.USAGE
    assert told in first
    assert hint in error.hint
    start = carets.index("^")
    assert shown[start : start + carets.count("^")] == marked
    assert carets.count("^") == max(1, len(marked))


def test_a_place_far_inside_is_shown_with_what_stands_around_it() -> None:
    error = mistake('country = "BE" or ' * 30 + "age > x or " + 'country = "BE" or ' * 30)
    _, shown, carets = error.message.split("\n")

    assert shown.startswith("  … ")
    assert shown.endswith(" …")
    assert len(shown) < 80
    assert shown[carets.index("^")] == "x"


def test_carets_stand_below_wide_letters() -> None:
    _, shown, carets = mistake('name = "東京" and age > x').message.split("\n")
    assert carets.index("^") == shown.index("x") + 2


def test_what_is_too_long_is_refused_and_what_is_not_is_read_in_no_time() -> None:
    assert "3,000 characters" in mistake("a=1 or " * 600).message
    longest = "a=1 or " * ((LONGEST - 3) // 7) + "a=1"
    for attack in (
        longest,
        "1" * LONGEST,
        '"' * LONGEST,
        "\\" * LONGEST,
        "1-" * 1500,
        "(" * LONGEST,
        "(" * 10_000,
        'country = "BE" or ' * 6_000,
    ):
        began = process_time()
        with suppress(UsageError):
            read_segment(attack, now=NOW)
        assert process_time() - began < 0.5


def test_ages_are_counted_from_the_moment_of_reading() -> None:
    text = "consent_at < 300 days ago"
    early = JO.consent.at or NOW
    later = read_again(text, now=early + timedelta(days=301))
    sooner = read_again(text, now=early + timedelta(days=299))

    assert later == sooner
    assert later is not None
    assert sooner is not None
    assert fits(later.rule, JO, added_at=ADDED)
    assert not fits(sooner.rule, JO, added_at=ADDED)
    assert read_again("", now=NOW) is read_again(None, now=NOW) is None


def test_leaves_are_listed_in_their_order() -> None:
    rule = read_segment('"a" in lists or not ("b" in lists and "c" in sections)', now=NOW).rule
    assert [one.name for one in leaves(rule) if isinstance(one, Among)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("LIÈGE", "liège"), ("МОСКВА", "москва"), ("ΟΔΌ", "οδό"), ("ÞÓR", "þór"), ("ABC", "abc")],
)
def test_capitals_are_the_same_as_small_letters(one: str, other: str) -> None:
    assert fold(one) == fold(other) == other


@pytest.mark.parametrize("letter", ["ß", "İ", "ı", "\N{KELVIN SIGN}", "ſ", "ς", "µ", "ǅ"])
def test_a_letter_without_a_counterpart_of_its_own_is_only_itself(letter: str) -> None:
    assert fold(letter) == letter


def test_every_capital_is_known_by_its_small_letter() -> None:
    every = [chr(code) for code in range(0x80, 0x30000)]
    for letter in every:
        small = fold(letter)
        assert small == letter or capitals(small) == {letter: small}
    smalls = sorted({fold(letter) for letter in every})
    assert all(one < other for one, other in pairwise(smalls))
