"""Sixty and more pairs of articles: one event told twice, what went on, and what is only alike."""

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest
from tests.unit.edit.told_twice import Told, by_id, pairs, told_twice

from digest.edit.fingerprints import read_fingerprint
from digest.edit.grouping import group_tied
from digest.edit.stories import find_ties, merge_stories
from digest.edit.story_index import StoryIndex
from digest.model.article import Article, Story
from digest.model.tie import TieKind

ALL = [one.article for one in told_twice()]


def name_pair(pair: object) -> str:
    return pair.id if isinstance(pair, Told) else str(pair)


def home(stories: list[Story]) -> dict[str, int]:
    return {one.url: place for place, story in enumerate(stories) for one in story.articles}


def are_one(*articles: Article) -> bool:
    return len(merge_stories(articles)) == 1


def test_the_set_is_large_and_in_many_languages() -> None:
    counts = {kind: len(pairs(kind)) for kind in ("same", "later", "opinion", "alike")}

    assert counts["same"] >= 30
    assert sum(counts.values()) >= 90
    assert len({one.language for one in told_twice()}) >= 10


@pytest.mark.parametrize(("one", "other"), pairs("same"), ids=name_pair)
def test_one_event_is_one_story_when_nothing_else_is_there(one: Told, other: Told) -> None:
    assert are_one(one.article, other.article)


@pytest.mark.parametrize(("one", "other"), pairs("alike"), ids=name_pair)
def test_two_events_of_one_kind_are_two_stories(one: Told, other: Told) -> None:
    assert not are_one(one.article, other.article)


@pytest.mark.parametrize(("one", "other"), pairs("later"), ids=name_pair)
def test_what_went_on_is_tied_to_what_was(one: Told, other: Told) -> None:
    ties = find_ties([one.article, other.article])

    assert [tie.kind for tie in ties] in ([TieKind.EVENT], [TieKind.SEQUEL])
    if ties[0].kind is TieKind.SEQUEL:
        earlier, later = sorted((one, other), key=lambda told: told.article.published)  # type: ignore[arg-type,return-value]
        assert (ties[0].first, ties[0].second) == (earlier.article.url, later.article.url)
        (last, first) = merge_stories([one.article, other.article])
        assert (first.continues, last.continues) == (None, earlier.article.url)


@pytest.mark.parametrize(("one", "other"), pairs("opinion"), ids=name_pair)
def test_an_opinion_is_not_the_report(one: Told, other: Told) -> None:
    assert not are_one(one.article, other.article)


def wrong_pairs(groups: list[list[str]]) -> list[tuple[str, str]]:
    """Pairs that are together and should not be, or the other way round."""
    place = {url: number for number, group in enumerate(groups) for url in group}
    wrong = []
    for one, other in combinations(told_twice(), 2):
        if one.family == other.family and (one.of or other.of):
            continue  # whether what went on within hours is one story is a matter of taste
        together = place[one.article.url] == place[other.article.url]
        if together != (one.event == other.event):
            wrong.append((one.id, other.id))
    return wrong


def test_all_of_them_together_make_the_stories_that_they_should() -> None:
    assert wrong_pairs([[one.url for one in story.articles] for story in merge_stories(ALL)]) == []


@pytest.mark.parametrize("step", [1, 7, 11])
def test_one_by_one_they_make_the_same_stories(step: int) -> None:
    """Weights differ, for each is weighed by what was known until then; the stories do not."""
    order = [ALL[place * step % len(ALL)] for place in range(len(ALL))]
    index = StoryIndex()
    ties = [tie for one in order for tie in index.add([read_fingerprint(one)])]

    assert len(index) == len(ALL)
    assert wrong_pairs(group_tied([one.url for one in order], ties)) == []


def test_what_was_compared_before_is_loaded_and_compared_with_what_is_new() -> None:
    old, new = ALL[: len(ALL) // 2], ALL[len(ALL) // 2 :]
    first = StoryIndex()
    ties = first.add(map(read_fingerprint, old))
    second = StoryIndex()
    second.load(map(read_fingerprint, old), ties)
    ties += second.add(map(read_fingerprint, new))

    assert wrong_pairs(group_tied([one.url for one in ALL], ties)) == []


def test_the_market_reports_of_two_papers_on_one_day_are_one_and_of_two_days_two() -> None:
    monday, other, tuesday = (by_id(f"market-{name}") for name in ("mon", "mon-2", "tue"))

    assert are_one(monday, other)
    assert not are_one(monday, tuesday)
    assert not are_one(other, tuesday)


@pytest.mark.parametrize("column", ["weather", "horoscope", "market"])
def test_a_column_of_two_days_is_not_tied_at_all(column: str) -> None:
    assert find_ties([by_id(f"{column}-mon"), by_id(f"{column}-tue")]) == []


def test_a_text_that_a_paper_prints_again_the_next_day_is_a_copy_and_no_column() -> None:
    first = by_id("quake-post")
    again = replace(first, url=first.url + "-again", published=by_id("quake-next").published)

    assert [tie.kind for tie in find_ties([first, again])] == [TieKind.COPY]


def test_the_shared_rare_words_are_shown_as_they_are_written() -> None:
    (tie,) = find_ties([by_id("levy-report"), by_id("levy-live")])

    assert {"Noor", "levy"} <= set(tie.words)
    assert not {"the", "that", "Monday", "000"} & set(tie.words)
    (chinese,) = find_ties([by_id("zh-a"), by_id("zh-b")])
    assert any(len(word) > 2 for word in chinese.words), chinese.words


def test_every_pair_is_tied_at_most_once() -> None:
    counts = Counter((tie.first, tie.second) for tie in find_ties([*ALL, *ALL]))

    assert set(counts.values()) == {1}
