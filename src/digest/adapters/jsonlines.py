"""JSON Lines: one object a line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from digest.errors import UsageError

LONGEST_LINE = 2 * 2**20


def read_json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of a file, each with its line from 1; blank lines are left out.

    Raises:
        UsageError: The file cannot be read, or a line is no JSON object; names the line.
    """
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if number == 1:
                    line = line.removeprefix(b"\xef\xbb\xbf")
                if line.strip() or len(line) > LONGEST_LINE:
                    yield number, read_object(line, f"{path}, line {number}")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error


def read_object(line: bytes, place: str) -> dict[str, Any]:
    """Read one line.

    Raises:
        UsageError: It is no JSON object.
    """
    if len(line) > LONGEST_LINE:
        raise UsageError(f"{place}: longer than {LONGEST_LINE // 2**20} MiB.")
    try:
        data = json.loads(line.decode("utf-8"))
    except json.JSONDecodeError as error:
        raise UsageError(
            f"{place}: not JSON: {error.msg} (character {error.colno}).", "Write one object a line."
        ) from error
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place}: not JSON: {error}.", "Write one object a line.") from error
    if not isinstance(data, dict):
        raise UsageError(f"{place}: not a JSON object.", "Write one object a line.")
    return data
