"""Show how saved pages and addresses are understood. Keeps nothing."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.app.ports import Clock, Fetcher, Folder
from digest.collect.clues import Reading
from digest.collect.discover import is_feed
from digest.collect.page import Look, look_at_page, look_at_saved_page
from digest.collect.page_origins import Origin, tell_origins
from digest.edit.clean import clean_article
from digest.edit.lede import summarise
from digest.errors import UsageError
from digest.model.article import Article
from digest.model.fetch import FetchFailure, tell_fault

ANY_NUMBER = 100_000
OWN_TEXT = "its own text"


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLength:
    """How long a summary may be.

    Attributes:
        words: Most words; None sets no limit of words when there is one of characters, else 60.
        characters: Most characters; None sets no limit.
    """

    words: int | None = None
    characters: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """An article as it was understood, and why.

    Attributes:
        article: Cleaned.
        summary: What an edition would show.
        origins: Where each field was found; empty for a text without markup.
        left_out: Lines of the page's text that are none of the article's.
    """

    article: Article
    summary: str
    origins: tuple[Origin, ...] = ()
    left_out: tuple[str, ...] = ()


async def read_targets(
    targets: Sequence[str],
    *,
    urls: Sequence[str] = (),
    zone: str = "UTC",
    length: SummaryLength | None = None,
    fetcher: Fetcher,
    folder: Folder,
    clock: Clock,
) -> list[Understood | FetchFailure]:
    """Read saved pages and addresses, and tell how each is understood.

    Args:
        targets: Paths of saved pages, and addresses.
        urls: The address of each saved page, in order; there may be fewer.
        zone: Zone of dates that name none.
        length: Of the summaries.
        fetcher: Fetches addresses, as far as robots.txt allows.
        folder: Reads saved pages.
        clock: Tells the present moment.

    Returns:
        For each target, in order, the article or why there is none.

    Raises:
        UsageError: There are more `urls` than saved pages.
    """
    saved = [target for target in targets if not is_address(target)]
    if len(urls) > len(saved):
        raise UsageError(
            f"{len(urls)} addresses are given for {len(saved)} saved pages.",
            "Write --url once for each saved page, in the same order.",
        )
    given: Iterator[str] = iter(urls)
    reading = [
        read_address(target, fetcher=fetcher, zone=zone, now=clock.now())
        if is_address(target)
        else asyncio.to_thread(
            read_file, target, next(given, None), folder=folder, zone=zone, now=clock.now()
        )
        for target in targets
    ]
    read = await asyncio.gather(*reading)
    return await asyncio.to_thread(understand_all, read, length or SummaryLength())


def is_address(target: str) -> bool:
    """Tell whether a target is an address of the web rather than a path."""
    return target.lower().startswith(("http://", "https://"))


async def read_address(target: str, *, fetcher: Fetcher, zone: str, now: datetime) -> Look:
    """Fetch and read a page."""
    fetched = await fetcher.fetch(target, obeys_robots=True)
    if isinstance(fetched, FetchFailure):
        return Look(article=fetched)
    if is_feed(fetched.body, content_type=fetched.content_type):
        reason = "it is a feed, not an article; `digest sources add` takes its articles"
        return Look(article=FetchFailure(url=target, reason=reason))
    try:
        return await asyncio.to_thread(
            look_at_page,
            fetched.body,
            url=fetched.url,
            content_type=fetched.content_type,
            reading=Reading(source="", now=now, zone=zone),
        )
    except Exception as error:  # noqa: BLE001 - told by name, and the other targets are shown
        return Look(article=tell_fault(target, error))


def read_file(target: str, url: str | None, *, folder: Folder, zone: str, now: datetime) -> Look:
    """Read a saved page."""
    page = folder.saved_page(target)
    if isinstance(page, FetchFailure):
        return Look(article=page)
    try:
        reading = Reading(source="", now=now, zone=zone)
        return look_at_saved_page(page, url=url, reading=reading)
    except Exception as error:  # noqa: BLE001 - told by name, and the other targets are shown
        return Look(article=tell_fault(target, error))


def understand_all(read: Sequence[Look], length: SummaryLength) -> list[Understood | FetchFailure]:
    """Clean and summarise each article."""
    return [understand(one, length) for one in read]


def understand(look: Look, length: SummaryLength) -> Understood | FetchFailure:
    """Clean and summarise an article, and tell where it comes from."""
    article = look.article
    if isinstance(article, FetchFailure):
        return article
    words = length.words or (60 if length.characters is None else ANY_NUMBER)
    try:
        cleaned = clean_article(article)
        summary = summarise(cleaned, words=words, characters=length.characters)
        origins = tell_origins(article, look.found) if look.found else ()
    except Exception as error:  # noqa: BLE001 - told by name, and the other targets are shown
        return tell_fault(article.url, error)
    return Understood(
        article=cleaned,
        summary=summary,
        origins=add_from_text(origins, article, cleaned),
        left_out=tuple(find_left_out(article, cleaned)),
    )


def add_from_text(
    origins: tuple[Origin, ...], read: Article, cleaned: Article
) -> tuple[Origin, ...]:
    """Add what cleaning took out of the text itself."""
    taken = [
        name
        for name in ("byline", "dateline")
        if getattr(cleaned, name) and not getattr(read, name)
    ]
    return (*origins, *(Origin(field=name, places=(OWN_TEXT,)) for name in taken))


def find_left_out(read: Article, cleaned: Article) -> Iterator[str]:
    """Find what was read and is not in the article's text any more: lines, and parts of them."""
    kept = [" ".join(one.split()) for one in (cleaned.body or cleaned.lede).split("\n\n")]
    whole = " ".join(kept)
    for line in (read.body or read.lede).splitlines():
        told = " ".join(line.split())
        if told and told not in whole:
            yield from find_cuts(told, kept)


def find_cuts(line: str, kept: Sequence[str]) -> list[str]:
    """Find the parts of a line that were cut out of it; the whole line when little is left."""
    for paragraph in kept:
        core = paragraph.rstrip(".!?。")
        if core in line and 2 * len(core) >= len(line):
            parts = (part.strip() for part in line.split(core, 1))
            return [part for part in parts if any(map(str.isalnum, part))]
        before = same_start(line, paragraph)
        after = min(same_start(line[::-1], paragraph[::-1]), len(line) - before)
        if 2 * (before + after) >= len(line):
            return [line[before : len(line) - after].strip()]
    return [line]


def same_start(one: str, other: str) -> int:
    """Count the characters with which both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
