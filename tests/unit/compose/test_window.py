"""Which edition a moment means, and which articles belong to it: no day leaks, none repeats."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.compose.window import (
    belongs,
    choose_slot,
    choose_window,
    edition_slug,
    local_day,
    published_span,
    send_deadline,
)
from digest.errors import UsageError
from digest.model.article import Article, Precision
from digest.model.edition import Window
from digest.model.publication import EditionRules, Publication, SendingRules, Slot, SourceKind

BRUSSELS = "Europe/Brussels"
MORNING = Slot(name="morning", at=time(5, 30), send_by=time(9, 30))
EVENING = Slot(name="evening", at=time(17))
DAY = date(2026, 11, 23)
FEED, FOLDER = SourceKind.FEED, SourceKind.FOLDER


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


NINE = utc(2026, 11, 23, 9)
FOUR = utc(2026, 11, 23, 4)


def publication(*slots: Slot, zone: str = BRUSSELS, send_by: time | None = None) -> Publication:
    return Publication(
        id="the-daily",
        name="The Daily",
        sender="desk@example.org",
        timezone=zone,
        edition=EditionRules(slots=slots),
        sending=SendingRules(send_by=send_by),
    )


def article(
    published: datetime | None = None,
    precision: Precision = Precision.MINUTE,
    *,
    seen: datetime = FOUR,
    source: str = "Feed",
) -> Article:
    return Article(
        url="https://example.org/a",
        headline="A",
        source=source,
        published=published,
        precision=precision if published else None,
        first_seen=seen,
    )


WINDOW = Window(start=utc(2026, 11, 22, 4, 30), end=utc(2026, 11, 23, 4, 30))


def why(one: Article, *, kind: SourceKind | None = FEED, window: Window = WINDOW) -> str | None:
    return belongs(one, window, zone=BRUSSELS, source_kind=kind)


def test_the_slug_is_made_of_publication_local_date_and_slot() -> None:
    paper = publication(MORNING)
    assert edition_slug(paper, DAY, None) == "the-daily-2026-11-23"
    assert edition_slug(paper, DAY, MORNING) == "the-daily-2026-11-23-morning"


def test_the_day_is_the_one_at_the_desk() -> None:
    assert local_day(publication(), utc(2026, 11, 22, 23, 30)) == DAY
    assert local_day(publication(zone="America/New_York"), utc(2026, 11, 23, 4, 30)) == date(
        2026, 11, 22
    )


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (utc(2026, 11, 23, 4, 29), MORNING),
        (utc(2026, 11, 23, 4, 30), MORNING),
        (utc(2026, 11, 23, 15, 59), MORNING),
        (utc(2026, 11, 23, 16), EVENING),
    ],
)
def test_the_latest_slot_whose_time_has_come_is_meant(now: datetime, slot: Slot) -> None:
    assert choose_slot(publication(EVENING, MORNING), now=now) == slot


def test_a_slot_in_the_hour_that_the_clocks_skip_has_its_turn_after_that_hour() -> None:
    skipped, third = Slot(name="night", at=time(2, 30)), Slot(name="late", at=time(3))
    desk = publication(skipped, third)
    assert choose_slot(desk, now=utc(2026, 3, 29, 1, 10)) is third
    assert choose_slot(desk, now=utc(2026, 3, 29, 1, 30)) is skipped
    assert choose_slot(desk, now=utc(2026, 3, 30, 1, 30)) is third


def test_a_slot_can_be_named_and_an_unknown_one_is_refused_with_the_known_ones() -> None:
    paper = publication(MORNING, EVENING)
    assert choose_slot(paper, now=utc(2026, 11, 23, 4), name="evening") == EVENING
    with pytest.raises(UsageError) as caught:
        choose_slot(paper, now=utc(2026, 11, 23, 4), name="noon")
    assert "morning, evening" in caught.value.hint
    with pytest.raises(UsageError):
        choose_slot(publication(), now=utc(2026, 11, 23, 4), name="noon")
    assert choose_slot(publication(), now=utc(2026, 11, 23, 4)) is None


def window(
    paper: Publication,
    *,
    day: date = DAY,
    slot: Slot | None = None,
    now: datetime = NINE,
    last: datetime | None = None,
) -> Window:
    return choose_window(paper, day=day, slot=slot, now=now, last_sent_end=last)


def test_the_first_edition_looks_back_a_day_and_none_looks_back_more_than_a_week() -> None:
    paper = publication()
    assert window(paper).start == utc(2026, 11, 22, 9)
    assert window(paper, last=utc(2026, 11, 20, 9)).start == utc(2026, 11, 20, 9)
    assert window(paper, last=utc(2026, 10, 1)).start == utc(2026, 11, 16, 9)


def test_the_cut_off_is_the_slots_time_else_now_else_the_end_of_the_day() -> None:
    paper = publication(MORNING)
    assert window(paper, slot=MORNING).end == utc(2026, 11, 23, 4, 30)
    assert window(paper).end == utc(2026, 11, 23, 9)
    assert window(paper, day=date(2026, 11, 20)).end == utc(2026, 11, 20, 23)


def test_an_edition_of_an_earlier_day_does_not_begin_at_a_later_cut_off() -> None:
    chosen = window(publication(), day=date(2026, 11, 20), last=utc(2026, 11, 22, 9))
    assert chosen == Window(start=utc(2026, 11, 19, 23), end=utc(2026, 11, 20, 23))


@pytest.mark.parametrize(
    ("day", "at", "end"),
    [
        # The clocks go from 2:00 to 3:00; half past two means half past three.
        (date(2026, 3, 29), time(2, 30), utc(2026, 3, 29, 1, 30)),
        (date(2026, 3, 29), time(5, 30), utc(2026, 3, 29, 3, 30)),
        # Half past two comes twice; the first one counts.
        (date(2026, 10, 25), time(2, 30), utc(2026, 10, 25, 0, 30)),
        (date(2026, 10, 25), time(5, 30), utc(2026, 10, 25, 4, 30)),
    ],
)
def test_cut_offs_on_the_days_of_the_clock_change(day: date, at: time, end: datetime) -> None:
    slot = Slot(name="s", at=at)
    assert window(publication(slot), day=day, slot=slot, now=end).end == end


@given(
    st.sampled_from([BRUSSELS, "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "UTC"]),
    st.dates(date(2025, 1, 1), date(2027, 12, 30)),
    st.times().map(lambda one: one.replace(second=0, microsecond=0)),
)
@settings(deadline=None)
def test_windows_of_following_days_touch_without_gap_or_overlap(
    zone: str, day: date, at: time
) -> None:
    slot = Slot(name="s", at=at)
    paper = publication(slot, zone=zone)
    first = window(paper, day=day, slot=slot)
    second = window(paper, day=day + timedelta(days=1), slot=slot, last=first.end)
    assert second.start == first.end < second.end
    assert second.end - second.start <= timedelta(hours=26)


def test_nothing_is_begun_after_the_slots_time_the_publications_or_the_day() -> None:
    assert send_deadline(publication(), DAY, MORNING) == utc(2026, 11, 23, 8, 30)
    assert send_deadline(publication(), DAY, EVENING) == utc(2026, 11, 23, 23)
    assert send_deadline(publication(send_by=time(20)), DAY, EVENING) == utc(2026, 11, 23, 19)
    assert send_deadline(publication(), date(2026, 3, 29), None) == utc(2026, 3, 29, 22)
    assert send_deadline(publication(), date(2026, 10, 25), None) == utc(2026, 10, 25, 23)


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1969, 12, 31), date(9999, 12, 31)])
def test_a_day_out_of_reach_is_refused(day: date) -> None:
    with pytest.raises(UsageError):
        window(publication(), day=day)
    with pytest.raises(UsageError):
        send_deadline(publication(), day, MORNING)


def test_an_article_belongs_by_its_instant_start_included_and_end_excluded() -> None:
    assert why(article(WINDOW.start)) is None
    assert why(article(WINDOW.end - timedelta(seconds=1))) is None
    assert why(article(WINDOW.end)) == "published after the cut-off"
    before = article(WINDOW.start - timedelta(seconds=1), seen=WINDOW.start - timedelta(hours=1))
    assert why(before) == "published earlier"


def test_a_late_arrival_comes_in_once() -> None:
    late = article(WINDOW.start - timedelta(hours=20), seen=WINDOW.start + timedelta(hours=3))
    assert why(late) is None
    following = Window(start=WINDOW.end, end=WINDOW.end + timedelta(days=1))
    assert why(late, window=following) is not None
    earlier = Window(start=WINDOW.start - timedelta(days=1), end=WINDOW.start)
    assert why(late, window=earlier) is None, "it would have belonged, had it been there"
    assert why(article(WINDOW.start - timedelta(hours=25))) == "published earlier"


def test_the_backlog_of_a_new_source_is_no_late_arrival() -> None:
    late = article(WINDOW.start - timedelta(hours=2), seen=WINDOW.start + timedelta(hours=3))
    new = belongs(
        late,
        WINDOW,
        zone=BRUSSELS,
        source_kind=FEED,
        source_since=WINDOW.start + timedelta(hours=3),
    )
    assert new == "published before its source was added"
    old = belongs(
        late, WINDOW, zone=BRUSSELS, source_kind=FEED, source_since=WINDOW.start - timedelta(days=9)
    )
    assert old is None


def test_an_article_known_to_the_day_belongs_when_its_day_touches_the_window() -> None:
    def of_day(day: int) -> Article:
        begins = datetime(2026, 11, day, tzinfo=ZoneInfo(BRUSSELS)).astimezone(UTC)
        return article(begins, Precision.DAY, seen=WINDOW.start - timedelta(hours=1))

    assert [why(of_day(day)) for day in (21, 22, 23, 24)] == [
        "published earlier",
        None,
        None,
        "published after the cut-off",
    ]


def test_an_article_without_a_date_or_with_a_month_counts_from_its_first_sighting() -> None:
    month = datetime(2026, 11, 1, tzinfo=ZoneInfo(BRUSSELS)).astimezone(UTC)
    for published in (None, month):
        for seen, expected in (
            (WINDOW.start, "first seen earlier"),
            (WINDOW.start + timedelta(seconds=1), None),
            (WINDOW.end, None),
            (WINDOW.end + timedelta(seconds=1), "first seen after the cut-off"),
        ):
            assert why(article(published, Precision.MONTH, seen=seen)) == expected


def test_a_saved_page_counts_from_its_first_sighting_whatever_its_own_date_is() -> None:
    old = article(utc(2023, 9, 28, 4, 46), seen=utc(2026, 11, 23, 4))
    assert why(old, kind=FOLDER) is None
    assert why(old, kind=FEED) == "published earlier"
    assert why(article(utc(2026, 11, 22, 9), seen=utc(2026, 11, 1)), kind=FOLDER) is not None


def test_a_saved_page_belongs_by_its_print_date_when_a_day_is_asked_for() -> None:
    def on(day: date, published: datetime | None) -> str | None:
        page = article(published, seen=utc(2026, 11, 23, 4))
        return belongs(page, WINDOW, zone=BRUSSELS, source_kind=FOLDER, folder_day=day)

    late_at_night = utc(2023, 9, 27, 22, 30)
    assert on(date(2023, 9, 28), late_at_night) is None
    assert on(date(2023, 9, 27), late_at_night) == "its print date is 2023-09-28, not 2023-09-27"
    assert on(date(2023, 9, 28), None) is None


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)]
)
def test_a_day_is_as_long_as_the_clocks_make_it(day: date, hours: int) -> None:
    begins = datetime.combine(day, time(), tzinfo=ZoneInfo(BRUSSELS)).astimezone(UTC)
    span = published_span(article(begins, Precision.DAY), BRUSSELS)
    assert span is not None
    assert span[0] == begins
    assert span[1] - span[0] == timedelta(hours=hours)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 30)), st.sampled_from([0, 1]))  # noqa: DTZ001
@settings(deadline=None)
def test_an_article_belongs_to_exactly_one_of_a_row_of_windows(
    moment: datetime, dated: int
) -> None:
    published = moment.replace(tzinfo=UTC)
    one = article(published if dated else None, seen=published)
    ends = [utc(2026, 1, 1) + timedelta(days=day, hours=5) for day in range(-2, 366)]
    rows = [Window(start=start, end=end) for start, end in pairwise(ends)]
    near = [row for row in rows if abs(row.end - published) < timedelta(days=3)]
    assert sum(why(one, window=row) is None for row in near) == 1
