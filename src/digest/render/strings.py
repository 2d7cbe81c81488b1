"""The words that the mail brings itself, in the edition's language."""

from dataclasses import dataclass, fields
from typing import Any

from digest.errors import RenderError

STRINGS = "strings.toml"
FALLBACK = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strings:
    """Words by their use; `{}` in them takes a name or a number, as templates/strings.toml says."""

    view: str
    unsubscribe: str
    preferences: str
    number: str
    reading: str
    contents: str
    correction: str
    read: str
    more: str
    also: str
    updated: str
    sponsor: str
    share: str
    mail: str
    why: str


NAMES = tuple(one.name for one in fields(Strings))
WITH_PLACE = ("number", "reading", "sponsor", "why")


def choose_strings(table: dict[str, Any], language: str) -> Strings:
    """Choose the words for a language tag: the whole tag, else its first subtag, else English.

    Args:
        table: strings.toml, parsed.
        language: BCP 47 tag.

    Raises:
        RenderError: A word is missing, is no text, or lacks its `{}`.
    """
    rows = {name.casefold(): row for name, row in table.items()}
    tag = language.casefold()
    for name in (tag, tag.partition("-")[0], FALLBACK):
        if name in rows:
            return read_row(name, rows[name])
    raise RenderError(f"{STRINGS} has no [{FALLBACK}], which every other language falls back on.")


def read_row(language: str, row: Any) -> Strings:  # noqa: ANN401 - whatever the file holds
    """Check one language."""
    if not isinstance(row, dict):
        raise RenderError(f"{STRINGS}: {language} is no table.", f"Write it as [{language}].")
    for name in NAMES:
        word = row.get(name)
        if not isinstance(word, str) or not word.strip():
            raise RenderError(f"{STRINGS}: [{language}] has no text for {name}.")
        if name in WITH_PLACE and word.count("{}") != 1:
            raise RenderError(
                f"{STRINGS}: {name} in [{language}] needs one {{}}.",
                "It is replaced by a name or a number.",
            )
    return Strings(**{name: row[name] for name in NAMES})
