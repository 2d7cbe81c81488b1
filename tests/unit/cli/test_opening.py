"""What is named on the command line."""

from datetime import UTC, datetime

import pytest

from digest.cli.opening import read_moment_of, read_slug
from digest.errors import UsageError


@pytest.mark.parametrize(
    "named",
    ["the-daily-2026-11-23", "editions/the-daily-2026-11-23.md", "../x/the-daily-2026-11-23.md"],
)
def test_an_edition_is_named_by_its_slug_or_its_file(named: str) -> None:
    assert read_slug(named) == "the-daily-2026-11-23"


@pytest.mark.parametrize("named", ["caf\udce9", "a\x1b[2Jb", "a\0b", "", " ", "editions/"])
def test_what_cannot_be_shown_or_is_empty_names_no_edition(named: str) -> None:
    with pytest.raises(UsageError) as refusal:
        read_slug(named)

    assert refusal.value.message.isprintable()


NIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("21:00", datetime(2026, 11, 23, 20, 0, tzinfo=UTC)),
        (" 00:15 ", datetime(2026, 11, 22, 23, 15, tzinfo=UTC)),
        ("2026-11-24T06:00", datetime(2026, 11, 24, 5, 0, tzinfo=UTC)),
        ("2026-11-24T06:00:00+03:00", datetime(2026, 11, 24, 3, 0, tzinfo=UTC)),
        ("2026-11-24 06:00:00Z", datetime(2026, 11, 24, 6, 0, tzinfo=UTC)),
    ],
)
def test_a_send_by_is_a_local_time_of_today_or_a_moment(typed: str, meant: datetime) -> None:
    # In Brussels the next day has begun.
    assert read_moment_of(typed, zone="Europe/Brussels", now=NIGHT) == meant
    assert read_moment_of(None, zone="Europe/Brussels", now=NIGHT) is None


def test_a_send_by_keeps_to_the_local_time_when_the_clock_is_set_back() -> None:
    now = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    assert read_moment_of("04:00", zone="Europe/Brussels", now=now) == datetime(
        2026, 10, 25, 3, 0, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "typed", ["", "9", "24:00", "9 pm", "2026-11-24", "tomorrow", "0001-01-01T00:00+14:00", "12:60"]
)
def test_what_is_neither_a_time_nor_a_moment_is_refused(typed: str) -> None:
    with pytest.raises(UsageError) as refusal:
        read_moment_of(typed, zone="Europe/Brussels", now=NIGHT)

    assert "21:00" in refusal.value.hint
