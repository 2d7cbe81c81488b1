"""What the commands about single stories do and answer."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from digest.cli.answer import Answer
from digest.cli.invocation import Invocation
from digest.cli.shapes import shape_instant
from digest.errors import UsageError
from digest.model.article import Article, Precision
from digest.model.publication import Publication
from digest.model.wish import Wish, WishKind
from digest.wiring import make_clock, opened_stores

if TYPE_CHECKING:
    from digest.app.why import Trail, WhyReport
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
        lines.append("Nothing was kept.")
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
        line = f"{show_time(one.until or one.at, publication.timezone)}  “{one.headline}”"
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


def why_lines(report: "WhyReport", publication: Publication) -> list[str]:
    """Tell the whole trail of each article that fits."""
    zone = publication.timezone
    start, end = (show_time(one, zone) for one in (report.window.start, report.window.end))
    lines = [f"{report.slug}   window {start} → {end} {zone}"]
    if not report.drafted:
        lines.append("It is not drafted yet: this is what a draft made now would do.")
    elif report.touched:
        lines.append("Its file was changed by an editor since; what stands there now is told too.")
    for trail in report.trails:
        lines += ["", *trail_lines(trail, report, publication)]
    if report.more:
        lines += ["", f"{len(report.more)} more fit; the next is “{report.more[0]}”."]
    lines += ["", next_step(report)]
    return lines


def next_step(report: "WhyReport") -> str:
    """Name what somebody who asked may want to do."""
    url = report.trails[0].article.url
    if not report.drafted:
        return f"Next: digest draft, digest pin {url}, digest drop {url}"
    return f"Next: digest edit {report.slug}, or digest pin {url} and digest draft"


def trail_lines(trail: "Trail", report: "WhyReport", publication: Publication) -> Iterator[str]:
    """Tell what became of one article, step by step."""
    article, decision = trail.article, trail.decision
    zone = publication.timezone
    yield f"“{article.headline}”"
    yield f"   {article.url}"
    yield f"   collected   {tell_collected(article, zone)}"
    yield from (f"   wished      {tell_wish(one, zone)}" for one in trail.wishes)
    if trail.told_in:
        yield f"   told        in {trail.told_in}"
    if decision is None:
        yield f"   window      {trail.missed}"
        return
    scored = bool(decision.terms)
    yield f"   window      {'inside' if scored or trail.lead else decision.reason}"
    if trail.lead:
        sources = len({one.source for one in (article, *trail.others)})
        yield (
            f"   merged      into “{trail.lead.headline}” ({trail.lead.source},"
            f" {count_sources(sources)}): {trail.leads_because}"
        )
    elif trail.others:
        yield f"   merged      it leads {len(trail.others) + 1} articles that are one story"
    yield from (f"               {line}" for line in trail.merge)
    if scored:
        terms = " + ".join(f"{name} {value:.2f}" for name, value in decision.terms)
        rank = f", place {trail.rank} of all" if trail.rank else ""
        yield f"   score       {decision.score:.2f} = {terms}{rank}"
        yield f"   section     {tell_section(decision.section, decision.fit)}"
    if scored or trail.lead:
        yield f"   place       {tell_place(trail)}"
    if report.touched:
        where = f"in {trail.shown}" if trail.shown else "nowhere: it was taken out, or never in"
        yield f"   file        {where}"


def count_sources(count: int) -> str:
    """Write how many sources."""
    return f"{count} source{'' if count == 1 else 's'}"


def tell_collected(article: Article, zone: str) -> str:
    """Tell where an article comes from, and when."""
    names = list(dict.fromkeys((article.source, *(one.name for one in article.sightings))))
    told = f"from {', '.join(names)}; first seen {show_time(article.first_seen, zone)}"
    if article.published is None:
        return f"{told}; it has no date"
    if article.precision is Precision.MINUTE:
        doubt = "" if article.zone_known else ", in a zone that is not known"
        return f"{told}; published {show_time(article.published, zone)}{doubt}"
    day = article.published.astimezone(ZoneInfo(zone))
    return (
        f"{told}; dated {day:%Y-%m-%d}"
        if article.precision is Precision.DAY
        else (f"{told}; dated {day:%Y-%m}")
    )


def tell_wish(wish: Wish, zone: str) -> str:
    """Tell a wish in the trail."""
    if wish.kind is WishKind.EMBARGO and wish.until:
        return f"held until {show_time(wish.until, zone)}"
    where = f" for {wish.section}" if wish.section else ""
    return f"{DONE[wish.kind].lower()}{where} on {show_time(wish.at, zone)}"


def tell_section(section: str | None, fit: str) -> str:
    """Tell how a story found its section."""
    if section is None:
        return "none of the configured ones: no source, keyword or word of its own names one"
    return f"{section}, by its {fit}".replace("by its own (", "by its own word (")


def tell_place(trail: "Trail") -> str:
    """Tell where a story stands, and what it lacked when it stands nowhere."""
    decision = trail.decision
    if decision is None:
        return ""
    told = f"{decision.place}: {decision.reason}"
    if trail.rival:
        told += f" (the last that got in scored {trail.rival.score:.2f}: “{trail.rival.headline}”)"
    return told


def shape_why(report: "WhyReport") -> dict[str, Any]:
    """Write the trails as their JSON object."""
    return {
        "query": report.query,
        "edition": report.slug,
        "window": {
            "from": shape_instant(report.window.start),
            "to": shape_instant(report.window.end),
        },
        "drafted": report.drafted,
        "edited": report.touched,
        "trails": [shape_trail(one) for one in report.trails],
        "more": list(report.more),
    }


def shape_trail(trail: "Trail") -> dict[str, Any]:
    """Write one trail."""
    article, decision = trail.article, trail.decision
    return {
        "headline": article.headline,
        "url": article.url,
        "source": article.source,
        "published": shape_instant(article.published),
        "first_seen": shape_instant(article.first_seen),
        "place": decision.place if decision else None,
        "reason": decision.reason if decision else trail.missed,
        "merged_into": {"headline": trail.lead.headline, "url": trail.lead.url}
        if trail.lead
        else None,
        "articles": [article.url, *(one.url for one in trail.others)],
        "merge": list(trail.merge),
        "leads_because": trail.leads_because or None,
        "continues": decision.continues if decision else None,
        "score": decision.score if decision and decision.terms else None,
        "terms": dict(decision.terms) if decision else {},
        "rank": trail.rank,
        "section": decision.section if decision else None,
        "fit": (decision.fit or None) if decision else None,
        "wishes": [shape_wish(one) for one in trail.wishes],
        "told_in": trail.told_in,
        "shown_in": trail.shown,
    }
