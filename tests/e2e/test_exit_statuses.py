"""Every exit status that the commands can reach, once each."""

import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.e2e.conftest import Desk, Indoors, MailServer
from tests.e2e.test_day import LATER, write_readers

SLUG = "the-daily-2026-11-23"

NEXT_WEEK = "2026-12-02T05:30:00+01:00"
NEXT_DAY = "2026-11-24T00:01:00+01:00"


@pytest.fixture
def office(drafted: Indoors, mail_server: MailServer) -> Indoors:
    """Today's draft and thirty readers, whose mail goes to a server."""
    drafted.environment["DIGEST_RELAY"] = mail_server.url
    return drafted


@pytest.fixture
def ready_desk(office: Indoors) -> Desk:
    """The same, for commands in a process of their own."""
    return Desk(folder=office.folder, environment=office.environment)


def wait_until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_0_ok_when_nothing_is_wrong(office: Indoors) -> None:
    assert office.run("status").status == 0


def test_1_bug_when_something_unexpected_happens(
    indoors: Indoors, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(_context: object) -> None:
        raise ZeroDivisionError("nobody thought of this")

    monkeypatch.setattr("digest.cli.day.open_place", break_down)

    ran = indoors.run("--json", "status")

    assert (ran.status, ran.data["status"]) == (1, "bug")
    assert "nobody thought of this" in ran.data["error"]
    assert "--debug" in ran.data["hint"]


def test_2_usage_for_an_edition_that_is_not_there(office: Indoors) -> None:
    ran = office.run("--json", "send", "the-daily-1999-01-01")

    assert (ran.status, ran.data["status"]) == (2, "usage")


def test_2_usage_for_an_option_that_is_not_there(ready_desk: Desk) -> None:
    assert ready_desk.run("send", "--fast").status == 2


def test_3_quiet_when_there_are_too_few_stories(ready_desk: Desk, mail_server: MailServer) -> None:
    for page in (ready_desk.folder / "saved").iterdir():
        page.unlink()

    ran = ready_desk.run("--json", "send", now=NEXT_WEEK)

    assert (ran.status, ran.data["status"]) == (3, "quiet")
    assert mail_server.received == []


def test_4_blocked_by_an_error_in_the_edition(office: Indoors) -> None:
    path = Path(office.folder, "editions", f"{SLUG}.md")
    path.write_text(path.read_text(encoding="utf-8") + "\n### no such depth\n", encoding="utf-8")

    ran = office.run("--json", "check")

    assert (ran.status, ran.data["status"]) == (4, "blocked")


def test_5_owed_while_a_reader_is_deferred(office: Indoors, mail_server: MailServer) -> None:
    mail_server.answers["reader3@example.org"] = "451 4.7.1 greylisted"

    ran = office.run("--json", "send")

    assert (ran.status, ran.data["status"]) == (5, "owed")


def test_6_halted_when_too_many_readers_are_rejected_until_a_person_resumes(
    office: Indoors, mail_server: MailServer
) -> None:
    office.run("subscribers", "import", str(write_readers(office.folder, 120)))
    for number in range(120):
        mail_server.answers[f"reader{number}@example.org"] = "550 5.1.1 no such user"

    halted = office.run("--json", "send")
    mail_server.answers.clear()
    cron = office.run("--json", "send", now=LATER)
    untouched = len(mail_server.received)
    resumed = office.run("resume", now=LATER)
    again = office.run("--json", "send", now=LATER)

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


def test_9_missing_when_the_edition_has_expired(office: Indoors) -> None:
    ran = office.run("--json", "send", SLUG, now=NEXT_DAY)

    assert (ran.status, ran.data["status"]) == (9, "missing")


def test_9_missing_when_the_edition_is_expected_and_not_out(office: Indoors) -> None:
    assert office.run("status", "--expect", "--by", "05:00").status == 9
    assert office.run("status", "--expect", "--by", "07:45").status == 0


def test_69_unavailable_when_the_relay_is_down(office: Indoors) -> None:
    office.environment["DIGEST_RELAY"] = "smtp+plain://127.0.0.1:1"

    ran = office.run("--json", "send")

    assert (ran.status, ran.data["status"]) == (69, "unavailable")


def test_69_unavailable_when_the_database_is_none(office: Indoors) -> None:
    (office.folder / "digest.db").write_bytes(b"this is no database" * 100)
    for file in ("digest.db-wal", "digest.db-shm"):
        (office.folder / file).unlink(missing_ok=True)

    ran = office.run("--json", "report")

    assert (ran.status, ran.data["status"]) == (69, "unavailable")
    assert "digest.db" in ran.data["error"]


def test_77_refused_when_the_relay_refuses_our_sender(
    office: Indoors, mail_server: MailServer
) -> None:
    mail_server.refuses_senders = "550 5.7.1 this sender is not ours"

    refused = office.run("send")
    mail_server.refuses_senders = ""
    again = office.run("--json", "send", now=LATER)

    assert refused.status == 77
    assert "this sender is not ours" in refused.err + refused.out
    assert (again.status, again.data["accepted"]) == (0, 30)


def test_78_config_names_the_line(office: Indoors) -> None:
    settings = office.folder / "digest.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("strapline =", "straplime ="), encoding="utf-8")
    line = text[: text.index("strapline =")].count("\n") + 1

    ran = office.run("--json", "collect")

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
