"""The error tree and the exit statuses.

    DigestError              1  bug unless a subclass says better
    ├── UsageError           2  wrong arguments
    ├── ConfigError         78  digest.toml or .env is wrong
    ├── SourceError         78  a source's definition cannot be used
    ├── EditionError         4  the edition file cannot be read or may not be sent
    ├── RenderError          4  the theme or a template cannot be rendered
    ├── EditionBusy          7  another run holds this edition
    ├── EditionExpired       9  its time to be sent has passed
    ├── RelayError          77  the relay refused our credentials or our sender
    │   └── RelayUnavailable 69 the relay cannot be reached; nothing is lost
    ├── MailboxError        77  the mailbox to which mail comes back refuses us
    │   └── MailboxUnavailable 69 it cannot be reached or read; nothing is lost
    └── StoreError          69  the database cannot be used
        └── StoreBusy       69  it is locked by somebody else

Each error carries one sentence for an editor, without secrets, and a hint that
names what to do now. Only the command line turns an error into an exit status.
"""

from enum import IntEnum


class ExitStatus(IntEnum):
    """What the process tells its caller; the names stand in every JSON object."""

    OK = 0
    BUG = 1
    USAGE = 2
    QUIET = 3
    BLOCKED = 4
    OWED = 5
    HALTED = 6
    BUSY = 7
    MISSING = 9
    UNAVAILABLE = 69
    REFUSED = 77
    CONFIG = 78
    INTERRUPTED = 130
    TERMINATED = 143


class DigestError(Exception):
    """Something that ends the run, told in one sentence with the next step.

    Args:
        message: One sentence for an editor; names the thing and the place.
        hint: What to do now; empty when the message already says it.
    """

    exit_status = ExitStatus.BUG

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(DigestError):
    """The arguments do not fit together, or name something that is not there."""

    exit_status = ExitStatus.USAGE


class ConfigError(DigestError):
    """digest.toml or .env cannot be used as it stands."""

    exit_status = ExitStatus.CONFIG


class SourceError(DigestError):
    """A source is defined in a way that can never be fetched."""

    exit_status = ExitStatus.CONFIG


class EditionError(DigestError):
    """The edition cannot be read, or may not be sent as it is.

    Args:
        message: One sentence for an editor.
        hint: What to do now.
        line: Line in the edition file, from 1; None when it has no one place.
        column: Column in that line, from 1.
    """

    exit_status = ExitStatus.BLOCKED

    def __init__(
        self, message: str, hint: str = "", *, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(message, hint)
        self.line = line
        self.column = column


class RenderError(DigestError):
    """The edition could not be made into a message."""

    exit_status = ExitStatus.BLOCKED


class EditionBusy(DigestError):
    """Another run holds this edition, or its state does not allow the wish."""

    exit_status = ExitStatus.BUSY


class EditionExpired(DigestError):
    """The time by which the edition had to be sent has passed."""

    exit_status = ExitStatus.MISSING


class RelayError(DigestError):
    """The relay refuses our credentials, our sender or our message as such."""

    exit_status = ExitStatus.REFUSED


class RelayUnavailable(RelayError):
    """The relay cannot be reached or is not able to serve now."""

    exit_status = ExitStatus.UNAVAILABLE


class MailboxError(DigestError):
    """The mailbox to which mail comes back refuses our credentials, or names no such folder."""

    exit_status = ExitStatus.REFUSED


class MailboxUnavailable(MailboxError):
    """The mailbox cannot be reached or read now."""

    exit_status = ExitStatus.UNAVAILABLE


class StoreError(DigestError):
    """The database cannot be opened, read or written."""

    exit_status = ExitStatus.UNAVAILABLE


class StoreBusy(StoreError):
    """The database is locked by another process for too long."""
