"""Sitemaps: of news and general, an index, packed, as a list of addresses, broken and hostile."""

import gzip
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.collect import sitemap, sitemap_xml
from digest.collect.sitemap import (
    LARGEST,
    Sitemap,
    is_like_article,
    is_sitemap,
    read_sitemap,
)
from digest.model.fetch import FetchFailure

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
POST = "https://post.example.org"
PLAIN = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
SPACES = (
    f'{PLAIN} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def news(slug: str, *, title: str = "Harbour reopens", date: str = "2026-11-23T10:00:00Z") -> str:
    return (
        f"<url><loc>{POST}/{slug}</loc><news:news><news:publication><news:name>Varrow Post"
        f"</news:name><news:language>en</news:language></news:publication>"
        f"<news:publication_date>{date}</news:publication_date><news:title>{title}</news:title>"
        f"</news:news></url>"
    )


def page(slug: str, lastmod: str = "") -> str:
    told = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<url><loc>{POST}/{slug}</loc>{told}</url>"


def urlset(*entries: str, spaces: str = SPACES) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {spaces}>{"".join(entries)}</urlset>'
    ).encode()


def index(*children: tuple[str, str]) -> bytes:
    told = "".join(
        f"<sitemap><loc>{POST}/{name}</loc>"
        + (f"<lastmod>{lastmod}</lastmod>" if lastmod else "")
        + "</sitemap>"
        for name, lastmod in children
    )
    return f"<sitemapindex {PLAIN}>{told}</sitemapindex>".encode()


def read(body: bytes, **further: str) -> Sitemap:
    found = read_any(body, **further)
    assert isinstance(found, Sitemap), found
    return found


def read_any(body: bytes, **further: str) -> Sitemap | FetchFailure:
    url = f"{POST}/sitemap.xml"
    return read_sitemap(body, url=url, source="Post", now=NOW, zone="Europe/Brussels", **further)


def refused(body: bytes) -> str:
    found = read_any(body)
    assert isinstance(found, FetchFailure), found
    return found.reason


def test_an_entry_of_news_becomes_a_teaser_with_all_that_is_said_of_it() -> None:
    entry = news("ferry", title="Ferries &amp; trams return").replace(
        "</url>",
        "<image:image><image:loc>https://post.example.org/ferry.jpg</image:loc>"
        "<image:caption>A boat at the quay</image:caption></image:image></url>",
    )
    found = read(urlset(entry))

    assert (found.kind, found.title, found.total) == ("news sitemap", "Varrow Post", 1)
    [article] = found.articles
    assert article.headline == "Ferries & trams return"
    assert article.url == f"{POST}/ferry"
    assert article.published == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert article.language == "en"
    assert article.image is not None
    assert (article.image.url, article.image.alt) == (f"{POST}/ferry.jpg", "A boat at the quay")
    assert article.body == ""
    assert found.newest == article.published


@pytest.mark.parametrize(
    "spaces",
    [
        SPACES,
        "",
        SPACES.replace("xmlns:news", "xmlns:n").replace("xmlns:image", "xmlns:i"),
        'xmlns:news="https://wrong.example.org/"',
    ],
    ids=["as told", "missing", "other prefixes", "wrong"],
)
def test_namespaces_may_have_any_prefix_or_be_missing(spaces: str) -> None:
    entry = news("ferry")
    if "xmlns:n=" in spaces:
        entry = entry.replace("news:", "n:")

    [article] = read(urlset(entry, spaces=spaces)).articles

    assert article.headline == "Harbour reopens"


def test_the_root_may_have_a_prefix_too() -> None:
    body = (
        f'<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><s:loc>{POST}/'
        "mayor-opens-harbour</s:loc><s:lastmod>2026-11-23</s:lastmod></s:url></s:urlset>"
    ).encode()

    assert [one.url for one in read(body).articles] == [f"{POST}/mayor-opens-harbour"]


def test_only_what_is_recent_is_taken_the_newest_first() -> None:
    found = read(
        urlset(
            page("mayor-opens-harbour", "2026-11-21"),
            page("mayor-closes-harbour", "2019-11-21T10:00:00+01:00"),
            page("council-votes-on-ferry", "2026-11-23T09:30:00+01:00"),
            page("nobody-knows-when"),
            spaces=PLAIN,
        )
    )

    assert found.kind == "sitemap"
    assert [one.url.rpartition("/")[2] for one in found.articles] == [
        "council-votes-on-ferry",
        "mayor-opens-harbour",
    ]
    assert [one.headline for one in found.articles] == ["", ""]
    assert [one.published for one in found.articles] == [None, None]  # lastmod is no such date
    assert found.total == 4


def test_the_day_in_an_address_counts_where_nothing_else_is_said() -> None:
    found = read(urlset(page("2026/11/22/ferry/"), page("2026/03/01/levy/"), spaces=PLAIN))

    assert [one.url for one in found.articles] == []
    found = read(urlset(page("2026/11/22/ferry-line-reopens"), page("2026/3/1/levy-is-off-now")))
    assert [one.url for one in found.articles] == [f"{POST}/2026/11/22/ferry-line-reopens"]


def test_sections_and_tags_of_a_general_sitemap_are_no_articles() -> None:
    assert is_like_article(f"{POST}/politics/ministers-back-down-on-levy")
    assert is_like_article(f"{POST}/a/1204417?x=1")
    assert is_like_article(f"{POST}/ferry.html")
    assert not is_like_article(f"{POST}/politics/")
    assert not is_like_article(f"{POST}/tag/harbour-strike")
    assert not is_like_article(f"{POST}/")


def test_no_more_addresses_are_read_than_may_stand_in_a_sitemap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (sitemap, sitemap_xml):
        monkeypatch.setattr(module, "MOST_ADDRESSES", 50)
    old = [page(f"story-number-{number}-of-old", "2024-05-01") for number in range(49)]
    fresh = [page(f"story-of-this-morning-{number}", "2026-11-23") for number in range(2)]

    within = read(urlset(*old, fresh[0], spaces=PLAIN))
    beyond = read(urlset(*old, *fresh, spaces=PLAIN))

    assert len(within.articles) == len(beyond.articles) == 1
    assert (within.notes, beyond.total) == ((), 50)
    assert beyond.notes == ("The sitemap has more than 50 addresses.",)


def test_at_most_five_hundred_are_taken_in_one_run() -> None:
    entries = [news(f"{number}", title=f"Report {number}") for number in range(620)]
    found = read(urlset(*entries))

    assert len(found.articles) == 500
    assert found.notes == (
        "The sitemap has 120 more addresses of the last three days than are read.",
    )


def test_undated_entries_of_news_are_taken_up_to_a_hundred() -> None:
    entries = [news(f"{number}", date="") for number in range(130)]

    assert len(read(urlset(*entries)).articles) == 100


def test_a_list_of_addresses_is_a_sitemap() -> None:
    lines = "\n".join(
        [f"{POST}/mayor-opens-harbour", "", f"{POST}/2019/05/01/levy-is-off", "not one", f"{POST}/"]
    )
    found = read(b"\xef\xbb\xbf" + lines.encode())

    assert [one.url for one in found.articles] == [f"{POST}/mayor-opens-harbour"]


@pytest.mark.parametrize(
    "body",
    [urlset(news("ferry")), gzip.compress(urlset(news("ferry")), mtime=0)],
    ids=["plain", "gzip"],
)
def test_a_sitemap_is_known_by_its_beginning_packed_or_not(body: bytes) -> None:
    assert is_sitemap(body)
    assert [one.headline for one in read(body).articles] == ["Harbour reopens"]


@pytest.mark.parametrize(
    ("body", "url", "expected"),
    [
        (index(("a.xml", "")), "", True),
        (f"{POST}/a\n".encode(), f"{POST}/sitemap.txt", True),
        (f"{POST}/a\n".encode(), f"{POST}/notes.txt", False),
        (b"<rss version='2.0'>", "", False),
        (b"<!doctype html><html>", f"{POST}/sitemap", False),
        (b"\x1f\x8bnonsense", "", False),
        (b"", "", False),
    ],
)
def test_what_is_none_is_not_taken_for_a_sitemap(body: bytes, url: str, *, expected: bool) -> None:
    assert is_sitemap(body, url=url) is expected


def test_a_sitemap_that_breaks_off_is_read_up_to_its_last_whole_entry() -> None:
    whole = urlset(news("ferry"), news("kiln", title="Kiln fires up"))
    found = read(whole[: whole.index(b"Kiln")])

    assert [one.headline for one in found.articles] == ["Harbour reopens"]
    assert found.notes == ("The sitemap breaks off; 1 address could be read.",)


def test_broken_xml_is_tolerated() -> None:
    body = urlset(
        news("ferry?a=1&b=2", title="Harbour &nbsp; reopens & more <b>today"),
        news("kiln", title="Kiln fires up"),
    )

    assert "Kiln fires up" in [one.headline for one in read(body).articles]
    assert f"{POST}/ferry?a=1&b=2" in [one.url for one in read(body).articles]


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    f"<urlset><url><loc>{POST}/&b;</loc></url></urlset>"
).encode()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (LAUGHS, "it declares entities of its own, which could be an attack"),
        (LAUGHS.replace(b'"ha"', b'SYSTEM "file:///etc/passwd"'), "it declares entities"),
        (b"<urlset>" + b"<a>" * 5000, "it breaks off before the first whole entry"),
        (b"<rss version='2.0'><channel/></rss>", "it is no sitemap"),
        (b"<html><body>Not found</body></html>", "it is no sitemap"),
        (b"", "the sitemap is empty"),
        (b"\x1f\x8b\x08broken", "it is packed with gzip and cannot be unpacked"),
        (gzip.compress(urlset(news("ferry")), mtime=0)[:-9], "it is packed with gzip and cannot"),
        (b"<urlset>" + b" " * LARGEST, "it is larger than 20 MiB"),
    ],
)
def test_what_cannot_or_may_not_be_read_is_told(body: bytes, reason: str) -> None:
    assert refused(body).startswith(reason)


def test_entities_that_are_declared_after_the_beginning_are_not_expanded() -> None:
    body = urlset(news("ferry", title="Harbour &b; reopens")).replace(
        b"<url>", b'<!ENTITY b "ha"><url>', 1
    )

    found = read_any(body)

    headlines = [one.headline for one in found.articles] if isinstance(found, Sitemap) else []
    assert not any("ha reopens" in one for one in headlines)


def test_deep_nesting_costs_no_more_than_the_entry() -> None:
    deep = "<x>" * 3000 + "</x>" * 3000

    found = read_any(urlset(news("ferry"), f"<url>{deep}<loc>{POST}/kiln</loc></url>"))

    assert isinstance(found, Sitemap | FetchFailure)


def test_a_bomb_is_seen_without_being_unpacked() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join([packer.compress(bytes(2**20)) for _ in range(22)] + [packer.flush()])

    assert refused(bomb) == "it is larger than 20 MiB"
    assert is_sitemap(bomb) is False


def test_the_sitemaps_of_an_index_that_may_hold_news_are_chosen() -> None:
    found = read(
        index(
            ("sitemap-2019-05.xml", "2026-11-23"),
            ("sitemap-old.xml", "2021-01-01"),
            ("sitemap-today.xml", "2026-11-23T11:00:00Z"),
            ("sitemap-news.xml", ""),
            ("sitemap-2026-11.xml", ""),
            ("sitemap-2026-02.xml", ""),
            ("image-sitemap.xml", "2026-11-23"),
            ("tag-sitemap.xml", "2026-11-23"),
        )
    )

    assert found.kind == "sitemap index"
    assert [one.url.rpartition("/")[2] for one in found.children] == [
        "sitemap-news.xml",
        "sitemap-today.xml",
        "sitemap-2019-05.xml",  # it changed this morning, whatever its name
        "sitemap-2026-11.xml",
    ]


def test_of_many_numbered_sitemaps_both_ends_are_taken_and_ten_at_most() -> None:
    found = read(index(*((f"post-sitemap{number}.xml", "") for number in range(1, 41))))

    names = [one.url.rpartition("sitemap")[2] for one in found.children]
    assert names[:4] == ["40.xml", "1.xml", "39.xml", "2.xml"]
    assert len(names) == 10


@settings(max_examples=60)
@given(st.binary(max_size=200), st.integers(0, 400))
def test_whatever_comes_a_value_comes_back(noise: bytes, at: int) -> None:
    body = urlset(news("ferry"), page("mayor-opens-harbour", "2026-11-23"))

    assert isinstance(read_any(body[:at] + noise + body[at:]), Sitemap | FetchFailure)
    assert isinstance(read_any(noise), Sitemap | FetchFailure)


@given(st.integers(0, 200), st.integers(0, 59))
def test_what_is_taken_is_never_older_than_three_days(hours: int, minutes: int) -> None:
    moment = NOW - timedelta(hours=hours, minutes=minutes)
    found = read(urlset(news("ferry", date=moment.isoformat())))

    assert bool(found.articles) is (moment > NOW - timedelta(days=3))
