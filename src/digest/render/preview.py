"""The preview: one page that shows a mail on a phone and a desktop, in light and in dark."""

import re
from collections.abc import Mapping
from datetime import datetime
from html import escape, unescape
from zoneinfo import ZoneInfo

from digest.model.edition import Edition
from digest.model.message import PersonalContext, PersonalField, Rendered
from digest.model.publication import Publication

# First bytes of the pictures that mail programs show.
PICTURE_TYPES = {
    b"\xff\xd8\xff": "jpg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"RIFF": "webp",
}
DARK_QUERY = re.compile(r"\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
PICTURE = re.compile(r'(?P<before>\b(?:src|background)=")(?P<address>[^"]*)"')
EXAMPLE = {
    PersonalField.NAME: "",
    PersonalField.UNSUBSCRIBE: "https://example.org/unsubscribe",
    PersonalField.PREFERENCES: "https://example.org/preferences",
    PersonalField.VIEW: "https://example.org/archive",
}
INBOX_CUTS = (35, 60, 90)
VIEWS = (
    ("Phone, light", "mail-light.html", 375),
    ("Phone, dark", "mail-dark.html", 375),
    ("Desktop, light", "mail-light.html", 700),
    ("Desktop, dark", "mail-dark.html", 700),
)
PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Preview: {subject}</title>
<style>
:root {{ color-scheme: light dark; --ink: #1a1a1a; --quiet: #595959; --page: #ece9e2; --card: #fff;
  --line: #d4cfc4; }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #ececec; --quiet: #b8b8b8; --page: #0d0d0d;
  --card: #1c1c1c; --line: #3a3a3a; }} }}
body {{ margin: 0; padding: 24px; background: var(--page); color: var(--ink);
  font: 16px/1.5 "Helvetica Neue", Helvetica, Arial, sans-serif; }}
h1 {{ font: 700 26px/1.25 Georgia, "Times New Roman", serif; margin: 0 0 4px; }}
h2 {{ font-size: 14px; margin: 0 0 8px; color: var(--quiet); font-weight: 700; }}
p {{ margin: 0 0 8px; color: var(--quiet); }}
table {{ border-collapse: collapse; margin: 16px 0 24px; background: var(--card); width: 100%;
  max-width: 900px; }}
caption {{ text-align: left; padding: 0 0 6px; font-size: 14px; color: var(--quiet); }}
td, th {{ border: 1px solid var(--line); padding: 8px 12px; text-align: left; font-size: 14px;
  overflow-wrap: anywhere; }}
th {{ font-weight: 400; color: var(--quiet); width: 9em; }}
.views {{ display: flex; flex-wrap: wrap; gap: 24px; align-items: flex-start; }}
section {{ max-width: 100%; }}
iframe {{ border: 1px solid var(--line); background: #fff; display: block; max-width: 100%;
  height: 860px; }}
pre {{ background: var(--card); border: 1px solid var(--line); padding: 16px; overflow-x: auto;
  font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; max-width: 76ch; }}
a {{ color: inherit; }}
a:focus-visible, iframe:focus-visible {{ outline: 3px solid #2b7de9; outline-offset: 2px; }}
</style>
</head>
<body>
<h1 dir="auto">{subject}</h1>
<p>{slug}, {size} of HTML. Pages of their own: <a href="mail-light.html">light</a>,
<a href="mail-dark.html">dark</a>, <a href="mail.txt">text part</a>.</p>
<table>
<caption>What an inbox list shows of it</caption>
{rows}
</table>
<div class="views">
{views}
<section><h2>Text part</h2>
<pre dir="auto">{text}</pre></section>
</div>
</body>
</html>
"""


def preview_files(
    edition: Edition,
    rendered: Rendered,
    publication: Publication,
    *,
    pictures: Mapping[str, str],
    now: datetime,
) -> dict[str, str]:
    """Write the files of a preview.

    Args:
        edition: As read from its file.
        rendered: As it would be sent.
        publication: Its sender and zone show in the inbox row.
        pictures: File name, relative to the page, by the picture's address.
        now: Moment shown in the inbox row, aware.

    Returns:
        Text by file name; `index.html` first. What differs from reader to reader is filled in
        with examples.
    """
    html = show_pictures(fill_in(rendered.html, rendered), pictures)
    text = fill_in(rendered.text, rendered)
    return {
        "index.html": PAGE.format(
            subject=escape(edition.subject),
            slug=escape(edition.slug),
            size=f"{len(rendered.html.encode()) / 1000:.0f} kB",
            rows=inbox_rows(edition, publication, now),
            views="\n".join(view(*one) for one in VIEWS),
            text=escape(text),
        ),
        "mail-light.html": DARK_QUERY.sub("(max-width:0)", html),
        "mail-dark.html": DARK_QUERY.sub("(min-width:0)", html),
        "mail.html": html,
        "mail.txt": text,
    }


def show_pictures(html: str, pictures: Mapping[str, str]) -> str:
    """Put the files in the place of the pictures; links to the same address stay links."""

    def show(match: re.Match[str]) -> str:
        address = match["address"]
        return match["before"] + escape(pictures.get(unescape(address)) or unescape(address)) + '"'

    return PICTURE.sub(show, html)


def view(name: str, file: str, width: int) -> str:
    """Frame the mail at a width; a sandbox lets nothing in it run."""
    return (
        f'<section><h2>{name}, {width} px</h2>\n<iframe src="{file}" width="{width}" '
        f'title="{name}" sandbox="allow-same-origin" loading="lazy"></iframe></section>'
    )


def inbox_rows(edition: Edition, publication: Publication, now: datetime) -> str:
    """Show sender, subject and preheader as inbox lists of several widths cut them."""
    sender = publication.sender.partition("<")[0].strip(' "') or publication.name
    moment = now.astimezone(ZoneInfo(publication.timezone))
    line = f"{edition.subject} – {edition.preheader}" if edition.preheader else edition.subject
    rows = [
        f"<tr><th>{width} characters</th><td>{escape(sender)}</td>"
        f'<td dir="auto">{escape(cut(line, width))}</td><td>{moment:%H:%M}</td></tr>'
        for width in INBOX_CUTS
    ]
    return "\n".join(rows)


def cut(text: str, width: int) -> str:
    """Cut a text as an inbox list does."""
    return text if len(text) <= width else f"{text[: width - 1]}…"


def fill_in(text: str, rendered: Rendered) -> str:
    """Put examples in the places that differ from reader to reader."""
    for sentinel in rendered.sentinels:
        value = EXAMPLE[sentinel.field]
        shown = escape(value) if sentinel.context is not PersonalContext.TEXT else value
        text = text.replace(sentinel.token, shown)
    return text
