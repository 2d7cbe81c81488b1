"""Spans of time: "7 days", "24 months", and what lies so far back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.spans import go_back, read_span

NOW = datetime(2026, 3, 31, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("7 days", (0, 7)),
        ("1 day", (0, 1)),
        (" 2 Weeks ", (0, 14)),
        ("24 months", (24, 0)),
        ("1year", (12, 0)),
        ("10 years", (120, 0)),
    ],
)
def test_a_span_is_a_number_of_days_or_of_months(text: str, span: tuple[int, int]) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize(
    "text", ["", "7", "days", "0 days", "-1 day", "1.5 years", "7 hours", "12345 days", "٧ days"]
)
def test_anything_else_is_no_span(text: str) -> None:
    assert read_span(text) is None


def test_months_go_by_the_calendar() -> None:
    assert go_back(NOW, months=1).date().isoformat() == "2026-02-28"
    assert go_back(NOW, months=24).date().isoformat() == "2024-03-31"
    assert go_back(NOW, months=3).date().isoformat() == "2025-12-31"
    assert go_back(NOW, days=31).date().isoformat() == "2026-02-28"


@given(text=st.from_regex(r"[1-9][0-9]{0,3} (days|weeks|months|years)", fullmatch=True))
def test_whatever_can_be_written_lies_in_the_past(text: str) -> None:
    span = read_span(text)
    assert span
    assert go_back(NOW, months=span[0], days=span[1]) < NOW
