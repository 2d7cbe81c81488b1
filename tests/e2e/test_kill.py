"""`kill -9` again and again while a day is made and sent: lost 0, invented 0, doubled 0."""

import subprocess
import time
from random import Random

import pytest
from tests.e2e.conftest import Desk, Indoors, Ran, WebServer
from tests.e2e.ledger_checks import (
    SlowServer,
    check_doubts,
    count_copies,
    prepare,
    slow_server,
)

from digest.deliver.pace import FIRST_WINDOW

# A run from nothing takes about this long until its first message: start, collect, draft, plan.
MAKING_SECONDS = 1.6


def kill_while_making(desk: Desk, server: SlowServer, seconds: float) -> bool:
    """Kill a run after so long; tell whether its first message had begun to leave."""
    before = sum(server.begun.values())
    sender = desk.start("send")
    try:
        sender.wait(seconds)
    except subprocess.TimeoutExpired:
        sender.kill()
    sender.communicate(timeout=60)
    return sum(server.begun.values()) > before


def kill_while_sending(desk: Desk, server: SlowServer, *, after: int, wait: float) -> bool:
    """Kill a run a moment after so many more messages have begun to leave."""
    before = sum(server.begun.values())
    sender = desk.start("send")
    limit = time.monotonic() + 30
    while sum(server.begun.values()) < before + after and time.monotonic() < limit:
        if sender.poll() is not None:
            break
        time.sleep(0.001)
    time.sleep(wait)
    sender.kill()
    sender.communicate(timeout=60)
    return True


def kill_often(desk: Desk, server: SlowServer, chance: Random, *, making: int, sending: int) -> int:
    """Kill runs that make the edition, then runs that send it; tell how many may leave doubts."""
    dangerous = 0
    for place in range(making):
        # Spread over the time from the start to the first message, each a little off its place.
        seconds = MAKING_SECONDS * (place + chance.random()) / making
        dangerous += kill_while_making(desk, server, seconds)
    for _ in range(sending):
        dangerous += kill_while_sending(
            desk, server, after=chance.randrange(1, 18), wait=chance.random() * 0.02
        )
    return dangerous


def finish(desk: Desk, server: SlowServer) -> tuple[Ran, Ran]:
    """Let a last run end by itself."""
    # What was on its way when a run died may still be taken.
    time.sleep(0.1 + 4 * server.seconds)
    last = desk.run("--json", "send")
    return last, desk.run("--json", "report")


def kill_and_check(
    indoors: Indoors, web: WebServer, *, seed: int, readers: int, making: int, sending: int
) -> None:
    with slow_server() as server:
        desk = prepare(indoors, web, server, readers=readers)
        chance = Random(seed)  # noqa: S311 - so that a failure comes again
        dangerous = kill_often(desk, server, chance, making=making, sending=sending)
        last, report = finish(desk, server)

        unknown = check_doubts(report.data, server, readers=readers)
        assert last.status == (5 if unknown else 0), last.out + last.err
        assert max(count_copies(server).values()) == 1, "a second copy"
        assert len(unknown) <= FIRST_WINDOW * dangerous
        again = desk.run("--json", "send")
        assert again.data["unknown"] == len(unknown)
        assert max(count_copies(server).values()) == 1, "a doubt was not held"


def test_ten_kills_lose_nobody_and_mail_nobody_twice(
    indoors: Indoors, web_server: WebServer
) -> None:
    kill_and_check(indoors, web_server, seed=214, readers=220, making=5, sending=5)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(12))
def test_hundreds_of_kills_lose_nobody_and_mail_nobody_twice(
    indoors: Indoors, web_server: WebServer, seed: int
) -> None:
    kill_and_check(indoors, web_server, seed=seed, readers=450, making=15, sending=10)


def retry_and_check(
    indoors: Indoors, web: WebServer, *, seed: int, readers: int, making: int, sending: int
) -> None:
    with slow_server() as server:
        desk = prepare(indoors, web, server, readers=readers, on_unknown="retry")
        chance = Random(seed)  # noqa: S311 - so that a failure comes again
        dangerous = kill_often(desk, server, chance, making=making, sending=sending)
        last, report = finish(desk, server)

        assert last.status == 0, last.out + last.err
        assert check_doubts(report.data, server, readers=readers) == set()
        copies = count_copies(server)
        again = [reader for reader, count in copies.items() if count > 1]
        assert len(again) <= FIRST_WINDOW * dangerous


def test_with_retry_only_doubts_come_twice_and_under_the_same_id(
    indoors: Indoors, web_server: WebServer
) -> None:
    retry_and_check(indoors, web_server, seed=7, readers=90, making=1, sending=3)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_with_retry_many_kills_lose_nobody(
    indoors: Indoors, web_server: WebServer, seed: int
) -> None:
    retry_and_check(indoors, web_server, seed=seed, readers=300, making=8, sending=12)
