"""What the pages that readers open share: templates, words, and looks, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from digest.model.publication import Publication
from digest.render.archive import LANGUAGE
from digest.render.characters import printable
from digest.render.environment import DeskEnvironment, render_template
from digest.render.lint_public import find_endings, refuse
from digest.render.public_words import PublicWords, choose_public_words
from digest.render.theme import Theme

LOOK, OWN_LOOK = "look.css", "own.css"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicHouse:
    """What all pages share. Opened once, and again when digest.toml or a template changes.

    Attributes:
        publication: Without unprintable characters.
        public_url: Base of the public pages, without a final slash.
        pages: Renders the templates; everything is escaped.
        style: The style sheet.
        words: By language: those of digest.toml.
    """

    publication: Publication
    public_url: str
    pages: DeskEnvironment = field(repr=False)
    style: Markup = field(repr=False)
    words: Mapping[str, PublicWords] = field(repr=False)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the pages, the publication's first."""
        return tuple(self.words)

    @property
    def base(self) -> str:
        """The path of the public pages, such as "/news"; empty at the top of a host."""
        return urlsplit(self.public_url).path.rstrip("/")

    def words_of(self, language: str) -> PublicWords:
        """Choose the words of a page; the publication's language for one that it does not have."""
        return self.words.get(language) or self.words[self.languages[0]]

    def archive(self, language: str) -> str:
        """Tell the way to the archive."""
        own = language == self.languages[0] or not LANGUAGE.fullmatch(language)
        return f"{self.base}/archive/" + ("" if own else f"{language}/")


def open_public_house(
    publication: Publication,
    *,
    files: tuple[Mapping[str, str], Mapping[str, Any]],
    public_url: str,
    theme: Theme,
) -> PublicHouse:
    """Put together what all pages share.

    Args:
        publication: The publication.
        files: The templates by name, and the words by language, the desk's own among them.
        public_url: Base of the public pages.
        theme: The tokens of its theme.

    Raises:
        RenderError: Words are missing, or the desk's style sheet cannot stand on a page.
    """
    templates, table = files
    publication = printable(publication)
    pages, styles = open_templates(tuple(sorted(templates.items())))
    languages = dict.fromkeys((publication.language, *publication.languages))
    own = templates.get(OWN_LOOK, "")
    for found in find_endings(own):
        raise refuse(found)
    return PublicHouse(
        publication=publication,
        public_url=public_url.rstrip("/"),
        pages=pages,
        style=Markup(render_template(styles, LOOK, {"theme": theme}) + own),  # noqa: S704 - tokens are checked when a theme is read, and no "</" is in the other
        words={
            language: choose_public_words(table, language, publication.timezone)
            for language in languages
        },
    )


@lru_cache(maxsize=2)
def open_templates(
    templates: tuple[tuple[str, str], ...],
) -> tuple[DeskEnvironment, DeskEnvironment]:
    """Open the templates, once: for pages, where all is escaped, and for the style sheet."""
    sources = dict(templates)
    return DeskEnvironment(sources, autoescape=True), DeskEnvironment(sources, autoescape=False)
