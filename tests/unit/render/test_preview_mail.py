"""A mail as the preview shows it: its colours, its pictures, its direction."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from tests.unit.render.examples import EDITION, NOW, PUBLICATION, render

from digest.model.message import Inspection
from digest.render.preview_inbox import cut, make_inbox
from digest.render.preview_mail import (
    Colours,
    drop_marks,
    fix_scheme,
    hide_pictures,
    open_links_outside,
    other_direction,
    picture_addresses,
    show_pictures,
    turn_stories,
)

PAGE = (
    '<html><head><meta name="color-scheme" content="light dark"><style>'
    ":root{color-scheme:light dark;supported-color-schemes:light dark}"
    "@media (prefers-color-scheme:dark){p{color:#fff}}</style></head>"
    "<body><p>It says color-scheme:light dark.</p></body></html>"
)


@pytest.mark.parametrize("colours", [Colours.LIGHT, Colours.INVERTED])
def test_a_light_mail_has_no_dark_colours_and_wants_none_of_the_browser(colours: Colours) -> None:
    shown = fix_scheme(PAGE, colours)
    assert "@media (max-width:0){p" in shown
    assert 'content="light"' in shown
    assert ":root{color-scheme:light;supported-color-schemes:light}" in shown
    assert "It says color-scheme:light dark." in shown, "words are not settings"


def test_a_dark_mail_is_dark_everywhere() -> None:
    shown = fix_scheme(PAGE, Colours.DARK)
    assert "@media (min-width:0){p" in shown
    assert 'content="dark"' in shown
    assert "filter" not in shown


def test_inverting_by_force_turns_the_page_around_and_leaves_pictures() -> None:
    style = re.search("<style>(html[^<]*)</style></head>", fix_scheme(PAGE, Colours.INVERTED))
    assert style
    assert style[1].count("invert(1)") == 2
    assert "img,[background]{filter:invert(1)" in style[1]
    assert "invert" not in fix_scheme(PAGE, Colours.LIGHT)


def test_a_mail_without_a_head_is_shown_all_the_same() -> None:
    assert fix_scheme("<p>Bare</p>", Colours.INVERTED) == "<p>Bare</p>"


def test_no_address_of_a_picture_is_left_when_pictures_are_off() -> None:
    html = render().html
    assert picture_addresses(html)
    bare = hide_pictures(html)
    assert picture_addresses(bare) == ()
    words = [one.get("alt") for one in lxml_html.fromstring(html).iter("img")]
    assert [one.get("alt") for one in lxml_html.fromstring(bare).iter("img")] == words


def test_pictures_are_named_each_once_as_they_really_are() -> None:
    html = '<img src="https://a.example/x?a=1&amp;b=2"><img src="https://a.example/x?a=1&amp;b=2">'
    assert picture_addresses(html + '<td background="https://b.example/y">') == (
        "https://a.example/x?a=1&b=2",
        "https://b.example/y",
    )
    assert 'src="here"' in show_pictures(html, {"https://a.example/x?a=1&b=2": "here"})


def test_links_of_the_framed_mail_open_elsewhere() -> None:
    assert '<head><base target="_blank"><meta' in open_links_outside(PAGE)


@pytest.mark.parametrize(("language", "direction"), [("en", "rtl"), ("ar", "ltr")])
def test_turned_around_every_story_is_laid_out_in_the_other_direction(
    language: str, direction: str
) -> None:
    turned = turn_stories(replace(EDITION, language=other_direction(language)))
    shown = drop_marks(Inspection(rendered=render(turned), mjml=""))
    tree = lxml_html.fromstring(shown.rendered.html)
    assert tree.get("dir") == direction
    other = "ltr" if direction == "rtl" else "rtl"
    stories = [one for one in tree.iter("div") if one.get("dir") == other and one.find("h3")]
    assert stories == []


def test_the_marks_that_turn_stories_leave_no_trace() -> None:
    turned = turn_stories(replace(EDITION, language="ar"))
    plain = render(turned)
    shown = drop_marks(Inspection(rendered=plain, mjml=plain.html)).rendered
    assert "\u200f\u200f" in plain.html
    assert "\u200f\u200f" not in shown.html + shown.text
    assert "%E2%80%8F%E2%80%8F" not in shown.html
    words = lxml_html.fromstring(shown.html).text_content()
    assert [one.headline for one in EDITION.items if one.headline not in words] == []
    assert "Ministers back down on port levy after night of talks\n" in shown.text


def test_the_inbox_shows_sender_lines_and_local_time() -> None:
    inbox = make_inbox(EDITION, PUBLICATION, now=NOW)
    assert (inbox.sender, inbox.time) == ("The Daily", "06:00")
    assert [one.width for one in inbox.cuts] == [35, 60, 90]
    assert inbox.cuts[0].preheader == "Also today: border crossing reopen…"
    assert inbox.cuts[1].preheader == EDITION.preheader
    assert inbox.cuts[2].line.startswith(f"{EDITION.subject} – Also today")
    nameless = replace(PUBLICATION, sender="daily@example.org")
    assert make_inbox(EDITION, nameless, now=NOW).sender == "daily@example.org"


@given(st.text(max_size=60), st.integers(1, 60))
def test_a_line_is_cut_to_its_width_and_never_padded(text: str, width: int) -> None:
    shown = cut(text, width)
    assert len(shown) <= width
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))
