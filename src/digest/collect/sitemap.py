"""A sitemap becomes teasers of its newest articles, or names the sitemaps in which they are."""

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from digest.collect.clues import Reading
from digest.collect.decode import decode
from digest.collect.feed_entry import Channel, Entry, read_entry
from digest.collect.feed_guard import PREAMBLE, ROOT
from digest.collect.markup import plain_line
from digest.collect.sitemap_xml import KINDS, MOST_ADDRESSES, Map, Place, parse_map
from digest.collect.urls import absolute_url, canonical_url
from digest.model.article import Article, Sighting
from digest.model.fetch import FetchFailure
from digest.text.dates import read_date
from digest.text.values import read_language

LARGEST = 20 * 2**20  # bytes, unpacked
GZIP_MAGIC = b"\x1f\x8b"
RECENT = timedelta(days=3)
MOST_ARTICLES = 500
MOST_UNDATED = 100
MOST_CHILDREN = 10
HEAD = 4096
BEFORE = "\ufeff \t\r\n"
ADDRESS = ("http://", "https://")
DAY = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)")
DAY_IN_URL = re.compile(r"/(20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-])")
MONTH_IN_URL = re.compile(r"(?<!\d)(20\d\d)[-_/]?(0[1-9]|1[0-2])(?!\d)")
YEAR_IN_URL = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
# The last part of an article's address: a slug of three words, a number, or a file of HTML.
LIKE_ARTICLE = re.compile(r"[^-_]+[-_][^-_]+[-_][^-_]|\d{4}|\.[sx]?html?$")
NEWS_IN_URL = re.compile(r"(?<![a-z])news|nachrichten|actualit|noticia|notizie", re.IGNORECASE)
NO_ARTICLES = re.compile(
    r"(?<![a-z])(?:image|video|tag|categor|author|topic|keyword|gallery|static|product)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A sitemap that an index names.

    Attributes:
        url: Absolute.
        changed: When it last changed, aware, UTC; None when the index does not say.
    """

    url: str
    changed: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What was read from a sitemap.

    Attributes:
        kind: Such as "news sitemap", "sitemap" or "sitemap index".
        title: The publication that its news name; may be empty.
        total: How many addresses stand in it.
        articles: Teasers of the newest, newest first; the headline is empty where it names none.
        newest: Moment of the newest address; None when none is dated.
        children: Sitemaps that an index names and that may hold news, the most promising first.
        notes: What an editor should know, one sentence each.
    """

    kind: str
    title: str = ""
    total: int = 0
    articles: tuple[Article, ...] = ()
    newest: datetime | None = None
    children: tuple[Child, ...] = ()
    notes: tuple[str, ...] = ()


def is_sitemap(body: bytes, *, url: str = "", content_type: str = "") -> bool:
    """Tell whether a document is a sitemap, by its beginning, packed or not.

    A list of addresses is one only under a name that says so, as any text may begin with one.
    """
    head = unpack(body[: HEAD * 4], most=HEAD, whole=False)
    text = decode(head or b"", content_type=content_type).lstrip(BEFORE)
    root = ROOT.search(text)
    if root is not None and root.start() <= PREAMBLE:
        return root["name"].rpartition(":")[2].lower() in KINDS
    return "sitemap" in url.lower() and text.startswith(ADDRESS)


def read_sitemap(  # noqa: PLR0913 - what a use case knows of a sitemap
    body: bytes,
    *,
    url: str,
    source: str,
    now: datetime,
    zone: str,
    content_type: str = "",
    language: str | None = None,
) -> Sitemap | FetchFailure:
    """Read a sitemap that was fetched: of news or general, an index, or a list of addresses.

    Args:
        body: Its bytes; may be packed with gzip, whatever the server says.
        url: Where it was found, after redirects.
        source: Name of the source.
        now: The present moment, aware.
        zone: IANA zone to assume for a date that names none.
        content_type: As sent by the server; may be empty.
        language: Language tag to assume when the sitemap states none.

    Returns:
        Teasers of what is recent, whose texts have to come from their pages; or why it cannot be
        read. What is older than three days is left out, so that a list of 50,000 addresses costs
        no more than the news among them.
    """
    text = text_of(body, content_type=content_type)
    if isinstance(text, FetchFailure):
        return replace(text, url=url)
    reading = Reading(source=source, now=now, zone=zone, language=language)
    if text.startswith(ADDRESS):
        places = [Place(url=line.strip()) for line in text.splitlines()[:MOST_ADDRESSES]]
        return read_places(places, url, reading, kind="list of addresses", bounded=True)
    found = parse_map(text)
    if found.problem:
        return FetchFailure(url=url, reason=found.problem)
    notes = map_notes(found)
    if found.is_index:
        children = choose_children(found.places, url, reading)
        total = len(found.places)
        return Sitemap(kind="sitemap index", total=total, children=children, notes=notes)
    is_news = any(one.is_news for one in found.places)
    kind = "news sitemap" if is_news else "sitemap"
    read = read_places(found.places, url, reading, kind=kind, bounded=is_news)
    return replace(read, notes=(*notes, *read.notes))


def text_of(body: bytes, *, content_type: str) -> str | FetchFailure:
    """Unpack and decode a sitemap; a failure says why that cannot be done."""
    unpacked = unpack(body, most=LARGEST)
    if unpacked is None:
        return FetchFailure(url="", reason="it is packed with gzip and cannot be unpacked")
    if len(unpacked) > LARGEST:
        return FetchFailure(url="", reason=f"it is larger than {LARGEST // 2**20} MiB")
    text = decode(unpacked, content_type=content_type).lstrip(BEFORE)
    if not text:
        return FetchFailure(url="", reason="the sitemap is empty: not a single byte came")
    return text


def map_notes(found: Map) -> tuple[str, ...]:
    """Note what is wrong with a sitemap that can be read."""
    notes = []
    if found.broken_off:
        count = len(found.places)
        told = f"{count:,} {'address' if count == 1 else 'addresses'}"
        notes.append(f"The sitemap breaks off; {told} could be read.")
    if found.more:
        notes.append(f"The sitemap has more than {MOST_ADDRESSES:,} addresses.")
    return tuple(notes)


def unpack(body: bytes, *, most: int, whole: bool = True) -> bytes | None:
    """Unpack gzip by its first bytes, never more than a little over `most`.

    Args:
        body: What came; what is not packed is given back.
        most: Bytes that may come out.
        whole: Whether it has to end as it should.

    Returns:
        None when it cannot be unpacked.
    """
    if not body.startswith(GZIP_MAGIC):
        return body
    inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        unpacked = inflater.decompress(body, most + 1)
    except zlib.error:
        return None
    return unpacked if inflater.eof or not whole or len(unpacked) > most else None


def read_places(
    places: Sequence[Place], url: str, reading: Reading, *, kind: str, bounded: bool
) -> Sitemap:
    """Make teasers of the newest places, each address once.

    Args:
        places: All of them.
        url: Where the sitemap was found.
        reading: Source, moment, zone and language.
        kind: What the sitemap is called.
        bounded: Whether places without a date are news as well, the first hundred of them.
    """
    dated: list[tuple[datetime, Place]] = []
    undated: list[Place] = []
    newest: datetime | None = None
    for place in places:
        moment = moment_of(place, reading)
        if moment is None:
            undated += [place] if not has_date(place) else []
            continue
        newest = max(newest, moment) if newest else moment
        if moment > reading.now - RECENT:
            dated.append((moment, place))
    dated.sort(key=lambda pair: pair[0], reverse=True)
    chosen = [place for _, place in dated]
    chosen += undated[:MOST_UNDATED] if bounded else []
    title = next((plain_line(place.paper) for place in places if place.paper), "")
    made = (make_teaser(place, url, title, reading) for place in chosen)
    articles = {one.url: one for one in made if one}
    kept = tuple(articles.values())[:MOST_ARTICLES]
    notes = tell_left_out(len(articles) - len(kept))
    return Sitemap(
        kind=kind, title=title, total=len(places), articles=kept, newest=newest, notes=notes
    )


def tell_left_out(count: int) -> tuple[str, ...]:
    """Say how many recent addresses are too many for one run."""
    if count <= 0:
        return ()
    return (f"The sitemap has {count:,} more addresses of the last three days than are read.",)


def has_date(place: Place) -> bool:
    """Tell whether a place says when it was written, be it long ago."""
    return bool(place.published or place.changed or DAY_IN_URL.search(place.url))


def moment_of(place: Place, reading: Reading) -> datetime | None:
    """Tell when a place was published or changed; None when nobody says, or nobody can read it.

    Old days are not read to the minute: fifty thousand of them would take their time.
    """
    for text in (place.published, place.changed):
        if day := DAY.match(text):
            rough = day_of(*day.groups())
            if rough and rough < reading.now - RECENT - timedelta(days=2):
                return rough
        if text and (read := read_date(text, now=reading.now, zone=reading.zone)):
            return read.instant
    in_url = DAY_IN_URL.search(place.url)
    return day_of(*in_url.groups()) if in_url else None


def day_of(year: str, month: str, day: str) -> datetime | None:
    """Read a day as its noon; None when the calendar has no such day."""
    try:
        return datetime(int(year), int(month), int(day), 12, tzinfo=UTC)
    except ValueError:
        return None


def make_teaser(place: Place, url: str, title: str, reading: Reading) -> Article | None:
    """Make the teaser of a place; None for what has no address, or that of no article.

    A place without a title is told by its page alone. `lastmod` is no date of publication.
    """
    address = canonical_url(place.url, base=url)
    if address is None or not (place.is_news or is_like_article(address)):
        return None
    if place.title:
        channel = Channel(url=url, title=title, language=place.language, reading=reading)
        dates = (place.published,) if place.published else ()
        entry = Entry(title=place.title, links=(place.url,), dates=dates, images=place.images)
        made = read_entry(entry, channel)
        return None if isinstance(made, str) else made
    return Article(
        url=address,
        headline="",
        source=reading.source,
        language=read_language(place.language) or reading.language,
        first_seen=reading.now,
        sightings=(Sighting(name=reading.source, url=address),),
    )


def is_like_article(url: str) -> bool:
    """Tell whether an address is like an article's, and not like a section's or a tag's."""
    last = url.partition("?")[0].rstrip("/").rpartition("/")[2]
    return bool(LIKE_ARTICLE.search(last))


def choose_children(places: Iterable[Place], url: str, reading: Reading) -> tuple[Child, ...]:
    """Choose the sitemaps of an index that may hold recent articles, the most promising first.

    Those that changed in the last three days, those of news before the others; then such as nobody
    dates, unless their name tells another month. Of many numbered ones the last and the first are
    taken in turn, as papers count either way.
    """
    dated: list[tuple[bool, datetime, Child]] = []
    undated: list[Child] = []
    for place in places:
        address = absolute_url(place.url, base=url)
        if address is None or NO_ARTICLES.search(address.rpartition("/")[2]):
            continue
        moment = moment_of(replace(place, url=""), reading)
        if moment is None and is_of_now(address, reading.now):
            undated.append(Child(url=address))
        elif moment and moment > reading.now - RECENT:
            is_news = bool(NEWS_IN_URL.search(address))
            dated.append((is_news, moment, Child(url=address, changed=moment)))
    dated.sort(key=lambda one: one[:2], reverse=True)
    named = [one for one in undated if NEWS_IN_URL.search(one.url)]
    others = from_both_ends([one for one in undated if not NEWS_IN_URL.search(one.url)])
    chosen = dict.fromkeys((*named, *(child for *_, child in dated), *others))
    return tuple(chosen)[:MOST_CHILDREN]


def is_of_now(url: str, now: datetime) -> bool:
    """Tell whether the name of a sitemap names no month or year, or one of the last days."""
    days = (now, now - RECENT)
    name = url.partition("://")[2].partition("/")[2]
    if months := MONTH_IN_URL.findall(name):
        return any((f"{day:%Y}", f"{day:%m}") in months for day in days)
    years = YEAR_IN_URL.findall(name)
    return not years or any(f"{day:%Y}" in years for day in days)


def from_both_ends(children: Sequence[Child]) -> list[Child]:
    """Take the last, the first, the last but one and so on."""
    order: list[Child] = []
    for one, other in zip(reversed(children), children, strict=True):
        order += [one, other]
    return list(dict.fromkeys(order))
