"""Jinja2 with its teeth drawn: sandboxed, strict, and pinned to the templates it was given."""

import re
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import TemplateNotFound
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.sandbox import ImmutableSandboxedEnvironment

from digest.errors import RenderError

MOST_OUTPUT = 2**21
MARK = re.compile("\ue000([^\ue001]*):([0-9]+)\ue001")
FIRST_WRITTEN = re.compile(MARK.pattern + r"(?=\s*[^\s\ue000])")
# `safe` would undo the escaping of what it is put to, the others write markup or differ each time.
BANNED_FILTERS = ("safe", "xmlattr", "tojson", "urlize", "pprint", "random")
BANNED_NAMES = ("lipsum",)
MISSING = re.compile(r"^'(\S+)' is undefined|has no attribute '(\S+)'$")
MEND = "Mend the template; `digest check` tries it again."


class DeskEnvironment(ImmutableSandboxedEnvironment):
    """An environment whose templates come from a mapping and may reach nothing else.

    Args:
        sources: Templates by name, such as "daily/mail.mjml.j2".
        autoescape: True for MJML; False for the text part and style sheets.
        marked: Whether every line of the output begins with a mark of where it comes from.
    """

    def __init__(
        self, sources: Mapping[str, str], *, autoescape: bool, marked: bool = False
    ) -> None:
        super().__init__(
            loader=FunctionLoader(self.find_source),
            autoescape=autoescape,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=[LineMarks] if marked else [],
        )
        self.sources = sources
        for name in BANNED_FILTERS:
            del self.filters[name]
        for name in BANNED_NAMES:
            del self.globals[name]

    def find_source(self, name: str) -> tuple[str, str, Any] | None:
        """Hand out a template under its own name, which then stands in every traceback."""
        source = self.sources.get(name)
        return None if source is None else (source, name, lambda: True)


class LineMarks(Extension):
    """Puts a mark before each line of a template's own text, to find it again in the output."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Mark the text between the tags; nothing else is touched."""
        for token in stream:
            if token.type != "data":
                yield token
                continue
            lines = token.value.split("\n")
            marked = (
                f"\ue000{stream.name}:{token.lineno + at}\ue001{line}"
                for at, line in enumerate(lines)
            )
            yield Token(token.lineno, token.type, "\n".join(marked))


def render_template(environment: DeskEnvironment, name: str, values: Mapping[str, Any]) -> str:
    """Render one template.

    Raises:
        RenderError: It is missing or wrong, reaches for what it must not, or writes without end;
            names the template and its line.
    """
    try:
        return gather(environment, name, values)
    except TemplateNotFound as error:
        place = find_place(error.__traceback__, environment)
        asked = f"{place}: there" if place else "There"
        raise RenderError(f"{asked} is no template {error.name}.") from error
    except TemplateSyntaxError as error:
        place = f"{error.name or name}:{error.lineno}"
        raise RenderError(f"{place}: {error.message}.", MEND) from error
    except RecursionError as error:
        raise RenderError(f"{name}: its templates include one another without end.") from error
    except (RenderError, MemoryError):
        raise
    except Exception as error:
        # Whatever a template's expression can raise: it is the template's mistake, not ours.
        place = find_place(error.__traceback__, environment) or name
        raise RenderError(f"{place}: {tell_mistake(error)}.", MEND) from error


def tell_mistake(error: Exception) -> str:
    """Say what a template did wrong, without the names of our own classes."""
    if missing := MISSING.search(str(error)):
        return f"there is no value {missing[1] or missing[2]!r} here"
    kind = "" if isinstance(error, TemplateError) else f"{type(error).__name__}: "
    return f"{kind}{error}".rstrip(".")


def gather(environment: DeskEnvironment, name: str, values: Mapping[str, Any]) -> str:
    """Put a template's output together, up to a limit."""
    pieces, size = [], 0
    for piece in environment.get_template(name).generate(dict(values)):
        size += len(piece)
        if size > MOST_OUTPUT:
            raise RenderError(f"{name} writes more than {MOST_OUTPUT:,} characters.")
        pieces.append(piece)
    return "".join(pieces)


def find_place(traceback: TracebackType | None, environment: DeskEnvironment) -> str | None:
    """Find the innermost template line of a traceback; None when none is in it."""
    place = None
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        if name in environment.sources:
            place = f"{name}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place


def split_marks(output: str) -> tuple[str, dict[int, str]]:
    """Take the marks out of an output.

    Returns:
        The output as it is without them, and for each of its lines, from 1, the template and line
        in which it begins, as "daily/mail.mjml.j2:12".
    """
    places: dict[int, str] = {}
    clean = []
    for number, line in enumerate(output.split("\n"), start=1):
        # Several templates may have written a line; the first that wrote more than space counts.
        if mark := FIRST_WRITTEN.search(line) or MARK.search(line):
            places[number] = f"{mark[1]}:{mark[2]}"
        clean.append(MARK.sub("", line))
    return "\n".join(clean), places
