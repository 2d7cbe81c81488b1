"""`kill -9` at random moments while a day is made and sent: lost 0, invented 0, doubled 0."""

import shutil
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from tests.e2e.conftest import EXAMPLE_NOW, Ran
from tests.e2e.forked import Child, Forks
from tests.e2e.ledger_checks import check_doubts, count_copies, make_day
from tests.e2e.truthful import TruthfulServer

from digest.deliver.pace import LARGEST_WINDOW

READERS = 300
# How long a server takes for a message: as a relay nearby, or as one far away.
SECONDS = (0.002, 0.02, 0.04)
SOONEST, LATEST = 0.005, 0.4
MAKING = 0.25
MORNING = datetime.fromisoformat(EXAMPLE_NOW)


@dataclass(slots=True)
class Campaign:
    """Editions that are made and sent by runs which are killed again and again.

    Attributes:
        forks: Starts them.
        day: A publication with nothing collected; each edition begins with a copy.
        place: Where the copies are.
        chance: So that a failure comes again.
        on_unknown: What is to become of doubts.
        signing: Names the key that mail is signed with; empty for mail that is not.
        kills: Runs that were killed while they sent.
        making: Runs that were killed before their first message.
        editions: How many were sent.
        doubts: Readers in doubt, of all editions.
        again: Second copies, of all editions.
        now: When the last run began, by its own clock.
    """

    forks: Forks = field(repr=False)
    day: Path = field(repr=False)
    place: Path
    chance: Random = field(repr=False)
    on_unknown: str
    signing: dict[str, str] = field(repr=False)
    kills: int = 0
    making: int = 0
    editions: int = 0
    doubts: int = 0
    again: int = 0
    now: datetime = MORNING
    server: TruthfulServer = field(default_factory=TruthfulServer, repr=False)

    @property
    def folder(self) -> Path:
        return self.place / "thedaily"

    def start(self) -> Child:
        # Each run a minute later than the one before: whom a dead one took up again is due then.
        self.now += timedelta(minutes=1)
        return self.forks.start(
            self.folder,
            *("--json", "send"),
            now=self.now.isoformat(),
            environment={"DIGEST_RELAY": self.server.url} | self.signing,
        )

    def run(self, kills: int) -> None:
        """Kill so many runs that send; each edition is then sent to its end, and checked."""
        while self.kills < kills:
            shutil.rmtree(self.folder, ignore_errors=True)
            shutil.copytree(self.day, self.folder)
            self.now = MORNING
            with TruthfulServer(seconds=self.chance.choice(SECONDS)) as self.server:
                for _ in range(2):
                    self.kill_while_making()
                before = self.kills
                while self.kills < kills and self.kill_while_sending():
                    self.kills += 1
                last = self.start().wait()
                self.server.wait_idle()
                self.check(last, self.kills - before)
            self.editions += 1

    def kill_while_making(self) -> None:
        """Kill a run that collects, drafts or plans; the next one takes up what it left."""
        child = self.start()
        time.sleep(self.chance.random() * MAKING)
        if not child.has_ended() and not self.server.begun:
            self.making += 1
        child.kill()

    def kill_while_sending(self) -> bool:
        """Kill a run some time after its first byte; tell whether it was not over before."""
        self.server.first.clear()
        child = self.start()
        while not self.server.first.wait(0.02) and not child.has_ended():
            pass
        # As often between 5 and 20 ms as between 100 and 400: the first windows count most.
        if child.has_ended(SOONEST * (LATEST / SOONEST) ** self.chance.random()):
            assert child.wait().status in {0, 5}
            return False
        child.kill()
        return True

    def check(self, last: Ran, kills: int) -> None:
        report = self.forks.run(self.folder, "--json", "report")
        unknown = check_doubts(report.data, self.server, readers=READERS)
        copies = count_copies(self.server)
        signed = sum(b"\nDKIM-Signature:" in b"\n" + mail.data for mail in self.server.received)
        assert signed == (len(self.server.received) if self.signing else 0)
        again = sum(copies.values()) - len(copies)
        # Those that were thought to be making may have died after their first byte.
        most = LARGEST_WINDOW * (kills + 2)
        assert last.status == (5 if unknown else 0), last
        if self.on_unknown == "hold":
            assert again == 0, "a second copy"
            assert len(unknown) <= most, "more in doubt than a window for each kill"
        else:
            assert not unknown
            assert again <= most, "more second copies than a window for each kill"
        self.doubts += len(unknown)
        self.again += again


def make_key(folder: Path) -> dict[str, str]:
    """Put a key into a publication's folder; tell the settings that name it."""
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    key = generate_private_key(public_exponent=65537, key_size=2048)
    path = folder / "dkim.pem"
    path.touch(mode=0o600)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return {
        "DIGEST_DKIM_DOMAIN": "example.org",
        "DIGEST_DKIM_SELECTOR": "digest1",
        "DIGEST_DKIM_KEY": path.name,
    }


def kill_often(
    forks: Forks,
    place: Path,
    *,
    seed: int,
    kills: int,
    on_unknown: str = "hold",
    signed: bool = False,
) -> Campaign:
    day = place / "day" / "thedaily"
    make_day(forks, day, readers=READERS, on_unknown=on_unknown)
    signing = make_key(day) if signed else {}
    chance = Random(seed)  # noqa: S311 - so that a failure comes again
    campaign = Campaign(
        forks=forks, day=day, place=place, chance=chance, on_unknown=on_unknown, signing=signing
    )
    try:
        campaign.run(kills)
    except AssertionError as error:
        error.add_note(f"seed {seed}: {campaign}")
        raise
    print(  # noqa: T201 - `pytest -rP` shows the figures
        f"seed {seed}, {on_unknown}: {campaign.kills} kills while sending, {campaign.making} while "
        f"making, {campaign.editions} editions, {campaign.doubts} doubts, {campaign.again} again"
    )
    return campaign


def test_sixty_kills_lose_nobody_and_mail_nobody_twice(forks: Forks, tmp_path: Path) -> None:
    campaign = kill_often(forks, tmp_path, seed=214, kills=45)
    retried = kill_often(
        forks, tmp_path / "retry", seed=7, kills=15, on_unknown="retry", signed=True
    )

    assert campaign.kills + retried.kills == 60
    # A kill that endangers nobody proves nothing.
    assert campaign.doubts
    assert retried.again


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8))
def test_eight_hundred_kills_lose_nobody_and_mail_nobody_twice(
    forks: Forks, tmp_path: Path, seed: int
) -> None:
    assert kill_often(forks, tmp_path, seed=seed, kills=100, signed=bool(seed % 2)).doubts


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2))
def test_with_retry_two_hundred_kills_lose_nobody(forks: Forks, tmp_path: Path, seed: int) -> None:
    assert kill_often(forks, tmp_path, seed=seed, kills=100, on_unknown="retry").again
