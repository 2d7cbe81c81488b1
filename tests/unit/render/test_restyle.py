"""docs/how-to/restyle.md shows files that work; the reference names everything there is."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
from tests.unit.render.examples import EDITION, TEMPLATES, render, sources
from tests.unit.render.restyle import STEPS, desk_files, restyled

from digest.render import variables
from digest.render.layers import find_layers
from digest.render.lint_css import known_classes
from digest.render.lint_theme import lint_theme
from digest.render.opening import open_theme
from digest.render.tokens import PARTS, names_of

DOCS = Path(__file__).parents[3] / "docs"
PAGE = (DOCS / "how-to" / "restyle.md").read_text(encoding="utf-8")
REFERENCE = (DOCS / "reference" / "templates.md").read_text(encoding="utf-8")
SHOWN = dict(
    re.findall(r"^`templates/([^`]+)`\n\n```\w+\n(.*?)```$", PAGE, re.MULTILINE | re.DOTALL)
)


def test_the_page_shows_the_files_as_they_are() -> None:
    assert desk_files() == SHOWN


def test_the_desk_of_the_page_has_no_mistake() -> None:
    for theme in ("daily", "evening"):
        assert lint_theme(theme, sources() | desk_files()) == []


def test_the_masthead_of_the_page_has_no_mistake_and_the_date_above_the_name() -> None:
    block = PAGE[PAGE.index("{% block masthead %}") :].split("```")[0]
    mail = '{% extends "shipped/daily/mail.mjml.j2" %}\n' + block
    files = sources() | {"daily/mail.mjml.j2": mail}
    assert lint_theme("daily", files) == []
    html = render(theme=open_theme("daily", files)).html
    assert 0 < html.index('class="m"') < html.index('class="mast"')


def test_the_refused_colour_of_the_page_is_refused_in_its_words() -> None:
    bad = desk_files()["daily/theme.toml"].replace('accent = "#1f6f43"', 'accent = "#5fbf83"')
    found = lint_theme("daily", sources() | {"daily/theme.toml": bad})
    told = [f"templates/{one.file}:{one.line}:{one.column}  error  contrast" for one in found]
    lines = [f"{place}  {one.message} {one.fix}" for place, one in zip(told, found, strict=True)]
    assert any(line in PAGE for line in lines)


@pytest.mark.parametrize("picture", STEPS)
def test_each_picture_is_there_and_shown(picture: str) -> None:
    assert f"../pictures/{picture}.png" in PAGE
    assert (DOCS / "pictures" / f"{picture}.png").read_bytes()[:4] == b"\x89PNG"


def test_each_step_changes_what_the_page_says() -> None:
    plain, tokens = render().html, render(theme=restyled("restyle-tokens")).html
    assert "#1f6f43" in tokens
    assert "#1f6f43" not in plain
    assert "▪ Politics" in render(theme=restyled("restyle-macro")).html
    whole = render(EDITION, theme=restyled("restyle-theme"))
    assert "In this edition" not in whole.html
    assert "#5b3a8c" in whole.html
    assert "Write to the desk" in whole.html
    assert "mailto:desk@example.org" in whole.text
    assert "Go on reading" in whole.html


def test_the_reference_names_every_macro_with_its_arguments_and_every_block() -> None:
    for path in TEMPLATES.glob("*/m*.j2"):
        text = path.read_text(encoding="utf-8")
        for macro in re.findall(r"\{% macro (\w+\(.*?\)) -?%\}", text):
            assert f"`{macro}`" in REFERENCE, path
        if path.parent.name == "shared":
            for block in re.findall(r"\{%-? block (\w+)", text):
                assert f"`{block}`" in REFERENCE, path


def test_the_reference_names_every_class_and_the_colours_of_daily() -> None:
    classes = set(known_classes(find_layers("daily", sources())))
    assert classes - set(re.findall(r"`\.(\w+)`", REFERENCE)) == set()
    tokens = (TEMPLATES / "daily" / "theme.toml").read_text(encoding="utf-8")
    assert {one for one in re.findall("#[0-9a-f]{6}", tokens) if one not in REFERENCE} == set()


def test_the_reference_names_every_variable_and_token() -> None:
    names = {name for part in PARTS for name in [f"[{part}]", *names_of(part)]}
    for view in (variables.EditionView, variables.SectionView, variables.StoryView):
        names |= {one.name for one in fields(view)}
        names |= {name for name, one in vars(view).items() if isinstance(one, property)}
    assert {name for name in names if f"`{name}`" not in REFERENCE} == set()
