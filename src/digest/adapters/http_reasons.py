"""Why a document could not be had, as a phrase for an editor."""

import asyncio
import os
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime

import aiohttp

from digest.adapters.fetch_guard import Unfetchable
from digest.adapters.http_body import Limits

OUTSIDE = (
    aiohttp.ClientError,
    TimeoutError,
    asyncio.IncompleteReadError,
    OSError,
    Unfetchable,
    ValueError,
)
WORDS = {
    401: "it asks for a password",
    403: "forbidden",
    404: "not found",
    410: "gone for good",
    429: "too many requests",
    451: "withheld for legal reasons",
}
# The first that fits counts: narrow kinds stand before wide ones.
PHRASES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (aiohttp.ClientSSLError, "no secure connection can be made"),
    ((aiohttp.ClientPayloadError, asyncio.IncompleteReadError), "the answer broke off"),
    ((aiohttp.InvalidURL, ValueError), "is no web address"),
    (aiohttp.ClientResponseError, "what answers there is no web server"),
    (Exception, "the connection broke off"),
)
LONGEST_WAIT = timedelta(days=1)
MOST_DIGITS = 9


def explain(error: Exception, limits: Limits) -> str:
    """Say what went wrong outside. Never shows more of the outside's own words than it must."""
    if isinstance(error, Unfetchable):
        return error.reason
    if isinstance(error, TimeoutError):
        return f"timed out after {limits.seconds:g} s"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        cause = error.certificate_error
        why = getattr(cause, "verify_message", "") or str(cause)
        return f"its certificate cannot be trusted: {why}"
    if isinstance(error, aiohttp.ClientConnectorError) and not isinstance(
        error, aiohttp.ClientSSLError
    ):
        number = error.os_error.errno
        why = os.strerror(number).lower() if number and number > 0 else "no connection"
        return f"cannot be reached: {why}"
    return next(phrase for kinds, phrase in PHRASES if isinstance(error, kinds))


def explain_status(status: int, headers: Mapping[str, str]) -> str:
    """Say which status a server answered with, and how long it asks to be left alone."""
    words = f"HTTP {status}"
    if status in WORDS:
        words += f", {WORDS[status]}"
    wait = read_wait(headers)
    return f"{words}; it asks to be left alone for {tell_wait(wait)}" if wait else words


def read_wait(headers: Mapping[str, str]) -> timedelta | None:
    """Read Retry-After (RFC 9110 section 10.2.3): seconds, or a date against the server's own."""
    text = headers.get("Retry-After", "").strip()
    if text.isdigit():
        return (read_seconds(text) or None) if len(text) <= MOST_DIGITS else None
    return read_until(text, headers)


def read_freshness(headers: Mapping[str, str]) -> timedelta | None:
    """Read how long an answer stays fresh (RFC 9111 section 4.2): max-age, else Expires.

    The answer's own age counts. None when the server says nothing, or that it must be asked.
    """
    told = headers.get("Cache-Control", "").lower().split(",")
    parted = (one.partition("=") for one in told)
    names = {name.strip(): value.strip() for name, _, value in parted}
    if names.keys() & {"no-cache", "no-store"}:
        return None
    if "max-age" in names:
        fresh = read_seconds(names["max-age"].strip('"'))
    else:
        fresh = read_until(headers.get("Expires", ""), headers)
    if fresh is None:
        return None
    left = fresh - (read_seconds(headers.get("Age", "").strip()) or timedelta(0))
    return left if left > timedelta(0) else None


def read_seconds(text: str) -> timedelta | None:
    """Read a number of seconds; None for anything else. More than a day is a day."""
    if not (text.isascii() and text.isdigit()):
        return None
    return min(timedelta(seconds=int(text[:MOST_DIGITS])), LONGEST_WAIT)


def read_until(text: str, headers: Mapping[str, str]) -> timedelta | None:
    """Read a date as the time until then, by the server's own clock; None when that is past."""
    try:
        wait = parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("Date", ""))
    except (ValueError, TypeError, OverflowError):
        return None
    return min(wait, LONGEST_WAIT) if wait > timedelta(0) else None


def tell_wait(wait: timedelta) -> str:
    """Write a span as people do."""
    seconds = int(wait.total_seconds())
    for size, word in ((3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = round(seconds / size)
            return f"{count} {word}{'' if count == 1 else 's'}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"
