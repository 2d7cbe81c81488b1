"""Headlines, summaries and names from a hostile page stay text."""

import email
import re
from dataclasses import replace
from html import unescape
from itertools import cycle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from tests.unit.render.examples import (
    HASH,
    HERO,
    PLAIN,
    PUBLICATION,
    render,
    shipped,
    story,
    with_items,
)
from tests.unit.render.test_headers import ATTACKS
from tests.unit.render.test_mime import ALL_NAMES, PLAN, READER, make_lock

from digest.check.parts import flat
from digest.model.article import Byline, Image, Sighting
from digest.model.edition import Edition, Section
from digest.render.characters import printable
from digest.render.lint_flaws import TOKEN
from digest.render.mime import compile_mail
from digest.render.personal import personalise

PICTURES = {"daily": 1, "brief": 0, "magazine": 1}
ALIVE = "script", "iframe", "object", "embed", "svg", "form", "input", "video", "base", "link"
VECTORS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<body onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](<javascript:alert(1)>)",
    '[x](https://e.example/"onmouseover="alert(1))',
    '[x](https://e.example/ "a" onclick=alert(1))',
    "[x](https://e.example/'><script>alert(1)</script>)",
    '![x](x" onerror="alert(1))',
    '![x](https://e.example/a.png"onload="alert(1))',
    '<https://e.example/"onclick=alert(1)>',
    "[a]: javascript:alert(1)\n[a]",
    "`<script>alert(1)</script>`",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "</mj-text><mj-raw><script>alert(1)</script></mj-raw><mj-text>",
    "</p></div></td></tr></table><script>alert(1)</script>",
    "<mj-include path='/etc/passwd' />",
    "<mj-button href='javascript:alert(1)'>x</mj-button>",
    "]]><script>alert(1)</script><![CDATA[",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!--[if mso]><script>alert(1)</script><![endif]-->",
    "--><script>alert(1)</script><!--",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "&e;",
    "<?xml version='1.0'?><x/>",
    "{{ 7*7 }}{% include '/etc/passwd' %}",
    "{{ ''.__class__.__mro__ }}",
    "${7*7}#{7*7}<%= 7*7 %>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "</style><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<x onfocus=alert(1) tabindex=1 autofocus>",
    "\u2028<script>\u2029alert(1)</script>",
    "\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "\ufeff<script>alert(1)</script>",
    "\u202e<script>alert(1)</script>",
    "\ud800<script>alert(1)</script>",
    "<script>alert(1)",
    "<script\x0b>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "*[*](javascript:alert(1))**",
    "[" * 200 + "x" + "](https://e.example)" * 200,
    "*" * 500 + "x" + "_" * 500,
    "\ue000daily/mail.mjml.j2:1\ue001<b>x",
    "mj-text &amp;lt;script&amp;gt;",
]  # fmt: skip


def assert_dead(markup: str, *, images: int) -> None:
    """Nothing in a mail but what the theme itself brings."""
    page = html.document_fromstring(markup.encode(), parser=html.HTMLParser(encoding="utf-8"))
    assert not [one.tag for one in page.iter(*ALIVE)]
    assert len(list(page.iter("img"))) == images
    for element in page.iter():
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (element.tag, name)
            if name in ("href", "src"):
                bare = unescape(value).strip().casefold()
                own = bare.startswith(("https://", "mailto:")) or TOKEN.fullmatch(bare)
                assert own, value
    for style in page.iter("style"):
        assert "javascript" not in (style.text or "")


def hostile_edition(vector: str) -> Edition:
    """An edition with hostile text in every place."""
    hero = replace(
        HERO,
        headline=f"Ports {vector} open",
        kicker=vector,
        byline=(Byline(name=vector, role=vector),),
        also=(Sighting(name=vector, url=vector), Sighting(name="W", url="https://w.example/")),
        image=Image(url="https://img.example.org/a.jpg", alt=vector, credit=vector),
        summary=f"Begin {vector} end.",
    )
    others = (
        story(f"{vector} second", f"{vector}", "b", sponsor=vector),
        replace(story(f"Third {vector}", "Told.", "c"), url=vector),
        replace(story(f"Fourth {vector}"), image=Image(url=vector, alt="A"), summary="Told."),
    )
    return replace(
        PLAIN,
        subject=vector,
        preheader=vector,
        correction=vector,
        note=vector,
        sections=(
            Section(name=vector, items=(hero, *others)),
            Section(name="B", items=(story("Fifth"),)),
        ),
    )


@pytest.mark.parametrize(("vector", "theme"), list(zip(VECTORS, cycle(PICTURES), strict=False)))
def test_hostile_text_stays_text_in_every_place(vector: str, theme: str) -> None:
    edition = hostile_edition(vector)
    publication = replace(PUBLICATION, name=vector, strapline=vector, address=vector, site=vector)
    rendered = render(edition, publication, theme=shipped(theme))
    assert_dead(rendered.html, images=PICTURES[theme])
    assert "Ports" in rendered.html
    assert "Fifth" in rendered.text


@pytest.mark.parametrize("theme", PICTURES)
def test_all_hostile_texts_at_once_stay_text_in_every_theme(theme: str) -> None:
    items = [story(f"{n} {vector} end", vector, f"s{n}") for n, vector in enumerate(VECTORS)]
    rendered = render(with_items(HERO, *items), theme=shipped(theme))
    assert_dead(rendered.html, images=PICTURES[theme])
    page = html.document_fromstring(
        rendered.html.encode(), parser=html.HTMLParser(encoding="utf-8")
    )
    shown = flat(page.find("body").text_content())
    for n, vector in enumerate(VECTORS):
        wanted = flat(printable(f"{n} {vector} end"))
        assert wanted in shown
        assert wanted in flat(rendered.text)


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_no_headline_byline_or_note_adds_a_field_a_part_or_a_line(attack: str) -> None:
    byline = (Byline(name=attack, role=attack),)
    hero = replace(HERO, headline=f"Ports {attack}", kicker=attack, byline=byline, summary=attack)
    edition = replace(
        PLAIN,
        subject=attack,
        preheader=attack,
        correction=attack,
        note=attack,
        sections=(Section(name=attack, items=(hero,)),),
    )
    publication = replace(PUBLICATION, name=attack, strapline=attack, address=attack)
    rendered = render(edition, publication)
    lock = make_lock(rendered, publication_name=attack, content_hash=HASH)

    message = personalise(compile_mail(lock, PLAN), READER)

    parsed = email.message_from_bytes(message.data)
    assert parsed.keys() == ALL_NAMES
    assert [part.get_content_type() for part in parsed.walk()] == [
        *("multipart/alternative", "text/plain", "text/html")
    ]
    lines = message.data.split(b"\r\n")
    assert all(len(line) <= 78 and line.isascii() for line in lines)
    assert not [line for line in lines if line.startswith((b".", b"From "))]
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)|\x00", message.data)
    assert message.recipient == "jo@example.net"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80), st.text(max_size=200))
def test_any_headline_and_summary_can_be_rendered(headline: str, summary: str) -> None:
    rendered = render(with_items(HERO, story(f"A{headline}", summary, "b")))
    assert_dead(rendered.html, images=1)
    assert "\r" not in rendered.text
