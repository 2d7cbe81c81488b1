"""The way from a template to HTML: what must survive it, and what must not come in."""

import socket
from dataclasses import replace

import pytest
from tests.bench.rendering import make_edition
from tests.unit.render.examples import (
    EDITION,
    HERO,
    PLAIN,
    SPONSORED,
    render,
    sources,
    story,
    theme_with,
    with_items,
)

from digest.errors import RenderError
from digest.render.html import merge_comments, trim
from digest.render.inline import inline, lint_css
from digest.render.message import FOLD_OVER
from digest.render.opening import open_theme


def test_the_same_edition_renders_to_the_same_bytes() -> None:
    first, second = render(), render(theme=open_theme("daily", sources()))
    assert first == second


def test_the_doctype_keeps_standards_mode() -> None:
    assert render().html.startswith("<!DOCTYPE html>")


def test_dark_and_phone_styles_survive_the_inliner() -> None:
    html = render().html
    assert "@media (prefers-color-scheme:dark)" in html
    assert "@media (max-width:480px)" in html
    assert "[data-ogsc]" in html
    assert "table-layout:fixed!important" in html


def test_each_way_of_asking_for_dark_has_a_style_block_of_its_own() -> None:
    blocks = [part.split("</style>")[0] for part in render().html.split("<style")[1:]]
    both = [block for block in blocks if "data-ogsc" in block and "@media" in block]
    assert not both
    assert sum("data-ogsc" in block for block in blocks) == 1


def test_nothing_is_fetched_from_a_font_server() -> None:
    html = render().html
    assert "fonts.googleapis" not in html
    assert "@import" not in html
    assert "@font-face" not in html


def test_rendering_opens_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert render().html


def test_the_inliner_changes_styles_of_matched_elements_only() -> None:
    page = (
        "<!doctype html><html><head><title>T</title><style>p{color:red!important}</style></head>"
        '<body><p class="a">One</p><img src="https://x.example/a.png" width="640" alt="A"></body>'
        "</html>"
    )
    inlined = inline(page, ".a { color: #112233 }")
    assert '<p class="a" style="color:#112233">One</p>' in inlined
    assert "p{color:red!important}" in inlined
    assert 'width="640"' in inlined
    assert inlined.startswith("<!DOCTYPE html>")
    assert "data-premailer" not in inlined


@pytest.mark.parametrize(
    "css",
    [
        "a:hover { color: #000000 }",
        "p { color: #000000 !important }",
        "@media print { p { color: #000000 } }",
        "* { margin: 0 }",
        "p { background: url(https://x.example/a.png) }",
        "p { color: #000000",
        "p { color: #000000 } }",
        "a[href] { color: #000000 }",
    ],
)
def test_what_cannot_be_inlined_is_refused_with_its_file(css: str) -> None:
    with pytest.raises(RenderError, match=r"inline\.css"):
        lint_css(css, path="mine/inline.css")


def test_a_refused_rule_is_named_by_its_line() -> None:
    with pytest.raises(RenderError, match=r"mine/inline\.css:3: the selector 'a:hover'"):
        lint_css("/* one\n two */\na:hover { color: #000000 }", path="mine/inline.css")


@pytest.mark.parametrize(("stories", "most"), [(10, 36_000), (20, 52_000), (40, 72_000)])
def test_the_daily_keeps_to_its_size(stories: int, most: int) -> None:
    edition = make_edition(stories, pictures=3)
    assert "border.jpg" in render(edition).html
    assert len(render(edition).html.encode()) <= most


def test_only_comments_for_outlook_under_the_same_condition_are_joined() -> None:
    a, b, end = "<!--[if mso | IE]>", "<!--[if mso]>", "<![endif]-->"
    assert merge_comments(f"0{a}1{end}{a}2{end}{a}3{end}4") == f"0{a}123{end}4"
    for kept in (
        f"{b}1{end}{a}2{end}",
        f"{a}1{end}{b}2{end}",
        f"{a}1{end} {a}2{end}",
        f"<!--[if !mso]><!-->1<!--{end}{a}2{end}",
        f"{end}{a}1{end}",
    ):
        assert merge_comments(kept) == kept
    html = render().html
    assert f"{end}{a}" not in html
    assert html.count("<!--[if") == html.count(end)


def test_spaces_leave_styles_but_no_text() -> None:
    tag = """<p class="a; b" style='margin: 0 0 8px; font-family:"Times New Roman", serif'>"""
    text = 'Write style="color: red; margin: 0" here; or, there'
    trimmed = trim(f'{tag}{text}<a title="x" style="a: b; c: d">')
    assert trimmed == (
        """<p class="a; b" style='margin:0 0 8px;font-family:"Times New Roman",serif'>"""
        f'{text}<a title="x" style="a:b;c:d">'
    )
    shown = render(with_items(replace(HERO, headline='Say style="a: b; c, d" aloud'))).html
    assert 'Say style="a: b; c, d" aloud' in shown


def test_twelve_stories_stay_far_below_the_limit() -> None:
    items = [story(f"Headline number {n}", "A sentence of news. " * 12, f"s{n}") for n in range(12)]
    assert len(render(with_items(*items)).html.encode()) < 60_000


def test_a_mail_that_would_be_clipped_folds_stories_into_headlines_and_drops_none() -> None:
    items = [HERO]
    items += [
        story(f"Headline number {n}", f"Begin {n}. " + "A sentence of news. " * 110, f"s{n}")
        for n in range(60)
    ]
    items.append(SPONSORED)
    rendered = render(with_items(*items))
    assert len(rendered.html.encode()) <= FOLD_OVER
    for item in items:
        assert item.headline in rendered.html
        assert item.headline in rendered.text
    folded = [n for n in range(60) if f"Begin {n}." not in rendered.text]
    assert folded
    assert folded == list(range(folded[0], 60))
    assert "Open an account in ten minutes" in rendered.html
    # One fewer would not have fitted.
    assert len(rendered.html.encode()) > FOLD_OVER - 5_000


def test_a_mail_that_cannot_be_made_small_enough_is_rendered_all_the_same() -> None:
    items = [story("Headline " + "very long " * 200 + str(n), "Told.", f"s{n}") for n in range(60)]
    rendered = render(with_items(*items))
    assert "Told." not in rendered.text.replace("Told.", "", 1)


def test_control_characters_and_overrides_do_not_reach_the_mail() -> None:
    nasty = "Ports \x00\x1b[31m open\u202e again\ufffe \ud800now\u2028today"
    rendered = render(
        replace(PLAIN, sections=with_items(replace(HERO, headline=nasty)).sections, subject=nasty)
    )
    for part in (rendered.html, rendered.text, rendered.subject):
        assert not set(part) & set("\x00\x1b\u202e\ufffe\ud800\u2028")
    assert "Ports [31m open again now" in rendered.text


def test_a_desk_theme_takes_what_it_does_not_have_from_the_daily() -> None:
    mine = theme_with(
        mail_mjml_j2='{% extends "daily/mail.mjml.j2" %}{% block contents %}{% endblock %}'
    )
    rendered = render(theme=mine)
    assert "In this edition" not in rendered.html
    assert "Ministers back down" in rendered.html
    assert rendered.text == render().text


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('{% extends "daily/mail.mjml.j2" %}\n{% block hero %}\n{{ oops }}\n{% endblock %}',
         r"mine/mail\.mjml\.j2:3: there is no value 'oops'"),
        ('{% extends "daily/mail.mjml.j2" %}\n{% block hero %}{{ theme.nothing }}{% endblock %}',
         r"mine/mail\.mjml\.j2:2: .*nothing"),
        ('{% extends "daily/mail.mjml.j2" %}\n\n{% block hero %}{% if %}{% endblock %}',
         r"mine/mail\.mjml\.j2:3: "),
        (('{% extends "daily/mail.mjml.j2" %}\n{% block hero %}\n<mj-section><mj-column>\n'
         "<mj-txt>Hello</mj-txt>\n</mj-column></mj-section>{% endblock %}"),
         r"mine/mail\.mjml\.j2:4: nobody knows <mj-txt>"),
        (('{% extends "daily/mail.mjml.j2" %}\n{% block hero %}\n<mj-section><mj-column>\n'
         "<mj-text><p>Hello</mj-text>\n</mj-column></mj-section>{% endblock %}"),
         r"mine/mail\.mjml\.j2:4: not well-formed"),
        ('{% extends "daily/mail.mjml.j2" %}\n{% block hero %}{{ 1 / 0 }}{% endblock %}',
         r"mine/mail\.mjml\.j2:2: ZeroDivisionError"),
        ('{% include "gone.mjml.j2" %}', r"there is no template gone\.mjml\.j2"),
        ('{% include "mine/mail.mjml.j2" %}', "include one another without end"),
        ("{% for a in range(90000) %}{{ 'x' * 99 }}{% endfor %}", "more than 2,097,152 char"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_template_is_named_by_file_and_line(source: str, message: str) -> None:
    with pytest.raises(RenderError, match=message):
        render(theme=theme_with(mail_mjml_j2=source))


def test_a_mistake_in_the_daily_itself_is_found_through_its_macros() -> None:
    broken = sources()
    lines = broken["shipped/shared/macros.mjml.j2"].split("\n")
    at = next(number for number, line in enumerate(lines) if "macro brief" in line)
    lines.insert(at + 1, "<blink>new</blink>")
    broken["shipped/shared/macros.mjml.j2"] = "\n".join(lines)
    with pytest.raises(RenderError, match=rf"shipped/shared/macros\.mjml\.j2:{at + 2}: <blink>"):
        render(theme=open_theme("daily", broken))


def test_a_theme_that_is_not_there_is_named() -> None:
    with pytest.raises(RenderError, match="There is no theme 'mine'"):
        open_theme("mine", sources())


def test_the_text_is_untouched_by_markup() -> None:
    edition = with_items(
        story("Bread & butter <now> costs “more”", "Prices <rose> & rose. So did *rents*.", "b")
    )
    text = render(edition).text
    assert "Bread & butter <now> costs “more”" in text
    assert "Prices <rose> & rose. So did rents." in text
    assert EDITION.subject == render().subject
