"""Windows of about 50 ms, and a circuit breaker."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.pace import FIRST_WINDOW, next_window, why_halt
from digest.model.delivery import Outcome


@given(st.integers(1, 100), st.integers(0, 10**12))
def test_a_window_stays_in_its_bounds(size: int, took: int) -> None:
    chosen = next_window(size, timedelta(microseconds=took))

    assert 1 <= chosen <= 100
    assert size // 2 <= chosen <= size * 2


def test_a_window_comes_to_about_fifty_milliseconds_of_sending() -> None:
    size, each = FIRST_WINDOW, timedelta(milliseconds=1)
    for _ in range(10):
        size = next_window(size, each * size)
    assert size == 50
    for _ in range(10):
        size = next_window(size, each * 20 * size)
    assert size == 2


def test_a_slow_relay_leaves_one_reader_in_doubt_at_a_time() -> None:
    size = FIRST_WINDOW
    for _ in range(10):
        size = next_window(size, timedelta(minutes=10))
    assert size == 1


def test_more_than_five_per_cent_of_rejections_halt() -> None:
    fine = [Outcome.REJECTED] * 25 + [Outcome.ACCEPTED] * 475
    bad = [Outcome.REJECTED] * 26 + [Outcome.ACCEPTED] * 474

    assert why_halt(fine) is None
    assert why_halt(bad) == "26 of the last 500 readers were rejected"


def test_more_than_half_of_deferrals_halt() -> None:
    fine = [Outcome.DEFERRED] * 250 + [Outcome.ACCEPTED] * 250
    bad = [Outcome.DEFERRED] * 251 + [Outcome.ACCEPTED] * 249

    assert why_halt(fine) is None
    assert why_halt(bad) == "251 of the last 500 readers were deferred"


def test_a_small_list_is_never_halted_for_a_few_bad_addresses() -> None:
    assert why_halt([Outcome.REJECTED] * 20) is None
