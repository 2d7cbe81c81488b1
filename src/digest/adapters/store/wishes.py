"""What the desk wishes of articles, in the database."""

from sqlalchemy import delete, insert, select

from digest.adapters.store.database import Database
from digest.adapters.store.schema import wish
from digest.model.wish import Wish, WishKind


class SqlWishes:
    """Pins, drops and embargoes.

    Args:
        database: Where they lie.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def wishes(self) -> list[Wish]:
        """All wishes, the latest last."""
        with self._database.reading() as connection:
            rows = connection.execute(select(wish).order_by(wish.c.at, wish.c.url, wish.c.kind))
            return [
                Wish(
                    url=row.url,
                    kind=WishKind(row.kind),
                    headline=row.headline,
                    section=row.section,
                    until=row.until,
                    at=row.at,
                )
                for row in rows
            ]

    def save_wish(self, wished: Wish) -> None:
        """Keep a wish, in place of an earlier one; a pin takes a drop away, and vice versa."""
        opposite = {WishKind.PIN: WishKind.DROP, WishKind.DROP: WishKind.PIN}
        kinds = [wished.kind.value]
        kinds += [opposite[wished.kind].value] if wished.kind in opposite else []
        with self._database.writing() as connection:
            connection.execute(delete(wish).where(wish.c.url == wished.url, wish.c.kind.in_(kinds)))
            connection.execute(
                insert(wish),
                {
                    "url": wished.url,
                    "kind": wished.kind.value,
                    "headline": wished.headline,
                    "section": wished.section,
                    "until": wished.until,
                    "at": wished.at,
                },
            )

    def remove_wish(self, url: str, kind: WishKind) -> bool:
        """Take a wish back; False when there was none."""
        gone = delete(wish).where(wish.c.url == url, wish.c.kind == kind.value)
        with self._database.writing() as connection:
            return connection.execute(gone).rowcount > 0
