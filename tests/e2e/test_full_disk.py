"""A disk without room at each moment of a send: what cannot be written down is not sent."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.e2e.conftest import Ran
from tests.e2e.forked import Forks
from tests.e2e.ledger_checks import check_doubts, count_copies, make_draft
from tests.e2e.test_day import LATER
from tests.e2e.truthful import TruthfulServer

from digest.deliver.pace import FIRST_WINDOW

READERS = 60
UNAVAILABLE = 69
PAGE = 4096


@pytest.fixture(scope="module")
def drafted(forks: Forks, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drafted") / "thedaily"
    make_draft(forks, folder, readers=READERS)
    return folder


def go_on_with_room(forks: Forks, folder: Path, server: TruthfulServer) -> set[str]:
    """Send the rest; tell who is in doubt."""
    environment = {"DIGEST_RELAY": server.url}
    last = forks.run(folder, "--json", "send", now=LATER, environment=environment)
    report = forks.run(folder, "--json", "report").data
    unknown = check_doubts(report, server, readers=READERS)
    assert max(count_copies(server).values()) == 1, "a second copy"
    assert last.status == (5 if unknown else 0), last
    return unknown


def check_words(full: Ran) -> None:
    assert full.status == UNAVAILABLE, full
    assert "the disk" in full.err.lower()
    assert "digest.db" in full.err


@pytest.mark.parametrize("call", ["plan", "claim", "open_window"])
def test_without_room_for_the_plan_the_claim_or_the_intent_nothing_is_sent(
    forks: Forks, drafted: Path, tmp_path: Path, call: str
) -> None:
    folder = shutil.copytree(drafted, tmp_path / "thedaily")
    with TruthfulServer() as server:
        full = forks.run(folder, "send", environment={"DIGEST_RELAY": server.url}, full=(call, 1))

        check_words(full)
        assert not server.begun, "sent, and nowhere written down before"
        assert go_on_with_room(forks, folder, server) == set()


@pytest.mark.parametrize("which", [2, 3])
def test_without_room_for_results_the_run_stops_and_a_window_is_in_doubt(
    forks: Forks, drafted: Path, tmp_path: Path, which: int
) -> None:
    folder = shutil.copytree(drafted, tmp_path / "thedaily")
    # So slowly that the window does not grow.
    with TruthfulServer(seconds=0.01) as server:
        full = forks.run(
            folder, "send", environment={"DIGEST_RELAY": server.url}, full=("open_window", which)
        )

        check_words(full)
        assert 0 < len(server.received) < READERS, "it went on"
        taken = {mail.recipient for mail in server.received}
        unknown = go_on_with_room(forks, folder, server)
        assert 0 < len(unknown) <= FIRST_WINDOW
        assert unknown & taken, "they were taken, and yet are doubts: the result had no room"


def send_with_little_room(
    forks: Forks, folder: Path, server: TruthfulServer, pages: int
) -> tuple[Path, Ran]:
    """Send while no file may be larger than so many pages."""
    environment = {"DIGEST_RELAY": server.url}
    return folder, forks.run(folder, "send", environment=environment, room=pages * PAGE + 1)


def send_on_small_disk(
    forks: Forks, folder: Path, server: TruthfulServer, pages: int
) -> tuple[Path, Ran]:
    """Send from a disk that has so many pages left, and make room afterwards."""
    small = shutil.copytree(folder, folder.parent / "disk" / "thedaily")
    free = os.statvfs(small)
    filler = small.parent / "filler"
    filler.write_bytes(b"x" * (free.f_bavail * free.f_frsize - pages * PAGE))
    full = forks.run(small, "send", environment={"DIGEST_RELAY": server.url})
    filler.unlink()
    return small, full


@contextmanager
def small_disk(path: Path) -> Iterator[Path]:
    """A file system of its own, in memory."""
    path.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(path)]
    subprocess.run(mount, check=True, capture_output=True)
    try:
        yield path
    finally:
        subprocess.run(["umount", "--lazy", str(path)], check=True)


def can_mount() -> bool:
    """Whether whoever tests may mount a file system; a limit on files holds everywhere."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        return False
    with TemporaryDirectory() as place:
        try:
            with small_disk(Path(place) / "disk"):
                return True
        except subprocess.CalledProcessError:
            return False


WAYS = {"limit": send_with_little_room} | ({"disk": send_on_small_disk} if can_mount() else {})


@pytest.mark.parametrize("way", WAYS)
def test_with_ever_more_room_nobody_is_mailed_twice_or_lost(
    forks: Forks, drafted: Path, tmp_path: Path, way: str
) -> None:
    stopped = set()
    for pages in range(0, 65, 16):
        folder = shutil.copytree(drafted, tmp_path / str(pages) / "thedaily")
        disk = small_disk(folder.parent / "disk") if way == "disk" else nullcontext()
        with disk, TruthfulServer(seconds=0.002) as server:
            place, full = WAYS[way](forks, folder, server, pages)

            assert full.status in {0, UNAVAILABLE}, full
            if full.status:
                stopped.add(pages)
                assert "run the" in full.err
                assert "again" in full.err
            go_on_with_room(forks, place, server)
    assert len(stopped) > 1, "there was room for all"
