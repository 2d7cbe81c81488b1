"""The relay is started anew in the middle of a send."""

import time
from pathlib import Path

from tests.e2e.forked import Forks, wait_until
from tests.e2e.ledger_checks import addresses, check_doubts, count_copies, make_draft
from tests.e2e.test_day import LATER
from tests.e2e.truthful import TruthfulServer

from digest.deliver.pace import LARGEST_WINDOW

READERS = 120
AWAY_SECONDS = 1.5


def test_a_relay_that_comes_back_is_found_again_by_the_same_run(
    forks: Forks, tmp_path: Path
) -> None:
    folder = tmp_path / "thedaily"
    make_draft(forks, folder, readers=READERS)
    with TruthfulServer(seconds=0.01) as server:
        environment = {"DIGEST_RELAY": server.url}
        child = forks.start(folder, "--json", "send", environment=environment)
        wait_until(lambda: len(server.received) > 40)
        server.close()
        server.wait_idle()
        before = len(server.received)
        time.sleep(AWAY_SECONDS)
        assert not child.has_ended(), "it did not wait"
        server.open()
        sent = child.wait()

        assert before < READERS
        assert sent.data["owed"] == 0, "somebody was left to another run"
        lost = sent.data["unknown"] + sent.data["deferred"]
        assert lost <= LARGEST_WINDOW
        assert sent.status == (5 if lost else 0), sent

        # Who was lost before the dot is due again later; who was lost after it is a doubt.
        forks.run(folder, "send", now=LATER, environment=environment)
        report = forks.run(folder, "--json", "report").data
        unknown = check_doubts(report, server, readers=READERS)
        assert len(unknown) == sent.data["unknown"]
        assert max(count_copies(server).values()) == 1, "a second copy"
        assert addresses(READERS) - unknown <= set(count_copies(server))
