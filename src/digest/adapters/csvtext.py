"""CSV as it comes: which encoding, which delimiter, where a row ends when quotes are broken."""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO

from digest.errors import UsageError

CHUNK = 2**16
LONGEST_LINE = 2**20
LONGEST_RECORD = 100  # physical lines; a quotation mark open for longer was a slip
DELIMITERS = (",", ";", "\t")
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
# What a workbook of Excel or LibreOffice has in it, and Apple's Numbers.
SHEETS = ("[Content_Types].xml", "xl/", "content.xml", "Index/")
ARCHIVES = (b"\x1f\x8b", b"BZh91AY&SY", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
LONGEST_MARK = 16
NO_TEXT = (
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"%PDF-", b"\x7fELF"),
    b"SQLite format 3\0",
)
NOT_1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
SEPARATOR_LINE = re.compile(r"sep=(.)[\r\n]*", re.IGNORECASE)
UNCLOSED = "a quotation mark is never closed"
BROKEN = "a quotation mark stands inside a value; double it"


class Record(NamedTuple):
    """The values of one row as they stand, or why they cannot be told apart.

    Attributes:
        line: Line in the file at which it begins, from 1.
        values: As they stand.
        problem: Why they cannot be told apart; empty when they can.
        plain: Whether no quotation mark, apostrophe or NUL stands anywhere in the row.
    """

    line: int
    values: Sequence[str]
    problem: str = ""
    plain: bool = False


class Lines:
    """Physical lines of a text, which can be put back, so that one bad row costs only itself.

    Args:
        file: Opened with `newline=""`.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._waiting: list[str] = []
        self.number = 0

    def read(self) -> str:
        """Read one line with its end; "" after the last one.

        A line that is too long comes back cut, and the rest of it is passed over.
        """
        line = self._waiting.pop() if self._waiting else self._file.readline(LONGEST_LINE)
        self.number += bool(line)
        if len(line) == LONGEST_LINE and line[-1] not in "\r\n":
            rest = line
            while len(rest) == LONGEST_LINE and rest[-1] not in "\r\n":
                rest = self._file.readline(LONGEST_LINE)
        return line

    def put_back(self, lines: Sequence[str]) -> None:
        """Put lines back, to be read again in the same order."""
        self._waiting.extend(reversed(lines))
        self.number -= len(lines)


def find_encoding(path: Path) -> tuple[str, str]:
    """Find out how a file is encoded, reading all of it once, a piece at a time.

    Returns:
        The codec, and a note for the editor when it is not UTF-8, else "".

    Raises:
        UsageError: It cannot be read, or is no text.
    """
    try:
        with path.open("rb") as file:
            refuse_strange(path.name, file)
            start = file.read(4)
            file.seek(0)
            return guess_encoding(start, file)
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror}.", "Check the name of the file."
        ) from error


def refuse_strange(name: str, file: BinaryIO) -> None:
    """Refuse what is no text, by how it begins, and go back there.

    Raises:
        UsageError: It is a workbook, an archive, a picture or the like.
    """
    start = file.read(LONGEST_MARK)
    is_zip = start.startswith(ZIP)
    if start.startswith(OLD_WORKBOOK) or (is_zip and is_workbook(name, file)):
        raise UsageError(f"{name} is a workbook, not CSV.", "Save it as “CSV UTF-8” and try again.")
    if is_zip or start.startswith(ARCHIVES):
        raise UsageError(f"{name} is an archive.", "Unpack it, and import the CSV files in it.")
    if start.startswith(NO_TEXT):
        raise UsageError(f"{name} is no text.", "Export the table as CSV, and import that file.")
    file.seek(0)


def is_workbook(name: str, file: BinaryIO) -> bool:
    """Whether a ZIP archive is a spreadsheet; one that is broken goes by its name."""
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(file) as archive:
            names = archive.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return not name.lower().endswith(".zip")
    return any(one.startswith(SHEETS) for one in names)


def guess_encoding(start: bytes, file: BinaryIO) -> tuple[str, str]:
    """Tell the codec from the byte order mark, else from what the bytes can be."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "it is UTF-16."
    if start[1:2] == start[3:4] == b"\0":
        return "utf-16-le", "it is UTF-16 without a mark."
    decoder = codecs.getincrementaldecoder("utf-8")()
    may_be_1252 = True
    try:
        while chunk := file.read(CHUNK):
            may_be_1252 = may_be_1252 and not NOT_1252.search(chunk)
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        rest = iter(lambda: file.read(CHUNK), b"")
        if may_be_1252 and not any(NOT_1252.search(chunk) for chunk in rest):
            return "cp1252", "it is not UTF-8; it was read as Windows-1252."
        return "latin-1", "it is not UTF-8; it was read as Latin-1."
    return "utf-8-sig", ""


def find_delimiter(lines: Lines) -> str:
    """Tell the delimiter from the header row, which stays to be read.

    A line `sep=;`, which some spreadsheets write first, is believed and passed over.
    """
    line = lines.read()
    if separator := SEPARATOR_LINE.fullmatch(line):
        return separator[1]
    lines.put_back([line] if line else [])

    def rank(delimiter: str) -> tuple[bool, int]:
        try:
            values = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:  # a value of more than 128 KiB: this is no header row
            return False, 0
        return any(value.strip().casefold() == "email" for value in values), len(values)

    return max(DELIMITERS, key=rank)


def read_records(lines: Lines, delimiter: str) -> Iterator[Record]:
    """Yield the rows that are not blank.

    A row whose quotation marks are broken is told as such, and reading goes on in the next
    line: it must not swallow the rows after it.
    """
    while line := lines.read():
        start = lines.number
        if len(line) == LONGEST_LINE:
            yield Record(start, [line[:1000]], f"the line is longer than {LONGEST_LINE} characters")
        elif '"' in line:
            yield read_quoted(lines, line, delimiter)
        elif row := line.rstrip("\r\n"):
            plain = "'" not in line and "\0" not in line
            yield Record(start, row.split(delimiter), "", plain)


def read_quoted(lines: Lines, first: str, delimiter: str) -> Record:
    """Read a row that has quotation marks, over as many lines as they stay open."""
    start = lines.number
    gathered = [first]

    def gather() -> Iterator[str]:
        yield first
        while len(gathered) <= LONGEST_RECORD and len(gathered[-1]) < LONGEST_LINE:
            line = lines.read()
            if not line:
                return
            gathered.append(line)
            yield line

    try:
        # The reader asks for one line more only while a quotation mark is open.
        return Record(start, next(csv.reader(gather(), delimiter=delimiter, strict=True)))
    except csv.Error as error:
        problem = UNCLOSED if "unexpected end of data" in str(error) else BROKEN
    lines.put_back(gathered[1:])
    return Record(start, first.rstrip("\r\n").split(delimiter), problem)
