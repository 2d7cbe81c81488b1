"""A theme's tokens and the mail's own words are checked when they are read."""

import tomllib
from dataclasses import replace

import pytest
from tests.unit.render.examples import PLAIN, TEMPLATES, render

from digest.compose.words import _ROWS as COMPOSED
from digest.errors import RenderError
from digest.render.strings import NAMES, choose_strings
from digest.render.theme import READ_ON, Theme
from digest.render.tokens import accept, judge_tokens
from digest.text.colours import contrast

TOKENS = (TEMPLATES / "daily" / "theme.toml").read_text(encoding="utf-8")


def read_theme(text: str, *, path: str) -> Theme:
    """Read tokens from one file that has no layers below it."""
    return accept(*judge_tokens([(path, text)], is_used=lambda _: True), path)


STRINGS = tomllib.loads((TEMPLATES / "strings.toml").read_text(encoding="utf-8"))


def test_contrast_is_measured_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == pytest.approx(1.0)


def test_every_text_of_the_daily_can_be_read_in_light_and_dark() -> None:
    theme = read_theme(TOKENS, path="daily/theme.toml")
    for palette in (theme.light, theme.dark):
        for ink, ground in READ_ON:
            assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('muted = "#595959"', 'muted = "#9a9a9a"', "muted on page has a contrast of 2.5 : 1"),
        ('muted = "#595959"', 'muted = "#555"', r"muted in \[light\] is no colour of six digits"),
        ('muted = "#595959"', "muted = 5", r"muted in \[light\] is no text"),
        ('muted = "#595959"\n', "", r"\[light\] has no muted"),
        ('muted = "#595959"', 'muted = "#595959"\nmutde = "#595959"', "Nobody knows mutde"),
        ("width = 600", "width = 6000", "width in .sizes. is no width"),
        ("width = 600", "width = true", "width in .sizes. is no width"),
        ('heading = "Georgia,', 'heading = "Roboto, Georgia,', "names Roboto"),
        ('heading = "Georgia,', 'heading = "Georgia;color:red,', "is no list of fonts"),
        ("[sizes]", "[size]", r"Nobody knows \[size\]"),
        ("[sizes]", "[extra]\n[sizes]", r"Nobody knows \[extra\]"),
        ("[sizes]", "[sizes", "is not TOML"),
        (TOKENS[TOKENS.index("[radii]") :], "", r"has no \[radii\]"),
    ],
)  # fmt: skip
def test_a_wrong_token_is_named(old: str, new: str, message: str) -> None:
    assert old in TOKENS
    with pytest.raises(RenderError, match=message):
        read_theme(TOKENS.replace(old, new, 1), path="mine/theme.toml")


def test_every_language_has_every_word() -> None:
    for language in STRINGS:
        strings = choose_strings(STRINGS, language)
        assert all(getattr(strings, name) for name in NAMES)


def test_the_mail_speaks_every_language_that_a_draft_does() -> None:
    assert set(COMPOSED) | {"en"} == set(STRINGS)


def test_a_language_falls_back_to_its_first_subtag_then_to_english() -> None:
    assert choose_strings(STRINGS, "de-AT").unsubscribe == "Abbestellen"
    assert choose_strings(STRINGS, "PT-br").unsubscribe == "Cancelar inscrição"
    assert choose_strings(STRINGS, "tlh").unsubscribe == "Unsubscribe"


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({}, r"has no \[en\]"),
        ({"en": "words"}, "is no table"),
        ({"en": STRINGS["en"] | {"why": "Because."}}, r"why in \[en\] needs one {}"),
        ({"en": STRINGS["en"] | {"view": ""}}, r"\[en\] has no text for view"),
        ({"en": {}}, r"\[en\] has no text for"),
    ],
)
def test_missing_words_are_named(table: dict[str, object], message: str) -> None:
    with pytest.raises(RenderError, match=message):
        choose_strings(table, "en")


@pytest.mark.parametrize("language", sorted(STRINGS))
def test_the_theme_renders_in_every_language(language: str) -> None:
    rendered = render(replace(PLAIN, language=language))
    assert f'lang="{language}"' in rendered.html
    assert STRINGS[language]["unsubscribe"] in rendered.text
