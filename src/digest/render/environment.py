"""Jinja2 with its teeth drawn: sandboxed, strict, and pinned to the templates it was given."""

import re
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self

from jinja2 import (
    ChainableUndefined,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.exceptions import TemplateNotFound
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.sandbox import ImmutableSandboxedEnvironment

from digest.errors import RenderError
from digest.render.layers import SHIPPED, Layers
from digest.render.lint_syntax import explain_syntax
from digest.render.pieces import Pieces

PIECE = "piece"
MOST_OUTPUT = 2**21
# `safe` would undo the escaping of what it is put to, the others write markup or differ each time.
BANNED_FILTERS = ("safe", "xmlattr", "tojson", "urlize", "pprint", "random")
BANNED_NAMES = ("lipsum",)
MISSING = re.compile(r"^'(\S+)' is undefined|has no attribute '(\S+)'$")
OURS = 'A file that extends the one it takes the place of names it as "shipped/…".'
MEND = "Mend the template; `digest check` tries it again."


class DeskEnvironment(ImmutableSandboxedEnvironment):
    """An environment whose templates come from a mapping and may reach nothing else.

    Args:
        sources: Templates by name, such as "daily/mail.mjml.j2".
        autoescape: True for MJML; False for the text part and style sheets.
        marked: Whether every line of the output begins with a mark of where it comes from.
        layers: Finds what a name means; None takes names as they are.
        macros: The files of macros that `piece` finds, by their name in every layer.
        lenient: Whether what is not there is left out, to find further mistakes.
    """

    def __init__(
        self,
        sources: Mapping[str, str],
        *,
        autoescape: bool,
        marked: bool = False,
        layers: Layers | None = None,
        macros: str = "",
        lenient: bool = False,
    ) -> None:
        super().__init__(
            loader=FunctionLoader(self.find_source),
            autoescape=autoescape,
            undefined=LeftOut if lenient else StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=[LineMarks] if marked else [],
        )
        self.sources = sources
        self.layers = layers
        for name in BANNED_FILTERS:
            del self.filters[name]
        for name in BANNED_NAMES:
            del self.globals[name]
        if layers and macros:
            every = layers.every(macros)
            ours = [path for path in every if path.startswith(f"{SHIPPED}/")]
            self.globals |= {
                PIECE: Pieces(self, every, lenient=lenient),
                SHIPPED: Pieces(self, ours, lenient=lenient),
            }

    def find_source(self, name: str) -> tuple[str, str, Any] | None:
        """Hand out a template under its file's name, which then stands in every traceback."""
        path = self.layers.resolve(name) if self.layers else name
        source = self.sources.get(path) if path else None
        return None if source is None or path is None else (source, path, lambda: True)


class LeftOut(ChainableUndefined):
    """What is not there, left out wherever it is used."""

    def __call__(self, *_: object, **__: object) -> Self:  # type: ignore[override]
        """Leave out what a call of it would give."""
        return self


class LineMarks(Extension):
    """Puts a mark before each line of a template's own text, to find it again in the output."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Mark the text between the tags; nothing else is touched."""
        name = stream.filename or stream.name
        for token in stream:
            if token.type != "data":
                yield token
                continue
            lines = token.value.split("\n")
            marked = (
                f"\ue000{name}:{token.lineno + at}\ue001{line}" for at, line in enumerate(lines)
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
        place = f"{error.filename or error.name or name}:{error.lineno}"
        flaw = explain_syntax(error.message or "", error.source or "")
        raise RenderError(f"{place}: {flaw.message}.", flaw.fix or MEND) from error
    except RecursionError as error:
        raise RenderError(
            f"{name}: its templates include one another without end.", OURS
        ) from error
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
