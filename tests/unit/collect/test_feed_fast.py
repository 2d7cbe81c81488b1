"""The fast way and feedparser read the same: on every feed here, and on such as are made up."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.collect import feed as feeds
from digest.collect.feed import Feed, read_feed
from digest.collect.feed_fast import read_fast
from digest.collect.feed_guard import root_of
from digest.model.fetch import FetchFailure

FOLDER = Path(__file__).parents[2] / "data" / "feeds"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
URL = "https://harbourpost.example/feeds/all.xml"
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'
    ' xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0"'
)


def read(body: bytes) -> Feed | FetchFailure:
    return read_feed(body, url=URL, source="Post", now=NOW, zone="Europe/Brussels")


def patiently(body: bytes) -> Feed | FetchFailure:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feeds, "read_fast", lambda *_, **__: None)
        return read(body)


def is_fast(body: bytes) -> bool:
    text = body.decode("utf-8", "replace")
    start = root_of(text)
    return start is not None and read_fast(text[start:], most=500) is not None


@pytest.mark.parametrize(
    "path",
    sorted(path for path in FOLDER.iterdir() if ".expected" not in path.name),
    ids=lambda path: path.name,
)
def test_both_ways_read_every_feed_of_the_tests_alike(path: Path) -> None:
    body = path.read_bytes()

    assert read(body) == patiently(body)


@pytest.mark.parametrize("name", ["rss10.rdf", "rss20-full.xml"])
def test_ordinary_feeds_are_read_the_fast_way(name: str) -> None:
    assert is_fast((FOLDER / name).read_bytes())


TEXTS = st.sampled_from(
    [
        *(
            "Harbour reopens",
            "Ministers &amp; mayors",
            "Ministers &amp;amp; mayors",
            " spaced  out ",
        ),
        *("<![CDATA[<p>Ferries & <b>trams</b> return.</p>]]>", "&lt;p&gt;It is&#8230;&lt;/p&gt;"),
        *("It&#146;s &#xE9;tude", "Ã©tude", "été", "هذا", '&lt;img src="/a.jpg" width=300&gt; x'),
        *("", " ", "<![CDATA[]]>", "Read more <![CDATA[&]]> later", "5 &lt; 6 &gt; 4", "…"),
        "<!-- a note -->Before<!-- and -->after",
        "A longer text, of two sentences. It closes with a name: <![CDATA[Åse &eacute;]]>",
    ]
)
LINKS = st.sampled_from(
    [
        *("https://harbourpost.example/a?x=1&amp;y=2", "http://m.example.org/b", "/relative/c"),
        *(
            "https://x.example.org/&amp;amp;q=1",
            "",
            "ftp://x.example.org/",
            "  https://a.example/  ",
        ),
        "<![CDATA[https://x.example.org/?a=1&b=2]]>",
    ]
)
DATES = st.sampled_from(
    [
        *("Mon, 23 Nov 2026 06:00:00 +0100", "2026-11-22T08:00:00Z", "22 November 2026", "soon"),
        *("", "Sat, 21 Nov 2026 10:00:00 EST", "2026-11-20"),
    ]
)
WORDS = st.sampled_from(
    ["Jo Marsh", "desk@example.org (Ana Ruiz)", "a@b.example", "", "Jo Marsh, Ana Ruiz", "Reuters"]
)


def tag(name: str, value: str, attributes: str = "") -> str:
    return f"<{name}{attributes}>{value}</{name}>"


def rss_parts() -> st.SearchStrategy[str]:
    mark = st.sampled_from(["", ' isPermaLink="false"', ' isPermaLink="true"'])
    return st.one_of(
        TEXTS.map(lambda text: tag("title", text)),
        TEXTS.map(lambda text: tag("description", text)),
        TEXTS.map(lambda text: tag("content:encoded", text)),
        TEXTS.map(lambda text: tag("d:title", text)),
        LINKS.map(lambda link: tag("link", link)),
        st.tuples(LINKS, mark).map(lambda pair: tag("guid", *pair)),
        LINKS.map(lambda link: tag("fb:origLink", link)),
        DATES.map(lambda date: tag("pubDate", date)),
        DATES.map(lambda date: tag("d:date", date)),
        WORDS.map(lambda name: tag("author", name)),
        WORDS.map(lambda name: tag("d:creator", name)),
        TEXTS.map(lambda text: tag("category", text, ' domain="x"')),
        TEXTS.map(lambda text: tag("d:subject", text)),
        st.sampled_from(
            [
                '<enclosure url="https://i.example.org/a.jpg" type="IMAGE/jpeg" length="1"/>',
                '<enclosure url="https://i.example.org/a.mp3" type="audio/mpeg"/>',
                '<media:content url="https://i.example.org/b.jpg" medium="image" width="800"/>',
                '<media:content url="https://i.example.org/b.mp4" type="video/mp4"/>',
                (
                    '<media:content url="https://i.example.org/b.jpg"><media:credit>R. Adeyemi'
                    "</media:credit><media:title>B</media:title></media:content>"
                ),
                (
                    '<media:group><media:content url="https://i.example.org/c.jpg" height="9"/>'
                    '<media:thumbnail url="https://i.example.org/t.jpg"/></media:group>'
                ),
                "<media:thumbnail>https://i.example.org/u.jpg</media:thumbnail>",
                "<media:title>Another title</media:title>",
                "<media:description>Another text</media:description>",
                "<media:keywords>harbour, ferry</media:keywords>",
                '<itunes:image href="https://i.example.org/cover.jpg"/>',
                "<itunes:summary>Of an episode</itunes:summary>",
                "<slash:comments>4</slash:comments>",
                '<source url="https://o.example.org/">Other</source>',
                "<source><title>Not this</title></source>",
                '<atom:link rel="self" href="https://harbourpost.example/self"/>',
                '<atom:link href="https://harbourpost.example/alternate"/>',
                "<d:language>pt_BR</d:language>",
                "<odd>Nobody knows</odd>",
                "<odd><title>Not this either</title></odd>",
                '<x:odd xmlns:x="https://odd.example.org/">Nobody knows</x:odd>',
                '<media:odd xmlns:media="https://odd.example.org/">x</media:odd>',
                "<image><url>https://i.example.org/i.jpg</url><title>No</title></image>",
                '<title xml:lang="fr">Le port rouvre</title>',
                '<description type="xhtml"><div>x</div></description>',
                "<description>raw <b>HTML</b></description>",
            ]
        ),
    )


USUAL = st.tuples(TEXTS, LINKS, DATES, TEXTS).map(
    lambda four: (
        tag("title", four[0])
        + tag("link", four[1])
        + tag("pubDate", four[2])
        + tag("description", four[3])
    )
)
PLAIN = (
    "<title>Harbour reopens</title><link>https://harbourpost.example/plain</link>"
    "<pubDate>Mon, 23 Nov 2026 06:00:00 +0100</pubDate>"
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([PLAIN, PLAIN, PLAIN, ""]) | USUAL, st.lists(rss_parts(), max_size=4)
        ),
        min_size=1,
        max_size=2,
    ),
    st.sampled_from(
        [
            "",
            ' xml:lang="nl"',
            ' xmlns="http://purl.org/rss/1.0/"',
            ' xml:base="https://b.example/"',
        ]
    ),
    st.sampled_from(
        ["", "<language>de-AT</language>", "<image><title>Logo</title></image>", "<title>2</title>"]
    ),
)
def test_both_ways_read_rss_alike(items: list[tuple[str, list[str]]], root: str, head: str) -> None:
    told = "".join(f"<item>{usual}{''.join(parts)}</item>" for usual, parts in items)
    body = (
        f'<?xml version="1.0"?><rss version="2.0" {SPACES}{root}><channel>'
        f"<title>Harbour Post</title>{head}{told}</channel></rss>"
    ).encode()

    assert read(body) == patiently(body)


HREFS = (
    "https://harbourpost.example/a?x=1&amp;y=2",
    "/relative/c",
    "",
    "ftp://x.example.org/",
    "  https://a.example/  ",
)
XHTML = '<div xmlns="http://www.w3.org/1999/xhtml">'

MARKUP = (
    f'<content type="xhtml">{XHTML}<p>One &amp; two</p>'
    '<img src="https://i.example.org/x.jpg" alt="&quot;A&quot;"/></div></content>'
)


def test_an_empty_link_is_one_all_the_same() -> None:
    body = (
        b'<rss version="2.0"><channel><item><title>Harbour reopens</title><link></link>'
        b"<pubDate>Mon, 23 Nov 2026 06:00:00 +0100</pubDate><guid>https://a.example/1</guid>"
        b"<guid>https://a.example/2</guid></item></channel></rss>"
    )

    assert is_fast(body)
    assert read(body) == patiently(body)


def atom_parts() -> st.SearchStrategy[str]:
    kinds = st.sampled_from(
        ["", ' type="text"', ' type="html"', ' type="image/png"', ' mode="xml"']
    )
    return st.one_of(
        st.tuples(st.sampled_from(["title", "summary", "content"]), TEXTS, kinds).map(
            lambda three: tag(*three)
        ),
        st.sampled_from(HREFS).map("<link href='{}'/>".format),
        DATES.map(lambda date: tag("updated", date)),
        DATES.map(lambda date: tag("published", date)),
        WORDS.map(lambda name: f"<author><name>{name}</name></author>"),
        st.sampled_from(
            [
                "<author><name>Jo Marsh</name><email>jo@example.org</email></author>",
                "<author><email>jo@example.org</email></author>",
                "<contributor><name>Nobody</name></contributor>",
                '<category term="politics" label="Politics"/>',
                '<category term="sport"/>',
                '<link rel="enclosure" type="image/png" href="https://i.example.org/e.png"/>',
                '<link rel="alternate" type="application/json" href="https://x.example.org/j"/>',
                "<id>tag:example.org,2026:1</id>",
                "<id>https://harbourpost.example/id</id>",
                MARKUP,
                f'<title type="xhtml">{XHTML}A <em>b</em></div></title>',
                '<content src="https://x.example.org/whole"/>',
                '<content type="html" xml:lang="es">&lt;p&gt;El puerto reabre.&lt;/p&gt;</content>',
                "<source><title>Other</title><id>x</id></source>",
                "<rights>All reserved</rights>",
            ]
        ),
    )


WHOLE = (
    "<title>Harbour reopens</title><link href='https://harbourpost.example/whole'/>"
    "<updated>2026-11-22T08:00:00Z</updated>"
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([WHOLE, WHOLE, WHOLE, ""]), st.lists(atom_parts(), max_size=4)),
        min_size=1,
        max_size=2,
    ),
    st.sampled_from(["", "<author><name>The desk</name></author>", "<subtitle>x</subtitle>"]),
    st.sampled_from(["", ' xml:lang="it"']),
)
def test_both_ways_read_atom_alike(
    entries: list[tuple[str, list[str]]], head: str, root: str
) -> None:
    told = "".join(f"<entry>{usual}{''.join(parts)}</entry>" for usual, parts in entries)
    body = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"{root}><title>Harbour Post</title>{head}'
        f"{told}</feed>"
    ).encode()

    assert read(body) == patiently(body)
