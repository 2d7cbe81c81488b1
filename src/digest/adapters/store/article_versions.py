"""What articles said before their sources changed them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from digest.adapters.store.schema import article, article_version
from digest.edit.newer import says_otherwise
from digest.model.article import Article, ArticleVersion

# A live page changes all day; what it said in the morning matters less and less.
MOST_VERSIONS = 20


def keep_versions(
    connection: Connection,
    before: Mapping[str, Article],
    changed: Sequence[Article],
    *,
    now: datetime,
) -> None:
    """Keep what articles said until now, where they say something else from now on.

    Args:
        connection: In a transaction that writes.
        before: The articles as they are kept, by address.
        changed: Their new versions.
        now: When they changed.
    """
    urls = [one.url for one in changed if says_otherwise(before[one.url], one)]
    if not urls:
        return
    query = select(article.c.url, article.c.id).where(article.c.url.in_(urls))
    ids = {row.url: row.id for row in connection.execute(query)}
    rows = [
        {
            "article_id": ids[url],
            "until": now,
            "headline": before[url].headline,
            "dek": before[url].dek,
            "lede": before[url].lede,
            "body": before[url].body,
        }
        for url in urls
    ]
    # Of two changes at one moment the first is the one that was read for longer.
    here = article_version.c.article_id.in_(ids.values()), article_version.c.until == now
    known = set(connection.scalars(select(article_version.c.article_id).where(*here)))
    rows = [row for row in rows if row["article_id"] not in known]
    if rows:
        connection.execute(insert(article_version), rows)
        for row in rows:
            drop_oldest(connection, row["article_id"])


def drop_oldest(connection: Connection, number: int) -> None:
    """Keep the latest versions of an article alone."""
    own = article_version.c.article_id == number
    query = select(article_version.c.until).where(own).order_by(article_version.c.until.desc())
    last = connection.scalar(query.offset(MOST_VERSIONS - 1).limit(1))
    if last is not None:
        connection.execute(delete(article_version).where(own, article_version.c.until < last))


def read_versions(
    connection: Connection, *, since: datetime
) -> dict[str, tuple[ArticleVersion, ...]]:
    """Read the versions that were replaced after a moment, by address, the oldest first."""
    query = (
        select(article.c.url, *article_version.c)
        .join_from(article_version, article)
        .where(article_version.c.until > since)
        .order_by(article_version.c.article_id, article_version.c.until)
    )
    found: dict[str, tuple[ArticleVersion, ...]] = {}
    for row in connection.execute(query):
        version = ArticleVersion(
            until=row.until, headline=row.headline, dek=row.dek, lede=row.lede, body=row.body
        )
        found[row.url] = (*found.get(row.url, ()), version)
    return found
