"""What was gathered, as lines for people and as JSON."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from digest.cli.shapes import shape_article, shape_instant, shape_sightings
from digest.model.article import Article, Precision
from digest.model.fetch import FetchFailure

if TYPE_CHECKING:
    from digest.app.collect import CollectReport, SourceReport
    from digest.app.read import Understood
    from digest.app.stories import GivenStory

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


def count_of(count: int, word: str, words: str = "") -> str:
    """Write a count with its noun."""
    return f"{count:,} {word if count == 1 else words or word + 's'}"


def collect_lines(
    report: "CollectReport", *, seconds: float, verbose: bool, dry_run: bool
) -> list[str]:
    """Tell how the sources fared, what an editor should look at, and what comes next."""
    if not report.sources:
        return ["There are no sources yet.", "Next: digest sources add <feed, page or folder>"]
    failed = report.failed
    answered = len(report.sources) - len(failed)
    told = f"{count_of(len(report.sources), 'source')}: {answered} answered"
    if failed:
        told += f", {len(failed)} failing"
    if len(failed) == 1:
        told += tell_failure(failed[0])
    counts = f"{count_of(report.fetched, 'article')}, {report.new:,} new"
    lines = [f"{told}      {counts}      {seconds:.1f} s"]
    lines += trouble_lines(report, already_told=len(failed) == 1)
    lines += note_lines(report, most=None if verbose else MOST_NOTES)
    if dry_run:
        lines.append("This was a rehearsal: nothing was kept.      Next: digest collect")
    else:
        lines.append("Next: digest draft" if answered else "Next: digest sources list")
    return lines


def tell_failure(source: "SourceReport") -> str:
    """Name the one source that fails: " for the 3rd time (Reuters World: HTTP 503)"."""
    again = f" for the {ordinal(source.failures)} time" if source.failures > 1 else ""
    return f"{again} ({source.name}: {source.error})"


def trouble_lines(report: "CollectReport", *, already_told: bool = False) -> list[str]:
    """Name every failing source; one that fails for the third time cannot be overlooked."""
    lines = []
    for source in report.failed:
        if source.failures >= ALARMING:
            lines.append(
                f"!! {source.name.upper()} FAILS FOR THE {ordinal(source.failures).upper()} TIME"
                f" IN A ROW: {source.error}"
            )
        elif not already_told:
            again = f" (the {ordinal(source.failures)} time)" if source.failures > 1 else ""
            lines.append(f"   {source.name} fails{again}: {source.error}")
    return lines


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
        return ["No article that was collected fits.", "Next: digest collect"]
    width = min(max(len(article.source) for article in articles), 30)
    lines = [
        f"{tell_date(one, zone):16}  {one.source[:width]:{width}}  {one.headline}"
        for one in articles
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
    targets: Sequence[str], read: "Sequence[Understood | FetchFailure]", *, zone: str
) -> list[str]:
    """Tell how each target is understood."""
    lines: list[str] = []
    for target, one in zip(targets, read, strict=True):
        if isinstance(one, FetchFailure):
            lines += [f"{target}: {one.reason}.", ""]
        else:
            lines += [*understood_lines(one, zone=zone), ""]
    if all(isinstance(one, FetchFailure) for one in read):
        return lines[:-1]
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
        count_of(len(article.body.split()), "word"),
    )
    yield "   " + " · ".join(fact for fact in facts if fact)
    if article.dek:
        yield f"   {article.dek}"
    yield f"   {understood.summary}"
    if article.image:
        yield f"   {article.image.url}"
    yield f"   {article.url}"


def shape_read(target: str, read: "Understood | FetchFailure") -> dict[str, Any]:
    """Write a target as its JSON object; one that cannot be read has no values but its error."""
    if isinstance(read, FetchFailure):
        return {"target": target, **dict.fromkeys(READ_FIELDS), "error": read.reason}
    return shape_article(read.article, target=target, summary=read.summary)


def story_lines(stories: "Sequence[GivenStory]") -> list[str]:
    """List stories: the headline of each, and how many articles tell it."""
    if not stories:
        return ["There is no article in today's window.", "Next: digest collect"]
    lines = []
    for story in stories:
        lines.append(story.headline)
        lines += [
            f"   {'leads' if one == story.lead else 'also '}  {one}"
            for one in story.ids
            if len(story.ids) > 1
        ]
    articles = sum(len(story.ids) for story in stories)
    total = f"{count_of(articles, 'article')}, {count_of(len(stories), 'story', 'stories')}"
    return [*lines, f"{total}      Next: digest draft"]


def shape_stories(stories: "Sequence[GivenStory]") -> dict[str, Any]:
    """Write stories as their JSON object."""
    return {"stories": [{"lead": story.lead, "articles": list(story.ids)} for story in stories]}
