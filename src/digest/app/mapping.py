"""Follow a sitemap to those that it names: a few, and only such as may hold news."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from digest.collect.sitemap import MOST_ARTICLES, Child, Sitemap
from digest.model.fetch import Fetched, FetchFailure

MOST_SITEMAPS = 20
DEEPEST = 2

Fetch = Callable[[str], Awaitable[Fetched | FetchFailure]]
Read = Callable[[Fetched], Awaitable[Sitemap | FetchFailure]]


async def follow_sitemap(fetched: Fetched, *, fetch: Fetch, read: Read) -> Sitemap | FetchFailure:
    """Read a sitemap; when it is an index, those that may hold news, and theirs.

    Args:
        fetched: The sitemap.
        fetch: Fetches an address, behind the fetch guard.
        read: Reads a document.

    Returns:
        All of them as one, the newest first; why the first one, or all that it names, cannot be
        read. A single one that fails is a note.
    """
    first = await read(fetched)
    if isinstance(first, FetchFailure) or not first.children:
        return first
    found: list[Sitemap] = []
    notes: list[str] = []
    seen = {fetched.url}
    waiting: Sequence[Child] = first.children
    for _ in range(DEEPEST):
        asked = [one for one in waiting if one.url not in seen][: MOST_SITEMAPS - len(seen) + 1]
        seen |= {one.url for one in asked}
        answers = await asyncio.gather(*(ask(one.url, fetch, read) for one in asked))
        notes += [f"{one.url}: {one.reason}" for one in answers if isinstance(one, FetchFailure)]
        read_well = [one for one in answers if isinstance(one, Sitemap)]
        found += [one for one in read_well if not one.children]
        waiting = [child for one in read_well for child in one.children]
    if not found and notes:
        return FetchFailure(url=fetched.url, reason=f"no sitemap of it can be read: {notes[0]}")
    return join(first, found, notes)


async def ask(url: str, fetch: Fetch, read: Read) -> Sitemap | FetchFailure:
    """Fetch and read one sitemap."""
    answer = await fetch(url)
    return answer if isinstance(answer, FetchFailure) else await read(answer)


def join(first: Sitemap, found: Sequence[Sitemap], notes: Sequence[str]) -> Sitemap:
    """Put the sitemaps of an index together."""
    articles = {one.url: one for part in found for one in part.articles}
    newest = sorted(
        articles.values(),
        key=lambda one: one.published.timestamp() if one.published else float("inf"),
        reverse=True,
    )
    moments = [part.newest for part in found if part.newest]
    return replace(
        first,
        kind=f"{first.kind} of {len(found)} read",
        title=next((part.title for part in found if part.title), ""),
        total=sum(part.total for part in found),
        articles=tuple(newest[:MOST_ARTICLES]),
        newest=max(moments, default=None),
        notes=(*first.notes, *notes, *(note for part in found for note in part.notes)),
    )
