"""Check an edition: read its file, render it, and look both over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from digest.app.ports import ArticleStore, Clock, Folder, Renderer, Stores
from digest.compose.draft import read_edition
from digest.compose.lock import content_hash
from digest.errors import EditionError, RenderError, UsageError
from digest.model.article import Article
from digest.model.edition import Edition
from digest.model.message import Finding, Level, Rendered
from digest.model.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What a check found.

    Attributes:
        slug: The edition.
        path: Its file, relative to the publication's folder.
        edition: As read; None when the file cannot be read.
        rendered: As it would be sent; None when it cannot be rendered.
        content_hash: Over everything that reaches the mail; empty without an edition.
        findings: By line.
    """

    slug: str
    path: str
    edition: Edition | None = None
    rendered: Rendered | None = None
    content_hash: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def errors(self) -> int:
        """How many findings block sending."""
        return sum(finding.level is Level.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are worth a look."""
        return len(self.findings) - self.errors


def edition_path(slug: str) -> str:
    """Tell where an edition's file is, relative to the publication's folder."""
    return f"editions/{slug}.md"


def read_edition_file(slug: str, *, folder: Folder) -> Edition:
    """Read an edition's file.

    Raises:
        UsageError: There is no such file.
        EditionError: A line of it is wrong, or it is another edition's.
    """
    path = edition_path(slug)
    text = folder.read_text(path)
    if text is None:
        raise UsageError(f"There is no {path}.", "Draft it first: digest draft")
    edition = read_edition(text, path=path)
    if edition.slug != slug:
        raise EditionError(
            f'{path}: the front matter says edition = "{edition.slug}", but the file is {slug}.md.',
            "Change the line back: slugs tell which edition has been sent to whom.",
            line=2,
        )
    return edition


def check_file(
    slug: str,
    publication: Publication,
    *,
    folder: Folder,
    renderer: Renderer,
    clock: Clock,
    public_url: str,
    stores: Stores | None = None,
) -> CheckReport:
    """Check an edition's file as it stands. What is wrong with it is a finding, not an exception.

    Args:
        slug: The edition.
        publication: Its publication.
        folder: Where its file is.
        renderer: Renders it.
        clock: Tells whether an embargo has passed.
        public_url: Base of the public pages; empty when there are none.
        stores: What was told before, and the articles that it stands on; None when they need not
            be looked at.

    Raises:
        UsageError: There is no such file.
    """
    path = edition_path(slug)
    try:
        edition = read_edition_file(slug, folder=folder)
    except EditionError as error:
        finding = as_finding("edition-file", error, path, error.line)
        return CheckReport(slug=slug, path=path, findings=(finding,))
    return check_rendered(
        edition, publication, renderer=renderer, clock=clock, public_url=public_url, stores=stores
    )


def check_rendered(
    edition: Edition,
    publication: Publication,
    *,
    renderer: Renderer,
    clock: Clock,
    public_url: str,
    stores: Stores | None = None,
) -> CheckReport:
    """Render an edition and look it over.

    Args:
        edition: As read from its file, or as drafted a moment ago.
        publication: Its publication.
        renderer: Renders it.
        clock: Tells whether an embargo has passed.
        public_url: Base of the public pages; empty when there are none.
        stores: What was told before, and the articles that it stands on; None when they need not
            be looked at.

    Returns:
        The findings, with the rendering unless it could not be made.
    """
    # Not needed by a run that only sends what was planned: a tenth of a second.
    from digest.check.rules import check_edition, check_history, check_sources

    path = edition_path(edition.slug)
    report = CheckReport(slug=edition.slug, path=path, edition=edition)
    try:
        digest = content_hash(
            edition,
            publication,
            theme_digest=renderer.theme_digest(publication.theme),
            public_url=public_url,
        )
        rendered = renderer.render(edition, publication, content_hash=digest, public_url=public_url)
    except RenderError as error:
        return replace(report, findings=(as_finding("template", error, None, None),))
    findings = check_edition(
        edition,
        rendered,
        publication,
        path=path,
        public_url=public_url,
        now=clock.now(),
    )
    if stores:
        wishes = stores.wishes.wishes()
        findings += check_history(
            edition,
            stores.editions.told(),
            path=path,
            held={one.url: one.until for one in wishes if one.until},
            zone=publication.timezone,
            now=clock.now(),
        )
        findings += check_sources(
            edition,
            articles_behind(edition, articles=stores.articles),
            stores.proposals.refusals(edition.slug),
            path=path,
            zone=publication.timezone,
        )
    ordered = sorted(findings, key=lambda one: (one.level, one.line or 0, one.rule))
    return replace(report, rendered=rendered, content_hash=digest, findings=tuple(ordered))


def articles_behind(edition: Edition, *, articles: ArticleStore) -> Mapping[str, Article]:
    """Find the articles that an edition stands on, by every address that each was seen at."""
    urls = [url for item in edition.items for url in (item.url, *(one.url for one in item.also))]
    known: dict[str, Article] = {}
    for article in articles.articles_at([url for url in urls if url]):
        known |= dict.fromkeys((seen.url for seen in article.sightings), article)
        known[article.url] = article
    return known


def as_finding(
    rule: str, error: EditionError | RenderError, path: str | None, line: int | None
) -> Finding:
    """Show an error that ends the check as its one finding; the place is not told twice."""
    column = error.column if isinstance(error, EditionError) else None
    message = f"{error.message} {error.hint}".strip()
    for place in (f"{path}:{line}:{column}: ", f"{path}:{line}: ", f"{path}: "):
        message = message.removeprefix(place)
    return Finding(
        rule=rule, level=Level.ERROR, message=message, file=path, line=line, column=column
    )
