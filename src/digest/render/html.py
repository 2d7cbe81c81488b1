"""The HTML part: Jinja2 → MJML → premailer, each behind its own fence."""

import re
from collections.abc import Sequence
from typing import Any

from digest.errors import RenderError
from digest.render.characters import printable
from digest.render.environment import MEND, render_template
from digest.render.inline import inline
from digest.render.lint import Mistake, find_mistake
from digest.render.opening import MARKUP, OpenTheme, open_markup
from digest.render.origins import Place, find_origin, split_marks
from digest.render.variables import EditionView

INDENT = re.compile(r"(?<![ \t])[ \t]*\n\s*")
# Attributes that the compiler writes and HTML does not know: on a button's cell, on a picture.
STRAY = re.compile(r'(<td\b[^>]*?) vertical-align="[a-z]+"|(<img\b[^>]*?) height="auto"')
# The compiler writes the title there as Rust shows a text to programmers: what combines with the
# letter before it as "\u{94d}". No such text has a quotation mark, which is an entity by then.
LABEL = re.compile(r'(?<=<div aria-label=")(?:[^"\\]|\\.)*(?=")')
ESCAPED = re.compile(r"\\(?:u\{([0-9a-f]{1,6})\}|(.))")
OUTLOOK, ENDED = "<!--[if mso | IE]>", "<![endif]-->"
CONDITION = re.compile(r"<!--\[if [^\]]*\]>")
# A style that stands in a tag: no text can hold a "<", so what begins with one is a tag.
STYLE = re.compile(
    r"""(<\w+(?:\s+[\w:-]+(?:="[^"]*"|='[^']*')?)*?\s+style=)("[^"]*"|'[^']*')""",
)
GAP = re.compile(r"(?<=[;:,]) +")


def render_html(view: EditionView, theme: OpenTheme) -> str:
    """Render the HTML part of an edition.

    Raises:
        RenderError: The theme is wrong; names the template and its line where that can be told.
    """
    return render_markup(theme, MARKUP, values_of(view, theme))


def render_markup(theme: OpenTheme, file: str, values: dict[str, Any]) -> str:
    """Render a template of MJML to HTML that mail programs understand.

    Args:
        theme: Opened.
        file: The template's name within a theme.
        values: What it sees.

    Raises:
        RenderError: The theme is wrong; names the template and its line where that can be told.
    """
    from mjml import mjml2html

    mjml = compact(render_template(theme.markup, theme.file(file), values))
    if mistake := find_mistake(mjml):
        [place] = locate([mistake], theme, values, file=file)
        raise RenderError(f"{place}: {mistake.sentence}", MEND)
    try:
        html = str(mjml2html(mjml, fonts={}))
    except ValueError as error:
        raise RenderError(f"{theme.file(file)}: MJML refuses it: {error}.") from error
    return trim(inline(read_label(STRAY.sub(r"\1\2", html)), theme.css))


def read_label(html: str) -> str:
    """Write the title that is read aloud as it is, not as a programmer would see it."""

    def write(found: re.Match[str]) -> str:
        if found[1]:
            return chr(int(found[1], 16))
        return {"t": " ", "n": " ", "r": " ", "0": "", '"': "&quot;"}.get(found[2], found[2])

    return LABEL.sub(lambda label: ESCAPED.sub(write, label[0]), html, count=1)


def trim(html: str) -> str:
    """Leave out what every reader would download and no mail program needs."""
    return STYLE.sub(lambda tag: tag[1] + GAP.sub("", tag[2]), merge_comments(html))


def merge_comments(html: str) -> str:
    """Make one of two comments for Outlook that stand side by side, under the same condition."""
    first, *rest = html.split(ENDED)
    pieces, condition = [first], (CONDITION.findall(first) or [""])[-1]
    for piece in rest:
        seamless = condition == OUTLOOK and piece.startswith(OUTLOOK)
        pieces.append(piece[len(OUTLOOK) :] if seamless else ENDED + piece)
        condition = (CONDITION.findall(piece) or [""])[-1]
    return "".join(pieces)


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


def locate(
    mistakes: Sequence[Mistake],
    theme: OpenTheme,
    values: dict[str, Any],
    *,
    lenient: bool = False,
    file: str = MARKUP,
) -> list[Place]:
    """Find the template lines that mistakes in the MJML come from, by rendering it with marks."""
    marked = open_markup(theme.layers, marked=True, lenient=lenient)
    name = theme.file(file)
    output, places = split_marks(render_template(marked, name, values))
    skipped = output[: len(output) - len(output.lstrip())].count("\n")
    found = (
        find_origin(one.line + skipped, one.flaw.seek, places, theme.layers.sources)
        for one in mistakes
    )
    return [place or Place(name, 1) for place in found]
