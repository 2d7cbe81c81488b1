"""Complete what a feed only teases from the pages it links to."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from digest.app.reading import clean_all, read_teased_page
from digest.app.visit import Visit
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
    """The articles of teasers with their texts, cleaned, and what could not be had."""

    articles: tuple[Article, ...]
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """How the pages of one feed fare."""

    read: int = 0
    skipped: int = 0
    failures: list[FetchFailure] = field(default_factory=list)
    later: set[str] = field(default_factory=set)

    def kept(self, entry: Article) -> Article:
        """Give a teaser as it is kept: as a lede alone when its page may be had another time."""
        return without_body(entry) if entry.url in self.later else entry

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


async def complete_teasers(teasers: Sequence[Article], visit: Visit) -> Completed:
    """Read the pages of new entries whose text is only a teaser, and clean them all.

    Args:
        teasers: Entries of a feed or a sitemap, not yet cleaned; a sitemap's may have no headline.
        visit: The visit to the source; pages are fetched as far as robots.txt allows.

    Returns:
        The entries in their order. One whose page cannot be had keeps its teaser, as a lede alone
        when the page may be had another time, and is left out when it has no headline either; one
        whose text we have comes without any, so that the teaser cannot take its place.
    """
    if not teasers:
        return Completed(articles=())
    known = visit.articles.kept_as([entry.url for entry in teasers])
    wanted = {entry.url: entry for entry in teasers if entry.url not in known}
    chosen = sorted(wanted.values(), key=newest_first)[:MOST_PAGES]
    tally = Tally(skipped=len(wanted) - len(chosen))
    gate = asyncio.Semaphore(AT_ONCE)
    finished = await asyncio.gather(
        *(complete_teaser(entry, visit, tally, gate) for entry in chosen)
    )
    whole = {entry.url: one for entry, one in zip(chosen, finished, strict=True) if one}
    rough = [
        seen_again(entry, known[entry.url]) if entry.url in known else tally.kept(entry)
        for entry in teasers
        if entry.url not in whole
    ]
    cleaned = await visit.readers.run(clean_all, [one for one in rough if one.headline])
    if isinstance(cleaned, FetchFailure):
        return Completed(articles=tuple(whole.values()), notes=(*tally.notes(), cleaned.reason))
    return Completed(
        articles=tuple(in_order(teasers, known, whole, cleaned)),
        notes=(*tally.notes(), *tell_failures(cleaned)),
    )


def in_order(
    teasers: Sequence[Article],
    known: Mapping[str, str],
    whole: Mapping[str, Article],
    cleaned: Sequence[Article | FetchFailure],
) -> Iterator[Article]:
    """Yield the articles in the order of their teasers; what could not be cleaned is left out."""
    plain = {one.url: one for one in cleaned if isinstance(one, Article)}
    for entry in teasers:
        found = whole.get(entry.url) or plain.get(known.get(entry.url, entry.url))
        if found:
            yield found


def tell_failures(read: Sequence[Article | FetchFailure]) -> list[str]:
    """Name what could not be read."""
    return [f"{one.url}: {one.reason}" for one in read if isinstance(one, FetchFailure)]


def seen_again(entry: Article, url: str) -> Article:
    """Leave of a teaser what is not text, under the address that its article is kept as."""
    return replace(entry, url=url, lede="", body="")


def newest_first(entry: Article) -> float:
    """Order entries by their date; those without one first, as they may be of today."""
    return -entry.published.timestamp() if entry.published else float("-inf")


async def complete_teaser(
    entry: Article, visit: Visit, tally: Tally, gate: asyncio.Semaphore
) -> Article | None:
    """Read one entry's page and complete the entry; None when the page cannot be had."""
    async with gate:
        if tally.hopeless:
            tally.skipped += 1
            tally.later.add(entry.url)
            return None
        answer = await visit.fetcher.fetch(entry.url, obeys_robots=True)
        page: Article | FetchFailure = (
            await visit.read(read_teased_page, answer, teaser=entry)
            if isinstance(answer, Fetched)
            else answer
        )
        if isinstance(page, FetchFailure):
            tally.failures.append(page)
            if may_pass(page):
                tally.later.add(entry.url)
            return None
        tally.read += 1
        return page


def may_pass(failure: FetchFailure) -> bool:
    """Tell whether a page may be had another time: the server is down, not the page gone."""
    return failure.status is None or failure.status in PASSING or failure.status >= SERVER_ERROR


def without_body(entry: Article) -> Article:
    """Keep a teaser as a lede alone, so that its page is asked for again next time."""
    return replace(entry, lede=" ".join(entry.body.split()), body="")
