from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from digest.web.limits import SIGN_UPS_OF_A_NETWORK, Buckets, Limits, Rate

NETWORK = "192.0.2.0/24"


@dataclass
class Watch:
    """A clock that a test moves."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_burst_is_let_through_and_then_one_now_and_then() -> None:
    watch = Watch()
    buckets = Buckets(Rate(burst=3, every=10), tick=watch)

    assert [buckets.take(NETWORK) for _ in range(5)] == [True, True, True, False, False]
    assert buckets.wait(NETWORK) == 10

    watch.seconds = 9.9
    assert not buckets.take(NETWORK)
    watch.seconds = 10.1
    assert buckets.take(NETWORK)
    assert not buckets.take(NETWORK)


def test_who_waits_long_has_no_more_than_a_burst() -> None:
    watch = Watch()
    buckets = Buckets(Rate(burst=2, every=1), tick=watch)
    buckets.take(NETWORK)
    watch.seconds = 10_000

    assert [buckets.take(NETWORK) for _ in range(3)] == [True, True, False]


def test_one_network_costs_another_nothing() -> None:
    buckets = Buckets(Rate(burst=1, every=10), tick=Watch())

    assert buckets.take(NETWORK)
    assert not buckets.take(NETWORK)
    assert buckets.take("198.51.100.0/24")


def test_however_many_ask_the_memory_is_bounded() -> None:
    buckets = Buckets(Rate(burst=1, every=10), tick=Watch(), most=100)

    for number in range(1000):
        buckets.take(str(number))

    assert len(buckets) == 100
    assert not buckets.take("999")


@given(st.lists(st.floats(min_value=0, max_value=100), max_size=60))
def test_never_more_than_the_rate_allows(waits: list[float]) -> None:
    watch = Watch()
    buckets = Buckets(Rate(burst=4, every=7), tick=watch)
    taken = 0
    for wait in waits:
        watch.seconds += wait
        taken += buckets.take(NETWORK)

    assert taken <= 4 + watch.seconds / 7 + 1e-6


def test_an_address_is_limited_whichever_networks_ask_for_it() -> None:
    limits = Limits(tick=Watch())

    heeded = [limits.may_sign_up(f"192.0.{number}.0/24", "ana@example.org") for number in range(9)]

    assert heeded == [True] * 5 + [False] * 4


def test_a_network_is_limited_whichever_addresses_it_types() -> None:
    limits = Limits(tick=Watch())

    heeded = [limits.may_sign_up(NETWORK, f"reader{number}@example.org") for number in range(60)]

    assert sum(heeded) == SIGN_UPS_OF_A_NETWORK.burst
