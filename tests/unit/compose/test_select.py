"""Which stories an edition tells, where, and why."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.compose.select import Selection, select_stories
from digest.model.article import Article, Precision, Story
from digest.model.edition import Decision, Window
from digest.model.publication import EditionRules, Publication, SectionRule, Source, SourceKind

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
) -> Selection:
    return select_stories(stories, publication, window=WINDOW, told=told or {}, outside=outside)


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
