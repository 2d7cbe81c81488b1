"""The line below a headline is known by its name, its place, or by what parts it from the text."""

from datetime import UTC, datetime

import pytest

from digest.collect.page import read_page
from digest.model.article import Article

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HEADLINE = "Harbour of Velm reopens after nine days of storm"
DEK = "Ferries sail again, but the piers wait for money that nobody has promised"
LONG = f"{DEK}, and the customs house has no roof since the crane fell on it."
TEXT = (
    (
        "The harbour reopened on Wednesday evening after nine days of storm, and the first "
        "ferries left for the islands before midnight."
    ),
    (
        "The regional council will vote on Friday on a fund of 3.4 million crowns for the damaged "
        "piers, which have not been repaired since 2011."
    ),
)
BODY = "".join(f"<p>{text}</p>" for text in TEXT)


def read(inside: str, *, head: str = "") -> Article:
    page = (
        f"<html lang='en'><head><title>{HEADLINE}</title>{head}"
        "<meta property='og:site_name' content='The Velm Post'></head>"
        f"<body><article><h1>{HEADLINE}</h1>{inside}<div>{BODY}</div></article></body></html>"
    )
    article = read_page(
        page.encode(), url="https://velm.example.org/a", source="Velm", now=NOW, zone="UTC"
    )
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    "inside",
    [
        f"<p class='standfirst'>{DEK}</p>",
        f"<p class='article__dek'>{LONG}</p>",
        f"<p class='entradilla'>{DEK}</p>",
        f"<p class='sommario'>{LONG}</p>",
        f"<h2>{DEK}</h2>",
        f"<p>{DEK}.</p><p>By Jo Marsh</p>",
        f"<p>{LONG}</p><p>By Jo Marsh, 18 November 2026</p>",
    ],
)
def test_the_line_below_the_headline_is_found(inside: str) -> None:
    article = read(inside)
    assert article.dek in {DEK, f"{DEK}.", LONG}
    assert article.lede == TEXT[0]


@pytest.mark.parametrize(
    "inside",
    [
        f"<p class='lead-image-caption'>{DEK}</p>",
        "<p>A crane on the roof of the customs house. Photo: Tom Ek</p><p>By Jo Marsh</p>",
        f"<p>By The Editorial Board</p><p class='about'>{LONG}</p><p>18 November 2026</p>",
        f"<h2>{HEADLINE}</h2>",
        "<h2>Related</h2>",
        "",
    ],
)
def test_captions_and_words_about_the_writers_are_none(inside: str) -> None:
    assert read(inside).dek is None


@pytest.mark.parametrize(
    ("description", "dek"),
    [
        (DEK, DEK),
        (f"{DEK}…", None),
        (TEXT[0], None),
        ("The Velm Post: news of the harbour, the piers and the ferries since 1998.", None),
        ("Read all our stories about money, sports and the weather.", None),
    ],
)
def test_a_description_is_a_dek_when_it_speaks_of_the_article(
    description: str, dek: str | None
) -> None:
    head = f"<meta name='description' content='{description}'>"
    assert read("", head=head).dek == dek
