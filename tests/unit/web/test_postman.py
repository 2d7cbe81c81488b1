import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from digest.errors import RelayUnavailable
from digest.web.logs import Log
from digest.web.postman import Postman, Rounds

SOON = Rounds(soon=0.01, every=30)
OFTEN = Rounds(soon=0.001, every=0.01)


def walk(
    send: Callable[[Callable[[], bool]], object], *, until: Callable[[], bool], rounds: Rounds
) -> list[str]:
    """Let a postman go round until something has come about; tell what was logged."""
    lines: list[str] = []

    async def go() -> None:
        log = Log(lines.append, now=lambda: datetime(2026, 11, 23, tzinfo=UTC))
        postman = Postman(send, log=log, rounds=rounds)
        going = asyncio.create_task(postman.run())
        async with asyncio.timeout(5):
            while not until():
                postman.wake()
                await asyncio.sleep(0.005)
        postman.end()
        await going

    asyncio.run(go())
    return lines


def test_a_letter_leaves_soon_after_it_was_asked_for() -> None:
    rounds: list[str] = []
    lines = walk(lambda _: rounds.append("round"), until=lambda: len(rounds) > 1, rounds=SOON)

    assert lines == []


def test_trouble_with_the_relay_is_told_once_and_when_it_is_over() -> None:
    rounds: list[str] = []

    def send(_stop: Callable[[], bool]) -> None:
        rounds.append("round")
        if len(rounds) < 4:
            raise RelayUnavailable("The relay cannot be reached.")

    lines = walk(send, until=lambda: len(rounds) > 5, rounds=OFTEN)

    assert [line.partition(" ")[2] for line in lines] == [
        "Letters wait: The relay cannot be reached.",
        "Letters go out again.",
    ]


def test_an_error_that_nobody_expected_does_not_end_the_rounds() -> None:
    rounds: list[str] = []

    def send(_stop: Callable[[], bool]) -> None:
        rounds.append("round")
        raise ValueError("ana@example.org")

    lines = walk(send, until=lambda: len(rounds) > 2, rounds=OFTEN)

    assert len(lines) == 1
    assert "ana@example.org" not in lines[0]


def test_the_letter_in_hand_is_finished_before_the_end() -> None:
    sent: list[str] = []

    def send(stop: Callable[[], bool]) -> None:
        while not stop():
            sent.append("letter")

    walk(send, until=lambda: bool(sent), rounds=SOON)
    assert sent
