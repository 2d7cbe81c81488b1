"""Types of columns: how our values lie in a database, the same in every one."""

import json
import sys
import zlib
from array import array
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import accumulate, chain
from operator import sub
from typing import Any

from sqlalchemy import (
    BigInteger,
    Dialect,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    TypeDecorator,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
NUL, UNKNOWN_LETTER = "\0", "?"
NUMBER = BigInteger().with_variant(Integer, "sqlite")
SMALL = Integer().with_variant(SmallInteger(), "postgresql")


class Instant(TypeDecorator[datetime]):
    """An aware moment, as microseconds since 1970 in UTC: exact, short, and in order."""

    impl = NUMBER
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Write; a naive moment is a bug and raises TypeError."""
        del dialect
        return None if value is None else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """Read."""
        del dialect
        return None if value is None else EPOCH + value * MICROSECOND


class FreeText(TypeDecorator[str]):
    """Text from outside: half a surrogate pair, which no database takes, becomes "?".

    So does the letter zero in PostgreSQL, which takes it for a text's end.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write."""
        if value is None:
            return value
        if NUL in value and dialect.name == "postgresql":
            value = value.replace(NUL, UNKNOWN_LETTER)
        return value if value.isascii() else value.encode("utf-8", "replace").decode()


class Json(TypeDecorator[Any]):
    """A small value that nobody searches by, as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Write; what is empty takes no room."""
        del dialect
        # ASCII only, so that half a surrogate pair survives as well.
        return json.dumps(value, separators=(",", ":")) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:
        """Read; None for what was empty."""
        del dialect
        return json.loads(value) if value else None


class Lines(TypeDecorator[tuple[str, ...]]):
    """A few words, none of them with a line break: quicker to read than JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> str | None:
        """Write; no words as NULL."""
        del dialect
        text = "\n".join(value or ())
        return text.encode("utf-8", "replace").decode() or None

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """Read; NULL as no words."""
        del dialect
        return tuple(value.split("\n")) if value else ()


class PackedJson(TypeDecorator[Any]):
    """A large value that nobody searches by, as compressed JSON."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> bytes:
        """Write."""
        del dialect
        # Quickly rather than tightly: a desk waits for it.
        return zlib.compress(json.dumps(value, separators=(",", ":")).encode("ascii"), 1)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> object:
        """Read."""
        del dialect
        return json.loads(zlib.decompress(value)) if value else None


# A list that is written for every window is left as it is, for packing takes longer than writing.
SHORT = 256
PLAIN = b"\0"  # no packed list begins with it


class Ids(TypeDecorator[tuple[int, ...]]):
    """A list of numbers in its order; a long run of neighbours takes next to no room."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Iterable[int] | None, dialect: Dialect) -> bytes | None:
        """Write; an empty list as NULL."""
        del dialect
        ids = tuple(value or ())
        if not ids:
            return None
        steps = array("q", chain(ids[:1], map(sub, ids[1:], ids)))
        if sys.byteorder == "big":
            steps.byteswap()
        plain = steps.tobytes()
        return PLAIN + plain if len(ids) <= SHORT else zlib.compress(plain, 1)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> tuple[int, ...]:
        """Read; NULL as the empty list."""
        del dialect
        if value is None:
            return ()
        steps = array("q", value[1:] if value[:1] == PLAIN else zlib.decompress(value))
        if sys.byteorder == "big":
            steps.byteswap()
        return tuple(accumulate(steps))
