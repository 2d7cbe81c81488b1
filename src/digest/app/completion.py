"""Complete what a feed only teases from the pages it links to."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from digest.app.visit import Visit
from digest.collect.feed import complete, needs_page
from digest.collect.page import read_page
from digest.model.article import Article
from digest.model.fetch import Fetched, FetchFailure

MOST_PAGES = 100
MOST_FAILURES = 5
# Few at once, so that a site that keeps failing is noticed before all its pages are asked for.
AT_ONCE = 4
PASSING = (408, 425, 429)
SERVER_ERROR = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """The articles of a feed with their texts, and what could not be had."""

    articles: tuple[Article, ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """How the pages of one feed fare."""

    read: int = 0
    skipped: int = 0
    failures: list[FetchFailure] = field(default_factory=list)

    @property
    def hopeless(self) -> bool:
        """Whether the site's pages keep failing; each more would cost its whole time limit."""
        return not self.read and len(self.failures) >= MOST_FAILURES

    def notes(self) -> tuple[str, ...]:
        """Say what could not be had."""
        told = []
        if self.failures:
            first = self.failures[0]
            told.append(
                f"{count_teasers(len(self.failures))} without the text of the page"
                f" ({first.url}: {first.reason})"
            )
        if self.skipped:
            told.append(f"{count_teasers(self.skipped)} whose page was not tried")
        return tuple(told)


def count_teasers(count: int) -> str:
    """Write how many teasers."""
    return f"{count} teaser{'' if count == 1 else 's'}"


async def complete_teasers(entries: Sequence[Article], visit: Visit) -> Completed:
    """Read the pages of new entries whose text is only a teaser.

    Args:
        entries: A feed's entries.
        visit: The visit to the feed; pages are fetched as far as robots.txt allows.

    Returns:
        The entries in their order. One whose page cannot be had keeps its teaser, as a lede alone
        when the page may be had another time; one whose text we have comes without any, so that
        the teaser cannot take its place.
    """
    teasers = [entry for entry in entries if needs_page(entry)]
    if not teasers:
        return Completed(articles=tuple(entries))
    known = visit.articles.kept_as([entry.url for entry in teasers])
    wanted = {entry.url: entry for entry in teasers if entry.url not in known}
    chosen = sorted(wanted.values(), key=newest_first)[:MOST_PAGES]
    tally = Tally(skipped=len(wanted) - len(chosen))
    gate = asyncio.Semaphore(AT_ONCE)
    finished = await asyncio.gather(
        *(complete_teaser(entry, visit, tally, gate) for entry in chosen)
    )
    texts = {entry.url: article for entry, article in zip(chosen, finished, strict=True)}
    texts |= {
        entry.url: seen_again(entry, known[entry.url]) for entry in teasers if entry.url in known
    }
    articles = tuple(
        texts.get(entry.url, entry) if needs_page(entry) else entry for entry in entries
    )
    return Completed(articles=articles, notes=tally.notes())


def seen_again(entry: Article, url: str) -> Article:
    """Leave of a teaser what is not text, under the address that its article is kept as."""
    return replace(entry, url=url, lede="", body="")


def newest_first(entry: Article) -> float:
    """Order entries by their date; those without one first, as they may be of today."""
    return -entry.published.timestamp() if entry.published else float("-inf")


async def complete_teaser(
    entry: Article, visit: Visit, tally: Tally, gate: asyncio.Semaphore
) -> Article:
    """Read one entry's page; a page that cannot be had leaves the teaser."""
    async with gate:
        if tally.hopeless:
            tally.skipped += 1
            return without_body(entry)
        answer = await visit.fetcher.fetch(entry.url, obeys_robots=True)
        page = await visit.read(read_page, answer) if isinstance(answer, Fetched) else answer
        if isinstance(page, FetchFailure):
            tally.failures.append(page)
            return without_body(entry) if may_pass(page) else entry
        tally.read += 1
        return complete(entry, page)


def may_pass(failure: FetchFailure) -> bool:
    """Tell whether a page may be had another time: the server is down, not the page gone."""
    return failure.status is None or failure.status in PASSING or failure.status >= SERVER_ERROR


def without_body(entry: Article) -> Article:
    """Keep a teaser as a lede alone, so that its page is asked for again next time."""
    return replace(entry, lede=" ".join(entry.body.split()), body="")
