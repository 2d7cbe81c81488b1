"""A Maildir in the place of a relay: every message a file that any mail reader opens."""

import asyncio
import contextlib
import os
from hashlib import sha256
from pathlib import Path

from digest.errors import RelayUnavailable
from digest.model.delivery import Phase, Reply
from digest.model.message import Message

FOLDERS = ("tmp", "new", "cur")
TAKEN = "2.0.0 written to {name}"


class MaildirRelay:
    """Writes each message into a Maildir.

    Args:
        path: Its folder; made when it is not there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def sessions(self) -> int:
        """One: a disk is not faster with more."""
        return 1

    async def open(self) -> "MaildirSession":
        """Make the folders that are missing.

        Raises:
            RelayUnavailable: They cannot be made or read.
        """
        return await asyncio.to_thread(self._open)

    def _open(self) -> "MaildirSession":
        try:
            self._path.mkdir(parents=True, exist_ok=True, mode=0o700)
            for name in FOLDERS:
                (self._path / name).mkdir(exist_ok=True, mode=0o700)
            seen = (self._path / "cur").iterdir()
            read = frozenset(path.name.partition(":")[0] for path in seen)
        except OSError as error:
            raise RelayUnavailable(
                f"The Maildir {self._path} cannot be used: {error.strerror}.",
                "Nothing is lost: make room or access for it, and send again.",
            ) from error
        return MaildirSession(self._path, read)


class MaildirSession:
    """Writes messages one after the other.

    A message's file is named by its Message-ID. So what is written a second time, because nobody
    knows after a crash whether it was there already, takes the place of the first.

    Args:
        path: The Maildir.
        read: Names of the files that a mail reader has moved away from `new`.
    """

    def __init__(self, path: Path, read: frozenset[str]) -> None:
        self._path = path
        self._read = read

    @property
    def usable(self) -> bool:
        """Always: there is no connection that could be lost."""
        return True

    @property
    def announced(self) -> None:
        """Never any: each message is written for itself."""
        return

    async def hand_over(self, message: Message, following: Message | None = None) -> Reply:
        """Write one message: on the disk, whole, before 250 is said."""
        del following
        return await asyncio.to_thread(self._deliver, message)

    def _deliver(self, message: Message) -> Reply:
        name = f"{sha256(message.message_id.encode()).hexdigest()[:40]}.digest"
        draft, final = self._path / "tmp" / name, self._path / "new" / name
        try:
            if name not in self._read:
                write_whole(draft, envelope_fields(message) + message.data)
                draft.replace(final)
                sync_folder(final.parent)
        except OSError as error:
            with contextlib.suppress(OSError):
                draft.unlink()
            text = f"4.3.1 {error.strerror or error}"
            return Reply(phase=Phase.FINAL, code=452, enhanced="4.3.1", text=text)
        return Reply(phase=Phase.FINAL, code=250, enhanced="2.0.0", text=TAKEN.format(name=name))

    async def close(self) -> None:
        """Nothing is open between two messages."""


def envelope_fields(message: Message) -> bytes:
    """Keep the envelope as a delivering server does (RFC 5321 section 4.4)."""
    return (
        f"Return-Path: <{message.envelope_sender}>\r\nDelivered-To: {message.recipient}\r\n"
    ).encode()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read, and wait until the disk has it."""
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Wait until the disk knows a folder's new names."""
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
