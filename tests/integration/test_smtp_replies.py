"""Replies are found in what has arrived, however it arrived."""

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from digest.adapters.smtp_reply import NotAReply, RawReply, take_lines, take_reply

CODES = st.integers(200, 599)
TEXTS = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=20)
# Whatever looks like a reply, or nearly.
NEARLY = st.lists(
    st.sampled_from(
        [b"2", b"250", b"354", b"9", b" ", b"-", b"\r", b"\n", b"\r\n", b"ok", b"\xff"]
    ),
    max_size=12,
).map(b"".join)


def take(function: object, raw: bytes) -> tuple[RawReply | str | None, bytes]:
    assert callable(function)
    buffer = bytearray(raw)
    try:
        return function(buffer), bytes(buffer)
    except NotAReply as error:
        return f"no reply: {error}", raw


@given(raw=NEARLY | st.binary(max_size=40))
@example(raw=b"250 ok\r\n250 ok\r\n")
@example(raw=b"250 \n")
@example(raw=b"250 " + b"x" * 600 + b"\r\n")
@example(raw=b"250 a\rb\r\n")
def test_the_quick_way_to_read_a_line_is_the_slow_one(raw: bytes) -> None:
    assert take(take_reply, raw) == take(take_lines, raw)


@st.composite
def replies(draw: st.DrawFn) -> list[tuple[int, list[str]]]:
    return draw(st.lists(st.tuples(CODES, st.lists(TEXTS, min_size=1, max_size=3)), max_size=6))


@given(said=replies(), cuts=st.lists(st.integers(0, 400), max_size=8))
def test_any_split_of_the_stream_gives_the_same_replies(
    said: list[tuple[int, list[str]]], cuts: list[int]
) -> None:
    stream = b"".join(
        b"".join(f"{code}-{line}\r\n".encode() for line in lines[:-1])
        + f"{code} {lines[-1]}\r\n".encode()
        for code, lines in said
    )
    places = sorted({0, *cuts, len(stream)})
    buffer, found = bytearray(), []
    for start, end in pairwise(places):
        buffer += stream[start:end]
        while reply := take_reply(buffer):
            found.append(reply)

    whole, expected = bytearray(stream), []
    while reply := take_lines(whole):
        expected.append(reply)
    assert found == expected
    assert [reply.code for reply in found] == [code for code, _ in said]
    assert [len(reply.lines) for reply in found] == [len(lines) for _, lines in said]
