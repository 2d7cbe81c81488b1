"""The global options, which stand before or after the command's name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

FLAGS = frozenset({"--json", "-q", "--quiet", "-v", "--verbose", "--debug"})
WITH_VALUE = frozenset({"-C", "--directory", "--now"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """How the program was called.

    Attributes:
        directory: The publication's folder.
        as_json: Whether stdout carries JSON and nothing else.
        quiet: Whether success is silent.
        verbose: Whether more is told.
        debug: Whether an error shows where it came from.
        now: Aware moment to rehearse at; None for the present one.
    """

    directory: Path
    as_json: bool = False
    quiet: bool = False
    verbose: bool = False
    debug: bool = False
    now: datetime | None = None


def put_global_options_first(arguments: Sequence[str]) -> list[str]:
    """Move the global options before the command's name, where Typer looks for them.

    What follows a `--` is left alone. The value of any other option cannot be told from an
    argument here, so a global option's own name never works as a value.
    """
    front: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            return [*front, *rest, word, *waiting]
        name, equals, _ = word.partition("=")
        if word in FLAGS or (name in WITH_VALUE and equals):
            front.append(word)
        elif word in WITH_VALUE and waiting:
            front += [word, waiting.pop(0)]
        else:
            rest.append(word)
    return [*front, *rest]
