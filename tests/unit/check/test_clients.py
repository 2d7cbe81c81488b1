"""What single mail programs cannot show, by dated facts."""

import re
from dataclasses import replace
from datetime import date

import pytest
from tests.unit.check.examples import PATH, look, only
from tests.unit.check.pages import mail, with_html
from tests.unit.render.examples import EDITION, HERO, PUBLICATION, render, sources, with_items

from digest.check.clients import (
    GRACEFUL,
    MUST_NOT_CSS,
    MUST_NOT_TAGS,
    PICTURES,
    UNEVEN,
    find_forbidden,
    find_theme_pictures,
    find_uneven,
    list_names,
    without_support,
)
from digest.check.legible import find_low_contrast
from digest.check.mail_clients import CLIENTS, DATE, LICENCE, SOURCE, SUPPORT
from digest.check.parts import take_apart
from digest.model.article import Image
from digest.model.message import Level, Rendered
from digest.render.opening import open_theme

OTHERS = {"image-base64", "html-srcset", *GRACEFUL, *(slug for slug, _ in PICTURES.values())}


def found_in(rendered: Rendered) -> set[str]:
    parts = take_apart(rendered)
    found = (find_forbidden(parts), find_uneven(parts), find_theme_pictures(EDITION, parts))
    return {one.rule for findings in found for one in findings}


def test_the_data_is_dated_and_names_its_source() -> None:
    assert date.fromisoformat(DATE) >= date(2025, 9, 9)
    assert SOURCE.startswith("https://")
    assert "MIT" in LICENCE


def test_every_row_has_a_letter_for_every_mail_program() -> None:
    assert len(set(CLIENTS)) == len(CLIENTS)
    for slug, letters in SUPPORT.items():
        assert re.fullmatch(f"[yanu]{{{len(CLIENTS)}}}", letters), slug


def test_every_row_is_used_and_every_rule_has_its_row() -> None:
    rules_of = {one.slug for one in (*MUST_NOT_CSS, *MUST_NOT_TAGS, *UNEVEN) if one.slug}
    assert rules_of | OTHERS == set(SUPPORT)


def test_every_rule_has_somebody_who_does_not_support_it() -> None:
    for feature in (*MUST_NOT_CSS, *MUST_NOT_TAGS, *UNEVEN):
        assert not feature.slug or without_support(feature.slug), feature.name


def test_facts_that_everybody_knows_are_read_rightly() -> None:
    assert "Outlook for Windows" in without_support("css-display-flex")
    assert "Gmail" not in without_support("css-display-flex")
    assert "Gmail" in without_support("html-svg")
    assert without_support("image-webp") == ("Outlook for Windows",)


def test_the_first_programs_are_named_and_the_others_counted() -> None:
    assert list_names(("A",)) == "A"
    assert list_names(("A", "B", "C")) == "A, B and C"
    assert list_names(("A", "B", "C", "D", "E", "F")) == "A, B, C, D and 2 more"


def test_a_finding_names_the_programs() -> None:
    found = only("forbidden-css", EDITION, with_html(mail(), '<p style="display:flex">x</p>'))
    assert found.level is Level.ERROR
    assert "display: flex, which Outlook for Windows, Windows Mail, GMX" in found.message


@pytest.mark.parametrize(
    "css",
    [
        "display : inline-grid", "float:right", "position:absolute", "background:url(a.png)",
        "color:var(--ink)", "column-count:2", "columns: 2",
    ],
)  # fmt: skip
def test_css_that_breaks_a_mail_is_an_error(css: str) -> None:
    assert "forbidden-css" in found_in(with_html(mail(), f'<p style="{css}">x</p>'))


@pytest.mark.parametrize(
    "css",
    [
        "display:inline-block", "position:relative", "float:none", "max-width:600px",
        "border-radius:4px", "column-gap:0;vertical-align:top", "text-transform:none",
        "mso-text-raise:4px", "-ms-interpolation-mode:bicubic", "word-break:break-word",
    ],
)  # fmt: skip
def test_css_that_mail_programs_know_or_may_ignore_is_let_be(css: str) -> None:
    found = found_in(with_html(mail(), f'<p style="{css}">x</p>'))
    assert not found & {"forbidden-css"}
    assert ("client-support" in found) == ("gap" in css)


@pytest.mark.parametrize("tag", ["script", "iframe", "svg", "form", "video", "dialog", "link"])
def test_elements_that_are_taken_out_are_errors(tag: str) -> None:
    found = only("forbidden-element", EDITION, with_html(mail(), f"<{tag}></{tag}>"))
    assert f"<{tag}>" in found.message


def test_what_a_comment_says_is_no_css() -> None:
    rendered = with_html(mail(), "<style>/* display:flex */ p{color:#1a1a1a}</style>")
    assert "forbidden-css" not in found_in(rendered)


def test_pictures_are_told_apart_by_their_address_not_by_their_query() -> None:
    html = mail().html
    for name, expected in (("levy.webp?w=1", True), ("levy.jpg?old=a.webp", False)):
        other = replace(mail(), html=html.replace("levy.jpg", name))
        assert ("image-format" in found_in(other)) is expected


def test_a_storys_picture_is_told_with_its_story_and_its_line() -> None:
    image = Image(url="https://img.example.org/levy.avif", alt="Dusk")
    found = only("image-format", with_items(replace(HERO, image=image, line=9)))
    assert (found.level, found.line, found.file) == (Level.WARNING, 9, PATH)
    assert found.message.startswith(f"The picture of “{HERO.headline}” is AVIF, which")


@pytest.mark.parametrize("name", ["daily", "brief", "magazine"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_mail_of_every_theme_is_clean_whichever_way_it_runs(name: str, language: str) -> None:
    theme, publication = open_theme(name, sources()), replace(PUBLICATION, language=language)
    edition = replace(EDITION, language=language)
    rendered = render(edition, publication, theme=theme)
    assert look(edition, rendered, publication) == []
    # The same rule does find something once one of its colours is another.
    for palette in (theme.theme.light, theme.theme.dark):
        assert palette.card in rendered.html
        html = rendered.html.replace(palette.card, palette.muted)
        assert list(find_low_contrast(take_apart(replace(rendered, html=html))))
