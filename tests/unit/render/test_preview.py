"""The preview's files: hostile text stays text, and nothing of a reader is left open."""

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from tests.unit.render.examples import render, with_hero

from digest.errors import RenderError
from digest.model.article import Image
from digest.render.preview import Shell, mail_files, write_page

HOSTILE = (
    '</title></script><script>alert("x")</script>{text} {0} & <iframe src="//evil.example.org">'
)
SHELL = Shell(
    html=(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<title>digest preview</title>\n"
        '<link rel="icon" href="icon.svg">\n<link rel="stylesheet" href="page.css">\n'
        '<script src="page.js" defer></script>\n</head>\n<body>\n<p>Here</p>\n</body>\n</html>\n'
    ),
    css="body { margin: 0 }\n",
    js="show(document.getElementById('model'));\n",
)
RENDERED = render()


def read_model(page: str) -> Any:
    [block] = lxml_html.fromstring(page).xpath('//script[@id="model"]')
    return json.loads(block.text or "")


def test_the_mail_lies_beside_the_page_in_both_parts() -> None:
    made = mail_files(RENDERED, pictures={})
    assert list(made) == ["mail-light.html", "mail-dark.html", "mail.html", "mail.txt"]


def test_no_sentinel_is_left_in_any_file() -> None:
    made = mail_files(RENDERED, pictures={})
    assert RENDERED.sentinels
    for name, text in made.items():
        assert [one.token for one in RENDERED.sentinels if one.token in text] == [], name
    assert "https://example.org/unsubscribe" in made["mail.html"]
    assert "https://example.org/unsubscribe" in made["mail.txt"]


def test_light_and_dark_are_fixed_whatever_the_browser_prefers() -> None:
    made = mail_files(RENDERED, pictures={})
    dark = re.compile(r"prefers-color-scheme\s*:\s*dark")
    assert dark.search(made["mail.html"])
    assert not dark.search(made["mail-light.html"])
    assert not dark.search(made["mail-dark.html"])
    assert "(min-width:0)" in made["mail-dark.html"]
    assert "(max-width:0)" in made["mail-light.html"]


def test_pictures_are_replaced_also_when_the_address_holds_an_ampersand() -> None:
    address = "https://img.example.org/quay.jpg?w=600&h=400&copy=1"
    rendered = render(with_hero(image=Image(url=address, alt="A quay")))
    assert escape(address) in rendered.html
    made = mail_files(rendered, pictures={address: "pictures/01.jpg"})
    for name in ("mail.html", "mail-light.html", "mail-dark.html"):
        assert 'src="pictures/01.jpg"' in made[name]
        assert "img.example.org/quay" not in made[name]


def test_an_address_that_begins_like_another_keeps_its_own_picture() -> None:
    short, long = "https://img.example.org/quay", "https://img.example.org/quay-by-night.jpg"
    html = f'<img src="{short}" alt=""><img src="{long}" alt="">'
    made = mail_files(
        replace(RENDERED, html=html), pictures={short: "pictures/01.jpg", long: "pictures/02.jpg"}
    )
    sources = [one.get("src") for one in lxml_html.fromstring(made["mail.html"]).iter("img")]
    assert sources == ["pictures/01.jpg", "pictures/02.jpg"]


def test_a_link_to_a_picture_stays_a_link() -> None:
    address = "https://img.example.org/quay.jpg"
    edition = with_hero(image=Image(url=address, alt="A quay"), summary=f"See [it]({address}).")
    made = mail_files(render(edition), pictures={address: "pictures/01.jpg"})
    page = lxml_html.fromstring(made["mail.html"])
    assert "pictures/01.jpg" in {one.get("src") for one in page.iter("img")}
    assert address in {one.get("href") for one in page.iter("a")}


def test_the_page_stands_alone_and_runs_nothing_but_its_own_script() -> None:
    page = write_page(SHELL, {"edition": "the-daily-2026-11-23"}, title="Preview: A title")
    tree = lxml_html.fromstring(page)
    [policy] = [one.get("content") or "" for one in tree.xpath("//meta[@http-equiv]")]
    digest = b64encode(sha256(SHELL.js.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none'; ")
    assert [one.text for one in tree.iter("script") if one.get("id") != "model"] == [SHELL.js]
    assert list(tree.iter("link")) == []
    assert tree.findtext(".//style") == f"\n{SHELL.css}"
    assert page.index("http-equiv") < page.index("<style>") < page.index("<script")


def test_hostile_text_stays_text_on_the_page() -> None:
    model = {"subject": HOSTILE, "text": [HOSTILE, "<!--<script ", "-->", "</script /", "</body>"]}
    page = write_page(SHELL, model, title=HOSTILE)
    tree = lxml_html.fromstring(page)
    assert len(list(tree.iter("script"))) == 2
    assert list(tree.iter("iframe")) == []
    assert tree.findtext(".//title") == HOSTILE
    assert read_model(page) == model, "braces in it are no places to fill in"
    assert "<" not in page.partition('id="model">')[2].partition("</script>\n<script>")[0]


def test_a_text_that_looks_like_a_place_of_the_page_is_left_alone() -> None:
    title = '</title><link rel="stylesheet" href="page.css"></body>'
    page = write_page(SHELL, {"text": "</body>"}, title=title)
    assert lxml_html.fromstring(page).findtext(".//title") == title
    assert page.count("<style>") == 1


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
@settings(deadline=None, max_examples=40)
def test_any_text_comes_back_as_it_was_and_makes_no_element(text: str) -> None:
    page = write_page(SHELL, {"subject": text}, title="Preview")
    assert read_model(page) == {"subject": text}
    assert len(re.findall("<script", page)) == 2


def test_a_page_that_is_not_ours_is_refused() -> None:
    other = replace(SHELL, html=SHELL.html.replace("page.css", "other.css"))
    with pytest.raises(RenderError, match=r"page\.css"):
        write_page(other, {}, title="x")
