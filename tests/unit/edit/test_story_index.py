"""The index that takes articles one by one."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.edit.told_twice import by_id, told_twice

from digest.edit.events import LONGEST_EVENT, LONGEST_PAUSE
from digest.edit.fingerprints import read_fingerprint
from digest.edit.grouping import group_tied
from digest.edit.stories import find_ties, merge_stories
from digest.edit.story_index import StoryIndex
from digest.model.article import Article
from digest.model.tie import Tie, TieKind

ALL = [one.article for one in told_twice()]
REPORTS = [one.article for one in told_twice() if one.language == "en" and one.relation == "report"]
OTHER_WORDS = ("harvest", "glove", "meadow", "kettle", "lantern", "pebble", "orchard", "velvet")


def shorten(article: Article, *, part: float, every: int, start: int = 0) -> Article:
    """Print a part of an article's sentences in another order, each `every`th word another one."""
    sentences = re.findall(r"[^.!?]+[.!?][”\"]?", article.body)
    count = max(1, round(len(sentences) * part))
    kept = [sentences[(start + step) % len(sentences)] for step in range(count)][::-1]
    words = " ".join(kept).split()
    if every:
        for place in range(every - 1, len(words), every):
            words[place] = OTHER_WORDS[place % len(OTHER_WORDS)]
    body = " ".join(words)
    return replace(article, url=article.url + "-copy", source="Copies", body=body, lede=body[:80])


@pytest.mark.parametrize(
    ("part", "every"), [(0.3, 0), (0.3, 10), (0.5, 0), (0.5, 8), (0.7, 5), (1.0, 4)]
)
def test_copies_are_found_however_they_are_cut_and_mixed(part: float, every: int) -> None:
    long = [one for one in REPORTS if len(one.body.split()) > 90]
    copies = [shorten(one, part=part, every=every, start=place) for place, one in enumerate(long)]
    ties = find_ties([*long, *copies])
    found = {(tie.first, tie.second) for tie in ties if tie.kind is TieKind.COPY}
    true = {(one.url, one.url + "-copy") for one in long}
    groups = group_tied([one.url for one in (*long, *copies)], ties)
    home = {url: place for place, group in enumerate(groups) for url in group}

    assert len(true) >= 25
    assert found - true == set()
    assert len(true - found) <= len(true) // 10
    assert sum(home[one] != home[other] for one, other in true) <= len(true) // 25


def test_an_event_that_sixty_papers_tell_is_one_story_even_among_few_others() -> None:
    first, second = by_id("storm-dora"), by_id("storm-dora-2")
    many = [
        replace(
            (first, second)[number % 2],
            url=f"https://p{number}.example.org/",
            source=f"Paper {number}",
            body=f"{(first, second)[number % 2].body}\n\nPaper number{number} was there.",
        )
        for number in range(60)
    ]
    stories = merge_stories([*many, by_id("storm-emil"), by_id("ferry-long"), by_id("hack-a")])

    assert sorted(len(story.articles) for story in stories) == [1, 1, 1, 60]


def test_half_of_a_text_with_an_own_half_is_a_copy() -> None:
    quake, own = by_id("quake-post"), by_id("space-a")
    half = shorten(quake, part=0.45, every=0)
    mixed = replace(half, body=f"{half.body}\n\n{shorten(own, part=0.4, every=0).body}")

    assert [tie.kind for tie in find_ties([quake, mixed])] == [TieKind.COPY]


def test_a_text_that_sixty_papers_print_is_as_alike_to_others_as_if_one_did() -> None:
    """Stories are counted, not articles: its words are no more common than before."""
    one, other = by_id("storm-dora"), by_id("storm-dora-2")
    copies = [
        replace(one, url=f"https://p{number}.example.org/", source=f"P{number}")
        for number in range(60)
    ]
    (alone,) = find_ties([one, other])
    events = [tie for tie in find_ties([*copies, other]) if tie.kind is TieKind.EVENT]

    assert len(events) == 1
    assert events[0].strength > 0.9 * alone.strength


def test_nothing_is_tied_over_a_longer_pause_than_a_story_has() -> None:
    one, other = by_id("hack-a"), by_id("hack-b")
    kinds: list[list[TieKind]] = []
    for apart in (LONGEST_EVENT / 3, LONGEST_EVENT + timedelta(hours=9), LONGEST_PAUSE * 2):
        later = replace(other, published=one.first_seen + apart)
        kinds.append([tie.kind for tie in find_ties([one, later])])

    assert kinds == [[TieKind.EVENT], [TieKind.SEQUEL], []]


def test_a_known_address_is_not_taken_twice() -> None:
    index = StoryIndex()
    marks = [read_fingerprint(one) for one in (by_id("hack-a"), by_id("hack-b"))]

    assert len(index.add([*marks, *marks])) == 1
    assert index.add(marks) == []
    assert len(index) == 2


def test_the_cost_of_one_more_article_is_that_of_its_days() -> None:
    """The index looks at no article of other weeks: their words find nothing."""
    index = StoryIndex()
    old = [replace(one, published=one.first_seen - timedelta(days=60)) for one in ALL]
    index.add(read_fingerprint(replace(one, url=one.url + "-old")) for one in old)

    assert index.add([read_fingerprint(by_id("hack-a"))]) == []
    assert [tie.kind for tie in index.add([read_fingerprint(by_id("hack-b"))])] == [TieKind.EVENT]


@given(st.lists(st.sampled_from(ALL), max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_order_in_which_articles_are_given_counts_for_nothing(
    some: list[Article], chance: object
) -> None:
    mixed = list(some)
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert find_ties(some) == find_ties(mixed)


URLS = [f"https://p.example.org/{number}" for number in range(7)]
TIES = st.lists(
    st.builds(
        lambda pair, kind, strength: Tie(
            first=pair[0], second=pair[1], kind=kind, strength=strength
        ),
        st.sampled_from(list(combinations(URLS, 2))),
        st.sampled_from(list(TieKind)),
        st.floats(0.1, 1.0),
    ),
    max_size=14,
)


@given(TIES, st.permutations(URLS[:6]))
@settings(max_examples=100, deadline=None)
def test_every_article_is_in_one_group_and_copies_are_together(
    ties: list[Tie], urls: list[str]
) -> None:
    groups = group_tied(urls, ties)
    home = {url: place for place, group in enumerate(groups) for url in group}

    assert sorted(url for group in groups for url in group) == sorted(urls)
    for tie in ties:
        if tie.kind is TieKind.COPY and {tie.first, tie.second} <= set(urls):
            assert home[tie.first] == home[tie.second]
    assert {frozenset(group) for group in group_tied(urls[::-1], ties[::-1])} == {
        frozenset(group) for group in groups
    }


def test_a_chain_of_near_misses_is_not_one_story() -> None:
    chain = [
        Tie(first=one, second=other, kind=TieKind.EVENT, strength=0.3)
        for one, other in pairwise(URLS)
    ]

    assert len(group_tied(URLS, chain)) > 1
