"""DIGEST_BOUNCES is read and judged before anything is opened; no password is ever shown."""

import pytest

from digest.adapters.box_address import ImapAddress, parse_box
from digest.errors import ConfigError


def test_an_imap_folder_is_read_with_its_parts() -> None:
    box = parse_box("imaps://bounces%40example.org:p%25ss%2Fw@mail.example.org:1993/INBOX%2FLate")

    assert box == ImapAddress(
        host="mail.example.org",
        port=1993,
        folder="INBOX/Late",
        user="bounces@example.org",
        password="p%ss/w",
    )


@pytest.mark.parametrize("end", ["", "/", "/INBOX"])
def test_port_and_folder_may_be_left_out(end: str) -> None:
    box = parse_box(f"imaps://me:secret@mail.example.org{end}")

    assert isinstance(box, ImapAddress)
    assert (box.port, box.folder) == (993, "INBOX")
    assert box.place == "INBOX on mail.example.org:993"
    assert "secret" not in repr(box)


def test_a_maildir_is_a_path() -> None:
    assert parse_box("maildir:/var/mail/bounces") == "/var/mail/bounces"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("imap://me:canary@mail.example.org", "clear text"),
        ("imaps://mail.example.org", "no user and password"),
        ("imaps://me@mail.example.org", "no user and password"),
        ("imaps://me:canary@", "names no mailbox"),
        ("imaps://me:canary@host:0", "names no mailbox"),
        ("imaps://me:canary@host:canary", "names no mailbox"),
        ("imaps://me:can%0Aary@host", "control character"),
        ("imaps://me:canary@host/INBOX?x=y", "names no mailbox"),
        ("imaps://me:can/ary@host/INBOX", "has a / in its"),
        ("imaps://me:12/canary@host/INBOX", "has a / in its"),
        ("pop3://me:canary@host", "names no mailbox"),
        ("maildir:", "names no folder"),
        ("", "names no mailbox"),
    ],
)
def test_what_cannot_be_used_is_refused_without_its_password(url: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as caught:
        parse_box(url)
    said = caught.value.message + caught.value.hint
    assert "canary" not in said
    assert ("can/ary" in url or "12/" in url) == ("is written %2F." in said)


def test_a_folder_may_have_any_sign_in_its_name() -> None:
    box = parse_box("imaps://me:secret@mail.example.org/back@home")
    assert isinstance(box, ImapAddress)
    assert box.folder == "back@home"
