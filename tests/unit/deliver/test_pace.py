"""Windows of about 50 ms, and a circuit breaker."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.pace import FIRST_WINDOW, Breaker, next_window
from digest.model.delivery import Outcome


@given(st.integers(1, 100), st.integers(1, 100), st.integers(0, 10**12), st.integers(1, 50))
def test_a_window_stays_in_its_bounds(size: int, sent: int, took: int, sessions: int) -> None:
    chosen = next_window(size, sent, timedelta(microseconds=took), sessions=sessions)

    assert 1 <= chosen <= 100
    assert chosen >= size // 2
    assert chosen <= max(size * 2, 4 * sessions)


def test_a_window_comes_to_about_fifty_milliseconds_of_sending() -> None:
    size, each = FIRST_WINDOW, timedelta(milliseconds=1)
    for _ in range(10):
        size = next_window(size, size // 2, each * (size // 2), sessions=2)
    assert size == 50
    for _ in range(10):
        size = next_window(size, size // 2, each * 20 * (size // 2), sessions=2)
    assert size == 8


def test_a_slow_relay_still_has_all_its_sessions_busy() -> None:
    size = FIRST_WINDOW
    for _ in range(10):
        size = next_window(size, 1, timedelta(minutes=10), sessions=10)
    assert size == 40, "each has a message and the next one, while the others are fetched"


def told(outcomes: Iterable[Outcome]) -> str:
    breaker = Breaker()
    for outcome in outcomes:
        breaker.note(outcome)
    return breaker.why()


@pytest.mark.parametrize(
    ("outcome", "most", "clause"),
    [
        (Outcome.REJECTED, 25, "26 of the last 500 readers were rejected"),
        (Outcome.DEFERRED, 250, "251 of the last 500 readers were deferred"),
        (Outcome.UNKNOWN, 25, "26 of the last 500 readers are in doubt"),
    ],
)
def test_too_many_of_one_kind_halt_and_one_fewer_does_not(
    outcome: Outcome, most: int, clause: str
) -> None:
    fine = [outcome] * most + [Outcome.ACCEPTED] * (500 - most)
    bad = [outcome] * (most + 1) + [Outcome.ACCEPTED] * (499 - most)

    assert told(fine) == ""
    assert told(bad) == clause


def test_only_the_last_five_hundred_count() -> None:
    assert told([Outcome.REJECTED] * 20 + [Outcome.ACCEPTED] * 500 + [Outcome.REJECTED] * 20) == ""


@given(st.lists(st.sampled_from(list(Outcome)), max_size=1200))
def test_the_counts_are_those_of_the_last_five_hundred(outcomes: list[Outcome]) -> None:
    last = outcomes[-500:]
    tripped = (
        last.count(Outcome.REJECTED) > 25
        or last.count(Outcome.DEFERRED) > 250
        or last.count(Outcome.UNKNOWN) > 25
    )

    assert bool(told(outcomes)) is tripped


def test_a_small_list_is_never_halted_for_a_few_bad_addresses() -> None:
    assert told([Outcome.REJECTED] * 20) == ""
