"""Types of the ledger's columns that are the same words in a million rows: a server stores marks.

On PostgreSQL each row of `delivery` so takes half the room. A file of SQLite holds the words
themselves, as it always has, and anybody can read it. `to_server` tells what a stored value of a
file is on a server.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Dialect, String, TypeDecorator
from sqlalchemy.types import TypeEngine, UserDefinedType

from digest.adapters.store.columns import FreeText
from digest.model.delivery import Outcome

if TYPE_CHECKING:
    from alembic.migration import MigrationContext

SERVER = "postgresql"
LETTERS = {outcome.value: outcome.value[0] for outcome in Outcome}
WORDS = {letter: word for word, letter in LETTERS.items()}
# How most relays begin to say that they have a message: by one letter each.
PHRASES = ("2.0.0 Ok: queued as ", "Ok: queued as ", "OK id=", "2.6.0 ", "2.0.0 OK ", "2.0.0 ")
MARKS = tuple(map(chr, range(1, len(PHRASES) + 1)))
ESCAPE = "\x08"
TAKEN = "2.0.0"
# In place of a Message-ID: it is the one that the reader's copy always has, and is made again.
MADE = "="
ERASED = "-"


class Letter(UserDefinedType[str]):
    """A single byte, PostgreSQL's own type "char"."""

    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        """Name it."""
        return '"char"'

    def literal_processor(self, dialect: Dialect) -> Callable[[str], str]:
        """Write one into a statement; there are but six."""
        del dialect
        return "'{}'".format


class OutcomeName(TypeDecorator[str]):
    """How a delivery ended; a letter on a server."""

    impl = String(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose how it is stored."""
        kind = Letter() if dialect.name == SERVER else String(16)
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write."""
        return self.to_server(value) if dialect.name == SERVER else value

    def process_literal_param(self, value: str | None, dialect: Dialect) -> str:
        """Write into a statement."""
        return self.process_bind_param(value, dialect) or ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Read."""
        return value if value is None or dialect.name != SERVER else WORDS[value]

    @staticmethod
    def to_server(value: str | None) -> str | None:
        """Tell what a stored word is on a server."""
        return None if value is None else LETTERS[value]


class Enhanced(FreeText):
    """An enhanced status; that of all who were accepted takes no room on a server."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write."""
        text = super().process_bind_param(value, dialect)
        return self.to_server(text) if dialect.name == SERVER else text

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Read."""
        if dialect.name != SERVER:
            return value
        return TAKEN if value is None else value or None

    @staticmethod
    def to_server(value: str | None) -> str | None:
        """Tell what a stored status is on a server: NULL for the usual one, empty for none."""
        return None if value == TAKEN else value or ""


class ReplyText(FreeText):
    """What a relay said; how most of them begin is a letter on a server."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write."""
        text = super().process_bind_param(value, dialect)
        return self.to_server(text) if dialect.name == SERVER else text

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Read."""
        if not value or dialect.name != SERVER or value[0] > ESCAPE:
            return value
        return value[1:] if value[0] == ESCAPE else PHRASES[MARKS.index(value[0])] + value[1:]

    @staticmethod
    def to_server(value: str | None) -> str | None:
        """Tell what a stored reply is on a server."""
        if not value:
            return value
        for mark, phrase in zip(MARKS, PHRASES, strict=True):
            if value.startswith(phrase):
                return mark + value[len(phrase) :]
        return ESCAPE + value if value[0] <= ESCAPE else value


class MessageId(FreeText):
    """A Message-ID; empty on a server for MADE, which is nearly always."""

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write."""
        text = super().process_bind_param(value, dialect)
        if dialect.name != SERVER or text is None:
            return text
        return "" if text == MADE else self.to_server(text)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Read."""
        if dialect.name != SERVER:
            return value
        return {"": MADE, ERASED: ""}.get(value or "", value)

    @staticmethod
    def to_server(value: str | None) -> str | None:
        """Tell what a stored Message-ID is on a server: one that was erased has a mark."""
        return value or ERASED


def is_another(
    context: "MigrationContext",
    _found: object,
    _ours: object,
    kind: TypeEngine[Any],
    our_kind: TypeEngine[Any],
) -> bool | None:
    """Tell Alembic whether a column has another type than ours; None leaves that to itself.

    The only text on a server of no length and no collation of its own is a letter.
    """
    if not isinstance(our_kind, OutcomeName) or context.dialect.name != SERVER:
        return None
    return not isinstance(kind, String) or kind.length is not None or kind.collation is not None


def to_server(kind: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    """Tell how stored values of a file become those of a server; None where they are the same."""
    found: Callable[[Any], Any] | None = getattr(kind, "to_server", None)
    return found
