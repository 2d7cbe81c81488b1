"""A score is a sum of named terms, each of which an editor can check."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest.compose.rank import Scale, score_story
from digest.model.article import Article, Byline, Image, Precision, Sighting, Story
from digest.model.edition import Window
from digest.model.publication import Publication, Source, SourceKind

END = datetime(2026, 11, 23, 5, tzinfo=UTC)
WINDOW = Window(start=END - timedelta(hours=24), end=END)
BARE = Article(
    url="https://a.example.org/1",
    headline="Ferry lost and found",
    source="A",
    published=END - timedelta(hours=6),
    precision=Precision.MINUTE,
    first_seen=END,
)


def terms(
    *articles: Article, weights: dict[str, float] | None = None, fit: str | None = None
) -> dict[str, float]:
    sources = tuple(
        Source(name=name, kind=SourceKind.FEED, url="https://a.example.org/", weight=weight)
        for name, weight in (weights or {}).items()
    )
    paper = Publication(id="p", name="P", sender="p@example.org", sources=sources)
    story = Story(lead=articles[0], others=articles[1:])
    return dict(score_story(story, Scale(paper, window=WINDOW), fit=fit))


def test_recency_falls_from_the_cut_off_to_the_start_of_the_window() -> None:
    ages = {0: 1.0, 6: 0.75, 12: 0.5, 24: 0.0, 40: 0.0, -3: 1.0}
    for hours, expected in ages.items():
        one = replace(BARE, published=END - timedelta(hours=hours))
        assert terms(one)["recency"] == pytest.approx(expected)


def test_a_day_counts_from_its_middle_and_an_unknown_date_from_the_first_sighting() -> None:
    day = replace(BARE, published=WINDOW.start, precision=Precision.DAY)
    assert terms(day)["recency"] == pytest.approx(0.5)
    unknown = replace(BARE, published=None, precision=None, first_seen=END - timedelta(hours=6))
    month = replace(unknown, published=datetime(2026, 11, 1, tzinfo=UTC), precision=Precision.MONTH)
    assert terms(unknown)["recency"] == terms(month)["recency"] == pytest.approx(0.75)


def test_the_latest_article_makes_a_story_fresh() -> None:
    older = replace(BARE, published=END - timedelta(hours=20))
    assert terms(older, BARE)["recency"] == pytest.approx(0.75)


def test_the_heaviest_source_counts_within_bounds() -> None:
    other = replace(BARE, source="B")
    assert terms(BARE)["source weight"] == 0.5
    assert terms(BARE, other, weights={"A": 0.5, "B": 2.0})["source weight"] == 1.0
    assert terms(BARE, weights={"A": 900.0})["source weight"] == 1.5
    assert terms(BARE, weights={"A": -4.0})["source weight"] == 0.0


def test_every_further_source_corroborates_up_to_four() -> None:
    others = [replace(BARE, source=name) for name in "BCDEFGH"]
    assert terms(BARE)["corroboration"] == 0.0
    assert terms(BARE, replace(BARE, url="https://a.example.org/2"))["corroboration"] == 0.0
    assert terms(BARE, *others[:2])["corroboration"] == 0.8
    assert terms(BARE, *others)["corroboration"] == 1.6
    seen_twice = replace(BARE, sightings=(Sighting(name="B", url="https://b.example.org/"),))
    assert terms(seen_twice)["corroboration"] == 0.4


def test_section_fit_and_completeness_have_their_own_terms() -> None:
    assert terms(BARE, fit="source")["section fit"] > terms(BARE, fit="own")["section fit"] > 0
    assert terms(BARE)["section fit"] == 0.0
    full = replace(
        BARE,
        lede="A ferry is back.",
        body="word " * 100,
        byline=(Byline(name="Jo Marsh"),),
        image=Image(url="https://a.example.org/1.jpg"),
    )
    assert terms(BARE)["completeness"] == 0.0
    assert terms(full)["completeness"] == pytest.approx(0.45)


def test_a_window_without_length_is_no_trouble() -> None:
    empty = Window(start=END, end=END)
    paper = Publication(id="p", name="P", sender="p@example.org")
    found = dict(score_story(Story(lead=BARE), Scale(paper, window=empty)))
    assert 0.0 <= found["recency"] <= 1.0
