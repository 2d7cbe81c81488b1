"""Files of subscribers: read whatever a spreadsheet wrote, write what a spreadsheet may open."""

import csv
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from tempfile import mkstemp
from types import TracebackType
from typing import Self, TextIO

from digest.adapters.csvtext import Lines, Record, find_delimiter, find_encoding, read_records
from digest.errors import UsageError
from digest.model.rows import Row

REASON = "reason"
# What we write there ourselves: "line 7: no address". Nobody's own reason reads like that.
WRITTEN_REASON = re.compile("line [0-9]+: ")
BAD_SUFFIX = ".bad.csv"
# What spreadsheets take for the beginning of a formula, full-width forms included, and also behind
# what some of them pass over: spaces, quotation marks, marks of order and width that nobody sees.
# Apostrophes before it count as well, so that taking one away again gives exactly what was there.
PASSED_OVER = "['\"\\s\ufeff\u200b-\u200f\u2060-\u2064]*"
FORMULA = re.compile(PASSED_OVER + "[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def protect(value: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{value}" if FORMULA.match(value) else value


def unprotect(value: str) -> str:
    """Take away the apostrophe that `protect` puts there; undoes it for every text."""
    return value[1:] if value[:1] == "'" and FORMULA.match(value) else value


def write_csv(
    file: TextIO, columns: Sequence[str], rows: Iterable[Sequence[str]], *, raw: bool = False
) -> int:
    """Write an export.

    Args:
        file: Opened with `newline=""`.
        columns: Header row.
        rows: One value for each column.
        raw: Leave formulas as they are, for programs; a spreadsheet would run them.

    Returns:
        How many rows were written.
    """
    made = str if raw else protect
    writer = csv.writer(file)
    writer.writerow([made(column) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([made(value) for value in row])
        count += 1
    return count


def print_csv(
    file: TextIO, columns: Sequence[str], rows: Iterable[Sequence[str]], *, raw: bool = False
) -> int:
    """Write an export to an open stream such as stdout, as UTF-8 whatever the terminal says."""
    if isinstance(file, TextIOWrapper):
        file.reconfigure(encoding="utf-8", newline="")
    return write_csv(file, columns, rows, raw=raw)


def save_csv(
    path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]], *, raw: bool = False
) -> int:
    """Write an export whole or not at all, readable by its owner alone.

    Returns:
        How many rows were written.

    Raises:
        UsageError: It cannot be written.
    """
    target = path.resolve()
    temporary: Path | None = None
    try:
        handle, name = mkstemp(dir=target.parent, prefix=f".{target.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8" if raw else "utf-8-sig", newline="") as file:
            count = write_csv(file, columns, rows, raw=raw)
        temporary.replace(target)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}.", "Name another file with --out."
        ) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
    return count


def bad_path(path: Path) -> Path:
    """Name the file for the bad rows of `path`: readers.bad.csv for readers.csv."""
    stem = path.stem if path.suffix.lower() in (".csv", ".tsv", ".txt") else path.name
    return path.with_name(stem + BAD_SUFFIX)


class CsvRows:
    """The rows of one file, and its bad rows beside it. A context manager.

    On leaving without an error the bad rows stand in FILE.bad.csv, or none does when no row was
    bad. They have the columns of the file and `reason`; when such a file is read again, our
    reasons are left out, by whatever name it is called by then. The rows may be gone through once.

    Args:
        path: UTF-8 with or without a mark, UTF-16, else Windows-1252 or Latin-1; with commas,
            semicolons or tabs.
        keep_bad: Whether to touch FILE.bad.csv at all; not in a rehearsal.

    Raises:
        UsageError: It cannot be read, is empty, or is a workbook.

    Attributes:
        name: The file's name, for people.
        columns: Names in the header row, trimmed, otherwise as they stand.
        note: What is odd about the file; empty when nothing is.
        bad_file: The file of bad rows that was written; None before leaving, or without one.
    """

    def __init__(self, path: Path, *, keep_bad: bool = True) -> None:
        self._path = path
        self._keep_bad = keep_bad
        self._bad: TextIO | None = None
        self._bad_name = ""
        self.name = path.name
        self.bad_file: Path | None = None
        encoding, self.note = find_encoding(path)
        self._file = path.open(encoding=encoding, errors="replace", newline="")
        lines = Lines(self._file)
        self._delimiter = find_delimiter(lines)
        self._records = read_records(lines, self._delimiter)
        header = next(self._records, None)
        if header is None or header.problem:
            self._file.close()
            problem = f"its header row: {header.problem}" if header else "it is empty"
            raise UsageError(
                f"{self.name} cannot be read: {problem}.", "The first row names the columns."
            )
        self._reviewed = path.name.endswith(BAD_SUFFIX) and header.values[-1] == REASON
        self.columns = [unprotect(value.strip()) for value in header.values]
        if self._reviewed:
            del self.columns[-1]
        self._reasons = [at for at, name in enumerate(self.columns) if name == REASON]

    def __iter__(self) -> Iterator[Row]:
        """Yield every row that is not blank."""
        width = len(self.columns)
        for record in self._records:
            line, values, _, plain = record
            # Most rows are as they should be, and there may be a million of them.
            if plain and len(values) == width and not (self._reviewed or self._reasons):
                trimmed = tuple([value.strip() for value in values])
                row = Row(line=line, values=trimmed) if any(trimmed) else None
            else:
                row = self._read_odd(record)
            if row:
                yield row

    def _read_odd(self, record: Record) -> Row | None:
        """Read any row; None for a blank one."""
        width = len(self.columns)
        values = tuple(unprotect(value.strip()) for value in record.values)
        if self._reviewed and not record.problem:
            values = values[:width] + values[width + 1 :]
        values = self._without_reasons(values)
        if not any(values):
            return None
        problem = record.problem
        if not problem and any(values[width:]):
            problem = f"{len(values)} values, but the header has {width}"
        elif not problem and any("\0" in value for value in values):
            problem = "a NUL character"
        if not problem:
            values = (*values[:width], *[""] * (width - len(values)))
        return Row(line=record.line, values=values, problem=problem)

    def _without_reasons(self, values: tuple[str, ...]) -> tuple[str, ...]:
        """Empty the reasons that we wrote ourselves, in a file of bad rows that was renamed."""
        return tuple(
            "" if at in self._reasons and WRITTEN_REASON.match(value) else value
            for at, value in enumerate(values)
        )

    def reject(self, row: Row, reason: str) -> None:
        """Note a bad row with its reason.

        Raises:
            UsageError: FILE.bad.csv cannot be written.
        """
        if not self._keep_bad:
            return
        values = [protect(value.replace("\0", "\N{SYMBOL FOR NULL}")) for value in row.values]
        width = len(self.columns)
        values += [""] * (width - len(values))
        # Values beyond the header stand behind the reason, so that each keeps its column.
        line = [*values[:width], f"line {row.line}: {reason}", *values[width:]]
        csv.writer(self._open_bad(), delimiter=self._delimiter).writerow(line)

    def _open_bad(self) -> TextIO:
        if self._bad is None:
            target = bad_path(self._path)
            try:
                # mkstemp makes it 0600: these are people's addresses.
                handle, self._bad_name = mkstemp(dir=target.parent, prefix=f".{target.name}.")
            except OSError as error:
                raise UsageError(
                    f"{target} cannot be written: {error.strerror}.",
                    "Copy the file to a folder of yours and import it again.",
                ) from error
            # With a mark, so that spreadsheets see that it is UTF-8.
            self._bad = os.fdopen(handle, "w", encoding="utf-8-sig", newline="")
            header = [*(protect(column) for column in self.columns), REASON]
            csv.writer(self._bad, delimiter=self._delimiter).writerow(header)
        return self._bad

    def __enter__(self) -> Self:
        """Give the rows."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file, and put the bad rows in their place when all went well."""
        self._file.close()
        target = bad_path(self._path)
        if self._bad is not None:
            self._bad.close()
            if kind is None:
                Path(self._bad_name).replace(target)
                self.bad_file = target
            else:
                with suppress(OSError):
                    Path(self._bad_name).unlink()
        elif kind is None and self._keep_bad:
            with suppress(OSError):
                target.unlink(missing_ok=True)
