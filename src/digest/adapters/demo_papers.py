"""The invented newspapers of `digest demo`: their articles, as data files beside this module."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from digest.model.article import Byline

DATA = Path(__file__).resolve().parent / "demo_data"
SECTIONS = ("Politics", "Business", "City", "Science", "Culture", "En français", "بالعربية")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words around an article on its page, in the paper's language."""

    by: str
    home: str
    share: str
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A newspaper.

    Attributes:
        key: Its folder on the server, and among the data.
        name: Its masthead.
        home: Where it would be on the web, with a final slash.
        language: BCP 47 tag.
        feed_name: File name of its feed; its suffix tells the kind.
        feed_type: Media type of its feed.
        words: Around an article.
        teasers: Whether its feed leaves the text to the pages.
        direction: "rtl" for a paper that is read from the right.
    """

    key: str
    name: str
    home: str
    language: str
    feed_name: str
    feed_type: str
    words: Words
    teasers: bool = False
    direction: str = "ltr"


ENGLISH = Words(by="By", home="Home", share="Share this article", more="More from us")
PAPERS = (
    Paper(
        key="courier",
        name="Almery Courier",
        home="https://courier.example.org/",
        language="en",
        feed_name="feed.rss",
        feed_type="application/rss+xml",
        words=ENGLISH,
        teasers=True,
    ),
    Paper(
        key="phare",
        name="Le Phare",
        home="https://phare.example.org/",
        language="fr",
        feed_name="feed.atom",
        feed_type="application/atom+xml",
        words=Words(
            by="Par", home="Accueil", share="Partager cet article", more="À lire également"
        ),
    ),
    Paper(
        key="marsa",
        name="صحيفة المرسى",
        home="https://marsa.example.org/",
        language="ar",
        feed_name="feed.json",
        feed_type="application/feed+json",
        words=Words(by="بقلم", home="الرئيسية", share="شارك هذا المقال", more="اقرأ أيضاً"),
        direction="rtl",
    ),
    Paper(
        key="ledger",
        name="Northern Ledger",
        home="https://ledger.example.org/",
        language="en",
        feed_name="feed.rss",
        feed_type="application/rss+xml",
        words=ENGLISH,
    ),
)
SAVED = "daily"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperArticle:
    """An article as its paper has it.

    Attributes:
        slug: Last part of its address.
        headline: One line.
        dek: The line below it; may be empty.
        byline: Who wrote it; empty where the opening paragraph says so.
        section: The paper's own section.
        age: How long ago it was published.
        paragraphs: Its text; the place that opens it stands in the first.
        picture: File name among the pictures; empty for none.
        alt: What the picture shows.
        credit: Who drew it.
    """

    slug: str
    headline: str
    dek: str
    byline: tuple[Byline, ...]
    section: str
    age: timedelta
    paragraphs: tuple[str, ...]
    picture: str
    alt: str
    credit: str

    def published(self, now: datetime) -> datetime:
        """Tell its publication instant, whole minutes before `now`."""
        return (now - self.age).replace(second=0, microsecond=0)


def read_articles(key: str) -> list[PaperArticle]:
    """Read the articles of a paper, the newest first."""
    articles = [read_article(path) for path in sorted((DATA / "articles" / key).glob("*.toml"))]
    return sorted(articles, key=lambda article: article.age)


def read_article(path: Path) -> PaperArticle:
    """Read one article."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    paragraphs = [text.replace("\n", " ") for text in data["body"].strip().split("\n\n")]
    if data.get("place"):
        paragraphs[0] = f"{data['place'].upper()} – {paragraphs[0]}"
    return PaperArticle(
        slug=path.stem,
        headline=data["headline"],
        dek=data.get("dek", ""),
        byline=read_byline(data["byline"]),
        section=data["section"],
        age=timedelta(hours=data["hours_ago"]),
        paragraphs=tuple(paragraphs),
        picture=data.get("picture", ""),
        alt=data.get("alt", ""),
        credit=data.get("credit", ""),
    )


def read_byline(entries: Sequence[dict[str, str]]) -> tuple[Byline, ...]:
    """Read who wrote an article."""
    return tuple(Byline(name=one["name"], role=one.get("role") or None) for one in entries)
