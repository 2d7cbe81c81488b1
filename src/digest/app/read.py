"""Show how saved pages and addresses are understood. Keeps nothing."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from digest.app.ports import Clock, Fetcher, Folder
from digest.app.visit import tell_fault
from digest.collect.discover import is_feed
from digest.collect.page import read_page, read_saved_page
from digest.edit.clean import clean_article
from digest.edit.lede import summarise
from digest.errors import UsageError
from digest.model.article import Article
from digest.model.fetch import FetchFailure

ANY_NUMBER = 100_000


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
    """An article as it was understood, with the summary that an edition would show."""

    article: Article
    summary: str


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


async def read_address(
    target: str, *, fetcher: Fetcher, zone: str, now: datetime
) -> Article | FetchFailure:
    """Fetch and read a page."""
    fetched = await fetcher.fetch(target, obeys_robots=True)
    if isinstance(fetched, FetchFailure):
        return fetched
    if is_feed(fetched.body, content_type=fetched.content_type):
        return FetchFailure(
            url=target,
            reason="it is a feed, not an article; `digest sources add` takes its articles",
        )
    try:
        return await asyncio.to_thread(
            read_page,
            fetched.body,
            url=fetched.url,
            source="",
            now=now,
            zone=zone,
            content_type=fetched.content_type,
        )
    except Exception as error:  # noqa: BLE001 - told by name, and the other targets are shown
        return tell_fault(target, error)


def read_file(
    target: str, url: str | None, *, folder: Folder, zone: str, now: datetime
) -> Article | FetchFailure:
    """Read a saved page."""
    page = folder.saved_page(target)
    if isinstance(page, FetchFailure):
        return page
    try:
        return read_saved_page(page, source="", now=now, zone=zone, url=url)
    except Exception as error:  # noqa: BLE001 - told by name, and the other targets are shown
        return tell_fault(target, error)


def understand_all(
    read: Sequence[Article | FetchFailure], length: SummaryLength
) -> list[Understood | FetchFailure]:
    """Clean and summarise each article."""
    return [one if isinstance(one, FetchFailure) else understand(one, length) for one in read]


def understand(article: Article, length: SummaryLength) -> Understood | FetchFailure:
    """Clean and summarise an article."""
    words = length.words or (60 if length.characters is None else ANY_NUMBER)
    try:
        cleaned = clean_article(article)
        summary = summarise(cleaned, words=words, characters=length.characters)
    except Exception as error:  # noqa: BLE001 - told by name, and the other targets are shown
        return tell_fault(article.url, error)
    return Understood(article=cleaned, summary=summary)
