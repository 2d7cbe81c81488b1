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


def article_to_row(article: Article, *, now: datetime) -> dict[str, Any]:
    """Write an article without its sightings."""
    return {name: getattr(article, name) for name in PLAIN} | {
        "changed_at": now,
        "byline": [[one.name, one.role] for one in article.byline],
        "image": asdict(article.image) if article.image else None,
    }


def row_to_article(row: Row[Any], sightings: Sequence[Sighting]) -> Article:
    """Read an article."""
    plain = {name: getattr(row, name) for name in PLAIN}
    return Article(
        **plain
        | {
            "precision": Precision(row.precision) if row.precision else None,
            "byline": tuple(Byline(name=name, role=role) for name, role in row.byline or ()),
            "image": Image(**row.image) if row.image else None,
            "sightings": tuple(sightings),
        }
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
    )
