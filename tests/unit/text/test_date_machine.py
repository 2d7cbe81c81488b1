"""Dates as programs write them: read at once, and as the reading of any date would read them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.article import Precision
from digest.text.date_machine import read_machine_date
from digest.text.date_order import Setting
from digest.text.date_tokens import scan
from digest.text.dates import interpret, read_date

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2000, 1, 2), datetime(2026, 11, 20))  # noqa: DTZ001 - made aware
ZONES = st.integers(-13 * 60 - 59, 13 * 60 + 59).map(lambda span: timezone(timedelta(minutes=span)))


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("Mon, 23 Nov 2026 05:30:07 +0100", datetime(2026, 11, 23, 4, 30, 7, tzinfo=UTC)),
        ("23 Nov 2026 05:30 GMT", datetime(2026, 11, 23, 5, 30, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 05:30:00 -0000", datetime(2026, 11, 23, 5, 30, tzinfo=UTC)),
        ("2026-11-23T05:30:00Z", datetime(2026, 11, 23, 5, 30, tzinfo=UTC)),
        ("2026-11-23T05:30:00-05:30", datetime(2026, 11, 23, 11, tzinfo=UTC)),
    ],
)
def test_the_forms_of_mail_and_of_the_web_are_read(text: str, instant: datetime) -> None:
    assert read_machine_date(text) == instant


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 31 Feb 2026 05:30:00 +0100",
        "2026-13-01T05:30:00Z",
        "Mon, 23 Nov 2026 05:30:60 +0100",
        "Mon, 23 Nov 2026 24:00:00 +0100",
        "Mon, 23 Nov 2026 05:30:00 +1400",
        "Mon, 23 Nov 2026 05:30:00 EST",
        "Mon, 23 Nov 2026 05:30:00",
        "2026-11-23T05:30:00",
        "2026-11-23T05:30:00Z\n",
        "٢٠٢٦-11-23T05:30:00Z",
    ],
)
def test_what_is_odd_about_them_is_left_to_others(text: str) -> None:
    assert read_machine_date(text) is None


@given(MOMENTS, ZONES, st.sampled_from(["Mon, ", "Sun, ", ""]), st.sampled_from(["mail", "web"]))
def test_a_date_of_a_program_is_read_as_any_other_date(
    moment: datetime, zone: timezone, weekday: str, form: str
) -> None:
    local = moment.replace(microsecond=0, tzinfo=zone)
    text = f"{weekday}{local:%d %b %Y %H:%M:%S %z}" if form == "mail" else local.isoformat()
    setting = Setting(now=NOW, home=None, languages=())

    read = read_date(text, now=NOW)

    assert read is not None
    assert (read.instant, read.precision, read.zone_known) == (local, Precision.MINUTE, True)
    assert read == interpret(scan(text, loose=True), setting)


def test_a_date_of_a_program_may_not_lie_ahead() -> None:
    assert read_date("Fri, 27 Nov 2026 05:30:00 +0000", now=NOW) is None
