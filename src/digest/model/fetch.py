"""What comes back from the outside when a source is asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave us to ask "has it changed?" (RFC 9110 section 13)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A document that was fetched, or the word that it has not changed.

    Attributes:
        url: Final address, after redirects.
        body: Decoded bytes; empty when `unchanged`.
        content_type: As sent, with parameters; may be empty.
        validators: For the next conditional request.
        unchanged: Whether the server answered 304.
        moved_to: Where the address has moved for good (status 301 or 308); None when it has not.
        fresh_for: How long the server says that it stays as it is; None when it says nothing.
    """

    url: str
    body: bytes
    content_type: str = ""
    validators: Validators = Validators()
    unchanged: bool = False
    moved_to: str | None = None
    fresh_for: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailure:
    """A document that could not be had; expected, so it travels as a value.

    Attributes:
        url: The address that was asked for.
        reason: One phrase for an editor, such as "HTTP 503" or "timed out after 30 s".
        status: HTTP status; None when there was none.
        rest: How long the server asks to be left alone; None when it does not.
        asked: Whether anybody was asked at all; False while a server's rest is respected.
        nameless: Whether the host's name leads nowhere.
    """

    url: str
    reason: str
    status: int | None = None
    rest: timedelta | None = None
    asked: bool = True
    nameless: bool = False


def tell_fault(url: str, error: Exception) -> FetchFailure:
    """Make a failure of a fault of ours, which is not hidden."""
    reason = f"unexpected {type(error).__name__}: {error} (this is a fault of digest)"
    return FetchFailure(url=url, reason=" ".join(reason.split())[:LONGEST_REASON])


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPage:
    """A file of a folder source.

    Attributes:
        path: Path as shown to editors.
        name: File name, with its suffix.
        body: Its bytes.
        address: The `file:` URL that is its identity while the page names no address of its own.
    """

    path: str
    name: str
    body: bytes
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """What is remembered of a source between runs.

    Attributes:
        name: The source.
        url: The address that the validators belong to; another one must not be asked with them.
        validators: For the next conditional request.
        last_success: Aware, UTC; None when it never answered.
        failures: Failures in a row.
        last_error: Reason of the last failure; None after a success.
        last_new: When it last brought an article that nobody knew, aware, UTC; None before.
        moved_to: Where `url` has moved for good; asked in its place. None when it has not.
        gone_at: When its server first said that it is gone for good (410); None when it is not.
        not_before: Moment before which it is not asked: after a success because what it gave is
            still fresh, after a failure because its server asked for rest. None asks at once.
    """

    name: str
    url: str = ""
    validators: Validators = Validators()
    last_success: datetime | None = None
    failures: int = 0
    last_error: str | None = None
    last_new: datetime | None = None
    moved_to: str | None = None
    gone_at: datetime | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRhythm:
    """How often a source brings something, by the dates of what it brought in some days.

    Attributes:
        count: Articles of those days.
        first: Date of the oldest of them, aware, UTC.
        last: Date of the newest.
    """

    count: int
    first: datetime
    last: datetime
