"""A frozen mail on a page: what every reader got is there, what was one reader's own is not."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from lxml import html
from tests.unit.render.examples import EDITION, PAGES, PUBLICATION, SPONSORED, render, sources

from digest.model.message import PersonalContext, PersonalField, Rendered, Sentinel
from digest.model.publication import SHIPPED_THEMES
from digest.render.archive_mail import WebMail, read_reasons, web_mail
from digest.render.opening import open_theme
from digest.render.strings import read_strings

OWN = f"{PAGES}/archive/{EDITION.slug}/"
TABLE = read_strings(sources())
REASONS = read_reasons(row["why"] for row in TABLE.values())
TOKENS = {
    (one, context): f"x{one.value}{context.value}x"
    for one in PersonalField
    for context in PersonalContext
}
SENTINELS = tuple(
    Sentinel(field=one, context=context, token=token) for (one, context), token in TOKENS.items()
)


def shown(rendered: Rendered, *, paid: tuple[str, ...] = ()) -> WebMail:
    pictures = {f"{PAGES}/archive/pictures/": "../../archive/pictures/"}
    return web_mail(
        rendered,
        page_urls=[OWN],
        pictures=pictures,
        reasons=REASONS,
        publication="The Daily",
        paid=paid,
    )


def mail_of(body: str, head: str = "") -> Rendered:
    """A mail that a desk's own theme may have made."""
    return Rendered(
        language="en",
        subject="x",
        html=f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>",
        text="",
        sentinels=SENTINELS,
    )


def body_of(body: str) -> str:
    return str(shown(mail_of(body)).body)


def words(markup: str) -> list[str]:
    return " ".join(html.document_fromstring(markup).body.itertext()).split()


@pytest.mark.parametrize("theme", SHIPPED_THEMES)
def test_nothing_of_a_reader_is_left(theme: str) -> None:
    rendered = render(theme=open_theme(theme, sources()))

    mail = shown(rendered)

    whole = str(mail.styles + mail.body)
    assert [one.token for one in rendered.sentinels if one.token in whole] == []
    for gone in ("Unsubscribe", "Change preferences", "View in browser", "You get this because"):
        assert gone in rendered.html
        assert gone not in whole


def test_every_other_word_stays_as_it_was_sent() -> None:
    rendered = render()
    gone = words(
        "<p>View in browser Unsubscribe You get this because you subscribed to The Daily. "
        "Unsubscribe Change preferences</p>"
    )

    before = words(re.sub("<!--.*?-->", "", rendered.html, flags=re.DOTALL))
    left = words(f"<body>{shown(rendered).body}</body>")

    assert len(left) > 150
    assert Counter(before) - Counter(left) == Counter(gone)
    assert not Counter(left) - Counter(before)
    assert PUBLICATION.address.split()[0] in left


def test_the_row_of_links_above_the_mail_leaves_no_gap() -> None:
    first = html.document_fromstring(str(shown(render()).body)).find(".//table")

    assert "The Daily" in first.text_content()


def test_links_to_sections_lead_to_places_on_the_page() -> None:
    body = html.document_fromstring(str(shown(render()).body))

    places = [one for one in body.xpath("//a/@href") if one.startswith("#")]
    assert places == ["#world", "#business", "#in-brief"]
    assert all(body.xpath(f"//*[@id='{one[1:]}']") for one in places)


def test_a_section_named_in_another_script_is_found() -> None:
    body = body_of(f'<a href="{OWN}#%D8%B9">x</a><h2 id="ع">x</h2>')

    assert 'href="#%D8%B9"' in body


def test_a_link_to_a_section_that_is_not_on_the_page_stays() -> None:
    assert f'href="{OWN}#gone"' in body_of(f'<a href="{OWN}#gone">x</a>')


@pytest.mark.parametrize("language", sorted(TABLE))
def test_the_line_that_says_why_goes_in_every_language(language: str) -> None:
    line = TABLE[language]["why"].replace("{}", "Café & Sons (Lyon)")
    escaped = line.replace("&", "&amp;")

    assert body_of(f"<div><p>{escaped}</p><p>1 Press Lane</p></div>") == (
        "<div><p>1 Press Lane</p></div>"
    )


def test_the_line_of_an_older_mail_goes_by_its_place() -> None:
    mail = (
        '<p>The Daily is <a href="xviewurlx">here</a></p><div><p>The Daily comes because you asked.'
        '</p><a href="xunsubscribeurlx">Leave</a><p>The Daily, 1 Press Lane</p></div>'
    )

    assert body_of(mail) == "<p>The Daily is </p><div><p>The Daily, 1 Press Lane</p></div>"


def test_a_story_that_says_why_among_other_words_stays() -> None:
    story = "<p>He wrote: You get this because you subscribed to The Daily. Nobody laughed.</p>"

    assert body_of(story) == story


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<p><a href="xviewurlx">V</a> · <a href="/x">B</a></p>', "<p><a>B</a></p>"),
        ('<p><a href="xviewurlx">V</a> · B</p>', "<p>B</p>"),
        ('<p>A | <a href="xunsubscribeurlx">U</a></p>', "<p>A</p>"),
        (
            '<p>A · <a href="xunsubscribeurlx">U</a> · <a href="xpreferencesurlx">P</a> · B</p>',
            "<p>A · B</p>",
        ),
        ('<p>Tired? <a href="xunsubscribeurlx">Leave</a> at once.</p>', "<p>Tired?  at once.</p>"),
    ],
)
def test_separators_go_with_their_links(before: str, after: str) -> None:
    assert " ".join(body_of(before).split()) == " ".join(after.split())


def test_a_line_is_no_gap_and_cells_stay_in_their_row() -> None:
    row = '<table><tr><td><a href="xviewurlx">V</a></td><td>B</td></tr></table>'
    assert body_of(row).count("<td>") == 2

    line = '<div><a href="xviewurlx">V</a><p style="border-top:1px solid #000"></p></div>'
    assert "border-top" in body_of(line)


def test_a_readers_name_is_nowhere() -> None:
    body = body_of(
        '<p title="For xnamehtmlx">Good morning xnamehtmlx, <b>x</b> xnamehtmlx!</p>'
        '<img src="https://img.example.org/xnameurlx.png" alt="">'
    )

    assert body == '<p title="For ">Good morning , <b>x</b> !</p>'


def test_nothing_that_runs_or_fetches_is_left() -> None:
    hostile = (
        "<script>alert(1)</script><iframe src='https://e.example'></iframe><svg onload=alert(1)>"
        "</svg><form action='https://e.example'><input></form><base href='https://e.example'>"
        "<link rel=stylesheet href='https://e.example/x.css'><object data='x'></object>"
        "<meta http-equiv=refresh content='0;url=https://e.example'>"
        "<p onclick='alert(1)'>kept</p><a href='javascript:alert(1)' target=_top>kept too</a>"
        "<a href=' JaVaScRiPt:alert(1)'>and this</a><img src='data:image/svg+xml,x' onerror=x>"
        "<!--[if mso]><script>alert(1)</script><![endif]-->"
    )

    body = body_of(hostile)

    assert re.search("kept.*kept too.*and this", body)
    for word in ("script", "iframe", "svg", "form", "e.example", "onclick", "onerror", "target"):
        assert word not in body.lower()


def test_only_styles_that_a_browser_reads_are_kept() -> None:
    head = (
        "<style>p{color:#000;mso-line-height-rule:exactly}</style>"
        "<style media='screen and (min-width:480px)'>b{color:#111}</style>"
        "<style>[data-ogsc] p{color:#fff}</style>"
        "<!--[if mso]><style>i{color:#222}</style><![endif]-->"
        "<style>q{color:#333}</style\n>"
    )

    styles = str(shown(mail_of("x", head)).styles)

    assert styles == (
        "<style>p{color:#000;}</style>\n"
        '<style media="screen and (min-width:480px)">b{color:#111}</style>\n'
        "<style>q{color:#333}</style>\n"
    )


def test_pictures_of_the_archive_are_taken_from_there() -> None:
    body = body_of(
        f'<img src="{PAGES}/archive/pictures/a.jpg"><img src="https://img.example.org/b.jpg">'
    )

    assert '<img src="../../archive/pictures/a.jpg">' in body
    assert '<img src="https://img.example.org/b.jpg">' in body


def test_what_is_paid_for_is_marked_for_search_engines() -> None:
    assert SPONSORED.url
    body = html.document_fromstring(str(shown(render(), paid=(SPONSORED.url,)).body))

    marked = body.xpath("//a[@rel='sponsored nofollow']/@href")
    assert set(marked) == {SPONSORED.url}
    assert "Sponsored by Harbour Bank" in body.text_content()


def test_a_mail_without_public_pages_is_shown_too() -> None:
    rendered = render(public_url="")

    mail = web_mail(
        rendered, page_urls=(), pictures={}, reasons=REASONS, publication="The Daily", paid=()
    )

    assert "Unsubscribe" not in mail.body
    assert "Ministers back down" in mail.body


def test_a_mail_without_sentinels_loses_nothing() -> None:
    bare = replace(mail_of("<p>All of it</p>"), sentinels=())

    assert str(shown(bare).body) == "<p>All of it</p>"
