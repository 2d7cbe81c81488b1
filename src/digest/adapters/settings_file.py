"""digest.toml as text: find the line of a key, edit sources while every comment stays.

Also creates the files of a new publication's folder, never over one that is there.
"""

import os
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.errors import ConfigError
from digest.model.publication import Source

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

HEADER = re.compile(r"\s*\[(\[?)([^\[\]#]+)\]")
KEY = re.compile(r"""\s*([\w.-]+|"[^"]*"|'[^']*')\s*=""")
TRIPLE = re.compile(r"'''|\"\"\"")
Step = str | int


def split_key(text: str) -> tuple[str, ...]:
    """Split a dotted TOML key into its parts, without quotation marks."""
    return tuple(part.strip().strip("\"'") for part in text.split("."))


def key_lines(text: str) -> Iterator[tuple[tuple[Step, ...], int]]:
    """Yield the path of every table and key of a TOML text, with its line from 1."""
    counts: dict[tuple[str, ...], int] = {}
    table: tuple[Step, ...] = ()
    quote = ""
    for number, line in enumerate(text.splitlines(), 1):
        before = quote
        for mark in TRIPLE.findall(line):
            quote = "" if mark == quote else quote or mark
        if before:
            continue
        if header := HEADER.match(line):
            name = split_key(header[2])
            table = name
            if header[1]:
                counts[name] = counts.get(name, -1) + 1
                table = (*name, counts[name])
            yield table, number
        elif key := KEY.match(line):
            yield (*table, *split_key(key[1])), number


def find_line(text: str, path: Sequence[Step]) -> int | None:
    """Find the line of a key, or of the nearest thing around it.

    Args:
        text: TOML, which may be broken elsewhere.
        path: Names, and positions in arrays from 0; "..." stands for any name.

    Returns:
        A line from 1; None when nothing of the path is there.
    """
    lines = list(key_lines(text))
    for length in range(len(path), 0, -1):
        for steps, number in lines:
            start = steps[:length]
            if len(start) == length and all(
                want in ("...", got) for want, got in zip(path, start, strict=False)
            ):
                return number
    return None


def write_whole(path: Path, text: str, *, mode: int | None = None) -> None:
    """Write a file whole or not at all; one that is there keeps its mode, owner and links."""
    from tempfile import mkstemp

    target = path.resolve()
    if mode is None:
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
    handle, name = mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        if target.exists() and os.geteuid() == 0:
            # Root may change the settings of a service that runs as somebody else.
            os.chown(name, target.stat().st_uid, target.stat().st_gid)
        Path(name).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


class SettingsFile:
    """The sources and sections in digest.toml, changed with every comment kept.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def add_source(self, source: Source, *, new_section: bool = False) -> None:
        """Append a source, and its section when `new_section` says that there is none yet.

        Raises:
            ConfigError: The file cannot be read or written.
        """
        named = (source.section,) if new_section and source.section else ()
        self.add_sources([source], new_sections=named)

    def add_sources(self, sources: Sequence[Source], *, new_sections: Collection[str] = ()) -> None:
        """Append sources in one go, and those of the named sections that are not there yet.

        A file that has no `[[sections]]` gets none: there the sources name the sections, and a
        single table would leave out those that other sources name.

        Raises:
            ConfigError: The file cannot be read or written.
        """
        document = self._read()
        sections = document.get("sections")
        known = {one["name"] for one in sections or ()}
        for name in new_sections:
            if sections and name not in known:
                append_table(document, "sections", {"name": name})
        for source in sources:
            append_table(document, "sources", table_of(source))
        self._write(document)

    def remove_source(self, name: str) -> bool:
        """Remove a source by its name; False when there is none of that name.

        Raises:
            ConfigError: The file cannot be read or written.
        """
        document = self._read()
        sources = document.get("sources", [])
        for position, entry in enumerate(sources):
            if entry.get("name") == name:
                del sources[position]
                if not sources:
                    del document["sources"]
                self._write(document)
                return True
        return False

    def _read(self) -> "TOMLDocument":
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        try:
            return tomlkit.parse(self._path.read_bytes().decode("utf-8-sig"))
        except (OSError, UnicodeDecodeError, TOMLKitError) as error:
            raise ConfigError(f"{self._path.name} cannot be edited: {error}.") from error

    def _write(self, document: "TOMLDocument") -> None:
        import tomllib

        import tomlkit

        text = tomlkit.dumps(document)
        try:
            tomllib.loads(text)
            write_whole(self._path, text)
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise ConfigError(
                f"{self._path.name} cannot be edited: {error}.", "Edit it by hand."
            ) from error


def table_of(source: Source) -> dict[str, Any]:
    """Write the table of a source that is added."""
    table: dict[str, Any] = {"name": source.name, "kind": source.kind.value, "url": source.url}
    if source.section:
        table["section"] = source.section
    return table


def append_table(document: "TOMLDocument", name: str, entry: dict[str, Any]) -> None:
    """Append one `[[name]]`, or one more inline table where the file writes them so."""
    import tomlkit
    from tomlkit.items import AoT, Array

    known = document.get(name)
    if isinstance(known, Array):
        inline = tomlkit.inline_table()
        inline.update(entry)
        known.append(inline)
        return
    table = tomlkit.table()
    table.update(entry)
    if isinstance(known, AoT):
        if not known[-1].as_string().endswith("\n\n"):
            known[-1].add(tomlkit.nl())
        known.append(table)
        return
    tables = tomlkit.aot()
    tables.append(table)
    if document.as_string() and not document.as_string().endswith("\n\n"):
        document.add(tomlkit.nl())
    document.add(name, tables)


class NewFolder:
    """The folder of a new publication.

    Args:
        path: May be missing; its parents are made.
        dry_run: Whether to tell what would be made, and make nothing.
    """

    def __init__(self, path: Path, *, dry_run: bool = False) -> None:
        self._path = path
        self._dry_run = dry_run

    @property
    def name(self) -> str:
        """The folder's own name."""
        return self._path.resolve().name

    def has(self, name: str) -> bool:
        """Tell whether a file or folder of that name is there, a dangling link included."""
        return os.path.lexists(self._path / name)

    def create(self, name: str, text: str, *, private: bool = False) -> bool:
        """Write a file that is not there yet; `private` makes its mode 0600.

        Returns:
            False when it is there already, and stays as it is.

        Raises:
            ConfigError: It cannot be written.
        """
        if self._dry_run:
            return not self.has(name)
        mode = 0o600 if private else 0o666
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        except (FileExistsError, NotADirectoryError):
            if self.has(name):
                return False
            raise ConfigError(f"{self._path} is a file.", "Name another folder.") from None
        except OSError as error:
            raise ConfigError(
                f"{self._path / name} cannot be written: {error.strerror}."
            ) from error
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return True

    def create_folder(self, name: str) -> bool:
        """Make a folder inside; False when something of that name is there already."""
        if self._dry_run or self.has(name):
            return not self.has(name)
        try:
            (self._path / name).mkdir(parents=True)
        except OSError as error:
            raise ConfigError(f"{self._path / name} cannot be made: {error.strerror}.") from error
        return True


def read_example(name: str) -> str:
    """Read an example file that travels with us: out of the package, else the repository.

    Args:
        name: "subscribers.example.csv" or ".env.example".

    Raises:
        ConfigError: It is missing, which a whole installation never is.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package, package.parents[1]):
        path = folder / name
        if path.is_file():
            return path.read_text(encoding="utf-8")
    raise ConfigError(f"{name} is missing.", "Install digest-desk again.")
