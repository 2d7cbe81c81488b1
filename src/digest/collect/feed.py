"""A feed becomes articles: RSS 0.9 to 2.0, RDF, Atom and JSON Feed."""

from dataclasses import dataclass, replace
from datetime import datetime

from digest.collect import feed_json, feed_xml
from digest.collect.clues import Reading
from digest.collect.decode import decode
from digest.collect.discover import find_feeds, is_page
from digest.collect.feed_entry import Channel, Entry, read_entry
from digest.collect.feed_fast import FastFeed, read_fast
from digest.collect.feed_guard import MOST_ENTRIES, Measured, measure, root_of
from digest.collect.front import Front
from digest.collect.likeness import key
from digest.collect.markup import plain_line
from digest.collect.page_fields import choose_dek
from digest.model.article import Article, Byline, Precision
from digest.model.fetch import FetchFailure

LARGEST = 20 * 2**20  # bytes
WHOLE = 700  # letters below which a text is hardly a whole article
ENDS = ("…", "...", "[…]", "[...]", "(more…)", "read more", "continue reading", "weiterlesen")
EXACT = {None: 0, Precision.MONTH: 1, Precision.DAY: 2, Precision.MINUTE: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What was read from a feed.

    Attributes:
        title: Its own title; may be empty.
        kind: Such as "RSS 2.0", "Atom 1.0" or "JSON Feed 1.1".
        articles: In the feed's order, each address once.
        notes: What an editor should know, one sentence each.
    """

    title: str
    kind: str
    articles: tuple[Article, ...]
    notes: tuple[str, ...] = ()


def read_feed(  # noqa: PLR0913 - what a use case knows of a feed
    body: bytes,
    *,
    url: str,
    source: str,
    now: datetime,
    zone: str,
    content_type: str = "",
    language: str | None = None,
) -> Feed | FetchFailure:
    """Read a feed that was fetched.

    Args:
        body: Its bytes.
        url: Where it was found, after redirects.
        source: Name of the source.
        now: The present moment, aware.
        zone: IANA zone to assume for a date that names none.
        content_type: As sent by the server; may be empty.
        language: Language tag to assume when neither feed nor entry states one.

    Returns:
        The feed with its articles, not yet cleaned (`edit.clean`); or why it cannot be read.
    """
    if not body.strip():
        return FetchFailure(url=url, reason="the feed is empty: not a single byte came")
    if len(body) > LARGEST:
        return FetchFailure(url=url, reason=f"the feed is larger than {LARGEST // 2**20} MiB")
    text = decode(body, content_type=content_type).lstrip("\ufeff \t\n")
    reading = Reading(source=source, now=now, zone=zone, language=language)
    if text.startswith(("{", "[")):
        return read_json(text, url=url, reading=reading)
    if is_page(text):
        return FetchFailure(url=url, reason=why_page(body, url=url, content_type=content_type))
    return read_markup(text, url=url, reading=reading)


def read_markup(text: str, *, url: str, reading: Reading) -> Feed | FetchFailure:
    """Read XML: the fast way where it is written as most feeds are, else the patient one."""
    start = root_of(text)
    fast = read_fast(text[start:], most=MOST_ENTRIES) if start is not None else None
    if fast:
        return gather_fast(fast, url=url, reading=reading)
    measured = measure(text)
    if measured.problem:
        return FetchFailure(url=url, reason=measured.problem)
    return read_xml(measured, url=url, reading=reading)


def gather_fast(fast: FastFeed, *, url: str, reading: Reading) -> Feed:
    """Make the articles of a feed that was read the fast way."""
    channel = Channel(
        url=url, title=plain_line(fast.title), language=fast.language, reading=reading
    )
    return gather(list(fast.entries), channel, kind=feed_xml.kind_of(fast.version), notes=[])


def why_page(body: bytes, *, url: str, content_type: str) -> str:
    """Say that a web page came, and where its feed is when it names one."""
    found = find_feeds(body, url=url, content_type=content_type)
    return "it is a web page, not a feed" + (f"; its feed is {found[0]}" if found else "")


def read_json(text: str, *, url: str, reading: Reading) -> Feed | FetchFailure:
    """Read a JSON Feed."""
    data = feed_json.load(text)
    if isinstance(data, str):
        return FetchFailure(url=url, reason=data)
    channel = Channel(
        url=url,
        title=plain_line(feed_json.word(data.get("title"))),
        language=feed_json.word(data.get("language")),
        reading=reading,
    )
    entries = list(feed_json.entries_of(data, most=MOST_ENTRIES))
    notes = [too_many()] if len(data["items"]) > MOST_ENTRIES else []
    return gather(entries, channel, kind=feed_json.kind_of(data), notes=notes)


def read_xml(measured: Measured, *, url: str, reading: Reading) -> Feed | FetchFailure:
    """Read RSS or Atom."""
    parsed = feed_xml.parse(measured.text, url=url)
    about = feed_xml.raw(parsed, "feed") or {}
    version = feed_xml.word(feed_xml.raw(parsed, "version"))
    entries = list(feed_xml.entries_of(parsed, most=MOST_ENTRIES))
    fault = measured.fault
    if not entries and (fault or not version):
        where = f" ({fault})" if fault else ""
        return FetchFailure(url=url, reason=f"it is no feed that can be read{where}")
    notes = []
    if measured.broken_off:
        notes.append(f"The feed breaks off in the middle; {counted(entries)} could be read.")
    elif fault:
        notes.append(f"The feed is not well-formed ({fault}); {counted(entries)} could be read.")
    if measured.more:
        notes.append(too_many())
    channel = Channel(
        url=url,
        title=plain_line(feed_xml.word(feed_xml.raw(about, "title"))),
        language=feed_xml.word(feed_xml.raw(about, "language")),
        reading=reading,
    )
    return gather(entries, channel, kind=feed_xml.kind_of(version), notes=notes)


def counted(entries: list[Entry]) -> str:
    """Count entries in words."""
    return "1 entry" if len(entries) == 1 else f"{len(entries)} entries"


def too_many() -> str:
    """Say that not all entries were read."""
    return f"The feed has more than {MOST_ENTRIES} entries; the first {MOST_ENTRIES} were read."


def gather(entries: list[Entry], channel: Channel, *, kind: str, notes: list[str]) -> Feed:
    """Make the articles of a feed, each address once, and note what was wrong with which."""
    kept: dict[str, tuple[Article, str]] = {}
    left_out: list[str] = []
    doubled = 0
    for entry in entries:
        article = read_entry(entry, channel)
        if isinstance(article, str):
            left_out.append(article)
        elif article.url in kept:
            doubled += 1
        else:
            kept[article.url] = (article, plain_line(next(iter(entry.dates), ""))[:60])
    notes += [
        f"Left out: {count(left_out.count(reason), 'entry', 'entries')} with {reason}."
        for reason in dict.fromkeys(left_out)
    ]
    if doubled:
        notes.append(f"{count(doubled, 'entry repeats', 'entries repeat')} the address of another.")
    zone = channel.reading.zone
    notes += date_notes(list(kept.values()), zone) if entries else ["The feed has no entries."]
    articles = tuple(article for article, _ in kept.values())
    return Feed(title=channel.title, kind=kind, articles=articles, notes=tuple(notes))


def count(number: int, one: str, many: str) -> str:
    """Count in words."""
    return f"{number} {one if number == 1 else many}"


def date_notes(dated: list[tuple[Article, str]], zone: str) -> list[str]:
    """Note what is wrong with the dates.

    Args:
        dated: Each article with the date as the feed has it; "" where it has none.
        zone: The zone that is taken where none is known.
    """
    unread = [text for article, text in dated if article.published is None]
    strange = [text for article, text in dated if not article.zone_known]
    example = next((f", such as “{text}”" for text in unread if text), "")
    notes = []
    if unread and len(unread) == len(dated):
        notes.append(f"No entry has a date that can be read{example}.")
    elif unread:
        entries = count(len(unread), "entry has", "entries have")
        notes.append(f"{entries} no date that can be read{example}.")
    if strange:
        entries = count(len(strange), "entry names", "entries name")
        notes.append(
            f"{entries} a time zone that nobody knows, such as “{strange[0]}”: taken for {zone}."
        )
    return notes


def needs_page(article: Article) -> bool:
    """Tell whether a feed gave only a teaser, so that the text has to come from the page."""
    body = article.body.rstrip()
    return len(body) < WHOLE or body.lower().endswith(ENDS)


def complete(teaser: Article, page: Article) -> Article:
    """Complete an entry of a feed with what its page says.

    What the feed has stays, since it was written for readers elsewhere: headline, section, source,
    the date unless the page knows it more exactly. The text, the address (the page's canonical
    one) and the picture come from the page; both addresses stay as sightings.

    Args:
        teaser: The entry.
        page: The article read from its page.
    """
    dated = page if finer(page, teaser) else teaser
    fuller = len(page.body) >= len(teaser.body) or needs_page(teaser)
    text = page if page.body and fuller else teaser
    dek = page.dek or teaser.dek or teaser_as_dek(teaser, page)
    cut = not teaser.headline or teaser.headline.endswith(ENDS[:2])
    headline = page.headline if cut else teaser.headline
    return replace(
        teaser,
        url=page.url,
        headline=headline,
        byline=better_byline(teaser.byline, page.byline),
        dateline=teaser.dateline or page.dateline,
        dek=dek,
        lede=text.lede,
        body=text.body,
        image=page.image or teaser.image,
        language=page.language or teaser.language,
        section=teaser.section or page.section,
        published=dated.published,
        precision=dated.precision,
        zone_known=dated.zone_known,
        first_seen=min(teaser.first_seen, page.first_seen),
        sightings=tuple(dict.fromkeys((*teaser.sightings, *page.sightings))),
    )


def finer(one: Article, other: Article) -> bool:
    """Tell whether the first article's date is known more exactly."""
    mine = (EXACT[one.precision], one.zone_known)
    return one.published is not None and mine > (EXACT[other.precision], other.zone_known)


def better_byline(feed: tuple[Byline, ...], page: tuple[Byline, ...]) -> tuple[Byline, ...]:
    """Keep the feed's people, with the roles that the page knows; the page's when it has none."""
    if not feed:
        return page
    roles = {key(one.name): one.role for one in page}
    return tuple(one if one.role else replace(one, role=roles.get(key(one.name))) for one in feed)


def teaser_as_dek(teaser: Article, page: Article) -> str | None:
    """Take the feed's teaser for the line below the headline when it is one, and not the text."""
    if teaser.body == page.body or "\n\n" in teaser.body:
        return None
    return choose_dek(
        [],
        Front(dek=teaser.body),
        headline=teaser.headline,
        paragraphs=page.body.split("\n\n"),
    )
