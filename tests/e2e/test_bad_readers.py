"""Files of readers as spreadsheets and people make them: bad rows are named, good ones are kept."""

import codecs
import csv
from pathlib import Path
from typing import Any

import pytest
from tests.e2e.conftest import Indoors

ROWS = [
    ("email", "name", "city"),
    ("ida@example.org", "Ida Møller", "Århus"),
    ("jörg@bücher.example", "Jörg", "Köln"),
    ("IDA@EXAMPLE.ORG", "Ida Sørensen", "Ribe"),
    ("no address", "Nemo", "Nowhere"),
    ("two@@example.org", "Two", "Twice"),
    ("", "Nobody", "Nowhere"),
    ("eve@example.org\r\nBcc: all@example.org", "Eve", "Ghent"),
    ("mallory@example.org, all@example.org", "Mallory", "Ghent"),
    ("<script>@example.org", "Script", "Ghent"),
    ("ok@example.org", '=HYPERLINK("http://evil.example.org")', "Ghent"),
]
BAD = 6


def write_table(path: Path, encoding: str, delimiter: str, mark: bytes = b"") -> None:
    quoted = '"{}"'.format
    lines = [delimiter.join(quoted(cell.replace('"', '""')) for cell in row) for row in ROWS]
    path.write_bytes(mark + "\r\n".join([*lines, ""]).encode(encoding))


def show(office: Indoors, address: str) -> Any:
    return office.run("--json", "subscribers", "show", address).data


@pytest.mark.parametrize(
    ("encoding", "mark", "note"),
    [
        ("utf-8", b"", ""),
        ("utf-8", codecs.BOM_UTF8, ""),
        ("latin-1", b"", "not UTF-8"),
        ("cp1252", b"", "not UTF-8"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "UTF-16"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_whatever_a_spreadsheet_wrote_is_read_and_every_bad_row_is_named(
    indoors: Indoors, encoding: str, mark: bytes, note: str, delimiter: str
) -> None:
    path = indoors.folder / "people.csv"
    write_table(path, encoding, delimiter, mark)

    told = indoors.run("subscribers", "import", str(path))
    again = indoors.run("--json", "subscribers", "import", str(path))

    assert told.status == again.status == 0
    assert f"{len(ROWS) - 1} rows: 3 new · 0 known · 1 repeated in the file" in told.out
    assert f"{BAD} bad (people.bad.csv says why)" in told.out
    assert note in told.err
    counts = again.data
    assert (counts["rows"], counts["new"], counts["updated"], counts["bad"]) == (10, 0, 0, BAD)
    ida = show(indoors, "ida@example.org")
    # Of two rows of one person the later one counts.
    assert (ida["name"], ida["fields"]["city"]) == ("Ida Sørensen", "Ribe")
    assert show(indoors, "jörg@bücher.example")["name"] == "Jörg"
    with (indoors.folder / "people.bad.csv").open(encoding="utf-8-sig", newline="") as file:
        bad = list(csv.DictReader(file, delimiter=delimiter))
    assert len(bad) == BAD
    assert bad[0]["email"] == "no address"
    assert bad[0]["reason"].startswith("line 5: ")
    assert all(row["reason"].startswith("line ") for row in bad)
    assert [row["line"] for row in counts["bad_rows"]] == [5, 6, 7, 8, 10, 11]


def test_what_is_mended_in_the_file_of_bad_rows_can_be_imported(indoors: Indoors) -> None:
    path = indoors.folder / "people.csv"
    write_table(path, "utf-8", ";")
    indoors.run("subscribers", "import", str(path))
    bad = indoors.folder / "people.bad.csv"
    text = bad.read_text(encoding="utf-8-sig")
    bad.write_text(text.replace("two@@example.org", "two@example.org"), encoding="utf-8-sig")

    mended = indoors.run("--json", "subscribers", "import", str(bad))

    assert (mended.data["new"], mended.data["bad"]) == (1, BAD - 1)
    assert show(indoors, "two@example.org")["name"] == "Two"
    assert "reason" not in show(indoors, "two@example.org")["fields"]


def test_a_file_of_bad_rows_may_be_given_another_name(indoors: Indoors) -> None:
    table = "email,reason\nnobody,likes trains\ntwo@@example.org,\n"
    (indoors.folder / "people.csv").write_text(table, encoding="utf-8")
    indoors.run("subscribers", "import", "people.csv")
    text = (indoors.folder / "people.bad.csv").read_text(encoding="utf-8-sig")
    mended = text.replace("nobody", "one@example.org").replace("two@@", "two@")
    (indoors.folder / "mended.csv").write_text(mended, encoding="utf-8")

    assert indoors.run("--json", "subscribers", "import", "mended.csv").data["new"] == 2

    assert show(indoors, "one@example.org")["fields"] == {"reason": "likes trains"}
    assert show(indoors, "two@example.org")["fields"] == {}


def test_two_hundred_columns_are_kept_as_fields(indoors: Indoors) -> None:
    columns = ["email", *(f"column {n}" for n in range(199))]
    values = ["wide@example.org", *(f"value {n}" for n in range(199))]
    (indoors.folder / "wide.csv").write_text(
        ",".join(columns) + "\n" + ",".join(values) + "\n" + ",".join([*values, "one more"]) + "\n",
        encoding="utf-8",
    )

    read = indoors.run("--json", "subscribers", "import", "wide.csv")

    assert (read.data["new"], read.data["bad"]) == (1, 1)
    assert "201 values, but the header has 200" in read.data["bad_rows"][0]["reason"]
    fields = show(indoors, "wide@example.org")["fields"]
    assert len(fields) == 199
    assert fields["column 198"] == "value 198"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is empty"),
        (b"\n\n\n", "it is empty"),
        (b"PK\x03\x04 a workbook", "is a workbook, not CSV"),
        (b"mail;name\nida@example.org;Ida\n", "no column 'email'"),
        (b"ida@example.org\njo@example.org\n", "no column 'email'"),
        (b"email,Email\na@example.org,b@example.org\n", "column 'email' twice"),
        (b'email,"name\nida@example.org,Ida\n', "its header row"),
    ],
)
def test_a_file_that_is_no_table_of_readers_is_named_and_changes_nothing(
    indoors: Indoors, content: bytes, words: str
) -> None:
    path = indoors.folder / "people.csv"
    path.write_bytes(content)

    read = indoors.run("subscribers", "import", str(path))
    quiet = indoors.run("subscribers", "import", str(path), "-q")

    assert (read.status, quiet.status) == (2, 2)
    assert "people.csv" in read.err
    assert words in read.err
    assert len(read.err.splitlines()) == 2
    assert len(quiet.err.splitlines()) == 1
    assert not (indoors.folder / "people.bad.csv").exists()
    assert "no readers" in indoors.run("subscribers", "list").out


def test_a_file_that_is_not_there_is_named(indoors: Indoors) -> None:
    for name in ("none.csv", "editions"):
        read = indoors.run("subscribers", "import", name)
        assert read.status == 2
        assert f"{name} cannot be read" in read.err
        assert "Check the name of the file." in read.err


def test_broken_quotes_cost_their_row_alone(indoors: Indoors) -> None:
    (indoors.folder / "people.csv").write_text(
        'email,name\na@example.org,"open\nb@example.org,fine\nc@example.org,"in"side"\n'
        "d@example.org,nul\0\ne@example.org,fine\n",
        encoding="utf-8",
    )

    read = indoors.run("--json", "subscribers", "import", "people.csv")

    assert (read.data["new"], read.data["bad"]) == (2, 3)
    assert [row["line"] for row in read.data["bad_rows"]] == [2, 4, 5]
