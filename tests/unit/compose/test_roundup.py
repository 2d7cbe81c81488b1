"""The week's round-up as an edition: what is in it, in which words and in which order."""

from dataclasses import replace

import pytest

from digest.compose.draft import read_edition, write_edition
from digest.compose.languages import framed
from digest.compose.roundup import make_round_up
from digest.compose.week_words import ROWS, choose_week_words
from digest.compose.words import _ROWS
from digest.model.article import Sighting
from digest.model.edition import Edition, Item, Section
from digest.model.publication import Publication, SectionRule

PUBLICATION = Publication(
    id="the-daily",
    name="The Daily",
    sender="The Daily <daily@example.org>",
    sections=(SectionRule(name="Politics", limit=2), SectionRule(name="Culture")),
)


def item(name: str, *also: str, **changes: object) -> Item:
    fields: dict[str, object] = {
        "headline": f"The {name} story",
        "url": f"https://post.example.org/{name}",
        "summary": "It rained.",
        "also": tuple(Sighting(name=one, url=f"https://{one}.example.org/{name}") for one in also),
    }
    return Item(**fields | changes)  # type: ignore[arg-type]


def day(number: int, *sections: Section, correction: str | None = None) -> Edition:
    return Edition(
        slug=f"the-daily-2026-11-{22 + number}",
        number=number,
        language="en",
        subject="s",
        correction=correction,
        sections=sections,
    )


def top(one: Item) -> Section:
    return Section(name="Top story", id="top-story", items=(one,))


def politics(*items: Item) -> Section:
    return Section(name="Politics", id="politics", items=items)


def round_up(*days: Edition, most: int = 12, homes: dict[str, str] | None = None) -> Edition:
    return make_round_up(
        days, PUBLICATION, slug="the-daily-2026-11-28-weekly", number=1, most=most, homes=homes
    )


def laid(made: Edition) -> dict[str, list[str]]:
    return {
        one.name: [(told.url or told.headline).rpartition("/")[2] for told in one.items]
        for one in made.sections
    }


def test_heroes_lead_their_sections_and_the_best_one_leads_the_week() -> None:
    made = round_up(
        day(1, top(item("levy", kicker="Politics")), politics(item("vote"))),
        day(2, top(item("opera", "wire", "post")), Section(name="Culture", items=(item("film"),))),
        day(3, top(item("mayor")), politics(item("strike"))),
        homes={"https://post.example.org/mayor": "Politics"},
    )
    assert laid(made) == {
        "Story of the week": ["opera"],
        "Politics": ["mayor", "levy"],
        "Culture": ["film"],
    }
    assert [one.headline for one in made.bench] == ["The strike story", "The vote story"]
    assert [one.kicker for one in made.items] == [None] * 4, "the section says it"
    assert made.subject == "The week in news: The opera story"
    assert made.preheader == "Also this week: The mayor story; The levy story; The film story"


def test_a_story_told_twice_stands_once_in_its_last_words() -> None:
    first = item("levy", "wire", headline="Ministers plan a levy")
    later = replace(
        first,
        headline="Ministers drop the levy",
        url="https://wire.example.org/levy",
        also=(Sighting(name="Post", url="https://post.example.org/levy"),),
        updated=True,
    )
    made = round_up(
        day(1, top(first), politics(item("vote"))),
        day(2, top(item("opera")), politics(later), correction="The vote was on Tuesday."),
    )
    told = [one for one in made.items if "levy" in one.headline]
    assert [(one.headline, one.updated) for one in told] == [("Ministers drop the levy", False)]
    assert made.correction == "The vote was on Tuesday."
    assert laid(made)["Politics"][0] == "vote" or made.items[0].headline.endswith("levy")


def test_sponsors_stay_out_and_what_has_no_room_waits() -> None:
    made = round_up(
        day(1, top(item("levy")), politics(*(item(f"p{one}") for one in range(5)))),
        day(2, top(item("bank", sponsor="Harbour Bank")), politics(item("vote"))),
        most=3,
    )
    assert len(made.items) == 3
    assert not [one for one in (*made.items, *made.bench) if one.sponsor]
    assert len(made.bench) == 4


def test_a_week_without_editions_is_an_edition_without_stories() -> None:
    assert round_up().items == ()


def test_it_is_written_and_read_back_as_any_other() -> None:
    made = round_up(day(1, top(item("levy")), politics(item("vote"), item("tax"))))
    assert read_edition(write_edition(made, zone="Europe/Brussels")) == made


def test_every_language_that_the_daily_edition_has_words_in_has_those_of_the_week() -> None:
    assert ROWS.keys() == _ROWS.keys()
    for tag in ROWS:
        words = choose_week_words(tag)
        assert words.subject.count("{}") == words.also.count("{}") == 1
        assert words != choose_week_words("en")
    assert choose_week_words("fr-BE") == choose_week_words("fr")
    assert choose_week_words("xx") == choose_week_words("en")


@pytest.mark.parametrize("tag", ["fr", "ar", "zh-Hant"])
def test_readers_of_another_language_get_its_words_around_the_stories(tag: str) -> None:
    made = round_up(day(1, top(item("levy")), politics(item("vote"), item("tax"))))
    told = framed(made, tag)
    words = choose_week_words(tag)
    assert told.subject == words.subject.replace("{}", "The levy story")
    assert told.preheader == words.also.replace("{}", "The vote story; The tax story")
    assert told.sections[0].name == words.top
