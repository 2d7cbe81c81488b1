"""An editor halts a send from another terminal; nothing goes on until somebody says so."""

import time
from collections import Counter
from collections.abc import Iterator

import pytest
from tests.e2e.conftest import Desk, Indoors
from tests.e2e.ledger_checks import SLUG, SlowServer, slow_server
from tests.e2e.test_exit_statuses import wait_until

READERS = 30


@pytest.fixture
def server() -> Iterator[SlowServer]:
    with slow_server(seconds=0.5) as running:
        yield running


def send_in_background(office: Indoors, server: SlowServer) -> Desk:
    office.environment["DIGEST_RELAY"] = server.url
    return Desk(folder=office.folder, environment=dict(office.environment))


def copies(server: SlowServer) -> Counter[str]:
    return Counter(mail.recipient for mail in server.received)


def test_a_halt_stops_a_run_within_two_seconds_and_holds_until_somebody_resumes(
    drafted: Indoors, server: SlowServer
) -> None:
    first = send_in_background(drafted, server).start("send")
    wait_until(lambda: server.begun.total() > 0)

    halted = drafted.run("--json", "halt")
    time.sleep(2)
    begun = server.begun.total()
    out, err = first.communicate(timeout=30)

    assert (halted.status, halted.data["state"], halted.data["before"]) == (0, "halted", "sending")
    assert halted.data["owed"] + halted.data["accepted"] == READERS
    assert (first.returncode, err) == (6, "")
    assert f"{SLUG} is halted until somebody resumes it" in out
    assert server.begun.total() == begun < READERS
    assert len(server.received) == begun

    cron = drafted.run("send", "-q")
    rehearsed = drafted.run("--json", "send", "--dry-run")
    assert (cron.status, rehearsed.status) == (6, 6)
    assert cron.out.startswith(f"{SLUG} is halted: nothing is sent until somebody resumes it.")
    assert cron.out.count("\n") == 1
    assert rehearsed.data["accepted"] == begun
    assert len(server.received) == begun

    server.seconds = 0.0
    resumed = drafted.run("resume")
    sent = drafted.run("--json", "send")

    assert resumed.status == 0
    assert resumed.out.splitlines()[-1] == f"Next: digest send {SLUG}"
    assert (sent.status, sent.data["accepted"], sent.data["unknown"]) == (0, READERS, 0)
    assert set(copies(server).values()) == {1}
    assert len(copies(server)) == READERS


def test_a_halt_before_the_first_message_and_a_send_by_name(drafted: Indoors) -> None:
    assert drafted.run("--json", "halt").status == 2
    drafted.environment["DIGEST_RELAY"] = "smtp+plain://127.0.0.1:1"
    assert drafted.run("send").status == 69
    del drafted.environment["DIGEST_RELAY"]

    tried = drafted.run("halt", "--dry-run")
    assert tried.out.startswith("Rehearsal, nothing was written: ")
    assert drafted.run("--json", "status").data["state"] == "sending"
    assert drafted.run("halt", "-q").out == ""
    again = drafted.run("halt")
    assert (again.status, again.out.splitlines()[0]) == (0, f"{SLUG} is halted already.")
    assert drafted.run("status", "--expect").status == 9
    assert drafted.run("report").status == 6

    told = drafted.run("send", SLUG, "--dry-run")
    assert "which ends its halt" in told.out
    named = drafted.run("--json", "send", SLUG)

    assert (named.status, named.data["accepted"]) == (0, READERS)
    over = drafted.run("--json", "halt")
    assert (over.status, over.data["state"]) == (0, "done")
    assert "is complete: there is nothing left to halt" in drafted.run("halt").out
    assert drafted.run("resume").out.startswith(f"{SLUG} is complete.")


def test_what_nobody_resumes_in_time_expires(drafted: Indoors) -> None:
    drafted.environment["DIGEST_RELAY"] = "smtp+plain://127.0.0.1:1"
    assert drafted.run("send", "--send-by", "06:00").status == 69
    assert drafted.run("halt").status == 0

    late = "2026-11-23T06:01:00+01:00"
    assert drafted.run("resume", now=late).status == 9
    assert drafted.run("send", now=late).status == 9
    assert drafted.run("--json", "report", SLUG, now=late).data["expired"] == READERS
    assert drafted.run("resume", SLUG, now=late).status == 9
    assert drafted.run("halt", SLUG, now=late).status == 0
