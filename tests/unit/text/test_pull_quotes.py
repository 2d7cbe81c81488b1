"""Which quotation of a summary is set in large letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.pull_quotes import MOST_LETTERS, pull_quote


@pytest.mark.parametrize(
    ("text", "language", "quotation"),
    [
        (
            "It passed. “We did not buy a ship,” said Ines Caldwell. “We bought back the evening.”",
            "en",
            "“We bought back the evening.”",
        ),
        ("She said: “Nobody on this coast waits for ferries”, and left.", "en",
         "“Nobody on this coast waits for ferries”"),
        ('"Nobody waits for ferries here," he said.', "en", "“Nobody waits for ferries here”"),
        ('"Niemand wartet hier auf Fähren."', "de", "„Niemand wartet hier auf Fähren.“"),
        ('"Niemand wartet hier auf Fähren."', "de-CH", "«Niemand wartet hier auf Fähren.»"),
        ("„Wir haben kein Schiff gekauft“, sagte sie.", "de", "„Wir haben kein Schiff gekauft“"),
        ("« On ne ferme pas une rivière », dit-il.", "fr",
         "«\u00a0On ne ferme pas une rivière\u00a0»"),
        ('"On ne ferme pas une rivière", dit-il.', "fr-BE",
         "«\u00a0On ne ferme pas une rivière\u00a0»"),
        ("تقول مريم: «الكتاب الذي يعود متأخرًا يعود ومعه حكاية».", "ar",
         "«الكتاب الذي يعود متأخرًا يعود ومعه حكاية»"),
        ("船長は「島の夜は船の明かりで始まる」と話した。", "ja", "「島の夜は船の明かりで始まる」"),
    ],
)  # fmt: skip
def test_a_whole_sentence_is_chosen_in_the_marks_of_its_language(
    text: str, language: str, quotation: str
) -> None:
    assert pull_quote(text, language) == quotation


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The company blamed “weak orders” for memory parts.",
        "It was, she said, “not what anybody on the council had asked for”.",
        "“" + "All of it was said in one breath and " * 20 + "nobody stopped her.”",
        "“It never ends, whatever the council says about it.",
        "It doesn't matter, the drivers' union said, and so 'tis.",
    ],
)
def test_a_fragment_a_speech_and_half_a_quotation_are_not(text: str) -> None:
    assert pull_quote(text, "en") == ""


@given(
    st.text(st.sampled_from("“”„«»\"'‘’「」 \u00a0Aa.,é字"), max_size=120),
    st.sampled_from(["en", "fr", "ja"]),
)
def test_what_is_chosen_stands_in_the_text(text: str, language: str) -> None:
    chosen = pull_quote(text, language)
    if chosen:
        assert chosen[1:-1].strip("\u00a0") in text
        assert len(chosen) <= MOST_LETTERS + 4
