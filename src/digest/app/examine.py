"""Look an edition over from every side: its files, the mail, its header, and what can be mended."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from digest.app.check import CheckReport, check_file, in_order
from digest.app.link_check import look_at_links
from digest.app.mailing import open_mailing
from digest.app.mend import tell_fixes
from digest.app.pictures import Host
from digest.app.plan import make_lock
from digest.app.ports import Clock, Folder, Renderer, Stores
from digest.check.answers import Answers
from digest.check.header_list import find_header_problems
from digest.errors import RenderError
from digest.model.message import Finding, Level
from digest.model.publication import Publication


def examine_edition(
    slug: str,
    publication: Publication,
    *,
    folder: Folder,
    renderer: Renderer,
    clock: Clock,
    public_url: str,
    stores: Stores,
    host: Host | None = None,
) -> CheckReport:
    """Check an edition as it stands, with the header fields that its mail would have.

    Args:
        slug: The edition.
        publication: Its publication.
        folder: Where its files are.
        renderer: Renders it.
        clock: Tells whether an embargo has passed.
        public_url: Base of the public pages; empty when there are none.
        stores: What was told before, and the articles that it stands on.
        host: Sees to pictures that the publication serves itself; None leaves all linked.

    Raises:
        UsageError: There is no such file.
    """
    report = check_file(
        slug,
        publication,
        folder=folder,
        renderer=renderer,
        clock=clock,
        public_url=public_url,
        stores=stores,
        host=host,
    )
    found = check_headers(report, publication, public_url=public_url, now=clock.now())
    return tell_fixes(with_findings(report, found), folder=folder)


def with_answers(
    report: CheckReport, answers: Answers, moved: Mapping[str, str], *, folder: Folder
) -> CheckReport:
    """Add what the addresses of an edition answered, and what may be written there instead."""
    told = with_findings(report, look_at_links(report, answers))
    return tell_fixes(told, folder=folder, moved=moved)


def with_findings(report: CheckReport, found: list[Finding]) -> CheckReport:
    """Add findings to a report, in its order."""
    return replace(report, findings=in_order([*report.findings, *found], report))


def check_headers(
    report: CheckReport, publication: Publication, *, public_url: str, now: datetime
) -> list[Finding]:
    """Look over the header fields that the mail of an edition would have in each language."""
    if len(report.renderings) <= len(report.others):
        return []  # a language that cannot be read or rendered is told already
    try:
        lock = make_lock(report, publication, record=None, lists=(), public_url=public_url, now=now)
        mail = open_mailing(lock, secret="").mail  # no reader's link is made here
    except RenderError as error:
        message = f"{error.message} {error.hint}".strip()
        return [Finding(rule="header-list", level=Level.ERROR, message=message)]
    return [
        finding
        for part, rendered in zip(mail.parts, lock.rendered, strict=True)
        for finding in find_header_problems(part.before + part.after + part.closing, rendered)
    ]
