"""Texts compared by their letters, where the database makes no more than A to Z small."""

import re
from typing import Any

from sqlalchemy import Boolean, ColumnElement, func, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from digest.adapters.store.columns import FreeText
from digest.deliver.segment import Operator
from digest.deliver.segment_letters import capitals, fold

Condition = ColumnElement[bool]
GLOB_SIGNS = re.compile(r"[*?\[]")
REGULAR_SIGNS = re.compile(r"[^\w\s]|_", re.ASCII)


class Spelled(FunctionElement[bool]):
    """Whether a text is spelled so, given as a pattern of SQLite and as one of PostgreSQL."""

    type = Boolean()
    inherit_cache = True


@compiles(Spelled, "sqlite")
def write_glob(element: Spelled, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - as SQLAlchemy calls it
    """Compare by GLOB, which knows sets of letters."""
    text, glob, _ = element.clauses
    return f"({compiler.process(text, **how)} GLOB {compiler.process(glob, **how)})"


@compiles(Spelled, "postgresql")
def write_regular(element: Spelled, compiler: SQLCompiler, **how: Any) -> str:  # noqa: ANN401 - as SQLAlchemy calls it
    """Compare by a regular expression, which does as well."""
    text, _, regular = element.clauses
    return f"({compiler.process(text, **how)} ~ {compiler.process(regular, **how)})"


def holds(text: ColumnElement[str], operator: Operator, value: str) -> Condition:
    """Ask whether a text is another, or begins, ends or goes with it, whatever its capitals."""
    small = fold(value)
    others = capitals(small)
    if others:
        return is_spelled(text, operator, small, others)
    plain: ColumnElement[str] = func.lower(text)
    match operator:
        case Operator.STARTS:
            return plain.startswith(small, autoescape=True)
        case Operator.ENDS:
            return plain.endswith(small, autoescape=True)
        case Operator.CONTAINS:
            return plain.contains(small, autoescape=True)
        case _:
            return plain == bound(small)


def is_spelled(
    text: ColumnElement[str], operator: Operator, small: str, others: dict[str, str]
) -> Condition:
    """Ask the same of a text with letters beyond A to Z, each of which may be a capital."""
    sets = {letter: f"[{letter}{capital}]" for capital, letter in others.items()}
    begins = operator in (Operator.STARTS, Operator.EQUAL)
    ends = operator in (Operator.ENDS, Operator.EQUAL)
    glob = "".join(sets.get(letter) or GLOB_SIGNS.sub(r"[\g<0>]", letter) for letter in small)
    regular = "".join(sets.get(letter) or REGULAR_SIGNS.sub(r"\\\g<0>", letter) for letter in small)
    return Spelled(
        func.lower(text),
        bound(f"{'' if begins else '*'}{glob}{'' if ends else '*'}"),
        bound(f"{'^' if begins else ''}{regular}{'$' if ends else ''}"),
    )


def bound(text: str) -> ColumnElement[str]:
    """Bind a text as it would be kept."""
    return literal(text, FreeText)
