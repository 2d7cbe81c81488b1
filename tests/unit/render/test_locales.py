"""Dates and durations as readers write them."""

from datetime import UTC, date, datetime

import pytest

from digest.render.locales import choose_locale, edition_day, show_day, show_minutes, show_moment

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("slug", "day"),
    [
        ("the-daily-2026-11-23", DAY),
        ("the-daily-2026-11-23-morning", DAY),
        ("paper-2020-2026-11-23", DAY),
        ("the-daily-2026-13-23", None),
        ("special", None),
    ],
)
def test_the_date_is_read_from_the_slug(slug: str, day: date | None) -> None:
    assert edition_day(slug) == day


def test_english_is_british_but_for_american_desks() -> None:
    assert show_day(DAY, choose_locale("en", "Europe/Brussels")) == "Monday, 23 November 2026"
    assert show_day(DAY, choose_locale("en", "America/New_York")) == "Monday, November 23, 2026"
    assert show_day(DAY, choose_locale("en-US", "Europe/Brussels")) == "Monday, November 23, 2026"


@pytest.mark.parametrize("language", ["xx", "tlh-Latn", "zh-Hant-TW", "pt-BR", "no", "sr-Latn"])
def test_any_tag_has_a_locale(language: str) -> None:
    assert show_day(DAY, choose_locale(language, "UTC"))


@pytest.mark.parametrize(
    ("language", "one", "three"),
    [("en", "1 minute", "3 minutes"), ("pl", "1 minuta", "3 minuty"), ("zh", "1分钟", "3分钟"),
     ("ru", "1 минута", "3 минуты"), ("fa", "۱ دقیقه", "۳ دقیقه")],
)  # fmt: skip
def test_minutes_have_the_plural_of_the_language(language: str, one: str, three: str) -> None:
    locale = choose_locale(language, "UTC")
    assert (show_minutes(1, locale), show_minutes(3, locale)) == (one, three)


def test_a_long_read_is_told_in_minutes() -> None:
    assert show_minutes(95, choose_locale("en", "UTC")) == "95 minutes"


def test_a_story_of_the_day_shows_its_time_and_any_other_its_date() -> None:
    def show(moment: datetime) -> str:
        locale = choose_locale("en", "Europe/Brussels")
        return show_moment(moment, day=DAY, zone="Europe/Brussels", locale=locale)

    assert show(datetime(2026, 11, 23, 3, 12, tzinfo=UTC)) == "04:12"
    assert show(datetime(2026, 11, 22, 22, 59, tzinfo=UTC)) == "22 Nov"
    assert show(datetime(2026, 11, 22, 23, 0, tzinfo=UTC)) == "23 Nov"
    assert show(datetime(2025, 11, 23, 3, 12, tzinfo=UTC)) == "23 Nov 2025"
