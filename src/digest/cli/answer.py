"""What a command answers, and how it is shown: as text, as JSON, or not at all."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from digest.cli.invocation import Invocation
from digest.errors import DigestError, ExitStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The end of a command.

    Attributes:
        lines: What a person reads; the last one names the next command.
        data: One object, or several that are shown one a line; each gets a "status" of its own
            unless it has one.
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
    if text.isprintable():
        return text
    from digest.text.values import is_one_line

    return "".join(
        char if char in "\t\n" or is_one_line(char) else repr(char)[1:-1] for char in text
    )


def in_one_line(message: str, hint: str) -> str:
    """Put what went wrong and what to do into one line; a relay's words may have no full stop."""
    stop = "." if hint and message and message[-1].isalnum() else ""
    return f"{message}{stop} {hint}".strip().replace("\n", " ")


def print_line(text: str, *, to_stderr: bool = False) -> None:
    """Print one line, safe for a terminal of any encoding."""
    print_lines([text], to_stderr=to_stderr)


def print_lines(texts: Iterable[str], *, to_stderr: bool = False) -> None:
    """Print lines, safe for a terminal of any encoding; there may be a hundred thousand."""
    stream = sys.stderr if to_stderr else sys.stdout
    encoding = getattr(stream, "encoding", None) or "utf-8"
    for text in texts:
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
        print_lines(answer.lines)
    return int(answer.status)


def show_json(answer: Answer) -> None:
    """Print one object, or one object a line."""
    single = isinstance(answer.data, Mapping)
    objects: Any = [answer.data] if single else answer.data
    for data in objects:
        write_json({**data, "status": data.get("status", answer.status.name.lower())})


def write_json(data: Mapping[str, Any]) -> None:
    """Print one object on a line; on a stream that is not UTF-8, in ASCII alone.

    So is a line with control characters or half a character: it is safe on a terminal, and means
    the same.
    """
    import json

    from digest.text.values import is_one_line

    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    text = json.dumps(data, ensure_ascii=False)
    if encoding.lower().replace("-", "") != "utf8" or not is_one_line(text):
        text = json.dumps(data)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def show_error(error: DigestError, invocation: Invocation) -> int:
    """Show what went wrong and what to do; return the exit status."""
    status = error.exit_status
    if invocation.as_json:
        write_json(
            {"error": error.message, "hint": error.hint or None, "status": status.name.lower()}
        )
        return int(status)
    if invocation.quiet:
        print_line(in_one_line(error.message, error.hint), to_stderr=True)
        return int(status)
    print_line(error.message, to_stderr=True)
    if error.hint:
        print_line(error.hint, to_stderr=True)
    return int(status)
