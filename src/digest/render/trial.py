"""Render samples to find what only rendering shows; one mistake does not hide the next."""

from collections.abc import Iterator
from typing import Any

from digest.errors import RenderError
from digest.model.edition import Edition
from digest.model.message import Finding, Level, PersonalContext, Trial
from digest.model.publication import Publication
from digest.model.signup import LetterWish
from digest.render.environment import render_template
from digest.render.html import compact, locate, values_of
from digest.render.layers import LETTER, LETTER_TEXT, MARKUP, TEXT
from digest.render.letters import open_letter_job, render_letter
from digest.render.lint import find_mistakes
from digest.render.lint_templates import find_column
from digest.render.lint_theme import as_finding
from digest.render.message import open_job, render_edition
from digest.render.opening import OpenTheme, open_markup

MOST_TOLD = 50


def try_edition(
    edition: Edition,
    publication: Publication,
    *,
    theme: OpenTheme,
    content_hash: str,
    public_url: str,
) -> Trial:
    """Render an edition, and find everything that is wrong with what comes of it.

    Args:
        edition: A sample.
        publication: Likewise.
        theme: Opened.
        content_hash: For the sentinels.
        public_url: Base of the public pages; empty when there are none.
    """
    try:
        rendered = render_edition(
            edition,
            publication,
            theme=theme,
            content_hash=content_hash,
            public_url=public_url,
        )
    except RenderError as error:
        job = open_job(publication, theme=theme, content_hash=content_hash, public_url=public_url)
        values = values_of(job.view(edition), theme)
        found = [*find_errors(theme, values), *find_flaws(theme, values)]
        return Trial(rendered=None, findings=tuple(found or [told(error, theme)]))
    return Trial(rendered=rendered, findings=())


def try_letter(
    wish: LetterWish,
    publication: Publication,
    *,
    theme: OpenTheme,
    content_hash: str,
    public_url: str,
) -> Trial:
    """Render a letter, and find everything that is wrong with what comes of it.

    Args:
        wish: Which letter.
        publication: A sample.
        theme: Opened.
        content_hash: For the sentinels.
        public_url: Base of the public pages.
    """
    given: Any = {"theme": theme, "content_hash": content_hash, "public_url": public_url}
    try:
        return Trial(rendered=render_letter(wish, publication, **given))
    except RenderError as error:
        found = tell_all(wish, publication, **given)
        return Trial(findings=tuple(found or [told(error, theme, LETTER)]))


def tell_all(wish: LetterWish, publication: Publication, **given: Any) -> list[Finding]:  # noqa: ANN401
    """Find what is wrong with the templates of a letter; nothing where its words are."""
    theme: OpenTheme = given["theme"]
    try:
        values = open_letter_job(wish, publication, **given).values(theme, PersonalContext.URL)
    except RenderError:
        return []
    errors = find_errors(theme, values, markup=LETTER, text=LETTER_TEXT)
    return [*errors, *find_flaws(theme, values, LETTER)]


def find_errors(
    theme: OpenTheme, values: dict[str, Any], *, markup: str = MARKUP, text: str = TEXT
) -> Iterator[Finding]:
    """Tell what ends the rendering of either part."""
    for environment, name in ((theme.markup, markup), (theme.text, text)):
        try:
            render_template(environment, theme.file(name), values)
        except RenderError as error:
            yield told(error, theme, name)


def told(error: RenderError, theme: OpenTheme, name: str = MARKUP) -> Finding:
    """Show an error at its place, with its column."""
    found = as_finding(error, theme.file(name))
    lines = theme.layers.sources.get(found.file or "", "").split("\n")
    if found.line is None or found.line > len(lines):
        return found
    quoted = found.message.split("'")
    column = find_column(lines[found.line - 1], quoted[1] if len(quoted) > 1 else "")
    return Finding(
        rule=found.rule,
        level=found.level,
        message=found.message,
        file=found.file,
        line=found.line,
        column=column,
        fix=found.fix,
    )


def find_flaws(theme: OpenTheme, values: dict[str, Any], name: str = MARKUP) -> Iterator[Finding]:
    """Tell what is wrong with the MJML, as if nothing were missing."""
    lenient = open_markup(theme.layers, lenient=True)
    try:
        mjml = compact(render_template(lenient, theme.file(name), values))
        mistakes = list(find_mistakes(mjml))[:MOST_TOLD]
        places = locate(mistakes, theme, values, lenient=True, file=name)
    except RenderError:
        return
    for mistake, place in zip(mistakes, places, strict=True):
        yield Finding(
            rule=mistake.flaw.rule,
            level=Level.ERROR,
            message=mistake.flaw.sentence,
            file=place.file,
            line=place.line,
            column=place.column or 1,
            fix=mistake.flaw.fix or None,
        )
