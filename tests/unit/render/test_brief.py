"""The theme "brief": numbered headlines, one sentence each, nothing heavy."""

import re
from dataclasses import replace
from functools import partial

from tests.bench.rendering import make_edition
from tests.unit.render.examples import (
    ARABIC,
    EDITION,
    HERO,
    PAGES,
    PLAIN,
    PUBLICATION,
    SPONSORED,
    shipped,
    story,
    with_hero,
    with_items,
)
from tests.unit.render.examples import render as render_any
from tests.unit.render.test_daily import hrefs, page_of, token, words_of

from digest.check.message import find_differences
from digest.check.parts import take_apart
from digest.check.size import find_folded
from digest.model.message import PersonalField

BRIEF = shipped("brief")
MOST_BYTES = 12_000
render = partial(render_any, theme=BRIEF)


def test_ten_stories_weigh_at_most_twelve_kilobytes() -> None:
    for public_url in ("", PAGES):
        rendered = render(make_edition(10), public_url=public_url)
        assert len(rendered.html.encode()) <= MOST_BYTES


def test_every_headline_of_the_news_has_its_number_and_what_is_paid_for_has_none() -> None:
    page = page_of(render())
    headings = [words_of(one) for one in page.iter("h1", "h3")]
    news = [item.headline for item in EDITION.items if not item.sponsor]
    numbered = [f"{number} {headline}" for number, headline in enumerate(news, start=1)]
    assert [one for one in headings if one != SPONSORED.headline] == numbered
    assert SPONSORED.headline in headings
    assert len(list(page.iter("h1"))) == 1


def test_a_story_is_told_in_one_sentence_and_the_text_part_tells_it_all() -> None:
    rendered = render()
    words = words_of(page_of(rendered))
    assert "hours before a vote it was expected to lose." in words
    assert "never in doubt" not in words
    assert "never in doubt" in " ".join(rendered.text.split())
    assert rendered.text == render_any().text


def test_the_checks_do_not_take_one_sentence_for_a_story_cut_off() -> None:
    link = "[the figures](https://daily.example.org/figures)"
    edition = with_hero(summary=f"Told, with {link}. Then [more](https://daily.example.org/more).")
    rendered = render(edition)
    assert list(find_differences(edition, take_apart(rendered))) == []
    assert list(find_folded(edition, rendered)) == []
    assert "https://daily.example.org/figures" in hrefs(page_of(rendered))
    assert "https://daily.example.org/more" in rendered.text
    # A theme that tells the whole summary and loses a link of it is still found out.
    whole = render_any(edition)
    lost = replace(whole, html=whole.html.replace("https://daily.example.org/more", PAGES))
    assert "The HTML part lacks the link" in "".join(
        one.message for one in find_differences(edition, take_apart(lost))
    )


def test_there_are_no_pictures() -> None:
    assert not list(page_of(render()).iter("img"))


def test_everything_that_a_mail_must_have_is_there() -> None:
    rendered = render()
    page = page_of(rendered)
    words, links = words_of(page), hrefs(page)
    unsubscribe = token(rendered, PersonalField.UNSUBSCRIBE)
    assert links.count(unsubscribe) == 2
    assert unsubscribe in links[:2]
    for field in (PersonalField.VIEW, PersonalField.PREFERENCES):
        assert token(rendered, field) in links
    for told in (
        "The Daily Read the World Today Monday, 23 November 2026 No. 214 · Reading time",
        "Correction Saturday’s edition gave the wrong year",
        "Good morning. A long night",
        "Sponsored by Harbour Bank Savings that keep pace Open an account",
        "Updated · Engineers said",
        "You get this because you subscribed to The Daily.",
        "The Daily, 1 Press Lane, 1000 Brussels",
    ):
        assert told in words.replace("\u00a0", " ")


def test_it_has_dark_colours_and_those_for_outlook() -> None:
    html = render().html
    dark = BRIEF.theme.dark
    for colour in (dark.text, dark.link, dark.accent, dark.muted, dark.page):
        assert html.count(colour) >= 2


def test_a_headline_in_another_script_has_its_own_direction() -> None:
    page = page_of(render())
    foreign = page.xpath("//div[@dir='rtl']")
    assert [words_of(one.find("h3")) for one in foreign] == [f"4 {ARABIC.headline}"]
    assert foreign[0].get("lang") == "ar"
    right_to_left = render(replace(with_items(ARABIC, story("Flood", "It came.")), language="ar"))
    page = page_of(right_to_left)
    assert page.get("dir") == "rtl"
    assert "Flood" in words_of(page.xpath("//div[@dir='ltr'][h3]")[0])


def test_many_stories_stand_in_a_row_for_each_section_for_outlook() -> None:
    def rows(stories: int) -> int:
        page = page_of(render(make_edition(stories)))
        return len(page.xpath("//td[contains(@class,'in')][.//h2]"))

    assert (rows(10), rows(40)) == (1, 3)


def test_headlines_are_tall_enough_to_tap() -> None:
    for link in page_of(render()).xpath("//h1/a|//h3/a"):
        style = link.get("style")
        above, below = re.findall(r"padding:(\d+)px 0 (\d+)px", style)[0]
        line = re.findall(r"line-height:(\d+)px", link.getparent().get("style"))[0]
        assert int(above) + int(line) + int(below) >= 44


def test_an_empty_edition_and_one_of_briefs_alone_render() -> None:
    assert "The Daily" in render(replace(PLAIN, sections=())).html
    rendered = render(with_items(HERO, story("Told in a headline", slug="b")))
    assert "2 Told in a headline" in words_of(page_of(rendered))
    assert "<p></p>" not in rendered.html
    assert render(publication=replace(PUBLICATION, strapline="", address="", site="")).text


def test_what_is_paid_for_stands_between_two_rules() -> None:
    (slot,) = page_of(render()).find_class("ad")
    assert words_of(slot).startswith("Sponsored by Harbour Bank")
    assert "border-top:1px" in slot.get("style")
    assert "border-bottom:1px" in slot.get("style")
