"""What the commands about sources do, and how a source is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from digest.app.sources import Inspected, Known, inspect_source
from digest.cli.invocation import Invocation
from digest.cli.shapes import shape_instant
from digest.config import Settings
from digest.model.fetch import FetchFailure, SourceHealth
from digest.model.publication import Publication, Source
from digest.wiring import make_clock, make_fetcher, make_folder

WIDEST_NAME = 30
WIDEST_URL = 50


async def inspect_targets(
    invocation: Invocation, settings: Settings, targets: Sequence[str], wishes: Mapping[str, Any]
) -> list[Inspected | Known | FetchFailure]:
    """Look at one target after the other, so that no two get the same name."""
    publication = settings.publication
    answers: list[Inspected | Known | FetchFailure] = []
    fetcher = make_fetcher(settings)
    try:
        for target in targets:
            answer = await inspect_source(
                target,
                publication=publication,
                fetcher=fetcher,
                folder=make_folder(settings.folder),
                clock=make_clock(invocation.now),
                **wishes,
            )
            answers.append(answer)
            if isinstance(answer, Inspected):
                publication = with_source(publication, answer.source)
    finally:
        await fetcher.close()
    return answers


def with_source(publication: Publication, source: Source) -> Publication:
    """Add a source to what is known, so that the next one gets another name."""
    return replace(publication, sources=(*publication.sources, source))


def is_new_section(source: Source, settings: Settings) -> bool:
    """Tell whether a source names a section that digest.toml does not have yet."""
    return source.section not in (None, *(rule.name for rule in settings.publication.sections))


def added_line(answer: Inspected | Known | FetchFailure) -> str:
    """Tell what was found at a target."""
    if isinstance(answer, FetchFailure):
        return f"{answer.url}: {answer.reason}. Not added."
    if isinstance(answer, Known):
        section = f" in section {answer.source.section}" if answer.source.section else ""
        return f"{answer.source.url} is the source “{answer.source.name}”{section} already."
    source = answer.source
    section = f" → {source.section}" if source.section else ""
    further = f"   (further feeds there: {', '.join(answer.others)})" if answer.others else ""
    return f"{source.name}   {answer.description}{section}{further}"


def shape_added(answer: Inspected | Known | FetchFailure) -> dict[str, Any]:
    """Write what was found at a target."""
    if isinstance(answer, FetchFailure):
        return {"name": None, "url": answer.url, "outcome": "failed", "error": answer.reason}
    if isinstance(answer, Known):
        return {**shape_source(answer.source, None), "outcome": "known", "error": None}
    source = answer.source
    return {
        **shape_source(source, None),
        "outcome": "added",
        "error": None,
        "description": answer.description,
        "others": list(answer.others),
    }


def shape_source(source: Source, health: SourceHealth | None) -> dict[str, Any]:
    """Write a source and how it fared."""
    return {
        "name": source.name,
        "kind": source.kind.value,
        "url": source.url,
        "section": source.section,
        "last_success": shape_instant(health.last_success) if health else None,
        "failures": health.failures if health else 0,
        "last_error": health.last_error if health else None,
    }


def source_lines(
    sources: Sequence[Source], health: Mapping[str, SourceHealth], *, zone: str
) -> list[str]:
    """List sources in columns, each with how it fared."""
    name = min(max(len(source.name) for source in sources), WIDEST_NAME)
    url = min(max(len(source.url) for source in sources), WIDEST_URL)
    return [
        f"{source.kind.value:6}  {source.name:{name}}  {source.url:{url}}  "
        + (f"→ {source.section}   " if source.section else "")
        + tell_health(health.get(source.name), zone)
        for source in sources
    ]


def tell_health(health: SourceHealth | None, zone: str) -> str:
    """Tell how a source fared at the last collect; moments are local."""
    if health is None:
        return "not collected yet"
    if health.failures:
        return f"failing, {health.failures} in a row: {health.last_error}"
    if health.last_success:
        return f"answered {health.last_success.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
    return "never answered"
