"""What the server says while it runs: a line for each request, and what goes wrong. Nobody's data.

A line never holds an address of a page, which may be a token, nor anything that was typed.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from digest.errors import DigestError
from digest.text.values import is_one_line

METHODS = frozenset(
    {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"}
)
# Parses forms of the encoding that ours never have, and says to stderr what it does not like.
TALKATIVE = "python_multipart"


class Log:
    """Writes lines.

    Args:
        write: Takes a line.
        now: Tells the present moment, aware, UTC.
        quiet: Whether requests are not told.
    """

    def __init__(
        self, write: Callable[[str], None], *, now: Callable[[], datetime], quiet: bool = False
    ) -> None:
        self._write = write
        self._now = now
        self._quiet = quiet

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """Tell of a request that was answered. A method is whatever somebody typed."""
        if not self._quiet:
            named = method if method in METHODS else "OTHER"
            self._line(f"{named} {route} {status} {seconds * 1000:.1f} ms")

    def tell(self, sentence: str) -> None:
        """Tell what somebody may have to do something about; told even to who wants quiet."""
        self._line(sentence)

    def fail(self, what: str, error: Exception) -> None:
        """Tell of an error, in one line. What an unexpected one says may be somebody's data."""
        said = (
            f"{error.message} {error.hint}".strip()
            if isinstance(error, DigestError)
            else f"unexpected {type(error).__name__}, which is a fault of digest."
        )
        self._line(f"{what}: {said}")

    def _line(self, text: str) -> None:
        # A full disk, or a reader of the log that has gone, is no reason to answer nobody.
        with suppress(OSError):
            self._write(f"{self._now():%Y-%m-%dT%H:%M:%SZ} {escape_controls(text)}")


def escape_controls(text: str) -> str:
    """Make control characters and line breaks visible, so that a line stays one."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if is_one_line(char) else repr(char)[1:-1] for char in text)


class Relayed(logging.Handler):
    """Passes on what the server beneath says, but for what it says of every request."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Tell the sentence alone: a trace may hold what somebody typed."""
        self._log.tell(record.getMessage().strip())


def take_over(name: str, log: Log) -> None:
    """Let a logger of the server beneath speak through ours, and one that only talks not at all."""
    logger = logging.getLogger(name)
    logger.handlers = [Relayed(log)]
    logger.propagate = False
    logger.setLevel(logging.WARNING)
    logging.getLogger(TALKATIVE).setLevel(logging.CRITICAL)
