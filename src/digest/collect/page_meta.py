"""What a page says of its article in the metas of its head."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from digest.collect.clues import Clues, ImageClue
from digest.collect.markup import one_line, plain_line
from digest.text.byline_marks import WRITTEN_BY
from digest.text.bylines import read_byline

MOST_METAS = 1000
LONGEST = 5000

Metas = Mapping[str, Sequence[str]]

OG_DATES = (
    *("article:published_time", "og:article:published_time", "article:published"),
    *("og:published_time", "article:published_date", "og:pubdate", "article:created_at"),
)
META_DATES = (
    *("datepublished", "date_published", "pubdate", "publishdate", "publish-date", "publish_date"),
    *("publication_date", "publication-date", "publicationdate", "published_time"),
    *("published_at", "published-date", "publisheddate", "pub_date", "releasedate", "release_date"),
    *("parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime"),
    *("cxenseparse:publishtime", "article.published", "mediator_published_time", "bt:pubdate"),
    *("iso-8601-publish-date", "dcterms.created", "dcterms.date", "dc.date.issued"),
    *("dcterms.issued", "dcterms.available", "dc.date.created", "dc.date.published", "dc.date"),
    *("citation_publication_date", "citation_date", "citation_online_date", "ptime", "pdate"),
    *("originalpublicationdate", "article_date_original", "article:post_date", "displaydate"),
    *("display-date", "news_date", "article_date", "article-date", "created_time", "creation_date"),
    *("content_publisheddate", "created", "timestamp", "date"),
)
CHANGES = (
    *("article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified"),
    *("datemodified", "date_modified", "dcterms.modified", "dc.date.modified", "lastmod"),
    *("last-modified", "last_modified", "modified", "article.updated", "revised"),
)
META_AUTHORS = (
    *("parsely-author", "sailthru.author", "cxenseparse:author", "cxenseparse:recs:author"),
    *("dc.creator", "dcterms.creator", "citation_author", "byl", "article:author_name", "author"),
    *("authors", "author_name", "article.author", "article-author", "byline", "dcsext.author"),
    *("mediator_author", "newsauthor", "og:author", "shareaholic:article_author_name"),
    *("content_author", "twitter:creator_name"),
)
META_TITLES = ("parsely-title", "sailthru.title", "dc.title", "dcterms.title", "headline", "title")
META_SECTIONS = (
    *("article:section", "og:article:section", "parsely-section", "cxenseparse:category"),
    *("section", "sectionname", "article.section", "dc.subject"),
)
ARTICLE_TYPES = frozenset(("article", "news", "newsarticle", "article.news", "blog"))
LOCALE = re.compile(r"([a-z]{2,3})[-_]([A-Z]{2})\b.*")


def read_metas(root: Any) -> dict[str, list[str]]:  # noqa: ANN401 - lxml has no types
    """Gather the meta elements: what is said under each name, in small letters, in order."""
    metas: dict[str, list[str]] = {}
    for number, element in enumerate(root.iter("meta")):
        if number >= MOST_METAS:
            break
        content = plain_line((element.get("content") or "")[:LONGEST])
        names = (element.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
        for name in {name.strip().lower() for name in names if name}:
            if content:
                metas.setdefault(name, []).append(content)
    return metas


def first(metas: Metas, *names: str) -> str:
    """Find the first thing said under any of these names; "" without any."""
    return next((metas[name][0] for name in names if metas.get(name)), "")


def firsts(metas: Metas, names: Sequence[str]) -> tuple[str, ...]:
    """List the first thing said under each of these names."""
    return tuple(metas[name][0] for name in names if metas.get(name))


def read_open_graph(metas: Metas) -> Clues:
    """Read OpenGraph and the cards that lean on it."""
    authors = (*metas.get("article:author", ()), *metas.get("og:article:author", ()))
    return Clues(
        headline=first(metas, "og:title", "twitter:title"),
        authors=tuple(name for name in authors if "://" not in name),
        dates=firsts(metas, OG_DATES),
        dek=first(metas, "og:description", "twitter:description"),
        images=tuple(card_images(metas)),
        language=language_of_locale(first(metas, "og:locale")),
        section=first(metas, *META_SECTIONS[:2]),
        site=first(metas, "og:site_name"),
        url=first(metas, "og:url"),
        article=first(metas, "og:type").lower() in ARTICLE_TYPES
        or any(metas.get(name) for name in OG_DATES),
    )


def card_images(metas: Metas) -> Iterator[ImageClue]:
    """Yield the pictures of the cards; the words and the size belong to the first one."""
    addresses = metas.get("og:image") or metas.get("og:image:url") or ()
    secure = metas.get("og:image:secure_url") or ()
    for number, url in enumerate((*addresses, *secure)[:10]):
        leading = number == 0
        yield ImageClue(
            url=url,
            alt=first(metas, "og:image:alt", "twitter:image:alt") if leading else "",
            width=number_of(first(metas, "og:image:width")) if leading else 0,
            height=number_of(first(metas, "og:image:height")) if leading else 0,
        )
    if card := first(metas, "twitter:image", "twitter:image:src"):
        yield ImageClue(url=card, alt=first(metas, "twitter:image:alt"))


def number_of(text: str) -> int:
    """Read a small whole number; 0 for anything else."""
    match = re.match(r"\s*(\d{1,5})\b", text)
    return int(match[1]) if match else 0


def read_plain_metas(metas: Metas) -> Clues:
    """Read the meta elements that belong to no vocabulary, or to one of libraries and analysts."""
    return Clues(
        headline=first(metas, *META_TITLES),
        authors=tuple(meta_authors(metas)),
        dates=firsts(metas, META_DATES),
        changed=firsts(metas, CHANGES),
        dek=first(metas, "dc.description", "description"),
        images=tuple(
            ImageClue(url=url) for url in (first(metas, "parsely-image-url", "thumbnail"),) if url
        ),
        language=first(metas, "content-language", "dc.language", "language"),
        section=first(metas, *META_SECTIONS),
        site=first(metas, "application-name", "apple-mobile-web-app-title", "publisher"),
        article=bool(first(metas, "citation_title", "parsely-title")),
    )


def meta_authors(metas: Metas) -> Sequence[str]:
    """List what the first meta says that names any person at all."""
    offers = [metas[name] for name in META_AUTHORS if metas.get(name)]
    # Cards may say more in two lines that they label themselves: "Written by", "Jo Marsh".
    offers += [
        metas.get(f"twitter:data{number}", ())
        for number in (1, 2)
        if WRITTEN_BY.fullmatch(first(metas, f"twitter:label{number}").strip(" :"))
    ]
    return next((said for said in offers if any(map(read_byline, said[:20]))), ())


def language_of_locale(locale: str) -> str:
    """Make a language tag of a locale; "en_GB" is "en-GB"."""
    match = LOCALE.fullmatch(locale)
    return f"{match[1]}-{match[2]}" if match else ""


def stated_language(root: Any) -> str:  # noqa: ANN401
    """Read the language that the page's root element states; "" without any."""
    return (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    ).strip()


def linked_address(root: Any, relation: str) -> str:  # noqa: ANN401
    """Read the address of a link element such as rel="canonical"; "" without any."""
    for element in root.iter("link"):
        if relation in (element.get("rel") or "").lower().split():
            return (element.get("href") or "").strip()
    return ""


def title_of(root: Any) -> str:  # noqa: ANN401
    """Read the title element as one line; "" without any."""
    element = next(root.iter("title"), None)
    return one_line(element.text_content()[:LONGEST]) if element is not None else ""
