"""The header fields of a mail, as a receiver reads them."""

from dataclasses import replace

import pytest
from tests.unit.render.examples import render

from digest.check.header_list import find_header_problems
from digest.model.message import Finding, Level

GOOD = (
    b"From: The Daily <daily@example.org>\r\n"
    b"Subject: Ministers back down on port levy\r\n"
    b"Date: Mon, 23 Nov 2026 05:30:00 +0100\r\n"
    b"List-Id: The Daily <the-daily.example.org>\r\n"
    b"List-Help: <mailto:daily@example.org?subject=help>\r\n"
    b"Feedback-ID: x:the-daily:newsletter:the-daily\r\n"
    b"MIME-Version: 1.0\r\n"
    b'Content-Type: multipart/alternative;\r\n boundary="=_5f"\r\n\r\n'
)


def look(header: bytes, subject: str = "Ministers back down on port levy") -> list[Finding]:
    return list(find_header_problems(header, replace(render(), subject=subject)))


def test_the_header_that_was_meant_is_let_be() -> None:
    assert look(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"List-Id", b"List-Ip", "has no List-Id"),
        (b"MIME", b"Bcc: a@example.org\r\nMIME", "that nobody meant: Bcc"),
        (b"MIME", b"From: b@example.org\r\nMIME", "names From 2 times"),
        (b"The Daily <daily@", "Zoë <daily@".encode(), "unencoded"),
        (b"help>", b"x" * 1000 + b">", "has 1046 bytes; mail carries 998"),
        (b"Ministers", b"=?utf-8?q?M=C3=AFnisters?=", "would be read as “Mïnisters back"),
        (b"Ministers", b"=?nonsense?q?M=FF?=", "would be read as"),
    ],
)
def test_what_is_wrong_with_it_is_an_error(old: bytes, new: bytes, told: str) -> None:
    found = look(GOOD.replace(old, new, 1))
    assert any(told in one.message and one.level is Level.ERROR for one in found), found


def test_a_subject_in_any_script_is_read_back() -> None:
    encoded = b"=?utf-8?b?5riv5Y+j56iO?=\r\n =?utf-8?b?5rOV5qGI?="
    assert look(GOOD.replace(b"Ministers back down on port levy", encoded), "港口税法案") == []


def test_a_line_longer_than_usual_is_worth_a_look() -> None:
    [found] = look(
        GOOD.replace(b"levy", b"levy " + b"and more " * 8, 1),
        "Ministers back down on port levy " + "and more " * 8,
    )
    assert (found.level, "78 are usual" in found.message) == (Level.WARNING, True)
