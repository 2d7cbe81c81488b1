"""What was collected, in the database."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from digest.adapters.store.article_rows import (
    article_to_row,
    health_to_row,
    row_to_article,
    row_to_health,
)
from digest.adapters.store.article_versions import keep_versions, read_versions
from digest.adapters.store.database import Database
from digest.adapters.store.schema import article, sighting, source_health
from digest.adapters.store.slices import slices
from digest.adapters.store.spans import within
from digest.adapters.store.ties import forget_marks, read_ids
from digest.edit.newer import is_compared_anew, keep_newer
from digest.model.article import Article, ArticleVersion, SavedArticles, Sighting
from digest.model.fetch import SourceHealth, SourceRhythm


class SqlArticles:
    """Articles with the places they were found in, and the health of sources.

    Args:
        database: Where they lie.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_articles(self, articles: Sequence[Article], *, now: datetime) -> SavedArticles:
        """Keep articles by URL; a known one keeps `first_seen`, gains sightings and newer text."""
        [saved] = self.save_batches([articles], now=now)
        return saved

    def save_batches(
        self, batches: Sequence[Sequence[Article]], *, now: datetime
    ) -> list[SavedArticles]:
        """Keep several batches in one transaction, and count what became of each."""
        tallies = [Counter[str]() for _ in batches]
        counted = [
            (counts, one) for counts, some in zip(tallies, batches, strict=True) for one in some
        ]
        with self._database.writing() as connection:
            for some in slices(counted):
                save_some(connection, some, now=now)
        return [
            SavedArticles(new=counts["new"], changed=counts["changed"], known=counts["known"])
            for counts in tallies
        ]

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

    def articles_at(self, urls: Sequence[str]) -> list[Article]:
        """List the articles of these addresses, canonical ones or such as they were seen at."""
        found: dict[str, Article] = {}
        with self._database.reading() as connection:
            for some in slices(urls):
                seen = select(sighting.c.article_id).where(sighting.c.url.in_(some))
                query = select(article).where(or_(article.c.url.in_(some), article.c.id.in_(seen)))
                rows = connection.execute(query).all()
                places = read_sightings(connection, [row.id for row in rows])
                found |= {row.url: row_to_article(row, places.get(row.id, ())) for row in rows}
        return [found[url] for url in sorted(found)]

    def versions_since(self, moment: datetime) -> Mapping[str, Sequence[ArticleVersion]]:
        """What articles said that changed after a moment, by address, the oldest version first."""
        with self._database.reading() as connection:
            return read_versions(connection, since=moment)

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

    def save_source_health(self, *healths: SourceHealth) -> None:
        """Remember how sources fared, all in one transaction."""
        with self._database.writing() as connection:
            for some in slices(healths):
                names = [one.name for one in some]
                connection.execute(delete(source_health).where(source_health.c.name.in_(names)))
                connection.execute(insert(source_health), [health_to_row(one) for one in some])

    def source_rhythms(self, *, since: datetime) -> Mapping[str, SourceRhythm]:
        """How often each source brings something, by the dates from `since` on."""
        date = func.coalesce(article.c.published, article.c.first_seen)
        query = (
            select(sighting.c.name, func.count(), func.min(date), func.max(date))
            .join_from(sighting, article)
            .where(
                or_(
                    article.c.published >= since,
                    and_(article.c.published.is_(None), article.c.first_seen >= since),
                )
            )
            .group_by(sighting.c.name)
        )
        with self._database.reading() as connection:
            return {
                name: SourceRhythm(count=count, first=first, last=last)
                for name, count, first, last in connection.execute(query)
            }


def save_some(
    connection: Connection, counted: Sequence[tuple[Counter[str], Article]], *, now: datetime
) -> None:
    """Keep some articles and count what became of each, where it is to be counted."""
    before = read_known(connection, [one.url for _, one in counted])
    after = dict(before)
    for counts, came in counted:
        kept = after.get(came.url)
        after[came.url] = keep_newer(kept, came) if kept else came
        is_known = kept is not None and after[came.url] is kept
        counts["new" if kept is None else "known" if is_known else "changed"] += 1
    fresh = [one for url, one in after.items() if url not in before]
    changed = [one for url, one in after.items() if url in before and one is not before[url]]
    if fresh:
        connection.execute(insert(article), [article_to_row(one, now=now) for one in fresh])
    keep_versions(connection, before, changed, now=now)
    for one in changed:
        row = article_to_row(one, now=now)
        connection.execute(update(article).where(article.c.url == one.url).values(row))
    compared = [one.url for one in changed if is_compared_anew(before[one.url], one)]
    forget_marks(connection, read_ids(connection, compared).values())
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
        query = select(sighting.c.article_id, sighting.c.name, sighting.c.url)
        query = query.where(sighting.c.article_id.in_(some))
        in_order = query.order_by(sighting.c.article_id, sighting.c.position)
        for number, name, url in connection.execute(in_order):
            places.setdefault(number, []).append(Sighting(name=name, url=url))
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
