"""No text that an article or a reader brings begins a header field of its own."""

import email
import email.policy
import re
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.utils import parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.render.headers import (
    BREAKS,
    FORBIDDEN,
    SPACES,
    clean_text,
    header_names,
    is_plain,
    quote_phrase,
    write_list,
    write_mailbox,
    write_phrase,
    write_text,
)

ATTACKS = [
    "x\r\nBcc: eve@example.org",
    "x\nBcc: eve@example.org",
    "x\rBcc: eve@example.org",
    "x\r\n\r\n<script>",
    "x\x85Bcc: eve@example.org",
    "x\u2028Bcc: eve@example.org",
    "x\u2029Bcc: eve@example.org",
    "x\x0bBcc: eve@example.org",
    "x\x0cBcc: eve@example.org",
    "x\x1cBcc: eve@example.org",
    "x\x00Bcc: eve@example.org",
    "=?utf-8?q?x=0D=0ABcc:_eve@example.org?=",
    "=?utf-8?b?eA0KQmNjOiBldmVAZXhhbXBsZS5vcmc=?=",
    "=?utf-8?q?x=0ABcc:_eve?= =?utf-8?q?=0D=0ACc:_eve?=",
    "=?utf-7?q?x+AA0-+AAo-Bcc:_eve?=",
    "x\ud800\r\nBcc: eve\udfff",
    '"x" <eve@example.org>,',
    "x" * 2000,
    "é" * 2000,
    "x " * 500,
    "a\tb",
    "x" * 10_000,
    "\u202egpj.exe\u202c <eve@example.org>",
    "\u2066x\u2069\u200f",
    "x\x7fy\x1bz",
]
ANY = st.one_of(
    st.text(st.characters(codec=None), max_size=300),
    st.sampled_from(ATTACKS),
    st.lists(st.sampled_from([*ATTACKS, " ", "=?", "?=", "naïve", "“q”"]), max_size=4).map("".join),
)


def read_back(field: bytes) -> str:
    """Decode the first field as an independent reader of RFC 2047 does."""
    message = email.message_from_bytes(field + b"\r\nbody", policy=email.policy.compat32)
    assert len(message.keys()) == 1
    assert message.get_payload() == "body"
    raw = re.sub(r"\r?\n", "", message[message.keys()[0]])
    return str(make_header(decode_header(raw)))


def lines_of(field: bytes) -> list[bytes]:
    assert field.endswith(b"\r\n")
    return field[:-2].split(b"\r\n")


@given(ANY)
@example("Ministers back down")
@example("=?x?=")
@example("word " * 40)
def test_any_text_is_one_field_that_says_the_text(text: str) -> None:
    field = write_text("Subject", text)

    assert read_back(field) == clean_text(text)
    assert header_names(field) == ["Subject"]
    lines = lines_of(field)
    assert all(len(line) <= 78 and line.isascii() for line in lines)
    assert all(line.startswith(b" ") and line.strip() for line in lines[1:])
    assert all(len(line) <= 76 for line in lines if b"=?utf-8?" in line)


@given(ANY)
@example("Jo Marsh")
@example('Jo "the pen" Marsh')
@example("Marsh, Jo")
@example("Jo\\")
@example("x" * 70)
@example("Dr. Zoë Example, of the very long department of names that must be folded somewhere")
def test_any_name_is_one_mailbox_with_its_address(name: str) -> None:
    field = write_mailbox("To", name, "reader@example.org")

    raw = re.sub(r"\r\n", "", field.decode("ascii")).removeprefix("To: ")
    shown, address = parseaddr(raw)
    assert address == "reader@example.org"
    assert str(make_header(decode_header(shown))) == clean_text(name)
    assert header_names(field) == ["To"]
    assert all(len(line) <= 78 for line in lines_of(field))


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
def test_no_attack_adds_a_field_by_the_modern_parser_either(attack: str) -> None:
    head = write_text("Subject", attack) + write_mailbox("To", attack, "reader@example.org")

    message = email.message_from_bytes(head + b"\r\nbody", policy=email.policy.SMTP)

    assert message.keys() == ["Subject", "To"]
    assert not re.search("[\r\n\x00\x85\u2028\u2029]", str(message["Subject"]))
    assert message.as_bytes().count(b"\r\nBcc:") == 0


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ministers back down", b"Subject: Ministers back down\r\n"),
        ("  Rail   strike\noff ", b"Subject: Rail strike off\r\n"),
        ("", b"Subject: \r\n"),
        ("Café", b"Subject: =?utf-8?b?Q2Fmw6k=?=\r\n"),
        (
            "Ministers of the river provinces meet: café",
            b"Subject: =?utf-8?q?Ministers_of_the_river_provinces_meet=3A_caf=C3=A9?=\r\n",
        ),
    ],
)
def test_texts_are_written_as_plainly_as_may_be(text: str, written: bytes) -> None:
    assert write_text("Subject", text) == written


def test_a_long_plain_subject_is_folded_at_a_space() -> None:
    subject = "Government shelves its planned levy on container ports after a night of talks ends"

    assert write_text("Subject", subject) == (
        b"Subject: Government shelves its planned levy on container ports after a night\r\n"
        b" of talks ends\r\n"
    )


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("", b"To: jo@example.org\r\n"),
        ("Jo Marsh", b"To: Jo Marsh <jo@example.org>\r\n"),
        ("Marsh, Jo", b'To: "Marsh, Jo" <jo@example.org>\r\n'),
        ('Jo "Pen" Marsh', b'To: "Jo \\"Pen\\" Marsh" <jo@example.org>\r\n'),
        ("Zoë", b"To: =?utf-8?b?Wm/Dqw==?= <jo@example.org>\r\n"),
    ],
)
def test_names_are_written_as_plainly_as_may_be(name: str, written: bytes) -> None:
    assert write_mailbox("To", name, "jo@example.org") == written


@pytest.mark.parametrize(
    "address",
    [
        "jo@example.org>\r\nBcc: eve@example.org",
        "jo@example.org, eve@example.org",
        "jo marsh@example.org",
        "jo@example.org\n",
        "jo",
        "<jo@example.org>",
    ],
)
def test_an_address_that_was_not_checked_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="cannot stand"):
        write_mailbox("To", "", address)


@pytest.mark.parametrize("value", ["https://a b", "https://a\r\nBcc: x", "https://é", "a>,<b"])
def test_a_list_holds_addresses_alone(value: str) -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        write_list("List-Unsubscribe", [value])


def test_a_list_has_one_address_a_line() -> None:
    assert write_list("List-Unsubscribe", ["https://a", "mailto:b"]) == (
        b"List-Unsubscribe: <https://a>,\r\n <mailto:b>\r\n"
    )


def test_a_phrase_names_what_stands_in_brackets() -> None:
    assert write_phrase("List-Id", "The Daily", "<daily.example.org>") == (
        b"List-Id: The Daily <daily.example.org>\r\n"
    )
    assert write_phrase("List-Id", " \x00 ", "<daily.example.org>") == b""


PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)


@given(st.one_of(ANY, PRINTABLE))
@example("  a   b  ")
def test_plain_texts_are_cleaned_quickly_and_alike(text: str) -> None:
    slowly = SPACES.sub(" ", FORBIDDEN.sub("", BREAKS.sub(" ", text))).strip(" ")

    assert clean_text(text) == slowly


@given(PRINTABLE)
@example('Jo "the pen" Marsh')
@example("back\\slash")
@example("O'Neill; Pat (desk)")
def test_plain_phrases_are_quoted_as_an_address_object_does(text: str) -> None:
    phrase = clean_text(text)
    if phrase and is_plain(phrase):
        address = str(Address(display_name=phrase, username="x"))

        assert f"{quote_phrase(phrase)} <x>" == address
