"""Articles ↔ rows."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from digest.model.article import Article, Byline, Image, Precision, Sighting
from digest.model.fetch import SourceHealth, Validators

PLAIN = (
    "url",
    "source",
    "first_seen",
    "published",
    "precision",
    "zone_known",
    "language",
    "section",
    "headline",
    "dateline",
    "dek",
    "lede",
    "body",
)
PRECISIONS: dict[str | None, Precision | None] = {None: None} | {
    one.value: one for one in Precision
}


def article_to_row(article: Article, *, now: datetime) -> dict[str, Any]:
    """Write an article without its sightings."""
    return {name: getattr(article, name) for name in PLAIN} | {
        "changed_at": now,
        "byline": [[one.name, one.role] for one in article.byline],
        "image": asdict(article.image) if article.image else None,
    }


def row_to_article(row: Row[Any], sightings: Sequence[Sighting]) -> Article:
    """Read an article."""
    return Article(
        url=row.url,
        source=row.source,
        first_seen=row.first_seen,
        published=row.published,
        precision=PRECISIONS[row.precision],
        zone_known=row.zone_known,
        language=row.language,
        section=row.section,
        headline=row.headline,
        byline=tuple(Byline(name=name, role=role) for name, role in row.byline or ()),
        dateline=row.dateline,
        dek=row.dek,
        image=Image(**row.image) if row.image else None,
        lede=row.lede,
        body=row.body,
        sightings=tuple(sightings),
    )


def row_to_health(row: Row[Any]) -> SourceHealth:
    """Read what is remembered of a source."""
    return SourceHealth(
        name=row.name,
        url=row.url,
        validators=Validators(etag=row.etag, last_modified=row.last_modified),
        last_success=row.last_success,
        failures=row.failures,
        last_error=row.last_error,
        last_new=row.last_new,
        moved_to=row.moved_to,
        gone_at=row.gone_at,
        not_before=row.not_before,
    )


def health_to_row(health: SourceHealth) -> dict[str, Any]:
    """Write what is remembered of a source."""
    names = ("name", "url", "last_success", "failures", "last_error")
    later = ("last_new", "moved_to", "gone_at", "not_before")
    return {name: getattr(health, name) for name in (*names, *later)} | {
        "etag": health.validators.etag,
        "last_modified": health.validators.last_modified,
    }
