"""Apply every rule of the check to an edition, in each of its languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from digest.app.languages import Version
from digest.app.ports import ArticleStore, Stores
from digest.model.article import Article
from digest.model.edition import WEEKLY, Edition
from digest.model.message import Finding, Rendered
from digest.model.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """What every language of an edition is looked over by.

    Attributes:
        publication: Its publication.
        public_url: Base of the public pages; empty when there are none.
        now: The present moment, aware.
        stores: What was told before, and the articles; None when they need not be looked at.
    """

    publication: Publication
    public_url: str
    now: datetime
    stores: Stores | None

    def look_over(
        self, edition: Edition, rendered: Rendered, others: Sequence[Version], *, path: str
    ) -> list[Finding]:
        """Apply every rule to every language; what several share is told once.

        Args:
            edition: In its main language.
            rendered: The same as it would be sent.
            others: The edition in its further languages.
            path: The main edition's file.
        """
        # Not needed by a run that only sends what was planned.
        from digest.check.languages import check_translation

        behind = self.behind(edition, *(one.edition for one in others if one.edition))
        found = self.one(edition, rendered, path=path, behind=behind)
        for other in others:
            if other.edition is None or other.rendered is None:
                continue
            # The rules are those of the language of its stories, not of the words around them.
            told = replace(other.edition, language=other.edition.told_in or other.language)
            # What was written in another language than its article cannot be held against that.
            own = {url: one for url, one in behind.items() if same_language(one, told)}
            inside = self.one(told, other.rendered, path=other.path, behind=own)
            if other.is_translated:
                inside += check_translation(
                    other.edition,
                    edition,
                    own.keys(),
                    path=other.path,
                    main_path=path,
                )
            else:
                known = {(one.rule, one.line) for one in found}
                inside = [
                    replace(one, message=f"{one.message} (For readers of {other.language}.)")
                    for one in inside
                    if (one.rule, one.line) not in known
                ]
            found += inside
        return list(dict.fromkeys(found))

    def behind(self, *editions: Edition) -> Mapping[str, Article]:
        """Find the articles that an edition stands on, in all its languages."""
        return articles_behind(*editions, articles=self.stores.articles) if self.stores else {}

    def one(
        self,
        edition: Edition,
        rendered: Rendered,
        *,
        path: str,
        behind: Mapping[str, Article],
    ) -> list[Finding]:
        """Apply the rules to one language, with the articles that it can be held against."""
        # Not needed by a run that only sends what was planned: a tenth of a second.
        from digest.check.rules import check_edition, check_history, check_sources

        publication = self.publication
        found = check_edition(
            edition, rendered, publication, path=path, public_url=self.public_url, now=self.now
        )
        if self.stores is None:
            return found
        wishes = self.stores.wishes.wishes()
        record = self.stores.editions.edition(edition.slug, with_decisions=False)
        of_week = record is not None and record.kind == WEEKLY
        found += check_history(
            edition,
            # A round-up tells again what was told; nobody gets a story twice all the same.
            {} if of_week else self.stores.editions.told(),
            path=path,
            held={one.url: one.until for one in wishes if one.until},
            zone=publication.timezone,
            now=self.now,
        )
        refusals = self.stores.proposals.refusals(edition.slug)
        found += check_sources(edition, behind, refusals, path=path, zone=publication.timezone)
        return found


def same_language(article: Article, edition: Edition) -> bool:
    """Whether an article is in the language of an edition; regions do not count."""
    tags = (article.language or "", edition.language)
    return len({tag.partition("-")[0].casefold() for tag in tags}) == 1


def articles_behind(*editions: Edition, articles: ArticleStore) -> Mapping[str, Article]:
    """Find the articles that editions stand on, by every address that each was seen at."""
    items = [item for edition in editions for item in edition.items]
    urls = [url for item in items for url in (item.url, *(one.url for one in item.also))]
    known: dict[str, Article] = {}
    for article in articles.articles_at(list(dict.fromkeys(url for url in urls if url))):
        known |= dict.fromkeys((seen.url for seen in article.sightings), article)
        known[article.url] = article
    return known
