"""The default theme: what is on it, and in which order."""

import itertools
import re
from dataclasses import replace
from typing import Any

import pytest
from lxml import html
from tests.unit.render.examples import (
    ARABIC,
    BRIEFS,
    EDITION,
    HERO,
    PAGES,
    PLAIN,
    PUBLICATION,
    SPONSORED,
    WORLD,
    render,
    shipped,
    story,
    with_hero,
    with_items,
)

from digest.model.edition import Edition, Section
from digest.model.message import PersonalContext, PersonalField, Rendered


def page_of(rendered: Rendered) -> Any:
    return html.document_fromstring(
        rendered.html.encode(), parser=html.HTMLParser(encoding="utf-8")
    )


def words_of(element: Any) -> str:
    return " ".join(" ".join(element.xpath(".//text()")).split())


def token(rendered: Rendered, field: PersonalField) -> str:
    return next(
        one.token
        for one in rendered.sentinels
        if (one.field, one.context) == (field, PersonalContext.URL)
    )


def hrefs(page: Any) -> list[str]:
    return [str(link.get("href")) for link in page.iter("a")]


def test_there_is_one_h1_an_h2_for_each_section_and_an_h3_for_each_story() -> None:
    page = page_of(render())
    assert [words_of(one) for one in page.iter("h1")] == [HERO.headline]
    assert [words_of(one) for one in page.iter("h2")] == ["World", "Business", "In brief"]
    assert [words_of(one) for one in page.iter("h3")] == [
        item.headline for item in EDITION.items[1:]
    ]


def test_headings_never_skip_a_level() -> None:
    levels = [int(one.tag[1]) for one in page_of(render()).iter("h1", "h2", "h3")]
    assert levels[0] == 1
    assert all(below <= above + 1 for above, below in itertools.pairwise(levels))


def test_the_folio_tells_the_date_the_number_and_the_time_it_takes() -> None:
    words = words_of(page_of(render()))
    assert "Monday, 23 November 2026 · No. 214 · Reading time: 1 minute" in words


def test_masthead_strapline_correction_note_reason_and_address_are_there() -> None:
    words = words_of(page_of(render()))
    for told in (
        "The Daily Read the World Today",
        "Correction Saturday’s edition gave the wrong year",
        "Good morning. A long night, and a short one for the rest of us",
        "You get this because you subscribed to The Daily.",
        "The Daily, 1 Press Lane, 1000 Brussels",
    ):
        assert told in words


def test_unsubscribe_stands_at_the_top_and_at_the_end() -> None:
    rendered = render()
    links = hrefs(page_of(rendered))
    unsubscribe = token(rendered, PersonalField.UNSUBSCRIBE)
    assert links.count(unsubscribe) == 2
    assert unsubscribe in links[:2]
    assert unsubscribe in links[-2:]


def test_pages_of_our_own_are_linked_only_when_there_are_some() -> None:
    with_pages, without = render(), render(public_url="")
    links = hrefs(page_of(with_pages))
    assert f"{PAGES}/archive/the-daily-2026-11-23/#world" in links
    assert token(with_pages, PersonalField.VIEW) in links
    assert token(with_pages, PersonalField.PREFERENCES) in links
    words = words_of(page_of(without))
    for gone in ("View in browser", "Change preferences", "In this edition"):
        assert gone not in words
        assert gone not in without.text
    assert all(url.startswith(("http", "mailto:", "x")) for url in hrefs(page_of(without)))


def test_links_to_sections_meet_the_sections_ids() -> None:
    page = page_of(render())
    ids = {str(one.get("id")) for one in page.iter("h2")}
    targets = {url.rpartition("#")[2] for url in hrefs(page) if "/archive/" in url}
    assert targets == ids


def test_a_section_without_an_id_gets_one_that_nobody_else_has() -> None:
    sections = (
        Section(name="Top", items=(HERO,)),
        Section(name="One", id="section-3", items=(story("A", "A is told.", "a"),)),
        Section(name="Two", items=(story("B", "B is told.", "b"),)),
    )
    page = page_of(render(replace(PLAIN, sections=sections)))
    ids = [one.get("id") for one in page.iter("h2")]
    assert len(set(ids)) == 2
    assert "section-3" in ids


def test_the_hero_has_picture_credit_byline_time_and_button() -> None:
    page = page_of(render())
    image = next(page.iter("img"))
    assert image.get("src") == "https://img.example.org/levy.jpg"
    assert image.get("alt") == "Cranes above container stacks at dusk"
    assert image.get("width") == "600"
    words = words_of(page)
    assert "Photograph: R. Adeyemi Politics Ministers back down" in words
    assert "Jo Marsh, Political Editor · 04:12 · Also in: Example Wire" in words
    assert "Read the full story" in words


def test_the_hero_tells_how_long_its_article_takes_and_no_other_story_does() -> None:
    rendered = render(with_hero(minutes=4))
    words = words_of(page_of(rendered))
    assert "04:12 · Reading time: 4 minutes · Also in: Example Wire" in words
    assert "04:12 · Reading time: 4 minutes\n" in rendered.text
    edition = with_items(HERO, story("Second", "Told.", "b", minutes=7))
    assert "7 minutes" not in words_of(page_of(render(edition)))
    german = render(replace(with_hero(minutes=1), language="de"))
    assert "Lesezeit: 1 Minute · Auch bei" in words_of(page_of(german))


def test_every_link_to_a_story_a_section_or_a_page_is_tall_enough_to_tap() -> None:
    edition = replace(EDITION, sections=(*EDITION.sections, *with_kicker().sections))
    for link in page_of(render(edition)).xpath("//h1/a|//h3/a|//a[@class='r']|//a[@class='t']"):
        above, below = padding_of(link.get("style"))
        around = [link, *link.iterancestors()]
        lines = (re.search(r"line-height:(\d+)px", one.get("style") or "") for one in around)
        height = next(int(line[1]) for line in lines if line)
        # On a phone the lines of headlines are lower by a pixel, and the hero's by five.
        heading = link.getparent()
        brief = "b" in heading.get("class", "").split()
        shrunk = 0 if brief else {"h1": 5, "h3": 1}.get(heading.tag, 0)
        assert above + height - shrunk + below >= 44, words_of(link)


def padding_of(style: str) -> tuple[int, int]:
    """Tell the padding above and below."""
    sizes = [int(one) for one in re.findall(r"\d+", re.findall(r"padding:([^;]+)", style)[-1])]
    return sizes[0], sizes[2] if len(sizes) > 2 else sizes[0]


def with_kicker() -> Edition:
    """An edition whose second story has a kicker."""
    return with_items(HERO, story("Ferries return", "They do.", "f", kicker="Weather"))


def test_a_kicker_stands_above_its_headline() -> None:
    words = words_of(page_of(render(with_kicker())))
    assert "Weather Ferries return They do." in words


def test_labels_in_our_words_keep_the_direction_of_the_edition() -> None:
    paid = replace(ARABIC, sponsor="Harbour Bank")
    label = page_of(render(with_items(HERO, paid))).xpath("//p[@class='l'][@dir]")[0]
    assert (label.get("dir"), label.get("lang")) == ("ltr", "en")
    arabic = page_of(render(replace(with_items(ARABIC), language="ar")))
    address = arabic.xpath("//span[@dir='auto']")
    assert [words_of(one) for one in address] == [PUBLICATION.address]


def test_a_story_without_a_picture_leaves_no_hole() -> None:
    page = page_of(render(with_hero(image=None)))
    assert [one.get("src") for one in page.iter("img")] == ["https://img.example.org/border.jpg"]
    assert not page.xpath("//td[contains(@class,'mj-full-width-mobile')]")
    assert len(page.xpath("//table[@class='row']")) == 1


def test_a_picture_without_words_is_described_by_the_headline() -> None:
    edition = with_hero(image=replace(HERO.image, alt="") if HERO.image else None)
    assert next(page_of(render(edition)).iter("img")).get("alt") == HERO.headline


def test_a_picture_that_no_mail_can_load_is_left_out() -> None:
    for url in ("data:image/png;base64,AAAA", "/levy.jpg", "javascript:alert(1)", "mailto:a@b.c"):
        edition = with_hero(image=replace(HERO.image, url=url) if HERO.image else None)
        assert url not in render(edition).html


def test_a_story_without_a_link_has_no_link_and_no_button() -> None:
    rendered = render(with_hero(url=None))
    page = page_of(rendered)
    assert not page.xpath("//h1//a")
    assert "Read the full story" not in words_of(page)
    assert "Share this story" not in words_of(page)


def test_what_is_paid_for_says_by_whom_in_both_parts() -> None:
    rendered = render()
    slot = page_of(rendered).xpath("//td[@class='sp']")[0]
    assert words_of(slot).startswith("Sponsored by Harbour Bank Savings that keep pace")
    assert "[Sponsored by Harbour Bank]\nSavings that keep pace" in rendered.text


def test_even_a_headline_that_is_paid_for_says_by_whom() -> None:
    paid = replace(SPONSORED, summary="")
    for edition in (with_items(HERO, paid), with_items(paid, HERO)):
        rendered = render(edition)
        assert "Sponsored by Harbour Bank" in words_of(page_of(rendered))
        assert "Sponsored by Harbour Bank" in rendered.text


def test_a_brief_is_a_headline_and_nothing_else() -> None:
    page = page_of(render())
    briefs = page.xpath("//h3[contains(concat(' ',@class,' '),' b ')]")
    assert [words_of(one) for one in briefs] == [item.headline for item in BRIEFS]


def test_a_changed_story_is_marked() -> None:
    rendered = render()
    assert "Updated · Lena Okoro · 04:12" in words_of(page_of(rendered))
    assert "Updated · Lena Okoro · 04:12" in rendered.text


def test_only_the_hero_is_shared_and_never_by_a_readers_own_address() -> None:
    rendered = render()
    shares = [
        url for url in hrefs(page_of(rendered)) if url.startswith(("mailto:", "https://wa.me/"))
    ]
    assert len(shares) == 2
    tokens = [sentinel.token for sentinel in rendered.sentinels]
    for url in shares:
        assert "https%3A%2F%2Fdaily.example.org%2F2026%2F11%2F23%2Flevy" in url
        assert not any(one in url for one in tokens)


def test_the_preheader_comes_first_and_is_hidden_without_white_text() -> None:
    page = page_of(render())
    first = page.xpath("//body/div/div")[0]
    assert words_of(first) == EDITION.preheader
    style = first.get("style")
    for needed in ("display:none", "mso-hide:all", "max-height:0", "overflow:hidden", "#1a1a1a"):
        assert needed in style


def test_a_story_in_another_script_has_its_own_direction_and_language() -> None:
    page = page_of(render())
    foreign = page.xpath("//div[@dir='rtl']")
    assert len(foreign) == 1
    assert foreign[0].get("lang") == "ar"
    assert ARABIC.headline in words_of(foreign[0])
    assert "text-align:right" in foreign[0].get("style").replace(" ", "")
    more = foreign[0].xpath(".//a[@class='r']")[0]
    assert more.get("lang") == "en"


def test_an_edition_from_right_to_left_says_so_everywhere() -> None:
    items = (ARABIC, replace(ARABIC, url="https://daily.example.org/b"), WORLD[1])
    page = page_of(render(replace(with_items(*items), language="ar")))
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    directions = re.findall(r"direction:(\w+)", html.tostring(page, encoding="unicode"))
    assert "rtl" in directions
    cells = page.xpath("//td[contains(@style,'direction:ltr')]")
    assert not cells
    english = page.xpath("//div[@dir='ltr']")
    assert WORLD[1].headline in words_of(english[0])


def test_the_mail_speaks_the_language_of_the_edition() -> None:
    for language, told in (
        ("de", ("Montag, 23. November 2026", "Nr. 214", "Lesezeit: 1 Minute", "Abbestellen")),
        (
            "fr-BE",
            ("lundi 23 novembre 2026", "N° 214", "Temps de lecture : 1 minute", "Se désabonner"),
        ),
        ("ja", ("2026年11月23日月曜日", "第214号", "配信停止")),
        ("he", ("יום שני, 23 בנובמבר 2026", "גיליון 214")),
        ("xx", ("Unsubscribe",)),
    ):
        rendered = render(replace(PLAIN, language=language))
        words = words_of(page_of(rendered))
        for word in told:
            assert word in words
            assert word in " ".join(rendered.text.split())


def test_scripts_without_italics_are_not_slanted() -> None:
    assert "<em" not in render(replace(with_hero(summary=""), language="ja")).html
    assert "<em" in render(with_hero(summary="")).html


def test_an_edition_without_stories_still_renders() -> None:
    rendered = render(replace(PLAIN, sections=()))
    assert "The Daily" in rendered.html
    assert rendered.text


def test_a_publication_without_site_strapline_and_address_leaves_nothing_empty() -> None:
    bare = replace(PUBLICATION, site="", strapline="", address="")
    rendered = render(publication=bare)
    assert "<em" in rendered.html  # of the note; none is left of the strapline
    assert "The Daily, " not in rendered.text
    assert not [one for one in page_of(rendered).iter("a") if not (one.get("href") or "").strip()]


def test_every_picture_has_width_and_words() -> None:
    for image in page_of(render()).iter("img"):
        assert int(image.get("width")) > 0
        assert image.get("alt").strip()


def test_all_colours_have_six_digits() -> None:
    found = re.findall(r"[:\s](#[0-9a-fA-F]+)\b(?=[;\s!\"}])", render().html)
    assert found
    assert {len(colour) for colour in found} == {7}


def test_long_words_are_parted_on_phones_in_languages_that_have_them() -> None:
    for language, parted in (("de-AT", True), ("ru", True), ("en", False), ("ar", False)):
        html = render(replace(PLAIN, language=language)).html
        assert ("hyphens:auto" in html) is parted
    assert "hyphens:auto" in render(replace(PLAIN, language="en", told_in="de")).html


@pytest.mark.parametrize("theme", ["daily", "brief", "magazine"])
def test_no_line_can_end_with_a_dot_that_parts_two_things(theme: str) -> None:
    made = render(theme=shipped(theme)).html
    assert "·\u00a0" in made
    assert "· " not in made


def test_sizes_for_phones_and_colours_for_the_dark_stand_in_blocks_of_their_own() -> None:
    sheets = re.findall(r'<style type="text/css">(.*?)</style>', render().html, flags=re.DOTALL)
    (phone,) = [one for one in sheets if "max-width:480px" in one]
    (dark,) = [one for one in sheets if "prefers-color-scheme" in one]
    (outlook,) = [one for one in sheets if "[data-ogsc]" in one]
    assert len({phone, dark, outlook}) == 3
    assert all(one.startswith("@media") for one in (phone, dark))
