"""The files of themes on disk: ours, overridden one by one by the desk's own."""

import re
from hashlib import sha256
from pathlib import Path

from digest.errors import RenderError
from digest.render.layers import RESERVED, SHARED, SHIPPED, find_base
from digest.render.letter_words import LETTERS
from digest.render.strings import STRINGS

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
# The words that lie beside the themes.
WORDS = (STRINGS, LETTERS)
SUFFIXES = frozenset({".j2", ".toml", ".css"})
# How a template names a file of another theme.
NAMED = re.compile(r"""["'](?:shipped/)?([A-Za-z0-9][A-Za-z0-9_-]{0,63})/""")
MOST_BYTES = 256 * 1024
MOST_FILES = 200


def shipped_folder() -> Path:
    """Find the themes that come with the program: in the package, else in the repository."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "templates", package.parents[1] / "templates"):
        if (folder / "daily").is_dir():
            return folder
    raise RenderError(
        "The themes that belong to digest are not installed.", "Install digest-desk again."
    )


def read_theme_files(theme: str, *, desk: Path) -> dict[str, str]:
    """Read every file that a theme may use.

    Args:
        theme: Its folder's name.
        desk: The desk's folder of templates; it may be missing.

    Returns:
        Text by name: the desk's own as "daily/mail.mjml.j2", ours as "shipped/daily/mail.mjml.j2".
        The theme's own folder is among them, those of the themes that it builds on or names, what
        all themes share, and the words.

    Raises:
        RenderError: The name is none, or a file is too large, no text, or leads out of its folder.
    """
    if not NAME.fullmatch(theme) or theme in RESERVED:
        raise RenderError(
            f"{theme!r} is no name of a theme.",
            'Set `theme` in digest.toml to "daily" or to a folder in templates/.',
        )
    files: dict[str, str] = {}
    for folder, prefix in ((shipped_folder(), f"{SHIPPED}/"), (desk, "")):
        files |= {f"{prefix}{name}": text for name, text in read_beside(folder).items()}
    wanted, read = [theme, SHARED], set[str]()
    while wanted:
        name = wanted.pop()
        if name in read or not NAME.fullmatch(name) or name in RESERVED - {SHARED}:
            continue
        read.add(name)
        found = read_both(name, desk=desk)
        files |= found
        wanted += [one for text in found.values() for one in NAMED.findall(text)]
        wanted += [base] if (base := find_base(name, found)) and name != SHARED else []
    return files


def read_both(theme: str, *, desk: Path) -> dict[str, str]:
    """Read a theme's folder, ours and the desk's own."""
    files: dict[str, str] = {}
    for folder, prefix in ((shipped_folder(), f"{SHIPPED}/"), (desk, "")):
        files |= {f"{prefix}{name}": text for name, text in read_folder(folder, theme).items()}
    return files


def read_beside(folder: Path) -> dict[str, str]:
    """Read the words that lie beside the themes."""
    paths = {name: folder / name for name in WORDS}
    found = [name for name, path in paths.items() if path.exists() or path.is_symlink()]
    return {name: read_file(paths[name], folder.resolve(), name) for name in found}


def read_folder(folder: Path, theme: str) -> dict[str, str]:
    """Read the files of one theme.

    Args:
        folder: Holds a folder for each theme; it may be missing.
        theme: The one to read; it may be missing.
    """
    root = folder.resolve()
    files: dict[str, str] = {}
    for path in sorted((folder / theme).rglob("*")):
        if is_template(path):
            name = path.relative_to(folder).as_posix()
            files[name] = read_file(path, root, name)
        if len(files) > MOST_FILES:
            raise RenderError(
                f"{folder / theme} holds more than {MOST_FILES} files.", "Is it the right one?"
            )
    return files


def is_template(path: Path) -> bool:
    """Tell whether a file takes part: not those that editors and systems leave behind."""
    return path.suffix in SUFFIXES and not path.name.startswith((".", "#", "~"))


def read_file(path: Path, root: Path, name: str) -> str:
    """Read one file that really lies in its folder."""
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(root):
            raise RenderError(
                f"templates/{name} is a link out of its folder.", "Copy the file to its place."
            )
        if not real.is_file():
            raise RenderError(f"templates/{name} is no file.")
        with real.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except (OSError, RuntimeError) as error:
        raise RenderError(f"templates/{name} cannot be read.", str(error)) from error
    if len(raw) > MOST_BYTES:
        raise RenderError(f"templates/{name} is larger than {MOST_BYTES // 1024} KiB.")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise RenderError(f"templates/{name}:{line}: not UTF-8.", "Save it as UTF-8.") from error


def hash_files(files: dict[str, str]) -> str:
    """Hash files with their names: SHA-256, hex."""
    digest = sha256()
    for name, text in sorted(files.items()):
        for part in (name, text):
            raw = part.encode()
            digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()
