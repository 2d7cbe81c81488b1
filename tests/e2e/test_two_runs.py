"""Several `digest send` at once, from nothing: one does the day, the others step back."""

import subprocess
from collections.abc import Callable

import pytest
from tests.e2e.conftest import Desk, Indoors, MailServer, WebServer
from tests.e2e.ledger_checks import SLUG, check_doubts, count_copies, prepare, slow_server

from digest.adapters.store import open_store
from digest.compose.lock import lock_to_json

READERS = 40
BUSY = 7


def send_at_once(desk: Desk, runs: int) -> list[int]:
    """Start so many runs together; tell how each ended, and that none broke."""
    senders = [desk.start("send") for _ in range(runs)]
    ended = [sender.communicate(timeout=120) for sender in senders]
    for out, err in ended:
        assert "Traceback" not in out + err, err
        assert "fault of digest" not in out + err, err
    return sorted(sender.returncode for sender in senders)


def check_day(desk: Desk, server: MailServer, statuses: list[int], *, readers: int) -> None:
    assert set(statuses) <= {0, BUSY}, statuses
    assert statuses[0] == 0, "nobody has sent"
    report = desk.run("--json", "report")
    assert check_doubts(report.data, server, readers=readers) == set()
    assert max(count_copies(server).values()) == 1, "a second copy"
    assert len(list((desk.folder / "editions").glob("*.md"))) == 1
    store = open_store(f"sqlite:///{desk.folder / 'digest.db'}", secret="it is not needed")
    try:
        lock = store.editions.lock(SLUG)
        assert lock is not None
        assert len(store.editions.editions()) == 1
    finally:
        store.close()
    # The copy beside the draft is the one that was sent, not a loser's.
    copy = (desk.folder / "editions" / f"{SLUG}.lock.json").read_text(encoding="utf-8")
    assert copy == lock_to_json(lock)


def nothing(_desk: Desk) -> None:
    """Leave everything to the runs themselves."""


def draft(desk: Desk) -> None:
    for command in ("collect", "draft"):
        assert desk.run(command).status == 0


@pytest.mark.parametrize("before", [nothing, draft], ids=["from nothing", "from a draft"])
def test_two_runs_at_once_send_one_day(
    indoors: Indoors, web_server: WebServer, before: Callable[[Desk], None]
) -> None:
    with slow_server() as server:
        desk = prepare(indoors, web_server, server, readers=READERS)
        before(desk)

        statuses = send_at_once(desk, 2)

        check_day(desk, server, statuses, readers=READERS)


@pytest.mark.long
@pytest.mark.parametrize("before", [nothing, draft], ids=["from nothing", "from a draft"])
@pytest.mark.parametrize("turn", range(4))
def test_eight_runs_at_once_send_one_day(
    indoors: Indoors, web_server: WebServer, before: Callable[[Desk], None], turn: int
) -> None:
    # More than one batch, so that several runs may have a part in it.
    readers = 500 * (turn % 2) + READERS
    with slow_server(seconds=0.002) as server:
        desk = prepare(indoors, web_server, server, readers=readers)
        before(desk)

        statuses = send_at_once(desk, 8)

        check_day(desk, server, statuses, readers=readers)


def test_a_run_beside_a_living_one_changes_nothing(indoors: Indoors, web_server: WebServer) -> None:
    with slow_server(seconds=0.3) as server:
        desk = prepare(indoors, web_server, server, readers=READERS)
        first = desk.start("send")
        while not server.begun and first.poll() is None:
            with pytest.raises(subprocess.TimeoutExpired):
                first.wait(0.01)

        second = desk.run("send", "--retry-unknown")
        first.communicate(timeout=60)

        assert (first.returncode, second.status) == (0, BUSY)
        check_day(desk, server, [0, BUSY], readers=READERS)
