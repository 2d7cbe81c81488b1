"""How a send ends that is asked to: gently at first, at once when asked again."""

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from tests.e2e.conftest import DIGEST, EXAMPLE_NOW, Desk, Indoors, clean_environment
from tests.e2e.ledger_checks import SlowServer, slow_server
from tests.e2e.test_exit_statuses import wait_until

READERS = 30
# Runs the program as if a module were not installed.
WITHOUT = """
import sys
sys.modules[{name!r}] = None
sys.argv = ["digest", *{arguments!r}]
from digest.__main__ import main
main()
"""


@pytest.fixture
def server() -> Iterator[SlowServer]:
    with slow_server(seconds=3.0) as running:
        yield running


@pytest.fixture
def desk(drafted: Indoors, server: SlowServer) -> Desk:
    return Desk(folder=drafted.folder, environment={"DIGEST_RELAY": server.url})


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=["SIGTERM", "SIGHUP"])
def test_what_a_slow_relay_has_begun_is_finished_and_recorded(
    desk: Desk, server: SlowServer, number: signal.Signals
) -> None:
    run = desk.start("--json", "send")
    wait_until(lambda: server.begun.total() > 0)
    time.sleep(0.3)

    run.send_signal(number)
    asked = time.monotonic()
    if number is signal.SIGHUP:
        # A shell and the kernel both tell of a terminal that is closed.
        time.sleep(0.1)
        run.send_signal(number)
    out, _ = run.communicate(timeout=30)

    assert run.returncode == 143
    assert time.monotonic() - asked < 20
    begun = server.begun.total()
    assert f'"accepted": {begun},' in out
    assert '"unknown": 0,' in out
    assert '"status": "terminated"' in out
    assert len(server.received) == begun


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["130", "143"]
)
def test_a_second_signal_ends_at_once_and_leaves_only_what_was_in_flight_in_doubt(
    desk: Desk, server: SlowServer, number: signal.Signals, status: int
) -> None:
    server.seconds = 60
    run = desk.start("send")
    wait_until(lambda: server.begun.total() > 0)
    time.sleep(0.3)

    run.send_signal(number)
    time.sleep(0.3)
    run.send_signal(number)
    # Long before the relay answers.
    out, err = run.communicate(timeout=30)

    assert (run.returncode, err) == (status, "")
    flying = server.begun.total()
    assert 0 < flying < READERS
    assert f"unknown {flying} · owed {READERS - flying}" in out
    assert f"{flying:,} in doubt" in out
    report = desk.run("--json", "report")
    assert {row["email"] for row in report.data["readers"]["unknown"]} == set(server.begun)
    assert report.data["balanced"]


def test_under_nohup_a_closed_terminal_ends_nothing(desk: Desk, server: SlowServer) -> None:
    server.seconds = 0.2
    command = [*DIGEST, "-C", str(desk.folder), "--now", EXAMPLE_NOW, "send"]
    with subprocess.Popen(
        ["nohup", *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=clean_environment() | desk.environment,
    ) as run:
        wait_until(lambda: server.begun.total() > 0)
        run.send_signal(signal.SIGHUP)
        out, _ = run.communicate(timeout=60)

    assert run.returncode == 0
    assert f"accepted {READERS}" in out


def test_closing_the_terminal_finishes_what_was_begun(desk: Desk, server: SlowServer) -> None:
    server.seconds = 1.5
    ours, theirs = pty.openpty()
    terminal = os.ttyname(theirs)
    words = " ".join([*DIGEST, "-C", str(desk.folder), "--now", EXAMPLE_NOW, "send", "--yes"])
    # A session's leader that opens a terminal has it for its own.
    with subprocess.Popen(
        ["sh", "-c", f"exec {words} <{terminal} >{terminal} 2>&1"],
        start_new_session=True,
        env=clean_environment() | desk.environment | {"TERM": "xterm"},
    ) as run:
        wait_until(lambda: server.begun.total() > 0)
        os.close(theirs)
        os.close(ours)
        assert run.wait(30) == 143

    report = desk.run("--json", "report")
    assert report.data["accepted"] == server.begun.total() == len(server.received)
    assert report.data["unknown"] == 0
    assert 0 < report.data["owed"] < READERS


def test_waiting_for_a_deferred_reader_ends_with_the_signal(desk: Desk, server: SlowServer) -> None:
    server.seconds = 0.0
    server.answers["reader3@example.org"] = "450 4.2.1 come back later"
    run = desk.start("send", "--wait")
    wait_until(lambda: len(server.received) == READERS - 1)
    time.sleep(0.5)
    assert run.poll() is None

    run.send_signal(signal.SIGTERM)
    asked = time.monotonic()
    out, _ = run.communicate(timeout=30)

    assert time.monotonic() - asked < 15
    assert run.returncode == 143
    assert "deferred 1" in out


def test_without_uvloop_a_send_is_the_same(desk: Desk, server: SlowServer) -> None:
    server.seconds = 0.0
    arguments = ["-C", str(desk.folder), "--now", EXAMPLE_NOW, "send"]

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(name="uvloop", arguments=arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=clean_environment() | desk.environment,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert f"accepted {READERS}" in done.stdout
    assert len(server.received) == READERS


def test_with_uvloop_a_send_runs_on_it() -> None:
    uvloop = pytest.importorskip("uvloop")
    from digest.wiring import find_loop_factory

    factory = find_loop_factory()
    assert factory is not None
    loop = factory()
    assert isinstance(loop, uvloop.Loop)
    loop.close()


@pytest.mark.long
def test_without_a_terminal_a_line_every_ten_seconds_says_how_far_it_is(
    desk: Desk, server: SlowServer
) -> None:
    server.seconds = 1.5
    run = desk.start("--json", "send")
    out, err = run.communicate(timeout=120)

    assert (run.returncode, out.count("\n")) == (0, 1)
    assert len(err.splitlines()) >= 1
    for line in err.splitlines():
        assert line.startswith("the-daily-2026-11-23: ")
        assert " of 30 settled, " in line
