"""The folder of a static site: written file by file, and never a file that is not ours."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from digest.errors import EditionBusy, UsageError

READABLE = 0o644


class SiteFolder:
    """A folder that a web server shows.

    Args:
        path: May be missing; its parents are made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def is_empty(self) -> bool:
        """Tell whether nothing is there.

        Raises:
            UsageError: It cannot be read, or is a file.
        """
        try:
            return not any(self._path.iterdir())
        except FileNotFoundError:
            return True
        except OSError as error:
            raise refuse(self._path, "read", error) from error

    def read(self, name: str) -> bytes | None:
        """Read a file; None when there is none.

        Raises:
            UsageError: It cannot be read, or is a link out of the folder.
        """
        place = self._place(name)
        try:
            return place.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise refuse(place, "read", error) from error

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all; a web server never shows half of one.

        Raises:
            UsageError: It cannot be written; what was there before is still there.
        """
        from tempfile import mkstemp

        place = self._place(name)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, written = mkstemp(dir=place.parent, prefix=".digest-", suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                Path(written).chmod(READABLE)
                Path(written).replace(place)
            except BaseException:
                with suppress(OSError):
                    Path(written).unlink()
                raise
        except OSError as error:
            raise refuse(place, "written", error) from error

    def remove(self, name: str) -> None:
        """Remove a file, and the folders that it leaves empty; one that is gone is no mistake.

        Raises:
            UsageError: It cannot be removed.
        """
        place = self._place(name)
        try:
            place.unlink(missing_ok=True)
        except NotADirectoryError:
            return
        except OSError as error:
            raise refuse(place, "removed", error) from error
        with suppress(OSError):
            for folder in place.relative_to(self._path).parents[:-1]:
                (self._path / folder).rmdir()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only run that writes here; a run that dies is no longer one.

        Raises:
            EditionBusy: Another run is writing at this moment.
            UsageError: The folder cannot be made.
        """
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise refuse(self._path, "written", error) from error
        try:
            with suppress(OSError):
                self._lock(handle)
            yield
        finally:
            os.close(handle)

    def _lock(self, handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise EditionBusy(
                f"Another run is building {self._path} at this moment.",
                "It goes on by itself; run this again when it has ended.",
            ) from error

    def _place(self, name: str) -> Path:
        """Find a file's place, which is never outside of the folder, not by a link either.

        Raises:
            UsageError: It would be.
        """
        parts = name.split("/")
        place = self._path / name
        inside = name and not {"", ".", ".."} & set(parts) and "\0" not in name
        if not inside or not place.parent.resolve().is_relative_to(self._path.resolve()):
            raise UsageError(
                f"{place} is not in {self._path}.", "Look for a link that leads out of the folder."
            )
        return place


def refuse(place: Path, verb: str, error: OSError) -> UsageError:
    """Say why the system does not let us."""
    hint = "Name another folder, or give yourself the right to write there."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        hint = "Make room there, then build again: it goes on where it has stopped."
    return UsageError(f"{place} cannot be {verb}: {error.strerror or error}.", hint)
