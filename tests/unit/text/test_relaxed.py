"""The relaxed form, beside the one of dkimpy."""

import pytest
from dkim.canonicalization import Relaxed
from hypothesis import example, given
from hypothesis import strategies as st

from digest.text.relaxed import relax_body, relax_field, relax_lines, split_fields

PIECES = st.sampled_from([b"\r\n", b" ", b"\t", b"  ", b"a", b".", b"=", b"\xc3\xa9", b"\r\n\r\n"])
BODIES = st.lists(PIECES, max_size=20).map(b"".join)


@given(BODIES)
@example(b"")
@example(b"\r\n")
@example(b" \r\n\r\n")
@example(b" a \t b \r\n\t\r\n")
def test_a_body_is_relaxed_as_dkimpy_does(body: bytes) -> None:
    # dkimpy leaves a last line without its end alone; RFC 6376 section 3.4.4 ends it.
    assert relax_body(body + b"\r\n") == Relaxed.canonicalize_body(body + b"\r\n")
    assert relax_body(body) == relax_body(body + b"\r\n")
    assert relax_body(relax_body(body)) == relax_body(body)


@given(st.lists(BODIES.map(lambda one: one + b"x\r\n"), max_size=5))
def test_whole_lines_are_relaxed_alike_wherever_they_stand(pieces: list[bytes]) -> None:
    assert b"".join(map(relax_lines, pieces)) == relax_body(b"".join(pieces))


@given(
    st.sampled_from([b"Subject", b"TO", b"x-y"]),
    st.sampled_from([b"", b" ", b"\t "]),
    st.lists(st.sampled_from([b"a", b" ", b"\t", b"\r\n ", b"\r\n\t", b":", b"\xc3\xa9"])).map(
        b"".join
    ),
)
def test_a_field_is_relaxed_as_dkimpy_does(name: bytes, space: bytes, value: bytes) -> None:
    ((key, expected),) = Relaxed.canonicalize_headers([(name + space, value + b"\r\n")])

    assert relax_field(name + space + b":" + value) == key + b":" + expected


@pytest.mark.parametrize(
    ("data", "fields", "body"),
    [
        (b"A: b\r\n c\r\nD:e\r\n\r\nbody\r\n\r\n", [b"A: b c", b"D:e"], b"body\r\n\r\n"),
        (b"A: b\r\n\tc\r\n\r\n", [b"A: b\tc"], b""),
        (b"A: b\r\n", [b"A: b"], b""),
        (b"\r\nbody", [], b"body"),
    ],
    ids=["two fields", "no body", "no empty line", "no header"],
)
def test_a_mail_is_split_into_fields_and_body(
    data: bytes, fields: list[bytes], body: bytes
) -> None:
    found, begin = split_fields(data)

    assert (found, data[begin:]) == (fields, body)


def test_a_body_of_nothing_but_line_ends_takes_no_time() -> None:
    assert relax_body(b"\r\n" * 1_000_000) == b""
