"""Where the files of a theme come from: the desk's own before ours, then the themes it builds on.

Files have names such as "daily/mail.mjml.j2" when they are the desk's, and
"shipped/daily/mail.mjml.j2" when they came with the program. The layers of a theme, the nearest
first: the desk's own folder of that name, ours, the same of the theme that it builds on (`base` in
theme.toml), and last what all themes share.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from digest.errors import RenderError
from digest.text.values import nearest

SHIPPED, SHARED, BASE = "shipped", "shared", "daily"
# Folders that are no themes: what all themes share, our own files, the pages of the archive, and
# those that readers open.
RESERVED = frozenset({SHIPPED, SHARED, "archive", "public"})
LETTER, LETTER_TEXT = "letter.mjml.j2", "letter.txt.j2"
MARKUP, TEXT, TOKENS, STYLES = "mail.mjml.j2", "mail.txt.j2", "theme.toml", "inline.css"
MACROS, TEXT_MACROS = "macros.mjml.j2", "macros.txt.j2"
THEME_FILES = (TOKENS, MARKUP, MACROS, STYLES, TEXT, TEXT_MACROS, LETTER, LETTER_TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """The files that a theme may use, in the order in which they are looked for.

    Attributes:
        name: The theme's.
        sources: Text by name, own and shipped.
        folders: The theme's layers, such as "mine", "daily", "shipped/daily", "shipped/shared".
    """

    name: str
    sources: Mapping[str, str]
    folders: tuple[str, ...]

    def every(self, name: str) -> list[str]:
        """List the files of this name in all layers, the nearest first."""
        return [path for path in paths_in(self.folders, name) if path in self.sources]

    def file(self, name: str) -> str:
        """Find the nearest file of this name.

        Raises:
            RenderError: No layer has one.
        """
        if found := self.every(name):
            return found[0]
        raise RenderError(f"There is no template {self.name}/{name}.")

    def resolve(self, name: str) -> str | None:
        """Find the file that a template means by a name; None when there is none.

        "X/file" is the desk's own, else ours, else that of a theme which X builds on.
        "shipped/X/file" is always ours, so that a file may extend what it takes the place of.
        """
        if name in self.sources:
            return name
        theme, _, rest = name.removeprefix(f"{SHIPPED}/").partition("/")
        if not rest:
            shipped = f"{SHIPPED}/{name}"
            return shipped if shipped in self.sources else None
        if theme not in (*list_themes(self.sources), SHARED):
            return None
        folders = find_folders(theme, self.sources)
        if name.startswith(f"{SHIPPED}/"):
            folders = tuple(one for one in folders if one.startswith(f"{SHIPPED}/"))
        return next((one for one in paths_in(folders, rest) if one in self.sources), None)


def paths_in(folders: tuple[str, ...], name: str) -> Iterator[str]:
    """Name a file in each of several folders."""
    return (f"{folder}/{name}" for folder in folders)


def find_layers(name: str, sources: Mapping[str, str]) -> Layers:
    """Find the layers of a theme.

    Args:
        name: The theme's, such as "daily".
        sources: Every file that it may use.

    Raises:
        RenderError: There is no such theme, or one that it builds on is not there.
    """
    themes = list_themes(sources)
    if name not in themes:
        close = nearest(name, themes)
        raise RenderError(
            f"There is no theme {name!r}.",
            f"Did you mean {close!r}?"
            if close
            else f"Make a folder templates/{name}, or use {BASE!r}.",
        )
    chain = [name]
    while base := find_base(chain[-1], sources):
        place = f"{find_tokens(chain[-1], sources)}:{find_base_line(chain[-1], sources)}"
        if base not in themes:
            close = nearest(base, themes)
            hint = f"Did you mean {close!r}?" if close else f"There are: {', '.join(themes)}."
            raise RenderError(f"{place}: there is no theme {base!r} to build on.", hint)
        if base in chain:
            raise RenderError(
                f"{place}: the theme {base!r} builds on itself.", f'Write base = "{BASE}".'
            )
        chain.append(base)
    return Layers(name=name, sources=sources, folders=find_folders(name, sources))


def find_folders(name: str, sources: Mapping[str, str]) -> tuple[str, ...]:
    """List the folders that a theme's files are looked for in; a circle is left where it closes."""
    chain = [name]
    base = find_base(name, sources) if name != SHARED else None
    while base and base not in chain:
        chain.append(base)
        base = find_base(base, sources)
    themes = list(dict.fromkeys([*chain, SHARED]))
    return tuple(folder for theme in themes for folder in (theme, f"{SHIPPED}/{theme}"))


def list_themes(sources: Mapping[str, str]) -> list[str]:
    """Name the themes that may be chosen."""
    first = {path.removeprefix(f"{SHIPPED}/").partition("/") for path in sources}
    return sorted({theme for theme, _, rest in first if rest} - RESERVED)


def find_base(name: str, sources: Mapping[str, str]) -> str | None:
    """Tell which theme a theme builds on: the one that it names; a desk's new one on "daily"."""
    for path in paths_in((name, f"{SHIPPED}/{name}"), TOKENS):
        base = read_base(sources.get(path, ""))
        if base is not None:
            return base
    is_shipped = any(path.startswith(f"{SHIPPED}/{name}/") for path in sources)
    return None if is_shipped or name == BASE else BASE


def read_base(text: str) -> str | None:
    """Read which theme is built on; None where theme.toml does not say, or is wrong."""
    try:
        base = tomllib.loads(text).get("base")
    except tomllib.TOMLDecodeError:
        return None
    return base if isinstance(base, str) else None


def find_tokens(name: str, sources: Mapping[str, str]) -> str:
    """Name the theme.toml that says which theme is built on."""
    own = f"{name}/{TOKENS}"
    return own if read_base(sources.get(own, "")) else f"{SHIPPED}/{own}"


def find_base_line(name: str, sources: Mapping[str, str]) -> int:
    """Find the line in which a theme says what it builds on."""
    lines = sources.get(find_tokens(name, sources), "").split("\n")
    return next((at for at, line in enumerate(lines, 1) if line.lstrip().startswith("base")), 1)
