"""The HTML part: Jinja2 → MJML → premailer, each behind its own fence."""

import re
from typing import Any

from digest.errors import RenderError
from digest.render.characters import printable
from digest.render.environment import MEND, DeskEnvironment, render_template, split_marks
from digest.render.inline import inline
from digest.render.lint import Mistake, find_mistake
from digest.render.opening import MARKUP, OpenTheme
from digest.render.variables import EditionView

INDENT = re.compile(r"\n\s+")
# Attributes that the compiler writes and HTML does not know: on a button's cell, on a picture.
STRAY = re.compile(r'(<td\b[^>]*?) vertical-align="[a-z]+"|(<img\b[^>]*?) height="auto"')


def render_html(view: EditionView, theme: OpenTheme) -> str:
    """Render the HTML part.

    Raises:
        RenderError: The theme is wrong; names the template and its line where that can be told.
    """
    from mjml import mjml2html

    mjml = render_mjml(view, theme)
    if mistake := find_mistake(mjml):
        raise RenderError(
            f"{find_origin(mistake, theme, values_of(view, theme))}: {mistake.message}.",
            MEND,
        )
    try:
        html = str(mjml2html(mjml, fonts={}))
    except ValueError as error:
        raise RenderError(f"{theme.file(MARKUP)}: MJML refuses it: {error}.") from error
    return inline(STRAY.sub(r"\1\2", html), theme.css)


def render_mjml(view: EditionView, theme: OpenTheme) -> str:
    """Render what the MJML compiler gets.

    Raises:
        RenderError: A template is wrong; names it and its line.
    """
    return compact(render_template(theme.markup, theme.file(MARKUP), values_of(view, theme)))


def values_of(view: EditionView, theme: OpenTheme) -> dict[str, Any]:
    """Name what a template sees."""
    return {"edition": view, "theme": theme.theme}


def compact(mjml: str) -> str:
    """Leave out the indentation, which every reader would download; lines stay lines."""
    return INDENT.sub(lambda gap: "\n" * gap[0].count("\n"), printable(mjml)).strip()


def find_origin(mistake: Mistake, theme: OpenTheme, values: dict[str, Any]) -> str:
    """Find the template line that a mistake in the MJML comes from, by rendering it with marks."""
    marked = DeskEnvironment(theme.sources, autoescape=True, marked=True)
    name = theme.file(MARKUP)
    output, places = split_marks(render_template(marked, name, values))
    skipped = output[: len(output) - len(output.lstrip())].count("\n")
    before = [line for line in places if line <= mistake.line + skipped]
    return places[max(before)] if before else name
