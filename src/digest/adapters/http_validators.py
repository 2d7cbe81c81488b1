"""What makes a request conditional: the validators that a server gave, read and sent back."""

import aiohttp

from digest.model.fetch import Validators

LONGEST_VALIDATOR = 1000


def write_headers(validators: Validators) -> dict[str, str]:
    """Write the fields of a conditional request (RFC 9110 section 13.1)."""
    fields = {
        "If-None-Match": validators.etag,
        "If-Modified-Since": validators.last_modified,
    }
    return {name: value for name, value in fields.items() if value and is_sendable(value)}


def is_sendable(value: str) -> bool:
    """Tell whether a validator can be sent back: other bytes would fail every later request."""
    return len(value) <= LONGEST_VALIDATOR and value.isascii() and value.isprintable()


def read_validators(
    response: aiohttp.ClientResponse, *, otherwise: Validators | None = None
) -> Validators:
    """Read what the next conditional request needs; what cannot be sent back is left out."""
    otherwise = otherwise or Validators()

    def read(name: str) -> str | None:
        value = response.headers.get(name, "")
        return value if value and is_sendable(value) else None

    return Validators(
        etag=read("ETag") or otherwise.etag,
        last_modified=read("Last-Modified") or otherwise.last_modified,
    )
