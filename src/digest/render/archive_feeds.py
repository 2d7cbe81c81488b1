"""The archive for programs: RSS 2.0, JSON Feed 1.1, sitemap, robots.txt."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from digest.model.edition import Edition, Item
from digest.render.archive import House, Sent
from digest.render.archive_data import without_empty
from digest.text.notes import is_address, note_html

RSS, JSON_FEED, SITEMAP, ROBOTS = "feed.xml", "feed.json", "sitemap.xml", "robots.txt"
JSON_FEED_VERSION = "https://jsonfeed.org/version/1.1"
MOST_URLS = 50_000  # the sitemap protocol's own limit for one file
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
)
SITEMAP_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML_SPACE = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fed:
    """An edition in a feed: what is known of it, and its text; None in old locks."""

    sent: Sent
    edition: Edition | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed of editions in one language, the newest first."""

    house: House
    language: str
    editions: Sequence[Fed]

    def address(self, name: str) -> str:
        """Tell the address of the feed of that name."""
        path = self.house.feed_path(self.language, name)
        return self.house.address(path, seen_from=path)

    def link(self, fed: Fed, name: str) -> str:
        """Tell the address of an edition's page."""
        seen_from = self.house.feed_path(self.language, name)
        return self.house.address(fed.sent.path(self.language), seen_from=seen_from)

    def home(self, name: str) -> str:
        """Tell the address of the list of editions."""
        seen_from = self.house.feed_path(self.language, name)
        return self.house.address(self.house.list_path(self.language), seen_from=seen_from)

    def guid(self, fed: Fed) -> str:
        """Name an edition so that it stays the same when the site moves."""
        version = fed.sent.version(self.language)
        own = version is fed.sent.versions[0]
        return fed.sent.slug if own else f"{fed.sent.slug}/{version.language}"


def write_rss(feed: Feed) -> str:
    """Write RSS 2.0."""
    publication = feed.house.publication
    own = feed.address(RSS)
    newest = max((fed.sent.at for fed in feed.editions), default=None)
    lines = [
        f'{XML}<rss version="2.0" {NAMESPACES}>',
        "<channel>",
        tag("title", publication.name),
        tag("link", feed.home(RSS)),
        tag("description", publication.strapline or publication.name),
        tag("language", feed.language),
        f'<atom:link href="{escape(own)}" rel="self" type="application/rss+xml"/>',
        *([tag("lastBuildDate", format_datetime(newest))] if newest else []),
        *(line for fed in feed.editions for line in rss_item(fed, feed)),
        "</channel>",
        "</rss>",
    ]
    return "\n".join(lines) + "\n"


def rss_item(fed: Fed, feed: Feed) -> list[str]:
    """Write one edition."""
    version = fed.sent.version(feed.language)
    content = write_content(fed, feed)
    return [
        "<item>",
        tag("title", version.subject),
        tag("link", feed.link(fed, RSS)),
        f'<guid isPermaLink="false">{escape(feed.guid(fed))}</guid>',
        tag("pubDate", format_datetime(fed.sent.at)),
        tag("description", version.preheader or version.subject),
        *([tag("content:encoded", content)] if content else []),
        "</item>",
    ]


def tag(name: str, text: str) -> str:
    """Write an element of XML that holds a text."""
    return f"<{name}>{escape(text, quote=False)}</{name}>"


def write_json_feed(feed: Feed) -> str:
    """Write JSON Feed 1.1."""
    publication = feed.house.publication
    data = without_empty(
        {
            "version": JSON_FEED_VERSION,
            "title": publication.name,
            "home_page_url": feed.home(JSON_FEED),
            "feed_url": feed.address(JSON_FEED),
            "description": publication.strapline,
            "language": feed.language,
            "authors": [
                without_empty(
                    {
                        "name": publication.name,
                        "url": publication.site if is_address(publication.site) else "",
                    }
                )
            ],
        }
    )
    data["items"] = [json_item(fed, feed) for fed in feed.editions]
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def json_item(fed: Fed, feed: Feed) -> dict[str, Any]:
    """Write one edition."""
    version = fed.sent.version(feed.language)
    content = write_content(fed, feed)
    return without_empty(
        {
            "id": feed.guid(fed),
            "url": feed.link(fed, JSON_FEED),
            "title": version.subject,
            "summary": version.preheader,
            "content_html": content,
            "content_text": "" if content else version.preheader or version.subject,
            "image": version.image.url if version.image else "",
            "date_published": fed.sent.at.isoformat(),
            "language": version.text_language,
        }
    )


def write_content(fed: Fed, feed: Feed) -> str:
    """Write an edition's stories as HTML; empty without its text."""
    if fed.edition is None:
        return ""
    sponsor = feed.house.strings_of(feed.language).sponsor
    parts = [note_html(fed.edition.note)]
    for section in fed.edition.sections:
        if section.items:
            parts.append(Markup("<h2>{}</h2>").format(section.name))
            parts += [story_html(item, sponsor) for item in section.items]
    return str(Markup("\n").join(part for part in parts if part))


def story_html(item: Item, sponsor: str) -> Markup:
    """Write one story; what is paid for says so."""
    headline = Markup("{}").format(item.headline)
    if item.url and is_address(item.url):
        rel = Markup(' rel="sponsored nofollow"') if item.sponsor else Markup("")
        headline = Markup('<a href="{}"{}>{}</a>').format(item.url, rel, item.headline)
    label = sponsor.replace("{}", item.sponsor) if item.sponsor else ""
    parts = (
        Markup("<p>{}</p>").format(label) if label else Markup(""),
        Markup("<h3>{}</h3>").format(headline),
        note_html(item.summary),
    )
    return Markup("\n").join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A page in the sitemap.

    Attributes:
        address: Whole.
        changed: Date of its last change, as the sitemap has it; empty when nobody knows.
        alternates: Language and address of the same page in every language; empty for one.
    """

    address: str
    changed: str = ""
    alternates: tuple[tuple[str, str], ...] = ()


def write_sitemaps(places: Sequence[Place], *, house: House) -> dict[str, str]:
    """Write the sitemap; an index and several files when one cannot hold all.

    Returns:
        Text by path.
    """
    most = MOST_URLS // max(1, *(len(one.alternates) for one in places), 1)
    if len(places) <= most:
        return {SITEMAP: write_sitemap(places)}
    starts = range(0, len(places), most)
    parts = {
        f"sitemap-{number}.xml": write_sitemap(places[start : start + most])
        for number, start in enumerate(starts, start=1)
    }
    named = "".join(
        f"<sitemap><loc>{escape(house.absolute(name))}</loc></sitemap>\n" for name in parts
    )
    index = f'{XML}<sitemapindex xmlns="{SITEMAP_SPACE}">\n{named}</sitemapindex>\n'
    return {SITEMAP: index, **parts}


def write_sitemap(places: Iterable[Place]) -> str:
    """Write one file."""
    rows = "".join(
        f"<url><loc>{escape(one.address)}</loc>"
        + (f"<lastmod>{one.changed}</lastmod>" if one.changed else "")
        + "".join(
            f'<xhtml:link rel="alternate" hreflang="{escape(tag)}" href="{escape(address)}"/>'
            for tag, address in one.alternates
        )
        + "</url>\n"
        for one in places
    )
    return f'{XML}<urlset xmlns="{SITEMAP_SPACE}" xmlns:xhtml="{XHTML_SPACE}">\n{rows}</urlset>\n'


def write_robots(house: House) -> str | None:
    """Write robots.txt (RFC 9309); None where it would not be asked for, below a path."""
    if not house.public_url or urlsplit(house.public_url).path.strip("/"):
        return None
    return f"User-agent: *\nDisallow:\n\nSitemap: {house.absolute(SITEMAP)}\n"
