"""The trail of a story, as lines for people and as JSON."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from digest.cli.chosen import DONE, shape_wish, show_time
from digest.cli.gathered import ordinal
from digest.cli.shapes import shape_instant
from digest.model.article import Article, Precision
from digest.model.edition import is_round_up
from digest.model.publication import Publication
from digest.model.wish import Wish, WishKind
from digest.text.words import count_of

if TYPE_CHECKING:
    from digest.app.why import Rival, Trail, WhyReport
    from digest.model.edition import Decision

NOT_IN = frozenset({"bench", "dropped"})
GOES_ON = "continues: "
FULL = " is full", " are full"
MORE = " " * 15
# Reasons that say little to somebody who does not know how a draft is made.
SPOKEN = {
    "its score": "its score was high enough",
    "the best score": "it has the best score",
    "the section's minimum": "its section is sure of its best stories (minimum in digest.toml)",
    "pinned by the desk": "the desk pinned it",
    "dropped by the desk": "the desk dropped it",
}


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
    """Name what somebody who asked may want to do about the first story."""
    if report.left:
        return f"Next: digest report {report.slug}"
    trail = report.trails[0]
    if is_round_up(report.slug):
        return f"Next: digest edit {report.slug}"
    url, wished = trail.article.url, {one.kind for one in trail.wishes}
    if WishKind.DROP in wished:
        step = f"digest drop --remove {url}"
    elif any(one.until and one.until > report.window.end for one in trail.wishes):
        step = f"digest embargo --remove {url}"
    elif trail.decision and trail.decision.place not in NOT_IN:
        step = f"digest drop {url}"
    elif trail.told_in:
        return f"Next: digest why {url} --edition {trail.told_in}"
    else:
        step = f"digest pin {url}"
    if not report.drafted:
        return f"Next: digest draft, or first {step}"
    return f"Next: digest edit {report.slug}, or {step}, digest draft"


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
    yield f"   window      {tell_window(trail, report)}"
    if decision is None:
        return
    yield from merge_lines(trail)
    if decision.terms:
        terms = " + ".join(f"{name} {value:.2f}" for name, value in decision.terms)
        yield f"   score       {decision.score:.2f}{tell_rank(trail)}"
        yield f"{MORE}= {terms}"
        yield f"   section     {tell_section(decision.section, decision.fit)}"
    if decision.terms or trail.lead or is_round_up(report.slug):
        yield f"   place       {tell_place(decision)}"
    if trail.rival:
        yield MORE + tell_rival(trail.rival, known=decision.reason.endswith(FULL))
    if report.touched:
        where = f"in {trail.shown}" if trail.shown else "nowhere: it was taken out, or never in"
        yield f"   file        {where}"


def tell_window(trail: "Trail", report: "WhyReport") -> str:
    """Tell whether an article belongs to the edition, and why, when its date alone does not say."""
    decision = trail.decision
    if is_round_up(report.slug):
        return f"inside: {decision.reason}" if decision else "outside: it is none of the week's"
    if decision is None:
        return f"outside: {trail.missed}"
    if decision.terms or trail.lead:
        why = why_inside(trail, report)
        return f"inside: {why}" if why else "inside"
    told_before = trail.told_in is not None and trail.told_in in decision.reason
    return decision.reason if told_before else f"outside: {decision.reason}"


def why_inside(trail: "Trail", report: "WhyReport") -> str:
    """Tell why an article belongs to the edition although it was not published in its window."""
    article = trail.article
    if article.published is None or article.precision is Precision.MONTH:
        return "without a day of its own it counts from when it was first seen"
    whole = timedelta(days=1 if article.precision is Precision.DAY else 0)
    if article.published + whole > report.window.start:
        return ""
    if any(one.kind is WishKind.PIN for one in trail.wishes):
        return "it was published earlier, and the desk pinned it"
    if trail.told_in:
        return "it was told before, and its text has changed since"
    return "it was published earlier, and came in only now"


def merge_lines(trail: "Trail") -> Iterator[str]:
    """Tell which articles are one story with this one, and which story it goes on with."""
    if trail.lead:
        lead = f"“{trail.lead.headline}” ({trail.lead.source})"
        yield f"   merged      into {lead}"
        yield f"{MORE}which leads: {trail.leads_because}"
    elif trail.others:
        told = count_of(len(trail.others) + 1, "article")
        yield f"   merged      it leads a story that {told} tell"
    for line in trail.merge:
        if line.startswith(GOES_ON):
            yield f"   continues   {line.removeprefix(GOES_ON)}"
        else:
            yield MORE + line


def tell_rank(trail: "Trail") -> str:
    """Tell how a story's score compares: ", the 2nd best of 38 stories"."""
    if trail.rank is None:
        return ""
    best = "best" if trail.rank == 1 else f"{ordinal(trail.rank)} best"
    return f", the {best} of {count_of(trail.weighed, 'story', 'stories')}"


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


def tell_place(decision: "Decision") -> str:
    """Tell where a story stands, and what brought it there."""
    return f"{decision.place}: {SPOKEN.get(decision.reason, decision.reason)}"


def tell_rival(rival: "Rival", *, known: bool) -> str:
    """Name the last story that got in where another one found no room.

    Args:
        rival: That story.
        known: Whether it is told already that the section is full.
    """
    where = "the last that got in"
    if rival.section:
        where = f"{where} there" if known else f"{rival.section} is full, and {where} there"
    return f"{where} scored {rival.score:.2f}: “{rival.headline}”"


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
