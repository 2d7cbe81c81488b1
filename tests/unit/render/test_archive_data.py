"""What the archive says to machines: JSON-LD, RSS, JSON Feed, sitemap; hostile headlines too."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

import feedparser
import pytest
from lxml import etree
from tests.unit.render.examples import (
    EDITION,
    HERO,
    PAGES,
    PAPER,
    PUBLICATION,
    SPONSORED,
    daily,
    sources,
    with_items,
)

from digest.adapters.archive_files import read_archive_templates, read_archive_words
from digest.model.edition import Edition
from digest.model.message import Rendered
from digest.render.archive import House, Sent, Version, open_house
from digest.render.archive_data import edition_data, list_data, write_data
from digest.render.archive_feeds import (
    Fed,
    Feed,
    Place,
    write_json_feed,
    write_robots,
    write_rss,
    write_sitemaps,
)
from digest.render.archive_words import choose_words
from digest.render.characters import printable
from digest.render.strings import read_strings

BRUSSELS = timezone(timedelta(hours=1))
HOSTILE = (
    "</script><script>alert(1)</script>",
    "]]> & ]]&gt; <b>bold</b>",
    "\"quoted\" 'twice' \\u003c \\",
    "\u202eturned around\u2028and broken",
    "שלום & مرحبا – <!-- -->",
)


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    return read_archive_words()


def house_of(public_url: str = PAGES, **changes: Any) -> House:
    publication = replace(PUBLICATION, **changes)
    return open_house(
        printable(publication),
        public_url=public_url,
        theme=daily().theme,
        strings=read_strings(sources()),
        words=words(),
        templates=read_archive_templates(),
    )


def sent_of(edition: Edition = EDITION, day: int = 23, *languages: str) -> Sent:
    hero = edition.items[0]
    versions = tuple(
        Version(
            language=one,
            text_language=one,
            subject=printable(edition.subject),
            preheader=printable(edition.preheader),
            image=hero.image,
        )
        for one in ("en", *languages)
    )
    moment = datetime(2026, 11, day, 5, 30, tzinfo=BRUSSELS)
    return Sent(
        slug=f"the-daily-2026-11-{day}",
        number=214,
        at=moment,
        day=moment.date(),
        versions=versions,
    )


RENDERED = Rendered(language="en", subject="", html="", text="", sentinels=())


def data_of(edition: Edition | None, house: House | None = None) -> dict[str, Any]:
    sent = sent_of(edition or EDITION)
    written = write_data(
        edition_data(
            sent,
            RENDERED,
            edition,
            house=house or house_of(),
            path=sent.path("en"),
            image="https://img.example.org/levy.jpg",
        )
    )
    assert not set(written) & set("<>&\u2028\u2029")
    read: dict[str, Any] = json.loads(written)
    return read


def test_an_edition_is_a_collection_of_its_news() -> None:
    data = data_of(EDITION)

    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "CollectionPage"
    assert data["url"] == f"{PAGES}/archive/the-daily-2026-11-23/"
    assert data["datePublished"] == "2026-11-23T05:30:00+01:00"
    assert data["publisher"] == {
        "@type": "NewsMediaOrganization",
        "name": "The Daily",
        "url": "https://daily.example.org/",
    }
    assert data["isPartOf"]["@type"] == "Periodical"
    stories = data["mainEntity"]
    assert stories["@type"] == "ItemList"
    assert stories["numberOfItems"] == len(stories["itemListElement"]) == 7
    assert [one["position"] for one in stories["itemListElement"]] == list(range(1, 8))


def test_a_story_is_a_news_article_with_its_people() -> None:
    first = data_of(EDITION)["mainEntity"]["itemListElement"][0]["item"]

    assert first == {
        "@type": "NewsArticle",
        "headline": HERO.headline,
        "url": f"{PAPER}/levy",
        "author": [{"@type": "Person", "name": "Jo Marsh", "jobTitle": "Political Editor"}],
        "datePublished": "2026-11-23T03:12:00+00:00",
        "image": "https://img.example.org/levy.jpg",
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": "The Daily",
            "url": "https://daily.example.org/",
        },
        "inLanguage": "en",
        "articleSection": "Politics",
        "isPartOf": first["isPartOf"],
    }


def test_a_story_of_another_paper_is_published_there() -> None:
    edition = with_items(replace(HERO, url="https://www.wire.example.net/a"))
    [story] = data_of(edition)["mainEntity"]["itemListElement"]

    assert story["item"]["publisher"] == {
        "@type": "Organization",
        "name": "wire.example.net",
        "url": "https://wire.example.net/",
    }
    assert "isPartOf" not in story["item"]


def test_what_is_paid_for_is_no_news() -> None:
    assert SPONSORED in EDITION.items
    assert SPONSORED.headline not in json.dumps(data_of(EDITION))


def test_a_story_in_another_script_says_its_language() -> None:
    items = data_of(EDITION)["mainEntity"]["itemListElement"]

    assert "ar" in {one["item"].get("inLanguage") for one in items}


def test_an_old_lock_has_a_page_without_stories() -> None:
    data = data_of(None)

    assert data["name"] == EDITION.subject
    assert "mainEntity" not in data


def test_without_public_pages_nothing_claims_an_address() -> None:
    data = data_of(EDITION, house_of(""))

    assert not {"url", "@id"} & set(data)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_headline_is_data_everywhere(text: str) -> None:
    hostile = replace(HERO, headline=text, summary=text, kicker=text)
    edition = printable(replace(with_items(hostile), subject=text, preheader=text, note=text))
    expected = edition.subject
    house = house_of(name=text, strapline=text)
    feed = Feed(house=house, language="en", editions=[Fed(sent=sent_of(edition), edition=edition)])

    data = data_of(edition, house)
    assert data["name"] == expected
    assert data["mainEntity"]["itemListElement"][0]["item"]["headline"] == expected

    channel = etree.fromstring(write_rss(feed).encode()).find("channel")
    assert channel is not None
    assert channel.findtext("item/title") == expected
    content = channel.findtext("item/{http://purl.org/rss/1.0/modules/content/}encoded") or ""
    assert not re.search("<script|<b>", content)

    [item] = json.loads(write_json_feed(feed))["items"]
    assert item["title"] == expected
    assert item["content_html"] == content


def feed_of(editions: Sequence[Fed], language: str = "en", **changes: Any) -> Feed:
    return Feed(house=house_of(**changes), language=language, editions=editions)


def test_a_feed_reader_reads_every_edition() -> None:
    fed = [Fed(sent=sent_of(EDITION, day), edition=EDITION) for day in (23, 22)]

    read = feedparser.parse(write_rss(feed_of(fed)).encode())

    assert not read.bozo
    assert read.feed.title == "The Daily"
    assert read.feed.subtitle == "Read the World Today"
    assert read.feed.language == "en"
    own = [one.href for one in read.feed.links if one.rel == "self"]
    assert own == [f"{PAGES}/feed.xml"]
    assert [one.id for one in read.entries] == ["the-daily-2026-11-23", "the-daily-2026-11-22"]
    first = read.entries[0]
    assert first.link == f"{PAGES}/archive/the-daily-2026-11-23/"
    assert first.title == EDITION.subject
    assert first.summary == EDITION.preheader
    assert first.published_parsed[:5] == (2026, 11, 23, 4, 30)  # in UTC
    content = first.content[0].value
    assert all(item.headline.split()[0] in content for item in EDITION.items)
    assert "Sponsored by Harbour Bank" in content


def test_a_json_feed_has_what_version_1_1_asks_for() -> None:
    fed = Fed(sent=sent_of(EDITION), edition=EDITION)
    old = Fed(sent=sent_of(EDITION, 22), edition=None)

    feed = json.loads(write_json_feed(feed_of([fed, old])))

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "The Daily"
    assert feed["home_page_url"] == f"{PAGES}/archive/"
    assert feed["feed_url"] == f"{PAGES}/feed.json"
    assert feed["language"] == "en"
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert item["url"].startswith(PAGES)
        assert item.get("content_html") or item.get("content_text")
        assert datetime.fromisoformat(item["date_published"]).tzinfo
    assert "content_html" not in feed["items"][1]


def test_a_feed_without_editions_is_a_feed() -> None:
    assert not feedparser.parse(write_rss(feed_of([])).encode()).bozo
    assert json.loads(write_json_feed(feed_of([])))["items"] == []


def test_a_further_language_has_a_feed_of_its_own() -> None:
    both = Fed(sent=sent_of(EDITION, 23, "fr"), edition=EDITION)
    one = Fed(sent=sent_of(EDITION, 22), edition=EDITION)

    feed = feed_of([both, one], "fr", languages=("fr",))
    read = feedparser.parse(write_rss(feed).encode())

    assert feed.address("feed.xml") == f"{PAGES}/archive/fr/feed.xml"
    assert [entry.link for entry in read.entries] == [
        f"{PAGES}/archive/the-daily-2026-11-23/fr/",
        f"{PAGES}/archive/the-daily-2026-11-22/",
    ]
    assert [entry.id for entry in read.entries] == [
        "the-daily-2026-11-23/fr",
        "the-daily-2026-11-22",
    ]


def test_without_public_pages_a_feed_leads_there_from_where_it_is() -> None:
    fed = Fed(sent=sent_of(EDITION, 23, "fr"), edition=EDITION)

    feed = feed_of([fed], "fr", public_url="", languages=("fr",))

    assert "<link>../../archive/the-daily-2026-11-23/fr/</link>" in write_rss(feed)


SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_a_sitemap_names_pages_with_their_languages() -> None:
    places = [
        Place(
            address=f"{PAGES}/archive/?a&b",
            changed="2026-11-23T05:30:00+01:00",
            alternates=(("en", f"{PAGES}/a"), ("fr", f"{PAGES}/b")),
        )
    ]

    [text] = write_sitemaps(places, house=house_of()).values()

    url = etree.fromstring(text.encode())[0]
    assert url.findtext(f"{SPACE}loc") == f"{PAGES}/archive/?a&b"
    assert url.findtext(f"{SPACE}lastmod") == "2026-11-23T05:30:00+01:00"
    links = url.findall("{http://www.w3.org/1999/xhtml}link")
    assert [one.get("hreflang") for one in links] == ["en", "fr"]


def test_a_large_sitemap_is_several_files_with_an_index() -> None:
    places = [Place(address=f"{PAGES}/{number}") for number in range(50_001)]

    files = write_sitemaps(places, house=house_of())

    assert list(files) == ["sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
    index = etree.fromstring(files["sitemap.xml"].encode())
    assert [one[0].text for one in index] == [f"{PAGES}/sitemap-1.xml", f"{PAGES}/sitemap-2.xml"]
    assert [files[name].count("<url>") for name in ("sitemap-1.xml", "sitemap-2.xml")] == [
        50_000,
        1,
    ]


def test_robots_are_told_of_the_sitemap_only_where_they_ask() -> None:
    assert f"Sitemap: {PAGES}/sitemap.xml" in (write_robots(house_of()) or "")
    assert write_robots(house_of(f"{PAGES}/newsletter")) is None
    assert write_robots(house_of("")) is None


def test_a_list_names_its_editions() -> None:
    sent = sent_of()
    data = list_data(
        [(sent, f"{PAGES}/x")],
        house=house_of(),
        path="archive/index.html",
        language="en",
        title="Archive – The Daily",
    )

    assert data["url"] == f"{PAGES}/archive/"
    assert data["mainEntity"]["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": sent.versions[0].subject, "url": f"{PAGES}/x"}
    ]


def test_the_archive_has_words_for_every_language_of_the_mail() -> None:
    assert set(words()) == set(read_strings(sources()))
    english = choose_words(words(), "en")
    for language in words():
        assert language == "en" or choose_words(words(), language) != english
        chosen = choose_words(words(), language)
        assert chosen.previous != chosen.next
    assert choose_words(words(), "fr-CA") == choose_words(words(), "fr")
    assert choose_words(words(), "xx") == english
    assert choose_words(words(), "zh-TW") == choose_words(words(), "zh-Hant")
    assert choose_words(words(), "pt", "America/Bahia").next == "Próxima edição"
