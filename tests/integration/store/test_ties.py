"""What articles are compared by, and what ties them, in every store."""

from dataclasses import replace

import pytest
from tests.integration.store.examples import HOUR, NOW, AnyStore, make_article

from digest.model.article import Sighting
from digest.model.tie import Marked, Tie, TieKind

DAY = 24 * HOUR
LEVY, STRIKE, COMET = (make_article(slug) for slug in ("levy", "strike", "comet"))


def marks(*slugs: str) -> list[Marked]:
    return [Marked(url=make_article(slug).url, marks=slug.encode()) for slug in slugs]


def tie(first: str, second: str, kind: TieKind = TieKind.EVENT) -> Tie:
    return Tie(
        first=make_article(first).url,
        second=make_article(second).url,
        kind=kind,
        strength=0.437,
        words=("Harwick", "dockers", "港"),
    )


def unmarked(store: AnyStore) -> list[str]:
    return [
        one.url.rpartition("/")[2] for one in store.ties.unmarked(since=NOW - DAY, until=NOW + DAY)
    ]


def marked(store: AnyStore, *, days: int = 1, among: set[str] | None = None) -> list[Marked]:
    return store.ties.marked(since=NOW - days * DAY, until=NOW + DAY, among=among)


@pytest.fixture
def filled(store: AnyStore) -> AnyStore:
    store.articles.save_articles([LEVY, STRIKE, COMET], now=NOW)
    return store


def test_what_was_never_compared_is_yet_to_be(filled: AnyStore) -> None:
    assert unmarked(filled) == ["comet", "levy", "strike"]

    filled.ties.save_marks(marks("levy", "comet"), [])

    assert unmarked(filled) == ["strike"]
    assert sorted(one.marks for one in marked(filled)) == [b"comet", b"levy"]


def test_a_tie_comes_back_as_it_was_saved_from_either_end(filled: AnyStore) -> None:
    sequel = tie("strike", "levy", TieKind.SEQUEL)
    filled.ties.save_marks(marks("levy", "strike", "comet"), [sequel])

    assert filled.ties.ties([LEVY.url]) == [sequel]
    assert filled.ties.ties([STRIKE.url]) == [sequel]
    assert filled.ties.ties([LEVY.url, STRIKE.url]) == [sequel]
    assert filled.ties.ties([COMET.url]) == []
    assert filled.ties.ties([]) == []


def test_a_text_that_changed_is_compared_anew_and_its_ties_are_gone(filled: AnyStore) -> None:
    filled.ties.save_marks(marks("levy", "strike", "comet"), [tie("levy", "strike")])
    body = LEVY.body + "\n\nThe vote was put off on Sunday evening."

    filled.articles.save_articles([replace(LEVY, body=body)], now=NOW)

    assert unmarked(filled) == ["levy"]
    assert filled.ties.ties([STRIKE.url]) == []
    assert {one.url for one in marked(filled)} == {STRIKE.url, COMET.url}


def test_an_article_that_is_only_seen_once_more_keeps_its_ties(filled: AnyStore) -> None:
    filled.ties.save_marks(marks("levy", "strike", "comet"), [tie("levy", "strike")])
    elsewhere = Sighting(name="Harbour Wire", url="https://wire.example.org/7")

    filled.articles.save_articles([replace(LEVY, sightings=(elsewhere,))], now=NOW)

    assert unmarked(filled) == []
    assert filled.ties.ties([LEVY.url]) == [tie("levy", "strike")]


def test_what_is_saved_anew_takes_the_place_of_what_was_kept(filled: AnyStore) -> None:
    filled.ties.save_marks(marks("levy", "strike", "comet"), [tie("levy", "strike")])
    anew = Marked(url=LEVY.url, marks=b"anew")

    filled.ties.save_marks([anew], [tie("comet", "levy", TieKind.COPY)])

    assert filled.ties.ties([STRIKE.url, LEVY.url]) == [tie("comet", "levy", TieKind.COPY)]
    assert anew in marked(filled)


def test_articles_that_are_not_kept_are_left_out(filled: AnyStore) -> None:
    given = marks("levy", "comet", "nobody")
    filled.ties.save_marks(given, [tie("levy", "nobody"), tie("levy", "comet")])

    assert filled.ties.ties([LEVY.url]) == [tie("levy", "comet")]
    assert {one.url for one in marked(filled)} == {LEVY.url, COMET.url}


def test_only_what_lies_in_the_span_is_listed(store: AnyStore) -> None:
    old = make_article("old", published=NOW - 9 * DAY, first_seen=NOW - 9 * DAY)
    late = make_article("late", published=NOW - 9 * DAY, first_seen=NOW)
    store.articles.save_articles([old, late, LEVY], now=NOW)
    assert unmarked(store) == ["late", "levy"]

    store.ties.save_marks(marks("old", "late", "levy"), [])

    assert {one.url for one in marked(store)} == {late.url, LEVY.url}
    assert {one.url for one in marked(store, days=10)} == {old.url, late.url, LEVY.url}
    assert [one.url for one in marked(store, days=10, among={old.url})] == [old.url]


def test_many_articles_are_asked_for_at_once(store: AnyStore) -> None:
    many = [make_article(f"story-{number}") for number in range(1100)]
    store.articles.save_articles(many, now=NOW)
    store.ties.save_marks(
        marks(*(f"story-{number}" for number in range(1100))), [tie("story-3", "story-1099")]
    )

    assert len(marked(store)) == 1100
    assert store.ties.ties([one.url for one in many]) == [tie("story-3", "story-1099")]
