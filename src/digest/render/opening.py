"""A theme, opened: its templates compiled, its tokens read, its style sheet accepted."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from digest.errors import RenderError
from digest.render.environment import DeskEnvironment, render_template
from digest.render.inline import lint_css
from digest.render.plain import centre, wrap
from digest.render.strings import STRINGS
from digest.render.theme import Theme, read_theme

BASE = "daily"
MARKUP, TEXT, TOKENS, STYLES = "mail.mjml.j2", "mail.txt.j2", "theme.toml", "inline.css"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTheme:
    """A theme that is ready to render.

    Attributes:
        name: Its folder.
        theme: Its tokens.
        css: What is put onto the elements.
        strings: strings.toml, parsed.
        markup: Renders MJML.
        text: Renders the text part.
        sources: Every template by name.
    """

    name: str
    theme: Theme
    css: str
    strings: dict[str, Any]
    markup: DeskEnvironment
    text: DeskEnvironment
    sources: Mapping[str, str]

    def file(self, name: str) -> str:
        """Find a file of the theme; what it does not have comes from "daily"."""
        return find_file(self.sources, self.name, name)


def open_theme(name: str, sources: Mapping[str, str]) -> OpenTheme:
    """Open a theme.

    Args:
        name: Its folder, such as "daily".
        sources: Every file that it may use, by path below the folder of themes.

    Raises:
        RenderError: A file is missing or wrong; names it, and the line where there is one.
    """
    if not any(path.startswith(f"{name}/") for path in sources):
        raise RenderError(
            f"There is no theme {name!r}.", f"Make a folder templates/{name}, or use {BASE!r}."
        )
    text = DeskEnvironment(sources, autoescape=False)
    text.filters["wrap"] = wrap
    text.filters["centre"] = centre
    tokens = find_file(sources, name, TOKENS)
    theme = read_theme(sources[tokens], path=tokens)
    styles = find_file(sources, name, STYLES)
    return OpenTheme(
        name=name,
        theme=theme,
        css=lint_css(render_template(text, styles, {"theme": theme}), path=styles),
        strings=read_strings(sources),
        markup=DeskEnvironment(sources, autoescape=True),
        text=text,
        sources=sources,
    )


def find_file(sources: Mapping[str, str], theme: str, name: str) -> str:
    """Find a file of a theme, else the same file of "daily"."""
    for path in (f"{theme}/{name}", f"{BASE}/{name}"):
        if path in sources:
            return path
    raise RenderError(f"There is no template {theme}/{name}.")


def read_strings(sources: Mapping[str, str]) -> dict[str, Any]:
    """Read the mail's own words."""
    try:
        return tomllib.loads(sources.get(STRINGS, ""))
    except tomllib.TOMLDecodeError as error:
        raise RenderError(f"{STRINGS} is not TOML: {error}.") from error
