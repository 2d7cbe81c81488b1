from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.edit.newer import keep_newer
from digest.model.article import Article, Byline, Image, Precision, Sighting

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
URL = "https://post.example.org/tram-line"
KEPT = Article(
    url=URL,
    headline="Night trams return to the eastern suburbs",
    source="Varrow Post",
    byline=(Byline(name="Ilse Brandt"),),
    dek="From Friday on.",
    lede="Night trams return from Friday.",
    body="Night trams return from Friday.\n\nThe council voted on Sunday.",
    image=Image(url="https://post.example.org/tram.jpg"),
    section="City",
    published=NOW,
    precision=Precision.MINUTE,
    first_seen=NOW,
    sightings=(Sighting(name="Varrow Post", url=URL),),
)


def test_the_same_version_changes_nothing() -> None:
    assert keep_newer(KEPT, replace(KEPT, first_seen=NOW + timedelta(days=1))) is KEPT


def test_spaces_alone_are_no_new_text() -> None:
    assert keep_newer(KEPT, replace(KEPT, body=KEPT.body.replace("\n\n", "\n \n"))) is KEPT


def test_a_corrected_text_is_taken_and_what_is_empty_stays() -> None:
    came = Article(
        url=URL,
        headline="Night trams return on Saturday",
        source="Harbour Wire",
        body=KEPT.body.replace("Friday", "Saturday"),
        first_seen=NOW + timedelta(hours=3),
    )

    assert keep_newer(KEPT, came) == replace(KEPT, headline=came.headline, body=came.body)


def test_a_teaser_never_takes_the_place_of_the_text() -> None:
    teaser = replace(KEPT, body="Night trams return.", lede="Night trams return.")

    assert keep_newer(KEPT, teaser) is KEPT
    assert keep_newer(teaser, KEPT) == KEPT


def test_a_feed_that_dates_every_correction_anew_makes_no_old_news_fresh() -> None:
    assert keep_newer(KEPT, replace(KEPT, published=NOW + timedelta(days=1))) is KEPT


@pytest.mark.parametrize(
    ("known", "came", "taken"),
    [
        ((None, None, True), (NOW, Precision.MONTH, True), True),
        ((NOW, Precision.DAY, True), (NOW, Precision.MINUTE, True), True),
        ((NOW, Precision.MINUTE, False), (NOW, Precision.MINUTE, True), True),
        ((NOW, Precision.MINUTE, True), (NOW, Precision.DAY, True), False),
        ((NOW, Precision.MINUTE, True), (NOW, Precision.MINUTE, False), False),
        ((NOW, Precision.MINUTE, True), (None, None, True), False),
    ],
)
def test_an_instant_that_is_known_better_is_taken(
    known: tuple[Any, Any, bool], came: tuple[Any, Any, bool], *, taken: bool
) -> None:
    def dated(facts: tuple[Any, Any, bool], shift: timedelta) -> Article:
        published, precision, zone_known = facts
        moment = published + shift if published else None
        return replace(KEPT, published=moment, precision=precision, zone_known=zone_known)

    old, new = dated(known, timedelta()), dated(came, timedelta(hours=1))

    assert keep_newer(old, new) == (new if taken else old)


texts = st.text(alphabet="ab \n", max_size=12)
versions = st.builds(
    lambda headline, body, dek, source, published: replace(
        KEPT,
        headline=headline,
        body=body,
        dek=dek,
        source=source,
        published=published,
        precision=published and Precision.MINUTE,
        sightings=(Sighting(name=source, url=URL),),
    ),
    texts,
    texts,
    st.none() | texts,
    st.sampled_from(["Varrow Post", "Harbour Wire"]),
    st.none() | st.datetimes(timezones=st.just(UTC)),
)


@given(versions, versions)
def test_identity_stays_and_laying_over_twice_is_laying_over_once(
    kept: Article, came: Article
) -> None:
    once = keep_newer(kept, came)

    assert (once.url, once.source, once.first_seen) == (kept.url, kept.source, kept.first_seen)
    assert set(once.sightings) == {*kept.sightings, *came.sightings}
    assert once.sightings[0] == kept.sightings[0]
    assert keep_newer(once, came) == once
