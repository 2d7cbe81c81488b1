"""Stories held against what readers were told, and why articles are together, in words."""

from datetime import timedelta

from tests.unit.edit.test_story_index import shorten
from tests.unit.edit.told_twice import by_id

from digest.edit.explain import explain_story
from digest.edit.followups import Followed, follow_told
from digest.edit.stories import find_ties, merge_tied
from digest.model.article import Article, Story
from digest.model.tie import Tie, TieKind

SLUG = "the-daily-2026-11-23"
MONDAY, WIRE, TUESDAY = by_id("quake-post"), by_id("quake-wire"), by_id("quake-next")


def follow(told: list[Article], *news: Article) -> Followed:
    ties = find_ties([*told, *news])
    # The most trusted source is the one that only repeats: what is new has to lead all the same.
    stories = merge_tied(news, ties, weights={"Copies": 5.0})
    return follow_told(stories, ties, {one.url: SLUG for one in told})


def test_a_new_development_goes_on_with_the_story_that_was_told() -> None:
    followed = follow([MONDAY], TUESDAY)

    assert [story.continues for story in followed.stories] == [MONDAY.url]
    assert followed.repeats == {}


def test_the_same_event_in_other_words_after_the_edition_goes_on_with_it_too() -> None:
    assert follow([MONDAY], WIRE).stories[0].continues == MONDAY.url


def test_a_text_that_was_told_and_is_printed_late_was_told_before() -> None:
    late = shorten(MONDAY, part=0.6, every=0)

    followed = follow([MONDAY], late)

    assert followed.repeats == {late.url: SLUG}


def test_a_story_that_one_paper_repeats_and_another_one_carries_on_is_news() -> None:
    late = shorten(MONDAY, part=1.0, every=0)

    followed = follow([MONDAY], late, TUESDAY)

    (story,) = followed.stories
    assert followed.repeats == {}
    assert (story.lead, story.others, story.continues) == (TUESDAY, (late,), MONDAY.url)


def test_what_has_nothing_to_do_with_what_was_told_begins_a_story() -> None:
    followed = follow([MONDAY], by_id("quake-maresa"), by_id("hack-a"))

    assert [story.continues for story in followed.stories] == [None, None]
    assert followed.repeats == {}


def test_nothing_told_changes_nothing() -> None:
    story = Story(lead=MONDAY, others=(WIRE,))

    assert follow_told([story], find_ties([MONDAY, WIRE]), {}) == Followed(
        stories=[story], repeats={}
    )


def test_a_merge_is_explained_with_the_level_and_the_words() -> None:
    report, copy, live = (by_id(f"levy-{name}") for name in ("report", "copy", "live"))
    ties = find_ties([report, copy, live])
    (story,) = merge_tied([report, copy, live], ties, pinned=frozenset({report.url}))

    lines = explain_story(story, ties)

    assert lines[0] == (
        "leads  Meridian Wire, “Government puts off vote on port levy it was expected to lose”"
    )
    (told,) = [line for line in lines if "Coast Mail" in line]
    assert told.startswith("also   Coast Mail, “Ministers delay container levy vote”: same text: ")
    assert told.endswith("% of the shorter one stands in the other")
    (event,) = [line for line in lines if "Harwick Post" in line]
    assert "same event (they share: " in event
    assert "levy" in event


def test_names_may_be_given_and_a_sequel_is_told_with_its_words() -> None:
    report, week = by_id("levy-report"), by_id("levy-week")
    ties = find_ties([report, week])
    last, first = merge_tied([report, week], ties)

    assert explain_story(first, ties) == []
    (line,) = explain_story(last, ties, names={report.url: "the report"})
    assert line.startswith("continues: the report (")
    assert "Haddad" in line or "Noor" in line


def test_an_article_that_only_another_one_ties_to_the_lead_says_so() -> None:
    one, two, three = MONDAY, WIRE, TUESDAY
    ties = [
        Tie(first=one.url, second=two.url, kind=TieKind.EVENT, strength=0.5, words=("Tolvik",)),
        Tie(first=two.url, second=three.url, kind=TieKind.EVENT, strength=0.4, words=("Falk",)),
    ]

    lines = explain_story(Story(lead=one, others=(two, three)), ties)

    assert lines[1].endswith("same event (they share: Tolvik)")
    assert lines[2].endswith("same event as another one of these (they share: Falk)")


def test_a_week_later_is_a_sequel_of_the_report_and_not_the_same_story() -> None:
    late = by_id("levy-week")
    assert late.first_seen - by_id("levy-report").first_seen > timedelta(days=6)

    assert follow([by_id("levy-report")], late).stories[0].continues == by_id("levy-report").url
