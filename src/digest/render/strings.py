"""The words that the mail brings itself, in the edition's language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from digest.errors import RenderError
from digest.render.layers import SHIPPED
from digest.render.locales import CATEGORIES, plural_categories, regional_tag

STRINGS = "strings.toml"
FALLBACK = "en"
TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Strings:
    """Words by their use; `{}` in them takes a name or a number, as templates/strings.toml says.

    Those that count something are tables: a text by the plural category of the language.
    """

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
    stories: Mapping[str, str]


WITH_PLACE = ("number", "reading", "sponsor", "why")
COUNTED = ("stories",)
NAMES = tuple(one.name for one in fields(Strings) if one.name not in COUNTED)


def choose_strings(table: Mapping[str, Any], language: str, zone: str = "") -> Strings:
    """Choose the words for a language tag: the whole tag's, else those of a shorter one.

    A row says only what differs from that of a shorter tag; a language without a row gets English.

    Args:
        table: strings.toml, parsed.
        language: BCP 47 tag.
        zone: IANA zone of the publication, for a language without a region.

    Raises:
        RenderError: A word is missing, is no text, or lacks its `{}`.
    """
    rows = {name.casefold(): row for name, row in table.items()}
    names = [name for name in shorter_tags(language, zone) if name in rows] or [FALLBACK]
    if names[0] not in rows:
        raise RenderError(
            f"{STRINGS} has no [{FALLBACK}], which every other language falls back on."
        )
    row: dict[str, Any] = {}
    for name in reversed(names):
        if not isinstance(rows[name], dict):
            raise RenderError(f"{STRINGS}: {name} is no table.", f"Write it as [{name}].")
        row |= rows[name]
    return read_row(names[0], row)


def shorter_tags(language: str, zone: str) -> list[str]:
    """List a tag and what is left of it without its last parts; Chinese by its script."""
    parts = regional_tag(language, zone).casefold().split("-")
    if parts[0] == "zh" and set(parts) & TRADITIONAL:
        parts = ["zh-hant", *(one for one in parts[1:] if one != "hant")]
    return ["-".join(parts[:size]) for size in range(len(parts), 0, -1)]


def read_row(language: str, row: Mapping[str, Any]) -> Strings:
    """Check one language."""
    for name in NAMES:
        word = row.get(name)
        if not isinstance(word, str) or not word.strip():
            raise RenderError(f"{STRINGS}: [{language}] has no text for {name}.")
        if name in WITH_PLACE and word.count("{}") != 1:
            raise RenderError(
                f"{STRINGS}: {name} in [{language}] needs one {{}}.",
                "It is replaced by a name or a number.",
            )
    for name in COUNTED:
        if told := judge_forms(language, name, row.get(name)):
            raise RenderError(f"{STRINGS}: {told[0]}", told[1])
    return Strings(**{name: row[name] for name in (*NAMES, *COUNTED)})


def judge_forms(language: str, name: str, forms: Any) -> tuple[str, str] | None:  # noqa: ANN401 - whatever the file holds
    """Tell what is wrong with the words that count something, and what to do; None if nothing is.

    Args:
        language: BCP 47 tag, whose plurals there have to be.
        name: The word's.
        forms: What the file holds.
    """
    wanted = plural_categories(language)
    example = ", ".join(f'{one} = "{{}} …"' for one in wanted)
    fix = f"Write {name} = {{ {example} }}."
    if not isinstance(forms, dict):
        return f"{name} in [{language}] needs a form for each plural: {', '.join(wanted)}.", fix
    if strange := [one for one in forms if one not in CATEGORIES]:
        return f"{name} in [{language}] has an unknown plural {strange[0]}.", fix
    missing = [one for one in wanted if one not in forms]
    if missing:
        return f"{name} in [{language}] has no form for {', '.join(missing)}.", fix
    for category, form in forms.items():
        if not isinstance(form, str) or not form.strip() or form.count("{}") > 1:
            return f"{name}.{category} in [{language}] is no text with at most one {{}}.", fix
    return None


def read_strings(sources: Mapping[str, str]) -> dict[str, Any]:
    """Read the mail's own words: ours, and word by word what the desk puts in their place."""
    return read_tables(STRINGS, sources)


def read_tables(name: str, sources: Mapping[str, str]) -> dict[str, Any]:
    """Read a file of words: ours, and word by word what the desk puts in their place.

    Raises:
        RenderError: One of them is not TOML.
    """
    table: dict[str, Any] = {}
    for path in (f"{SHIPPED}/{name}", name):
        try:
            merge_words(table, tomllib.loads(sources.get(path, "")))
        except tomllib.TOMLDecodeError as error:
            raise RenderError(f"{path} is not TOML: {error}.") from error
    return table


def merge_words(table: dict[str, Any], nearer: Mapping[str, Any]) -> None:
    """Put words in the place of those of the same name, table by table."""
    known = {name.casefold(): name for name in table}
    for name, value in nearer.items():
        place = known.get(name.casefold(), name)
        below = table.get(place)
        if isinstance(value, dict) and isinstance(below, dict):
            merge_words(below, value)
        else:
            table[place] = value
