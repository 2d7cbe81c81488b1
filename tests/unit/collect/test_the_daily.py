"""The first desk's page: in HTML and as plain text, with or without each of its parts."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product

import pytest

from digest.collect.page import read_saved_page
from digest.model.article import Article, Byline
from digest.model.fetch import FetchFailure, SavedPage

NOW = datetime(2023, 9, 28, 12, tzinfo=UTC)
PRINTED = datetime(2023, 9, 28, 4, 46, tzinfo=UTC)
DATE = "September 28. 2023. 6:46"
HEADLINE = "Harbour of Velm reopens after nine days of storm"
OPENING = (
    "The harbour of Velm reopened on Wednesday evening after nine days of storm, and the first "
    "ferries left for the islands before midnight, writes Political Editor Jo Marsh."
)
QUOTE = (
    "“We counted eleven vessels at anchor by ten o’clock,” said the harbour master, Ilse Brandt. "
    "“Nobody complained about the noise.”"
)
COUNCIL = (
    "The regional council will vote on Friday on a fund of 3.4 million crowns for the damaged "
    "piers, which have not been repaired since 2011."
)
TEXT = [OPENING, QUOTE, COUNCIL]
SHARE = "Share this article:"
ERROR = "[an error occurred while processing this directive]"
MASTHEADS = (
    "<h1>The Daily</h1>",
    "<p><b>The Daily</b></p>",
    "<img src='head.gif' alt='The Daily'>",
    "<table><tr><td><font size=7>The Daily</font></td></tr></table>",
    "",
)
SLOGANS = ("<h2>Read the World Today</h2>", "<p>Read the World Today</p>", "")
DATES = (f"<p>{DATE}</p>", f"<table><tr><td>{DATE}</td></tr></table>", f"{DATE}<br>", "")
HEADLINES = (
    f"<h2>{HEADLINE}</h2>",
    f"<p><b>{HEADLINE}</b></p>",
    f"<table><tr><td>{HEADLINE}</td></tr></table>",
)
TITLES = ("The Daily", f"The Daily - {HEADLINE}", "")
ORDERS = ("masthead first", "date first", "date below headline")
SHARES = 7  # divides none of the numbers of parts, so that each part meets each other
Layout = Callable[[list[str]], str]
LAYOUTS: tuple[Layout, ...] = (
    lambda texts: "".join(f"<p>{text}</p>" for text in texts),
    "<br><br>".join,
    lambda texts: f"<table><tr><td>{'<br>'.join(texts)}</td></tr></table>",
)


def read(text: str, name: str, source: str = "Saved pages") -> Article:
    page = SavedPage(path=name, name=name, body=text.encode(), address=f"file:///{name}")
    article = read_saved_page(page, source=source, now=NOW, zone="Europe/Brussels")
    assert isinstance(article, Article), article
    return article


def check(article: Article, *, dated: bool) -> None:
    assert article.headline == HEADLINE
    assert article.published == (PRINTED if dated else None)
    assert article.body.split("\n\n")[: len(TEXT)] == TEXT
    assert article.lede == TEXT[0]


def check_headline(masthead: str, order: str, *, shares: int = 1, share: int = 0) -> None:
    """Read a share of all pages with a masthead and an order."""
    pages = list(product(SLOGANS, DATES, HEADLINES, TITLES, LAYOUTS))
    for slogan, date, headline, title, layout in pages[share % shares :: shares]:
        top = {
            "masthead first": [masthead, slogan, date, headline],
            "date first": [date, masthead, slogan, headline],
            "date below headline": [masthead, slogan, headline, date],
        }[order]
        page = f"<html><head><title>{title}</title></head><body>" + "\n".join(top)
        page += f"\n{layout(TEXT)}\n<p>{SHARE}</p>\n{ERROR}</body></html>"
        check(read(page, "page.html"), dated=bool(date))


@pytest.mark.parametrize(("number", "tops"), list(enumerate(product(MASTHEADS, ORDERS))))
def test_headline_is_never_the_masthead(number: int, tops: tuple[str, str]) -> None:
    # Each page is read below at least two of the fifteen tops; below all of them in the long test.
    check_headline(*tops, shares=SHARES, share=number)


@pytest.mark.long
@pytest.mark.parametrize("tops", list(product(MASTHEADS, ORDERS)))
def test_headline_is_never_the_masthead_on_any_page(tops: tuple[str, str]) -> None:
    check_headline(*tops)


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("order", ["msdhb", "mshdb", "dmshb", "hdb", "mdh", "sdh", "hb", "h", "dh"])
@pytest.mark.parametrize("masthead", ["The Daily", "THE DAILY"])
def test_plain_text_is_read_with_or_without_each_part(masthead: str, order: str, gap: str) -> None:
    parts = {
        "m": masthead,
        "s": "Read the World Today",
        "d": DATE,
        "h": HEADLINE,
        "b": "By Ana Ruiz, Shipping Correspondent",
    }
    top = [parts[letter] for letter in order]
    article = read(gap.join([*top, *TEXT, SHARE, ERROR]), "page.txt")
    check(article, dated="d" in order)
    expected = (Byline(name="Ana Ruiz", role="Shipping Correspondent"),) if "b" in order else ()
    assert article.byline == expected


def test_text_without_headline_gets_one_from_its_first_sentence() -> None:
    article = read("\n\n".join(["The Daily", "Read the World Today", DATE, *TEXT]), "page.txt")
    assert article.headline.startswith("The harbour of Velm reopened on Wednesday")
    assert article.published == PRINTED


def test_masthead_is_known_by_the_name_of_the_source() -> None:
    page = f"<h1>Velm Today</h1><p>{HEADLINE}</p>" + "".join(f"<p>{text}</p>" for text in TEXT)
    assert read(page, "page.html", source="Velm Today").headline == HEADLINE


def test_wrapped_lines_are_joined_again() -> None:
    from textwrap import fill

    wrapped = "\n\n".join(fill(text, 72) for text in TEXT)
    check(read(f"{HEADLINE}\n{DATE}\n\n{wrapped}\n", "page.txt"), dated=True)


@pytest.mark.parametrize(
    ("given", "page", "expected"),
    [
        ("https://a.example/x?utm_source=y", "", "https://a.example/x"),
        (None, "<link rel='canonical' href='https://b.example/y'>", "https://b.example/y"),
        (None, "<meta property='og:url' content='https://c.example/z'>", "https://c.example/z"),
        (None, "", "file:///page.html"),
        ("https://a.example/x", "<link rel='canonical' href='https://b.example/y'>", None),
        ("not an address", "", "file:///page.html"),
    ],
)
def test_address_is_the_one_given_then_the_pages_own_then_that_of_the_file(
    given: str | None, page: str, expected: str | None
) -> None:
    html = f"<head>{page}</head><h1>{HEADLINE}</h1>" + "".join(f"<p>{text}</p>" for text in TEXT)
    saved = SavedPage(
        path="page.html", name="page.html", body=html.encode(), address="file:///page.html"
    )
    article = read_saved_page(saved, source="S", now=NOW, zone="UTC", url=given)
    assert isinstance(article, Article)
    assert article.url == (expected or given)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("empty.txt", ""),
        ("empty.html", ""),
        ("list.txt", "Milk\nEggs\nBread"),
        ("menu.html", "<html><body><a href='/'>Home</a><a href='/x'>News</a></body></html>"),
    ],
)
def test_file_without_an_article_is_named_with_its_reason(name: str, body: str) -> None:
    page = SavedPage(path=f"saved/{name}", name=name, body=body.encode(), address=f"file:///{name}")
    failure = read_saved_page(page, source="S", now=NOW, zone="UTC")
    assert isinstance(failure, FetchFailure)
    assert failure.url == f"saved/{name}"
    assert failure.reason


def test_web_page_in_a_text_file_is_read_as_a_web_page() -> None:
    html = f"<html><h1>{HEADLINE}</h1>" + "".join(f"<p>{text}</p>" for text in TEXT)
    assert read(html, "page.txt").headline == HEADLINE
