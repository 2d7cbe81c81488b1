"""A total rate is a timetable: late steps do not add up, and nothing is caught up in a burst."""

from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.rate import CATCH_UP_SECONDS, Rate


def departures(rate: Rate, seconds: float, *, late: float = 0.0) -> list[float]:
    """Depart whenever it is due, each time a little late."""
    now, moments = 0.0, []
    while now < seconds:
        now += rate.wait(now)
        now += late
        rate.depart(now)
        moments.append(now)
    return moments


@given(st.floats(0.5, 2000), st.floats(0, 0.02))
def test_the_rate_holds_to_two_per_cent_however_late_each_step_is(
    per_second: float, late: float
) -> None:
    late = min(late, 0.9 / per_second)  # late, but quicker than the rate
    seconds = max(20.0, 200 / per_second)

    sent = len(departures(Rate(per_second=per_second), seconds, late=late))

    assert abs(sent - per_second * seconds) <= 0.02 * per_second * seconds + 1


def test_a_pause_is_not_made_up_for_in_a_burst() -> None:
    rate = Rate(per_second=100)
    rate.depart(0.0)

    burst = 0
    while rate.wait(60.0) == 0:
        rate.depart(60.0)
        burst += 1

    assert burst <= 100 * CATCH_UP_SECONDS + 1


def test_the_first_leaves_at_once() -> None:
    assert Rate(per_second=0.01).wait(0.0) == 0
