"""A holder's part of a limit: its places one after the other, none before its time or too late."""

from math import inf

import pytest

from digest.deliver.leased_rate import LATE_SECONDS, LOOK_SECONDS, LeasedRate
from digest.deliver.leases import FORGOTTEN_SECONDS, Lease
from digest.deliver.limits import Limits, Pace


def leased(
    *, limit: float = 100.0, count: int = 10, share: float = 50.0, starts_in: float = 0.0
) -> LeasedRate:
    rate = LeasedRate(name="total", limit=limit)
    rate.ask(0.0)
    rate.add(Lease(name="total", starts_in=starts_in, count=count, share=share), 0.0)
    return rate


def test_nothing_departs_without_a_lease() -> None:
    rate = LeasedRate(name="total", limit=100.0)

    assert rate.wait(0.0) == LOOK_SECONDS
    assert rate.wait(99.0) == LOOK_SECONDS


def test_places_are_spread_over_the_time_that_they_have_to_last() -> None:
    rate = leased(starts_in=0.3)

    moments = []
    now = 0.0
    for _ in range(10):
        now += rate.wait(now)
        rate.depart(now)
        moments.append(now)

    assert moments == pytest.approx([0.3 + number / 50 for number in range(10)])
    assert rate.wait(now) == LOOK_SECONDS


def test_a_place_that_nobody_took_in_time_is_over() -> None:
    rate = leased()

    assert rate.wait(LATE_SECONDS + 0.085) == 0  # one is left
    rate.depart(LATE_SECONDS + 0.085)
    assert rate.wait(LATE_SECONDS + 0.085) == LOOK_SECONDS


def test_a_place_of_a_slow_limit_lasts_until_the_next_one() -> None:
    rate = leased(limit=0.1, count=1, share=0.1)

    assert rate.wait(9.9) == 0
    assert rate.wait(10.1) == LOOK_SECONDS


def test_a_departure_of_a_slow_limit_that_did_not_take_place_may_be_taken_again() -> None:
    slow, quick = leased(limit=0.1, count=1, share=0.1), leased(count=1)
    for rate in (slow, quick):
        rate.depart(0.0)
        rate.take_back(0.5)

    assert slow.wait(0.5) == 0
    assert quick.wait(0.5) == LOOK_SECONDS


def test_who_departed_without_a_place_pays_with_the_next() -> None:
    rate = LeasedRate(name="total", limit=100.0)
    rate.ask(0.0)
    rate.depart(0.0)
    rate.depart(0.0)

    rate.add(Lease(name="total", starts_in=0.0, count=3, share=100.0), 0.1)

    assert rate.wait(0.115) > 0.004
    assert rate.wait(0.125) == 0
    rate.depart(0.125)
    assert rate.wait(5.0) == LOOK_SECONDS


def test_what_is_left_counts_against_the_next_lease() -> None:
    rate = leased(count=40)

    assert rate.ask(0.1).ahead == 40
    assert rate.ask(0.9).ahead == pytest.approx(40, abs=6)  # by its share it would be none


def test_who_was_held_back_all_the_time_could_send_nobody_knows_how_much() -> None:
    rate = leased(count=0)
    for tenth in range(10):
        rate.wait(tenth / 10)

    assert rate.ask(1.0).wants == inf


def test_who_was_never_held_back_wants_what_it_used() -> None:
    rate = leased(limit=1000.0, count=500, share=1000.0)
    for number in range(250):
        assert rate.wait(0.5 + number / 500) == 0
        rate.depart(0.5 + number / 500)

    assert rate.ask(1.0).wants == pytest.approx(250)


def test_after_a_long_rest_one_is_as_good_as_new() -> None:
    rate = leased(limit=1000.0, count=10)
    assert rate.wait(0.2) == 0
    rate.depart(0.2)
    rate.ask(1.0)

    assert rate.ask(1.1 + FORGOTTEN_SECONDS).wants == inf


def test_whoever_supplies_it_is_told_once_that_somebody_waits() -> None:
    told = list[int]()
    rate = LeasedRate(name="total", limit=1.0, wake=lambda: told.append(1))

    rate.wait(0.0)
    rate.wait(0.0)
    assert told == [1]
    rate.ask(0.0)
    assert not rate.touched
    rate.wait(0.1)
    assert told == [1, 1]


def test_a_fault_of_whoever_supplies_it_is_raised() -> None:
    rate = LeasedRate(name="total", limit=1.0, fault=ValueError("broken"))

    with pytest.raises(ValueError, match="broken"):
        rate.wait(0.0)


def test_a_pace_without_limits_lets_everything_leave() -> None:
    pace = Pace()

    assert pace.wait(0.0) == pace.wait_for("example.org", 0.0) == 0
    pace.depart("example.org", 0.0)
    pace.take_back("example.org", 0.0)
    assert pace.most_in(1.0) is None


def test_a_message_takes_a_departure_of_all_and_of_its_domain() -> None:
    tables = dict[str, LeasedRate]()

    def table(name: str, limit: float) -> LeasedRate:
        return tables.setdefault(name, LeasedRate(name=name, limit=limit))

    pace = Limits(total=10.0, domains={"example.org": 1.0}).pace(table)
    for one in tables.values():
        one.add(Lease(name=one.name, starts_in=0.0, count=2, share=10.0), 0.0)
    pace.depart("example.org", 0.2)
    pace.depart("other.example.org", 0.2)

    assert list(tables) == ["total", "domain example.org"]
    assert pace.wait(0.2) > 0
    assert pace.wait_for("example.org", 0.2) > 0.7
    assert pace.wait_for("other.example.org", 0.2) == 0
    assert (pace.most_in(0.5), pace.most_to("example.org", 0.5)) == (5, 5)
