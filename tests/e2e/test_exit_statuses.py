"""Every exit status that the commands can reach, once each."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.e2e.conftest import Desk, Indoors, MailServer, WebServer
from tests.e2e.test_day import LATER, publish, write_readers

NEXT_DAY = "2026-11-24T00:01:00+01:00"


@pytest.fixture
def ready_desk(desk: Desk, web_server: WebServer, mail_server: MailServer) -> Desk:
    publish(web_server)
    desk.environment["DIGEST_RELAY"] = mail_server.url
    assert desk.run("sources", "add", f"{web_server.url}/feed.rss").status == 0
    readers = str(write_readers(desk.folder, 30))
    assert desk.run("subscribers", "import", readers).status == 0
    return desk


def wait_until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_0_ok_when_nothing_is_wrong(ready_desk: Desk) -> None:
    assert ready_desk.run("status").status == 0


def test_1_bug_when_something_unexpected_happens(
    indoors: Indoors, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_context: object) -> None:
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr("digest.cli.day.open_settings", break_down)

    ran = indoors.run("--json", "status")

    assert (ran.status, ran.data["status"]) == (1, "bug")
    assert "nobody thought of this" in ran.data["error"]
    assert "--debug" in ran.data["hint"]


def test_2_usage_for_an_edition_that_is_not_there(ready_desk: Desk) -> None:
    ran = ready_desk.run("--json", "send", "the-daily-1999-01-01")

    assert (ran.status, ran.data["status"]) == (2, "usage")


def test_2_usage_for_an_option_that_is_not_there(ready_desk: Desk) -> None:
    assert ready_desk.run("send", "--fast").status == 2


def test_3_quiet_when_there_are_too_few_stories(
    ready_desk: Desk, web_server: WebServer, mail_server: MailServer
) -> None:
    publish(web_server, ())

    ran = ready_desk.run("--json", "send")

    assert (ran.status, ran.data["status"]) == (3, "quiet")
    assert mail_server.received == []


def test_4_blocked_by_an_error_in_the_edition(ready_desk: Desk) -> None:
    ready_desk.run("collect")
    path = Path(ready_desk.folder, ready_desk.run("--json", "draft").data["path"])
    path.write_text(path.read_text(encoding="utf-8") + "\n### no such depth\n", encoding="utf-8")

    ran = ready_desk.run("--json", "check")

    assert (ran.status, ran.data["status"]) == (4, "blocked")


def test_5_owed_while_a_reader_is_deferred(ready_desk: Desk, mail_server: MailServer) -> None:
    mail_server.answers["reader3@example.org"] = "451 4.7.1 greylisted"

    ran = ready_desk.run("--json", "send")

    assert (ran.status, ran.data["status"]) == (5, "owed")


def test_6_halted_when_too_many_readers_are_rejected_until_a_person_resumes(
    ready_desk: Desk, mail_server: MailServer
) -> None:
    ready_desk.run("subscribers", "import", str(write_readers(ready_desk.folder, 120)))
    for number in range(120):
        mail_server.answers[f"reader{number}@example.org"] = "550 5.1.1 no such user"

    halted = ready_desk.run("--json", "send")
    mail_server.answers.clear()
    cron = ready_desk.run("--json", "send", now=LATER)
    untouched = len(mail_server.received)
    resumed = ready_desk.run("resume", now=LATER)
    again = ready_desk.run("--json", "send", now=LATER)

    assert (halted.status, halted.data["status"]) == (6, "halted")
    rejected = halted.data["rejected"]
    assert 25 < rejected < 120
    assert halted.data["balanced"]
    assert (cron.status, cron.data["status"], untouched) == (6, "halted", 0)
    assert resumed.status == 0
    assert (again.status, again.data["accepted"]) == (0, 120 - rejected)


def test_7_busy_while_another_run_sends(ready_desk: Desk, mail_server: MailServer) -> None:
    mail_server.holds_after = 2
    first = ready_desk.start("send")
    wait_until(lambda: len(mail_server.received) > 1)

    second = ready_desk.run("--json", "send")
    mail_server.holds_after = None
    first.communicate(timeout=60)

    assert (second.status, second.data["status"]) == (7, "busy")
    assert first.returncode == 0
    assert len({mail.recipient for mail in mail_server.received}) == 30
    assert len(mail_server.received) == 30


def test_9_missing_when_the_edition_has_expired(ready_desk: Desk) -> None:
    ready_desk.run("collect")
    slug = ready_desk.run("--json", "draft").data["edition"]

    ran = ready_desk.run("--json", "send", slug, now=NEXT_DAY)

    assert (ran.status, ran.data["status"]) == (9, "missing")


def test_9_missing_when_the_edition_is_expected_and_not_out(ready_desk: Desk) -> None:
    assert ready_desk.run("status", "--expect", "--by", "05:00").status == 9
    assert ready_desk.run("status", "--expect", "--by", "07:45").status == 0


def test_69_unavailable_when_the_relay_is_down(ready_desk: Desk) -> None:
    ready_desk.environment["DIGEST_RELAY"] = "smtp+plain://127.0.0.1:1"

    ran = ready_desk.run("--json", "send")

    assert (ran.status, ran.data["status"]) == (69, "unavailable")


def test_69_unavailable_when_the_database_is_none(ready_desk: Desk) -> None:
    (ready_desk.folder / "digest.db").write_bytes(b"this is no database" * 100)
    for file in ("digest.db-wal", "digest.db-shm"):
        (ready_desk.folder / file).unlink(missing_ok=True)

    ran = ready_desk.run("--json", "report")

    assert (ran.status, ran.data["status"]) == (69, "unavailable")
    assert "digest.db" in ran.data["error"]


def test_77_refused_when_the_relay_refuses_our_sender(
    ready_desk: Desk, mail_server: MailServer
) -> None:
    mail_server.refuses_senders = "550 5.7.1 this sender is not ours"

    refused = ready_desk.run("send")
    mail_server.refuses_senders = ""
    again = ready_desk.run("--json", "send", now=LATER)

    assert refused.status == 77
    assert "this sender is not ours" in refused.err + refused.out
    assert (again.status, again.data["accepted"]) == (0, 30)


def test_78_config_names_the_line(ready_desk: Desk) -> None:
    settings = ready_desk.folder / "digest.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("strapline =", "straplime ="), encoding="utf-8")
    line = text[: text.index("strapline =")].count("\n") + 1

    ran = ready_desk.run("--json", "collect")

    assert (ran.status, ran.data["status"]) == (78, "config")
    assert f"line {line}" in ran.data["error"]
    assert "strapline" in ran.data["hint"]


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["130", "143"]
)
def test_a_signal_ends_the_run_and_the_next_one_finishes_it(
    ready_desk: Desk, mail_server: MailServer, number: signal.Signals, status: int
) -> None:
    mail_server.holds_after = 2
    first = ready_desk.start("send")
    wait_until(lambda: len(mail_server.received) > 1)
    first.send_signal(number)
    time.sleep(0.2)
    mail_server.holds_after = None
    first.communicate(timeout=60)

    second = ready_desk.run("--json", "send", now=LATER)

    assert first.returncode == status
    assert (second.status, second.data["accepted"], second.data["unknown"]) == (0, 30, 0)
    recipients = [mail.recipient for mail in mail_server.received]
    assert len(recipients) == len(set(recipients)) == 30


def test_a_killed_run_leaves_doubts_by_name_and_no_duplicates(
    ready_desk: Desk, mail_server: MailServer
) -> None:
    mail_server.holds_after = 2
    first = ready_desk.start("send")
    wait_until(lambda: len(mail_server.received) > 1)
    first.kill()
    first.communicate(timeout=60)
    mail_server.holds_after = None
    # What was on its way when the run died may still be taken.
    time.sleep(0.3)

    second = ready_desk.run("--json", "send", now=LATER)
    report = ready_desk.run("--json", "report")

    assert second.status == 5
    books = second.data
    assert books["accepted"] + books["unknown"] == books["planned"] == 30
    assert books["balanced"]
    named = {row["email"] for row in report.data["readers"]["unknown"]}
    assert len(named) == books["unknown"] > 0
    recipients = [mail.recipient for mail in mail_server.received]
    assert len(recipients) == len(set(recipients))
    assert set(recipients) | named == {f"reader{n}@example.org" for n in range(30)}
