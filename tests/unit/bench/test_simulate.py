"""The simulation of large sends loses nobody, is the same each time, and agrees with arithmetic."""

import json
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest
from bench.books import ACCEPTED, Books, TwiceError
from bench.inputs import RECEIVERS, Inputs
from bench.limits import closed_rate, find_limits, size_up, with_workers
from bench.machinery import Agenda, Servers, SharedLock
from bench.simulate import main
from bench.simulation import simulate
from bench.world import World

ROOT = Path(__file__).parents[3]
# A small send: 12,000 readers in batches of 200, answered after 20 ms.
SMALL = Inputs(
    messages=12_000,
    workers=3,
    machines=1,
    concurrency=1,
    sessions=5,
    readers_a_batch=200,
    answer_ms=20,
    link_gbit=100,
    sample=12_000,
    lease_s=6,
    crash_at=4,
)


def alone_in_the_world(**changes: float) -> Inputs:
    """A send in which nobody is in anybody's way."""
    return replace(SMALL, workers=1, sessions=4, readers_a_batch=2_000, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "inputs",
    [
        SMALL,
        replace(SMALL, concurrency=3, largest_window=7),
        replace(SMALL, rate=900.0),
        replace(SMALL, readers_a_batch=199, messages=11_987),
        replace(SMALL, database_cores=1, claim_client_us=90_000.0),
        replace(SMALL, link_gbit=0.2),
    ],
    ids=["plain", "many batches each", "with a limit", "uneven", "slow claims", "slow network"],
)
@pytest.mark.parametrize("crash", [False, True], ids=["calm", "crash"])
def test_every_reader_is_sent_to_once_whoever_dies(inputs: Inputs, *, crash: bool) -> None:
    course = simulate(inputs, crash=crash)

    assert course.readers == inputs.messages
    assert course.accepted + course.unknown == course.readers
    assert course.owed == 0
    assert course.accepted <= course.handed <= course.readers
    assert course.unknown <= inputs.concurrency * inputs.largest_window * crash


def test_a_dead_worker_s_batch_is_another_s_after_its_lease_and_a_sweep() -> None:
    calm, crashed = simulate(SMALL), simulate(SMALL, crash=True)
    assert calm.unknown == 0
    assert 0 < crashed.unknown <= SMALL.window
    assert crashed.taken_over_after
    assert SMALL.lease_s - 1 <= crashed.taken_over_after <= SMALL.lease_s + SMALL.sweep_s
    assert crashed.seconds > calm.seconds


@pytest.mark.parametrize("moment", [0.01, 0.05, 0.12, 0.31, 0.64, 0.97, 1.3, 1.71, 2.2, 3.3])
def test_no_moment_is_a_bad_one_to_die(moment: float) -> None:
    slow = replace(SMALL, messages=3_000, claim_server_us=90_000.0, crash_at=moment)
    course = simulate(slow, crash=True)
    assert course.owed == 0
    assert course.accepted + course.unknown == course.readers == 3_000


def test_without_anybody_left_the_rest_stays_owed() -> None:
    course = simulate(replace(SMALL, workers=1), crash=True)
    assert course.owed > 0
    assert course.accepted + course.unknown + course.owed == course.readers


def test_nobody_is_settled_or_handed_a_message_twice() -> None:
    books = Books.plan(300, SMALL)
    work = books.take(0.0)
    assert work
    some = list(work.next_readers(10))
    books.record(work, some, ACCEPTED, 1.0)
    with pytest.raises(TwiceError):
        books.record(work, some[:1], ACCEPTED, 2.0)
    with pytest.raises(TwiceError):
        books.record(work, [250], ACCEPTED, 2.0)
    books.hand_over(3)
    with pytest.raises(TwiceError):
        books.hand_over(3)


def test_more_workers_are_never_slower() -> None:
    rates = [simulate(replace(SMALL, workers=many)).rate for many in (1, 2, 4, 8)]
    assert rates == sorted(rates)
    assert rates[1] > 1.9 * rates[0]


def test_more_sessions_are_never_slower() -> None:
    rates = [simulate(replace(SMALL, sessions=many)).rate for many in (1, 2, 5, 10)]
    assert rates == sorted(rates)


@pytest.mark.parametrize("answer", [10.0, 20.0, 100.0])
def test_it_agrees_with_the_closed_form_where_nobody_waits(answer: float) -> None:
    inputs = alone_in_the_world(answer_ms=answer)
    assert simulate(inputs).rate == pytest.approx(closed_rate(inputs), rel=0.03)


def test_it_agrees_with_the_closed_form_where_one_part_is_used_up() -> None:
    busy_core = replace(SMALL, sessions=20, answer_ms=5, concurrency=3, readers_a_batch=1_000)
    assert simulate(busy_core).rate == pytest.approx(closed_rate(busy_core), rel=0.1)
    assert simulate(busy_core).worker_load > 0.75
    narrow = replace(SMALL, link_gbit=0.1)
    assert simulate(narrow).rate == pytest.approx(closed_rate(narrow), rel=0.03)
    assert simulate(narrow).link_load > 0.95


def test_claims_that_take_long_hold_everybody_up() -> None:
    quick = simulate(SMALL)
    slow = simulate(replace(SMALL, claim_server_us=150_000.0))
    assert slow.rate < 0.75 * quick.rate
    assert slow.lock_ms > 5 * quick.lock_ms


def test_a_limit_of_all_machines_is_kept_and_used() -> None:
    limited = replace(SMALL, rate=400.0, readers_a_batch=1_000)
    assert simulate(replace(limited, rate=0.0)).rate > 600
    assert simulate(limited).rate == pytest.approx(400, rel=0.03)


def test_nobody_leases_what_another_has_leased() -> None:
    limited = replace(SMALL, rate=300.0)
    agenda = Agenda()
    world = World(
        inputs=limited,
        agenda=agenda,
        books=Books.plan(1_000, limited),
        lock=SharedLock(agenda),
        database=Servers(1),
    )
    first, second, third = (world.lease(after=0.0) for _ in range(3))
    assert len(first) == len(second) == len(third) == 100
    assert second[0] - first[0] == pytest.approx(1 / 3)
    assert third[0] - first[0] == pytest.approx(2 / 3)
    assert max(first) - min(first) == pytest.approx(0.99)


def test_mail_waits_for_receivers_who_take_it_slowly() -> None:
    few = simulate(replace(SMALL, ips=1)).backlog
    many = simulate(replace(SMALL, ips=1_000)).backlog
    gmail = RECEIVERS[0]
    wanted = SMALL.messages * gmail.share / gmail.an_address
    assert few["Gmail"] == pytest.approx(wanted - simulate(SMALL).seconds, rel=0.05)
    assert max(many.values()) < 1


def test_two_runs_are_the_same_and_another_seed_is_not() -> None:
    assert simulate(SMALL) == simulate(SMALL)
    assert simulate(replace(SMALL, seed=8)) != simulate(SMALL)


def test_what_is_used_most_comes_first() -> None:
    inputs = with_workers(Inputs())
    assert [one.used for one in find_limits(inputs)] == sorted(
        (one.used for one in find_limits(inputs)), reverse=True
    )
    assert find_limits(inputs)[0].name == "Gmail"
    assert find_limits(replace(inputs, ips=100_000, link_gbit=0.1))[0].name == "network"
    assert find_limits(replace(inputs, ips=100_000, claim_server_us=1e6))[0].name == (
        "lock for claims"
    )


def test_there_are_as_many_workers_as_the_day_needs() -> None:
    inputs = with_workers(Inputs())
    assert closed_rate(inputs) > inputs.wanted
    assert closed_rate(replace(inputs, workers=inputs.workers // 2)) < inputs.wanted
    assert size_up(with_workers(Inputs(messages=1_000))).workers == 1
    assert size_up(with_workers(Inputs(mail_kb=200.0))).machines > size_up(inputs).machines
    assert inputs.machines <= inputs.workers
    assert size_up(inputs).wal_gb_a_day == pytest.approx(inputs.messages * inputs.wal_bytes / 1e9)


def test_servers_serve_in_order_and_tell_how_busy_they_were() -> None:
    two = Servers(2)
    assert [two.use(0.0, 1.0) for _ in range(3)] == [1.0, 1.0, 2.0]
    assert two.load(2.0) == 0.75


def test_the_lock_is_had_in_the_order_in_which_it_was_asked_for() -> None:
    agenda, had = Agenda(), list[str]()
    lock = SharedLock(agenda)
    lock.take(lambda: had.append("shared"), alone=False)
    lock.take(lambda: had.append("alone"), alone=True)
    lock.take(lambda: had.append("late"), alone=False)
    assert had == ["shared"]
    lock.give()
    assert had == ["shared", "alone"]
    lock.give()
    assert had == ["shared", "alone", "late"]


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    small = "--messages 12000 --sample 12000 --workers 3 --readers-a-batch 200 --answer-ms 20"
    main([*small.split(), *arguments])
    return capsys.readouterr().out


def test_the_tables_end_with_what_binds_first(capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys).strip().splitlines()
    assert told[0].startswith("12,000 messages of 50 kB in 4 hours")
    assert told[-1].startswith("Nothing binds; the fullest is ") or "binds first" in told[-1]
    assert any(line.startswith("| messages a second |") for line in told)


def test_json_holds_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(run(capsys, "--json"))
    assert told["inputs"]["workers"] == 3
    assert told["simulated"]["accepted"] == 12_000
    assert told["first"] == told["limits"][0]["name"]
    assert {one["name"] for one in told["limits"]} >= {one.name for one in RECEIVERS}


def test_every_figure_names_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    told = run(capsys, "--inputs")
    assert told.count("\n") == len(fields(Inputs)) + 2
    assert "docs/benchmarks.md" in told
    assert "assumed, not measured" in told


def test_it_runs_as_a_file_from_anywhere(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "bench" / "simulate.py"), "--inputs", "--mail-kb", "12.5"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "| `--mail-kb` | 12.5 |" in done.stdout


@pytest.mark.long
def test_the_page_says_what_the_simulation_says(capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    main([])
    told = capsys.readouterr().out.strip().splitlines()
    assert [line for line in told[1:-1] if line not in page] == []
    assert told[-1] in " ".join(page.replace("\n> ", " ").split())
