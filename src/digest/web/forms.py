"""Forms that were sent: read whole, within limits, in either encoding, whatever they call it."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from starlette.requests import Request

MOST_BYTES = 16 * 1024
MOST_FIELDS = 200
PATIENCE = 10.0
MULTIPART = "multipart/form-data"
# Of a page that says it is ISO 8859-1, which browsers take for this.
OLD_ENCODING = "cp1252"


class TooLarge(Exception):
    """The body has more bytes than any form of ours."""


class TooSlow(Exception):
    """The body did not come in time, or its sender has gone."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form, in their order."""

    fields: tuple[tuple[str, str], ...] = ()

    def one(self, name: str) -> str:
        """The first value of a field, without white space around it; empty when it is not there."""
        return next((value.strip() for key, value in self.fields if key == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field that is not empty, each once."""
        values = (value.strip() for key, value in self.fields if key == name)
        return tuple(dict.fromkeys(value for value in values if value))


async def read_form(request: "Request") -> Form:
    """Read the form that a request carries. What cannot be read has no fields.

    Raises:
        TooLarge: It is larger than any form of ours.
        TooSlow: It does not come, or its sender has gone.
    """
    body = await read_body(request)
    kind = request.headers.get("content-type", "")
    if kind.strip().lower().startswith(MULTIPART):
        return await read_multipart(body, kind)
    # A mail program that sends the one field of RFC 8058 may call it what it likes.
    return read_urlencoded(body)


async def read_body(request: "Request") -> bytes:
    """Read a body within the limits of size and time."""
    from starlette.requests import ClientDisconnect

    declared = request.headers.get("content-length", "0")
    if declared.isascii() and declared.isdecimal() and int(declared[:20]) > MOST_BYTES:
        raise TooLarge
    body = bytearray()
    try:
        async with asyncio.timeout(PATIENCE):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise TooLarge
    except (TimeoutError, ClientDisconnect) as error:
        raise TooSlow from error
    return bytes(body)


def read_urlencoded(body: bytes) -> Form:
    """Read the encoding that forms have by default."""
    try:
        text = body.decode("latin-1")
        pairs = parse_qsl(
            text, keep_blank_values=True, encoding="latin-1", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        return Form()
    return Form(tuple((decode(name), decode(value)) for name, value in pairs))


def decode(latin: str) -> str:
    """Decode bytes that were taken for Latin-1: UTF-8, or else what old pages are in."""
    raw = latin.encode("latin-1", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(OLD_ENCODING, "replace")


async def read_multipart(body: bytes, kind: str) -> Form:
    """Read the encoding that forms with files have; ours has none."""
    from starlette.datastructures import Headers
    from starlette.formparsers import MultiPartException, MultiPartParser

    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(
        Headers({"content-type": kind}),
        whole(),
        max_files=0,
        max_fields=MOST_FIELDS,
    )
    try:
        data = await parser.parse()
    except (MultiPartException, ValueError, LookupError):
        return Form()
    return Form(tuple((name, str(value)) for name, value in data.multi_items()))
