"""What was gathered, as lines for people and as JSON."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from digest.cli.origins import origin_lines, shape_origins
from digest.cli.shapes import shape_article, shape_instant, shape_sightings
from digest.model.article import Article, Precision
from digest.model.fetch import FetchFailure
from digest.text.words import count_of, count_words

if TYPE_CHECKING:
    from digest.app.collected import CollectReport, SourceReport
    from digest.app.read import Understood

ALARMING = 3
MOST_NOTES = 3
READ_FIELDS = (
    "url",
    "headline",
    "byline",
    "dateline",
    "published",
    "published_precision",
    "zone_known",
    "dek",
    "lede",
    "body",
    "image",
    "language",
    "section",
    "summary",
)


def ordinal(number: int) -> str:
    """Write a number as 1st, 2nd, 3rd."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def collect_lines(
    report: "CollectReport", *, seconds: float, verbose: bool, dry_run: bool, stories: int = 0
) -> list[str]:
    """Tell how the sources fared, what an editor should look at, and what comes next.

    Args:
        report: How they fared.
        seconds: How long it took.
        verbose: Whether all notes are shown.
        dry_run: Whether nothing was kept.
        stories: How many stories the new articles tell; 0 when they were not compared.
    """
    if not report.sources:
        return ["There are no sources yet.", "Next: digest sources add <feed, page or folder>"]
    failed = failing(report)
    fresh = sum(not one.asked and one.error is None for one in report.sources)
    answered = len(report.sources) - len(report.failed) - fresh
    told = f"{count_of(len(report.sources), 'source')}: {answered} answered{tell_old(report)}"
    if fresh:
        told += f", {fresh} still fresh"
    if failed:
        told += f", {len(failed)} failing"
    if len(failed) == 1:
        told += tell_failure(failed[0])
    if gone := sum(one.gone_at is not None for one in report.failed):
        told += f", {gone} gone"
    if waiting := len(report.failed) - len(failed) - gone:
        told += f", {waiting} asked to wait"
    counts = tell_counts(report, stories)
    lines = [f"{told}      {counts}      {seconds:.1f} s"]
    lines += trouble_lines(report, already_told=len(failed) == 1)
    lines += note_lines(report, most=None if verbose else MOST_NOTES)
    if dry_run:
        lines.append("This was a rehearsal: nothing was kept.      Next: digest collect")
    else:
        lines.append("Next: digest draft" if answered or fresh else "Next: digest sources list")
    return lines


def tell_old(report: "CollectReport") -> str:
    """Tell how many sources answered and brought nothing new: " (5 with nothing new)"."""
    answered = [one for one in report.sources if one.asked and one.error is None]
    old = sum(not one.new for one in answered)
    if not old:
        return ""
    return " (nothing new)" if old == len(answered) else f" ({old} with nothing new)"


def tell_counts(report: "CollectReport", stories: int) -> str:
    """Count what came: "212 articles, 84 new in 61 stories"."""
    told = f" in {count_of(stories, 'story', 'stories')}" if stories else ""
    return f"{count_of(report.fetched, 'article')}, {report.new:,} new{told}"


def failing(report: "CollectReport") -> list["SourceReport"]:
    """List the sources that were asked and failed, and that may come back."""
    return [one for one in report.failed if one.asked and one.gone_at is None]


def tell_failure(source: "SourceReport") -> str:
    """Name the one source that fails: " for the 3rd time (Reuters World: HTTP 503)"."""
    again = f" for the {ordinal(source.failures)} time" if source.failures > 1 else ""
    return f"{again} ({source.name}: {source.error})"


def trouble_lines(report: "CollectReport", *, already_told: bool = False) -> list[str]:
    """Name every failing source; one that fails for the third time cannot be overlooked."""
    lines = []
    for source in report.failed:
        if source.gone_at is not None or not source.asked:
            lines.append(f"   {source.name}: {source.error}")
        elif source.failures >= ALARMING:
            lines.append(shout(source))
        elif not already_told:
            again = f" (the {ordinal(source.failures)} time)" if source.failures > 1 else ""
            lines.append(f"   {source.name} fails{again}: {source.error}")
    return lines


def shout(source: "SourceReport") -> str:
    """Name a source that fails again and again so that nobody overlooks it."""
    return (
        f"!! {source.name.upper()} FAILS FOR THE {ordinal(source.failures).upper()} TIME"
        f" IN A ROW: {source.error}"
    )


def alarm_lines(report: "CollectReport") -> list[str]:
    """Name what is told even with -q: a third failure, a sixth, a twelfth and so on, and an end.

    Twice as many each time, so that a source that is down over a weekend sends a handful of mails
    from cron and not hundreds.
    """
    lines = [
        shout(one)
        for one in failing(report)
        if one.failures % ALARMING == 0 and (one.failures // ALARMING).bit_count() == 1
    ]
    return lines + [
        f'!! {one.name.upper()} IS GONE FOR GOOD: digest sources remove "{one.name}"'
        for one in report.failed
        if one.just_gone
    ]


def note_lines(report: "CollectReport", *, most: int | None) -> Iterator[str]:
    """Tell what else an editor may want to know of each source."""
    for source in report.sources:
        for note in source.notes[:most]:
            yield f"   {source.name}: {note}"
        hidden = len(source.notes) - len(source.notes[:most])
        if hidden:
            yield f"   {source.name}: {count_of(hidden, 'more note')}, shown with -v"


def shape_collect(report: "CollectReport") -> dict[str, Any]:
    """Write a collection as its JSON object."""
    return {
        "sources": [
            {
                "name": source.name,
                "kind": source.kind.value,
                "outcome": source.outcome.value,
                "error": source.error,
                "fetched": source.fetched,
                "new": source.new,
                "failures": source.failures,
                "notes": list(source.notes),
                "moved_to": source.moved_to,
                "gone_at": shape_instant(source.gone_at),
                "not_before": shape_instant(source.not_before),
            }
            for source in report.sources
        ],
        "new": report.new,
    }


def tell_date(article: Article, zone: str) -> str:
    """Write a publication date as exactly as it is known, in local time."""
    if article.published is None:
        return "no date"
    local = article.published.astimezone(ZoneInfo(zone))
    if article.precision is Precision.MINUTE:
        return f"{local:%Y-%m-%d %H:%M}" + ("" if article.zone_known else " (zone unknown)")
    return f"{local:%Y-%m-%d}" if article.precision is Precision.DAY else f"{local:%Y-%m}"


def article_lines(articles: Sequence[Article], *, zone: str) -> list[str]:
    """List articles, one a line."""
    if not articles:
        return ["No article was collected yet, or none fits.", "Next: digest collect"]
    width = min(max(len(article.source) for article in articles), 30)
    dates = [tell_date(one, zone) for one in articles]
    widest = max(16, *map(len, dates))
    lines = [
        f"{date:{widest}}  {one.source[:width]:{width}}  {one.headline}"
        for date, one in zip(dates, articles, strict=True)
    ]
    return [
        *lines,
        f"{count_of(len(articles), 'article')}      Next: digest stories, digest draft",
    ]


def shape_collected(article: Article, *, words: int) -> dict[str, Any]:
    """Write a collected article: the fields of `read`, and where it came from."""
    from digest.edit.lede import summarise

    summary = summarise(article, words=words)
    return {
        **shape_article(article, target=article.url, summary=summary),
        "source": article.source,
        "sources": shape_sightings(article.sightings),
        "first_seen": shape_instant(article.first_seen),
    }


def read_lines(
    targets: Sequence[str],
    read: "Sequence[Understood | FetchFailure]",
    *,
    zone: str,
    is_guest: bool = False,
) -> list[str]:
    """Tell how each target is understood.

    Args:
        targets: As they were given.
        read: What each was understood as.
        zone: The zone of dates that name none.
        is_guest: Whether there is no publication whose zone that would be.
    """
    lines: list[str] = []
    for target, one in zip(targets, read, strict=True):
        if isinstance(one, FetchFailure):
            lines += [f"{target}: {one.reason}.", ""]
        else:
            lines += [*understood_lines(one, zone=zone), ""]
    if all(isinstance(one, FetchFailure) for one in read):
        return lines[:-1]
    if is_guest:
        lines.append(f"No publication is here: dates that name no time zone are taken for {zone}.")
    return [*lines, "Next: digest sources add <feed, page or folder>"]


def understood_lines(understood: "Understood", *, zone: str) -> Iterator[str]:
    """Tell how one article is understood."""
    article = understood.article
    yield article.headline
    people = "; ".join(
        f"{one.name} ({one.role})" if one.role else one.name for one in article.byline
    )
    facts = (
        f"by {people}" if people else "nobody named",
        f"{tell_date(article, zone)} {zone}" if article.published else "no date",
        article.dateline,
        article.section,
        article.language,
        count_of(count_words(article.body), "word"),
    )
    yield "   " + " · ".join(fact for fact in facts if fact)
    if not article.zone_known:
        yield f"   Its date names a time zone that nobody knows: taken for {zone}."
    if article.dek:
        yield f"   standfirst  {article.dek}"
    yield f"   summary     {understood.summary or 'none: there is no whole sentence to take'}"
    if article.image:
        yield f"   image       {article.image.url}"
    yield f"   address     {article.url}"
    yield from origin_lines(understood)


def shape_read(target: str, read: "Understood | FetchFailure") -> dict[str, Any]:
    """Write a target as its JSON object; one that cannot be read has no values but its error."""
    if isinstance(read, FetchFailure):
        return {"target": target, **dict.fromkeys(READ_FIELDS), "error": read.reason}
    shaped = shape_article(read.article, target=target, summary=read.summary)
    return {**shaped, **shape_origins(read)}
