"""The theme "magazine": cards two by two, a line to remember, and nothing left out."""

import re
from dataclasses import replace

import pytest
from lxml import html
from tests.unit.render.examples import (
    BRIEFS,
    HERO,
    PLAIN,
    SPONSORED,
    render,
    shipped,
    story,
    with_hero,
)

from digest.model.article import Image
from digest.model.edition import Edition, Item, Section

PICTURE = Image(url="https://img.example.org/a.jpg", alt="A lorry at a barrier")
CARDS = 12


def page_of(edition: Edition) -> html.HtmlElement:
    rendered = render(edition, theme=shipped("magazine"))
    return html.document_fromstring(rendered.html)


def stories(count: int) -> tuple[Item, ...]:
    return tuple(
        story(f"Story {n}", f"Told in full, {n}.", f"s{n}", image=PICTURE if n % 2 else None)
        for n in range(count)
    )


def edition_of(*sections: tuple[Item, ...]) -> Edition:
    made = tuple(Section(name=f"Part {n}", items=items) for n, items in enumerate(sections))
    return replace(PLAIN, sections=(Section(name="Top", items=(HERO,)), *made))


def texts(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in page.xpath(path)]


def with_class(name: str) -> str:
    return f"//div[contains(concat(' ', @class, ' '), ' {name} ')]"


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
def test_the_first_of_an_odd_number_takes_the_whole_width(count: int) -> None:
    page = page_of(edition_of(stories(count)))
    wide, half = page.xpath(with_class("one")), page.xpath(with_class("c"))
    assert len(wide) == count % 2
    assert len(half) == count - count % 2
    headlines = [text for text in texts(page, "//h3") if text.startswith("Story")]
    assert headlines == [f"Story {n}" for n in range(count)]


def test_at_most_twelve_stories_are_cards_and_the_rest_are_headlines() -> None:
    edition = edition_of(stories(8), stories(9), BRIEFS)
    page = page_of(edition)
    cards = page.xpath(with_class("one")) + page.xpath(with_class("c"))
    assert len(cards) == CARDS - 1  # the hero is one of them
    plain = texts(page, "//h3[contains(concat(' ', @class, ' '), ' b ')]")
    assert plain == [f"Story {n}" for n in range(3, 9)] + [one.headline for one in BRIEFS]
    links = {one.get("href") for one in page.iter("a")}
    assert {item.url for item in edition.items} <= links


def test_what_is_paid_for_keeps_its_label_and_is_no_card() -> None:
    page = page_of(edition_of((*stories(2), SPONSORED)))
    assert len(page.xpath(with_class("c"))) == 2
    (slot,) = texts(page, "//td[@class='sp']")
    assert slot.startswith("Sponsored by Harbour BankSavings that keep pace")


def test_a_card_without_a_picture_is_a_card_of_text() -> None:
    page = page_of(edition_of(stories(2)))
    first, second = page.xpath(with_class("c"))
    assert len(list(first.iter("img"))) == 0
    assert [one.get("alt") for one in second.iter("img")] == ["A lorry at a barrier"]


def test_what_the_leading_story_quotes_stands_in_large_letters() -> None:
    said = "“We bought back the evening,” said Ines Caldwell, who runs the harbour."
    page = page_of(with_hero(summary=f"The council voted. {said}"))
    assert texts(page, "//p[@class='q']") == ["“We bought back the evening”"]


def test_without_a_quotation_there_is_no_pull_quote() -> None:
    page = page_of(with_hero(summary="The council blamed “weak orders” and went home."))
    assert page.xpath("//p[@class='q']") == []


def test_outlook_gets_two_cells_for_two_cards() -> None:
    made = render(edition_of(stories(2)), theme=shipped("magazine")).html
    cells = re.findall(r"<td class=\"c-outlook\"[^>]*width:(\d+)px", made)
    assert cells == ["288", "288"]


def test_one_story_alone_leaves_no_empty_strip_below_it() -> None:
    strip = 'class="card"]//div[@style="height:24px;line-height:24px;"]'
    assert page_of(edition_of()).xpath(f"//div[@{strip}") == []
    assert len(page_of(edition_of(stories(1))).xpath(f"//div[@{strip}")) == 1
