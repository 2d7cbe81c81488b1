"""Signatures that dkimpy verifies, that break with any change, and that cost the body one hash."""

import re
from dataclasses import replace
from hashlib import sha256

import dkim
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.deliver.signing import AT, both, ed25519, records, rsa_only

from digest.deliver.dkim import SIGNED, SigningKey, SigningKeys, sign_message
from digest.model.message import Message

MAIL = (
    b"From: The Daily <daily@example.org>\r\n"
    b"Reply-To: desk@example.org\r\n"
    b"To: =?utf-8?b?Wm/Dqw==?= <jo@example.net>\r\n"
    b"Subject: Ministers shelve the harbour levy after a night of\r\n talks\r\n"
    b"Date: Mon, 23 Nov 2026 06:30:00 +0100\r\n"
    b"Message-ID: <k7w2@example.org>\r\n"
    b"List-Unsubscribe: <https://x.example/u>,\r\n <mailto:leave@example.org>\r\n"
    b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
    b"List-Id: The Daily <the-daily.example.org>\r\n"
    b"List-Help: <mailto:desk@example.org?subject=help>\r\n"
    b"Feedback-ID: a:b:c:d\r\n"
    b"MIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n"
    b"\r\n"
    b"Good  morning.\r\n\tLine \r\n\r\nEnd\r\n\r\n\r\n"
)


def message(data: bytes = MAIL, **more: bytes) -> Message:
    return Message(
        message_id="<k7w2@example.org>",
        envelope_sender="bounces@example.org",
        recipient="jo@example.net",
        data=data,
        body_hash=more.get("body_hash", b""),
    )


def sign(data: bytes = MAIL, keys: SigningKeys | None = None) -> bytes:
    return sign_message(message(data), keys or both(), at=AT).data


def look_up(name: bytes, timeout: int = 5) -> bytes:
    assert timeout
    return records()[name.decode().rstrip(".")].encode()


def is_good(data: bytes, number: int = 0) -> bool:
    try:
        return bool(dkim.DKIM(data).verify(number, dnsfunc=look_up))
    except dkim.DKIMException:
        return False


def test_both_signatures_are_good_the_rsa_one_first() -> None:
    data = sign()

    assert is_good(data, 0)
    assert is_good(data, 1)
    assert re.findall(rb"a=([a-z0-9-]+);", data) == [b"rsa-sha256", b"ed25519-sha256"]
    assert data.endswith(MAIL)


def test_one_key_makes_one_signature() -> None:
    data = sign(keys=rsa_only())

    assert is_good(data)
    assert data.count(b"DKIM-Signature:") == 1


def test_a_signature_says_what_was_meant_and_no_more() -> None:
    header = sign(keys=rsa_only()).removesuffix(MAIL).replace(b"\r\n ", b" ").decode()
    tags = dict(re.findall(r"(\w+)=([^;]*)", header.partition(": ")[2]))

    assert list(tags) == ["v", "a", "c", "d", "s", "h", "t", "bh", "b"]
    assert (tags["c"], tags["d"], tags["t"]) == ("relaxed/relaxed", "example.org", str(AT))
    named = tags["h"].replace(" ", "").split(":")
    for name in SIGNED:
        assert (
            named.count(name)
            == MAIL.count(f"\n{name}:".encode()) + MAIL.startswith(f"{name}:".encode()) + 1
        )
    assert set(named) == set(SIGNED)


def test_lines_are_short_and_folded() -> None:
    lines = sign().removesuffix(MAIL).removesuffix(b"\r\n").split(b"\r\n")

    assert all(len(line) <= 78 and line == line.rstrip() for line in lines)
    assert [line for line in lines if line[:1] != b" "] == [
        line for line in lines if line.startswith(b"DKIM-Signature: ")
    ]


@pytest.mark.parametrize("name", SIGNED)
@pytest.mark.parametrize("last", [False, True], ids=["on top", "at the end"])
@pytest.mark.parametrize("number", [0, 1], ids=["RSA", "Ed25519"])
def test_nobody_can_add_a_field(name: str, last: bool, number: int) -> None:  # noqa: FBT001
    data = sign()
    second = f"{name}: eve@example.com\r\n".encode()

    changed = data.replace(b"\r\n\r\n", b"\r\n" + second + b"\r\n", 1) if last else second + data

    assert is_good(data, number)
    assert not is_good(changed, number)


@settings(max_examples=60)
@given(st.data())
def test_one_changed_letter_of_the_body_breaks_it(data: st.DataObject) -> None:
    signed = sign()
    begin = signed.index(b"\r\n\r\n") + 4
    letters = [at for at in range(begin, len(signed)) if signed[at : at + 1].isalpha()]
    at = data.draw(st.sampled_from(letters))

    assert not is_good(signed[:at] + b"#" + signed[at + 1 :])


@pytest.mark.parametrize(
    "changed",
    [
        sign().replace(b"Subject: Ministers", b"SUBJECT:   Ministers"),
        sign().replace(b" of\r\n talks", b" of talks"),
        sign().replace(b"Good  morning", b"Good \t morning"),
        sign() + b"\r\n\r\n",
        b"Received: from x by y\r\n" + sign(),
    ],
    ids=["case and blanks", "unfolded", "blanks of the body", "empty lines", "a trace"],
)
def test_what_relays_do_on_the_way_breaks_nothing(changed: bytes) -> None:
    assert is_good(changed)
    assert is_good(changed, 1)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([b"\r\n", b" ", b"\t", b"a", b".", b"=20", b"\xc3\xa9"])).map(b"".join)
)
def test_any_body_is_signed_and_a_hash_made_before_is_the_same(body: bytes) -> None:
    header = MAIL.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    data = header + body + b"x\r\n"

    assert is_good(sign(data))
    relaxed = re.sub(rb"(\r\n)+\Z", b"\r\n", re.sub(rb"[ \t]+(?=\r\n)", b"", data[len(header) :]))
    known = sha256(re.sub(rb"[ \t]+", b" ", relaxed)).digest()
    assert sign_message(message(data, body_hash=known), rsa_only(), at=AT).data == sign(
        data, rsa_only()
    )


@pytest.mark.parametrize("number", [0, 1], ids=["RSA", "Ed25519"])
def test_fields_that_occur_more_than_once_are_signed_from_the_last(number: int) -> None:
    more = b"Subject: first\r\n" + MAIL.replace(b"\r\n\r\n", b"\r\nSubject: last\r\n\r\n", 1)
    data = sign(more)

    assert is_good(data, number)
    assert not is_good(b"Subject: fourth\r\n" + data, number)
    assert not is_good(data.replace(b"Subject: first", b"Subject: fist"), number)


def test_the_hash_that_was_made_before_is_used() -> None:
    signed = sign_message(message(body_hash=b"x" * 32), rsa_only(), at=AT).data

    assert not is_good(signed)


def test_a_long_domain_and_selector_still_verify() -> None:
    name = "a" * 60 + ".b." + "c" * 60
    keys = SigningKeys(
        domain=f"{name}.example.org", keys=(SigningKey(selector=name, private=ed25519()),)
    )
    data = sign(keys=keys)
    record = records()["s1-ed._domainkey.example.org"].encode()

    assert dkim.DKIM(data).verify(0, dnsfunc=lambda _, **__: record)


def test_the_message_is_otherwise_as_it_was() -> None:
    before = replace(message(), dotless=True, needs_smtputf8=True)
    after = sign_message(before, rsa_only(), at=AT)

    assert replace(after, data=before.data) == before


def test_no_key_is_ever_shown() -> None:
    assert repr(both()) == (
        "SigningKeys(domain='example.org', keys=(SigningKey(selector='s1'), "
        "SigningKey(selector='s1-ed')))"
    )
