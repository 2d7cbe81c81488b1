"""A relay that is down, refuses us, drops or dawdles: said plainly, nobody lost or mailed twice."""

import re
import signal
import time
from collections import Counter
from pathlib import Path

import pytest
from tests.e2e.conftest import Desk, Indoors, Start, free_port
from tests.e2e.test_exit_statuses import wait_until
from tests.integration.certificates import Certificates
from tests.integration.fault_relay import DROP, PAUSE, RESET, SILENCE, Action, FaultRelay

READERS = 30
SLUG = "the-daily-2026-11-23"
LATER = "2026-11-23T09:30:00+01:00"
USER, PASSWORD = "desk-canary", "pa55-canary"


def use(office: Indoors, relay: FaultRelay, scheme: str = "smtp+plain", user: str = "") -> None:
    office.environment["DIGEST_RELAY"] = f"{scheme}://{user}127.0.0.1:{relay.port}"


def always(action: Action) -> list[Action]:
    return [action] * 500


def ids(relay: FaultRelay) -> Counter[str]:
    """Count the copies that a relay took, by Message-ID."""
    found: Counter[str] = Counter()
    for content in relay.messages:
        match = re.search(rb"(?m)^Message-ID: *(?:\r\n )?(<[^>]+>)", content)
        assert match is not None
        found[match[1].decode()] += 1
    return found


def goes_out_whole(office: Indoors, relay: FaultRelay) -> None:
    """The next run, with a relay that is well, sends everybody one copy."""
    use(office, relay)
    sent = office.run("--json", "send", now=LATER)
    assert (sent.status, sent.data["accepted"], sent.data["balanced"]) == (0, READERS, True)
    assert set(ids(relay).values()) == {1}
    assert len(relay.messages) == READERS


REFUSALS = [
    ("CONNECT", b"554 5.7.1 your network is not welcome\r\n", 77, "not welcome"),
    ("CONNECT", b"421 4.3.2 closing for the night\r\n", 69, "closing for the night"),
    ("CONNECT", b"HTTP/1.1 400 Bad Request\r\n", 69, ""),
    ("CONNECT", DROP, 69, ""),
    ("CONNECT", RESET, 69, ""),
    ("EHLO", b"550 5.7.1 who are you\r\n", 77, "who are you"),
    ("EHLO", DROP, 69, ""),
    ("MAIL", b"550 5.7.1 this sender is not ours\r\n", 77, "this sender is not ours"),
    ("MAIL", b"552 5.3.4 too large for us\r\n", 4, "too large for us"),
]


@pytest.mark.parametrize(("phase", "answer", "status", "words"), REFUSALS)
def test_a_relay_that_serves_nobody_is_quoted_and_everybody_stays_owed(
    drafted: Indoors, start: Start, phase: str, answer: bytes, status: int, words: str
) -> None:
    relay = start(FaultRelay({phase: always(answer)}))
    use(drafted, relay)

    sent = drafted.run("send")
    told = drafted.run("--json", "send", now=LATER)
    report = drafted.run("--json", "report")

    assert sent.status == told.status == status, sent
    if status != 4:
        assert f"127.0.0.1:{relay.port}" in sent.out + sent.err or words in sent.out
    assert words in sent.out
    assert words in told.data["error"]
    assert re.search(r"DIGEST_RELAY|digest\.toml|Shorten|digest send", sent.out)
    assert "Nothing is lost" in sent.out
    assert report.data["owed"] == report.data["planned"] == READERS
    assert relay.messages == []

    goes_out_whole(drafted, start(FaultRelay()))


def test_a_relay_that_is_down_is_named(drafted: Indoors, start: Start) -> None:
    port = free_port()
    drafted.environment["DIGEST_RELAY"] = f"smtp+plain://127.0.0.1:{port}"

    sent = drafted.run("send")
    quiet = drafted.run("send", "-q", now=LATER)

    assert (sent.status, quiet.status) == (69, 69)
    assert f"The relay 127.0.0.1:{port} cannot be reached: " in sent.out
    assert "DIGEST_RELAY" in sent.out
    assert f"127.0.0.1:{port}" in quiet.out
    assert len((quiet.out + quiet.err).splitlines()) == 1

    goes_out_whole(drafted, start(FaultRelay()))


def test_a_name_that_nobody_knows_is_named(drafted: Indoors) -> None:
    drafted.environment["DIGEST_RELAY"] = "smtp://relay.invalid:587"

    sent = drafted.run("send", now=None)

    # The draft is of another day than today, so nothing of it is due; a test copy is enough.
    assert sent.status != 0
    tested = drafted.run("send", SLUG, "--test", "desk@example.org", now=None)
    assert tested.status == 69
    assert "relay.invalid:587" in tested.err
    assert "cannot be resolved" in tested.err


@pytest.mark.parametrize(
    ("script", "name", "scheme", "words"),
    [
        ({}, "good", "smtp", "offers no STARTTLS"),
        ({"EHLO": always(b"250-r\r\n250 STARTTLS\r\n")}, "self-signed", "smtp", "self"),
        ({"EHLO": always(b"250-r\r\n250 STARTTLS\r\n")}, "wrong-name", "smtp", "127.0.0.1"),
        ({"STARTTLS": always(b"454 4.7.0 no TLS today\r\n")}, "good", "smtp", "STARTTLS"),
        ({}, "self-signed", "smtps", "self"),
    ],
    ids=["stripped", "self-signed", "wrong name", "refused", "implicit"],
)
def test_a_relay_without_safe_tls_gets_nothing(  # noqa: PLR0913, PLR0917 - a table of cases
    drafted: Indoors,
    start: Start,
    certificates: Certificates,
    script: dict[str, list[Action]],
    name: str,
    scheme: str,
    words: str,
) -> None:
    relay = FaultRelay(dict(script), tls=certificates.server(name), implicit=scheme == "smtps")
    use(drafted, start(relay), scheme, f"{USER}:{PASSWORD}@")
    drafted.environment["SSL_CERT_FILE"] = str(certificates.authority)

    sent = drafted.run("send", SLUG, "--test", "desk@example.org", now=None)

    assert sent.status == 77
    assert f"127.0.0.1:{relay.port}" in sent.err
    assert words in sent.err
    assert PASSWORD not in sent.out + sent.err
    assert not [one for one in relay.commands if one.startswith(("AUTH", "MAIL"))]


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (b"535 5.7.8 user or password is wrong\r\n", 77, "user or password is wrong"),
        (f"535 5.7.8 {PASSWORD} is wrong\r\n".encode(), 77, "is wrong"),
        (b"454 4.7.0 the directory sleeps\r\n", 69, "the directory sleeps"),
        (DROP, 69, "cannot be reached"),
    ],
)
def test_a_relay_that_knows_us_not_is_quoted_without_the_password(
    drafted: Indoors,
    start: Start,
    certificates: Certificates,
    answer: bytes,
    status: int,
    words: str,
) -> None:
    relay = start(
        FaultRelay(
            {
                "EHLO": [b"250-r\r\n250 STARTTLS\r\n", b"250-r\r\n250 AUTH PLAIN\r\n"] * 9,
                "AUTH": always(answer),
            },
            tls=certificates.server("good"),
        )
    )
    use(drafted, relay, "smtp", f"{USER}:{PASSWORD}@")
    drafted.environment["SSL_CERT_FILE"] = str(certificates.authority)

    tested = drafted.run("send", SLUG, "--test", "desk@example.org", now=None)

    assert tested.status == status
    assert words in tested.err
    assert f"127.0.0.1:{relay.port}" in tested.err
    assert "DIGEST_RELAY" in tested.err
    assert PASSWORD not in tested.out + tested.err
    assert relay.messages == []


def lines_of(report: dict[str, list[dict[str, str]]], outcome: str) -> list[str]:
    return [row["email"] for row in report[outcome]]


def test_drops_before_and_after_the_dot_are_told_apart_and_nobody_is_mailed_twice(
    drafted: Indoors, start: Start
) -> None:
    fine: list[Action] = [b"354 go on\r\n"] * 4
    relay = start(
        FaultRelay(
            {
                "DATA": [*fine, DROP, *fine, RESET],
                ".": [*[b"250 2.0.0 queued\r\n"] * 6, DROP, b"250 2.0.0 queued\r\n", RESET],
            }
        )
    )
    use(drafted, relay)

    first = drafted.run("send")
    second = drafted.run("--json", "send", now=LATER)
    report = drafted.run("--json", "report").data
    shown = drafted.run("report")
    hidden = relay.messages[:]
    retried = drafted.run(
        "--json", "send", SLUG, "--retry-unknown", now="2026-11-23T12:00:00+01:00"
    )

    assert first.status == second.status == 5
    assert "connection" in first.out or "unknown 2" in first.out
    unknown = lines_of(report["readers"], "unknown")
    assert len(unknown) == second.data["unknown"] == 2
    assert (second.data["accepted"], second.data["deferred"]) == (READERS - 2, 0)
    assert second.data["balanced"]
    for reader in unknown:
        assert reader in shown.out
    assert "--retry-unknown" in shown.out
    assert set(Counter(ids(FaultRelay(messages=hidden))).values()) == {1}
    # The doubt was right: both had arrived. Asked to, we mail them again under the same name.
    assert (retried.status, retried.data["accepted"]) == (0, READERS)
    assert sorted(ids(relay).values()) == [1] * (READERS - 2) + [2, 2]


def test_a_relay_that_drops_at_once_defers_everybody(drafted: Indoors, start: Start) -> None:
    relay = start(FaultRelay({"MAIL": always(DROP)}))
    use(drafted, relay)

    sent = drafted.run("--json", "send")

    assert (sent.status, sent.data["deferred"], sent.data["unknown"]) == (5, READERS, 0)
    assert sent.data["next_due"]
    goes_out_whole(drafted, start(FaultRelay()))


def test_a_slow_relay_is_waited_for(drafted: Indoors, start: Start) -> None:
    slow = {
        verb: always([PAUSE, answer])
        for verb, answer in (
            ("CONNECT", b"220 r ESMTP\r\n"),
            ("RCPT", b"250 OK\r\n"),
            (".", b"250 queued\r\n"),
        )
    }

    goes_out_whole(drafted, start(FaultRelay(slow)))


def test_a_reply_in_crumbs_is_read_whole(drafted: Indoors, start: Start) -> None:
    crumbs = [b"250-2.0.0 que", PAUSE, b"ued\r\n25", PAUSE, b"0 2.0.0 as 7A3F\r\n"]

    goes_out_whole(drafted, start(FaultRelay({".": [crumbs]})))


def test_a_silent_relay_can_be_left_without_a_doubt(drafted: Indoors, start: Start) -> None:
    """Nobody was at risk yet: the run ends at once, and everybody is owed."""
    relay = start(FaultRelay({"CONNECT": always(SILENCE)}))
    desk = Desk(
        folder=drafted.folder,
        environment={"DIGEST_RELAY": f"smtp+plain://127.0.0.1:{relay.port}"},
    )
    process = desk.start("send")
    wait_until(lambda: relay.connections > 0)
    process.send_signal(signal.SIGINT)
    shown = process.communicate(timeout=20)

    assert process.returncode == 130, shown
    goes_out_whole(drafted, start(FaultRelay()))


def test_a_relay_that_is_silent_after_the_dot_leaves_only_those_messages_in_doubt(
    drafted: Indoors, start: Start
) -> None:
    relay = start(FaultRelay({".": always(SILENCE)}))
    use(drafted, relay)
    process = Desk(folder=drafted.folder, environment=drafted.environment).start("send")
    wait_until(lambda: len(relay.messages) > 1)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    well = start(FaultRelay())
    use(drafted, well)

    again = drafted.run("--json", "send", now=LATER)

    in_flight = len(relay.messages)
    assert (process.returncode, again.status) == (130, 5)
    assert again.data["unknown"] == in_flight
    assert again.data["accepted"] == READERS - in_flight == len(well.messages)
    assert set((ids(relay) + ids(well)).values()) == {1}


def test_an_outbox_that_cannot_be_written_loses_nothing(drafted: Indoors) -> None:
    outbox = drafted.folder / "outbox"
    outbox.write_text("a file stands where the folder should be", encoding="utf-8")

    sent = drafted.run("send")
    outbox.unlink()
    again = drafted.run("--json", "send", now=LATER)

    assert sent.status == 69, sent
    assert "outbox" in sent.out + sent.err
    assert (again.status, again.data["accepted"]) == (0, READERS)
    assert len(list((Path(outbox) / "new").iterdir())) == READERS
