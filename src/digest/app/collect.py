"""Collect: ask every source, read what came, keep it. One broken source stops nothing."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from digest.app.harvest import Harvest, harvest_source
from digest.app.ports import ArticleStore, Clock, Fetcher, Folder
from digest.app.visit import Visit, tell_fault
from digest.errors import DigestError, UsageError
from digest.model.fetch import FetchFailure, SourceHealth, Validators
from digest.model.publication import Publication, Source, SourceKind
from digest.text.values import nearest

Advance = Callable[[int, int], None]


class SourceOutcome(StrEnum):
    """How a source fared."""

    NEW = "new"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """How one source fared.

    Attributes:
        name: The source.
        kind: How it is read.
        outcome: `new` when it brought an article that nobody knew.
        error: Why it failed, as a phrase; None when it did not.
        fetched: Articles that it gave us this time.
        new: Those of them that nobody knew.
        failures: Failures in a row, this one included.
        notes: What an editor may want to know; a phrase each.
    """

    name: str
    kind: SourceKind
    outcome: SourceOutcome
    error: str | None = None
    fetched: int = 0
    new: int = 0
    failures: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectReport:
    """How all sources fared, in the order of digest.toml."""

    sources: tuple[SourceReport, ...] = ()

    @property
    def fetched(self) -> int:
        """Articles that the sources gave us."""
        return sum(source.fetched for source in self.sources)

    @property
    def new(self) -> int:
        """Articles that nobody knew."""
        return sum(source.new for source in self.sources)

    @property
    def failed(self) -> tuple[SourceReport, ...]:
        """The sources that did not answer as they should."""
        return tuple(one for one in self.sources if one.outcome is SourceOutcome.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One collection from all sources.

    Attributes:
        articles: Where articles and the health of sources are kept.
        fetcher: Fetches addresses.
        folder: Reads folders.
        now: When it began, aware, UTC.
        zone: Zone of dates that name none.
        health: What is remembered of each source, by name.
        dry_run: Whether to keep nothing.
    """

    articles: ArticleStore
    fetcher: Fetcher
    folder: Folder
    now: datetime
    zone: str
    health: Mapping[str, SourceHealth]
    dry_run: bool


async def collect_sources(
    publication: Publication,
    *,
    articles: ArticleStore,
    fetcher: Fetcher,
    folder: Folder,
    clock: Clock,
    advance: Advance | None = None,
    only: Sequence[str] = (),
    dry_run: bool = False,
) -> CollectReport:
    """Ask all sources at once and keep their articles.

    Args:
        publication: Its sources, and the zone of dates that name none.
        articles: Where articles and the health of sources are kept.
        fetcher: Fetches addresses; says how many at once.
        folder: Reads folders of saved pages.
        clock: Tells when articles were first seen.
        advance: Called with (sources done, sources in all) as it goes on.
        only: Names of the sources to ask; empty means all.
        dry_run: Whether to ask and read, and keep nothing.

    Returns:
        A report for each source; failures are in it.

    Raises:
        UsageError: There is no source of a name in `only`.
        StoreError: Articles cannot be kept.
    """
    sources = choose_sources(publication, only)
    this_round = Round(
        articles=articles,
        fetcher=fetcher,
        folder=folder,
        now=clock.now(),
        zone=publication.timezone,
        health=articles.source_health(),
        dry_run=dry_run,
    )
    tasks = [asyncio.create_task(collect_source(source, this_round)) for source in sources]
    try:
        for done, task in enumerate(asyncio.as_completed(tasks), 1):
            await task
            if advance:
                advance(done, len(tasks))
    finally:
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return CollectReport(sources=tuple(task.result() for task in tasks))


def choose_sources(publication: Publication, only: Sequence[str]) -> tuple[Source, ...]:
    """Take the sources of the given names.

    Raises:
        UsageError: There is none of that name.
    """
    by_name = {source.name.casefold(): source for source in publication.sources}
    for name in only:
        if name.casefold() not in by_name:
            close = nearest(name, [source.name for source in publication.sources])
            raise UsageError(
                f"There is no source “{name}”.",
                f"Did you mean “{close}”?" if close else "See them all: digest sources list",
            )
    wanted = {name.casefold() for name in only} or set(by_name)
    return tuple(source for name, source in by_name.items() if name in wanted)


async def collect_source(source: Source, this_round: Round) -> SourceReport:
    """Ask one source and keep what it gave. Whatever goes wrong with it is in the report."""
    known = this_round.health.get(source.name) or SourceHealth(name=source.name)
    visit = Visit(
        source=source,
        validators=known.validators if known.url == source.url else Validators(),
        articles=this_round.articles,
        fetcher=this_round.fetcher,
        folder=this_round.folder,
        now=this_round.now,
        zone=this_round.zone,
    )
    try:
        harvest = await harvest_source(visit)
    except DigestError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault in reading one source must not cost the rest
        harvest = tell_fault(source.url, error)
    if isinstance(harvest, FetchFailure):
        return report_failure(source, known, harvest, this_round)
    return keep_harvest(source, harvest, this_round)


def report_failure(
    source: Source, known: SourceHealth, failure: FetchFailure, this_round: Round
) -> SourceReport:
    """Remember that a source failed once more. What it gave us before stays valid."""
    health = replace(known, failures=known.failures + 1, last_error=failure.reason)
    if not this_round.dry_run:
        this_round.articles.save_source_health(health)
    return SourceReport(
        name=source.name,
        kind=source.kind,
        outcome=SourceOutcome.FAILED,
        error=failure.reason,
        failures=health.failures,
    )


def keep_harvest(source: Source, harvest: Harvest, this_round: Round) -> SourceReport:
    """Keep articles first and validators after, so that a crash in between loses nothing."""
    store, now = this_round.articles, this_round.now
    if this_round.dry_run:
        urls = [article.url for article in harvest.articles]
        new = len(set(urls) - store.kept_as(urls).keys())
    else:
        new = store.save_articles(harvest.articles, now=now).new if harvest.articles else 0
        store.save_source_health(
            SourceHealth(
                name=source.name,
                url=source.url,
                validators=harvest.validators,
                last_success=now,
            )
        )
    return SourceReport(
        name=source.name,
        kind=source.kind,
        outcome=SourceOutcome.NEW if new else SourceOutcome.UNCHANGED,
        fetched=harvest.fetched,
        new=new,
        notes=harvest.notes,
    )
