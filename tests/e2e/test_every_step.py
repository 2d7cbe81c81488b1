"""A small send killed right before, and right after, each of its steps, one after the other.

Each life is a real process that ends by SIGKILL at step n; another sends the rest. The steps are
every statement and commit, every call of the network, every write of a file: see failpoints.py.
"""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.conftest import Ran
from tests.e2e.forked import Forks
from tests.e2e.ledger_checks import check_doubts, count_copies, make_draft
from tests.e2e.test_day import LATER
from tests.e2e.truthful import TruthfulServer

READERS = 6
WINDOW = 3
SIDES = {"before": False, "after": True}
KINDS = {
    *("BEGIN", "COMMIT", "SELECT", "INSERT", "UPDATE"),
    *("connect", "send", "recv"),
    *("fsync", "replace"),
}


@pytest.fixture(scope="module")
def small_windows() -> Iterator[Forks]:
    """Children that begin with a window of two readers and never have more than three."""
    with Forks(windows=(2, WINDOW)) as forks:
        yield forks


@dataclass(slots=True)
class Lives:
    """Runs that die, and those that come after them.

    Attributes:
        forks: Starts them.
        drafted: An edition that is drafted; each first life begins with a copy.
        place: Where the copies are.
        on_unknown: What is to become of doubts.
        doubts: How many there were in all.
        again: How many readers got a second copy.
        died_at: At what kinds of step lives ended.
        made: What kinds of step a life has made that did not die.
    """

    forks: Forks
    drafted: Path
    place: Path
    on_unknown: str
    doubts: int = 0
    again: int = 0
    died_at: Counter[str] = field(default_factory=Counter)
    made: set[str] = field(default_factory=set)

    def send(self, folder: Path, server: TruthfulServer, **rig: Any) -> Ran:
        return self.forks.run(
            folder,
            *("--json", "send"),
            environment={"DIGEST_RELAY": server.url},
            **rig,
        )

    def die(self, deaths: list[int], *, after: bool) -> bool:
        """Let lives die at those steps, one after the other, and another finish; check it all.

        Returns:
            Whether the last of them did die, and did not come to its end before.
        """
        folder = self.place / "thedaily"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.drafted, folder)
        with TruthfulServer() as server:
            died = [self.send(folder, server, die=(step, after)) for step in deaths]
            last = self.send(folder, server, now=LATER)
            # What was on its way when a life ended is taken or lost by now.
            server.wait_idle()
            self.check(folder, server, last, died)
        return died[-1].status < 0

    def check(self, folder: Path, server: TruthfulServer, last: Ran, died: list[Ran]) -> None:
        where = " / ".join(life.err.strip() for life in died)
        report = self.forks.run(folder, "--json", "report")
        try:
            unknown = check_doubts(report.data, server, readers=READERS)
            copies = count_copies(server)
            again = [reader for reader, count in copies.items() if count > 1]
            assert report.data["state"] == "done"
            deaths = sum(life.status < 0 for life in died)
            if self.on_unknown == "hold":
                assert not again, f"a second copy: {again}"
                assert len(unknown) <= WINDOW * deaths, "more in doubt than a window"
                assert last.status == (5 if unknown else 0), last
            else:
                assert not unknown
                assert len(again) <= WINDOW * deaths, "more second copies than a window"
                assert max(copies.values()) <= 1 + deaths
                assert last.status == 0, last
        except AssertionError as error:
            error.add_note(f"the lives ended so: {where}")
            raise
        self.doubts += len(unknown)
        self.again += len(again)
        self.died_at.update(re.findall(r"died \w+ step \d+: (\w+)", where))
        self.made.update(re.findall(r"(\w+) \d+(?=,|$)", where.partition("lived")[2]))


@pytest.fixture
def lives(small_windows: Forks, tmp_path: Path, on_unknown: str) -> Lives:
    drafted = tmp_path / "drafted" / "thedaily"
    make_draft(small_windows, drafted, readers=READERS, on_unknown=on_unknown)
    return Lives(forks=small_windows, drafted=drafted, place=tmp_path, on_unknown=on_unknown)


def sweep(lives: Lives, *, after: bool, stride: int) -> int:
    """Die at every step, or every few, until a life is over before it comes to it.

    Then see that the sweep was what it says: that life has made every kind of step, and others
    ended while readers were in danger.
    """
    step = 1
    while lives.die([step], after=after):
        step += stride
    assert set(lives.made) >= KINDS, lives.made
    assert lives.again if lives.on_unknown == "retry" else lives.doubts
    return step


@pytest.mark.parametrize(
    ("on_unknown", "side", "stride"), [("hold", "before", 11), ("retry", "after", 17)]
)
def test_a_send_may_be_killed_at_any_step(lives: Lives, side: str, stride: int) -> None:
    steps = sweep(lives, after=SIDES[side], stride=stride)

    assert steps > 20 * READERS


@pytest.mark.long
@pytest.mark.parametrize("on_unknown", ["hold", "retry"])
@pytest.mark.parametrize("side", SIDES)
def test_a_send_may_be_killed_at_each_single_step(lives: Lives, side: str) -> None:
    steps = sweep(lives, after=SIDES[side], stride=1)

    assert steps > 20 * READERS
    assert set(lives.died_at) >= KINDS


@pytest.mark.long
@pytest.mark.parametrize("on_unknown", ["hold", "retry"])
def test_its_successor_may_be_killed_at_any_step_too(lives: Lives) -> None:
    steps = sweep(lives, after=False, stride=40)
    for first in range(41, steps, 11):
        for second in range(1, steps, 23):
            lives.die([first, second], after=bool(second % 2))
