"""What a command answers, and how it is shown: as text, as JSON, or not at all."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digest.cli.invocation import Invocation
from digest.errors import DigestError, ExitStatus
from digest.text.values import is_one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The end of a command.

    Attributes:
        lines: What a person reads; the last one names the next command.
        data: One object, or several that are shown one a line; "status" is added to a single one.
        status: The exit status.
        brief: The one line that `-q` shows when `status` is not OK; else the first of `lines`.
        silent_when_quiet: Whether `-q` shows nothing, as an earlier run has said it already.
    """

    lines: Sequence[str] = ()
    data: Mapping[str, Any] | Sequence[Mapping[str, Any]] = ()
    status: ExitStatus = ExitStatus.OK
    brief: str = ""
    silent_when_quiet: bool = False


def escape_controls(text: str) -> str:
    """Make what came from outside harmless on a terminal: control characters become visible."""
    return "".join(
        char if char in "\t\n" or is_one_line(char) else repr(char)[1:-1] for char in text
    )


def print_line(text: str, *, to_stderr: bool = False) -> None:
    """Print one line, safe for a terminal of any encoding."""
    stream = sys.stderr if to_stderr else sys.stdout
    encoding = getattr(stream, "encoding", None) or "utf-8"
    safe = escape_controls(text).encode(encoding, "replace").decode(encoding)
    stream.write(safe + "\n")
    stream.flush()


def show_answer(answer: Answer, invocation: Invocation) -> int:
    """Show an answer as the caller asked for it and return the exit status."""
    if invocation.as_json:
        show_json(answer)
    elif invocation.quiet:
        told = answer.status is ExitStatus.OK or answer.silent_when_quiet
        if not told and (answer.brief or answer.lines):
            print_line(answer.brief or answer.lines[0])
    else:
        for line in answer.lines:
            print_line(line)
    return int(answer.status)


def show_json(answer: Answer) -> None:
    """Print one object, or one object a line."""
    if isinstance(answer.data, Mapping):
        objects: Sequence[Mapping[str, Any]] = [
            {**answer.data, "status": answer.status.name.lower()}
        ]
    else:
        objects = answer.data
    for data in objects:
        sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def show_error(error: DigestError, invocation: Invocation) -> int:
    """Show what went wrong and what to do; return the exit status."""
    status = error.exit_status
    if invocation.as_json:
        data = {"error": error.message, "hint": error.hint or None, "status": status.name.lower()}
        sys.stdout.write(json.dumps(data, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        return int(status)
    if invocation.quiet:
        print_line(f"{error.message} {error.hint}".strip().replace("\n", " "), to_stderr=True)
        return int(status)
    print_line(error.message, to_stderr=True)
    if error.hint:
        print_line(error.hint, to_stderr=True)
    return int(status)
