"""The folder of `digest demo`: only one that an earlier demo made is ever replaced."""

import shutil
from datetime import datetime
from pathlib import Path

from digest.adapters.demo_pages import render_saved_pages
from digest.adapters.demo_papers import DATA, SECTIONS
from digest.adapters.settings_file import write_whole
from digest.errors import UsageError

MARKER = ".digest-demo"
SAVED_PAGES = "saved-pages"
READERS = "readers.csv"
STORIES = 16
SECTION_LIMIT = 4
# What a new digest.toml says in a comment, and what an editor makes of it.
LOCAL = ('# allow_private = ["127.0.0.1", "10.0.0.0/8"]', 'allow_private = ["127.0.0.1"]')
SOURCES = "# Sources: `digest sources add` writes them here.\n"
NOTE = "Made by `digest demo`, which replaces this folder whenever it runs here again.\n"


def make_demo_folder(folder: Path) -> bool:
    """Make an empty folder for the demo.

    Returns:
        Whether the folder of an earlier demo was replaced.

    Raises:
        UsageError: Something else is there, or it cannot be made.
    """
    replaced = False
    try:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise UsageError(f"{folder} is no folder.", "Name another one: digest demo DIR")
        if folder.exists() and any(folder.iterdir()):
            if not is_marked(folder):
                raise UsageError(
                    f"{folder} is there already, and no demo made it. It stays as it is.",
                    "Name another folder: digest demo DIR",
                )
            shutil.rmtree(folder)
            replaced = True
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARKER).write_text(NOTE, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be made: {error.strerror}.", "Name another folder: digest demo DIR"
        ) from error
    return replaced


def is_marked(folder: Path) -> bool:
    """Tell whether a demo made a folder: by its own note, not by any file of that name."""
    marker = folder / MARKER
    if marker.is_symlink() or not marker.is_file():
        return False
    return marker.read_bytes() == NOTE.encode()


def fill_demo_folder(folder: Path, *, now: datetime, zone: str) -> None:
    """Put the saved pages and the list of readers into the folder."""
    pages = folder / SAVED_PAGES
    pages.mkdir()
    for name, body in render_saved_pages(now=now, zone=zone).items():
        (pages / name).write_bytes(body)
    shutil.copyfile(DATA / READERS, folder / READERS)


def settle_demo(path: Path) -> None:
    """Write into a new digest.toml what an editor would, each thing where the file speaks of it."""
    import tomlkit

    text = path.read_text(encoding="utf-8").replace(*LOCAL).replace(*with_sections())
    document = tomlkit.parse(text)
    document["edition"]["stories"] = STORIES
    write_whole(path, tomlkit.dumps(document))


def with_sections() -> tuple[str, str]:
    """Say which words of the file become which, so that its sections stand above its sources."""
    tables = (f'[[sections]]\nname = "{one}"\nlimit = {SECTION_LIMIT}\n' for one in SECTIONS)
    return SOURCES, "\n".join([*tables, SOURCES])
