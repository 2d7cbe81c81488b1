"""Another program locks the database in the middle of a send."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.e2e.conftest import Ran
from tests.e2e.forked import Forks, wait_until
from tests.e2e.ledger_checks import check_doubts, count_copies, make_draft
from tests.e2e.test_day import LATER
from tests.e2e.truthful import TruthfulServer

from digest.deliver.pace import LARGEST_WINDOW

READERS = 100
UNAVAILABLE = 69


@pytest.fixture
def drafted(forks: Forks, tmp_path: Path) -> Path:
    make_draft(forks, tmp_path / "thedaily", readers=READERS)
    return tmp_path / "thedaily"


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None, timeout=10)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def check_all(forks: Forks, folder: Path, server: TruthfulServer) -> set[str]:
    report = forks.run(folder, "--json", "report").data
    assert max(count_copies(server).values()) == 1, "a second copy"
    return check_doubts(report, server, readers=READERS)


def test_a_lock_for_a_while_is_waited_for(forks: Forks, drafted: Path) -> None:
    with TruthfulServer(seconds=0.005) as server:
        child = forks.start(drafted, "send", environment={"DIGEST_RELAY": server.url})
        wait_until(lambda: len(server.received) > 10)
        with locked(drafted / "digest.db"):
            time.sleep(1.2)
            during = len(server.received)
            assert not child.has_ended()
            time.sleep(0.2)
            # Nothing more may leave until the results are written down.
            assert len(server.received) == during < READERS
        sent = child.wait()

        assert sent.status == 0, sent
        assert check_all(forks, drafted, server) == set()


def stop_by_lock(forks: Forks, folder: Path, server: TruthfulServer) -> Ran:
    """Lock the database in the middle of a send for longer than a run waits."""
    child = forks.start(folder, "send", environment={"DIGEST_RELAY": server.url}, patience=0.3)
    wait_until(lambda: len(server.received) > 10)
    with locked(folder / "digest.db"):
        return child.wait(20)


def test_a_lock_for_too_long_stops_the_run_and_costs_one_window_of_doubts(
    forks: Forks, drafted: Path
) -> None:
    with TruthfulServer(seconds=0.005) as server:
        stopped = stop_by_lock(forks, drafted, server)
        server.wait_idle()
        between = len(server.received)
        environment = {"DIGEST_RELAY": server.url}
        last = forks.run(drafted, "send", now=LATER, environment=environment)

        assert stopped.status == UNAVAILABLE, stopped
        assert "locked by another program" in stopped.out + stopped.err
        assert "nothing is lost" in (stopped.out + stopped.err).lower()
        assert between < READERS
        unknown = check_all(forks, drafted, server)
        assert len(unknown) <= LARGEST_WINDOW
        assert last.status == (5 if unknown else 0), last


def test_a_publication_that_was_copied_while_it_sent_is_no_second_send(
    forks: Forks, drafted: Path, tmp_path: Path
) -> None:
    """A backup put back shows the same doubts: whoever was in the open window is held."""
    copy = tmp_path / "backup" / "thedaily"
    with TruthfulServer(seconds=0.01) as server:
        child = forks.start(drafted, "send", environment={"DIGEST_RELAY": server.url})
        wait_until(lambda: len(server.received) > 10)
        with locked(drafted / "digest.db"):
            taken = {mail.recipient for mail in server.received}
            shutil.copytree(drafted, copy)
        child.kill()
        server.wait_idle()
    with TruthfulServer() as second:
        environment = {"DIGEST_RELAY": second.url}
        forks.run(copy, "send", now=LATER, environment=environment)
        again = {mail.recipient for mail in second.received}

    assert not taken & again, "what had left when the copy was made leaves again"
