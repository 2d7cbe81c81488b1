import gzip
import tracemalloc
import zlib
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.adapters.fetch_guard import Unfetchable
from digest.adapters.http_body import Body, Limits
from digest.adapters.http_reasons import read_wait


def read(coding: str, pieces: list[bytes], limits: Limits) -> bytes:
    body = Body(coding, limits)
    for piece in pieces:
        body.take(piece)
    return body.whole()


def cut(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@given(st.binary(max_size=3000), st.integers(1, 700), st.sampled_from(["gzip", "deflate", ""]))
def test_a_body_is_the_same_however_it_is_cut(data: bytes, size: int, coding: str) -> None:
    packed = {"gzip": gzip.compress(data), "deflate": zlib.compress(data), "": data}[coding]

    assert read(coding, cut(packed, size), Limits()) == data


@given(st.binary(max_size=300), st.integers(1, 50), st.sampled_from(["gzip", "deflate"]))
def test_anything_is_unpacked_or_refused(data: bytes, size: int, coding: str) -> None:
    with suppress(Unfetchable):
        read(coding, cut(data, size), Limits())


@given(st.binary(min_size=1, max_size=300), st.data())
def test_a_packed_body_that_ends_too_early_is_never_taken_for_whole(
    data: bytes, draw: st.DataObject
) -> None:
    packed = gzip.compress(data)
    length = draw.draw(st.integers(1, len(packed) - 1))

    with pytest.raises(Unfetchable, match="broke off"):
        read("gzip", [packed[:length]], Limits())


@given(st.lists(st.binary(max_size=200), min_size=2, max_size=4), st.integers(1, 40))
def test_several_gzip_streams_are_one_body(parts: list[bytes], size: int) -> None:
    packed = b"".join(gzip.compress(part) for part in parts)

    assert read("gzip", cut(packed, size), Limits()) == b"".join(parts)


@given(st.integers(0, 5000), st.integers(1, 5000), st.integers(1, 300))
def test_no_more_is_kept_than_the_limit(length: int, limit: int, size: int) -> None:
    pieces = cut(gzip.compress(bytes(length)), size)
    limits = Limits(decoded_bytes=limit)

    if length <= limit:
        assert len(read("gzip", pieces, limits)) == length
    else:
        with pytest.raises(Unfetchable, match="once unpacked"):
            read("gzip", pieces, limits)


def test_a_bomb_in_one_piece_is_not_unpacked_to_be_measured() -> None:
    bomb = gzip.compress(bytes(50 * 2**20))
    tracemalloc.start()
    try:
        with pytest.raises(Unfetchable, match="once unpacked"):
            read("gzip", [bomb], Limits(decoded_bytes=2**20))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak < 8 * 2**20


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"Retry-After": "0"}, None),
        ({"Retry-After": "90"}, timedelta(seconds=90)),
        ({"Retry-After": "999999999"}, timedelta(days=1)),
        ({"Retry-After": "soon"}, None),
        (
            {
                "Date": "Mon, 23 Nov 2026 05:00:00 GMT",
                "Retry-After": "Mon, 23 Nov 2026 05:10:00 GMT",
            },
            timedelta(minutes=10),
        ),
        ({"Retry-After": "Mon, 23 Nov 2026 05:10:00 GMT"}, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_against_the_servers_date(
    headers: dict[str, str], wait: timedelta | None
) -> None:
    assert read_wait(headers) == wait
