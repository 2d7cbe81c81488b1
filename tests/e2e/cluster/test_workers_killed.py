"""`kill -9` of one of three workers: nobody is lost, nobody gets two, the others finish."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import pytest
from tests.e2e.cluster.cluster import UNFINISHED, Cluster

from digest.deliver.pace import LARGEST_WINDOW

# At `--lease 5` whoever held a batch when he died is replaced within this time.
SECONDS_UNTIL_FINISHED = 20.0
SOONEST, LATEST = 0.02, 1.5
# How long the relay takes for a message: as one nearby, or one far away.
SECONDS = (0.05, 0.15, 0.3)
PAUSE = 0.02


@dataclass(slots=True)
class Kills:
    """What happened to workers that were killed.

    Attributes:
        chance: So that a failure comes again.
        concurrency: Batches that each sends side by side; each has a window of its own.
        most: How many are to be killed.
        count: How many were.
        doubts: Readers in doubt.
        orphans: Batches that the dead held, by number, and when they died.
        seconds: How long each of those took until others had finished it.
    """

    chance: Random
    concurrency: int
    most: int
    count: int = 0
    doubts: int = 0
    orphans: dict[int, float] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)

    def send(self, cluster: Cluster) -> None:
        """Have an edition sent by three workers, of whom one is killed again and again.

        A service manager would start it again; here that is on another machine, so that nobody
        sees that the process is dead.
        """
        before = self.count
        cluster.start_several(3, *self.options)
        cluster.plan(batch=60)
        cluster.wait_for(lambda: cluster.has_taken(1))
        while self.count < self.most and cluster.ask(UNFINISHED):
            self.let_live(cluster, SOONEST * (LATEST / SOONEST) ** self.chance.random())
            self.kill_one(cluster)
        while self.orphans or cluster.ask(UNFINISHED):
            self.let_live(cluster, PAUSE)
        cluster.wait_for(lambda: cluster.state == "done")
        most = (self.count - before) * self.concurrency * LARGEST_WINDOW
        self.doubts += len(cluster.check(most_doubts=most))

    @property
    def options(self) -> tuple[str, ...]:
        return ("--concurrency", str(self.concurrency))

    def kill_one(self, cluster: Cluster) -> None:
        victims = [number for number in cluster.workers if cluster.held_by(number)]
        if not victims:
            return
        victim = self.chance.choice(victims)
        cluster.kill(victim)
        self.count += 1
        self.orphans |= {one["number"]: time.monotonic() for one in cluster.held_by(victim)}
        cluster.start(None, *self.options)

    def let_live(self, cluster: Cluster, seconds: float) -> None:
        """Wait, and see meanwhile which of the orphans are finished."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(PAUSE)
            unfinished = {one["number"] for one in cluster.ask(UNFINISHED)}
            for number in set(self.orphans) - unfinished:
                self.seconds.append(time.monotonic() - self.orphans.pop(number))
            late = [at for at in self.orphans.values() if time.monotonic() - at > 60]
            assert not late, cluster.describe()

    def check(self) -> None:
        slowest = sorted(self.seconds)
        print(  # noqa: T201 - `pytest -rP` shows the figures
            f"{self.count} kills at concurrency {self.concurrency}: {self.doubts} in doubt, "
            f"{len(slowest)} batches finished by others, half of them within "
            f"{slowest[len(slowest) // 2]:.1f} s and the last after {slowest[-1]:.1f} s"
        )
        assert self.count == self.most
        assert self.doubts, "kills that endanger nobody prove nothing"
        assert slowest[-1] < SECONDS_UNTIL_FINISHED


def test_what_killed_workers_held_is_finished_by_others(cluster: Cluster) -> None:
    cluster.relay.seconds = 0.15
    kills = Kills(Random(7), concurrency=1, most=3)  # noqa: S311 - so that a failure comes again
    kills.send(cluster)
    kills.check()


@pytest.mark.long
@pytest.mark.parametrize("concurrency", [1, 2])
def test_fifty_kills_lose_nobody_and_mail_nobody_twice(
    open_cluster: Callable[[], Cluster], concurrency: int
) -> None:
    chance = Random(concurrency)  # noqa: S311 - so that a failure comes again
    kills = Kills(chance, concurrency=concurrency, most=50)
    while kills.count < kills.most:
        cluster = open_cluster()
        cluster.relay.seconds = chance.choice(SECONDS)
        kills.send(cluster)
    kills.check()
