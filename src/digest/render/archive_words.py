"""The words that the archive brings itself, in the language of each page."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from digest.errors import RenderError
from digest.render.strings import FALLBACK, shorter_tags

WORDS = "archive/words.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveWords:
    """Words by their use.

    Attributes:
        archive: Title of the list of editions.
        latest: Over the newest ones, where there are months to choose from.
        months: Over the list of months.
        previous, next: Over the editions before and after one.
        subscribe: Link to the page where one subscribes.
        languages: Names the links to other languages for those who do not see them.
        editions: Names the links to other editions for those who do not see them.
        none: Instead of a list while there is no edition.
    """

    archive: str
    latest: str
    months: str
    previous: str
    next: str
    subscribe: str
    languages: str
    editions: str
    none: str


NAMES = tuple(one.name for one in fields(ArchiveWords))


def choose_words(table: Mapping[str, Any], language: str, zone: str = "") -> ArchiveWords:
    """Choose the words for a language tag, as the mail's own words are chosen.

    Args:
        table: words.toml, parsed.
        language: BCP 47 tag.
        zone: IANA zone of the publication, for a language without a region.

    Raises:
        RenderError: A word is missing.
    """
    rows = {name.casefold(): row for name, row in table.items()}
    found = [rows[name] for name in shorter_tags(language, zone) if name in rows]
    row: dict[str, Any] = {}
    for one in reversed(found or [rows.get(FALLBACK, {})]):
        row |= one
    if any(not isinstance(row.get(name), str) for name in NAMES):
        raise RenderError(f"{WORDS} lacks words for {language}.", "Install digest-desk again.")
    return ArchiveWords(**{name: row[name] for name in NAMES})
