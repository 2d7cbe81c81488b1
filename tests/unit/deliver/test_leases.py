"""A limit that several share: never above it, steady, fair; the slow and the dead waste little."""

from bisect import bisect_left
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.deliver.leased_rate import LeasedRate
from digest.deliver.leases import (
    FORGOTTEN_SECONDS,
    GROWTH,
    HORIZON_SECONDS,
    Ask,
    Lease,
    lease,
    share_of,
)

PERIOD = 0.25
PULSE = 0.2
# One departure in so many, at least, is followed by a stall.
STALLED = 0.99
WINDOW = 10.0
WANTS = st.one_of(st.just(inf), st.floats(0, 20_000))


@given(st.floats(0.001, 10_000), st.lists(WANTS, min_size=1, max_size=12))
def test_shares_are_fair_and_make_up_the_whole_limit(rate: float, wants: list[float]) -> None:
    shares = [
        share_of(one, [*wants[:at], *wants[at + 1 :]], rate=rate) for at, one in enumerate(wants)
    ]

    assert sum(shares) == pytest.approx(rate)
    for one, share in zip(wants, shares, strict=True):
        # Nobody is denied what they want while another has more.
        assert share >= one * (1 - 1e-9) or share >= max(shares) * (1 - 1e-9)


@given(
    st.floats(0.001, 10_000),
    st.lists(st.tuples(st.floats(0, 2), WANTS, st.floats(0, 2000)), min_size=1, max_size=30),
    st.lists(WANTS, max_size=5),
)
def test_no_place_is_given_twice_nor_beyond_the_horizon(
    rate: float, asks: list[tuple[float, float, float]], others: list[float]
) -> None:
    now = until = 1_000_000.0
    for passed, wants, ahead in asks:
        now += passed
        before = until
        wish = Ask(name="total", rate=rate, wants=wants, ahead=ahead)
        leased, until = lease(wish, until=until, now=now, others=others)

        assert leased.starts_in >= 0
        if not leased.count:
            assert until == before
            continue
        start = now + leased.starts_in
        assert start >= before
        assert until == pytest.approx(start + leased.count / rate, abs=1e-6)
        assert start + (leased.count - 1) / rate <= now + HORIZON_SECONDS + 1e-6


def test_who_is_not_held_back_may_become_quicker() -> None:
    wish = Ask(name="total", rate=100.0, wants=10.0, ahead=0.0)

    leased, _ = lease(wish, until=0.0, now=0.0, others=[inf])

    assert leased.share == 10 * GROWTH


def jitter(turn: int) -> float:
    """Tell how late something is, from 0 to 1: never twice in a row the same, and evenly spread."""
    return turn * 0.618034 % 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody who sends.

    Attributes:
        quick: How many messages a second at most.
        joins: From when.
        dies: Until when.
        stalls: At times it does nothing for so long, as if its loop were busy.
    """

    quick: float = 10_000.0
    joins: float = 0.0
    dies: float = inf
    stalls: float = 0.0


@dataclass(slots=True)
class Simulation:
    """Holders of one limit in made-up time.

    Attributes:
        rate: The limit.
        holders: Who shares it.
        delay: Most seconds that an ask or its answer takes.
        away: From when to when the database does not answer.
    """

    rate: float
    holders: list[Holder]
    delay: float = 0.01
    away: tuple[float, float] = (inf, inf)
    departures: list[tuple[float, int]] = field(default_factory=list)
    _until: float = 0.0
    _wants: dict[int, tuple[float, float]] = field(default_factory=dict)

    def run(self, seconds: float) -> "Simulation":
        turn = count()
        rates = [LeasedRate(name="total", limit=self.rate) for _ in self.holders]
        events: list[tuple[float, int, int, Lease | str]] = []
        for who, holder in enumerate(self.holders):
            heappush(events, (holder.joins, next(turn), who, "send"))
            heappush(events, (holder.joins + 0.1 * jitter(who), next(turn), who, "ask"))
        while events and events[0][0] < seconds:
            now, _, who, what = heappop(events)
            holder, rate = self.holders[who], rates[who]
            if now >= holder.dies:
                continue
            if isinstance(what, Lease):
                rate.add(what, now)
                wait, after = PERIOD * (0.9 + 0.2 * jitter(next(turn))), "ask"
            elif what == "ask" and self.away[0] <= now < self.away[1]:
                rate.ask(now)
                wait, after = PERIOD, "ask"
            elif what == "ask":
                on_way = self.delay * jitter(next(turn))
                leased = self._lease(who, rate.ask(now), now + on_way)
                back = now + on_way + self.delay * jitter(next(turn))
                heappush(events, (back, next(turn), who, leased))
                continue
            elif wait := rate.wait(now):
                wait, after = min(wait, PULSE) + 0.002 * jitter(next(turn)), "send"
            else:
                rate.depart(now)
                self.departures.append((now, who))
                stall = holder.stalls if jitter(next(turn)) > STALLED else 0.0
                wait, after = 1 / holder.quick + stall, "send"
            heappush(events, (now + wait, next(turn), who, after))
        return self

    def _lease(self, who: int, ask: Ask, now: float) -> Lease:
        others = [
            wants for one, (wants, until) in self._wants.items() if one != who and until > now
        ]
        leased, self._until = lease(ask, until=self._until, now=now, others=others)
        self._wants[who] = (ask.wants, now + FORGOTTEN_SECONDS)
        return leased

    def shares(self, start: float, end: float) -> list[float]:
        """Tell what part of the limit each had in a time."""
        had = [0] * len(self.holders)
        for moment, who in self.departures:
            had[who] += start <= moment < end
        return [one / ((end - start) * self.rate) for one in had]

    def windows(self, start: float, end: float, *, length: float = WINDOW) -> list[float]:
        """Tell what part of the limit left in each window."""
        moments = [moment for moment, _ in self.departures]
        parts, at = [], start
        while at + length <= end:
            sent = bisect_left(moments, at + length) - bisect_left(moments, at)
            parts.append(sent / (length * self.rate))
            at += 0.25
        return parts

    def worst(self) -> float:
        """Tell how many more than rate × (T + 1 s) left in any time T."""
        worst, lowest = -inf, inf
        for number, (moment, _) in enumerate(self.departures):
            lowest = min(lowest, number - self.rate * moment)
            worst = max(worst, number + 1 - self.rate * moment - lowest)
        return worst - self.rate


ALIKE = [Holder()] * 3


@pytest.mark.parametrize("rate", [5.0, 100.0, 1000.0])
@pytest.mark.parametrize("holders", [1, 2, 3, 10])
def test_quick_holders_reach_the_limit_to_five_per_cent_and_share_it_evenly(
    holders: int, rate: float
) -> None:
    done = Simulation(rate, [Holder()] * holders).run(25)

    assert all(0.95 <= one <= 1.05 for one in done.windows(1, 25))
    parts = done.shares(5, 25)
    assert all(abs(one - 1 / holders) <= 0.05 / holders + 1 / (20 * rate) for one in parts)
    assert done.worst() <= 1


def test_ten_thousand_a_second_are_shared_too() -> None:
    done = Simulation(10_000.0, [Holder(quick=6_000.0)] * 3).run(12)

    assert all(0.95 <= one <= 1.05 for one in done.windows(1, 12))
    assert done.worst() <= 1


@pytest.mark.parametrize("holders", [1, 3, 10])
@pytest.mark.parametrize("rate", [0.05, 0.5, 1.1])
def test_limits_of_a_message_in_many_seconds_are_kept_and_shared(holders: int, rate: float) -> None:
    seconds = 80 / rate
    done = Simulation(rate, [Holder(quick=50.0)] * holders).run(seconds)

    assert abs(len(done.departures) - 80) <= 4
    parts = done.shares(0, seconds)
    assert max(parts) - min(parts) <= 0.02 + 0.1 / holders
    assert done.worst() <= 2


def test_a_slow_holder_has_what_it_can_use_and_wastes_nothing() -> None:
    done = Simulation(200.0, [Holder(quick=20.0), Holder(), Holder()]).run(30)

    assert all(0.95 <= one <= 1.05 for one in done.windows(2, 30))
    slow, *others = done.shares(5, 30)
    assert slow == pytest.approx(0.1, abs=0.01)
    assert all(one == pytest.approx(0.45, abs=0.02) for one in others)


def test_a_dead_holders_share_is_the_others_after_some_seconds() -> None:
    done = Simulation(200.0, [Holder(), Holder(), Holder(dies=15.0)]).run(35)

    assert all(0.95 <= one <= 1.05 for one in done.windows(2, 15))
    # From its death it takes two seconds and a half, and what was leased in advance.
    assert all(0.95 <= one <= 1.05 for one in done.windows(18.5, 35))
    assert min(done.windows(2, 35)) >= 0.85
    assert all(one == pytest.approx(0.5, abs=0.03) for one in done.shares(20, 35)[:2])


def test_who_joins_has_a_fair_share_within_seconds() -> None:
    done = Simulation(200.0, [Holder(), Holder(joins=10.0), Holder(joins=15.0)]).run(35)

    assert all(0.95 <= one <= 1.05 for one in done.windows(2, 35))
    assert all(one == pytest.approx(1 / 3, abs=0.02) for one in done.shares(18, 35))


def test_without_the_database_no_more_leaves_than_was_leased() -> None:
    done = Simulation(200.0, ALIKE, away=(10.0, 20.0)).run(30)

    after = [moment for moment, _ in done.departures if 10 <= moment < 20]
    assert len(after) <= 200 * HORIZON_SECONDS
    assert not [moment for moment in after if moment >= 12]
    assert all(0.95 <= one <= 1.05 for one in done.windows(20.3, 30, length=5))
    assert done.worst() <= 1


@settings(max_examples=25, deadline=None)
@given(
    st.floats(0.2, 400),
    st.lists(
        st.builds(
            Holder,
            quick=st.floats(0.5, 2000),
            joins=st.floats(0, 5),
            dies=st.one_of(st.just(inf), st.floats(1, 10)),
            stalls=st.sampled_from([0.0, 0.0, 0.7, 2.0, 3.0]),
        ),
        min_size=1,
        max_size=6,
    ),
    st.floats(0, 1.5),
)
def test_whatever_happens_no_more_leaves_than_the_limit_and_a_seconds_worth(
    rate: float, holders: list[Holder], delay: float
) -> None:
    done = Simulation(rate, holders, delay=delay).run(10)

    assert done.worst() <= 2
