from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.intent import refuse_strangers
from digest.model.delivery import Delivery, Outcome

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
numbers = st.lists(st.integers(1, 6), max_size=6)


def result(number: int) -> Delivery:
    return Delivery(subscriber_id=number, outcome=Outcome.ACCEPTED, at=NOW)


@given(window=st.sets(st.integers(1, 6)), tried=numbers, keep=numbers)
def test_each_reader_of_the_window_is_named_once_at_most_and_nobody_else(
    window: set[int], tried: list[int], keep: list[int]
) -> None:
    def speak() -> None:
        refuse_strangers(sorted(window), [result(number) for number in tried], keep)

    fits = all(
        number in window and tried.count(number) + keep.count(number) == 1
        for number in (*tried, *keep)
    )
    if fits:
        speak()
    else:
        with pytest.raises(ValueError, match="do not fit the open window"):
            speak()
