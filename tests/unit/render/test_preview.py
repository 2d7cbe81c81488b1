"""The preview page: hostile text stays text, and nothing of a reader is left open."""

import re
from dataclasses import replace
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from tests.unit.render.examples import EDITION, NOW, PUBLICATION, render, story, with_hero

from digest.model.article import Image
from digest.model.edition import Edition
from digest.model.message import Rendered
from digest.model.publication import Publication
from digest.render.preview import cut, preview_files

HOSTILE = '</title><script>alert("x")</script>{text} {0} & <iframe src="//evil.example.org">'
FILES = ["index.html", "mail-light.html", "mail-dark.html", "mail.html", "mail.txt"]
RENDERED = render()


def files(
    edition: Edition = EDITION,
    rendered: Rendered = RENDERED,
    publication: Publication = PUBLICATION,
    **pictures: str,
) -> dict[str, str]:
    addresses = {url: name for name, url in pictures.items()}
    return preview_files(edition, rendered, publication, pictures=addresses, now=NOW)


def test_the_page_comes_first_and_frames_the_mail_from_every_side() -> None:
    made = files()
    assert list(made) == FILES
    page = lxml_html.fromstring(made["index.html"])
    frames = [(one.get("src"), one.get("width")) for one in page.iter("iframe")]
    assert frames == [
        ("mail-light.html", "375"),
        ("mail-dark.html", "375"),
        ("mail-light.html", "700"),
        ("mail-dark.html", "700"),
    ]
    assert all("allow-scripts" not in one.get("sandbox", "") for one in page.iter("iframe"))
    assert all(one.get("sandbox") and one.get("title") for one in page.iter("iframe"))


def test_no_sentinel_is_left_in_any_file() -> None:
    made = files()
    assert RENDERED.sentinels
    for name, text in made.items():
        assert [one.token for one in RENDERED.sentinels if one.token in text] == [], name
    assert "https://example.org/unsubscribe" in made["mail.html"]
    assert "https://example.org/unsubscribe" in made["mail.txt"]


def test_light_and_dark_are_fixed_whatever_the_browser_prefers() -> None:
    made = files()
    dark = re.compile(r"prefers-color-scheme\s*:\s*dark")
    assert dark.search(made["mail.html"])
    assert not dark.search(made["mail-light.html"])
    assert not dark.search(made["mail-dark.html"])
    assert "(min-width:0)" in made["mail-dark.html"]
    assert "(max-width:0)" in made["mail-light.html"]


def test_hostile_text_stays_text_on_the_page() -> None:
    edition = replace(EDITION, subject=HOSTILE, preheader=HOSTILE, slug="the-daily-2026-11-23")
    paper = replace(PUBLICATION, name=HOSTILE, sender=f'"{HOSTILE}" <daily@example.org>')
    rendered = replace(RENDERED, text=HOSTILE, subject=HOSTILE)

    page = lxml_html.fromstring(files(edition, rendered, paper)["index.html"])

    assert list(page.iter("script")) == []
    assert len(list(page.iter("iframe"))) == 4
    assert page.findtext(".//title") == f"Preview: {HOSTILE}"
    assert page.findtext(".//h1") == HOSTILE
    assert page.findtext(".//pre") == HOSTILE, "braces in it are no places to fill in"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80))
@settings(deadline=None, max_examples=40)
def test_any_subject_is_shown_as_it_is_and_makes_no_element(subject: str) -> None:
    made = files(replace(EDITION, subject=subject, preheader=""))
    page = lxml_html.fromstring(made["index.html"])
    assert (page.findtext(".//h1") or "") == subject
    assert len(list(page.iter("script"))) == 0


def test_pictures_are_replaced_also_when_the_address_holds_an_ampersand() -> None:
    address = "https://img.example.org/quay.jpg?w=600&h=400&copy=1"
    edition = with_hero(image=Image(url=address, alt="A quay"))
    rendered = render(edition)
    assert escape(address) in rendered.html

    made = preview_files(
        edition, rendered, PUBLICATION, pictures={address: "pictures/01.jpg"}, now=NOW
    )

    for name in ("mail.html", "mail-light.html", "mail-dark.html"):
        assert 'src="pictures/01.jpg"' in made[name]
        assert "img.example.org/quay" not in made[name]


def test_an_address_that_begins_like_another_keeps_its_own_picture() -> None:
    short, long = "https://img.example.org/quay", "https://img.example.org/quay-by-night.jpg"
    edition = with_hero(image=Image(url=short, alt="A quay"))
    second = replace(
        story("Night falls", "On the quay.", "night"), image=Image(url=long, alt="At night")
    )
    first, *rest = edition.sections
    edition = replace(edition, sections=(first, replace(rest[0], items=(second,)), *rest[1:]))

    made = preview_files(
        edition,
        render(edition),
        PUBLICATION,
        pictures={short: "pictures/01.jpg", long: "pictures/02.jpg"},
        now=NOW,
    )

    sources = {one.get("src") for one in lxml_html.fromstring(made["mail.html"]).iter("img")}
    assert {"pictures/01.jpg", "pictures/02.jpg"} <= sources


def test_a_link_to_a_picture_stays_a_link() -> None:
    address = "https://img.example.org/quay.jpg"
    edition = with_hero(image=Image(url=address, alt="A quay"), summary=f"See [it]({address}).")
    made = preview_files(
        edition, render(edition), PUBLICATION, pictures={address: "pictures/01.jpg"}, now=NOW
    )
    page = lxml_html.fromstring(made["mail.html"])
    assert "pictures/01.jpg" in {one.get("src") for one in page.iter("img")}


def test_the_inbox_shows_sender_line_and_local_time() -> None:
    page = lxml_html.fromstring(files()["index.html"])
    rows = [[cell.text for cell in row] for row in page.iter("tr")]
    assert [row[0] for row in rows] == ["35 characters", "60 characters", "90 characters"]
    assert {row[1] for row in rows} == {"The Daily"}
    assert {row[3] for row in rows} == {"06:00"}, "it is five in UTC and six in Brussels"
    assert (rows[0][2] or "").startswith("Ministers back down")
    nameless = replace(PUBLICATION, sender="daily@example.org")
    assert "<td>daily@example.org</td>" in files(publication=nameless)["index.html"]


@given(st.text(max_size=60), st.integers(1, 60))
def test_a_line_is_cut_to_its_width_and_never_padded(text: str, width: int) -> None:
    shown = cut(text, width)
    assert len(shown) <= width
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))
