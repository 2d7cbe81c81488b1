from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.app.health import (
    FRESHEST,
    Urgency,
    articles_a_day,
    fell_silent,
    note_failure,
    note_success,
    recall,
    silence,
    why_wait,
)
from digest.model.fetch import FetchFailure, SourceHealth, SourceRhythm, Validators
from digest.model.publication import Source, SourceKind

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
URL = "https://post.example.org/rss"
SOURCE = Source(name="Post", kind=SourceKind.FEED, url=URL)
WELL = SourceHealth(
    name="Post", url=URL, validators=Validators(etag='"1"'), last_success=NOW, last_new=NOW
)


def succeed(
    known: SourceHealth,
    *,
    new: int = 0,
    moved_to: str | None = None,
    fresh_for: timedelta | None = None,
    now: datetime = NOW,
) -> SourceHealth:
    return note_success(
        known,
        validators=Validators(),
        moved_to=moved_to,
        fresh_for=fresh_for,
        new=new,
        now=now,
    )


def fail(
    known: SourceHealth, status: int | None = 503, *, now: datetime = NOW, **further: object
) -> SourceHealth:
    failure = FetchFailure(url=URL, reason=f"HTTP {status}", status=status, **further)  # type: ignore[arg-type]
    return note_failure(known, failure, now=now)


def test_what_is_remembered_of_another_address_does_not_hold() -> None:
    known = SourceHealth(
        name="Post", url="https://old.example.org/", validators=Validators(etag="1"), failures=4,
        moved_to="https://older.example.org/", gone_at=NOW, not_before=NOW, last_success=NOW,
    )  # fmt: skip

    assert recall(SOURCE, {"Post": known}) == SourceHealth(name="Post", url=URL, last_success=NOW)
    assert recall(SOURCE, {"Post": WELL}) is WELL
    assert recall(SOURCE, {}) == SourceHealth(name="Post", url=URL)


def test_a_server_that_asks_for_rest_gets_it_but_never_more_than_a_day() -> None:
    for rest, expected in ((2 * HOUR, 2 * HOUR), (40 * DAY, DAY)):
        known = fail(WELL, 429, rest=rest)

        assert known.not_before == NOW + expected
        waiting = why_wait(known, Urgency.ORDINARY, now=NOW + HOUR)
        assert waiting is not None
        assert (waiting.reason, waiting.until) == ("HTTP 429", NOW + expected)
        assert why_wait(known, Urgency.NAMED, now=NOW + HOUR) is not None
        assert why_wait(known, Urgency.FORCED, now=NOW + HOUR) is None
        assert why_wait(known, Urgency.ORDINARY, now=NOW + expected) is None


def test_a_source_that_was_not_asked_has_not_failed_once_more() -> None:
    known = fail(fail(WELL), None, asked=False, rest=HOUR)

    assert known.failures == 1
    assert known.not_before == NOW + HOUR


def test_what_is_fresh_is_not_asked_again_for_five_minutes_unless_it_is_named() -> None:
    known = succeed(WELL, fresh_for=HOUR)

    assert known.not_before == NOW + FRESHEST
    waiting = why_wait(known, Urgency.ORDINARY, now=NOW + timedelta(minutes=4))
    assert waiting is not None
    assert waiting.reason == ""
    assert why_wait(known, Urgency.NAMED, now=NOW + timedelta(minutes=4)) is None
    assert why_wait(known, Urgency.ORDINARY, now=NOW + FRESHEST) is None
    assert succeed(WELL, fresh_for=timedelta(seconds=20)).not_before == NOW + timedelta(seconds=20)


def test_what_a_rehearsal_of_another_day_wrote_holds_nobody_up() -> None:
    known = succeed(WELL, fresh_for=HOUR, now=NOW + 30 * DAY)

    assert why_wait(known, Urgency.ORDINARY, now=NOW) is None


def test_gone_is_remembered_from_the_first_time_and_asked_once_a_day() -> None:
    first = fail(WELL, 410)
    again = fail(first, 410, now=NOW + 2 * DAY)

    assert first.gone_at == again.gone_at == NOW
    assert why_wait(first, Urgency.ORDINARY, now=NOW + 23 * HOUR) is not None
    assert why_wait(first, Urgency.NAMED, now=NOW + 23 * HOUR) is None
    assert why_wait(first, Urgency.ORDINARY, now=NOW + DAY) is None
    assert succeed(again).gone_at is None
    assert fail(first, 503, now=NOW + DAY).gone_at is None
    assert fail(WELL, 404).gone_at is None


def test_a_permanent_redirect_is_remembered_until_the_new_address_is_missing() -> None:
    new = "https://new.example.org/rss"
    moved = succeed(WELL, moved_to=new)

    assert moved.moved_to == new
    assert succeed(moved).moved_to == new
    assert succeed(moved, moved_to="https://newer.example.org/").moved_to == (
        "https://newer.example.org/"
    )
    assert succeed(moved, moved_to=URL).moved_to is None  # back where it was
    assert fail(moved, 503).moved_to == new
    for status in (404, 410):
        missing = fail(moved, status)
        assert (missing.moved_to, missing.gone_at) == (None, None)
    for _ in range(3):
        moved = fail(moved, None)
    assert moved.moved_to is None


RARE = SourceRhythm(count=4, first=NOW - 13 * DAY, last=NOW - 4 * DAY)
OFTEN = SourceRhythm(count=200, first=NOW - 13 * DAY, last=NOW - 4 * DAY)


@pytest.mark.parametrize(
    ("last_new", "rhythm", "silent"),
    [
        (NOW - 4 * DAY, RARE, False),
        (NOW - 4 * DAY, OFTEN, True),
        (NOW - 2 * DAY, OFTEN, False),  # a long weekend
        (NOW - 14 * DAY, None, False),
        (NOW - 14 * DAY - HOUR, None, True),
        (None, None, False),
    ],
)
def test_silence_is_judged_by_how_often_a_source_speaks(
    last_new: datetime | None, rhythm: SourceRhythm | None, *, silent: bool
) -> None:
    known = SourceHealth(name="Post", url=URL, last_new=last_new)

    assert (silence(known, rhythm, now=NOW) is not None) is silent


def test_a_source_whose_news_another_one_had_first_is_not_silent() -> None:
    known = SourceHealth(name="Post", url=URL, last_new=NOW - 40 * DAY)

    assert silence(known, SourceRhythm(count=3, first=NOW - DAY, last=NOW), now=NOW) is None


def test_silence_is_told_in_one_run_only() -> None:
    known = SourceHealth(name="Post", url=URL, last_new=NOW, last_success=NOW)
    told = []
    for day in range(1, 30):
        now = NOW + day * DAY
        told += [day] if fell_silent(known, None, now=now) else []
        known = succeed(known, now=now)

    assert told == [15]


def test_the_first_answer_is_where_silence_begins() -> None:
    known = succeed(SourceHealth(name="Post", url=URL))

    assert known.last_new == NOW
    assert succeed(known, now=NOW + HOUR).last_new == NOW
    assert succeed(known, now=NOW + HOUR, new=2).last_new == NOW + HOUR


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (None, 0.0),
        (SourceRhythm(count=28, first=NOW - 14 * DAY, last=NOW), 2.0),
        (SourceRhythm(count=6, first=NOW - 4 * DAY, last=NOW), 1.5),
        (SourceRhythm(count=3, first=NOW - HOUR, last=NOW), 3.0),
    ],
)
def test_articles_a_day(rhythm: SourceRhythm | None, expected: float) -> None:
    assert articles_a_day(rhythm, now=NOW) == expected


@given(
    st.lists(st.sampled_from([200, 304, 404, 410, 429, 503, None]), min_size=1, max_size=8),
    st.integers(0, 10**7),
)
def test_whatever_happens_a_source_is_asked_again_within_a_day(
    statuses: list[int | None], seconds: int
) -> None:
    known = SourceHealth(name="Post", url=URL)
    for status in statuses:
        span = timedelta(seconds=seconds)
        known = (
            succeed(known, fresh_for=span)
            if status in (200, 304)
            else fail(known, status, rest=span)
        )

    assert why_wait(known, Urgency.ORDINARY, now=NOW + DAY) is None
    assert known.failures == 0 or known.last_error
