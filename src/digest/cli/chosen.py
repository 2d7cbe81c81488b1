"""What the commands about single stories do and answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from digest.cli.answer import Answer
from digest.cli.invocation import Invocation
from digest.cli.shapes import shape_instant
from digest.errors import UsageError
from digest.model.publication import Publication
from digest.model.wish import Wish, WishKind
from digest.wiring import make_clock, opened_stores

if TYPE_CHECKING:
    from digest.app.wishes import WishReport
    from digest.config import Settings

DONE = {WishKind.PIN: "Pinned", WishKind.DROP: "Dropped", WishKind.EMBARGO: "Held"}
TAKEN_BACK = {
    WishKind.PIN: "No longer pinned",
    WishKind.DROP: "No longer dropped",
    WishKind.EMBARGO: "No longer held",
}


def run_wish(
    kind: WishKind,
    text: str | None,
    invocation: Invocation,
    settings: "Settings",
    *,
    section: str | None = None,
    until: datetime | None = None,
    remove: bool = False,
    dry_run: bool = False,
) -> Answer:
    """Keep a wish, take it back, or list all of its kind."""
    from digest.app.wishes import keep_wish, list_wishes, take_back

    publication = settings.publication
    clock = make_clock(invocation.now)
    with opened_stores(settings) as stores:
        if text is None:
            if remove or section or until:
                raise UsageError("Which story?", "Write words of its headline, or its address.")
            return list_answer(kind, list_wishes(kind, stores=stores, clock=clock), publication)
        if remove:
            report = take_back(kind, text, stores=stores, clock=clock, dry_run=dry_run)
        else:
            report = keep_wish(
                kind,
                text,
                stores=stores,
                clock=clock,
                section=find_section(section, publication),
                until=until,
                dry_run=dry_run,
            )
    return wish_answer(report, publication, dry_run=dry_run, lifted=remove)


def find_section(name: str | None, publication: Publication) -> str | None:
    """Take the configured spelling of a section's name; another one becomes a new section."""
    known = {rule.name.casefold(): rule.name for rule in publication.sections}
    return None if name is None else known.get(name.strip().casefold(), name.strip() or None)


def wish_answer(
    report: "WishReport", publication: Publication, *, dry_run: bool, lifted: bool
) -> Answer:
    """Tell what became of a wish."""
    wish, article = report.wish, report.article
    said = TAKEN_BACK[wish.kind] if lifted or report.removed else DONE[wish.kind]
    line = f"{said}: “{article.headline}” ({article.source})"
    if wish.section and not report.removed:
        line += f", for {wish.section}"
    if wish.until and not lifted:
        line += f", until {show_time(wish.until, publication.timezone)}"
    lines = [line + "."]
    if report.told_in:
        lines.append(
            f"It was told in {report.told_in}: it comes back only when its text has changed."
        )
    if dry_run:
        lines.append("This was a rehearsal: nothing was kept.")
    lines.append("Next: digest draft (--force writes over a draft that you have edited)")
    return Answer(lines=lines, data={**shape_wish(wish), "removed": report.removed})


def list_answer(kind: WishKind, wishes: Sequence[Wish], publication: Publication) -> Answer:
    """List all wishes of a kind."""
    data = {"wishes": [shape_wish(one) for one in wishes]}
    if not wishes:
        return Answer(
            lines=[
                f"Nothing is {DONE[kind].lower()}.",
                f"Next: digest {kind.value} <words of a headline, or an address>",
            ],
            data=data,
        )
    lines = []
    for one in wishes:
        when = show_time(one.until or one.at, publication.timezone)
        line = f"{'until ' if one.until else ''}{when}  “{one.headline}”"
        lines.append(line + (f"  for {one.section}" if one.section else "") + f"  {one.url}")
    return Answer(
        lines=[*lines, f"Take one back: digest {kind.value} --remove <address>"], data=data
    )


def shape_wish(wish: Wish) -> dict[str, Any]:
    """Write a wish as its JSON object."""
    return {
        "kind": wish.kind.value,
        "url": wish.url,
        "headline": wish.headline,
        "section": wish.section,
        "until": shape_instant(wish.until),
        "at": shape_instant(wish.at),
    }


def show_time(moment: datetime, zone: str) -> str:
    """Write a moment for people: "Mon 2026-11-23 06:00"."""
    return f"{moment.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M}"
