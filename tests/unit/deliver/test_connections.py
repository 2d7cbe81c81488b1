"""The number of connections finds itself."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.connections import FIRST, UNASKED, Connections


def send(connections: Connections, messages: int, *, now: float, each: float = 0.001) -> float:
    """Have messages accepted at one pace, whatever the number of connections; tell the moment."""
    for _ in range(messages):
        now += each
        connections.note_accepted(now)
    return now


def test_a_relay_that_takes_everything_gets_more_connections_one_by_one() -> None:
    connections, limits = Connections(most=50), []
    now = 0.0
    for _ in range(200):
        now = send(connections, 1, now=now)
        limits.append(connections.limit)

    assert limits[0] == FIRST
    assert max(limits) == UNASKED
    assert all(after - before in (0, 1) for before, after in pairwise(limits))


def test_connections_beyond_ten_are_kept_only_while_they_carry_more() -> None:
    connections = Connections(most=50)
    now = send(connections, 20_000, now=0.0)
    assert connections.limit <= UNASKED + 1, "the pace was the same all the while"

    generous = Connections(most=50)
    for _ in range(60_000):
        now += 0.1 / generous.limit  # each connection carries as much as the others
        generous.note_accepted(now)
    assert generous.limit > 30


def test_a_setback_halves_them_and_one_outage_counts_once() -> None:
    connections = Connections(most=50)
    now = send(connections, 1000, now=0.0)
    before = connections.limit

    for _ in range(before):
        connections.note_setback(now)

    assert connections.limit == before // 2
    connections.note_setback(now + 2)
    assert connections.limit == before // 4


def test_a_relay_that_allows_three_gets_three() -> None:
    connections = Connections(most=50)
    now = send(connections, 100, now=0.0)

    asked = 0
    for _ in range(20_000):
        if connections.limit > 3:
            asked += 1
            connections.note_full(3)
        now = send(connections, 1, now=now)

    assert connections.limit == 3
    assert 2 < asked < 10, "more and more rarely"


def test_a_relay_that_was_restarted_gets_as_many_as_before() -> None:
    connections = Connections(most=50)
    now = send(connections, 1000, now=0.0)
    for alive in range(connections.limit - 1, 0, -1):
        connections.note_full(alive)
    assert connections.limit == 1

    send(connections, 400, now=now)

    assert connections.limit == UNASKED


def test_several_who_find_the_relay_full_at_once_count_as_one() -> None:
    connections = Connections(most=50)
    now = send(connections, 1000, now=0.0)
    for _ in range(8):
        connections.note_full(2)

    send(connections, 2 * 4 * 11, now=now)

    assert connections.limit == 3


@given(
    st.integers(1, 50),
    st.lists(st.tuples(st.sampled_from(["accepted", "setback", "full"]), st.floats(0, 10))),
)
def test_there_is_always_one_and_never_more_than_allowed(
    most: int, events: list[tuple[str, float]]
) -> None:
    connections, now = Connections(most=most), 0.0
    for kind, span in events:
        now += span
        if kind == "accepted":
            for _ in range(30):
                connections.note_accepted(now)
        elif kind == "setback":
            connections.note_setback(now)
        else:
            connections.note_full(connections.limit)
        assert 1 <= connections.limit <= most
