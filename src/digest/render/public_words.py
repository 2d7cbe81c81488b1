"""The words of the pages that readers open themselves, in the language of each."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from markupsafe import Markup, escape

from digest.errors import RenderError
from digest.model.publication import Publication
from digest.render.lint_public import MISSING, lint_public_words, refuse
from digest.render.strings import FALLBACK, merge_words, shorter_tags

OWN = "templates/public/words.toml"
VERSION_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWords:
    """Words by their use.

    Attributes:
        language: BCP 47 tag of the page.
        texts: By name, as templates/public/words.toml has them.
    """

    language: str
    texts: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.texts[name]


def add_own_words(ours: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Put the words of a desk in the place of ours, one by one.

    Args:
        ours: Words by language.
        text: The desk's words.toml, with what it says otherwise; a language of its own says
            everything.

    Raises:
        RenderError: It is no TOML, or a word is no text, has a name that nothing uses, or lacks
            its `{}`; with file and line.
    """
    for fault in lint_public_words(text, ours):
        if fault.rule != MISSING:  # which matters once the pages speak that language
            raise refuse(fault)
    table = {tag: dict(row) for tag, row in ours.items()}
    merge_words(table, tomllib.loads(text))
    return table


def choose_public_words(table: Mapping[str, Any], language: str, zone: str = "") -> PublicWords:
    """Choose the words for a language tag, as the mail's own words are chosen.

    Args:
        table: Words by language, with what a desk puts in their place.
        language: BCP 47 tag.
        zone: IANA zone of the publication, for a language without a region.

    Raises:
        RenderError: A word is missing.
    """
    rows = {name.casefold(): row for name, row in table.items()}
    tags = [tag for tag in shorter_tags(language, zone) if tag in rows] or [FALLBACK]
    row: dict[str, str] = {}
    for tag in reversed(tags):
        row |= rows[tag]
    names = rows[FALLBACK]
    if missing := [name for name in names if name not in row]:
        raise RenderError(
            f"{OWN}: [{tags[0]}] has no text for {missing[0]}.",
            "A language of your own says all that English says.",
        )
    return PublicWords(language=language, texts={name: row[name] for name in names})


def fill(text: str, value: str) -> Markup:
    """Put a name or a date into a sentence; its direction stays its own. Both are escaped."""
    before, place, after = text.partition("{}")
    told = Markup("<bdi>{}</bdi>").format(value) if place else Markup()
    return escape(before) + told + escape(after)


def consent_text(words: PublicWords, publication: Publication) -> str:
    """Write the sentence beside the button, to which a reader agrees; plain text."""
    return words["consent"].replace("{}", publication.name)


def consent_version(language: str, text: str) -> str:
    """Name a consent text: the first digits of a hash over its language and its words."""
    return sha256(f"{language}\n{text}".encode()).hexdigest()[:VERSION_DIGITS]
