"""Every feed of tests/data/feeds beside what it must become."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from digest.collect.feed import Feed, read_feed
from digest.model.article import Article
from digest.model.fetch import FetchFailure

FOLDER = Path(__file__).parents[2] / "data" / "feeds"
FEEDS = sorted(path for path in FOLDER.iterdir() if ".expected" not in path.name)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def told(article: Article) -> dict[str, Any]:
    image = article.image
    return {
        "url": article.url,
        "headline": article.headline,
        "byline": [[one.name, one.role] for one in article.byline],
        "dek": article.dek,
        "paragraphs": article.body.split("\n\n"),
        "published": article.published.isoformat() if article.published else None,
        "precision": article.precision.value if article.precision else None,
        "zone_known": article.zone_known,
        "language": article.language,
        "section": article.section,
        "image": [image.url, image.alt, image.credit] if image else None,
    }


def read(path: Path) -> dict[str, Any]:
    feed = read_feed(
        path.read_bytes(),
        url=f"https://harbourpost.example/feeds/{path.name}",
        source="Example source",
        now=NOW,
        zone="Europe/Brussels",
    )
    if isinstance(feed, FetchFailure):
        return {"failure": feed.reason}
    assert isinstance(feed, Feed)
    return {
        "title": feed.title,
        "kind": feed.kind,
        "notes": list(feed.notes),
        "articles": [told(article) for article in feed.articles],
    }


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_feed_becomes_the_articles_that_stand_beside_it(path: Path) -> None:
    expected = json.loads((FOLDER / f"{path.name}.expected.json").read_text("utf-8"))
    assert read(path) == expected


def test_there_are_enough_feeds() -> None:
    assert len(FEEDS) >= 14
