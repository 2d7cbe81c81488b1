"""A list of feeds from another program becomes sources, without asking the network."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digest.app.looking import Found, Look
from digest.app.ports import Fetcher
from digest.app.sources import choose_name, place_key
from digest.collect.feed import Feed, read_feed
from digest.collect.opml import ListedFeed
from digest.model.fetch import Fetched
from digest.model.publication import Publication, Source, SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A line of a list that becomes no source."""

    line: int
    url: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFeeds:
    """What becomes of a list of feeds.

    Attributes:
        new: Sources ready to be added.
        known: How many are sources already, or stand in the list twice.
        bad: Lines that become no source, with the reason.
        unfiled: Folders that are no section here, with how many new feeds are in them.
    """

    new: tuple[Source, ...] = ()
    known: int = 0
    bad: tuple[Refused, ...] = ()
    unfiled: Mapping[str, int] | None = None

    @property
    def total(self) -> int:
        """How many feeds the list names, bad lines included."""
        return len(self.new) + self.known + len(self.bad)


def import_feeds(
    feeds: Sequence[ListedFeed], publication: Publication, *, section: str | None = None
) -> ImportedFeeds:
    """Make sources of a list of feeds. Writes nothing, and asks nobody.

    Args:
        feeds: As they stand in the list.
        publication: Its sources so far, none of which is added twice, and its sections.
        section: Section of all of them; None takes the folder or category of each that is a
            section of the publication. Where it has no sections at all, outer folders become some.
    """
    places = {place_key(one.url) for one in publication.sources}
    names = {one.name.casefold() for one in publication.sources}
    rules = {one.name.casefold(): one.name for one in publication.sections}
    new: list[Source] = []
    unfiled: dict[str, int] = {}
    known = 0
    for feed in feeds:
        if feed.problem:
            continue
        if place_key(feed.url) in places:
            known += 1
            continue
        places.add(place_key(feed.url))
        filed = section or file_feed(feed, rules)
        if filed is None and feed.folders:
            unfiled[feed.folders[0]] = unfiled.get(feed.folders[0], 0) + 1
        found = Found(kind=SourceKind.FEED, url=feed.url, title=feed.title, description="")
        name = choose_name(found, None, names)
        names.add(name.casefold())
        new.append(Source(name=name, kind=SourceKind.FEED, url=feed.url, section=filed))
    bad = tuple(
        Refused(line=one.line, url=one.url, reason=one.problem) for one in feeds if one.problem
    )
    return ImportedFeeds(new=tuple(new), known=known, bad=bad, unfiled=unfiled)


def file_feed(feed: ListedFeed, rules: Mapping[str, str]) -> str | None:
    """Choose the section of a feed by its folders; None when none of them is one."""
    if not rules:
        return feed.folders[-1] if feed.folders else None
    return next((rules[one.casefold()] for one in feed.folders if one.casefold() in rules), None)


async def check_feeds(
    imported: ImportedFeeds,
    feeds: Sequence[ListedFeed],
    publication: Publication,
    *,
    fetcher: Fetcher,
    now: datetime,
) -> ImportedFeeds:
    """Ask every new feed, and refuse those that do not answer with one."""
    look = Look(publication=publication, fetcher=fetcher, now=now)
    answers = await asyncio.gather(*(check_feed(one.url, look) for one in imported.new))
    lines = {one.url: one.line for one in reversed(feeds)}
    pairs = list(zip(imported.new, answers, strict=True))
    refused = [
        Refused(line=lines[one.url], url=one.url, reason=answer)
        for one, answer in pairs
        if answer is not None
    ]
    return replace(
        imported,
        new=tuple(one for one, answer in pairs if answer is None),
        bad=tuple(sorted((*imported.bad, *refused), key=lambda one: one.line)),
    )


async def check_feed(url: str, look: Look) -> str | None:
    """Ask one feed; tell why it is none, None when it is one."""
    answer = await look.fetcher.fetch(url)
    if isinstance(answer, Fetched):
        feed = await look.read(read_feed, answer)
        return None if isinstance(feed, Feed) else feed.reason
    return answer.reason


def sections_of(sources: Iterable[Source]) -> list[str]:
    """List the sections that sources name, each once."""
    return list(dict.fromkeys(one.section for one in sources if one.section))
