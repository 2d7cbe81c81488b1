"""Direction, language and what may be printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.render.examples import EDITION

from digest.render.characters import (
    UNPRINTABLE,
    language_direction,
    printable,
    text_direction,
    text_language,
)


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("az-Arab", "rtl"),
     ("en", "ltr"), ("ar-Latn", "ltr"), ("ja", "ltr"), ("ARC", "rtl")],
)  # fmt: skip
def test_a_language_has_a_direction(language: str, direction: str) -> None:
    assert language_direction(language) == direction


@pytest.mark.parametrize(
    ("text", "direction"),
    [("123 — مرحبا hello", "rtl"), ("“Hello” مرحبا", "ltr"), ("2026!", None), ("", None),
     ("שלום", "rtl"), ("東京", "ltr")],
)  # fmt: skip
def test_a_text_goes_the_way_of_its_first_strong_letter(text: str, direction: str | None) -> None:
    assert text_direction(text) == direction


@pytest.mark.parametrize(
    ("text", "edition", "language"),
    [
        ("Ports reopen", "en", None),
        ("Les ports rouvrent", "en", None),
        ("الموانئ تعود إلى العمل", "en", "ar"),
        ("بنادر پس از گفتگو باز شدند", "en", "fa"),
        ("بنادر پس از گفتگو باز شدند", "ar", None),
        ("הנמלים נפתחו מחדש", "de", "he"),
        ("Порты снова открыты", "en", "ru"),
        ("Порти знову відкриті, її слова", "en", "uk"),
        ("Пристанищата отново работят", "bg", None),
        ("港が再開した", "en", "ja"),
        ("港口重新开放", "en", "zh"),
        ("東京湾再開", "ja", None),
        ("항구가 다시 열렸다", "en", "ko"),
        ("Τα λιμάνια άνοιξαν", "en", "el"),
        ("Ports reopen", "ar", "und-Latn"),
        ("2026", "ar", None),
        ("", "en", None),
    ],
)
def test_a_text_in_another_script_has_its_own_language(
    text: str, edition: str, language: str | None
) -> None:
    assert text_language(text, edition) == language


@given(st.text())
def test_printing_twice_changes_nothing_and_leaves_nothing_bad(text: str) -> None:
    clean = printable(text)
    assert printable(clean) == clean
    assert not UNPRINTABLE.search(clean)
    clean.encode()


def test_a_clean_edition_stays_equal() -> None:
    assert printable(EDITION) == EDITION
