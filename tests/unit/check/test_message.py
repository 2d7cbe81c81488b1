"""Rules about the message, its markup and its size."""

from dataclasses import replace

import pytest
from tests.unit.check.examples import look, only, rules
from tests.unit.check.test_links import changed
from tests.unit.render.examples import (
    EDITION,
    HERO,
    PUBLICATION,
    render,
    story,
    theme_with,
    with_items,
)

from digest.model.article import Image
from digest.model.message import Level


def test_an_empty_subject_blocks() -> None:
    for subject in ("", "  ", "\u200b"):
        assert only("subject-empty", replace(EDITION, subject=subject)).level is Level.ERROR


@pytest.mark.parametrize(
    ("subject", "rule"),
    [("A very long subject " * 5, "subject-length"), ("MINISTERS BACK DOWN", "subject-capitals")],
)
def test_a_subject_that_inboxes_spoil_is_worth_a_look(subject: str, rule: str) -> None:
    assert only(rule, replace(EDITION, subject=subject)).level is Level.WARNING


@pytest.mark.parametrize("subject", ["NATO: EU", "港口税法案", "Ports reopen"])
def test_an_ordinary_subject_is_not(subject: str) -> None:
    assert rules(replace(EDITION, subject=subject)) == set()


@pytest.mark.parametrize(
    ("preheader", "rule"),
    [
        ("", "preheader-missing"),
        ("Ministers back down on port levy.", "preheader-repeats-subject"),
        ("MINISTERS back down on port levy, and more", "preheader-repeats-subject"),
        ("Also today: " + "news " * 40, "preheader-length"),
    ],
)
def test_a_preheader_that_says_nothing_new_is_worth_a_look(preheader: str, rule: str) -> None:
    assert only(rule, replace(EDITION, preheader=preheader)).level is Level.WARNING


def test_a_headline_that_one_part_lacks_is_an_error() -> None:
    rendered = render()
    without = replace(rendered, text=rendered.text.replace("Rail strike called off", "Strike off"))
    assert "text part lacks the headline" in only("text-part-differs", EDITION, without).message
    html = replace(rendered, html=rendered.html.replace("Rail strike called off", "Strike off"))
    assert "HTML part lacks the headline" in only("text-part-differs", EDITION, html).message


def test_a_link_that_one_part_lacks_is_an_error() -> None:
    rendered = render()
    text = rendered.text.replace("https://daily.example.org/2026/11/23/rail", "")
    found = [one for one in look(EDITION, replace(rendered, text=text)) if one.level is Level.ERROR]
    assert [one.rule for one in found] == ["text-part-differs"]
    text = rendered.text.replace("<https://daily.example.org/2026/11/23/figures>", "")
    assert "text-part-differs" in rules(EDITION, replace(rendered, text=text))


def test_letters_beyond_ascii_in_an_address_are_the_same_link_in_both_parts() -> None:
    item = replace(
        story("Levy", "See [the sizes](https://a.example/größe?q=ü).", "a"),
        url="https://zeitung.example/größe/日本?x=ä&y=1",
    )
    assert rules(with_items(HERO, item)) == set()


def test_a_wrapped_headline_in_any_script_counts_as_the_same() -> None:
    for headline in ("港口税法案在最后时刻被撤回" * 6, "word " * 40 + "end", "a\u200bb \u202eback"):
        item = story(headline, "It was dropped.", "a")
        assert "text-part-differs" not in rules(with_items(HERO, item))


def test_a_theme_without_unsubscribe_is_an_error_in_either_part() -> None:
    bare = theme_with(
        mail_mjml_j2='{% extends "daily/mail.mjml.j2" %}{% block top %}{% endblock %}'
        "{% block footer %}{% endblock %}",
        mail_txt_j2='{% extends "daily/mail.txt.j2" %}{% block masthead %}{% endblock %}'
        "{% block footer %}{% endblock %}",
    )
    found = [one for one in look(EDITION, render(theme=bare)) if one.rule == "missing-unsubscribe"]
    assert len(found) == 2
    assert {one.level for one in found} == {Level.ERROR}


@pytest.mark.parametrize("url", ["", "http://news.example.org"])
def test_without_an_https_page_large_providers_are_not_pleased(url: str) -> None:
    assert only("one-click-unsubscribe", public_url=url).level is Level.WARNING


def test_a_sender_without_a_postal_address_is_told_of_the_law() -> None:
    bare = replace(PUBLICATION, address=" ")
    assert only("missing-postal-address", publication=bare).level is Level.WARNING


def test_a_picture_without_words_is_an_error_with_its_line() -> None:
    item = story("Levy", "It was dropped.", "a", line=5, image=Image(url="https://a.example/a.jpg"))
    found = only("missing-alt", with_items(HERO, item))
    assert (found.level, found.line) == (Level.ERROR, 5)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('alt="Cranes above container stacks at dusk"', 'alt=""', "missing-alt"),
        ('alt="Cranes above container stacks at dusk"', "", "missing-alt"),
        ('width="600"', "", "image-without-width"),
        ("levy.jpg", "levy.webp", "image-format"),
        ("https://img.example.org/levy.jpg", "data:image/png;base64,AA", "image-format"),
        ("<h1", "<h4", "heading-order"),
        ("<h3", "<h6", "heading-order"),
        ("</body>", "<form></form></body>", "forbidden-element"),
        ("</body>", "<svg></svg></body>", "forbidden-element"),
        ("</body>", '<p style="display:flex">x</p></body>', "forbidden-css"),
        ("</head>", "<style>p{float:left}</style></head>", "forbidden-css"),
        ("<!DOCTYPE html>", "", "document-language"),
        ('<html lang="en"', "<html", "document-language"),
    ],
)
def test_markup_that_mail_programs_spoil_is_found(old: str, new: str, rule: str) -> None:
    assert rule in rules(EDITION, changed(old, new))


def test_a_heavy_mail_is_warned_of_before_it_is_clipped() -> None:
    items = [story(f"Headline number {n}", "A sentence of news. " * 50, f"s{n}") for n in range(50)]
    edition = with_items(HERO, *items)
    rendered = render(edition)
    assert 85_000 <= len(rendered.html.encode()) <= 100_000
    assert only("size", edition, rendered).level is Level.WARNING


def test_stories_that_were_folded_are_named() -> None:
    items = [
        story(f"Headline number {n}", f"Begin {n}. " + "A sentence of news. " * 99, f"s{n}", line=n)
        for n in range(1, 61)
    ]
    findings = look(with_items(HERO, *items))
    folded = [one.line for one in findings if one.rule == "folded-story"]
    assert folded
    assert folded == list(range(61 - len(folded), 61))
    assert {one.level for one in findings} == {Level.WARNING}


def test_a_mail_that_is_clipped_all_the_same_blocks() -> None:
    items = [story("Headline " + "very long " * 250 + str(n), "", f"s{n}") for n in range(60)]
    assert only("size", with_items(HERO, *items)).level is Level.ERROR
