"""What comes back from the outside when a source is asked."""

from dataclasses import dataclass
from datetime import datetime


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
    """

    url: str
    body: bytes
    content_type: str = ""
    validators: Validators = Validators()
    unchanged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailure:
    """A document that could not be had; expected, so it travels as a value.

    Attributes:
        url: The address that was asked for.
        reason: One phrase for an editor, such as "HTTP 503" or "timed out after 30 s".
        status: HTTP status; None when there was none.
    """

    url: str
    reason: str
    status: int | None = None


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
    """

    name: str
    url: str = ""
    validators: Validators = Validators()
    last_success: datetime | None = None
    failures: int = 0
    last_error: str | None = None
