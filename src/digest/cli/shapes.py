"""Nouns as the JSON objects of the reference page: RFC 3339 in UTC, missing values null."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from digest.check.catalog import KNOWN
from digest.model.article import Article, Byline, Image, Sighting
from digest.model.delivery import Books, Delivery, ReaderDelivery
from digest.model.edition import Item
from digest.model.message import Finding

# That nobody is in doubt is worth a word.
SHOWN_AT_NOUGHT = ("accepted", "unknown")


def shape_instant(moment: datetime | None) -> str | None:
    """Write an aware moment as RFC 3339 in UTC."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def local_time(moment: datetime, zone: str) -> str:
    """Write a moment's time of day with its zone, for people: "06:12 Europe/Brussels"."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M} {zone}"


def shape_byline(byline: Sequence[Byline]) -> list[dict[str, str | None]]:
    """Write who wrote an article."""
    return [{"name": one.name, "role": one.role} for one in byline]


def shape_image(image: Image | None) -> dict[str, str] | None:
    """Write a picture with its words."""
    return {"url": image.url, "alt": image.alt, "credit": image.credit} if image else None


def shape_sightings(sightings: Sequence[Sighting]) -> list[dict[str, str]]:
    """Write where something was found."""
    return [{"name": one.name, "url": one.url} for one in sightings]


def shape_article(article: Article, *, target: str, summary: str) -> dict[str, Any]:
    """Write an article as `digest read` shows it."""
    return {
        "target": target,
        "url": article.url,
        "headline": article.headline,
        "byline": shape_byline(article.byline),
        "dateline": article.dateline,
        "published": shape_instant(article.published),
        "published_precision": article.precision and article.precision.value,
        "zone_known": article.zone_known,
        "dek": article.dek,
        "lede": article.lede,
        "body": article.body,
        "image": shape_image(article.image),
        "language": article.language,
        "section": article.section,
        "summary": summary,
    }


def shape_item(item: Item) -> dict[str, Any]:
    """Write an item of an edition."""
    own = [Sighting(name="", url=item.url)] if item.url else []
    return {
        "headline": item.headline,
        "url": item.url,
        "summary": item.summary,
        "byline": shape_byline(item.byline),
        "kicker": item.kicker,
        "published": shape_instant(item.published),
        "image": shape_image(item.image),
        "sources": shape_sightings([*own, *item.also]),
    }


def shape_finding(finding: Finding) -> dict[str, Any]:
    """Write a finding of a check."""
    return {
        "rule": finding.rule,
        "level": finding.level.value,
        "message": finding.message,
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "fix": finding.fix,
        "url": KNOWN[finding.rule].page if finding.rule in KNOWN else None,
    }


def shape_books(slug: str, books: Books, seconds: float) -> dict[str, Any]:
    """Write the counts of an edition."""
    return {
        "edition": slug,
        "planned": books.planned,
        "accepted": books.accepted,
        "deferred": books.deferred,
        "rejected": books.rejected,
        "suppressed": books.suppressed,
        "expired": books.expired,
        "unknown": books.unknown,
        "owed": books.owed,
        "balanced": books.balanced,
        "seconds": round(seconds, 3),
    }


def shape_reader(row: ReaderDelivery) -> dict[str, Any]:
    """Write one reader's delivery as `digest report` names it."""
    return {"email": row.email} | shape_delivery(row.delivery)


def shape_delivery(delivery: Delivery) -> dict[str, Any]:
    """Write what is known of a delivery besides its outcome."""
    return {
        "message_id": delivery.message_id or None,
        "code": delivery.code or None,
        "enhanced": delivery.enhanced,
        "reply": delivery.reply or None,
        "attempts": delivery.attempts,
        "at": shape_instant(delivery.at),
        "next_attempt": shape_instant(delivery.next_attempt),
    }


def count_line(books: Books) -> str:
    """Write the books as one line, leaving out what is nought but for the accepted and doubts."""
    names = ("accepted", "deferred", "rejected", "suppressed", "expired", "unknown", "owed")
    counts = [(name, getattr(books, name)) for name in names]
    told = [f"{name} {count:,}" for name, count in counts if count or name in SHOWN_AT_NOUGHT]
    balance = "the books balance" if books.balanced else "THE BOOKS DO NOT BALANCE"
    return " · ".join(told) + f"      {balance}"
