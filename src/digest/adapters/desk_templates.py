"""A desk's folder of templates: which themes it holds, and what lies where nothing looks for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from digest.adapters.theme_files import NAME, WORDS, is_template
from digest.errors import UsageError
from digest.model.message import Finding, Level
from digest.model.publication import SHIPPED_THEMES
from digest.render.layers import BASE, RESERVED, SHARED, THEME_FILES, TOKENS
from digest.text.values import nearest

PUBLIC = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTemplates:
    """What a folder holds.

    Attributes:
        folder: Holds a folder for each theme.
        themes: Those to look through.
        findings: What lies where nothing looks for it, by file below `folder`.
    """

    folder: Path
    themes: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def read_desk_templates(path: Path) -> DeskTemplates:
    """Look at a folder of themes, or at the folder of one theme.

    Raises:
        UsageError: There is no such folder.
    """
    if not path.is_dir():
        raise UsageError(
            f"There is no folder {path}.", "Name the folder of a desk's templates, or of one theme."
        )
    real = path.resolve()
    if real.name == PUBLIC:
        return DeskTemplates(folder=real.parent, themes=(), findings=find_public(real.parent))
    if is_theme(real):
        return DeskTemplates(
            folder=real.parent, themes=(real.name,), findings=tuple(find_strays(real))
        )
    folders = sorted(one for one in real.iterdir() if one.is_dir() and NAME.fullmatch(one.name))
    themes = [one.name for one in folders if one.name not in RESERVED]
    has_common = any((real / name).exists() for name in WORDS) or (real / SHARED).is_dir()
    if has_common and BASE not in themes:
        themes.append(BASE)
    unmeant = [one for one in map(judge_name, folders) if one]
    looked_at = [one for one in folders if one.name not in RESERVED - {SHARED}]
    strays = [one for folder in looked_at for one in find_strays(folder)]
    return DeskTemplates(
        folder=real,
        themes=tuple(themes),
        findings=(*find_misplaced(real), *unmeant, *strays, *find_public(real)),
    )


def find_public(folder: Path) -> tuple[Finding, ...]:
    """Tell what is wrong with the desk's own files of the pages that readers open."""
    from digest.adapters.public_files import lint_own_files

    return tuple(lint_own_files(folder)) if (folder / PUBLIC).is_dir() else ()


def is_theme(folder: Path) -> bool:
    """Tell whether a folder is that of one theme: it has files of one, and no words or themes."""
    if any((folder / name).exists() for name in WORDS):
        return False
    files = [one for one in folder.iterdir() if one.is_file() and is_template(one)]
    return bool(files) and not any(
        (one / name).exists() for one in folder.iterdir() if one.is_dir() for name in THEME_FILES
    )


def find_misplaced(folder: Path) -> Iterator[Finding]:
    """Tell what lies beside the themes and belongs into one."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name == "shipped":
            yield stray(f"{path.name}/", "Name the folder after the theme, such as daily.")
        if not path.is_file() or path.name in WORDS or is_left_behind(path):
            continue
        if path.name in THEME_FILES:
            yield stray(path.name, f"Put it into the folder of a theme: {BASE}/{path.name}.")
        elif close := nearest(path.name, [*WORDS, *THEME_FILES]):
            yield stray(path.name, f"Did you mean {close}?")


def judge_name(folder: Path) -> Finding | None:
    """Tell that a folder is nearly named as a theme of ours, and names no base."""
    close = nearest(folder.name, list(SHIPPED_THEMES))
    tokens = folder / TOKENS
    if folder.name in (*SHIPPED_THEMES, *RESERVED) or not close:
        return None
    if tokens.is_file() and re.search(rb"(?m)^\s*base\s*=", tokens.read_bytes()):
        return None
    return Finding(
        rule="theme-name",
        level=Level.WARNING,
        message=f"{folder.name} is a new theme, which no mail has until digest.toml names it.",
        file=f"{folder.name}/",
        fix=f'Did you mean {close}? Else write base = "{BASE}" at the top of its theme.toml.',
    )


def find_strays(folder: Path) -> Iterator[Finding]:
    """Tell which files of a theme are nearly named as those that count, but do not count."""
    for path in sorted(folder.iterdir()):
        if path.is_file() and not is_template(path) and not is_left_behind(path):
            name = path.name
            begun = next((one for one in THEME_FILES if name.startswith((one, one[:-3]))), None)
            if close := begun or nearest(name, list(THEME_FILES)):
                yield stray(f"{folder.name}/{name}", f"Did you mean {close}?")


def is_left_behind(path: Path) -> bool:
    """Tell whether an editor or a system left a file."""
    return path.name.startswith((".", "#", "~")) or path.name.endswith(("~", ".swp", ".bak"))


def stray(path: str, fix: str) -> Finding:
    """Tell that nothing looks for a file."""
    return Finding(
        rule="unused-file",
        level=Level.WARNING,
        message="Nothing uses a file of this name.",
        file=path,
        fix=fix,
    )
