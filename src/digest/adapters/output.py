"""A folder that is written for somebody to look at."""

from pathlib import Path

from digest.errors import UsageError


class OutputFolder:
    """Files that are made anew each time.

    Args:
        path: May be missing; its parents are made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, name: str) -> bytes | None:
        """Read a file that is there; None when there is none.

        Raises:
            UsageError: It cannot be read.
        """
        target = self._path / name
        try:
            return target.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise UsageError(
                f"{target} cannot be read: {error.strerror}.", "Name another folder."
            ) from error

    def write(self, name: str, data: bytes) -> None:
        """Write a file, in place of an earlier one; folders in `name` are made.

        Raises:
            UsageError: It cannot be written.
        """
        target = self._path / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        except OSError as error:
            raise UsageError(
                f"{target} cannot be written: {error.strerror}.", "Name another folder."
            ) from error
