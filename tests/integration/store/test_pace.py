"""Limits that several machines keep together: the same places for nobody twice, shared fairly."""

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from tests.integration.store.examples import NOW, SECOND, SECRET, AnyStore

from digest.adapters.store import open_store
from digest.deliver.leases import COVERED_SECONDS, FORGOTTEN_SECONDS, HORIZON_SECONDS, Ask, Lease

REPOSITORY = Path(__file__).parents[3]
RATE = 100.0


def ask(store: AnyStore, holder: str, *, now: datetime = NOW, **changes: Any) -> Lease:
    """Ask for as much as there is of the limit of all."""
    wish = replace(Ask(name="total", rate=RATE, wants=inf, ahead=0.0), **changes)
    (given,) = store.paces.lease(holder, [wish], now=now)
    return given


def end_of(given: Lease, *, rate: float = RATE) -> float:
    return given.starts_in + given.count / rate


def test_one_alone_has_all_of_a_limit(store: AnyStore) -> None:
    given = ask(store, "run 1")

    assert (given.starts_in, given.share) == (0, RATE)
    assert given.count == RATE * COVERED_SECONDS


def test_nobody_is_given_the_place_of_another(store: AnyStore) -> None:
    first = ask(store, "run 1")
    second = ask(store, "run 2")

    assert second.count > 0
    assert second.starts_in == pytest.approx(end_of(first), abs=1e-6)
    assert end_of(second) <= HORIZON_SECONDS + 1.1 / RATE
    third = ask(store, "run 3")
    assert third.count == 0 or third.starts_in >= end_of(second) - 1e-6


def test_what_is_not_taken_in_time_is_over_and_no_place_lies_in_the_past(store: AnyStore) -> None:
    ask(store, "run 1")

    assert ask(store, "run 1", now=NOW + timedelta(seconds=60)).starts_in == 0


def test_who_wants_little_has_it_and_the_others_share_the_rest(store: AnyStore) -> None:
    for name in ("slow", "run 1", "run 2"):
        ask(store, name, wants=10.0 if name == "slow" else inf, ahead=99)

    slow = ask(store, "slow", wants=10.0, ahead=99)
    quick = [ask(store, name, ahead=99) for name in ("run 1", "run 2")]

    assert 10 <= slow.share <= 15
    assert [one.share for one in quick] == [45, 45]


def test_the_share_of_a_dead_holder_is_the_others_after_some_seconds(store: AnyStore) -> None:
    ask(store, "run 1")
    assert ask(store, "run 2", ahead=99).share == RATE / 2
    still, later = (NOW + timedelta(seconds=FORGOTTEN_SECONDS + by) for by in (-0.1, 0.1))

    assert ask(store, "run 2", now=still, ahead=99).share == RATE / 2
    assert ask(store, "run 2", now=later, ahead=99).share == RATE


def test_who_leaves_gives_up_their_share_at_once_and_keeps_no_place(store: AnyStore) -> None:
    first = ask(store, "run 1")
    ask(store, "run 1", name="domain example.org")
    store.paces.leave("run 1")

    second = ask(store, "run 2")
    assert second.share == RATE
    assert second.starts_in == pytest.approx(end_of(first), abs=1e-6)
    assert ask(store, "run 2", name="domain example.org").share == RATE


def test_each_limit_has_a_timetable_of_its_own(store: AnyStore) -> None:
    asks = [
        Ask(name=name, rate=rate, wants=inf, ahead=0.0)
        for name, rate in (("total", 100.0), ("domain b.example.org", 10.0), ("domain a.org", 20.0))
    ]

    given = store.paces.lease("run 1", asks, now=NOW)

    assert [one.name for one in given] == [one.name for one in asks]
    assert [one.count for one in given] == [80, 8, 16]
    assert {one.starts_in for one in given} == {0}


def test_a_slow_limit_gives_one_place_that_may_span_many_seconds(store: AnyStore) -> None:
    first = ask(store, "run 1", rate=0.1)
    assert (first.starts_in, first.count) == (0, 1)

    assert ask(store, "run 2", rate=0.1).count == 0
    almost = ask(store, "run 2", rate=0.1, now=NOW + timedelta(seconds=9.5))
    assert almost.count == 1
    assert almost.starts_in == pytest.approx(0.5, abs=1e-6)
    assert ask(store, "run 3", rate=0.1, now=NOW + timedelta(seconds=18)).count == 0


def test_nothing_is_given_beyond_a_second_from_now(store: AnyStore) -> None:
    given = [ask(store, f"run {number}") for number in range(20)]

    # And one more, that a place which begins in time is not lost to a slow limit.
    assert sum(one.count for one in given) <= RATE * HORIZON_SECONDS + 1
    assert all(end_of(one) <= HORIZON_SECONDS + 1.1 / RATE for one in given if one.count)
    more = [ask(store, f"run {number}", now=NOW + SECOND) for number in range(20)]
    assert sum(one.count for one in [*given, *more]) <= RATE * 2 + 1


def test_the_server_tells_the_time_however_wrong_the_clocks_are(postgres_url: str) -> None:
    store = open_store(postgres_url, secret=SECRET)

    ask(store, "slow clock", now=NOW - timedelta(days=9))
    ask(store, "fast clock", now=NOW + timedelta(days=9))

    with store.database.reading() as connection:
        until = connection.scalar(text("SELECT until FROM pace"))
        assert 0 < until - time.time() <= 2
    store.close()


def test_eight_at_once_are_never_given_one_place_twice(postgres_url: str) -> None:
    store = open_store(postgres_url, secret=SECRET, keeps_time=False)
    names, rate = ("domain example.org", "total"), 1_000.0
    # So much that each is given one place at a time.
    ahead = COVERED_SECONDS * rate / 8 - 0.5

    def lease(holder: int, *, ahead: float = ahead) -> list[Lease]:
        order = names if holder % 2 else names[::-1]
        asks = [Ask(name=name, rate=rate, wants=inf, ahead=ahead) for name in order]
        return store.paces.lease(f"run {holder}", asks, now=NOW)

    for holder in range(8):
        lease(holder, ahead=1e9)
    with ThreadPoolExecutor(8) as threads:
        given = [
            one for leased in threads.map(lease, [*range(8)] * 25) for one in leased if one.count
        ]

    for name in names:
        places = sorted(one.starts_in * rate for one in given if one.name == name)
        assert len(places) == 200
        assert places == pytest.approx(list(range(200)), abs=0.1)
    store.close()


def test_a_window_that_is_being_written_holds_up_no_lease(postgres_url: str) -> None:
    store = open_store(postgres_url, secret=SECRET, patience=timedelta(seconds=2))

    with store.database.writing():  # nobody else writes
        assert ask(store, "run 1").count
    store.close()


def start_three(url: str, notes: Path, seconds: float) -> "list[subprocess.Popen[bytes]]":
    command = [sys.executable, "-m", "tests.integration.store.pacer", url]
    return [
        subprocess.Popen(
            [*command, str(notes / f"{number}.json"), str(seconds)],
            cwd=REPOSITORY,
            stderr=subprocess.PIPE,
        )
        for number in range(3)
    ]


def test_three_processes_keep_a_limit_together_though_one_is_killed(
    postgres_url: str, tmp_path: Path
) -> None:
    holders = start_three(postgres_url, tmp_path, 3.0)
    try:
        notes = tmp_path / "0.json"
        until = time.monotonic() + 30
        while not (notes.exists() and notes.read_text().count("\n") > 20):
            assert time.monotonic() < until, "nobody sends"
            time.sleep(0.05)
        holders[0].kill()
        errors = [one.communicate(timeout=60)[1].decode() for one in holders[1:]]
    finally:
        for one in holders:
            one.kill()
            one.communicate()

    assert errors == ["", ""]
    total, slow = list[float](), list[float]()
    for number in range(3):
        lines = (tmp_path / f"{number}.json").read_text().splitlines()
        for line in lines if number else lines[:-1]:  # the last may be cut off
            moment, domain = json.loads(line)
            total.append(moment)
            slow += [moment] if domain else []
    # The places are the server's; all of them read one clock here.
    assert most_above(sorted(total), rate=200.0) <= 1
    assert most_above(sorted(slow), rate=20.0) <= 1
    assert len(total) > 200
    assert len(slow) > 10


def most_above(moments: list[float], *, rate: float) -> float:
    """Tell by how many messages any time T had more than rate × (T + 1 s)."""
    worst, lowest = -inf, inf
    for number, moment in enumerate(moments):
        lowest = min(lowest, number - rate * moment)
        worst = max(worst, number + 1 - rate * moment - lowest)
    return worst - rate
