"""How few stories are folded, and which."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.render.examples import HERO, PLAIN, SPONSORED, render, shipped, story

from digest.model.edition import Edition, Section
from digest.render.folding import fewest_folds, fold, fold_order, weigh_folds
from digest.render.message import FOLD_OVER


def long_edition(stories: int, words: int) -> Edition:
    """One of several sections, whose texts differ."""
    items = [
        story(f"Crossing {n} is called off", f"Ferry {n} stays in port. " * (words // 5), f"s{n}")
        for n in range(1, stories)
    ]
    parts = [Section(name=f"Part {n}", items=tuple(items[n::4])) for n in range(4)]
    return replace(PLAIN, sections=(Section(name="Top", items=(HERO,)), *parts))


@pytest.mark.parametrize("theme", ["daily", "brief", "magazine"])
def test_a_hundred_long_stories_fit_in_every_theme_and_none_is_dropped(theme: str) -> None:
    edition = long_edition(100, 300)
    rendered = render(edition, theme=shipped(theme))
    assert len(rendered.html.encode()) <= FOLD_OVER
    for item in edition.items:
        assert item.headline in rendered.html
        assert item.headline in rendered.text


def test_the_last_stories_of_the_longest_sections_are_folded_first() -> None:
    first = Section(name="A", items=(HERO, story("A2", "Told.", "a2"), story("A3", "Told.", "a3")))
    second = Section(name="B", items=(story("B1", "Told.", "b1"), SPONSORED, story("B3")))
    edition = replace(PLAIN, sections=(first, second))
    assert fold_order(edition) == [(0, 2), (0, 1), (1, 0)]
    folded = fold(edition, fold_order(edition)[:1])
    assert [item.headline for item in folded.items if item.summary] == [
        *(HERO.headline, "A2", "B1", SPONSORED.headline)
    ]


@settings(max_examples=50, deadline=None)
@given(
    savings=st.lists(st.integers(0, 3000), min_size=1, max_size=120),
    guessed=st.lists(st.integers(1, 3000), min_size=120, max_size=120),
    over=st.integers(1, 100_000),
)
def test_no_story_more_than_needed_is_folded(
    savings: list[int], guessed: list[int], over: int
) -> None:
    asked = []

    def size_with(count: int) -> int:
        asked.append(count)
        return 1000 + over - sum(savings[:count])

    saved = [sum(guessed[:count]) for count in range(len(savings) + 1)]
    found = fewest_folds(size_with, saved, size=1000 + over, limit=1000)
    enough = [n for n in range(1, len(savings) + 1) if sum(savings[:n]) >= over]
    assert found == (enough[0] if enough else len(savings))
    assert len(asked) <= 4 + 7


def test_a_good_estimate_needs_few_renderings() -> None:
    edition = long_edition(100, 60)
    saved = weigh_folds(edition, fold_order(edition))
    asked = []

    def size_with(count: int) -> int:
        asked.append(count)
        return 110_000 - int(1.1 * saved[count])

    found = fewest_folds(size_with, saved, size=110_000, limit=FOLD_OVER)
    assert size_with(found) <= FOLD_OVER < size_with(found - 1)
    assert len(set(asked)) <= 4
