"""The words of a card are broken into lines as readers of the language expect."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.adapters.card_lines import (
    break_lines,
    cut_line,
    drawable,
    is_complex,
    is_from_right,
)


def narrow(text: str) -> bool:
    return len(text) <= 12


def test_lines_break_between_words() -> None:
    lines = break_lines("Ministers back down on port levy", narrow)
    assert lines == ["Ministers", "back down on", "port levy"]


def test_a_word_that_is_too_long_is_broken() -> None:
    assert break_lines("ab Hafenabgabenverordnung", narrow) == ["ab", "Hafenabgaben", "verordnung"]


def test_japanese_breaks_anywhere_but_before_a_closing_mark_and_a_small_letter() -> None:
    text = "大臣、港湾課徴金案を撤回へ。「夜通しの協議」の末"
    lines = break_lines(text, narrow)
    assert "".join(lines) == text
    assert len(lines) == 2
    assert lines[1].startswith("へ")
    assert not any(line[0] in "、。」ょ" or line[-1] == "「" for line in lines)
    assert break_lines("あいうえおかきくけこさし。た", narrow)[0] == "あいうえおかきくけこさ"


def test_vowel_signs_stay_with_their_letter() -> None:
    lines = break_lines("ก" * 11 + "กี" + "ก", narrow)
    assert lines == ["ก" * 11, "กีก"]


def test_what_is_too_long_ends_in_dots_after_a_word() -> None:
    assert cut_line("Ministers back down", narrow) == "Ministers…"
    assert cut_line("Hafenabgabenverordnung", narrow) == "Hafenabgabe…"
    assert cut_line("short", narrow) == "short"


def test_emoji_and_marks_of_direction_are_left_out_and_letters_stay() -> None:
    assert drawable("Port\u200f levy 🎉 off ❤\ufe0f") == "Port levy off"
    assert drawable("Ça coûte 5 € – déjà\x00 ©") == "Ça coûte 5 € – déjà ©"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ministers", ("left", "as it is")),
        ("2026 — الوزراء EBU", ("right", "shaped")),
        ("EBU והשרים", ("left", "shaped")),
        ("השרים", ("right", "shaped")),
        ("मंत्री", ("left", "shaped")),
        ("大臣", ("left", "as it is")),
        ("", ("left", "as it is")),
    ],
)
def test_direction_and_need_of_a_shaper_are_told(text: str, told: tuple[str, str]) -> None:
    side = "right" if is_from_right(text) else "left"
    assert (side, "shaped" if is_complex(text) else "as it is") == told


@given(st.text(max_size=60))
def test_no_letter_is_lost_and_every_line_fits(text: str) -> None:
    clean = drawable(text)
    lines = break_lines(clean, narrow)
    assert "".join("".join(lines).split()) == "".join(clean.split())
    assert all(narrow(line) for line in lines)
    assert narrow(cut_line(clean, narrow))
