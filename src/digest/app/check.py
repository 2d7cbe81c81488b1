"""Check an edition: read its file, render it, and look both over."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from digest.app.languages import Version, other_languages, read_versions
from digest.app.pictures import Host, Hosting
from digest.app.ports import Clock, Folder, Renderer, Stores
from digest.app.rulebook import Rulebook
from digest.compose.draft import read_edition
from digest.compose.lock import content_hash
from digest.errors import EditionError, RenderError, UsageError
from digest.model.edition import Edition
from digest.model.message import Finding, Level, Rendered
from digest.model.publication import Publication

EDITIONS = "editions"
NAME_ANOTHER = "Draft today's: digest draft. Earlier ones are in editions/."


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What a check found.

    Attributes:
        slug: The edition.
        path: Its file, relative to the publication's folder.
        edition: As read, in its main language; None when the file cannot be read.
        rendered: The same as it would be sent; None when it cannot be rendered.
        others: The edition in its further languages, in the order of digest.toml.
        placed: The editions behind the renderings, with the archive's pictures in their places.
        content_hash: Over everything that reaches the mail; empty without an edition.
        findings: By weight, then by file and line; the main edition's come first.
        silent: Rules whose warnings are left out.
    """

    slug: str
    path: str
    edition: Edition | None = None
    rendered: Rendered | None = None
    others: tuple[Version, ...] = ()
    placed: tuple[Edition, ...] = ()
    content_hash: str = ""
    findings: tuple[Finding, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def renderings(self) -> tuple[Rendered, ...]:
        """The edition as it would be sent in each language, the main one first."""
        every = (self.rendered, *(one.rendered for one in self.others))
        return tuple(one for one in every if one)

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
    return f"{EDITIONS}/{slug}.md"


def read_edition_file(slug: str, *, folder: Folder) -> Edition:
    """Read an edition's file.

    Raises:
        UsageError: There is no such file.
        EditionError: A line of it is wrong, or it is another edition's.
    """
    path = edition_path(slug)
    text = folder.read_text(path)
    if text is None:
        raise UsageError(f"There is no {path}.", NAME_ANOTHER)
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
    host: Host | None = None,
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
        host: Sees to pictures that the publication serves itself; None leaves all linked.

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
        edition,
        publication,
        renderer=renderer,
        clock=clock,
        public_url=public_url,
        stores=stores,
        folder=folder,
        host=host,
    )


def check_rendered(
    edition: Edition,
    publication: Publication,
    *,
    renderer: Renderer,
    clock: Clock,
    public_url: str,
    stores: Stores | None = None,
    folder: Folder | None = None,
    host: Host | None = None,
) -> CheckReport:
    """Render an edition in every language and look it over.

    Args:
        edition: As read from its file, or as drafted a moment ago.
        publication: Its publication.
        renderer: Renders it.
        clock: Tells whether an embargo has passed.
        public_url: Base of the public pages; empty when there are none.
        stores: What was told before, and the articles that it stands on; None when they need not
            be looked at.
        folder: Where its translations are; None for an edition that has none yet.
        host: Sees to pictures that the publication serves itself; None leaves all linked.

    Returns:
        The findings, with the renderings unless they could not be made.
    """
    path = edition_path(edition.slug)
    others = read_versions(edition, publication, path=path, folder=folder)
    report = CheckReport(
        slug=edition.slug,
        path=path,
        edition=edition,
        others=others,
        silent=publication.check.silent,
    )
    broken = [
        as_finding("edition-file", one.mistake, one.path, one.mistake.line)
        for one in others
        if one.mistake
    ]
    hosting = host(editions_of(report)) if host else Hosting()
    try:
        mailed = render_all(
            place_all(report, hosting), publication, renderer=renderer, public_url=public_url
        )
    except RenderError as error:
        return replace(report, findings=(as_finding("template", error, None, None), *broken))
    rulebook = Rulebook(
        publication=publication, public_url=public_url, now=clock.now(), stores=stores
    )
    looked_over = (
        rulebook.look_over(mailed.edition, mailed.rendered, mailed.others, path=path)
        if mailed.edition and mailed.rendered
        else []
    )
    unread = check_names(edition, publication, folder=folder)
    found = [*broken, *looked_over, *check_hosting(report, hosting), *unread]
    return replace(
        mailed,
        edition=edition,
        placed=tuple(editions_of(mailed)),
        others=tuple(
            replace(one, rendered=other.rendered)
            for one, other in zip(others, mailed.others, strict=True)
        ),
        findings=in_order(found, report),
    )


def place_all(report: CheckReport, hosting: Hosting) -> CheckReport:
    """Put the archive's pictures into an edition in all languages, as its mails show them."""
    return replace(
        report,
        edition=hosting.place(report.edition) if report.edition else None,
        others=tuple(
            replace(one, edition=hosting.place(one.edition)) if one.edition else one
            for one in report.others
        ),
    )


def editions_of(report: CheckReport) -> list[Edition]:
    """List an edition in all languages that could be read, the main one first."""
    every = (report.edition, *(one.edition for one in report.others))
    return [edition for edition in every if edition]


def check_names(
    edition: Edition, publication: Publication, *, folder: Folder | None
) -> list[Finding]:
    """Tell which files of an edition are passed over, as their language is none of its readers'."""
    from digest.check.languages import find_unread

    if folder is None:
        return []
    languages = other_languages(edition.language, publication)
    found = find_unread(folder.names(EDITIONS), edition.slug, languages, edition.language)
    return [replace(finding, file=f"{EDITIONS}/{name}") for name, finding in found]


def check_hosting(report: CheckReport, hosting: Hosting) -> list[Finding]:
    """Tell which pictures stay linked although the publication was to serve them, each once."""
    from digest.check.pictures import find_not_hosted

    if not hosting.missing:
        return []
    files = [(report.path, report.edition)]
    files += [(one.path, one.edition) for one in report.others if one.is_translated]
    return [
        replace(finding, file=path)
        for path, edition in files
        if edition
        for finding in find_not_hosted(edition, hosting.missing)
    ]


def render_all(
    report: CheckReport, publication: Publication, *, renderer: Renderer, public_url: str
) -> CheckReport:
    """Render an edition in each of its languages; one hash covers them all.

    Raises:
        RenderError: One of them cannot be rendered.
    """
    if report.edition is None:
        return report
    digest = content_hash(
        report.edition,
        publication,
        theme_digest=renderer.theme_digest(publication.theme),
        public_url=public_url,
        others=[one.edition for one in report.others if one.edition],
    )

    def render(edition: Edition) -> Rendered:
        return renderer.render(edition, publication, content_hash=digest, public_url=public_url)

    return replace(
        report,
        rendered=render(report.edition),
        others=tuple(
            replace(one, rendered=render(one.edition)) if one.edition else one
            for one in report.others
        ),
        content_hash=digest,
    )


def is_told(finding: Finding, report: CheckReport) -> bool:
    """Whether a desk is told of a finding; of errors it always is."""
    return finding.level is Level.ERROR or finding.rule not in report.silent


def in_order(findings: Iterable[Finding], report: CheckReport) -> tuple[Finding, ...]:
    """Put errors before warnings, the main edition before others, and each file by line.

    Warnings that the desk does not want to be told are left out.
    """
    files = [report.path, *(one.path for one in report.others)]
    rank = {path: at for at, path in reversed(list(enumerate(files)))}
    return tuple(
        sorted(
            (one for one in findings if is_told(one, report)),
            key=lambda one: (one.level, rank.get(one.file or "", -1), one.line or 0, one.rule),
        )
    )


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
