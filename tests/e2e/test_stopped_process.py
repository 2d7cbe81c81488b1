"""A run that is stopped for longer than its lease wakes up as a stranger."""

import signal
import time
from pathlib import Path

from tests.e2e.forked import Forks, wait_until
from tests.e2e.ledger_checks import check_doubts, count_copies, make_draft
from tests.e2e.test_day import LATER
from tests.e2e.truthful import TruthfulServer

READERS = 80
LEASE = 2.0
BUSY = 7
ENDED = {0, 5, BUSY}


def test_a_run_that_slept_through_its_lease_sends_nothing_more(
    forks: Forks, tmp_path: Path
) -> None:
    folder = tmp_path / "thedaily"
    make_draft(forks, folder, readers=READERS)
    with TruthfulServer(seconds=0.02) as server:
        environment = {"DIGEST_RELAY": server.url}
        sleeper = forks.start(folder, "send", environment=environment, lease=LEASE)
        wait_until(lambda: len(server.received) > 20)
        sleeper.signal(signal.SIGSTOP)

        # It lives, so that nobody takes its place before its lease is over.
        early = forks.run(folder, "send", environment=environment, lease=LEASE)
        assert early.status == BUSY, early
        time.sleep(LEASE)
        # The clock of this one is later than the lease of the other.
        heir = forks.run(folder, "send", now=LATER, environment=environment, lease=LEASE)
        before = len(server.received)
        report = forks.run(folder, "--json", "report").data
        named = check_doubts(report, server, readers=READERS)

        sleeper.signal(signal.SIGCONT)
        woken = sleeper.wait(20)
        server.wait_idle()

        assert heir.status == 5, heir
        assert named, "what was in flight when it fell asleep has no name"
        assert woken.status in ENDED, woken
        # What it had written was taken while it slept. Only a message whose envelope was on its
        # way by itself, as the first of a session is, may follow; each session would send more.
        late = {mail.recipient for mail in server.received[before:]}
        assert late <= named
        assert len(late) <= 1, "it went on"
        assert max(count_copies(server).values()) == 1, "a second copy"
        after = forks.run(folder, "--json", "report").data
        assert check_doubts(after, server, readers=READERS) == named, (
            "it wrote into another's batch"
        )
