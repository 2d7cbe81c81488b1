"""A preview as files: the page with everything in it, and the mail alone beside it."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from typing import Any

from digest.errors import RenderError
from digest.model.message import Rendered
from digest.render.preview_mail import Colours, fill_in, fix_scheme, show_pictures

# First bytes of the pictures that mail programs show.
PICTURE_TYPES = {
    b"\xff\xd8\xff": "jpg",
    b"\x89PNG\r\n\x1a\n": "png",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
    b"RIFF": "webp",
}
STYLE_PLACE = '<link rel="stylesheet" href="page.css">'
SCRIPT_PLACE = '<script src="page.js" defer></script>\n'
ICON_PLACE = '<link rel="icon" href="icon.svg">\n'
TITLE_PLACE = "<title>digest preview</title>"
CHARSET_PLACE = '<meta charset="utf-8">'
END_PLACE = "</body>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The page without anything to show, as the server serves it in three pieces."""

    html: str
    css: str
    js: str


def mail_files(rendered: Rendered, *, pictures: Mapping[str, str]) -> dict[str, str]:
    """Write the mail alone.

    Args:
        rendered: As it would be sent.
        pictures: File name, relative to the page, by the picture's address.

    Returns:
        Text by file name. What differs from reader to reader is filled in with examples.
    """
    html = show_pictures(fill_in(rendered.html, rendered), pictures)
    return {
        "mail-light.html": fix_scheme(html, Colours.LIGHT),
        "mail-dark.html": fix_scheme(html, Colours.DARK),
        "mail.html": html,
        "mail.txt": fill_in(rendered.text, rendered),
    }


def write_page(shell: Shell, model: Mapping[str, Any], *, title: str) -> str:
    """Write the page as one file that needs no server.

    A policy in it lets nothing run but the page's own script, whatever the texts say.

    Args:
        shell: The page.
        model: What it shows, as plain values.
        title: For the browser's tab.

    Raises:
        RenderError: The shell is not the one that we know.
    """
    policy = (
        f"default-src 'none'; script-src 'sha256-{hash_of(shell.js)}'; style-src 'unsafe-inline'; "
        "img-src 'self' file: http: https: data:; base-uri 'none'; form-action 'none'"
    )
    places = {
        CHARSET_PLACE: CHARSET_PLACE
        + f'\n<meta http-equiv="Content-Security-Policy" content="{policy}">',
        TITLE_PLACE: f"<title>{escape(title)}</title>",
        ICON_PLACE: "",
        STYLE_PLACE: f"<style>\n{shell.css}</style>",
        SCRIPT_PLACE: "",
        END_PLACE: f"{data_block(model)}\n<script>{shell.js}</script>\n{END_PLACE}",
    }
    parts = [shell.html]
    for place, text in places.items():
        before, found, after = parts[-1].partition(place)
        if not found:
            raise RenderError(f"The preview page has no {place}.", "Install digest-desk again.")
        # What has been put in is not looked at again: texts may say anything.
        parts[-1:] = [before, text, after]
    return "".join(parts)


def data_block(model: Mapping[str, Any]) -> str:
    """Write plain values into a page: no text in them can end the block."""
    text = json.dumps(model).replace("<", "\\u003c").replace(">", "\\u003e")
    return f'<script type="application/json" id="model">{text}</script>'


def hash_of(script: str) -> str:
    """Hash a script as a content security policy names it."""
    return b64encode(sha256(script.encode()).digest()).decode("ascii")
