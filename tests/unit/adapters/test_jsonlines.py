import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.adapters.jsonlines import read_json_lines, read_object
from digest.errors import UsageError


def test_objects_come_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "a"}\r\n\n{"id": "\xc3\xa9"}')

    assert list(read_json_lines(path)) == [(1, {"id": "a"}), (3, {"id": "é"})]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "wire.jsonl, line 2: not JSON: "),
        (b"[1]", "wire.jsonl, line 2: not a JSON object."),
        (b'"\xff"', "wire.jsonl, line 2: not JSON: "),
        (b"[" * 100_000, "wire.jsonl, line 2: not JSON: "),
        (b" " * 3_000_000 + b"1", "wire.jsonl, line 2: longer than 2 MiB."),
    ],
)
def test_a_wrong_line_is_named(line: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_bytes(b'{"id": "a"}\n' + line)

    with pytest.raises(UsageError) as caught:
        list(read_json_lines(path))

    assert caught.value.message.startswith(f"{tmp_path}/{message}")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        list(read_json_lines(tmp_path / "wire.jsonl"))


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=4))
def test_every_object_is_read_back(data: dict[str, int | str]) -> None:
    assert read_object(json.dumps(data).encode(), "here") == data
