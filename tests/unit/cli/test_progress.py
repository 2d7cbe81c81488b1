"""What is seen of a send while it goes on, by a clock that is set by hand."""

import asyncio
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.cli import progress
from digest.cli.invocation import Invocation
from digest.cli.progress import (
    Lines,
    Pace,
    show_on_stderr,
    show_rate,
    show_span,
    shown_sending,
)


@dataclass(slots=True)
class Watch:
    """Seconds that pass when a test says so."""

    seconds: float = 1000.0
    shown: list[str] = field(default_factory=list)

    def __call__(self) -> float:
        return self.seconds

    def pass_time(self, seconds: float, look: Callable[[], object]) -> None:
        """Let time pass, with a look each half second."""
        for _ in range(round(seconds * 2)):
            self.seconds += 0.5
            look()


def send(watch: Watch, lines: Lines, *, seconds: int, rate: int, total: int = 200_000) -> None:
    """Settle so many readers each second."""
    for _ in range(seconds):
        lines.pace.note(lines.pace.settled + rate, total)
        watch.pass_time(1, lines.look)


def make_lines(watch: Watch) -> Lines:
    return Lines("the-daily-2026-11-23", tick=watch, show=watch.shown.append)


def test_a_line_every_ten_seconds_and_none_before() -> None:
    watch = Watch()
    lines = make_lines(watch)
    lines.pace.note(0, 200_000)

    send(watch, lines, seconds=9, rate=800)
    assert watch.shown == []
    send(watch, lines, seconds=26, rate=800)

    assert watch.shown == [
        "the-daily-2026-11-23: 8,000 of 200,000 settled, 800/s, 4 min 0 s left",
        "the-daily-2026-11-23: 16,000 of 200,000 settled, 800/s, 3 min 50 s left",
        "the-daily-2026-11-23: 24,000 of 200,000 settled, 800/s, 3 min 40 s left",
    ]


def test_the_rate_is_that_of_the_last_ten_seconds_and_not_since_the_start() -> None:
    watch = Watch()
    pace = Pace(watch)
    pace.note(0, 10_000)
    for rate in (100, 5):
        for _ in range(15):
            pace.note(pace.settled + rate, 10_000)
            watch.pass_time(1, pace.rate)
    assert pace.rate() == pytest.approx(5, rel=0.1)


def test_what_an_earlier_run_has_settled_is_no_rate_of_this_one() -> None:
    watch = Watch()
    lines = make_lines(watch)
    lines.pace.note(150_000, 200_000)

    send(watch, lines, seconds=10, rate=10)

    [line] = watch.shown
    assert "150,100 of 200,000 settled, 10/s" in line


def test_a_send_that_stands_still_says_so_once() -> None:
    watch = Watch()
    lines = make_lines(watch)
    lines.pace.note(0, 1000)
    send(watch, lines, seconds=5, rate=20, total=1000)

    watch.pass_time(60, lines.look)

    assert watch.shown[-1] == "the-daily-2026-11-23: 100 of 1,000 settled, 0/s"
    assert len(watch.shown) == 2
    send(watch, lines, seconds=10, rate=20, total=1000)
    assert len(watch.shown) == 3


def test_a_run_that_stays_for_the_deferred_says_once_what_it_waits_for() -> None:
    watch = Watch()
    lines = Lines("the-daily-2026-11-23", tick=watch, show=watch.shown.append, wait=True)
    lines.pace.note(0, 1000)
    send(watch, lines, seconds=10, rate=50, total=1000)
    send(watch, lines, seconds=10, rate=50, total=1000)

    watch.pass_time(60, lines.look)

    assert watch.shown == [
        "the-daily-2026-11-23: 500 of 1,000 settled, 50/s, 10 s left",
        "the-daily-2026-11-23: all 1,000 tried, waiting for the deferred",
    ]


def test_before_the_first_transaction_nothing_is_said() -> None:
    watch = Watch()
    lines = make_lines(watch)
    watch.pass_time(30, lines.look)
    assert watch.shown == []


def test_no_time_is_left_when_everybody_is_settled_or_nobody_moves() -> None:
    pace = Pace(Watch())
    pace.note(5, 5)
    assert (pace.left(10.0), pace.rate()) == ("", 0.0)
    pace.note(1, 5)
    assert (pace.left(0.0), pace.left(0.5)) == ("", "8 s")


@pytest.mark.parametrize(
    ("rate", "shown"),
    [(0, "0/s"), (0.041, "0.041/s"), (0.32, "0.32/s"), (9.96, "10/s"), (1812.4, "1,812/s")],
)
def test_a_rate_is_shown_as_finely_as_it_matters(rate: float, shown: str) -> None:
    assert show_rate(rate) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.4, "less than 1 s"),
        (59.4, "59 s"),
        (59.6, "1 min 0 s"),
        (231, "3 min 51 s"),
        (3599.7, "1 h 0 min"),
        (7530, "2 h 5 min"),
        (36_000_000, "10,000 h 0 min"),
    ],
)
def test_a_span_is_shown_for_people(seconds: float, shown: str) -> None:
    assert show_span(seconds) == shown


@given(st.lists(st.integers(0, 500), min_size=1, max_size=60))
def test_however_it_goes_the_rate_lies_between_the_slowest_and_the_fastest(
    settled: list[int],
) -> None:
    watch = Watch()
    pace = Pace(watch)
    pace.note(0, 10**6)
    for some in settled:
        pace.note(pace.settled + some, 10**6)
        watch.pass_time(0.5, pace.rate)

    recent = settled[-20:]
    assert min(recent) * 2 <= pace.rate() <= max(recent) * 2


def show_for_half_a_second(invocation: Invocation) -> None:
    async def send() -> None:
        with shown_sending(invocation, "the-daily-2026-11-23") as advance:
            for settled in range(0, 50, 10):
                if advance:
                    advance(settled, 100)
                await asyncio.sleep(0.1)

    asyncio.run(send())


@pytest.mark.parametrize(
    "invocation",
    [Invocation(directory=Path()), Invocation(directory=Path(), as_json=True)],
    ids=["text", "json"],
)
def test_without_a_terminal_lines_go_to_stderr_with_json_too(
    invocation: Invocation, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "LINE_SECONDS", 0.15)
    monkeypatch.setattr(progress, "LOOK_SECONDS", 0.05)

    show_for_half_a_second(invocation)

    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) > 1
    for line in err.splitlines():
        assert re.fullmatch(r"the-daily-2026-11-23: \d0 of 100 settled, \d+/s, \d s left", line)


def test_quiet_is_quiet(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "LINE_SECONDS", 0.15)
    show_for_half_a_second(Invocation(directory=Path(), quiet=True))
    assert capsys.readouterr() == ("", "")


class ClosedPipe(io.StringIO):
    def write(self, _text: str) -> int:
        raise BrokenPipeError


def test_nobody_who_closes_our_stderr_stops_a_send(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", ClosedPipe())
    show_on_stderr("the-daily-2026-11-23: 1 of 2 settled")
