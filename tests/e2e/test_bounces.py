"""`digest bounces` by the installed program: a Maildir, an IMAP server over TLS, and a pipe."""

import email
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.e2e.conftest import DIGEST, EXAMPLE_NOW, Indoors, clean_environment
from tests.integration.certificates import Certificates
from tests.integration.imap_server import SEEN, ImapFolder, running_imap

from digest.cli.main import run as run_digest

NOON = "2026-11-23T12:00:00+01:00"
IMAP = "imaps://bounces%40example.org:p%25ss%20w%3Ard%2F%40@127.0.0.1:{port}/INBOX"


def report_on(mail: bytes, code: str = "5.1.1") -> bytes:
    """What a mail server writes that could not leave a mail of the outbox."""
    message = email.message_from_bytes(mail)
    reader = message["Delivered-To"]
    return f"""Return-Path: <>
Delivered-To: {message["Return-Path"].strip("<>")}
From: MAILER-DAEMON@mx.example.org
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=r

--r

{reader} was not reached.
--r
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {reader}
Action: failed
Status: {code}
Diagnostic-Code: smtp; 550 {code} no such user

--r--
""".encode()


def by_nobody(report: bytes) -> bytes:
    """The same in free words, as no standard has it, from a sender that can hardly be read."""
    plain = report.replace(b"multipart/report", b"multipart/mixed").replace(
        b"message/delivery-status", b"text/plain"
    )
    return plain.replace(b"From: MAILER-DAEMON@", b"From: \xff MAILER-DAEMON@")


def leave_by(mail: bytes) -> bytes:
    """What a mail program sends for a reader who leaves by mail."""
    address = email.message_from_bytes(mail)["List-Unsubscribe"].strip("<>")
    subject = address.partition("subject=")[2].replace("%20", " ")
    return f"From: reader@example.org\nSubject: {subject.upper()}\n\n".encode()


def reader_of(mail: bytes) -> str:
    return str(email.message_from_bytes(mail)["Delivered-To"])


@pytest.fixture(scope="module")
def sent_folder(drafted_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A publication whose edition lies in the outbox; only to be copied."""
    folder = tmp_path_factory.mktemp("sent") / "thedaily"
    shutil.copytree(drafted_folder, folder)
    assert run_digest(["-C", str(folder), "--now", EXAMPLE_NOW, "-q", "send"]) == 0
    return folder


@pytest.fixture
def sent(
    sent_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> tuple[Indoors, list[bytes]]:
    """An edition in the outbox, and its mails."""
    folder = tmp_path / "thedaily"
    shutil.copytree(sent_folder, folder)
    files = sorted((folder / "outbox" / "new").iterdir())
    return Indoors(folder=folder, capture=capsys), [path.read_bytes() for path in files]


def make_maildir(folder: Path, **mails: bytes) -> Path:
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, data in mails.items():
        (folder / "new" / name).write_bytes(data)
    return folder


def test_what_came_back_to_a_maildir_suppresses_its_readers(
    sent: tuple[Indoors, list[bytes]],
) -> None:
    office, mails = sent
    office.environment["DIGEST_BOUNCES"] = "maildir:returned"
    forged = report_on(mails[3]).replace(b"bounces", b"x").replace(b"+", b"-")
    make_maildir(
        office.folder / "returned",
        a=report_on(mails[0]),
        b=leave_by(mails[1]),
        c=report_on(mails[2], "5.7.1"),
        d=forged,
        e=b"From: shop@example.com\nSubject: You have won\n\nClick.\n",
    )

    rehearsed = office.run("--json", "bounces", "--dry-run", now=NOON)
    read = office.run("--json", "bounces", now=NOON)
    again = office.run("bounces", now=NOON)

    reason = "550 5.1.1 no such user"
    assert read.status == 0
    assert (
        read.data
        == rehearsed.data
        == {
            "read": 5,
            "recognised": 4,
            "unreadable": 1,
            "suppressed": 2,
            "bounces": [
                {
                    "file": "a",
                    "email": reader_of(mails[0]),
                    "kind": "hard",
                    "status": "5.1.1",
                    "reason": reason,
                },
                {
                    "file": "b",
                    "email": reader_of(mails[1]),
                    "kind": "unsubscribe",
                    "status": None,
                    "reason": read.data["bounces"][1]["reason"],
                },
                {
                    "file": "c",
                    "email": reader_of(mails[2]),
                    "kind": "soft",
                    "status": "5.7.1",
                    "reason": "550 5.7.1 no such user",
                },
                {
                    "file": "d",
                    "email": reader_of(mails[3]),
                    "kind": "hard",
                    "status": "5.1.1",
                    "reason": reason,
                },
            ],
            "status": "ok",
        }
    )
    assert "1 mail read: 1 still not understood.\n" in again.out
    assert again.out.rstrip().endswith("Next: digest bounces --unreadable")
    states = {
        number: office.run("--json", "subscribers", "show", reader_of(mails[number])).data["state"]
        for number in range(4)
    }
    assert list(states.values()) == ["bounced", "unsubscribed", "subscribed", "subscribed"]
    listed = office.run("--json", "bounces", "--unreadable").data["mails"]
    assert sorted(one["kind"] for one in listed) == ["hard", "unreadable"]
    key = next(one["key"] for one in listed if one["kind"] == "unreadable")
    shown = office.run("--json", "bounces", "--show", key[:10])
    assert shown.data["mail"].endswith("\n\nClick.\n")
    assert office.run("--json", "report").data["balanced"]


def test_no_file_of_the_publication_tells_of_a_reader_who_was_forgotten(
    sent: tuple[Indoors, list[bytes]],
) -> None:
    office, mails = sent
    gone = reader_of(mails[0])
    office.environment["DIGEST_BOUNCES"] = "maildir:returned"
    unproven = report_on(mails[0]).replace(b"bounces", b"x").replace(b"+", b"-")
    noise = f"From: {gone}\nSubject: a letter\n\nWrite to {gone.upper()}.\n".encode()
    make_maildir(office.folder / "returned", a=report_on(mails[0]), b=unproven, c=noise)
    office.run("bounces", now=NOON)
    rows = f"email,language,note\n{gone},not a tag,x\n{gone},,=Met at the fair\n"
    (office.folder / "more.csv").write_text(rows, encoding="utf-8")
    office.run("subscribers", "import", str(office.folder / "more.csv"))

    told = office.run("--json", "subscribers", "forget", gone.upper())

    holding = {
        str(path.relative_to(office.folder))
        for path in office.folder.rglob("*")
        if path.is_file() and gone.encode() in path.read_bytes().lower()
    }
    assert (told.data["forgotten"], told.data["clean"]) == (True, True)
    assert holding == set(told.data["files"]), "what it cannot erase is told"
    assert {name for name in holding if not name.startswith(("outbox/", "returned/"))} == {
        "more.csv",
        "more.bad.csv",
        "readers.csv",
    }
    shown = office.run("subscribers", "forget", gone).out
    assert "  more.bad.csv\n  more.csv\n" in shown
    assert "  returned/cur/ (2 files)\n" in shown
    assert office.run("--json", "bounces", "--unreadable").data["mails"] == []


def test_mail_is_read_from_an_imap_server_over_tls(
    sent: tuple[Indoors, list[bytes]], certificates: Certificates
) -> None:
    office, mails = sent
    imap = ImapFolder()
    imap.add(report_on(mails[0]))
    imap.add(b"From: shop@example.com\nSubject: You have won\n\nClick.\n")
    office.environment["SSL_CERT_FILE"] = str(certificates.authority)

    with running_imap(imap, certificates.server("good")) as server:
        office.environment["DIGEST_BOUNCES"] = IMAP.format(port=server.port)
        read = office.run("bounces", now=NOON)
        office.environment["DIGEST_BOUNCES"] = IMAP.replace("p%25ss", "wr0ng").format(
            port=server.port
        )
        refused = office.run("--json", "bounces", now=NOON)
    gone = office.run("--json", "bounces", now=NOON)

    assert read.status == 0
    assert f"hard 5.1.1         {reader_of(mails[0])}" in read.out
    told = "1 hard bounce · 1 not understood. 1 address is never mailed from now on."
    assert f"2 mails read: {told}" in read.out
    assert imap.flags() == [{SEEN}, set()]
    assert (refused.status, refused.data["status"]) == (77, "refused")
    assert (gone.status, gone.data["status"]) == (69, "unavailable")
    assert "wr0ng" not in refused.out + refused.err + gone.out + gone.err


def test_a_mail_server_pipes_what_came_back(
    sent: tuple[Indoors, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, mails = sent
    ended = subprocess.run(
        [*DIGEST, "-C", str(office.folder), "--now", EXAMPLE_NOW, "bounces", "--json", "-"],
        input=b"From MAILER-DAEMON  Mon Nov 23 05:31:10 2026\n" + by_nobody(report_on(mails[0])),
        capture_output=True,
        timeout=60,
        check=True,
        env=clean_environment(),
    )
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\0\n\n" * 9)))
        kept = office.run("--json", "bounces", "--stdin")

    assert ended.stderr == b"", "a library that stumbles over strange mail says nothing"
    bounced = json.loads(ended.stdout)
    assert (bounced["suppressed"], bounced["bounces"][0]["file"]) == (1, "-")
    assert (kept.status, kept.data["read"], kept.data["unreadable"]) == (0, 1, 1)


MISTAKES: list[tuple[str, tuple[str, ...], int, str]] = [
    ("", (), 78, "Nobody has said where mail comes back to"),
    ("maildir:nowhere", (), 77, "no Maildir"),
    ("imap://me:canary@host", (), 78, "clear text"),
    ("maildir:nowhere", ("nothing",), 2, "There is nothing at "),
    ("maildir:nowhere", (".",), 2, "is no Maildir"),
    ("", ("imaps://me:canary@host/INBOX",), 2, "seen by everybody"),
    ("", ("returned", "--stdin"), 2, "either from SOURCE or from a pipe"),
    ("", ("--show", "abc"), 2, "no mail whose key begins"),
]


def test_a_mistake_is_told_with_its_fix(indoors: Indoors) -> None:
    for setting, arguments, status, told in MISTAKES:
        indoors.environment["DIGEST_BOUNCES"] = setting

        ran = indoors.run("bounces", *arguments)

        assert (ran.status, told in ran.err) == (status, True), ran.err
        assert "canary" not in ran.out + ran.err
