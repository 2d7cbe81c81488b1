"""Lint what a desk says otherwise on the pages that readers open: words, and a style sheet."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any

from digest.errors import RenderError
from digest.model.message import Finding, Level
from digest.render.inline import without_comments
from digest.render.lint_tags import place_of
from digest.render.strings import FALLBACK
from digest.render.toml_places import find_key, split_place
from digest.text.values import nearest

WORDS, LOOK = "public/words.toml", "public/look.css"
MISSING = "missing-word"
PLACE = "{}"
# Of each kind; who has more mends these first.
MOST_TOLD = 100
CLASS = re.compile(r"\.(p-[\w-]+)")
EDGE = re.compile(r"[{};]")
OURS = re.compile(r"\bp-[\w-]+")
# What ends the style sheet on a page, or what browsers do not do there, and what to do instead.
ENDING = re.compile(r"</|<!")
BLOCKED = (
    (
        re.compile(r"@import\b|@font-face\b", re.IGNORECASE),
        "Pages fetch nothing, so that nobody else hears of a visit: {} does nothing here.",
        "Write the rules into this file, and use fonts that machines have.",
    ),
    (
        re.compile(r"url\(\s*[\"']?(?:[a-z]+:|//)", re.IGNORECASE),
        "Pages show pictures of their own host alone: browsers do not fetch {}…).",
        "Name one of your public pages by its path, such as url(/archive/pictures/…), or none.",
    ),
    (
        re.compile(r"outline\s*:\s*(?:0|none)\b", re.IGNORECASE),
        "With {} nobody sees where the keyboard is.",
        "Give :focus-visible another outline instead.",
    ),
)


def lint_public_words(text: str, ours: Mapping[str, Any]) -> Iterator[Finding]:
    """Tell what is wrong with a desk's own words.

    Args:
        text: Its words.toml.
        ours: Words by language.
    """
    try:
        own = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said, line, column = split_place(str(error), text)
        fix = 'Write each word as in save_button = "Save".'
        yield find_fault("not-toml", f"This is not TOML: {said}.", fix, (line, column))
        return
    model = ours[FALLBACK]
    known = {name.casefold() for name in ours}
    for tag, row in own.items():
        if not isinstance(row, dict):
            fix = "Write it below its language, such as [en]."
            yield find_fault("unknown-word", f"{tag} is no language.", fix, find_key(text, "", tag))
            continue
        for name, word in row.items():
            if wrong := judge_word(name, word, model):
                yield find_fault(*wrong, find_key(text, tag, name))
        lacking = [one for one in model if one not in row]
        if tag.casefold().partition("-")[0] not in known and lacking:
            told = f"[{tag}] has no text for {', '.join(lacking)}."
            fix = "Write every word of a language that digest does not bring."
            yield find_fault(MISSING, told, fix, find_key(text, tag))


def judge_word(
    name: str,
    word: Any,  # noqa: ANN401 - whatever a file holds
    model: Mapping[str, str],
) -> tuple[str, str, str] | None:
    """Tell what is wrong with a word: the rule, the message, and what to do."""
    if name not in model:
        close = nearest(name, list(model))
        fix = f"Did you mean {close}?" if close else "docs/how-to/public-pages.md tells the words."
        return "unknown-word", f"No page uses {name}.", fix
    ours = model[name]
    if not isinstance(word, str) or not word.strip():
        return "word-value", f"{name} is no text.", f'Write it as in {name} = "{ours}".'
    wanted = ours.count(PLACE)
    if word.count(PLACE) != wanted:
        need = "one {}" if wanted else "no {}"
        return "word-place", f"{name} needs {need}.", f'Ours is {name} = "{ours}".'
    return None


def lint_public_look(text: str, shipped: Collection[str]) -> Iterator[Finding]:
    """Tell what of a desk's own style sheet breaks a page, or does nothing there.

    Args:
        text: Its look.css.
        shipped: The templates and the style sheet that come with the program.
    """
    yield from find_endings(text)
    bare = without_comments(text)
    for pattern, told, fix in BLOCKED:
        for found in islice(pattern.finditer(bare), MOST_TOLD):
            message = told.format(" ".join(found[0].split()))
            yield warn("no-effect", message, fix, place_of(text, found.start()))
    if told := tell_braces(bare):
        yield warn("unclosed", told, "Close each rule.", place_of(text, len(text.rstrip())))
    known = sorted({one for source in shipped for one in OURS.findall(source)})
    unknown = (one for one in find_classes(bare) if one[1] not in known)
    for at, name in islice(unknown, MOST_TOLD):
        close = nearest(name, known)
        fix = f"Did you mean .{close}?" if close else f"There are: {', '.join(known)}."
        yield warn("unused-style", f"No page has the class {name}.", fix, place_of(text, at))


def tell_braces(bare: str) -> str:
    """Say which braces have no other half; empty when all of them do."""
    more = bare.count("{") - bare.count("}")
    if more > 0:
        one = "is not closed: what follows it is read as part of it"
        many = "are not closed: what follows them is read as part of them"
        return f"{more} {{ {one if more == 1 else many}."
    close = "closes" if more == -1 else "close"
    return f"{-more} }} {close} nothing: the rule after it is passed over." if more else ""


def find_endings(text: str) -> Iterator[Finding]:
    """Tell what would end the style sheet on a page; what comes after it would be markup."""
    for found in islice(ENDING.finditer(text), MOST_TOLD):
        told = "This ends the style sheet on a page."
        yield find_fault(
            "markup", told, "Write nothing but CSS.", place_of(text, found.start()), file=LOOK
        )


def find_classes(bare: str) -> Iterator[tuple[int, str]]:
    """Find the classes that rules are for, each with its place."""
    begun = 0
    for edge in EDGE.finditer(bare):
        if edge[0] == "{":
            yield from ((one.start(), one[1]) for one in CLASS.finditer(bare, begun, edge.start()))
        begun = edge.end()


def find_fault(
    rule: str,
    message: str,
    fix: str,
    place: tuple[int, int],
    *,
    file: str = WORDS,
    level: Level = Level.ERROR,
) -> Finding:
    """Tell what keeps the pages from being shown, at its line and column."""
    line, column = place
    return Finding(
        rule=rule, level=level, message=message, file=file, line=line, column=column, fix=fix
    )


def warn(rule: str, message: str, fix: str, place: tuple[int, int]) -> Finding:
    """Tell what does nothing in the style sheet, or harms."""
    return find_fault(rule, message, fix, place, file=LOOK, level=Level.WARNING)


def refuse(finding: Finding) -> RenderError:
    """Say the same as an error, for who starts the pages."""
    place = f"templates/{finding.file}:{finding.line}"
    return RenderError(f"{place}: {finding.message}", finding.fix or "")
