"""The words of letters to single people, in the language of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from digest.errors import RenderError
from digest.render.strings import FALLBACK, read_tables, shorter_tags

LETTERS = "letters.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWords:
    """Words by their use; `{}` in them takes the publication's name, or a span of time.

    Each kind of letter has a subject, a title, a text and a button. Besides:

    Attributes:
        confirm_until: How long the link of a letter that asks works.
        ignore: For those who never asked.
        why: Why this letter came.
    """

    confirm_subject: str
    confirm_title: str
    confirm_text: str
    confirm_button: str
    confirm_until: str
    ignore: str
    welcome_subject: str
    welcome_title: str
    welcome_text: str
    welcome_button: str
    known_subject: str
    known_title: str
    known_text: str
    known_button: str
    why: str


NAMES = tuple(one.name for one in fields(LetterWords))
WITH_PLACE = (
    "confirm_subject",
    "confirm_text",
    "confirm_until",
    "welcome_subject",
    "welcome_text",
    "known_subject",
    "known_text",
    "why",
)


def speakable(table: Mapping[str, Any], wished: Sequence[str], zone: str = "") -> str:
    """Choose the first language of those wished for that there are words in; English at last.

    Args:
        table: letters.toml, parsed.
        wished: BCP 47 tags, the best first.
        zone: IANA zone of the publication.
    """
    known = {name.casefold() for name in table}
    return next((one for one in wished if known & set(shorter_tags(one, zone))), FALLBACK)


def choose_letter_words(table: Mapping[str, Any], language: str, zone: str = "") -> LetterWords:
    """Choose the words for a language tag, as the mail's own words are chosen.

    Args:
        table: letters.toml, parsed.
        language: BCP 47 tag.
        zone: IANA zone of the publication, for a language without a region.

    Raises:
        RenderError: A word is missing, is no text, or lacks its `{}`.
    """
    rows = {name.casefold(): row for name, row in table.items()}
    tags = [name for name in shorter_tags(language, zone) if name in rows] or [FALLBACK]
    row: dict[str, Any] = {}
    for tag in reversed(tags):
        found = rows.get(tag)
        if not isinstance(found, dict):
            raise RenderError(f"{LETTERS} has no table [{tag}].", f"Write it as [{tag}].")
        row |= found
    for name in NAMES:
        word = row.get(name)
        if not isinstance(word, str) or not word.strip():
            raise RenderError(f"{LETTERS}: [{tags[0]}] has no text for {name}.")
        if word.count("{}") != (1 if name in WITH_PLACE else 0):
            need = "one {}" if name in WITH_PLACE else "no {}"
            raise RenderError(f"{LETTERS}: {name} in [{tags[0]}] needs {need}.")
    return LetterWords(**{name: row[name] for name in NAMES})


def read_letter_words(sources: Mapping[str, str]) -> dict[str, Any]:
    """Read the words of letters: ours, and word by word what the desk puts in their place."""
    return read_tables(LETTERS, sources)
