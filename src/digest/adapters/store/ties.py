"""What articles are compared by, and what ties them, in the database."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, exists, insert, or_, select

from digest.adapters.store.article_rows import row_to_article
from digest.adapters.store.database import Database
from digest.adapters.store.schema import article, fingerprint, tie
from digest.adapters.store.slices import slices
from digest.adapters.store.spans import within
from digest.model.article import Article
from digest.model.tie import Marked, Tie, TieKind


class SqlTies:
    """Fingerprints of articles, and the ties between them.

    Args:
        database: Where they lie.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def unmarked(self, *, since: datetime, until: datetime) -> list[Article]:
        """List articles published or first seen in [since, until) that are yet to be compared."""
        marked = exists().where(fingerprint.c.article_id == article.c.id)
        query = in_span(select(article), since, until).where(~marked).order_by(article.c.url)
        with self._database.reading() as connection:
            return [row_to_article(row, ()) for row in connection.execute(query)]

    def marked(
        self, *, since: datetime, until: datetime, among: Collection[str] | None = None
    ) -> list[Marked]:
        """List what articles of [since, until) are compared by, in the order of their numbers."""
        numbers = in_span(select(article.c.id, article.c.url), since, until)
        numbers = numbers.join(fingerprint, fingerprint.c.article_id == article.c.id)
        with self._database.reading() as connection:
            urls = {
                number: url
                for number, url in connection.execute(numbers.order_by(article.c.id))
                if among is None or url in among
            }
            found: list[Marked] = []
            for some in slices(list(urls)):
                query = select(fingerprint).where(fingerprint.c.article_id.in_(some))
                rows = connection.execute(query.order_by(fingerprint.c.article_id))
                found += (Marked(url=urls[number], marks=marks) for number, marks in rows)
        return found

    def save_marks(self, marked: Sequence[Marked], ties: Sequence[Tie]) -> None:
        """Keep what articles are compared by, and all that ties them, in one transaction."""
        with self._database.writing() as connection:
            fresh = read_ids(connection, [one.url for one in marked])
            forget_marks(connection, fresh.values())
            rows = [
                {"article_id": fresh[one.url], "marks": one.marks}
                for one in marked
                if one.url in fresh
            ]
            ids = fresh | read_ids(connection, [*{url for one in ties for url in ends_of(one)}])
            tied = [tie_to_row(one, ids) for one in ties if {*ends_of(one)} <= ids.keys()]
            for table, some in ((fingerprint, rows), (tie, tied)):
                if some:
                    connection.execute(insert(table), some)

    def ties(self, urls: Sequence[str]) -> list[Tie]:
        """List the ties that one of these articles has to any other."""
        found: dict[tuple[int, int], tuple[str, float, tuple[str, ...]]] = {}
        with self._database.reading() as connection:
            for some in slices(list(read_ids(connection, urls).values())):
                # Two questions, for each has an index of its own; an OR would read the whole table.
                for end in (tie.c.first_id, tie.c.second_id):
                    for first, second, *told in connection.execute(
                        select(tie).where(end.in_(some))
                    ):
                        found[first, second] = (told[0], told[1], told[2])
            names = read_urls(connection, {number for pair in found for number in pair})
        return [
            Tie(
                first=names[first],
                second=names[second],
                kind=TieKind(kind),
                strength=strength,
                words=words,
            )
            for (first, second), (kind, strength, words) in sorted(found.items())
        ]


def in_span(query: Select[Any], since: datetime, until: datetime) -> Select[Any]:
    """Ask for articles that were published or first seen in [since, until)."""
    return query.where(
        or_(
            within(article.c.first_seen, since, until),
            within(article.c.published, since, until),
        )
    )


def forget_marks(connection: Connection, ids: Iterable[int]) -> None:
    """Forget what articles are compared by, and what ties them: their text has changed."""
    for some in slices(list(ids)):
        connection.execute(delete(fingerprint).where(fingerprint.c.article_id.in_(some)))
        for end in (tie.c.first_id, tie.c.second_id):
            connection.execute(delete(tie).where(end.in_(some)))


def ends_of(one: Tie) -> tuple[str, str]:
    """Name the two articles of a tie."""
    return one.first, one.second


def tie_to_row(one: Tie, ids: dict[str, int]) -> dict[str, Any]:
    """Write a tie."""
    return {
        "first_id": ids[one.first],
        "second_id": ids[one.second],
        "kind": one.kind.value,
        "strength": one.strength,
        "words": list(one.words),
    }


def read_ids(connection: Connection, urls: Sequence[str]) -> dict[str, int]:
    """Read the numbers of articles by their addresses; unknown ones are left out."""
    found: dict[str, int] = {}
    for some in slices(urls):
        query = select(article.c.url, article.c.id).where(article.c.url.in_(some))
        found.update((row.url, row.id) for row in connection.execute(query))
    return found


def read_urls(connection: Connection, ids: Collection[int]) -> dict[int, str]:
    """Read the addresses of articles by their numbers."""
    found: dict[int, str] = {}
    for some in slices(sorted(ids)):
        query = select(article.c.id, article.c.url).where(article.c.id.in_(some))
        found.update((row.id, row.url) for row in connection.execute(query))
    return found
