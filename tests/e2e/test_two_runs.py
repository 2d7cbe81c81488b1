"""Several `digest send` at once, from nothing: one does the day, or they share it."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.e2e.forked import Forks, wait_until
from tests.e2e.ledger_checks import SLUG, check_doubts, count_copies, do, make_day
from tests.e2e.truthful import TruthfulServer

from digest.adapters.store import open_store
from digest.compose.lock import lock_to_json

READERS = 40
MANY = 400
# Readers in a batch, so that several runs may have a part in an edition.
A_BATCH = 30
BUSY = 7


def send_at_once(forks: Forks, folder: Path, server: TruthfulServer, runs: int) -> list[int]:
    """Start so many runs together; tell how each ended, and that none broke."""
    senders = [
        forks.start(folder, "send", environment={"DIGEST_RELAY": server.url}, batch=A_BATCH)
        for _ in range(runs)
    ]
    ended = [sender.wait() for sender in senders]
    for run in ended:
        assert "fault of digest" not in run.out + run.err, run
    return sorted(run.status for run in ended)


def check_day(
    forks: Forks, folder: Path, server: TruthfulServer, statuses: list[int], *, readers: int
) -> None:
    assert set(statuses) <= {0, BUSY}, statuses
    assert statuses[0] == 0, "nobody has sent"
    report = forks.run(folder, "--json", "report")
    assert check_doubts(report.data, server, readers=readers) == set()
    assert max(count_copies(server).values()) == 1, "a second copy"
    assert len(list((folder / "editions").glob("*.md"))) == 1
    with closing(open_store(f"sqlite:///{folder / 'digest.db'}", secret="not needed")) as store:
        lock = store.editions.lock(SLUG)
        assert lock is not None
        assert len(store.editions.editions()) == 1
    # The copy beside the draft is the one that was sent, not a loser's.
    copy = (folder / "editions" / f"{SLUG}.lock.json").read_text(encoding="utf-8")
    assert copy == lock_to_json(lock)


def nothing(_forks: Forks, _folder: Path) -> None:
    """Leave everything to the runs themselves."""


def draft(forks: Forks, folder: Path) -> None:
    for command in ("collect", "draft"):
        do(forks, folder, command)


@pytest.mark.parametrize("before", [nothing, draft], ids=["from nothing", "from a draft"])
@pytest.mark.parametrize(
    ("runs", "readers", "turn"),
    [
        (2, READERS, 0),
        (8, MANY, 0),
        *(
            pytest.param(8, readers, turn, marks=pytest.mark.long)
            for readers in (READERS, MANY)
            for turn in range(1, 6)
        ),
    ],
)
def test_runs_at_once_send_one_day(
    forks: Forks,
    tmp_path: Path,
    before: Callable[[Forks, Path], None],
    runs: int,
    readers: int,
    turn: int,
) -> None:
    folder = tmp_path / f"day {turn}" / "thedaily"
    make_day(forks, folder, readers=readers)
    before(forks, folder)
    with TruthfulServer(seconds=0.004) as server:
        statuses = send_at_once(forks, folder, server, runs)

        check_day(forks, folder, server, statuses, readers=readers)


def test_a_run_beside_a_living_one_changes_nothing(forks: Forks, tmp_path: Path) -> None:
    folder = tmp_path / "thedaily"
    make_day(forks, folder, readers=READERS)
    with TruthfulServer(seconds=0.1) as server:
        environment = {"DIGEST_RELAY": server.url}
        first = forks.start(folder, "send", environment=environment)
        wait_until(lambda: server.begun)
        second = forks.run(folder, "send", "--retry-unknown", environment=environment)
        statuses = [first.wait().status, second.status]

        assert statuses == [0, BUSY]
        check_day(forks, folder, server, statuses, readers=READERS)
