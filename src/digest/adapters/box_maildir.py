"""A Maildir, a single file or a pipe, from which mail that came back is read."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from digest.errors import MailboxError, MailboxUnavailable
from digest.model.returned import BoxMail

MOST_BYTES = 2 * 2**20
DRAINED = 64 * 2**20
FLAGS = ":2,"
SEEN = "S"


class MaildirBox:
    """A Maildir: what is in `new`, and what in `cur` nobody has seen.

    Args:
        path: Its folder.

    Raises:
        MailboxError: It is none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        if not (path / "new").is_dir() or not (path / "cur").is_dir():
            raise MailboxError(
                f"{path} is no Maildir: it has no folders new and cur.",
                "Correct DIGEST_BOUNCES in .env, or make it: "
                "mkdir -p " + " ".join(str(path / name) for name in ("new", "cur", "tmp")),
            )

    def mails(self) -> Iterator[BoxMail]:
        """Go through the mails that nobody has read yet, by name."""
        for path in self._unread():
            # Another reader may have taken it.
            with suppress(FileNotFoundError):
                yield BoxMail(name=path.name, data=read_start(path))

    def set_read(self, mail: BoxMail, *, remove: bool = False) -> None:
        """Move a mail to `cur` as seen, or remove it; nothing happens when it is gone."""
        base, _, flags = mail.name.partition(FLAGS)
        seen = "".join(sorted({*flags, SEEN}))
        for folder in ("new", "cur"):
            path = self._path / folder / mail.name
            try:
                if remove:
                    path.unlink()
                else:
                    path.rename(self._path / "cur" / f"{base}{FLAGS}{seen}")
            except FileNotFoundError:
                continue
            except OSError as error:
                raise unavailable(path, error) from error
            return

    def _unread(self) -> list[Path]:
        try:
            new = [path for path in (self._path / "new").iterdir() if path.is_file()]
            old = [path for path in (self._path / "cur").iterdir() if path.is_file()]
        except OSError as error:
            raise unavailable(self._path, error) from error
        unseen = [path for path in old if SEEN not in path.name.partition(FLAGS)[2]]
        waiting = [path for path in new + unseen if not path.name.startswith(".")]
        return sorted(waiting, key=lambda path: path.name)


class FileBox:
    """One mail in a file, which stays as it is.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def mails(self) -> Iterator[BoxMail]:
        """Read it."""
        try:
            data = read_start(self._path)
        except FileNotFoundError as error:
            raise MailboxError(f"There is no file {self._path}.") from error
        yield BoxMail(name=self._path.name, data=data)

    def set_read(self, mail: BoxMail, *, remove: bool = False) -> None:
        """Do nothing: it is nobody's mailbox."""
        del mail, remove


class PipeBox:
    """One mail that a mail server pipes in.

    Args:
        stream: Where it comes from.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def mails(self) -> Iterator[BoxMail]:
        """Read it to its end, so that who writes is not broken off; keep its first 2 MiB."""
        data = self._stream.read(MOST_BYTES)
        left = DRAINED
        while left > 0 and (more := self._stream.read(2**16)):
            left -= len(more)
        if data:
            yield BoxMail(name="-", data=data)

    def set_read(self, mail: BoxMail, *, remove: bool = False) -> None:
        """Do nothing: it comes once."""
        del mail, remove


def read_start(path: Path) -> bytes:
    """Read as much of a file as is looked at.

    Raises:
        FileNotFoundError: It is gone.
        MailboxUnavailable: It cannot be read.
    """
    try:
        with open(path, "rb", opener=open_without_waiting) as file:
            return file.read(MOST_BYTES)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise unavailable(path, error) from error


def open_without_waiting(name: str, flags: int) -> int:
    """Open a file so that a pipe somebody has put there does not hold us up."""
    return os.open(name, flags | os.O_NONBLOCK)


def unavailable(path: Path, error: OSError) -> MailboxUnavailable:
    """Say what cannot be read or moved, and why."""
    return MailboxUnavailable(
        f"{path} cannot be used: {error.strerror}.",
        "Nothing is lost: what was read is kept, and the rest is read the next time.",
    )
