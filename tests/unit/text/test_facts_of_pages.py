"""What is taken out of a page word for word is faithful to it: no finding on any golden page."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from digest.edit.lede import summarise
from digest.model.article import Article
from digest.text.facts import SourceFacts, SourceText, find_unfaithful
from digest.text.sentences import split_sentences

FOLDER = Path(__file__).parents[2] / "data" / "pages"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TOLD = {path.name: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.expected.json")}
PAGES = sorted(name for name, told in TOLD.items() if told.get("paragraphs"))


def article_of(told: dict[str, Any]) -> Article:
    paragraphs = told["paragraphs"]
    return Article(
        url="https://example.org/a",
        headline=told.get("headline") or "",
        source="Example source",
        dek=told.get("dek"),
        lede=paragraphs[0],
        body="\n\n".join(paragraphs),
        language=told.get("language"),
        first_seen=NOW,
    )


@pytest.mark.parametrize("name", PAGES)
def test_no_extract_of_a_page_is_refused(name: str) -> None:
    told = TOLD[name]
    article = article_of(told)
    language = article.language or "en"
    published = told.get("published")
    days = frozenset((datetime.fromisoformat(published).date(),)) if published else frozenset()
    text = "\n\n".join(filter(None, (article.headline, article.dek, article.body)))
    source = SourceFacts(SourceText(text=text, language=language, published=days))
    extracts = [summarise(article, words=words) for words in (15, 40, 60)]
    for extract in [article.headline, *extracts, *split_sentences(article.body, language)]:
        assert find_unfaithful(extract, source, language=language, strict=True) == [], extract


def test_the_pages_are_of_many_languages() -> None:
    assert len(PAGES) >= 15
    assert len({(TOLD[name].get("language") or "")[:2] for name in PAGES}) >= 5
