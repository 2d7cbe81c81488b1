"""Rules about what an edition says and its sources do not."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date
from zoneinfo import ZoneInfo

from digest.check.findings import named, quoted, warning
from digest.model.article import Article, Precision
from digest.model.edition import Edition, Item
from digest.model.message import Finding
from digest.model.proposal import ProposalKind, Refusal
from digest.text.facts import FactKind, SourceFacts, SourceText, Unfaithful, find_unfaithful
from digest.text.notes import note_html


def find_unfaithful_items(
    edition: Edition, articles: Mapping[str, Article], *, zone: str
) -> Iterator[Finding]:
    """unfaithful-…: names, numbers, dates and quotations that no article of a story has.

    A story whose articles are not kept, or kept without their text, cannot be judged.

    Args:
        edition: As read from its file.
        articles: What is kept, by every address that it was seen at.
        zone: The publication's, for days of publication.
    """
    for item in edition.items:
        told = articles_of(item, articles)
        if item.sponsor or not any(article.body for article in told):
            continue
        source = SourceFacts(source_text(told, language=edition.language, zone=zone))
        for text in (item.headline, plain_summary(item)):
            for fact in find_unfaithful(text, source, language=edition.language):
                yield tell_unfaithful(fact, item)


def articles_of(item: Item, articles: Mapping[str, Article]) -> list[Article]:
    """List the articles that a story stands on: its own, and those of who else tells it."""
    urls = [item.url, *(other.url for other in item.also)]
    found = {articles[url].url: articles[url] for url in urls if url and url in articles}
    return list(found.values())


def plain_summary(item: Item) -> str:
    """Write a summary as plain text, without the addresses of its links."""
    return str(note_html(item.summary).striptags())


def source_text(articles: Sequence[Article], *, language: str, zone: str) -> SourceText:
    """Put together everything that the articles of a story say.

    Args:
        articles: At least one; the first one's language counts.
        language: To assume when it states none.
        zone: The publication's, for days of publication.
    """
    parts = [part for article in articles for part in parts_of(article)]
    return SourceText(
        text="\n\n".join(filter(None, parts)),
        language=articles[0].language or language,
        published=frozenset(day for article in articles for day in days_of(article, zone)),
    )


def parts_of(article: Article) -> Iterator[str | None]:
    """List what an article says, and what stands around it."""
    yield from (article.headline, article.dek, article.body or article.lede, article.dateline)
    yield from (f"{one.name}, {one.role}" if one.role else one.name for one in article.byline)
    yield from (article.section, article.source, *(seen.name for seen in article.sightings))
    if article.image:
        yield from (article.image.alt, article.image.credit)


def days_of(article: Article, zone: str) -> Iterator[date]:
    """List the days on which an article may have been published, near and far from Greenwich."""
    if article.published and article.precision is not Precision.MONTH:
        yield article.published.astimezone(ZoneInfo(zone)).date()
        yield article.published.astimezone(UTC).date()


def tell_unfaithful(fact: Unfaithful, item: Item) -> Finding:
    """Say what is not in the source."""
    where = f"{describe_unfaithful(fact)}, in {named(item)}"
    if fact.kind is FactKind.NAME:
        return warning("unfaithful-name", where, item.line)
    if fact.kind is FactKind.NUMBER:
        return warning("unfaithful-number", where, item.line)
    if fact.kind is FactKind.DATE:
        return warning("unfaithful-date", where, item.line)
    return warning("unfaithful-quotation", where, item.line)


def describe_unfaithful(fact: Unfaithful) -> str:
    """Say it as one phrase: “42 %” is not in the source (“24 %”)."""
    nearest = f" ({quoted(fact.nearest)})" if fact.nearest else ""
    return f"{quoted(fact.what)} is not in the source{nearest}"


def find_refused(edition: Edition, refusals: Sequence[Refusal]) -> Iterator[Finding]:
    """refused-proposal: a model's text that was not taken, while what replaced it still stands."""
    items = {item.url or item.headline: item for item in edition.items}
    for refusal in refusals:
        item = items.get(refusal.about)
        shown = {
            ProposalKind.SUMMARY: item.summary if item else None,
            ProposalKind.SUBJECT: edition.subject,
            ProposalKind.PREHEADER: edition.preheader,
        }[refusal.kind]
        if shown != refusal.instead:
            continue
        what = f"The model's summary of {named(item)}" if item else f"The model's {refusal.kind}"
        yield warning(
            "refused-proposal",
            f"{what} was refused: {refusal.reason}.",
            item.line if item else None,
        )
