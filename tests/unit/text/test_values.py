"""What people type into settings, and moments as they read them."""

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.values import read_rate, show_moment


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("100/s", 100),
        ("2.5/s", 2.5),
        ("3000/min", 50),
        ("50400/h", 14),
        (" 0.36 / h ", 0.0001),
        ("999999999.999999999/s", 999999999.999999999),
    ],
)
def test_a_rate_is_read_as_messages_a_second(text: str, rate: float) -> None:
    assert read_rate(text) == pytest.approx(rate)


@pytest.mark.parametrize(
    "text",
    [
        *("", "100", "/s", "100/", "100/sec", "100/S", "1e3/s", "1,000/s", "-1/s", "+1/s", ".5/s"),
        *("0/s", "0.000/h", "inf/s", "nan/s", "1./s", "100//s", "100/s/s", "1\n/s", "٣/s", "1_0/s"),
        "9" * 400 + "/s",
    ],
)
def test_what_is_no_rate_is_none(text: str) -> None:
    assert read_rate(text) is None


@given(st.text(alphabet="0123456789./ sminh-e+", max_size=14))
def test_a_rate_is_always_a_number_that_can_be_waited_for(text: str) -> None:
    rate = read_rate(text)

    assert rate is None or (rate > 0 and math.isfinite(rate) and math.isfinite(1 / rate))


def test_a_moment_is_told_in_the_desks_own_zone() -> None:
    moment = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)

    assert show_moment(moment, "Europe/Brussels") == "2026-11-24 00:00 Europe/Brussels"
    assert show_moment(moment, "UTC") == "2026-11-23 23:00 UTC"
