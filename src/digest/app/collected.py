"""How sources fared in a collection, and the phrases in which that is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from digest.model.article import Article
from digest.model.fetch import SourceHealth
from digest.model.publication import Source, SourceKind


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
        asked: Whether it was asked at all: not while it is fresh, gone, or asked for rest.
        moved_to: Where its address has moved for good; None when it has not.
        gone_at: Since when its server says that it is gone; None when it is not.
        just_gone: Whether its server says so for the first time.
        not_before: Moment before which it is not asked again; None when it may be at once.
    """

    name: str
    kind: SourceKind
    outcome: SourceOutcome
    error: str | None = None
    fetched: int = 0
    new: int = 0
    failures: int = 0
    notes: tuple[str, ...] = ()
    asked: bool = True
    moved_to: str | None = None
    gone_at: datetime | None = None
    just_gone: bool = False
    not_before: datetime | None = None


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


def tell_gone(since: datetime, zone: str) -> str:
    """Say since when a source is gone."""
    return f"HTTP 410, gone for good since {since.astimezone(ZoneInfo(zone)):%Y-%m-%d}"


def tell_rest(until: datetime, zone: str, *, now: datetime) -> str:
    """Say until when a server wants to be left alone: "asked to wait until 06:40"."""
    local, today = until.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    day = "" if local.date() == today else f"{local:%Y-%m-%d} "
    return f"asked to wait until {day}{local:%H:%M}"


def lasting_notes(source: Source, health: SourceHealth) -> tuple[str, ...]:
    """Tell what an editor should change about a source."""
    notes = []
    if health.moved_to:
        notes.append(f"has moved to {health.moved_to}: change its url in digest.toml")
    if health.gone_at:
        notes.append(f'take it out with: digest sources remove "{source.name}"')
    return tuple(notes)


def zone_notes(source: Source, articles: Sequence[Article], *, zone: str) -> tuple[str, ...]:
    """Note the dates whose time zone nobody knows; a feed names them itself, with an example."""
    strange = sum(not one.zone_known for one in articles)
    if not strange or source.kind is SourceKind.FEED:
        return ()
    dates = "1 date names" if strange == 1 else f"{strange} dates name"
    return (f"{dates} a time zone that nobody knows: taken for {zone}",)
