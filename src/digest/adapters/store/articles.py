"""What was collected, in the database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, update

from digest.adapters.store.article_rows import article_to_row, row_to_article, row_to_health
from digest.adapters.store.database import Database
from digest.adapters.store.schema import article, sighting, source_health
from digest.adapters.store.slices import slices
from digest.edit.newer import keep_newer
from digest.model.article import Article, SavedArticles, Sighting
from digest.model.fetch import SourceHealth


class SqlArticles:
    """Articles with the places they were found in, and the health of sources.

    Args:
        database: Where they lie.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_articles(self, articles: Sequence[Article], *, now: datetime) -> SavedArticles:
        """Keep articles by URL; a known one keeps `first_seen`, gains sightings and newer text."""
        counts = Counter[str]()
        with self._database.writing() as connection:
            for some in slices(articles):
                save_some(connection, some, counts, now=now)
        return SavedArticles(new=counts["new"], changed=counts["changed"], known=counts["known"])

    def articles(
        self,
        *,
        source: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Article]:
        """List articles published or first seen in [since, until), oldest first sighting first."""
        query = select(article).order_by(article.c.first_seen, article.c.url)
        if since is not None or until is not None:
            query = query.where(
                or_(
                    within(article.c.first_seen, since, until),
                    within(article.c.published, since, until),
                )
            )
        if source is not None:
            seen = select(sighting.c.article_id).where(sighting.c.name == source)
            query = query.where(or_(article.c.source == source, article.c.id.in_(seen)))
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            places = read_sightings(connection, [row.id for row in rows])
        return [row_to_article(row, places.get(row.id, ())) for row in rows]

    def first_collected(self) -> Mapping[str, datetime]:
        """When each source brought its first article ever, by the source's name."""
        query = select(article.c.source, func.min(article.c.first_seen).label("first"))
        with self._database.reading() as connection:
            rows = connection.execute(query.group_by(article.c.source)).all()
        return {row.source: row.first for row in rows}

    def kept_as(self, urls: Sequence[str]) -> Mapping[str, str]:
        """Tell which of these addresses belong to an article that is kept with a body."""
        known: dict[str, str] = {}
        seen_at = select(sighting.c.url, article.c.url).join_from(sighting, article)
        own = select(article.c.url, article.c.url)
        with self._database.reading() as connection:
            for some in slices(urls):
                for query, column in ((seen_at, sighting.c.url), (own, article.c.url)):
                    found = query.where(column.in_(some), article.c.body != "")
                    known.update((row[0], row[1]) for row in connection.execute(found))
        return known

    def source_health(self) -> Mapping[str, SourceHealth]:
        """What is remembered of each source, by name."""
        with self._database.reading() as connection:
            rows = connection.execute(select(source_health).order_by(source_health.c.name)).all()
        return {row.name: row_to_health(row) for row in rows}

    def save_source_health(self, health: SourceHealth) -> None:
        """Remember how a source fared."""
        row = {
            "name": health.name,
            "url": health.url,
            "etag": health.validators.etag,
            "last_modified": health.validators.last_modified,
            "last_success": health.last_success,
            "failures": health.failures,
            "last_error": health.last_error,
        }
        with self._database.writing() as connection:
            connection.execute(delete(source_health).where(source_health.c.name == health.name))
            connection.execute(insert(source_health), row)


def within(
    column: ColumnElement[datetime | None], since: datetime | None, until: datetime | None
) -> ColumnElement[bool]:
    """Ask for moments in [since, until); None leaves that side open."""
    bounds: list[ColumnElement[bool]] = [column.is_not(None)]
    if since is not None:
        bounds.append(column >= since)
    if until is not None:
        bounds.append(column < until)
    return and_(*bounds)


def save_some(
    connection: Connection, articles: Sequence[Article], counts: Counter[str], *, now: datetime
) -> None:
    """Keep some articles and count what became of each."""
    before = read_known(connection, [one.url for one in articles])
    after = dict(before)
    for came in articles:
        kept = after.get(came.url)
        after[came.url] = keep_newer(kept, came) if kept else came
        is_known = kept is not None and after[came.url] is kept
        counts["new" if kept is None else "known" if is_known else "changed"] += 1
    fresh = [one for url, one in after.items() if url not in before]
    changed = [one for url, one in after.items() if url in before and one is not before[url]]
    if fresh:
        connection.execute(insert(article), [article_to_row(one, now=now) for one in fresh])
    for one in changed:
        row = article_to_row(one, now=now)
        connection.execute(update(article).where(article.c.url == one.url).values(row))
    write_sightings(connection, [*fresh, *changed])


def read_known(connection: Connection, urls: Sequence[str]) -> dict[str, Article]:
    """Read the articles of these addresses that are kept already."""
    rows = connection.execute(select(article).where(article.c.url.in_(urls))).all()
    places = read_sightings(connection, [row.id for row in rows])
    return {row.url: row_to_article(row, places.get(row.id, ())) for row in rows}


def read_sightings(connection: Connection, ids: Sequence[int]) -> dict[int, list[Sighting]]:
    """Read where articles were found, the first place first."""
    places: dict[int, list[Sighting]] = {}
    for some in slices(ids):
        query = select(sighting).where(sighting.c.article_id.in_(some))
        for row in connection.execute(query.order_by(sighting.c.article_id, sighting.c.position)):
            places.setdefault(row.article_id, []).append(Sighting(name=row.name, url=row.url))
    return places


def write_sightings(connection: Connection, articles: Sequence[Article]) -> None:
    """Write where articles were found, in place of what was written before."""
    if not articles:
        return
    urls = [one.url for one in articles]
    query = select(article.c.url, article.c.id).where(article.c.url.in_(urls))
    ids = {row.url: row.id for row in connection.execute(query)}
    connection.execute(delete(sighting).where(sighting.c.article_id.in_(ids.values())))
    rows = [
        {"article_id": ids[one.url], "position": position, "name": place.name, "url": place.url}
        for one in articles
        for position, place in enumerate(one.sightings)
    ]
    if rows:
        connection.execute(insert(sighting), rows)
