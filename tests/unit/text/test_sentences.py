"""Sentences end where a reader ends them, in many languages, and nothing is lost."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.sentences import split_sentences

ENGLISH = [
    ["The harbour closed.", "Nobody came."],
    ["Mr. Aas and Dr. Ruiz met at 5 p.m. on Monday.", "They left at 6 p.m.", "The ferry had gone."],
    ["Kaldvik Lines Inc. lost $4.5 million.", "It sold two ships."],
    ["She works for the U.S. Senate in Washington, D.C., and lives there."],
    ["He moved to the U.S.", "There he met J. R. Marsh."],
    ["“We will not yield.”", "The mayor left."],
    ['"We will not yield," she said.', '"Not now."', "The mayor left."],
    ["“Will it hold?” he asked.", "It did."],
    ["“Stop!” Ana Ruiz shouted from the quay.", "The ship did not stop."],
    [
        "The plan (see p. 12) costs 3.2 million.",
        "The council voted on Jan. 3 at No. 5 Quay St. in town.",
    ],
    ["It failed...", "Then it failed again."],
    ["They waited… and waited.", "The ferry came."],
    ["More at www.example.org/a.b?c=d.", "Write to jo.marsh@example.org."],
    ["Did you see it?!", "I did."],
    ["No.", "He refused."],
    ["You and I.", "Did Albert I. Jones come?"],
    ["She shops at Yahoo! in the evening."],
    ["The vote was 12 to 3.", "2023 was a bad year."],
    ["The iPhone was late.", "iPhone buyers queued."],
    ["Prices rose 4 p.c. in Kaldvik, e.g. for bread, fish, etc., and fell elsewhere."],
]


@pytest.mark.parametrize("sentences", ENGLISH)
def test_english_sentences_are_found(sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "de",
            [
                "Am 28. September kam z. B. Dr. Grün.",
                "Sie blieb bis zum 3. Oktober.",
                "Dann fuhr sie.",
            ],
        ),
        ("de", ["„Wir gehen nicht.“", "Der Rat schwieg."]),
        ("de-AT", ["Der FC gewann das 1. Spiel am 2. Mai usw. in Wien.", "Er jubelte."]),
        ("fr", ["M. Dupont a vu Mme Moreau.", "« C’est fini ! »", "Elle est partie."]),
        ("es", ["El Sr. Gil llegó a las 5 p. m. a la sala.", "¿Quién era?", "¡Nadie!"]),
        ("it", ["Il dott. Bianchi è arrivato.", "La nave no."]),
        ("pt", ["O Dr. Silva chegou.", "A Sra. Costa não."]),
        ("nl", ["Dhr. Bakker kwam o.a. uit Gent.", "Hij bleef."]),
        ("ru", ["Г-н А. С. Петров прибыл в 2023 г. в порт.", "Он остался."]),
        ("el", ["Τι έγινε;", "Ο κ. Παππάς έφυγε."]),
        ("ar", ["وصل د. أحمد إلى الميناء.", "هل بقي؟", "لا."]),
        ("hi", ["बंदरगाह खुल गया।", "डॉ. शर्मा आए।", "क्या वे रुके?"]),
        ("pl", ["Prof. Nowak przyjechał 3. maja.", "Został."]),
    ],
)
def test_other_languages_are_split_with_their_own_abbreviations(
    language: str, sentences: list[str]
) -> None:
    assert split_sentences(" ".join(sentences), language) == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("zh", ["港口重新开放。", "市长说：“很好！”", "渡轮五月起航。"]),
        ("zh", ["“好！”的声音传来。", "渡轮开了。"]),
        ("ja", ["港が再開した。", "市長は「よい。とてもよい。」と述べた。", "船は五月に出る。"]),
    ],
)
def test_scripts_without_spaces_are_split_at_their_stops(
    language: str, sentences: list[str]
) -> None:
    assert split_sentences("".join(sentences), language) == sentences


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    text = "The harbour\nis closed\n\nNobody came"
    assert split_sentences(text) == ["The harbour is closed", "Nobody came"]


def test_items_of_a_list_are_sentences_of_their_own() -> None:
    assert split_sentences("1) Bread 2) Butter 3) Milk") == ["1) Bread", "2) Butter", "3) Milk"]
    assert split_sentences("• Bread • Butter") == ["• Bread", "• Butter"]


def test_sentences_that_lost_their_space_are_split_and_addresses_are_not() -> None:
    assert split_sentences("The quay closed.The mayor left.") == [
        "The quay closed.",
        "The mayor left.",
    ]
    assert split_sentences("See the.mayor.Example.org today") == ["See the.mayor.Example.org today"]


PIECES = st.sampled_from(
    ["The", "mayor", "Mr.", "U.S.", "p.m.", "“No!”", "3.5", "5.", "etc.", "said", "She", "…", "...",
     "«Oui»", "。", "「", "」", "؟", "\n", "\n\n", "•", "1)", "2)", "a.", "(", ")", '"', "I.", " "]
)  # fmt: skip


@given(
    st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)),
    st.sampled_from(["en", "de", "fr", "el", "ja", "xx", "", "pt-BR"]),
)
def test_no_letter_is_lost_added_or_moved(text: str, language: str) -> None:
    sentences = split_sentences(text, language)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence.strip() == sentence != "" for sentence in sentences)


@given(st.lists(st.sampled_from(["The harbour closed.", "Nobody came.", "Why?"]), min_size=1))
def test_splitting_again_changes_nothing(sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "piece", [".", "a.", "「", "1) ", "?!", "• ", ". . ", "A. ", "(\n", "x.Y "]
)
def test_time_grows_with_the_length_of_the_text(piece: str) -> None:
    start = time.perf_counter()
    split_sentences(piece * 100_000)
    assert time.perf_counter() - start < 3
