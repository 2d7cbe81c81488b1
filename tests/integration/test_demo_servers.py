"""The newspapers and the mailboxes of the demo, asked over HTTP and SMTP on 127.0.0.1."""

import json
import smtplib
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from mailbox import Maildir
from pathlib import Path
from urllib.parse import urlsplit

import feedparser
import pytest

from digest.adapters.demo_folder import MARKER, fill_demo_folder, make_demo_folder
from digest.adapters.demo_pages import render_saved_pages
from digest.adapters.demo_papers import DATA, PAPERS, SAVED, PaperArticle, read_articles
from digest.adapters.demo_servers import Site, opened_mail_server, opened_site
from digest.errors import UsageError

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
BROKEN = "ledger"
TOLD = [(key, one) for key in ("courier", "phare", "marsa", SAVED) for one in read_articles(key)]
DRAWN = [one for _, one in TOLD if one.picture]


@pytest.fixture
def site() -> Iterator[Site]:
    with opened_site(NOW) as served:
        yield served


def fetch(url: str, **headers: str) -> tuple[int, str, bytes, str]:
    """Status, media type, body and entity tag."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request("GET", parts.path, headers=headers)
        answer = connection.getresponse()
        kind, etag = answer.headers["Content-Type"] or "", answer.headers["ETag"] or ""
        return answer.status, kind, answer.read(), etag
    finally:
        connection.close()


def test_there_is_a_days_worth_of_articles_in_three_languages() -> None:
    by_paper = {key: len(read_articles(key)) for key in ("courier", "phare", "marsa", SAVED)}

    assert sum(by_paper.values()) >= 18
    assert {paper.language for paper in PAPERS} == {"en", "fr", "ar"}
    assert [paper.key for paper in PAPERS if paper.direction == "rtl"] == ["marsa"]
    assert min(by_paper.values()) >= 3


@pytest.mark.parametrize(("key", "article"), TOLD, ids=[one.slug for _, one in TOLD])
def test_every_article_is_a_whole_one(key: str, article: PaperArticle) -> None:
    assert 5 <= len(article.paragraphs) <= 8
    assert all(len(paragraph) > 60 for paragraph in article.paragraphs)
    assert len({*article.paragraphs}) == len(article.paragraphs)
    assert timedelta(hours=1) < article.age < timedelta(hours=20)
    assert article.headline.strip()
    assert bool(article.byline) is (key != SAVED)


@pytest.mark.parametrize("article", DRAWN, ids=[one.slug for one in DRAWN])
def test_every_picture_is_there_in_the_size_of_a_hero_with_words_and_a_credit(
    article: PaperArticle,
) -> None:
    body = (DATA / "pictures" / article.picture).read_bytes()

    assert body.startswith(b"\x89PNG\r\n")
    assert struct.unpack(">II", body[16:24]) == (1200, 675)
    assert len(body) <= 60_000
    assert article.alt
    assert article.credit


def test_no_picture_is_left_over() -> None:
    names = {path.name for path in (DATA / "pictures").iterdir()}

    assert names == {article.picture for article in DRAWN}
    assert len(names) >= 8


def test_every_paper_has_a_front_page_that_names_its_feed(site: Site) -> None:
    for one in PAPERS:
        status, kind, body, _ = fetch(f"{site.url}/{one.key}/")
        assert (status, kind) == (200, "text/html; charset=utf-8")
        assert f'href="{one.feed_name}"' in body.decode()


def test_the_feeds_are_what_they_say_and_dated_back_from_now(site: Site) -> None:
    rss = feedparser.parse(fetch(f"{site.url}/courier/feed.rss")[2])
    atom = feedparser.parse(fetch(f"{site.url}/phare/feed.atom")[2])
    status, kind, body, _ = fetch(f"{site.url}/marsa/feed.json")
    feed = json.loads(body)

    assert (rss.version, rss.bozo, len(rss.entries)) == ("rss20", False, 8)
    assert (atom.version, atom.bozo, len(atom.entries)) == ("atom10", False, 4)
    assert (status, kind) == (200, "application/feed+json; charset=utf-8")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    for item in feed["items"]:
        age = NOW - datetime.fromisoformat(item["date_published"])
        assert timedelta(0) < age < timedelta(hours=24)
        assert item["content_html"].count("<p>") >= 5


def test_a_teaser_has_its_full_page_behind_it(site: Site) -> None:
    feed = feedparser.parse(fetch(f"{site.url}/courier/feed.rss")[2])

    for entry, article in zip(feed.entries, read_articles("courier"), strict=True):
        status, kind, body, _ = fetch(entry.link)
        page = body.decode()
        assert (status, kind) == (200, "text/html; charset=utf-8")
        assert entry.summary == article.dek
        assert article.paragraphs[-1] in page
        assert article.paragraphs[-1] not in entry.summary
        if article.picture:
            picture = f"{site.url}/pictures/{article.picture}"
            assert f'property="og:image" content="{picture}"' in page
            assert fetch(picture)[:2] == (200, "image/png")


def test_the_arabic_pages_are_read_from_the_right(site: Site) -> None:
    page = fetch(f"{site.url}/marsa/souk-nahhasin")[2].decode()

    assert '<html lang="ar" dir="rtl">' in page


def test_what_has_not_changed_is_answered_with_304(site: Site) -> None:
    _, _, _, etag = fetch(f"{site.url}/courier/feed.rss")

    status, _, body, again = fetch(f"{site.url}/courier/feed.rss", **{"If-None-Match": etag})

    assert (status, body) == (304, b"")
    assert again == etag


def test_a_broken_paper_answers_a_web_page_in_place_of_its_feed(site: Site) -> None:
    before = feedparser.parse(fetch(f"{site.url}/{BROKEN}/feed.rss")[2])
    site.broken.add(BROKEN)
    status, kind, body, _ = fetch(f"{site.url}/{BROKEN}/feed.rss")

    assert len(before.entries) == 2
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert b"Back in a moment" in body


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nobody/",
        "/courier/none",
        "/pictures/",
        "/pictures/../readers.csv",
        "/../pyproject.toml",
    ],
)
def test_nothing_else_is_served(site: Site, path: str) -> None:
    assert fetch(site.url + path)[0] == 404


def test_the_site_is_on_the_loopback_and_gone_afterwards() -> None:
    with opened_site(NOW) as served:
        url = served.url
    assert urlsplit(url).hostname == "127.0.0.1"
    with pytest.raises(ConnectionRefusedError):
        fetch(url + "/courier/")


def test_mail_is_taken_into_a_maildir(tmp_path: Path) -> None:
    message = b"Subject: Hello\r\n\r\nA word.\r\n"
    with opened_mail_server(tmp_path / "received") as server:
        parts = urlsplit(server.url)
        assert (parts.scheme, parts.hostname) == ("smtp+plain", "127.0.0.1")
        with smtplib.SMTP("127.0.0.1", parts.port or 0) as client:
            for number in range(3):
                client.sendmail("daily@example.org", [f"r{number}@example.org"], message)
        assert server.mailboxes.count == 3

    received = Maildir(tmp_path / "received", create=False)
    assert [one["Subject"] for one in received] == ["Hello"] * 3


def test_the_saved_pages_are_of_the_kind_that_the_first_desk_has() -> None:
    pages = render_saved_pages(now=NOW, zone="Europe/Brussels")
    html = pages["levy-put-off.html"].decode()
    text = pages["bypass-bees.txt"].decode()

    for page in (html, text):
        assert "The Daily" in page
        assert "Read the World Today" in page
        assert "Share this article:" in page
        assert "[an error occurred while processing this directive]" in page
    assert "November 23. 2026. 14:06" in html
    assert ", writes Political Editor Maud Ferrant." in html
    assert text.splitlines()[0] == "The Daily"
    assert ", writes County Reporter Nell Ashdown." in text


def test_two_articles_tell_the_same_event_in_other_words() -> None:
    courier = next(one for one in read_articles("courier") if one.slug == "harbour-levy")
    daily = next(one for one in read_articles(SAVED) if one.slug == "levy-put-off")

    assert not {*courier.paragraphs} & {*daily.paragraphs}
    for fact in ("Orla Venn", "Piet Hallam", "Gerrit Aske", "18 crowns", "61 million"):
        assert fact in " ".join(courier.paragraphs)
        assert fact in " ".join(daily.paragraphs)


def test_only_a_folder_of_an_earlier_demo_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "demo"

    assert not make_demo_folder(folder)
    fill_demo_folder(folder, now=NOW, zone="UTC")
    (folder / "left-over").write_text("x", encoding="utf-8")
    assert make_demo_folder(folder)

    assert [path.name for path in folder.iterdir()] == [MARKER]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    assert not make_demo_folder(tmp_path)


def test_somebody_elses_folder_file_or_link_stays_as_it_is(tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear", encoding="utf-8")
    demo = tmp_path / "demo"
    make_demo_folder(demo)
    link = tmp_path / "link"
    link.symlink_to(demo)

    for place in (mine, mine / "letter.txt", link):
        with pytest.raises(UsageError) as refusal:
            make_demo_folder(place)
        assert "digest demo DIR" in refusal.value.hint

    assert (mine / "letter.txt").read_text(encoding="utf-8") == "dear"
    assert (demo / MARKER).exists()


def test_a_file_that_only_has_the_name_of_the_note_makes_no_folder_ours(tmp_path: Path) -> None:
    demo, linked, named = (tmp_path / name for name in ("demo", "linked", "named"))
    make_demo_folder(demo)
    for place in (linked, named):
        place.mkdir()
        (place / "letter.txt").write_text("dear", encoding="utf-8")
    (linked / MARKER).symlink_to(demo / MARKER)
    (named / MARKER).write_text("mine", encoding="utf-8")

    for place in (linked, named):
        with pytest.raises(UsageError):
            make_demo_folder(place)
        assert (place / "letter.txt").exists()
