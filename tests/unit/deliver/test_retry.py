"""When a deferred reader is tried again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.retry import next_attempt

NOW = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)


@given(st.text(max_size=40), st.integers(1, 10**6))
def test_a_wait_is_five_minutes_to_an_hour(key: str, attempts: int) -> None:
    wait = next_attempt(key, attempts=attempts, now=NOW) - NOW

    assert timedelta(minutes=5) <= wait <= timedelta(hours=1)


@given(st.text(max_size=40))
def test_waits_double(key: str) -> None:
    waits = [next_attempt(key, attempts=n, now=NOW) - NOW for n in range(1, 6)]

    for number, base in enumerate([5, 10, 20, 40, 48]):
        assert timedelta(minutes=base) <= waits[number] <= timedelta(minutes=base * 1.25)


def test_readers_deferred_together_do_not_come_back_together() -> None:
    moments = {next_attempt(f"reader {n}", attempts=1, now=NOW) for n in range(100)}

    assert len(moments) > 90


def test_the_same_delivery_has_the_same_moment() -> None:
    assert next_attempt("x", attempts=2, now=NOW) == next_attempt("x", attempts=2, now=NOW)
