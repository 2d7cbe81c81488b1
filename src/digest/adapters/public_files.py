"""The templates and words of the pages that readers open, with what a desk says otherwise.

A desk may put two files into its folder templates/public: words.toml, of which each word takes the
place of ours, and look.css, which comes after ours on every page.
"""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from digest.adapters.archive_files import read_archive_words
from digest.adapters.theme_files import read_file, shipped_folder
from digest.errors import RenderError
from digest.model.message import Finding, Level
from digest.render.lint_public import lint_public_look, lint_public_words
from digest.render.lint_theme import as_finding
from digest.render.public_words import add_own_words
from digest.render.strings import merge_words
from digest.text.values import nearest

FOLDER = "public"
WORDS, LOOK, OWN_LOOK = "words.toml", "look.css", "own.css"
TEMPLATES = (
    "asked.html",
    "confirm.html",
    "confirmed.html",
    "everything.html",
    "forget.html",
    "forgotten.html",
    "frame.html",
    LOOK,
    "mistake.html",
    "parts.html",
    "preferences.html",
    "subscribe.html",
    "unsubscribe.html",
    "unsubscribed.html",
)


def read_public_templates(desk: Path) -> dict[str, str]:
    """Read every template by its name, and the desk's own style sheet where there is one.

    Args:
        desk: The desk's folder of templates; it may be missing.

    Raises:
        RenderError: One is missing or cannot be read.
    """
    root = (shipped_folder() / FOLDER).resolve()
    found = {name: read_file(root / name, root, f"{FOLDER}/{name}") for name in TEMPLATES}
    return found | {OWN_LOOK: read_own(desk, LOOK)}


def read_public_words(desk: Path) -> dict[str, Any]:
    """Read the words by language: the archive's, ours, and the desk's own in their place.

    Args:
        desk: The desk's folder of templates; it may be missing.

    Raises:
        RenderError: They are missing, or the desk's own are none.
    """
    return add_own_words(read_shipped_words(), read_own(desk, WORDS))


def read_shipped_words() -> dict[str, Any]:
    """Read the words by language that come with the program: the archive's, and ours."""
    root = (shipped_folder() / FOLDER).resolve()
    words = read_archive_words()
    merge_words(words, tomllib.loads(read_file(root / WORDS, root, f"{FOLDER}/{WORDS}")))
    return words


def lint_own_files(desk: Path) -> Iterator[Finding]:
    """Tell everything that is wrong with a desk's own files of the pages. Never raises for them.

    Args:
        desk: The desk's folder of templates.
    """
    try:
        shipped = read_public_templates(Path(os.devnull))
        yield from lint_public_words(read_own(desk, WORDS), read_shipped_words())
        found = lint_public_look(read_own(desk, LOOK), shipped.values())
        yield from sorted(found, key=lambda one: (one.line or 0, one.column or 0))
    except RenderError as error:
        yield as_finding(error, f"{FOLDER}/")
    for path in sorted((desk / FOLDER).iterdir()):
        if path.name not in (WORDS, LOOK) and not path.name.startswith((".", "#", "~")):
            yield tell_stray(path.name)


def tell_stray(name: str) -> Finding:
    """Tell that no page is made from a file."""
    close = nearest(name, [WORDS, LOOK])
    told = "The pages' markup is the same for every desk, so that it stays safe and accessible."
    return Finding(
        rule="unused-file",
        level=Level.WARNING,
        message="Nothing uses a file of this name.",
        file=f"{FOLDER}/{name}",
        fix=f"Did you mean {close}?" if close else f"{told} Files are: {WORDS}, {LOOK}.",
    )


def read_own(desk: Path, name: str) -> str:
    """Read a file of the desk's own; empty when there is none."""
    path = desk / FOLDER / name
    if not path.exists() and not path.is_symlink():
        return ""
    return read_file(path, desk.resolve(), f"{FOLDER}/{name}")
