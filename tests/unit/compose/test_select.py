"""Which stories an edition tells, where, and why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.compose.items import make_item
from digest.compose.select import Selection, select_stories
from digest.compose.wishes import Wishes
from digest.model.article import Article, Precision, Sighting, Story
from digest.model.edition import Decision, Window
from digest.model.publication import (
    EditionRules,
    Publication,
    SectionRule,
    SelectionRules,
    Source,
    SourceKind,
)

END = datetime(2026, 11, 23, 5, tzinfo=UTC)
WINDOW = Window(start=END - timedelta(hours=24), end=END)
POLITICS = SectionRule(name="Politics", limit=2, minimum=1, keywords=("budget", "prime minister"))
SPORT = SectionRule(name="Sport", limit=2, keywords=("cup",))


def story(
    number: int,
    *,
    age: float = 6.0,
    headline: str = "",
    source: str = "A",
    section: str | None = None,
) -> Story:
    lead = Article(
        url=f"https://a.example.org/{number:03}",
        headline=headline or f"Story {number}",
        source=source,
        section=section,
        published=END - timedelta(hours=age),
        precision=Precision.MINUTE,
        first_seen=END,
    )
    return Story(lead=lead)


def paper(
    *sections: SectionRule, stories: int = 12, minimum: int = 3, sources: tuple[Source, ...] = ()
) -> Publication:
    return Publication(
        id="p",
        name="P",
        sender="p@example.org",
        sections=sections,
        sources=sources,
        edition=EditionRules(stories=stories, minimum=minimum),
    )


def choose(
    stories: list[Story],
    publication: Publication,
    *,
    told: dict[str, str] | None = None,
    outside: tuple[Decision, ...] = (),
    wishes: Wishes | None = None,
) -> Selection:
    return select_stories(
        stories, publication, window=WINDOW, told=told or {}, outside=outside, wishes=wishes
    )


def laid_out(selection: Selection) -> dict[str, list[str]]:
    return {
        section.name: [one.lead.headline for one in section.stories]
        for section in selection.sections
    }


def reasons(selection: Selection) -> dict[str, tuple[str, str]]:
    return {one.headline: (one.place, one.reason) for one in selection.decisions}


def test_the_best_story_is_the_hero_and_the_rest_stand_below_it() -> None:
    found = choose([story(1, age=9), story(2, age=1), story(3, age=5)], paper())
    assert laid_out(found) == {"Top story": ["Story 2"], "Today": ["Story 3", "Story 1"]}
    assert reasons(found)["Story 2"] == ("Top story", "the best score")


def test_equal_scores_are_ordered_by_address() -> None:
    found = choose([story(3), story(1), story(2)], paper())
    assert laid_out(found) == {"Top story": ["Story 1"], "Today": ["Story 2", "Story 3"]}


def test_a_source_a_keyword_or_the_article_itself_routes_to_a_section() -> None:
    sources = (
        Source(
            name="Sports desk", kind=SourceKind.FEED, url="https://s.example.org", section="sport"
        ),
        Source(name="Heavy", kind=SourceKind.FEED, url="https://h.example.org", weight=3.0),
    )
    stories = [
        story(1, headline="Hero", source="Heavy"),
        story(2, headline="Budget fails", source="Sports desk"),
        story(3, headline="The budget fails again"),
        story(4, headline="A new Prime Minister"),
        story(5, headline="Budgeting for beginners"),
        story(6, headline="Snow", section="SPORT"),
    ]
    found = laid_out(choose(stories, paper(POLITICS, SPORT, sources=sources)))
    assert found["Sport"] == ["Budget fails", "Snow"]
    assert found["Politics"] == ["The budget fails again", "A new Prime Minister"]
    assert found["More news"] == ["Budgeting for beginners"]


def test_a_full_section_sends_its_next_story_to_the_briefs() -> None:
    stories = [story(n, age=n, headline=f"Budget {n}") for n in range(1, 6)]
    found = choose(stories, paper(POLITICS))
    assert laid_out(found) == {
        "Top story": ["Budget 1"],
        "Politics": ["Budget 2", "Budget 3"],
        "In brief": ["Budget 4", "Budget 5"],
    }
    assert [section.briefs for section in found.sections] == [False, False, True]
    assert reasons(found)["Budget 4"] == ("In brief", "Politics is full")


def test_a_section_that_is_called_like_the_briefs_keeps_its_limit() -> None:
    brief = SectionRule(name="In brief", limit=1, keywords=("snow",))
    stories = [story(n, age=n, headline=f"Budget {n}") for n in range(1, 5)]
    stories.append(story(9, age=9, headline="Snow in May"))
    found = choose(stories, paper(POLITICS, brief))
    assert laid_out(found)["In brief"] == ["Snow in May"]
    assert reasons(found)["Budget 4"] == ("bench", "no room: Politics and In brief are full")


def test_a_section_gets_its_minimum_before_better_stories_of_others() -> None:
    stories = [story(n, age=n, headline=f"News {n}") for n in range(1, 4)]
    stories.append(story(9, age=20, headline="Budget at last"))
    found = choose(stories, paper(POLITICS, stories=3))
    assert laid_out(found)["Politics"] == ["Budget at last"]
    assert reasons(found)["Budget at last"] == ("Politics", "the section's minimum")
    assert reasons(found)["News 3"] == ("bench", "no room in the edition")


def test_what_does_not_fit_stands_on_the_bench_best_first_then_is_dropped() -> None:
    found = choose([story(n, age=n / 10) for n in range(1, 31)], paper(stories=4))
    assert found.count == 4
    assert [one.lead.headline for one in found.bench] == [f"Story {n}" for n in range(5, 25)]
    assert reasons(found)["Story 25"] == ("dropped", "no room, and the bench is full")


def test_a_story_told_before_is_not_told_again_whichever_of_its_articles_was() -> None:
    both = replace(story(1), others=(story(2).lead,))
    found = choose(
        [both, story(3), story(4), story(5)], paper(), told={story(2).lead.url: "p-2026-11-22"}
    )
    assert reasons(found)["Story 1"] == ("dropped", "told before, in p-2026-11-22")
    assert found.count == 3


def test_a_story_without_a_headline_and_a_second_one_of_the_same_address_are_dropped() -> None:
    blank = story(1, headline=" \t")
    found = choose([blank, story(2), story(2), story(3), story(4)], paper())
    assert reasons(found)[" \t"] == ("dropped", "it has no headline")
    assert found.count == 3


def test_too_few_stories_make_a_quiet_day() -> None:
    assert choose([story(1), story(2)], paper()).quiet
    assert choose([], paper()).quiet
    assert not choose([story(1), story(2), story(3)], paper()).quiet


def test_every_term_is_kept_and_sums_up_to_the_score() -> None:
    found = choose([story(1), story(2), story(3)], paper())
    for one in found.decisions:
        assert round(sum(value for _, value in one.terms), 4) == one.score
        assert one.articles == (one.url,)


def test_articles_that_were_no_candidates_come_last_in_the_trail() -> None:
    outside = (Decision(url="u", headline="Old", place="dropped", reason="published earlier"),)
    found = choose([story(1), story(2), story(3)], paper(), outside=outside)
    assert found.decisions[-1:] == outside


def test_the_parts_are_named_in_the_language_of_the_publication() -> None:
    german = replace(paper(), language="de-AT")
    found = choose([story(1), story(2), story(3)], german)
    assert list(laid_out(found)) == ["Aufmacher", "Heute"]


def url(number: int) -> str:
    return story(number).lead.url


def test_what_is_pinned_comes_in_although_its_section_and_the_edition_are_full() -> None:
    stories = [story(n, age=n, headline=f"Budget {n}") for n in range(1, 7)]
    found = choose(stories, paper(POLITICS, stories=3), wishes=Wishes(pins={url(6): None}))
    assert laid_out(found) == {
        "Top story": ["Budget 1"],
        "Politics": ["Budget 6", "Budget 2"],
    }
    assert reasons(found)["Budget 6"] == ("Politics", "pinned by the desk")
    terms = next(dict(one.terms) for one in found.decisions if one.headline == "Budget 6")
    assert terms["pin"] == 1.0


def test_a_pin_may_name_the_section_and_even_the_top() -> None:
    wishes = Wishes(pins={url(5): "Top story", url(6): "Weekend"})
    found = choose([story(n, age=n) for n in range(1, 7)], paper(POLITICS), wishes=wishes)
    assert laid_out(found) == {
        "Top story": ["Story 5"],
        "More news": ["Story 1", "Story 2", "Story 3", "Story 4"],
        "Weekend": ["Story 6"],
    }


def test_any_article_of_a_story_pins_or_drops_it() -> None:
    both = replace(story(9, age=23), others=(story(8).lead,))
    stories = [both, *(story(n) for n in range(1, 5))]
    assert (
        "Story 9"
        in laid_out(choose(stories, paper(stories=2), wishes=Wishes(pins={url(8): None})))["Today"]
    )
    found = choose(stories, paper(), wishes=Wishes(drops=frozenset([url(8)])))
    assert reasons(found)["Story 9"] == ("dropped", "dropped by the desk")


def test_words_of_digest_toml_drop_a_story_unless_it_is_pinned() -> None:
    publication = replace(
        paper(), selection=SelectionRules(drop=("horoscope", "win tickets", "占い"))
    )
    stories = [
        story(1, headline="Your HOROSCOPE for Monday"),
        story(2, headline="Win tickets for the cup"),
        story(3, headline="Horoscopes in court"),
        story(4, headline="月曜日の占い"),
        story(5, headline="The horoscope writer who was never wrong"),
        *(story(n) for n in range(6, 9)),
    ]
    found = choose(stories, publication, wishes=Wishes(pins={url(5): None}))
    gone = {one.headline for one in found.decisions if one.place == "dropped"}
    assert gone == {"Your HOROSCOPE for Monday", "Win tickets for the cup", "月曜日の占い"}
    assert "“win tickets” stands in its headline" in reasons(found)["Win tickets for the cup"][1]


def test_a_source_leads_no_more_stories_than_it_may_and_the_desk_itself_any_number() -> None:
    sources = (
        Source(name="Own", kind=SourceKind.FEED, url="https://o.example.org", own=True),
        Source(name="Wire", kind=SourceKind.FEED, url="https://w.example.org"),
    )
    publication = replace(paper(sources=sources), selection=SelectionRules(per_source=2))
    stories = [story(n, age=n, source="Wire") for n in range(1, 6)]
    stories += [story(n, age=n, source="Own") for n in range(11, 15)]
    found = choose(stories, publication)
    assert laid_out(found) == {
        "Top story": ["Story 1"],
        "Today": ["Story 2", "Story 11", "Story 12", "Story 13", "Story 14"],
    }
    place = ("bench", "Wire leads 2 stories already, its most")
    assert {reasons(found)[f"Story {n}"] for n in (3, 4, 5)} == {place}


def test_a_story_under_embargo_waits_on_the_bench_until_its_moment() -> None:
    later = END + timedelta(hours=1)
    wishes = Wishes(embargoes={url(1): later, url(2): END})
    found = choose([story(n, age=n) for n in range(1, 6)], paper(), wishes=wishes)
    assert laid_out(found)["Top story"] == ["Story 2"]
    assert [one.lead.headline for one in found.bench] == ["Story 1"]
    assert reasons(found)["Story 1"] == ("bench", "under embargo until Mon 2026-11-23 06:00")
    assert found.embargoes == {url(1): later}


def test_a_told_story_that_has_changed_comes_back_as_updated() -> None:
    told = {url(1): "p-2026-11-22", url(2): "p-2026-11-22"}
    wishes = Wishes(updated=frozenset([url(1)]))
    found = choose([story(n) for n in range(1, 6)], paper(), told=told, wishes=wishes)
    assert found.updated == {url(1)}
    assert found.count == 4
    assert reasons(found)["Story 2"] == ("dropped", "told before, in p-2026-11-22")


def test_a_late_copy_of_what_was_told_is_not_told_again() -> None:
    wishes = Wishes(repeats={url(1): "p-2026-11-22"})
    found = choose([story(n) for n in range(1, 6)], paper(), wishes=wishes)
    assert reasons(found)["Story 1"] == ("dropped", "its text was told before, in p-2026-11-22")


def test_the_sections_of_a_path_and_keywords_in_it_route_as_well() -> None:
    stories = [
        story(1, headline="Hero", age=0.5),
        story(2, headline="Snow", section="News / Sport"),
        story(3, headline="Ice", section="News > Sport > Skating"),
        story(4, headline="Votes", section="Budget and taxes", age=20),
        story(5, headline="Rain", section="Sporting life"),
    ]
    found = choose(stories, paper(POLITICS, SPORT))
    assert laid_out(found)["Sport"] == ["Snow", "Ice"]
    assert laid_out(found)["Politics"] == ["Votes"]
    fits = {one.headline: one.fit for one in found.decisions}
    assert fits["Votes"] == "keyword (budget)"
    assert fits["Ice"] == "own (News > Sport > Skating)"
    assert fits["Rain"] == ""


STORIES = st.lists(
    st.builds(
        story,
        st.integers(0, 40),
        age=st.sampled_from([1.0, 2.0, 3.0, 12.0]),
        headline=st.sampled_from(["", "Budget", "Cup", "Cup budget", " "]),
        source=st.sampled_from(["A", "B"]),
    ),
    max_size=40,
)


@given(STORIES, st.randoms(use_true_random=False), st.integers(0, 9), st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_every_story_is_decided_once_and_the_order_of_the_input_changes_nothing(
    stories: list[Story], shuffle: object, room: int, minimum: int
) -> None:
    unique = list({one.lead.url: one for one in stories}.values())
    rules = (replace(POLITICS, minimum=minimum), SPORT)
    publication = paper(*rules, stories=room, minimum=1)
    found = choose(unique, publication)
    mixed = list(unique)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    again = choose(mixed, publication)
    assert (found.sections, found.bench) == (again.sections, again.bench)
    assert sorted(one.url for one in found.decisions) == sorted(one.lead.url for one in unique)
    assert found.count <= room
    placed = [one.lead.url for part in found.sections for one in part.stories]
    assert len(set(placed)) == len(placed)
    for part in found.sections:
        assert part.stories
        if part.name in ("Politics", "Sport"):
            assert len(part.stories) <= 2
    assert found.quiet == (found.count < 1)


@given(
    STORIES,
    st.sets(st.integers(0, 40), max_size=6),
    st.sets(st.integers(0, 40), max_size=6),
    st.sets(st.integers(0, 40), max_size=6),
    st.integers(1, 4),
)
@settings(max_examples=100, deadline=None)
def test_every_wish_is_heeded_and_no_source_leads_too_much(
    stories: list[Story], pins: set[int], drops: set[int], held: set[int], most: int
) -> None:
    unique = list({one.lead.url: one for one in stories}.values())
    publication = replace(paper(POLITICS, SPORT), selection=SelectionRules(per_source=most))
    wishes = Wishes(
        pins={url(number): None for number in pins},
        drops=frozenset(map(url, drops)),
        embargoes={url(number): END + timedelta(seconds=1) for number in held},
    )
    found = choose(unique, publication, wishes=wishes)
    placed = [one.lead for part in found.sections for one in part.stories]
    shown = {one.url for one in placed}
    bench = {one.lead.url for one in found.bench}
    assert not shown & {*wishes.drops, *wishes.embargoes}
    assert not bench & wishes.drops
    decided = {one.url: one for one in found.decisions}
    for address in wishes.pins.keys() & decided.keys() - shown:
        assert decided[address].reason != "no room in the edition"
    for source in ("A", "B"):
        led = [one for one in placed if one.source == source and one.url not in wishes.pins]
        assert len(led) <= most


def test_a_section_that_nobody_configured_takes_whatever_there_is_room_for() -> None:
    found = choose([story(n, age=n / 10) for n in range(1, 20)], paper(stories=14))
    assert {name: len(some) for name, some in laid_out(found).items()} == {
        "Top story": 1,
        "Today": 13,
    }


def test_a_page_that_two_feeds_list_is_told_by_one_source() -> None:
    twice = story(1)
    listed = replace(
        twice.lead,
        sightings=(
            Sighting(name="A", url=twice.lead.url),
            Sighting(name="A front page", url=twice.lead.url),
            Sighting(name="B", url="https://b.example.org/1"),
        ),
    )
    (decision,) = choose([Story(lead=listed)], paper()).decisions
    assert dict(decision.terms)["corroboration"] == 0.4
    item = make_item(Story(lead=listed), paper(), place="", summary="")
    assert item.also == (Sighting(name="B", url="https://b.example.org/1"),)
