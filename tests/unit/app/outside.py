"""Invented papers for the tests of use cases that collect."""

from collections.abc import Sequence
from datetime import UTC, datetime

from digest.model.publication import Publication, Source, SourceKind

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
POST = "https://varrow-post.example.org"

STORY = """\
The harbour council of Varrow voted on Sunday evening to reopen the old ferry line across the Lysa
estuary, seven years after the last boat was taken out of service.

Residents of the southern shore, who now drive forty minutes around the bay to reach the hospital,
filled the public gallery and applauded when the count was read out.

“It took us far too long,” said the harbour master, Ilse Brandt, who had warned that the ageing
pontoons would not survive another winter of storms.

Two refurbished boats will sail every half hour from the first week of March, and a day ticket is to
cost no more than a ride on the city's trams.

The opposition called the decision a costly gesture and asked for a yearly account of how many
passengers the ferries really carry.\
"""
PARAGRAPHS = tuple(" ".join(one.split()) for one in STORY.split("\n\n"))


def page(headline: str, *, marker: str = "") -> bytes:
    body = "".join(f"<p>{paragraph} {marker}</p>" for paragraph in PARAGRAPHS)
    return f"""<!doctype html><html lang="en"><head><title>{headline} - Varrow Post</title>
<meta property="og:title" content="{headline}"><meta property="og:site_name" content="Varrow Post">
<meta property="article:published_time" content="2026-11-22T18:00:00+01:00">
<meta name="author" content="Ilse Brandt"></head>
<body><article><h1>{headline}</h1>{body}</article></body></html>""".encode()


def entry(slug: str, *, text: str = "A teaser of it.", date: str = "18:00") -> str:
    return (
        f"<item><title>Report on the {slug} of Varrow</title><link>{POST}/{slug}</link>"
        f"<pubDate>Sun, 22 Nov 2026 {date}:00 +0100</pubDate>"
        f"<description>{text}</description></item>"
    )


def feed(*entries: str, title: str = "Varrow Post") -> bytes:
    items = "".join(entries)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'
    ).encode()


def whole_text() -> str:
    return "".join(f"&lt;p&gt;{paragraph}&lt;/p&gt;" for paragraph in PARAGRAPHS)


def feed_source(name: str = "Varrow Post", path: str = "/feed.rss") -> Source:
    return Source(name=name, kind=SourceKind.FEED, url=POST + path)


def publication(sources: Sequence[Source]) -> Publication:
    return Publication(
        id="the-daily",
        name="The Daily",
        sender="The Daily <daily@example.org>",
        timezone="Europe/Brussels",
        sources=tuple(sources),
    )
