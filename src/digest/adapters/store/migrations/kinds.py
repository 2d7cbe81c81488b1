"""Kinds of columns as migrations write them: the same values, in the same order, everywhere."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

# Letters are compared and ordered as their numbers, as SQLite does by itself.
PLAIN = "C"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT: TypeEngine[Any] = sa.Text().with_variant(sa.Text(collation=PLAIN), "postgresql")


def short(length: int) -> TypeEngine[Any]:
    """A text of some letters at most, where a database counts them."""
    return sa.String(length=length).with_variant(
        sa.String(length=length, collation=PLAIN), "postgresql"
    )
