"""Files of a publication in which somebody's address still stands."""

from collections.abc import Iterator
from pathlib import Path

MOST_FILES = 20_000
MOST_BYTES = 16 * 2**20
# The database is seen to by itself.
DATABASE = (".db", ".db-wal", ".db-shm", ".db-journal")
OTHERS = {".git", ".venv", "node_modules", "__pycache__"}


def find_remnants(folder: Path, email: str) -> list[str]:
    """Name the files of a folder that hold an address, by their paths in it.

    The first 20,000 files are looked through, and of each its first 16 MiB; text in UTF-16, as
    some spreadsheets write it, too.

    Args:
        folder: The publication's.
        email: In any case.
    """
    needles = {
        text.encode(coding) for text in spellings(email) for coding in ("utf-8", "utf-16-le")
    }
    found = (path for path in walk(folder) if holds(path, needles))
    return sorted(str(path.relative_to(folder)) for path in found)


def spellings(email: str) -> set[str]:
    """Write an address in small letters, as in text and as in the lines of a mail."""
    small = email.strip().lower()
    return {small, small.replace("@", "=40")}


def walk(folder: Path) -> Iterator[Path]:
    """Go through the files of a folder, those that others keep there left out."""
    count = 0
    for path in folder.rglob("*"):
        if OTHERS & set(path.relative_to(folder).parts) or path.name.endswith(DATABASE):
            continue
        if path.is_file() and not path.is_symlink():
            count += 1
            if count > MOST_FILES:
                return
            yield path


def holds(path: Path, needles: set[bytes]) -> bool:
    """Whether a file holds one of these texts; one that cannot be read does not."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES).lower()
    except OSError:
        return False
    return any(needle in data for needle in needles)
