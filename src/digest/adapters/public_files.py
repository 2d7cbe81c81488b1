"""The templates and words of the pages that readers open, with what a desk says otherwise.

A desk may put two files into its folder templates/public: words.toml, of which each word takes the
place of ours, and look.css, which comes after ours on every page.
"""

import tomllib
from pathlib import Path
from typing import Any

from digest.adapters.archive_files import read_archive_words
from digest.adapters.theme_files import read_file, shipped_folder
from digest.errors import RenderError
from digest.render.public_words import add_own_words
from digest.render.strings import merge_words

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
    root = (shipped_folder() / FOLDER).resolve()
    ours = read_archive_words()
    merge_words(ours, tomllib.loads(read_file(root / WORDS, root, f"{FOLDER}/{WORDS}")))
    try:
        own = tomllib.loads(read_own(desk, WORDS))
    except tomllib.TOMLDecodeError as error:
        raise RenderError(f"templates/{FOLDER}/{WORDS} is not TOML: {error}.") from error
    return add_own_words(ours, own)


def read_own(desk: Path, name: str) -> str:
    """Read a file of the desk's own; empty when there is none."""
    path = desk / FOLDER / name
    if not path.exists() and not path.is_symlink():
        return ""
    return read_file(path, desk.resolve(), f"{FOLDER}/{name}")
