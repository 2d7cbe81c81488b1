"""What a person at a terminal sees: one question before mail leaves, and a bar while it does."""

import csv
import io
import os
import pty
import re
import subprocess
from contextlib import suppress

from tests.e2e.conftest import DIGEST, EXAMPLE_NOW, Indoors, clean_environment
from tests.e2e.ledger_checks import slow_server


def type_at_terminal(
    office: Indoors, *words: str, answer: str = "", relay: str = ""
) -> tuple[int, str]:
    """Run a command on a terminal of its own, and type an answer ahead."""
    ours, theirs = pty.openpty()
    command = [*DIGEST, "-C", str(office.folder), "--now", EXAMPLE_NOW, *words]
    environment = clean_environment() | {"TERM": "xterm", "COLUMNS": "100", "LINES": "40"}
    if relay:
        environment["DIGEST_RELAY"] = relay
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
    assert "30/30" in shown
    assert "/s" in shown
    assert "accepted 30" in shown
    assert outbox(drafted) == 30


def test_yes_beforehand_asks_nothing_and_quiet_shows_nothing(drafted: Indoors) -> None:
    status, shown = type_at_terminal(drafted, "send", "--yes", "-q")

    assert (status, shown) == (0, "")
    assert outbox(drafted) == 30


def test_a_file_that_takes_many_readers_away_is_asked_about(indoors: Indoors) -> None:
    people = "\n".join(["email", *(f"r{number}@example.org" for number in range(25))])
    (indoors.folder / "readers.csv").write_text(people, encoding="utf-8")
    indoors.run("subscribers", "import", "readers.csv")
    words = ("subscribers", "import", "readers.csv", "--left")

    status, shown = type_at_terminal(indoors, *words, answer="n\n")

    assert status == 2
    assert "readers.csv unsubscribes 25 of 25 readers for good" in " ".join(shown.split())
    assert "Nothing was done." in shown
    assert "25 readers, 25 subscribed" in indoors.run("subscribers", "list").out

    status, shown = type_at_terminal(indoors, *words, answer="y\n")

    assert status == 0
    assert "25 of them are readers here, and are unsubscribed for good." in shown
    assert "25 readers, 0 subscribed" in indoors.run("subscribers", "list").out


def test_a_bar_shows_how_fast_it_goes_and_how_long_it_takes(drafted: Indoors) -> None:
    with slow_server(seconds=0.3) as server:
        status, shown = type_at_terminal(drafted, "send", "--yes", relay=server.url)

    assert status == 0
    # Drawn again and again, each time with what is settled by then.
    counts = {int(count) for count in re.findall(r"(\d+)/30", shown)}
    assert len(counts) > 3
    assert re.search(r"\d/s   \d+ s", shown)
    assert "accepted 30" in shown
    assert re.search(r"30 in \d+ s, [\d.]+/s", shown)


def test_a_report_names_the_first_fifty_on_a_terminal_and_all_of_them_elsewhere(
    drafted: Indoors,
) -> None:
    more = "".join(f"more{n:03}@example.org,More {n},Belgium\n" for n in range(120))
    (drafted.folder / "more.csv").write_text("email,name,country\n" + more, encoding="utf-8")
    assert drafted.run("subscribers", "import", str(drafted.folder / "more.csv")).status == 0
    with slow_server(seconds=0.0) as server:
        for number in range(60):
            server.answers[f"more{number:03}@example.org"] = "450 4.2.1 come back later"
        drafted.environment["DIGEST_RELAY"] = server.url
        assert drafted.run("send").status == 5

    _, shown = type_at_terminal(drafted, "report")
    elsewhere = drafted.run("report")
    table = drafted.run("report", "--csv")

    assert shown.count("@example.org") == 50
    assert "and 10 more deferred. See them all: digest report the-daily-2026-11-23 --csv" in shown
    assert elsewhere.out.count("@example.org") == 60
    assert (table.status, table.err) == (5, "")
    rows = list(csv.DictReader(io.StringIO(table.out)))
    assert [row["email"] for row in rows] == [
        f"more{number:03}@example.org" for number in range(60)
    ]
    assert {(row["code"], row["enhanced"], row["attempts"]) for row in rows} == {
        ("450", "4.2.1", "1")
    }
    refused = drafted.run("--json", "report", "--csv")
    assert (refused.status, "--out" in refused.data["hint"]) == (2, True)
    assert drafted.run("report", "--raw").status == 2
