"""A summary ends well when a reader would not ask for the rest."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.endings import ends_weakly, ends_well
from digest.text.quotes import are_balanced, drop_unpaired, unpaired_marks

GOOD = [
    ("The harbour is open.", "en"),
    ("“We will not yield.”", "en"),
    ("“We will not yield”.", "en"),
    ("Is it open?", "en"),
    ("That is what it is for.", "en"),
    ("He plays in The The, and has vitamin A.", "en"),
    ("Es hat 'n Loch (alt).", "de"),
    ("Er sagte: „Ja.“", "de"),
    ("« Nous restons. »", "fr"),
    ("«\u00a0Qui paiera\u202f?\u00a0»", "fr"),
    ("Τι έγινε;", "el"),
    ("港が再開した。", "ja"),
    ("هل فتح الميناء؟", "ar"),
    ("बंदरगाह खुल गया।", "hi"),
]
BAD = [
    ("", "en"),
    ("The harbour is", "en"),
    ("The harbour of Kaldvik", "en"),
    ("The harbour is open…", "en"),
    ("The harbour is open [...]", "en"),
    ("« Nous restons… »", "fr"),
    ("The council voted to close the.", "en"),
    ("It was a vote of.", "en"),
    ("They met Mr.", "en"),
    ("“We will not yield.", "en"),
    ("The council (of Kaldvik.", "en"),
    ("Der Rat und.", "de"),
    ("Le port de.", "fr"),
    ("El puerto y.", "es"),
    ("O porto da.", "pt"),
    ("Il porto della.", "it"),
    ("De haven van.", "nl"),
    ("The harbour is open,", "en"),
    ("Is it open;", "en"),
]


@pytest.mark.parametrize(("text", "language"), GOOD)
def test_a_whole_sentence_ends_well(text: str, language: str) -> None:
    assert ends_well(text, language)


@pytest.mark.parametrize(("text", "language"), BAD)
def test_a_text_that_stops_in_the_middle_does_not(text: str, language: str) -> None:
    assert not ends_well(text, language)


def test_a_clause_hangs_on_words_that_may_end_a_sentence() -> None:
    assert ends_weakly("The council voted to")
    assert not ends_weakly("The council voted")


@pytest.mark.parametrize(
    "text",
    ["He said “yes”.", "„ja“", "„ja”", "”ja”", "»ja«", "«oui»", "the workers' union",
     "rock 'n' roll", "the ‘90s", 'a 6" pipe', '5′10" tall', '9¼" wide',
     'דובר צה"ל אמר "כן" לשר', 'ד"ר כהן, מנכ"לית', 'כך נכתב ב"הארץ" אתמול', 'צה"ל: "לא."',
     '"a" and "b"', "“a ‘b’ c”", "1) a", "「ああ」", "'Tis so",
     "“one\n“two”", "‚ja‘", "the boys’ ‘house’"],
)  # fmt: skip
def test_closed_quotations_and_apostrophes_are_balanced(text: str) -> None:
    assert are_balanced(text)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("He said “yes.", "He said yes."),
        ('"a" and "b', '"a" and b'),
        ("a ‘mistake", "a mistake"),
        ("“a (b”", "“a b”"),
        ("yes”", "yes"),
        ('דובר צה"ל אמר "כן לשר', 'דובר צה"ל אמר כן לשר'),
    ],
)
def test_a_mark_without_its_partner_is_found_and_dropped(text: str, bare: str) -> None:
    assert not are_balanced(text)
    assert drop_unpaired(text) == bare


@given(st.text(st.sampled_from("ab 1.\n“”„«»‘’'\"()[]「」‚‹›"), max_size=40))
def test_dropping_leaves_a_balanced_text_with_the_same_words(text: str) -> None:
    bare = drop_unpaired(text)
    assert not unpaired_marks(bare)
    kept = [char for char in text if char.isalnum()]
    assert [char for char in bare if char.isalnum()] == kept


@given(st.text(), st.sampled_from(["en", "de", "el", "xx", ""]))
def test_any_text_is_judged(text: str, language: str) -> None:
    assert ends_well(text, language) in {True, False}


@pytest.mark.parametrize("row", ["“", "«", "( “", ".", "。", "[", "'", '"a “'])
def test_a_long_row_of_marks_takes_no_longer_than_it_is(row: str) -> None:
    text = f"The harbour {row * (60_000 // len(row))} opened again."
    begun = process_time()

    ends_well(text)
    unpaired_marks(text)

    # One that took the square of its length would need a minute here.
    assert process_time() - begun < 3
