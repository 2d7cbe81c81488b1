"""JSON that is kept as text, taken apart by each kind of database in its own way."""

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement, GenericFunction


class Kept(FunctionElement[Any]):
    """A text that holds JSON, as a value that can be looked into."""

    type = JSON()
    inherit_cache = True


class Each(GenericFunction[Any]):
    """The rows of what such a text holds: key and value."""

    name = "json_each"
    inherit_cache = True


@compiles(Kept)
def write_text(element: Kept, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - as SQLAlchemy calls it
    """Leave the text as it is: functions on JSON take it."""
    return compiler.process(element.clauses, **how)


@compiles(Kept, "postgresql")
def write_cast(element: Kept, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - as SQLAlchemy calls it
    """Take it for JSON."""
    return f"CAST({compiler.process(element.clauses, **how)} AS JSON)"


@compiles(Each, "postgresql")
def write_each(element: Each, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - as SQLAlchemy calls it
    """Take it for JSON, whose values are wanted as texts."""
    return f"json_each_text(CAST({compiler.process(element.clauses, **how)} AS JSON))"
