"""Kinds of columns as migrations write them: the same values, in the same order, everywhere."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

# Letters are compared and ordered as their numbers, as SQLite does by itself.
PLAIN = "C"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SMALL = sa.Integer().with_variant(sa.SmallInteger(), "postgresql")
TEXT: TypeEngine[Any] = sa.Text().with_variant(sa.Text(collation=PLAIN), "postgresql")


class Letter(sa.types.UserDefinedType[str]):
    """A single byte, as only PostgreSQL has it."""

    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        """Name it."""
        return '"char"'


LETTER = Letter()


def short(length: int) -> TypeEngine[Any]:
    """A text of some letters at most, where a database counts them."""
    return sa.String(length=length).with_variant(
        sa.String(length=length, collation=PLAIN), "postgresql"
    )
