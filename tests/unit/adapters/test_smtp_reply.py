"""A relay's replies as they come in, in any pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.adapters.smtp_reply import LONGEST_TEXT, NotAReply, RawReply, make_reply, take_reply
from digest.model.delivery import Phase

CODES = st.integers(200, 599)
WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40)


@given(CODES, st.lists(WORDS, min_size=1, max_size=6), st.sampled_from([b"\n", b"\r\n"]))
def test_a_reply_is_read_when_its_last_byte_is_there_and_not_before(
    code: int, words: list[str], end: bytes
) -> None:
    lines = [f"{code}-{word}".encode() for word in words[:-1]] + [f"{code} {words[-1]}".encode()]
    wire = b"".join(line + end for line in lines)
    buffer = bytearray()
    for byte in wire[:-1]:
        buffer.append(byte)
        assert take_reply(buffer) is None
    buffer += wire[-1:] + b"250 next"

    reply = take_reply(buffer)

    assert reply == RawReply(code, tuple(word.strip() for word in words))
    assert bytes(buffer) == b"250 next"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_reply_none_yet_or_never_one(raw: bytes) -> None:
    buffer = bytearray(raw)
    try:
        reply = take_reply(buffer)
    except NotAReply:
        return
    if reply is None:
        assert bytes(buffer) == raw
        return
    made = make_reply(Phase.RCPT, reply)
    assert made.text.isprintable()
    assert 200 <= made.code < 600


@pytest.mark.parametrize(
    ("lines", "enhanced"),
    [
        (("5.1.1 no such user",), "5.1.1"),
        (("no such user 5.1.1",), None),
        (("5.1.1",), "5.1.1"),
        (("5.1.1x",), None),
        (("hello", "4.7.1 greylisted"), "4.7.1"),
        (("6.1.1 odd",), None),
        (("",), None),
    ],
)
def test_the_enhanced_code_is_found(lines: tuple[str, ...], enhanced: str | None) -> None:
    assert make_reply(Phase.RCPT, RawReply(550, lines)).enhanced == enhanced


def test_a_bare_code_is_a_reply() -> None:
    assert take_reply(bytearray(b"250\r\n")) == RawReply(250, ("",))


def test_a_long_text_is_cut() -> None:
    assert len(make_reply(Phase.RCPT, RawReply(550, ("x" * 9000,))).text) == LONGEST_TEXT
