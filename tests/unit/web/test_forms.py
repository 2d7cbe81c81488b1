import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from digest.web.forms import MOST_BYTES, Form, TooLarge, read_form

URLENCODED = "application/x-www-form-urlencoded"
ONE_CLICK = b"List-Unsubscribe=One-Click"
MULTIPART = (
    b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
)


def read(body: bytes, kind: str = URLENCODED, *, pieces: int = 1, length: bool = True) -> Form:
    """Read a body that comes in pieces."""
    size = max(1, len(body) // pieces)
    chunks = [body[at : at + size] for at in range(0, len(body), size)] or [b""]
    headers = [(b"content-type", kind.encode("latin-1", "replace"))]
    if length:
        headers.append((b"content-length", str(len(body)).encode()))

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": chunks.pop(0), "more_body": bool(chunks)}

    request = Request({"type": "http", "headers": headers, "method": "POST"}, receive)
    return asyncio.run(read_form(request))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (ONE_CLICK, URLENCODED),
        (ONE_CLICK, "application/x-www-form-urlencoded; charset=utf-8"),
        (ONE_CLICK, "text/plain"),
        (ONE_CLICK, ""),
        (MULTIPART, 'multipart/form-data; boundary="b"'),
        (MULTIPART, "Multipart/Form-Data; boundary=b"),
    ],
    ids=["urlencoded", "with a charset", "text", "nothing", "multipart", "capitals"],
)
def test_one_click_is_understood_in_either_encoding(body: bytes, kind: str) -> None:
    assert read(body, kind, pieces=3).one("List-Unsubscribe") == "One-Click"


def test_a_field_that_stands_several_times_has_all_its_values() -> None:
    form = read(b"list=daily&list=&list=evening&list=daily&email=+ana%40example.org%0D%0A")

    assert form.all("list") == ("daily", "evening")
    assert form.one("email") == "ana@example.org"
    assert form.one("website") == ""


@pytest.mark.parametrize("body", [b"list=caf%E9", b"list=caf%C3%A9", b"list=caf\xc3\xa9"])
def test_a_page_of_another_encoding_may_hold_the_form(body: bytes) -> None:
    assert read(body).one("list") == "café"


def test_what_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(TooLarge):
        read(b"a=" + b"x" * MOST_BYTES)


def test_what_does_not_say_how_large_it_is_is_refused_all_the_same() -> None:
    with pytest.raises(TooLarge):
        read(b"a=" + b"x" * MOST_BYTES, pieces=40, length=False)


def test_a_form_of_a_file_or_of_a_thousand_fields_has_none() -> None:
    file = MULTIPART.replace(b'name="List', b'filename="a.txt"; name="List')
    assert read(file, "multipart/form-data; boundary=b") == Form()
    assert read(b"&".join(b"a=1" for _ in range(1000))) == Form()


@given(
    st.binary(max_size=300),
    st.sampled_from([URLENCODED, "multipart/form-data; boundary=b", "multipart/form-data", "\xff"]),
)
def test_whatever_comes_is_a_form(body: bytes, kind: str) -> None:
    assert isinstance(read(body, kind), Form)
    assert isinstance(read(b"--b\r\n" + body + b"\r\n--b--\r\n", kind), Form)
