"""Collect: ask every source, read what came, keep it. One broken source stops nothing."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digest.app.collected import (
    CollectReport,
    SourceOutcome,
    SourceReport,
    lasting_notes,
    tell_gone,
    tell_rest,
    zone_notes,
)
from digest.app.harvest import Harvest, harvest_source
from digest.app.health import (
    NEVER_SILENT,
    RHYTHM_OVER,
    SPEAKING,
    Urgency,
    Waiting,
    fell_silent,
    note_failure,
    note_success,
    recall,
    silence,
    why_wait,
)
from digest.app.ports import ArticleStore, Clock, Fetcher, Folder, Readers
from digest.app.saving import Saver
from digest.app.visit import Visit
from digest.errors import DigestError, UsageError
from digest.model.fetch import FetchFailure, SourceHealth, SourceRhythm, tell_fault
from digest.model.publication import Publication, Source
from digest.text.values import nearest

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One collection from all sources.

    Attributes:
        articles: Where articles and the health of sources are kept.
        fetcher: Fetches addresses.
        folder: Reads folders.
        readers: Read documents.
        now: When it began, aware, UTC.
        zone: Zone of dates that name none.
        health: What is remembered of each source, by name.
        urgency: How much it insists on asking.
        saver: Keeps what came.
        dry_run: Whether to keep nothing.
    """

    articles: ArticleStore
    fetcher: Fetcher
    folder: Folder
    readers: Readers
    now: datetime
    zone: str
    health: Mapping[str, SourceHealth]
    urgency: Urgency
    saver: Saver
    dry_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """A source after this round: what is told, and what is remembered of it."""

    report: SourceReport
    before: SourceHealth
    after: SourceHealth


async def collect_sources(
    publication: Publication,
    *,
    articles: ArticleStore,
    fetcher: Fetcher,
    folder: Folder,
    readers: Readers,
    clock: Clock,
    advance: Advance | None = None,
    only: Sequence[str] = (),
    force: bool = False,
    dry_run: bool = False,
) -> CollectReport:
    """Ask all sources at once and keep their articles.

    Args:
        publication: Its sources, and the zone of dates that name none.
        articles: Where articles and the health of sources are kept.
        fetcher: Fetches addresses; says how many at once.
        folder: Reads folders of saved pages.
        readers: Read what came.
        clock: Tells when articles were first seen.
        advance: Called with (sources done, sources in all) as it goes on.
        only: Names of the sources to ask; empty means all.
        force: Whether to ask even servers that want to be left alone.
        dry_run: Whether to ask and read, and keep nothing.

    Returns:
        A report for each source; failures are in it.

    Raises:
        UsageError: There is no source of a name in `only`.
        StoreError: Articles cannot be kept.
    """
    sources = choose_sources(publication, only)
    now = clock.now()
    this_round = Round(
        articles=articles,
        fetcher=fetcher,
        folder=folder,
        readers=readers,
        now=now,
        zone=publication.timezone,
        health=articles.source_health(),
        urgency=Urgency.FORCED if force else Urgency.NAMED if only else Urgency.ORDINARY,
        saver=Saver(articles=articles, now=now),
        dry_run=dry_run,
    )
    tasks = [asyncio.create_task(collect_source(source, this_round)) for source in sources]
    done: list[Visited] = []
    try:
        for task in asyncio.as_completed(tasks):
            done.append(await task)
            if advance:
                advance(len(done), len(tasks))
    finally:
        for one in tasks:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if done and not dry_run:
            articles.save_source_health(*(one.after for one in done if one.after != one.before))
    return CollectReport(sources=tell_silence([task.result() for task in tasks], this_round))


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


async def collect_source(source: Source, this_round: Round) -> Visited:
    """Ask one source and keep what it gave. Whatever goes wrong with it is in the report."""
    known = recall(source, this_round.health)
    waiting = why_wait(known, this_round.urgency, now=this_round.now)
    if waiting:
        return leave_alone(source, known, waiting, this_round)
    visit = Visit(
        source=source,
        address=known.moved_to or source.url,
        validators=known.validators,
        articles=this_round.articles,
        fetcher=this_round.fetcher,
        folder=this_round.folder,
        now=this_round.now,
        zone=this_round.zone,
        readers=this_round.readers,
    )
    try:
        harvest = await harvest_source(visit)
    except DigestError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault in reading one source must not cost the rest
        harvest = tell_fault(source.url, error)
    if isinstance(harvest, FetchFailure):
        return report_failure(source, known, harvest, this_round)
    return await keep_harvest(source, known, harvest, this_round)


def leave_alone(
    source: Source, known: SourceHealth, waiting: Waiting, this_round: Round
) -> Visited:
    """Report a source that is not asked: it failed before, or what it gave is fresh still."""
    error = None
    if known.gone_at:
        error = tell_gone(known.gone_at, this_round.zone)
    elif waiting.reason:
        until = tell_rest(waiting.until, this_round.zone, now=this_round.now)
        error = f"{until} ({waiting.reason})"
    report = SourceReport(
        name=source.name,
        kind=source.kind,
        outcome=SourceOutcome.FAILED if error else SourceOutcome.UNCHANGED,
        error=error,
        failures=known.failures,
        notes=lasting_notes(source, known),
        asked=False,
        moved_to=known.moved_to,
        gone_at=known.gone_at,
        not_before=waiting.until,
    )
    return Visited(report=report, before=known, after=known)


def report_failure(
    source: Source, known: SourceHealth, failure: FetchFailure, this_round: Round
) -> Visited:
    """Remember that a source failed once more. What it gave us before stays valid."""
    health = note_failure(known, failure, now=this_round.now)
    error = failure.reason
    if health.gone_at:
        error = tell_gone(health.gone_at, this_round.zone)
    elif health.not_before and not failure.asked:
        until = tell_rest(health.not_before, this_round.zone, now=this_round.now)
        error = f"{until} ({failure.reason})"
    report = SourceReport(
        name=source.name,
        kind=source.kind,
        outcome=SourceOutcome.FAILED,
        error=error,
        failures=health.failures,
        notes=lasting_notes(source, health),
        asked=failure.asked,
        moved_to=health.moved_to,
        gone_at=health.gone_at,
        just_gone=health.gone_at is not None and known.gone_at is None,
        not_before=health.not_before,
    )
    return Visited(report=report, before=known, after=health)


async def keep_harvest(
    source: Source, known: SourceHealth, harvest: Harvest, this_round: Round
) -> Visited:
    """Keep articles; what is remembered of the source follows at the end of the round.

    A crash in between loses nothing: the source is then asked for all of it again.
    """
    store, now = this_round.articles, this_round.now
    if this_round.dry_run:
        urls = [article.url for article in harvest.articles]
        new = len(set(urls) - store.kept_as(urls).keys())
    else:
        new = (await this_round.saver.save(harvest.articles)).new
    health = note_success(
        known,
        validators=harvest.validators,
        moved_to=harvest.moved_to,
        fresh_for=harvest.fresh_for,
        new=new,
        now=now,
    )
    report = SourceReport(
        name=source.name,
        kind=source.kind,
        outcome=SourceOutcome.NEW if new else SourceOutcome.UNCHANGED,
        fetched=harvest.fetched,
        new=new,
        notes=(
            *lasting_notes(source, health),
            *zone_notes(source, harvest.articles, zone=this_round.zone),
            *harvest.notes,
        ),
        moved_to=health.moved_to,
        not_before=health.not_before,
    )
    return Visited(report=report, before=known, after=health)


def tell_silence(visited: Sequence[Visited], this_round: Round) -> tuple[SourceReport, ...]:
    """Note of each source that answered whether it has just been silent for too long."""
    now = this_round.now
    quiet = {
        one.report.name
        for one in visited
        if one.report.asked
        and one.report.kind in SPEAKING
        and one.report.outcome is SourceOutcome.UNCHANGED
        and one.before.last_new
        and now - one.before.last_new > NEVER_SILENT
    }
    rhythms = this_round.articles.source_rhythms(since=now - RHYTHM_OVER) if quiet else {}
    return tuple(
        with_silence(one, rhythms.get(one.report.name), now=now)
        if one.report.name in quiet
        else one.report
        for one in visited
    )


def with_silence(visited: Visited, rhythm: SourceRhythm | None, *, now: datetime) -> SourceReport:
    """Add the note that a source is silent, in the run in which that has become too long."""
    span = silence(visited.after, rhythm, now=now)
    if span is None or not fell_silent(visited.before, rhythm, now=now):
        return visited.report
    note = f"silent for {span.days} days: it answers, and brings nothing new"
    return replace(visited.report, notes=(note, *visited.report.notes))
