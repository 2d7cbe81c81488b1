"""New articles are compared once, and the store keeps what ties them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.app.edition_desk import Desk
from tests.unit.edit.told_twice import by_id, told_twice

from digest.app.choose import weigh_window
from digest.app.merging import MergeReport, merge_new
from digest.app.stories import stories_of_window
from digest.model.edition import Window

NOW = by_id("quake-wire").first_seen + timedelta(hours=2)
QUAKE, WIRE, MARESA = (by_id(f"quake-{name}") for name in ("post", "wire", "maresa"))


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.clock.moment = NOW
    return desk


def merge(desk: Desk) -> MergeReport:
    return merge_new(desk.stores, now=NOW + timedelta(days=4))


def test_what_is_new_is_compared_once(desk: Desk) -> None:
    desk.keep([QUAKE, WIRE, MARESA])

    assert merge(desk) == MergeReport(articles=3, stories=2, joined=2)
    assert merge(desk) == MergeReport(articles=0, stories=0, joined=0)


def test_what_comes_later_joins_what_is_there(desk: Desk) -> None:
    desk.keep([QUAKE, MARESA])
    merge(desk)
    desk.keep([WIRE])

    assert merge(desk) == MergeReport(articles=1, stories=1, joined=1)
    (tie,) = desk.stores.ties.ties([WIRE.url])
    assert {tie.first, tie.second} == {QUAKE.url, WIRE.url}


def test_a_corrected_text_is_compared_anew(desk: Desk) -> None:
    desk.keep([QUAKE, WIRE])
    merge(desk)
    desk.keep([replace(WIRE, headline=MARESA.headline, lede=MARESA.lede, body=MARESA.body)])

    assert desk.stores.ties.ties([WIRE.url]) == []
    assert merge(desk).articles == 1
    assert desk.stores.ties.ties([WIRE.url]) == []


def groups(desk: Desk, start: timedelta, end: timedelta) -> set[frozenset[str]]:
    window = Window(start=NOW + start, end=NOW + end)
    weighed = weigh_window(desk.publication, window=window, stores=desk.stores)
    return {frozenset(one.url for one in story.articles) for story in weighed.stories}


def test_the_stories_of_a_store_are_the_same_every_time(desk: Desk) -> None:
    desk.keep(one.article for one in told_twice())
    span = (timedelta(days=-4), timedelta(days=4))

    assert groups(desk, *span) == groups(desk, *span)


def test_collected_bit_by_bit_the_stories_are_those_of_one_collection(desk: Desk) -> None:
    other = Desk()
    articles = [one.article for one in told_twice()]
    desk.keep(articles)
    for place in range(0, len(articles), 13):
        other.keep(articles[place : place + 13])
        merge(other)
    span = (timedelta(days=-4), timedelta(days=4))

    assert groups(other, *span) == groups(desk, *span)


def test_stories_are_shown_with_what_ties_them(desk: Desk) -> None:
    desk.keep([QUAKE, WIRE, MARESA])

    stories = stories_of_window(desk.publication, stores=desk.stores, clock=desk.clock)

    (quake,) = [story for story in stories if len(story.ids) == 2]
    assert any("same event (they share: " in line for line in quake.explained)
    assert quake.ties[0].kind == "event"
    assert "Tolvik" in quake.ties[0].words
