"""Every page of tests/data/pages beside what it must become.

The expectations were written from the page as an editor reads it, before the program saw it. They
are of the cleaned article, as `digest read` shows it. The shapes: the pages of the large content
systems (Arc, WordPress, Drupal, Ghost, Blogger, Brightspot, Escenic, Next.js and others), AMP,
print, mobile and saved pages, tables of 2002, papers without any metadata; wires, broadcasters,
tabloids, press releases; live blogs, galleries, reviews, recipes, results, notices and adverts;
JSON-LD whole, broken in six ways, or of another article; microdata, RDFa, microformats, Dublin
Core; bylines, dates and pictures in the ways of the press of twenty languages.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from digest.collect.page import read_page, read_saved_page
from digest.edit.clean import clean_article
from digest.model.article import Article
from digest.model.fetch import FetchFailure, SavedPage

FOLDER = Path(__file__).parents[2] / "data" / "pages"
PAGES = sorted(path for path in FOLDER.iterdir() if path.suffix in {".html", ".txt"})
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ZONE = "Europe/Brussels"
OPTIONAL = {"zone_known"}  # compared only where the expectation states it


def expectation(page: Path) -> dict[str, Any]:
    name = page.name if page.suffix == ".txt" else page.stem
    expected: dict[str, Any] = json.loads((FOLDER / f"{name}.expected.json").read_text("utf-8"))
    return expected


def read(page: Path, fetched_from: str | None) -> Article | FetchFailure:
    body = page.read_bytes()
    if fetched_from:
        return read_page(body, url=fetched_from, source="Example source", now=NOW, zone=ZONE)
    address = f"file:///saved/{page.name}"
    saved = SavedPage(path=f"saved/{page.name}", name=page.name, body=body, address=address)
    return read_saved_page(saved, source="Saved pages", now=NOW, zone=ZONE)


def told(article: Article | FetchFailure, *, keys: Iterable[str]) -> dict[str, Any]:
    if isinstance(article, FetchFailure):
        return {"failure": article.reason}
    article = clean_article(article)
    image = article.image
    fields = {
        "url": article.url,
        "headline": article.headline,
        "byline": [[one.name, one.role] for one in article.byline],
        "dek": article.dek,
        "dateline": article.dateline,
        "published": article.published.isoformat() if article.published else None,
        "precision": article.precision.value if article.precision else None,
        "zone_known": article.zone_known,
        "language": article.language,
        "section": article.section,
        "image": [image.url, image.alt, image.credit] if image else None,
        "paragraphs": article.body.split("\n\n"),
    }
    return {name: value for name, value in fields.items() if name in keys or name not in OPTIONAL}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_becomes_the_article_that_stands_beside_it(page: Path) -> None:
    expected = expectation(page)
    fetched_from = expected.pop("fetched_from", None)
    article = read(page, fetched_from)
    if isinstance(article, Article):
        expected = {"dateline": None} | expected
    assert told(article, keys=expected) == expected


def test_there_are_enough_pages() -> None:
    assert len(PAGES) >= 144
