from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.collect import feed_xml
from digest.collect.feed import Feed, complete, needs_page, read_feed
from digest.model.article import Article, Byline, Image, Precision, Sighting
from digest.model.fetch import FetchFailure

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TEASER = Article(
    url="https://example.org/a?from=feed",
    headline="Harbour reopens",
    source="Feed",
    lede="The first ferries left for the islands before midnight.",
    body="The first ferries left for the islands before midnight.",
    image=Image(url="https://example.org/small.jpg"),
    section="Sea",
    published=NOW - timedelta(hours=5),
    precision=Precision.MINUTE,
    first_seen=NOW,
    sightings=(Sighting(name="Feed", url="https://example.org/a?from=feed"),),
)
PAGE = Article(
    url="https://example.org/a",
    headline="Harbour of Velm reopens after nine days",
    source="Feed",
    byline=(Byline(name="Jo Marsh", role="Political Editor"),),
    lede="The harbour reopened on Wednesday.",
    body="The harbour reopened on Wednesday.\n\n" + "Nobody complained about the noise. " * 30,
    image=Image(url="https://example.org/large.jpg", alt="The harbour"),
    language="en",
    section="News",
    published=NOW.replace(hour=0),
    precision=Precision.DAY,
    first_seen=NOW,
    sightings=(Sighting(name="Feed", url="https://example.org/a"),),
)


def read(text: str | bytes, content_type: str = "") -> Feed | FetchFailure:
    body = text.encode() if isinstance(text, str) else text
    return read_feed(
        body,
        url="https://example.org/feed",
        source="Feed",
        now=NOW,
        zone="Europe/Brussels",
        content_type=content_type,
    )


def rss(items: str) -> str:
    return f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'


def item(number: int) -> str:
    return f"<item><title>Story {number}</title><link>https://example.org/{number}</link></item>"


@pytest.mark.parametrize("body", ["/etc/passwd", b"/etc/passwd", "file:///etc/passwd", "README.md"])
def test_name_of_a_file_is_never_opened(body: str | bytes) -> None:
    failure = read(body)
    assert isinstance(failure, FetchFailure)
    assert failure.reason == "it is neither RSS nor Atom nor JSON Feed"


def test_parser_is_given_a_stream_so_that_no_name_is_a_file_for_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(rss(item(1)), "utf-8")
    parsed = feed_xml.parse(str(secret), url="https://example.org/feed")
    assert list(feed_xml.entries_of(parsed, most=10)) == []


@pytest.mark.parametrize("body", [b"", b" \n "])
def test_empty_answer_is_named(body: bytes) -> None:
    assert read(body) == FetchFailure(
        url="https://example.org/feed", reason="the feed is empty: not a single byte came"
    )


def test_only_the_first_500_of_45000_entries_are_read() -> None:
    feed = read(rss("".join(map(item, range(45_000)))))
    assert isinstance(feed, Feed)
    assert len(feed.articles) == 500
    assert "The feed has more than 500 entries; the first 500 were read." in feed.notes


def test_exactly_500_entries_need_no_note() -> None:
    feed = read(rss("".join(map(item, range(500)))))
    assert isinstance(feed, Feed)
    assert len(feed.articles) == 500
    assert not any("more than" in note for note in feed.notes)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (rss("<a>" * 300), "deeper than 256"),
        (b"<rss>" + b"x" * (20 * 2**20), "larger than 20 MiB"),
        (rss(item(1) + "a < b " * 300_000), "too large to be mended"),
        ('{"items": [' + "[" * 100_000, "JSON cannot be read"),
        ('{"items": [', "JSON cannot be read (line 1"),
        ('{"name": "x"}', "no JSON Feed"),
        ("<opml></opml>", "OPML"),
        ("<rss version='2.0'><channel><item><title>x", "breaks off"),
    ],
)
def test_what_cannot_be_read_is_named(body: str | bytes, word: str) -> None:
    failure = read(body)
    assert isinstance(failure, FetchFailure)
    assert word in failure.reason


def test_entity_that_hides_in_utf16_is_refused_too() -> None:
    text = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>' + rss(item(1))
    failure = read(text.encode("utf-16"))
    assert isinstance(failure, FetchFailure)
    assert "entities" in failure.reason


def test_nothing_of_a_script_reaches_the_text() -> None:
    feed = read(
        rss(
            "<item><title>&lt;script&gt;alert(1)&lt;/script&gt;Fair</title>"
            "<link>javascript:alert(1)</link><guid>https://example.org/1</guid>"
            "<description>&lt;img src=x onerror=alert(1)&gt;&lt;svg/onload=alert(1)&gt;"
            "&lt;p&gt;Text&lt;/p&gt;</description></item>"
        )
    )
    assert isinstance(feed, Feed)
    assert feed.articles[0].headline == "Fair"
    assert feed.articles[0].url == "https://example.org/1"
    assert feed.articles[0].body == "Text"


def test_local_time_of_a_feed_is_that_of_the_publication() -> None:
    dated = item(1).replace("</item>", "<pubDate>Mon, 23 Nov 2026 06:46:00</pubDate></item>")
    feed = read(rss(dated))
    assert isinstance(feed, Feed)
    assert feed.articles[0].published == datetime(2026, 11, 23, 5, 46, tzinfo=UTC)


def test_teaser_needs_its_page_and_a_whole_text_does_not() -> None:
    assert needs_page(TEASER)
    assert not needs_page(PAGE)
    assert needs_page(replace(PAGE, body=PAGE.body + "…"))
    assert needs_page(replace(PAGE, body=PAGE.body + " [...]"))


def test_page_completes_what_the_feed_leaves_out() -> None:
    whole = complete(TEASER, PAGE)
    assert whole.url == PAGE.url
    assert whole.headline == TEASER.headline
    assert (whole.lede, whole.body) == (PAGE.lede, PAGE.body)
    assert whole.dek == TEASER.body
    assert whole.byline == PAGE.byline
    assert whole.image == PAGE.image
    assert whole.section == TEASER.section
    assert whole.sightings == (*TEASER.sightings, *PAGE.sightings)


def test_more_exact_date_wins() -> None:
    assert complete(TEASER, PAGE).published == TEASER.published
    dayless = replace(TEASER, published=None, precision=None)
    assert complete(dayless, PAGE).published == PAGE.published
    rough = replace(TEASER, precision=Precision.DAY)
    exact = replace(PAGE, precision=Precision.MINUTE)
    assert complete(rough, exact).published == PAGE.published


def test_zone_that_nobody_knows_gives_way_to_a_known_one() -> None:
    exact = replace(PAGE, precision=Precision.MINUTE)
    assert complete(replace(TEASER, zone_known=False), exact).published == PAGE.published


def test_headline_that_the_feed_cut_is_taken_from_the_page() -> None:
    assert complete(replace(TEASER, headline="Harbour of…"), PAGE).headline == PAGE.headline


def test_roles_of_the_page_are_added_to_the_people_of_the_feed() -> None:
    named = replace(TEASER, byline=(Byline(name="Jo Marsh"), Byline(name="Ana Ruiz")))
    assert complete(named, PAGE).byline == (*PAGE.byline, Byline(name="Ana Ruiz"))


def test_page_without_text_takes_nothing_away() -> None:
    whole = complete(TEASER, replace(PAGE, lede="", body="", image=None))
    assert (whole.lede, whole.body, whole.image) == (TEASER.lede, TEASER.body, TEASER.image)
