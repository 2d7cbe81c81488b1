"""How sources fare, as lines for people and as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from digest.app.health import RHYTHM_OVER, SPEAKING, articles_a_day, recall, silence
from digest.app.looking import tell_age
from digest.cli.shapes import shape_instant
from digest.model.fetch import SourceHealth
from digest.model.publication import Source

if TYPE_CHECKING:
    from digest.app.ports import ArticleStore

WIDEST_NAME = 30
WIDEST_URL = 50
# Until when it has to wait is told as a moment.
PLEA = "; it asks to be left alone"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """A source with how it fares.

    Attributes:
        source: The source.
        health: What is remembered of it.
        articles_a_day: Over up to fourteen days of its life.
        silent: For how long it has answered and brought nothing new; None when that is not long.
    """

    source: Source
    health: SourceHealth
    articles_a_day: float
    silent: timedelta | None


def read_states(
    sources: Sequence[Source], articles: "ArticleStore", *, now: datetime
) -> list[SourceState]:
    """Look up how sources fare."""
    health = articles.source_health()
    rhythms = articles.source_rhythms(since=now - RHYTHM_OVER)
    states = []
    for source in sources:
        known, rhythm = recall(source, health), rhythms.get(source.name)
        states.append(
            SourceState(
                source=source,
                health=known,
                articles_a_day=articles_a_day(rhythm, now=now),
                silent=silence(known, rhythm, now=now) if source.kind in SPEAKING else None,
            )
        )
    return states


def shape_state(state: SourceState, *, now: datetime) -> dict[str, Any]:
    """Write a source with how it fares."""
    health = state.health
    waits = health.not_before if health.not_before and health.not_before > now else None
    return {
        **shape_source(state.source, health),
        "articles_a_day": state.articles_a_day,
        "last_new": shape_instant(health.last_new),
        "silent_days": state.silent.days if state.silent else None,
        "moved_to": health.moved_to,
        "gone_at": shape_instant(health.gone_at),
        "not_before": shape_instant(waits),
    }


def state_lines(states: Sequence[SourceState], *, zone: str, now: datetime) -> list[str]:
    """List sources in columns, each with how it fares; below it what an editor should do."""
    name = min(max(len(one.source.name) for one in states), WIDEST_NAME)
    url = min(max(len(one.source.url) for one in states), WIDEST_URL)
    section = max(len(one.source.section or "") for one in states)
    lines = []
    for one in states:
        source = one.source
        lines.append(
            f"{source.kind.value:7}  {source.name:{name}}  {source.url:{url}}  "
            + (
                f"{f'→ {source.section}' if source.section else '':{section + 4}} "
                if section
                else ""
            )
            + tell_state(one, zone, now=now)
        )
        lines += [f"{'':9}{advice}" for advice in advice_for(one)]
    return lines


def tell_state(state: SourceState, zone: str, *, now: datetime) -> str:
    """Tell how a source fares: "answered 2 hours ago, 14 articles a day"; moments are local."""
    health = state.health
    parts = []
    if health.gone_at:
        parts.append(f"gone since {health.gone_at.astimezone(ZoneInfo(zone)):%Y-%m-%d} (HTTP 410)")
    elif health.failures:
        reason = (health.last_error or "").partition(PLEA)[0]
        parts.append(f"failing, {health.failures} in a row: {reason}")
    if health.last_success:
        age = tell_age(max(now - health.last_success, timedelta(0)))
        parts.append(f"{'last ' if parts else ''}answered {age}")
    elif not parts:
        return "not collected yet"
    if health.last_error and health.not_before and health.not_before > now:
        local = health.not_before.astimezone(ZoneInfo(zone))
        rest = "asked again from" if health.gone_at else "asked to wait until"
        parts.append(f"{rest} {local:%Y-%m-%d %H:%M}")
    if state.silent:
        parts.append(f"silent for {state.silent.days} days")
    elif state.articles_a_day:
        word = "article" if state.articles_a_day == 1 else "articles"
        parts.append(f"{state.articles_a_day:g} {word} a day")
    return ", ".join(parts)


def advice_for(state: SourceState) -> list[str]:
    """Tell what to do about a source that has moved or is gone."""
    advice = []
    if state.health.moved_to:
        advice.append(f"has moved to {state.health.moved_to}: change its url in digest.toml")
    if state.health.gone_at:
        advice.append(f'take it out: digest sources remove "{state.source.name}"')
    return advice


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
