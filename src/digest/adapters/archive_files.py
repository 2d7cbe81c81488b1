"""The archive's templates and words, as shipped: its looks come from the theme's tokens."""

import tomllib
from typing import Any

from digest.adapters.theme_files import read_file, shipped_folder

FOLDER = "archive"
WORDS = "words.toml"
TEMPLATES = ("edition.html", "frame.html", "list.html", "look.css", "parts.html", "top.html")


def read_archive_templates() -> dict[str, str]:
    """Read every template by its name.

    Raises:
        RenderError: One is missing or cannot be read.
    """
    root = (shipped_folder() / FOLDER).resolve()
    return {name: read_file(root / name, root, f"{FOLDER}/{name}") for name in TEMPLATES}


def read_archive_words() -> dict[str, Any]:
    """Read the archive's own words by language.

    Raises:
        RenderError: They are missing or cannot be read.
    """
    root = (shipped_folder() / FOLDER).resolve()
    return tomllib.loads(read_file(root / WORDS, root, f"{FOLDER}/{WORDS}"))
