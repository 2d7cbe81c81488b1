"""The folder `pictures/` of a publication: each file says by its name what was asked for.

KEY-HASH.jpg (or .png) is a picture: KEY tells address and size, HASH the bytes. KEY.failed tells
why there is none; an empty file with .kept after a picture's name says that a sent mail shows it.
The time of a file is when it was fetched. There is no index that could contradict the files: a run
that is killed leaves whole ones and, at worst, an unfinished one beside them.
"""

import os
import re
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkstemp

from digest.adapters.files import tell_cause
from digest.compose.pictures import picture_name
from digest.errors import StoreError
from digest.model.picture import Picture

NAME = re.compile(r"[0-9a-f]{20}-[0-9a-f]{20}\.(?:jpg|png)")
FAILED = ".failed"
KEPT = ".kept"
UNFINISHED = ".new-"
MOST_BYTES = 2**20
LONGEST_REASON = 400


class PictureFolder:
    """Pictures on disk.

    Args:
        path: The folder; made when the first picture is kept.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def find(self, key: str, *, since: datetime) -> str | None:
        """Name the picture of a key that was fetched last, at `since` or later; None if none is."""
        found = [
            (moment, name)
            for name, moment in self._times(f"{key}-*")
            if NAME.fullmatch(name) and moment >= since
        ]
        return max(found)[1] if found else None

    def failure(self, key: str, *, since: datetime) -> str | None:
        """Tell why there is no picture of a key, if that was tried at `since` or later."""
        place = self._path / f"{key}{FAILED}"
        try:
            if moment_of(place) < since:
                return None
            with place.open("rb") as file:
                return file.read(LONGEST_REASON).decode(errors="replace").strip()
        except OSError:
            return None

    def save(self, key: str, picture: Picture, *, now: datetime) -> str:
        """Keep a picture and tell its name.

        Raises:
            StoreError: It cannot be written.
        """
        name = picture_name(key, picture)
        self._write(name, picture.body, now)
        with suppress(OSError):
            (self._path / f"{key}{FAILED}").unlink()
        return name

    def note_failure(self, key: str, reason: str, *, now: datetime) -> None:
        """Remember why there is no picture; what cannot be written is forgotten."""
        with suppress(StoreError):
            self._write(f"{key}{FAILED}", reason.encode(errors="replace")[:LONGEST_REASON], now)

    def read(self, name: str) -> bytes | None:
        """Read a picture by its name; None when it is not there."""
        if not NAME.fullmatch(name):
            return None
        try:
            with (self._path / name).open("rb") as file:
                return file.read(MOST_BYTES)
        except OSError:
            return None

    def older(self, before: datetime) -> dict[str, datetime]:
        """Name what was written before a moment and is not kept for good, with when that was.

        Pictures, failures, and what a run that was killed did not finish.
        """
        times = dict(self._times("*"))
        return {
            name: moment
            for name, moment in sorted(times.items())
            if moment < before and name + KEPT not in times and is_ours(name)
        }

    def keep(self, name: str) -> None:
        """Keep a picture for good; when that cannot be noted it is looked at again later."""
        with suppress(OSError):
            (self._path / f"{name}{KEPT}").touch()

    def remove(self, name: str) -> None:
        """Remove a file; one that is gone already is no matter."""
        if "/" not in name:
            with suppress(OSError):
                (self._path / name).unlink()

    def _times(self, pattern: str) -> list[tuple[str, datetime]]:
        times = []
        # A folder without a file yet is empty; a file may vanish while we look.
        with suppress(OSError):
            for place in self._path.glob(pattern):
                with suppress(OSError):
                    times.append((place.name, moment_of(place)))
        return times

    def _write(self, name: str, data: bytes, now: datetime) -> None:
        """Write a file whole or not at all."""
        draft = None
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            handle, draft = mkstemp(dir=self._path, prefix=UNFINISHED)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.utime(draft, (now.timestamp(), now.timestamp()))
            Path(draft).chmod(0o644)
            Path(draft).replace(self._path / name)
        except OSError as error:
            if draft:
                with suppress(OSError):
                    Path(draft).unlink()
            cause = tell_cause(error)
            raise StoreError(f"pictures/{name} cannot be written: {cause}.") from error


def is_ours(name: str) -> bool:
    """Tell whether a file is a picture, a failure, or an unfinished one: what may be removed."""
    return bool(NAME.fullmatch(name)) or name.endswith(FAILED) or name.startswith(UNFINISHED)


def moment_of(place: Path) -> datetime:
    """Tell when a file was written, aware, UTC."""
    return datetime.fromtimestamp(place.stat().st_mtime, tz=UTC)
