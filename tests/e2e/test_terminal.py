"""What a person at a terminal sees: one question before mail leaves, and a bar while it does."""

import os
import pty
import subprocess
from contextlib import suppress

from tests.e2e.conftest import DIGEST, EXAMPLE_NOW, Indoors, clean_environment


def type_at_terminal(office: Indoors, *words: str, answer: str = "") -> tuple[int, str]:
    """Run a command on a terminal of its own, and type an answer ahead."""
    ours, theirs = pty.openpty()
    command = [*DIGEST, "-C", str(office.folder), "--now", EXAMPLE_NOW, *words]
    environment = clean_environment() | {"TERM": "xterm", "COLUMNS": "100", "LINES": "40"}
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    ) as process:
        os.close(theirs)
        os.write(ours, answer.encode())
        shown = b""
        # A terminal whose other side is closed answers with an error at its end.
        with suppress(OSError):
            while piece := os.read(ours, 4096):
                shown += piece
        os.close(ours)
        return process.wait(60), shown.decode("utf-8", "replace")


def outbox(office: Indoors) -> int:
    return len(list((office.folder / "outbox" / "new").glob("*")))


def test_send_asks_once_with_the_number_of_readers_and_takes_no_for_an_answer(
    drafted: Indoors,
) -> None:
    status, shown = type_at_terminal(drafted, "send", answer="n\n")

    assert shown.count("Send now?") == 1
    assert "30 readers" in shown
    assert status == 2
    assert "Nothing was sent" in shown
    assert outbox(drafted) == 0
    assert drafted.run("--json", "status").data["state"] == "drafted"


def test_a_yes_sends_behind_a_bar(drafted: Indoors) -> None:
    status, shown = type_at_terminal(drafted, "send", answer="y\n")

    assert status == 0
    assert shown.count("Send now?") == 1
    assert "Sending" in shown
    assert "━" in shown
    assert "accepted 30" in shown
    assert outbox(drafted) == 30


def test_yes_beforehand_asks_nothing_and_quiet_shows_nothing(drafted: Indoors) -> None:
    status, shown = type_at_terminal(drafted, "send", "--yes", "-q")

    assert (status, shown) == (0, "")
    assert outbox(drafted) == 30
