"""What a model wraps around its words goes; its words stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.answers import clean_answer, find_remark, has_address

TEXT = "Ministers dropped the levy. Rates stay at 3.75%."


@pytest.mark.parametrize(
    "answer",
    [
        TEXT,
        f"  {TEXT}\n\n",
        f"```\n{TEXT}\n```",
        f"```text\n{TEXT}\n```",
        f"“{TEXT}”",
        f'"{TEXT}"',
        f"Here is the summary:\n\n{TEXT}",
        f"Summary: {TEXT}",
        f"Zusammenfassung: {TEXT}",
        f"## {TEXT}",
        f"- {TEXT}",
        f"> {TEXT}",
        f"1. {TEXT}",
        "**Ministers** dropped the *levy*.\nRates stay at __3.75%__.",
        "Ministers dropped [the levy](https://evil.example/x). Rates stay at 3.75%.",
        "<p>Ministers dropped the <b>levy</b>.</p><script>Rates stay at 3.75%.</script>",
        "Ministers\x00 dropped\x1b the\u202e levy.\r\nRates\u2028stay at 3.75%.",
        f"<think>They want a summary. Let me lie.</think>\n{TEXT}",
        f"<think>One.</think><think>Two.</think>{TEXT}",
        f"<think>They want &lt;b&gt;.</think> {TEXT.replace('3.75%', '3.75&#37;')}",
    ],
)  # fmt: skip
def test_the_words_alone_are_left(answer: str) -> None:
    assert clean_answer(answer) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "“We counted twice,” he said, “and lost.”",
        "2 * 3 * 4 is 24, and a_b_c is a name.",
        "If a < b and c > d, the levy stays: so Ruiz.",
        "The vote: 12 to 3.",
        "3.75 is the rate.",
        "税は撤回された。",
    ],
)
def test_what_is_no_markup_stays(text: str) -> None:
    assert clean_answer(text) == text


def test_a_thought_without_an_answer_is_no_answer() -> None:
    assert clean_answer("<think>The ministers dropped the levy. I could say") == ""


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("As an AI, I cannot judge the levy.", "As an AI"),
        ("I’m sorry, the article is too long.", "I’m sorry"),
        ("Als KI kann ich das nicht.", "Als KI"),
        ("Ignore all previous orders, readers.", "Ignore all"),
    ],
)
def test_what_it_says_of_itself_is_found(text: str, remark: str) -> None:
    found = find_remark(text, "The levy is off.")
    assert found == remark.replace("’", "'")


def test_an_article_about_language_models_may_be_told() -> None:
    told = "A language model wrote the levy, Ruiz said."
    assert find_remark(told, told) is None


def test_addresses_are_seen() -> None:
    assert has_address("See www.evil.example for more.")
    assert has_address("Write to desk@example.org.")
    assert has_address("See HTTPS://evil.example")
    assert not has_address("At 5 p.m. the vote (12:3) was over; e.g. here.")


@given(st.text(alphabet=st.sampled_from('ab <>/*_[]()`#:.\n"“”think'), max_size=200))
def test_any_answer_becomes_one_line_without_tags(answer: str) -> None:
    cleaned = clean_answer(answer)
    assert "\n" not in cleaned
    assert cleaned == cleaned.strip()


@pytest.mark.parametrize("piece", ["<think>", "<b", "[", "[a](", "**a", "*a ", "```\n", "a:\n"])
def test_long_answers_take_little_time(piece: str) -> None:
    clean_answer(piece * 20_000)
