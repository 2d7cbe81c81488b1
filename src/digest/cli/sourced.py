"""What the commands that add sources do, and how they tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from digest.app.import_feeds import ImportedFeeds, check_feeds, sections_of
from digest.app.sources import Inspected, Known, inspect_source
from digest.cli.invocation import Invocation
from digest.cli.source_states import shape_source
from digest.collect.opml import ListedFeed
from digest.config import Settings
from digest.model.fetch import FetchFailure
from digest.model.publication import Publication, Source
from digest.wiring import make_clock, make_fetcher, make_folder

MOST_SHOWN = 20


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


def is_new_section(source: Source, publication: Publication) -> bool:
    """Tell whether a source names a section that digest.toml does not have yet."""
    return source.section not in (None, *(rule.name for rule in publication.sections))


def tell_added(answer: Inspected | Known | FetchFailure, publication: Publication) -> str:
    """Tell what was found at a target, and whether its section is a new one: it may be misspelt."""
    line = added_line(answer)
    is_new = isinstance(answer, Inspected) and is_new_section(answer.source, publication)
    return f"{line} (a new section)" if is_new else line


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
    return f"{source.name}   {answer.description}{further}{section}"


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


async def check_imported(
    imported: ImportedFeeds,
    feeds: Sequence[ListedFeed],
    invocation: Invocation,
    settings: Settings,
) -> ImportedFeeds:
    """Ask every new feed of a list."""
    fetcher = make_fetcher(settings)
    try:
        return await check_feeds(
            imported,
            feeds,
            settings.publication,
            fetcher=fetcher,
            now=make_clock(invocation.now).now(),
        )
    finally:
        await fetcher.close()


def new_sections(imported: ImportedFeeds, settings: Settings) -> list[str]:
    """List the sections that digest.toml does not have yet."""
    known = [rule.name for rule in settings.publication.sections]
    return [name for name in sections_of(imported.new) if name not in known]


def import_lines(imported: ImportedFeeds, *, name: str, dry_run: bool) -> list[str]:
    """Tell what became of a list: "41 sources: 38 new · 3 known"."""
    counts = [f"{len(imported.new):,} new", f"{imported.known:,} known"]
    if imported.bad:
        counts.append(f"{len(imported.bad):,} bad")
    total = imported.total
    lines = [f"{total:,} source{'' if total == 1 else 's'}: {' · '.join(counts)}"]
    lines += [f"   {name}:{one.line}: {one.reason}" for one in imported.bad[:MOST_SHOWN]]
    if len(imported.bad) > MOST_SHOWN:
        lines.append(f"   and {len(imported.bad) - MOST_SHOWN:,} more, shown with --json")
    if imported.unfiled:
        told = ", ".join(f"{one} ({count})" for one, count in imported.unfiled.items())
        lines.append(f"   folders that are no sections here: {told}")
    if dry_run:
        lines.append(
            "This was a rehearsal: nothing was written.      Next: the same without --dry-run"
        )
    else:
        lines.append("Next: digest collect" if imported.new else "Next: digest sources list")
    return lines


def shape_imported(imported: ImportedFeeds) -> dict[str, Any]:
    """Write what became of a list."""
    return {
        "total": imported.total,
        "new": len(imported.new),
        "known": imported.known,
        "bad": len(imported.bad),
        "sources": [
            {"name": one.name, "kind": one.kind.value, "url": one.url, "section": one.section}
            for one in imported.new
        ],
        "bad_lines": [
            {"line": one.line, "url": one.url or None, "error": one.reason} for one in imported.bad
        ],
    }


def count_feeds(count: int, left_out: int) -> str:
    """Tell how many feeds a list has, and how many sources are none."""
    told = f"{count:,} feed{'' if count == 1 else 's'}"
    return f"{told}; {left_out:,} of other kinds left out" if left_out else told
