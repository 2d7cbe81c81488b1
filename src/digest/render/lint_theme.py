"""Lint everything that a desk has of a theme: tokens, words, style sheets, templates."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from digest.errors import RenderError
from digest.model.message import Finding, Level
from digest.render.layers import (
    RESERVED,
    SHARED,
    SHIPPED,
    STYLES,
    THEME_FILES,
    Layers,
    find_layers,
)
from digest.render.letter_words import LETTERS
from digest.render.letter_words import WITH_PLACE as PLACES_OF_LETTERS
from digest.render.lint_css import lint_styles
from digest.render.lint_templates import TemplateLint
from digest.render.lint_types import describe_theme
from digest.render.strings import COUNTED, STRINGS, WITH_PLACE, judge_forms
from digest.render.tokens import judge_layers, not_toml
from digest.render.toml_places import find_key
from digest.text.values import nearest

# Files of words, and those of them in which a name, a number or a span takes the place of `{}`.
PLACES = {STRINGS: WITH_PLACE, LETTERS: PLACES_OF_LETTERS}


def lint_theme(name: str, sources: Mapping[str, str]) -> list[Finding]:
    """Find everything that is wrong with a desk's files of a theme, without rendering it.

    Args:
        name: The theme's.
        sources: Every file that it may use.
    """
    try:
        layers = find_layers(name, sources)
    except RenderError as error:
        return [as_finding(error, f"{name}/theme.toml")]
    theme, findings = judge_layers(layers)
    findings += [one for file in PLACES for one in lint_words(file, sources)]
    own = [path for path in sources if path.partition("/")[0] in layers.folders]
    for path in own:
        if path.endswith(f"/{STYLES}"):
            findings += lint_styles(path, layers)
    templates = [path for path in own if path.endswith((".j2", f"/{STYLES}"))]
    findings += TemplateLint(layers=layers, theme=describe_theme(theme)).lint(templates)
    return [*findings, *find_unused(layers)]


def as_finding(error: RenderError, file: str) -> Finding:
    """Show an error as a finding, at the place that its message begins with."""
    head, _, rest = error.message.partition(": ")
    path, _, line = head.rpartition(":")
    if not rest:
        path, line, rest = "", "", error.message
    elif not (line.isdigit() and path):
        path, line = ("", "") if " " in head else (head, "")
        rest = rest if path else error.message
    return Finding(
        rule="template",
        level=Level.ERROR,
        message=f"{rest[:1].upper()}{rest[1:]}",
        file=(path or file).removeprefix("templates/"),
        line=int(line) if line else None,
        fix=error.hint or None,
    )


def lint_words(file: str, sources: Mapping[str, str]) -> Iterator[Finding]:
    """Tell what is wrong with the desk's own words in strings.toml, or in letters.toml."""
    text = sources.get(file, "")
    try:
        own = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        yield not_toml(str(error), file, text)
        return
    shipped = tomllib.loads(sources.get(f"{SHIPPED}/{file}", ""))
    english = shipped.get("en", {})
    known = {name.casefold() for name in shipped}
    for language, row in own.items():
        if not isinstance(row, dict):
            fix = "Write it below its language, such as [en]."
            told = ("unknown-word", f"{language} is no language.", fix)
            yield word_error(told, file, text, name=language)
            continue
        for name, word in row.items():
            below = shipped.get(language, {})
            if wrong := judge_word(name, word, english, language, below, places=PLACES[file]):
                yield word_error(wrong, file, text, language=language, name=name)
        missing = [one for one in english if one not in row]
        if language.casefold().partition("-")[0] not in known and missing:
            message = f"[{language}] has no text for {', '.join(missing)}."
            fix = "Write every word of a language that digest does not bring."
            yield word_error(("missing-word", message, fix), file, text, language=language)


def judge_word(
    name: str,
    word: Any,  # noqa: ANN401 - whatever a file holds
    english: Mapping[str, Any],
    language: str,
    below: Mapping[str, Any],
    *,
    places: Collection[str],
) -> tuple[str, str, str] | None:
    """Tell what is wrong with a word: the rule, the message, and what to do."""
    if name not in english:
        close = nearest(name, list(english))
        fix = f"Did you mean {close}?" if close else f"There are: {', '.join(english)}."
        return "unknown-word", f"Nothing shows the word {name}.", fix
    if name in COUNTED:
        whole = {**below.get(name, {}), **word} if isinstance(word, dict) else word
        told = judge_forms(language, name, whole)
        return ("word-plural", *told) if told else None
    if type(word) is not type(english[name]) or (isinstance(word, str) and not word.strip()):
        return "word-value", f"{name} is no text.", f'Write {name} = "{english[name]}".'
    if name in places and isinstance(word, str) and word.count("{}") != 1:
        fix = f'It is replaced by a name or a number, as in {name} = "{english[name]}".'
        return "word-place", f"{name} needs one {{}}.", fix
    if name not in places and isinstance(word, str) and "{}" in word:
        return "word-place", f"{name} has a {{}} that nothing takes the place of.", "Leave it out."
    return None


def word_error(
    told: tuple[str, str, str], file: str, text: str, *, language: str = "", name: str = ""
) -> Finding:
    """Tell that a word is wrong, at its place: the rule, the message, and what to do."""
    rule, message, fix = told
    line, column = find_key(text, language, name)
    return Finding(
        rule=rule,
        level=Level.ERROR,
        message=message,
        file=file,
        line=line,
        column=column,
        fix=fix,
    )


def find_unused(layers: Layers) -> Iterator[Finding]:
    """Tell which files of a desk have a name that nothing uses."""
    names = set(THEME_FILES)
    templates = [text for path, text in layers.sources.items() if path.endswith(".j2")]
    for path in layers.sources:
        folder, _, name = path.partition("/")
        if folder in RESERVED - {SHARED} or not name or name in names:
            continue
        if not any(f"{folder}/{name}" in text for text in templates):
            yield unused_file(path, name)


def unused_file(path: str, name: str) -> Finding:
    """Tell that nothing uses a file."""
    close = nearest(name, list(THEME_FILES))
    fix = f"Did you mean {close}?" if close else f"Files are: {', '.join(THEME_FILES)}."
    return Finding(
        rule="unused-file",
        level=Level.WARNING,
        message="Nothing uses a file of this name.",
        file=path,
        fix=fix,
    )
