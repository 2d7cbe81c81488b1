"""What the preview page shows, as one table of plain values: the page itself holds no rule."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from digest.model.edition import Edition
from digest.model.message import Finding, Inspection
from digest.model.publication import Publication
from digest.render.characters import language_direction
from digest.render.preview_inbox import make_inbox
from digest.render.preview_message import Opened
from digest.render.preview_sizes import share_bytes

WARN_AT = 85_000
MOST = 100_000
GMAIL = 102_000
WIDTHS = (320, 375, 414, 600, 700)


def shape_mail(
    edition: Edition,
    inspection: Inspection,
    opened: Opened,
    publication: Publication,
    *,
    at: datetime,
) -> dict[str, Any]:
    """Write what is shown of one rendering, but for its HTML as a browser gets it.

    Args:
        edition: As rendered, before it was mirrored.
        inspection: As it would be sent, with sentinels.
        opened: The message to one reader.
        publication: With the theme that it was rendered with.
        at: When it was rendered, aware.
    """
    rendered = inspection.rendered
    inbox = make_inbox(edition, publication, now=at)
    marks = [one.token for one in rendered.sentinels if one.token in rendered.html]
    return {
        "subject": edition.subject,
        "preheader": edition.preheader,
        "number": edition.number,
        "language": edition.language,
        "direction": language_direction(rendered.language),
        "renderedAt": f"{at.astimezone(ZoneInfo(publication.timezone)):%H:%M:%S}",
        "zone": publication.timezone,
        "inbox": {
            "sender": inbox.sender,
            "time": inbox.time,
            "cuts": [
                {
                    "width": one.width,
                    "subject": one.subject,
                    "preheader": one.preheader,
                    "line": one.line,
                }
                for one in inbox.cuts
            ],
        },
        "size": {
            "bytes": len(rendered.html.encode()),
            "warnAt": WARN_AT,
            "most": MOST,
            "gmail": GMAIL,
            "parts": [
                {"kind": one.kind.value, "name": one.name, "bytes": one.bytes, "line": one.line}
                for one in share_bytes(rendered.html, edition.items, marks=marks)
            ],
        },
        "text": opened.text,
        "header": opened.header,
        "fields": [{"name": name, "value": value} for name, value in opened.fields],
        "source": opened.html,
        "mjml": inspection.mjml,
    }


def shape_findings(
    findings: Sequence[Finding], *, pages: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Write findings, each with its place and the page of docs about its rule."""
    return [
        {
            "rule": one.rule,
            "level": one.level.value,
            "message": one.message,
            "place": tell_place(one.file, one.line, one.column),
            "docs": pages.get(one.rule, ""),
        }
        for one in findings
    ]


def tell_place(file: str | None, line: int | None, column: int | None) -> str:
    """Write a place as editors of text open it: "editions/x.md:31:4"; empty without a file."""
    if not file:
        return f"line {line}" if line else ""
    return ":".join(str(part) for part in (file, line, column) if part)
