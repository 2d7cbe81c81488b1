"""Saved pages on disk, and the text files of the publication's folder."""

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from digest.adapters.settings_file import write_whole
from digest.errors import EditionBusy, EditionError, StoreError, UsageError
from digest.model.fetch import FetchFailure, SavedPage

SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".txt"})
MOST_BYTES = 20 * 2**20
MOST_PAGES = 5000


class DiskFolder:
    """A publication's folder.

    Args:
        path: The folder; paths that are not absolute are taken from there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()

    def saved_pages(self, path: str) -> list[SavedPage | FetchFailure] | FetchFailure:
        """Read a folder's .html, .htm and .txt files by name, without its folders inside.

        Returns:
            A page or a failure for each file; one failure when the folder cannot be read.
        """
        folder = self._path / path
        try:
            names = sorted(
                entry.name
                for entry in folder.iterdir()
                if entry.suffix.lower() in SUFFIXES and not entry.name.startswith(".")
            )
        except FileNotFoundError:
            return FetchFailure(url=path, reason="there is no such folder")
        except NotADirectoryError:
            return FetchFailure(
                url=path,
                reason="it is a file, and a source is a folder of saved pages: name its folder",
            )
        except (OSError, ValueError) as error:
            return FetchFailure(url=path, reason=f"cannot be read: {tell_cause(error)}")
        if len(names) > MOST_PAGES:
            reason = f"has {len(names):,} pages; at most {MOST_PAGES:,} are read"
            return FetchFailure(url=path, reason=reason)
        home = folder.resolve()
        return [self._read_inside(home, f"{path.rstrip('/')}/{name}", name) for name in names]

    def saved_page(self, path: str) -> SavedPage | FetchFailure:
        """Read one file that somebody named."""
        return self._read(path)

    def source_path(self, path: str) -> str:
        """Write a path that somebody typed as digest.toml has it.

        It is taken from the publication's folder when it is there, else from the present one.

        Returns:
            Relative to the publication's folder when it is inside, else absolute.
        """
        typed = Path(path).expanduser()
        place = self._path / typed
        if not place.exists() and typed.exists():
            place = typed.absolute()
        place = Path(os.path.normpath(place))
        return str(place.relative_to(self._path) if place.is_relative_to(self._path) else place)

    def read_text(self, path: str) -> str | None:
        """Read a UTF-8 file of the publication's folder; None when it is not there.

        Raises:
            EditionError: It is not UTF-8; names the line.
            StoreError: It cannot be read, or is too large.
        """
        place = self._own(path)
        try:
            raw = read_capped(place)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{path} cannot be read: {tell_cause(error)}.") from error
        if raw is None:
            raise StoreError(f"{path} is larger than {MOST_BYTES // 2**20} MiB.")
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            raise EditionError(
                f"{path}:{line}: not UTF-8.", "Save it as UTF-8.", line=line
            ) from error

    def names(self, path: str) -> list[str]:
        """Name what is in a folder of the publication's; nothing when it cannot be looked into."""
        try:
            return sorted(entry.name for entry in self._own(path).iterdir())
        except OSError:
            return []

    def write_text(self, path: str, text: str) -> None:
        """Write a file of the publication's folder whole or not at all; makes its folder.

        Raises:
            StoreError: It cannot be written; what was there before is still there.
        """
        place = self._own(path)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, text)
            sync_folder(place.parent)
        except OSError as error:
            raise StoreError(
                f"{path} cannot be written: {tell_cause(error)}.",
                "Make room or give yourself the right to write there, and run the command again.",
            ) from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only run that makes an edition here; a run that dies is no longer one.

        The folder itself is locked, which leaves no file behind and ends with the process. Where
        a file system knows no locks, the database alone decides who plans.

        Raises:
            EditionBusy: Another run is making one at this moment.
        """
        handle = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            with suppress(OSError):
                lock_now(handle)
            yield
        finally:
            os.close(handle)

    def _own(self, path: str) -> Path:
        """Find the place of one of our own files, which is never outside of the folder.

        Raises:
            UsageError: It would be.
        """
        parts = Path(path).parts
        if Path(path).is_absolute() or ".." in parts or "\0" in path:
            raise UsageError(f"{path} is not in the publication's folder.")
        return self._path / path

    def _read_inside(self, home: Path, path: str, name: str) -> SavedPage | FetchFailure:
        try:
            place = (self._path / path).resolve()
        except (OSError, RuntimeError):
            return FetchFailure(url=path, reason="is a link that leads nowhere")
        if not place.is_relative_to(home):
            return FetchFailure(url=path, reason="is a link that leads out of its folder")
        return self._read(path, name=name)

    def _read(self, path: str, *, name: str = "") -> SavedPage | FetchFailure:
        place = self._path / path
        try:
            body = read_capped(place)
        except FileNotFoundError:
            return FetchFailure(url=path, reason="there is no such file")
        except IsADirectoryError:
            return FetchFailure(url=path, reason="is a folder")
        except (OSError, ValueError) as error:
            return FetchFailure(url=path, reason=f"cannot be read: {tell_cause(error)}")
        if body is None:
            reason = f"larger than {MOST_BYTES // 2**20} MiB"
            return FetchFailure(url=path, reason=reason)
        return SavedPage(
            path=path, name=name or place.name, body=body, address=self._address(place)
        )

    def _address(self, place: Path) -> str:
        """Make the `file:` URL of a page; inside the folder it is the same on every machine."""
        whole = Path(os.path.normpath(place))
        if whole.is_relative_to(self._path):
            return "file:" + quote(os.fsencode(whole.relative_to(self._path)))
        return whole.as_uri()


def read_capped(place: Path) -> bytes | None:
    """Read a regular file; None when it is too large. A device or a pipe would never end."""
    handle = os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise OSError(0, "it is a folder" if stat.S_ISDIR(mode) else "it is no ordinary file")
        with os.fdopen(handle, "rb", closefd=False) as file:
            body = file.read(MOST_BYTES + 1)
    finally:
        os.close(handle)
    return body if len(body) <= MOST_BYTES else None


def lock_now(handle: int) -> None:
    """Lock an open folder without waiting.

    Raises:
        EditionBusy: Another process has locked it.
        OSError: It cannot be locked at all.
    """
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise EditionBusy(
            "Another run is making an edition here at this moment.",
            "It goes on by itself; see how far it is: digest status",
        ) from error


def sync_folder(folder: Path) -> None:
    """See to it that a renamed file is found again after a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def tell_cause(error: Exception) -> str:
    """Say why the system refused."""
    return getattr(error, "strerror", None) or str(error)
