"""The archive: which editions are in it, and every page of it, one at a time."""

import json
import re
from dataclasses import replace
from functools import lru_cache
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from lxml import html
from tests.unit.app.archive_desk import (
    PAGES,
    MemorySite,
    again,
    archive_of,
    days_before,
    draft,
    edition_of,
    lock_of,
    plan,
    send,
)
from tests.unit.render.examples import EDITION, PUBLICATION, with_items

from digest.adapters.memory import MemoryStore
from digest.app.archive import Archive
from digest.app.archive_build import build_archive
from digest.app.archive_manifest import MANIFEST
from digest.model.delivery import Outcome
from digest.model.edition import EditionState
from digest.model.message import Lock

FIRST = "archive/the-daily-2026-11-22/index.html"
SECOND = "archive/the-daily-2026-11-23/index.html"
FRENCH = "archive/the-daily-2026-11-23/fr/index.html"


@lru_cache(maxsize=4)
def lock(day: str = "2026-11-23", *, with_sources: bool = True) -> Lock:
    return lock_of(edition_of(day), with_sources=with_sources)


@lru_cache(maxsize=1)
def both() -> Lock:
    """An edition in two languages."""
    french = edition_of("2026-11-23", language="fr", subject="Le gouvernement recule")
    return lock_of(edition_of("2026-11-23"), french)


def page_of(archive: Archive, path: str) -> str:
    text = archive.page(path)
    assert text is not None, path
    return text


def site_of(archive: Archive) -> MemorySite:
    site = MemorySite()
    build_archive(archive, site=site, pictures=lambda _: None)
    del site.files[MANIFEST]
    return site


def two_days() -> MemoryStore:
    store = MemoryStore()
    send(store, again(both(), "2026-11-22", 213))
    send(store, both())
    return store


def test_what_was_never_sent_is_not_in_it() -> None:
    store = MemoryStore()
    draft(store, lock())
    assert list(archive_of(store).records) == []

    store = MemoryStore()
    plan(store, lock())
    assert list(archive_of(store).records) == []
    assert archive_of(store).page(SECOND) is None


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.UNKNOWN])
def test_what_somebody_was_sent_is_in_it(outcome: Outcome) -> None:
    store = MemoryStore()
    send(store, lock(), outcome=outcome)

    assert list(archive_of(store).records) == [EDITION.slug]


def test_what_nobody_took_is_not_in_it() -> None:
    store = MemoryStore()
    send(store, lock(), outcome=Outcome.REJECTED)

    assert store.editions.editions()[0].state is EditionState.DONE
    assert list(archive_of(store).records) == []


def test_a_halted_edition_is_in_it_once_somebody_has_it() -> None:
    store = MemoryStore()
    send(store, lock(), outcome=Outcome.UNKNOWN)
    store.ledger.retry_unknown(lock().slug, now=lock().date)
    store.ledger.set_state(lock().slug, EditionState.HALTED)
    assert list(archive_of(store).records) == []

    store = MemoryStore()
    send(store, lock())
    store.ledger.set_state(lock().slug, EditionState.HALTED)
    assert list(archive_of(store).records) == [EDITION.slug]


def test_an_expired_edition_is_in_it_only_if_it_reached_somebody() -> None:
    store = MemoryStore()
    plan(store, lock())
    store.ledger.expire(lock().slug, now=lock().date)
    assert list(archive_of(store).records) == []

    store = MemoryStore()
    send(store, lock(), outcome=Outcome.UNKNOWN)
    store.ledger.expire(lock().slug, now=lock().date)
    assert list(archive_of(store).records) == [EDITION.slug]


def test_every_page_is_made_by_itself() -> None:
    store = two_days()
    site = site_of(archive_of(store))

    assert len(site.files) == 10
    for path, data in site.files.items():
        assert page_of(archive_of(store), path) == data.decode(), path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "archive/",
        "archive/nobody/index.html",
        "archive/the-daily-2026-11-23/de/index.html",
        "archive/the-daily-2026-11-23/fr",
        "archive/2026/11/index.html",
        "../digest.db",
        "archive/../../.env",
        "sitemap-9.xml",
        "archive/the-daily-2026-11-23/index.html/",
    ],
)
def test_what_is_no_page_is_none(path: str) -> None:
    assert archive_of(two_days()).page(path) is None


def test_every_link_inside_the_site_leads_somewhere() -> None:
    publication = replace(PUBLICATION, languages=("fr",))
    site = site_of(archive_of(two_days(), publication))
    pages = {path: text for path, text in site.texts.items() if path.endswith(".html")}

    checked = 0
    for path, text in pages.items():
        tree = html.document_fromstring(text)
        for address in tree.xpath("//a/@href | //link/@href | //meta[@property='og:url']/@content"):
            if not (target := inside(address, path)):
                continue
            name, place = urldefrag(target)
            assert name in site.files, (path, address)
            if place:
                ids = html.document_fromstring(site.texts[name]).xpath("//@id")
                assert unquote(place) in ids, (path, address)
            checked += 1
    assert checked > 60


def inside(address: str, path: str) -> str:
    """The path that an address leads to; empty when that is outside of the site."""
    whole = urljoin(f"{PAGES}/{path}", address)
    if not whole.startswith(f"{PAGES}/"):
        return ""
    name, place = urldefrag(whole.removeprefix(f"{PAGES}/"))
    file = f"{name}index.html" if name.endswith("/") or not name else name
    return f"{file}#{place}" if place else file


def test_absolute_addresses_of_pages_lead_to_pages() -> None:
    site = site_of(archive_of(two_days()))
    named = set(re.findall(rf'{PAGES}/([^"<#\s\\]*)', " ".join(site.texts.values())))

    # Section links of the mail are within the page; what is left names pages and feeds.
    missing = {
        one for one in named if f"{one}index.html" not in site.files and one not in site.files
    }
    assert missing == set()
    assert len(named) == 8


def test_the_list_has_the_newest_first_by_month() -> None:
    tree = html.document_fromstring(page_of(archive_of(two_days()), "archive/index.html"))

    assert [one.text_content() for one in tree.xpath("//h1|//h2")] == ["Archive", "November 2026"]
    rows = tree.xpath("//li")
    assert [row.xpath(".//time/@datetime")[0] for row in rows] == ["2026-11-23", "2026-11-22"]
    first = " ".join(rows[0].text_content().split())
    assert first.startswith("Monday, 23 November 2026 · No. 214 Ministers back down on port levy")
    assert EDITION.preheader in first
    assert rows[0].xpath(".//img/@src") == ["https://img.example.org/levy.jpg"]
    assert rows[0].xpath(".//a/@href") == ["../archive/the-daily-2026-11-23/"]


def test_a_page_tells_who_it_is() -> None:
    tree = html.document_fromstring(page_of(archive_of(two_days()), SECOND))

    def one(path: str) -> str:
        [found] = tree.xpath(path)
        return str(found)

    own = f"{PAGES}/archive/the-daily-2026-11-23/"
    assert one("//title/text()") == "Ministers back down on port levy – The Daily"
    assert one("//link[@rel='canonical']/@href") == own
    assert one("//meta[@name='description']/@content") == EDITION.preheader
    assert one("//meta[@property='og:image']/@content") == "https://img.example.org/levy.jpg"
    assert one("//html/@lang") == "en"
    assert len(tree.xpath("//main")) == 1
    policy = one("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    assert "script-src" not in policy
    assert "unsafe-eval" not in policy
    scripts = tree.xpath("//script")
    assert [script.get("type") for script in scripts] == ["application/ld+json"]
    assert json.loads(scripts[0].text)["url"] == own


def test_a_page_leads_to_the_editions_around_it() -> None:
    archive = archive_of(two_days())
    first = html.document_fromstring(page_of(archive, FIRST))
    second = html.document_fromstring(page_of(archive, SECOND))

    assert first.xpath("//a[@rel='prev']") == []
    assert first.xpath("//a[@rel='next']/@href") == ["../../archive/the-daily-2026-11-23/"]
    assert second.xpath("//a[@rel='prev']/@href") == ["../../archive/the-daily-2026-11-22/"]
    assert second.xpath("//a[@rel='next']") == []


def test_every_language_has_its_page_and_names_the_others() -> None:
    tree = html.document_fromstring(page_of(archive_of(two_days()), FRENCH))

    alternates = {one.get("hreflang"): one.get("href") for one in tree.xpath("//link[@hreflang]")}
    own = f"{PAGES}/archive/the-daily-2026-11-23/"
    assert alternates == {"en": own, "fr": f"{own}fr/", "x-default": own}
    assert tree.xpath("//html/@lang") == ["fr"]
    assert tree.xpath("//nav//a[@hreflang]/text()") == ["English", "Français"]
    assert tree.xpath("//nav//a[@aria-current]/@hreflang") == ["fr"]
    assert "Archives" in tree.text_content()


def test_a_list_in_a_further_language_shows_that_language() -> None:
    publication = replace(PUBLICATION, languages=("fr",))
    tree = html.document_fromstring(
        page_of(archive_of(two_days(), publication), "archive/fr/index.html")
    )

    assert tree.xpath("//h2")[0].text == "Novembre 2026"
    assert tree.xpath("//li//a/@href")[0] == "../../archive/the-daily-2026-11-23/fr/"
    assert "Le gouvernement recule" in tree.text_content()


def test_texts_that_nobody_has_translated_say_their_own_language() -> None:
    lock = both()
    untranslated = replace(
        lock,
        rendered=(lock.rendered[0], replace(lock.rendered[1], subject=EDITION.subject)),
        sources=(lock.sources[0], lock.sources[0]),
    )
    store = MemoryStore()
    send(store, untranslated)
    publication = replace(PUBLICATION, languages=("fr",))
    archive = archive_of(store, publication)

    row = html.document_fromstring(page_of(archive, "archive/fr/index.html")).xpath("//li//a")[0]
    page = html.document_fromstring(page_of(archive, FRENCH))

    assert (row.text, row.get("lang")) == (EDITION.subject, "en")
    data = json.loads(page.xpath("//script")[0].text)
    assert data["inLanguage"] == "fr"
    assert data["mainEntity"]["itemListElement"][0]["item"]["inLanguage"] == "en"


def test_a_language_from_right_to_left_turns_the_page() -> None:
    arabic = replace(PUBLICATION, language="ar")
    archive = archive_of(two_days(), arabic)

    assert '<html lang="ar" dir="rtl">' in page_of(archive, "archive/index.html")
    assert "الأرشيف" in page_of(archive, "archive/index.html")


def test_many_editions_are_found_by_month() -> None:
    store = MemoryStore()
    for number, day in enumerate(days_before("2026-11-23", 61)):
        send(store, again(lock(), day, number))
    archive = archive_of(store)

    front = html.document_fromstring(page_of(archive, "archive/index.html"))
    october = html.document_fromstring(page_of(archive, "archive/2026/10/index.html"))

    assert len(front.xpath("//ul[@class='a-list']/li")) == 60
    assert front.xpath("//ul[@class='a-months']//a/@href") == [
        "../archive/2026/11/",
        "../archive/2026/10/",
        "../archive/2026/09/",
    ]
    assert len(october.xpath("//ul[@class='a-list']/li")) == 31
    assert october.xpath("//h1")[0].text == "October 2026"
    assert "archive/2026/09/" in page_of(archive, "sitemap.xml")
    assert page_of(archive, "feed.xml").count("<item>") == 30


def test_a_lock_of_an_earlier_version_has_its_page() -> None:
    store = MemoryStore()
    send(store, lock(with_sources=False))
    archive = archive_of(store)

    page = page_of(archive, SECOND)

    assert "Flood defences hold in the delta" in page
    assert "NewsArticle" not in page
    assert "Ministers back down on port levy" in page_of(archive, "feed.xml")
    assert "content:encoded>" not in page_of(archive, "feed.xml")


def test_pages_are_there_without_a_public_address() -> None:
    store = MemoryStore()
    send(store, lock_of(edition_of("2026-11-23"), public_url=""))
    archive = archive_of(store, public_url="")
    site = site_of(archive)

    assert archive.page("sitemap.xml") is None
    assert "sitemap.xml" not in site.files
    assert "robots.txt" not in site.files
    assert "canonical" not in site.texts[SECOND]
    assert "<link>archive/the-daily-2026-11-23/</link>" in site.texts["feed.xml"]


def test_nothing_in_the_site_is_about_a_reader() -> None:
    store = two_days()
    whole = " ".join(site_of(archive_of(store)).texts.values())
    tokens = [one.token for part in both().rendered for one in part.sentinels]

    assert len(tokens) == 24
    for canary in ("ana@example.org", "Ana Ruiz", "/unsubscribe/", "/preferences/", *tokens):
        assert canary not in whole


def test_hostile_words_are_words_on_every_page() -> None:
    bad = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"' ]]>"
    item = replace(EDITION.items[0], headline=bad, summary=bad, kicker=bad)
    edition = replace(
        with_items(item), slug=EDITION.slug, subject=bad, preheader=bad, note=bad, correction=bad
    )
    publication = replace(PUBLICATION, name=bad, strapline=bad, address=bad)
    store = MemoryStore()
    send(store, lock_of(edition, publication=replace(publication, name="The Daily")))
    site = site_of(archive_of(store, publication))

    for path, text in site.texts.items():
        if not path.endswith(".html"):
            continue
        tree = html.document_fromstring(text)
        assert [one.get("type") for one in tree.iter("script")] in (["application/ld+json"], [])
        assert tree.xpath("//@onerror") == []
        assert [one for one in tree.iter("img") if one.get("src") == "x"] == []
    assert (
        "alert(1)" in html.document_fromstring(site.texts[SECOND]).xpath("//h1")[0].text_content()
    )
