"""What eyes and thumbs need, worked out from the mail as it is sent."""

from dataclasses import replace

import pytest
from tests.unit.check.examples import rules
from tests.unit.check.pages import mail, with_html
from tests.unit.render.examples import EDITION

from digest.check.cascade import split_rules
from digest.check.legible import find_low_contrast, find_small_targets, pixels
from digest.check.parts import take_apart
from digest.model.message import Finding
from digest.text.colours import contrast, read_colour


def found(snippet: str, rule: str) -> list[Finding]:
    parts = take_apart(with_html(mail(), snippet))
    by_rule = {"contrast": find_low_contrast, "tap-size": find_small_targets}
    return list(by_rule[rule](parts))


def words(colour: str, *, style: str = "", ground: str = "#ffffff", sheet: str = "") -> str:
    css = f"color:{colour};background:{ground};{style}"
    return f'<style>{sheet}</style><p class="probe" style="{css}">The harbour reopens</p>'


DARK = (
    "@media (prefers-color-scheme:dark){{p.probe{{color:{0}!important;background:{1}!important}}}}"
)
SAFE = DARK.format("#ffffff", "#000000")


def test_grey_on_white_is_told_with_both_colours_and_the_ratio() -> None:
    [one] = found(words("#999999", sheet=SAFE), "contrast")
    assert "“The harbour reopens” is hard to read in light colours" in one.message
    assert "#999999 on #ffffff has a contrast of 2.8 : 1, less than 4.5 : 1" in one.message


def test_dark_colours_are_worked_out_from_their_own_rules() -> None:
    [one] = found(words("#1a1a1a", sheet=DARK.format("#333333", "#121212")), "contrast")
    assert "in dark colours: #333333 on #121212" in one.message


def test_a_rule_of_more_weight_wins_and_among_equals_the_later() -> None:
    sheet = (
        DARK.format("#333333", "#121212")
        + "@media (prefers-color-scheme:dark){p.probe{color:#ffffff!important}}"
    )
    assert not found(words("#1a1a1a", sheet=sheet), "contrast")
    heavy = "@media (prefers-color-scheme:dark){body p.probe{color:#ffffff!important}}"
    assert not found(words("#1a1a1a", sheet=heavy + DARK.format("#333333", "#121212")), "contrast")


def test_what_is_not_important_does_not_win_over_the_element_itself() -> None:
    sheet = SAFE + "p.probe{color:#999999}"
    assert not found(words("#1a1a1a", sheet=sheet), "contrast")


def test_large_type_needs_less() -> None:
    for style, is_found in (
        ("font-size:24px", False),
        ("font-size:19px;font-weight:700", False),
        ("font-size:19px", True),
    ):
        assert bool(found(words("#808080", style=style, sheet=SAFE), "contrast")) is is_found


def test_what_nobody_sees_needs_no_contrast() -> None:
    hidden = '<div style="display:none;color:#ffffff;background:#ffffff">preview</div>'
    assert not found(hidden, "contrast")


def test_words_on_a_picture_or_in_a_colour_nobody_knows_are_not_judged() -> None:
    for ground in ("url(a.jpg)", "linear-gradient(#fff,#000)", "color-mix(in srgb, red, blue)"):
        assert not found(words("#999999", ground=ground), "contrast")


def test_a_link_without_a_colour_is_blue_as_programs_show_it() -> None:
    dark = '<p style="color:#ffffff;background:#1c1c1c">See <a href="https://a.example/">it</a></p>'
    assert any("#0000ee on #1c1c1c" in one.message for one in found(dark, "contrast"))


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        ("#ABC", "#aabbcc"), ("#a8241a", "#a8241a"), ("rgb(1, 2,3)", "#010203"),
        ("White none", "#ffffff"),
        ("rgba(0,0,0,0)", "transparent"), ("transparent", "transparent"), ("inherit", None),
        ("solid 1px #0b3d5c", "#0b3d5c"), ("#12345", None), ("rgba(255,255,255,.9)", "#ffffff"),
    ],
)  # fmt: skip
def test_colours_are_read_as_css_writes_them(value: str, colour: str | None) -> None:
    assert read_colour(value) == colour


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == 21.0
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def link(style: str, text: str = "All stories") -> str:
    inside = f'<a href="https://a.example/" style="{style}">{text}</a>'
    return f'<p style="margin:0;font-size:12px;line-height:16px">{inside}</p>'


@pytest.mark.parametrize(
    ("style", "is_small"),
    [
        ("", True), ("padding:4px 0", False), ("padding:3px", True), ("line-height:24px", False),
        ("padding:2px 0 6px", False), ("padding-top:8px", False), ("line-height:2", False),
        ("padding:4px;padding-top:0", True),
    ],
)  # fmt: skip
def test_a_link_of_its_own_is_as_high_as_its_line_and_padding(
    style: str, *, is_small: bool
) -> None:
    assert bool(found(link(style), "tap-size")) is is_small


def test_a_link_between_the_words_of_a_sentence_is_let_be() -> None:
    text = link("").replace("<a", "The harbour master said <a").replace("</a>", "</a> of the year.")
    assert not found(text, "tap-size")


def test_a_link_around_a_picture_is_as_high_as_the_picture() -> None:
    picture = '<img src="https://a.example/a.jpg" alt="A" width="80" height="60"> x'
    assert not found(link("", picture), "tap-size")


@pytest.mark.parametrize(
    ("value", "size"),
    [("16px", 16.0), ("1.5em", 24.0), ("150%", 24.0), ("12pt", 16.0), ("2rem", 32.0), ("0", 0.0),
     ("normal", None), ("..px", None), ("1.2.3px", None)],
)  # fmt: skip
def test_lengths_are_read_as_pixels(value: str, size: float | None) -> None:
    assert pixels(value, of=16.0) == size


def test_style_sheets_are_cut_at_their_own_braces() -> None:
    sheet = "a{color:red}@media print{b{color:blue}i{color:red}}@font-face{src:x}u,s{color:#fff"
    assert [(one.selectors, one.media) for one in split_rules(sheet)] == [
        (("a",), ""), (("b",), "print"), (("i",), "print"), (("u", "s"), ""),
    ]  # fmt: skip


def test_odd_style_sheets_end_and_cost_little() -> None:
    for sheet in (
        "{" * 20_000,
        "}" * 20_000,
        "@media x{" * 5_000,
        "a{color:",
        "p::x:y[z{color:red}",
    ):
        assert not found(f"<style>{sheet}</style>", "contrast")


def test_a_mail_without_a_body_is_looked_at_all_the_same() -> None:
    bare = replace(mail(), html="<!DOCTYPE html><html lang='en' dir='ltr'><p>Nothing</p></html>")
    assert "missing-unsubscribe" in rules(EDITION, bare)
