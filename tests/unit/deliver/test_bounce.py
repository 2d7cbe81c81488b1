"""Mail of many systems is read for what it is; nobody's word alone names a reader."""

from collections.abc import Sequence
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.deliver.returned_mails import (
    NAMES,
    PUBLICATION,
    READER,
    SECRET,
    SLUG,
    expected_of,
    placeholders,
    returned_mail,
)

from digest.deliver.bounce import read_returned
from digest.deliver.bounce_clues import Owner, find_owner
from digest.deliver.tokens import edition_mark
from digest.model.returned import Reading, ReturnKind

# An honest mail takes a millisecond.
MOST_SECONDS = 3


def owner_of(reading: Reading, secrets: Sequence[str] = (SECRET,)) -> Owner | None:
    leaves = reading.kind is ReturnKind.UNSUBSCRIBE
    return find_owner(reading.tokens, publication=PUBLICATION, secrets=secrets, leaves=leaves)


@pytest.mark.parametrize("ending", ["lf", "crlf"])
@pytest.mark.parametrize("name", NAMES)
def test_a_mail_is_read_for_what_it_is(name: str, ending: str) -> None:
    raw, expected = returned_mail(name), expected_of(name)
    if ending == "crlf":
        raw = raw.replace(b"\n", b"\r\n")

    reading = read_returned(raw)

    assert reading.kind.value == expected["kind"]
    assert reading.address == expected["email"] or expected["kind"] in ("delivered", "unreadable")
    if reading.failures:
        first = reading.failures[0]
        assert first.status == expected["status"]
        assert first.event.value == expected.get("event", "bounced")
        assert len(reading.failures) == expected.get("failures", 1)


@pytest.mark.parametrize("name", NAMES)
def test_our_own_token_names_reader_and_edition_and_nothing_else_does(name: str) -> None:
    names = expected_of(name)["names"]
    reading = read_returned(returned_mail(name))
    message_id = placeholders(READER, SECRET, SLUG)[b"{MESSAGE-ID}"].decode()
    expected = {
        "edition": Owner(reader=READER, mark=edition_mark(SLUG)),
        "reader": Owner(reader=READER),
    }

    assert owner_of(reading) == expected.get(names)
    assert owner_of(reading, ["another secret, which is as long as that"]) is None
    if names == "message-id":
        assert reading.message_ids == (message_id,)


def test_who_holds_a_token_of_their_own_can_name_nobody_else_with_it() -> None:
    forged = returned_mail("postfix").replace(b"ann@example.net", b"victim@example.net")

    owner = owner_of(read_returned(forged))

    assert owner is not None
    assert owner.reader == READER


def test_a_token_for_a_page_of_another_publication_is_worth_nothing() -> None:
    reading = read_returned(returned_mail("postfix"))

    assert find_owner(reading.tokens, publication="the-weekly", secrets=[SECRET]) is None


def test_a_former_key_is_honoured_for_as_long_as_it_is_given() -> None:
    reading = read_returned(returned_mail("postfix"))

    assert owner_of(reading, ["the key of today, which is as long as that", SECRET]) is not None


def test_who_writes_unsubscribe_above_our_mail_is_known_by_the_link_in_it() -> None:
    mail = returned_mail("unsubscribe-without-token") + returned_mail("arf-yahoo")

    reading = read_returned(mail)

    assert reading.kind is ReturnKind.UNSUBSCRIBE
    assert owner_of(reading) == Owner(reader=READER)


def test_the_token_of_an_envelope_unsubscribes_nobody() -> None:
    envelope = placeholders(READER, SECRET, SLUG)[b"{ENVELOPE}"].decode()
    token = envelope.partition("+")[2].partition("@")[0]

    reading = read_returned(f"From: a@example.net\nSubject: unsubscribe {token}\n\n".encode())

    assert reading.kind is ReturnKind.UNSUBSCRIBE
    assert owner_of(reading) is None


@pytest.mark.parametrize("coding", ["utf-8", "latin-1"])
def test_a_field_that_is_not_encoded_at_all_is_read(coding: str) -> None:
    mail = "From: Zoë <zoe@example.net>\nSubject: Réponse automatique : congé\n\nÀ lundi.\n"

    reading = read_returned(mail.encode(coding))

    assert (reading.kind, reading.address) == (ReturnKind.AUTO_REPLY, "zoe@example.net")
    assert reading.reason == "Réponse automatique : congé"


def test_a_charset_that_is_no_text_costs_nothing_but_itself() -> None:
    strange = returned_mail("postfix").replace(
        b"text/plain; charset=us-ascii\n\n", b"text/plain; charset*=a'b'c\n\n\xe9 "
    )

    assert b"charset*" in strange
    assert read_returned(strange).kind is ReturnKind.HARD


def test_the_token_of_a_link_is_not_told_again() -> None:
    """It is in the reading, to be checked, but what is shown and kept holds none."""
    reading = read_returned(returned_mail("unsubscribe"))

    assert reading.tokens
    assert reading.tokens[0] not in reading.reason.lower()
    assert reading.reason.lower().startswith("unsubscribe …")


REPORT = (
    b"From: MAILER-DAEMON@x\nContent-Type: multipart/report; boundary=b\n\n"
    b"--b\nContent-Type: message/delivery-status\n\n"
)
HOSTILE = {
    "nested a thousand deep": b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (number, number)
        for number in range(1000)
    ),
    "mails in mails a thousand deep": b"Content-Type: message/rfc822\n\n" * 1000,
    "a header without an end": b"X-Long: header\n" * 30_000,
    "one field of a megabyte": b"From: " + b"a" * 2**20 + b"\n\n",
    "one line of a megabyte": b"From: MAILER-DAEMON@x\nSubject: failure notice\n\n" + b"<" * 2**20,
    "many addresses": b"From: MAILER-DAEMON@x\nSubject: failure\n\n" + b"<a@b.cc>:\n" * 20_000,
    "an encoded word of nothing": b"From: x\nSubject: " + b"=?utf-8?q?" * 5000 + b"\n\n",
    "an unknown charset": b"From: x\nContent-Type: text/plain; charset=\xff\0x\n\n\xff\xfe",
    "a boundary of control characters": b'From: x\nContent-Type: multipart/report; boundary="\r"\n',
    "a report of empty lines": REPORT + b"\n" * 2**21,
    "a report of carriage returns": REPORT + b"\r" * 2**21,
    "parts without an end": REPORT + b"--b\n\n" * 400_000,
    "a charset that is no word": b"From: x\nSubject: =?\xef\xbf\xbdiso-8859-1?q?x?=\n\nx",
    "half a base64": b"From: MAILER-DAEMON@x\nContent-Transfer-Encoding: base64\n\n=A===",
    "nothing": b"",
    "an empty line": b"\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_costs_itself_alone(name: str) -> None:
    before = process_time()
    assert read_returned(HOSTILE[name]).tokens == ()
    assert process_time() - before < MOST_SECONDS


def test_a_mail_is_read_as_far_as_two_megabytes() -> None:
    long = returned_mail("postfix") + b"x" * 78 + b"\n"
    assert read_returned(long + b"y" * 3 * 2**20).kind is ReturnKind.HARD


# What a parser may stumble over, wherever it stands.
STONES = (
    *(b"\0", b"\xff\xfe", b"\r", b"\n\n", b"--", b"=?\xff-8?q?x?=", b"=?utf-16?b?//7/?="),
    *(b"charset*0*=", b'charset="no such"', b"\nContent-Transfer-Encoding: uuencode\n"),
    *(b"\nContent-Type: message/rfc822\n\n", b"\\x{D800}", b"xn--a.example", b"From: \xff\n"),
)
CHANGE = st.one_of(st.binary(max_size=12), st.sampled_from(STONES))
MUTATIONS = st.tuples(
    st.sampled_from(NAMES),
    st.lists(st.tuples(st.integers(0, 2**16), CHANGE), max_size=12),
    st.integers(0, 2**16),
)


@settings(max_examples=150, deadline=None)
@given(MUTATIONS)
def test_no_mutation_makes_it_raise_or_name_anybody(
    mutation: tuple[str, list[tuple[int, bytes]], int],
) -> None:
    name, changes, cut = mutation
    raw = returned_mail(name, secret="the secret of somebody else, a forger")
    for place, value in changes:
        at = place % (len(raw) + 1)
        raw = raw[:at] + value + raw[at + len(value) // 2 :]

    reading = read_returned(raw[: max(40, cut % (len(raw) + 1))])

    assert owner_of(reading) is None


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=4000), st.sampled_from([b"", b"From: MAILER-DAEMON@x\nSubject: "]))
def test_no_bytes_make_it_raise(noise: bytes, start: bytes) -> None:
    assert owner_of(read_returned(start + noise)) is None
