"""What the newspapers of `digest demo` publish: pages and feeds, dated from a moment on."""

import json
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from digest.adapters.demo_papers import DATA, SAVED, Paper, PaperArticle, read_articles

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment

# The language of each month and day is English here: these papers print in English.
PRINTED = "{moment:%B} {moment.day}. {moment.year}. {moment.hour}:{moment.minute:02}"


@cache
def load_templates() -> "Environment":
    """Open the papers' templates."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(DATA / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def print_date(moment: datetime) -> str:
    """Write a date as The Daily prints it: "September 28. 2023. 6:46"."""
    return PRINTED.format(moment=moment)


def tell_byline(paper: Paper, article: PaperArticle) -> str:
    """Write a visible byline: "By Ines Calloway, Political Editor"."""
    people = [f"{one.name}, {one.role}" if one.role else one.name for one in article.byline]
    return f"{paper.words.by} {' & '.join(people)}"


def write_markup(article: PaperArticle, site: str) -> str:
    """Write an article's text as the HTML that a feed carries, its picture first."""
    from html import escape

    text = "".join(f"<p>{escape(one, quote=False)}</p>" for one in article.paragraphs)
    if not article.picture:
        return text
    picture = f'<img src="{site}/pictures/{article.picture}" alt="{escape(article.alt)}">'
    credit = f"<figcaption>{escape(article.credit, quote=False)}</figcaption>"
    return f"<figure>{picture}{credit}</figure>{text}"


def render_page(paper: Paper, slug: str, *, site: str, now: datetime) -> bytes | None:
    """Make the page of an article; None when the paper has none of that name."""
    articles = read_articles(paper.key)
    article = next((one for one in articles if one.slug == slug), None)
    if article is None:
        return None
    published = article.published(now)
    # In a script no "<" may stand as such.
    metadata = json.dumps(describe(paper, article, published, site), ensure_ascii=False)
    page = load_templates().get_template("article.html.j2")
    return page.render(
        paper=paper,
        article=article,
        byline=tell_byline(paper, article),
        published=published.isoformat(),
        printed=published.strftime("%Y-%m-%d %H:%M UTC"),
        metadata=as_script(metadata),
        others=[one for one in articles if one is not article][:3],
        site=site,
    ).encode()


def as_script(text: str) -> Any:  # noqa: ANN401 - Jinja2's own type, imported late
    """Mark JSON as fit to stand in a script."""
    from markupsafe import Markup

    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - our own articles, "<" escaped


def describe(
    paper: Paper, article: PaperArticle, published: datetime, site: str
) -> dict[str, object]:
    """Describe an article for machines (schema.org)."""
    pictures = {"image": f"{site}/pictures/{article.picture}"} if article.picture else {}
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "description": article.dek,
        "inLanguage": paper.language,
        "datePublished": published.isoformat(),
        "articleSection": article.section,
        "author": [
            {"@type": "Person", "name": one.name} | ({"jobTitle": one.role} if one.role else {})
            for one in article.byline
        ],
        "publisher": {"@type": "NewsMediaOrganization", "name": paper.name},
        "mainEntityOfPage": f"{paper.home}{article.slug}",
        **pictures,
    }


def render_front(paper: Paper, *, site: str) -> bytes:
    """Make a paper's front page, which names its feed."""
    page = load_templates().get_template("front.html.j2")
    return page.render(paper=paper, articles=read_articles(paper.key), site=site).encode()


def render_feed(paper: Paper, *, site: str, now: datetime) -> bytes:
    """Make a paper's feed: RSS, Atom or JSON Feed, as the name of its file says."""
    if paper.feed_name.endswith(".json"):
        return write_json_feed(paper, site=site, now=now)
    environment = load_templates().overlay()
    filters: dict[str, Callable[[PaperArticle], str]] = {
        "rfc822": lambda article: format_datetime(article.published(now)),
        "rfc3339": lambda article: article.published(now).isoformat(),
        "markup": lambda article: write_markup(article, site),
    }
    environment.filters = {**environment.filters, **filters}
    suffix = paper.feed_name.rpartition(".")[2]
    feed = environment.get_template(f"feed.{suffix}.j2")
    return feed.render(paper=paper, articles=read_articles(paper.key), site=site).encode()


def write_json_feed(paper: Paper, *, site: str, now: datetime) -> bytes:
    """Make a JSON Feed, version 1.1."""
    items = [
        {
            "id": f"{paper.home}{article.slug}",
            "url": f"{paper.home}{article.slug}",
            "title": article.headline,
            "summary": article.dek,
            "content_html": write_markup(article, site),
            "date_published": article.published(now).isoformat(),
            "authors": [{"name": one.name} for one in article.byline],
            "language": paper.language,
            **({"image": f"{site}/pictures/{article.picture}"} if article.picture else {}),
        }
        for article in read_articles(paper.key)
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": paper.name,
        "home_page_url": paper.home,
        "feed_url": f"{site}/{paper.key}/{paper.feed_name}",
        "language": paper.language,
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def render_saved_pages(*, now: datetime, zone: str) -> dict[str, bytes]:
    """Make the pages that somebody saved of The Daily, two as HTML and one as plain text.

    Returns:
        File names and contents. The print date is local, as on paper, and names no zone.
    """
    pages: dict[str, bytes] = {}
    for position, article in enumerate(read_articles(SAVED)):
        printed = print_date(article.published(now).astimezone(ZoneInfo(zone)))
        if position == 1:
            pages[f"{article.slug}.txt"] = write_saved_text(article, printed).encode()
            continue
        page = load_templates().get_template("daily.html.j2")
        pages[f"{article.slug}.html"] = page.render(article=article, printed=printed).encode()
    return pages


def write_saved_text(article: PaperArticle, printed: str) -> str:
    """Write a page of The Daily as a browser saves it as text."""
    lines = ("The Daily", "Read the World Today", "", printed, "", article.headline, "")
    end = ("Share this article:", "", "[an error occurred while processing this directive]", "")
    text = [line for paragraph in article.paragraphs for line in (paragraph, "")]
    return "\n".join((*lines, *text, *end))


def render_maintenance() -> bytes:
    """Make the page that a broken server answers in place of a feed."""
    return load_templates().get_template("maintenance.html.j2").render().encode()
