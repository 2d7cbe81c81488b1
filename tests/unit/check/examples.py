"""A good edition, its message, and one look at both."""

from datetime import datetime
from typing import Any

from tests.unit.render.examples import EDITION, NOW, PAGES, PUBLICATION, render

from digest.check.rules import check_edition
from digest.model.edition import Edition
from digest.model.message import Finding, Rendered
from digest.model.publication import Publication

PATH = "editions/the-daily-2026-11-23.md"


def look(
    edition: Edition = EDITION,
    rendered: Rendered | None = None,
    publication: Publication = PUBLICATION,
    *,
    public_url: str = PAGES,
    now: datetime = NOW,
) -> list[Finding]:
    return check_edition(
        edition,
        rendered or render(edition, publication, public_url=public_url),
        publication,
        path=PATH,
        public_url=public_url,
        now=now,
    )


def rules(*arguments: Any, **named: Any) -> set[str]:
    return {finding.rule for finding in look(*arguments, **named)}


def only(rule: str, *arguments: Any, **named: Any) -> Finding:
    """The one finding of a rule."""
    [found] = [one for one in look(*arguments, **named) if one.rule == rule]
    return found
