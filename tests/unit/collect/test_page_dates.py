"""When it was published: the day of the article, never that of anything else on the page."""

from datetime import UTC, datetime
from json import dumps

import pytest

from digest.collect.front_lines import best_date, tells_change
from digest.collect.page import read_page
from digest.model.article import Article, Precision
from digest.text.dates import read_date

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TEXT = (
    (
        "The harbour of Velm reopened on Wednesday evening after nine days of storm, and the first "
        "ferries left for the islands before midnight."
    ),
    (
        "The regional council will vote on Friday on a fund of 3.4 million crowns for the damaged "
        "piers, which have not been repaired since 2011."
    ),
)
BODY = "".join(f"<p>{text}</p>" for text in TEXT)
HEADLINE = "Harbour of Velm reopens after nine days of storm"


def article(
    inside: str = "", *, head: str = "", url: str = "https://velm.example.org/a", under: str = ""
) -> Article:
    page = (
        f"<html lang='en'><head><title>{HEADLINE}</title>{head}</head><body><article>"
        f"<h1>{HEADLINE}</h1>{inside}{BODY}{under}</article></body></html>"
    )
    read = read_page(page.encode(), url=url, source="Velm", now=NOW, zone="Europe/Brussels")
    assert isinstance(read, Article), read
    return read


def day(read: Article) -> str | None:
    return read.published.isoformat()[:10] if read.published else None


def linked(**told: object) -> str:
    node = {"@type": "NewsArticle", "headline": HEADLINE, **told}
    return f"<script type='application/ld+json'>{dumps(node)}</script>"


@pytest.mark.parametrize(
    "head",
    [
        linked(dateModified="2026-11-20T10:00:00Z", datePublished="2026-11-18T10:00:00Z"),
        linked(dateCreated="2026-11-18T10:00:00Z", dateModified="2026-11-20T10:00:00Z"),
        linked(datePublished=1_794_996_000, dateModified="2026-11-20T10:00:00Z"),
        linked(datePublished={"@value": "2026-11-18T10:00:00Z"}),
        (
            "<meta property='article:modified_time' content='2026-11-20T10:00:00Z'>"
            "<meta property='article:published_time' content='2026-11-18T10:00:00Z'>"
        ),
        "<meta name='parsely-pub-date' content='2026-11-18T10:00:00Z'>",
        "<meta name='DC.date.issued' content='2026-11-18'>",
        "<meta name='publish-date' content='18 November 2026'>",
        "<meta itemprop='datePublished' content='2026-11-18T10:00:00Z'>",
    ],
)
def test_the_day_of_publication_is_stated(head: str) -> None:
    assert day(article(head=head)) in {"2026-11-18", "2026-11-17"}
    assert article(head=head).published != datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "inside",
    [
        "<p>Published 18 November 2026, 10:00</p>",
        "<p>Updated 20 November 2026, 10:00</p><p>Published 18 November 2026, 10:00</p>",
        "<p class='date'>18.11.2026</p>",
        "<time datetime='2026-11-18T10:00:00Z'>five days ago</time>",
        "<a href='/p/1'><time class='dt-published' datetime='2026-11-18T10:00:00Z'>Wed</time></a>",
        "<abbr class='published' title='2026-11-18T10:00:00Z'>10:00</abbr>",
        "<span data-timestamp='1794996000000'>some days ago</span>",
        "<div class='related'>3 May 2025</div><p>18 November 2026</p>",
        "<p>© 3 May 2025 The Velm Post</p><p>18 November 2026</p>",
    ],
)
def test_the_day_of_publication_is_shown(inside: str) -> None:
    assert day(article(inside)) in {"2026-11-18", "2026-11-17"}


def test_a_change_counts_only_when_nothing_else_is_known() -> None:
    changed = linked(dateModified="2026-11-20T10:00:00Z")
    assert day(article(head=changed)) == "2026-11-20"
    assert day(article("<p>18 November 2026, 10:00</p>", head=changed)) == "2026-11-18"


@pytest.mark.parametrize(
    "inside", ["<p>3 hours ago</p>", "<p>Published yesterday</p>", "<p>10:15</p>", ""]
)
def test_what_was_said_from_the_moment_of_making_is_no_date(inside: str) -> None:
    assert article(inside).published is None


@pytest.mark.parametrize(
    "path", ["/2026/11/18/a", "/2026/nov/18/a", "/news/20261118/a", "/a-2026-11-18.html"]
)
def test_the_address_tells_the_day_last(path: str) -> None:
    read = article(url=f"https://velm.example.org{path}")
    assert read.published == datetime(2026, 11, 17, 23, tzinfo=UTC)
    assert read.precision is Precision.DAY


def test_the_address_outweighs_a_date_that_is_todays_or_a_changes() -> None:
    url = "https://velm.example.org/2026/11/10/a"
    assert day(article("<p>Updated 20 November 2026</p>", url=url)) == "2026-11-09"
    assert article("<p>11 November 2026, 8:00</p>", url=url).precision is Precision.MINUTE


def test_a_line_below_the_text_announces_the_date() -> None:
    assert day(article(under="<p>Posted Wednesday, November 18, 2026 2:15 pm</p>")) == "2026-11-18"


def test_a_long_line_of_writers_may_hold_the_date() -> None:
    line = "<p>By Jo Marsh and Anastasia Ruiz-Villanueva in Velm, with Tom Ek — 18 November 2026, "
    line += "9:30</p>"
    assert day(article(line)) == "2026-11-18"


def test_comments_and_related_articles_have_dates_of_their_own() -> None:
    under = (
        "<div class='comment' itemscope itemtype='http://schema.org/Comment'>"
        "<time itemprop='datePublished' datetime='2026-11-20T10:00:00Z'>20 November</time></div>"
    )
    assert article(under=under).published is None


def test_a_shown_date_with_its_zone_is_better_than_the_same_clock_without_any() -> None:
    head = "<meta name='date' content='2026-11-18 06:45:12'>"
    read = article("<p>18/11/2026, 06:45 WIB</p>", head=head)
    assert read.published == datetime(2026, 11, 17, 23, 45, tzinfo=UTC)
    other = article("<p>18/11/2026, 06:50</p>", head=head)
    assert other.published == datetime(2026, 11, 18, 5, 45, 12, tzinfo=UTC)


def test_a_more_exact_date_is_one_of_the_same_day() -> None:
    def read(text: str) -> object:
        return read_date(text, now=NOW, zone="UTC")

    whole, late, before = map(read, ("2026-11-18", "2026-11-18 22:00", "2026-11-17 23:00"))
    assert best_date([whole, before, late]) == late  # type: ignore[list-item]
    assert best_date([whole, before]) == whole  # type: ignore[list-item]
    assert best_date([]) is None


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ("Updated 3 May 2026", True),
        ("Last updated: 3 May 2026", True),
        ("Last published 3 May 2026", False),
        ("Aktualisiert: 3. Mai 2026", True),
        ("Published 3 May 2026", False),
        ("Published 1 May 2026, updated 3 May 2026", False),
        ("3 May 2026", False),
    ],
)
def test_a_line_tells_a_change_alone(line: str, change: bool) -> None:  # noqa: FBT001
    assert tells_change(line) is change
