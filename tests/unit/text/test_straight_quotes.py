"""Straight quotation marks are set in type where it is clear what they are."""

import pytest

from digest.text.quotation_marks import quotation_marks
from digest.text.straight_quotes import curl_quotes


def curled(text: str, language: str = "en") -> str:
    chars = list(text)
    for place, mark in curl_quotes(text, language):
        chars[place] = mark
    return "".join(chars)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ('"We counted twice," he said.', "en", "“We counted twice,” he said."),
        ('He said: "No." She: "Yes!"', "en-GB", "He said: “No.” She: “Yes!”"),
        ('Er sagte: "Nein."', "de", "Er sagte: „Nein.“"),
        ('Er sagte: "Nein."', "de-CH", "Er sagte: «Nein.»"),
        ('Il a dit "non".', "fr", "Il a dit «\u00a0non\u00a0»."),
        ('Ele disse "não".', "pt-BR", "Ele disse “não”."),
        ('("We did")—"you did not"', "en", "(“We did”)—“you did not”"),
        ('*"We did"*', "en", "*“We did”*"),
        ('A "two\nline" quotation', "en", "A “two\nline” quotation"),
        ('彼は"はい"と', "ja", '彼は"はい"と'),
    ],
)
def test_a_clear_quotation_gets_the_marks_of_its_language(
    text: str, language: str, expected: str
) -> None:
    assert curled(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        'A 6" pipe', 'A 6" pipe and a 7" one', '"Never closed', 'It is 5" by 7".', r'\"We did\"',
        'See [a](https://a.example/b "the title")', 'Odd "one" and "two', 'a"b"c', '" spaced "',
        "It's the 'single' one",
        'قال: "نعم" ثم مضى',
    ],
)  # fmt: skip
def test_what_is_not_clear_is_let_be(text: str) -> None:
    assert curl_quotes(text, "en") == ()


def test_hebrew_keeps_its_straight_marks_and_danish_points_them_inwards() -> None:
    assert curl_quotes('הוא אמר "כן" ויצא.', "he-IL") == ()
    assert curled('Hun sagde "nej".', "da") == "Hun sagde »nej«."


def test_what_was_curled_once_is_let_be() -> None:
    once = curled('He said "no" and "yes".')
    assert curl_quotes(once, "en") == ()


def test_marks_are_known_for_every_tag_and_english_for_the_rest() -> None:
    assert quotation_marks("sv-SE") == ("”", "”")
    assert quotation_marks("xx") == ("“", "”")
    assert quotation_marks("zh-Hant-HK") == quotation_marks("zh-TW") == ("「", "」")
    assert quotation_marks("fr-CH") == quotation_marks("de-CH") == ("«", "»")
    assert quotation_marks("he-IL") == ("”", "”")
