"""Quoted-printable in pieces."""

import quopri

from hypothesis import example, given
from hypothesis import strategies as st

from digest.render.quoted import quote

PIECES = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=200),
        st.lists(st.sampled_from([".", "x" * 73, "é", "From ", " ", "="]), max_size=20).map(
            "".join
        ),
        st.sampled_from(
            ["", " ", "\t", "\n", "=", "From x", ".", "..", " \n", "é" * 50, "x" * 300]
        ),
    ),
    max_size=8,
)


@given(PIECES)
@example(["a ", "", "b\n", "", "\n"])
@example(["From the desk", "\nFrom here"])
def test_pieces_joined_decode_to_the_texts_joined(pieces: list[str]) -> None:
    encoded = b"".join(quote(piece) for piece in pieces)

    assert quopri.decodestring(encoded) == "".join(pieces).replace("\n", "\r\n").encode()


@given(PIECES)
@example(["." * 400])
@example(["x" * 75 + ".", ".", "x" * 74 + "=."])
@example(["x" * 75 + "From here", "é" * 25 + "From here"])
def test_every_line_is_short_plain_and_ends_in_crlf(pieces: list[str]) -> None:
    encoded = b"".join(quote(piece) for piece in pieces)

    assert encoded.isascii()
    assert encoded == b"" or encoded.endswith(b"\r\n")
    for line in encoded.split(b"\r\n"):
        assert len(line) <= 76
        assert b"\r" not in line
        assert b"\n" not in line
        assert not line.endswith((b" ", b"\t"))
        assert not line.startswith((b"From ", b"."))


@given(st.text(st.characters(codec=None), max_size=50), PIECES)
def test_a_piece_is_encoded_alike_wherever_it_stands(piece: str, others: list[str]) -> None:
    before = b"".join(quote(other) for other in others)

    assert (before + quote(piece)).endswith(quote(piece))
    assert before == b"" or before.endswith(b"\r\n")
