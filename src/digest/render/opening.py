"""A theme, opened: its templates compiled, its tokens read, its style sheet accepted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from digest.render.environment import DeskEnvironment, render_template
from digest.render.inline import lint_css
from digest.render.layers import (
    MACROS,
    MARKUP,
    STYLES,
    TEXT,
    TEXT_MACROS,
    Layers,
    find_layers,
)
from digest.render.letter_words import read_letter_words
from digest.render.outlook import outlook_font
from digest.render.plain import centre, wrap
from digest.render.strings import read_strings
from digest.render.theme import Theme
from digest.render.tokens import read_layers

__all__ = ["MARKUP", "TEXT", "OpenTheme", "open_theme"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTheme:
    """A theme that is ready to render.

    Attributes:
        name: Its folder.
        theme: Its tokens.
        css: What is put onto the elements.
        strings: The mail's own words by language.
        letters: Those of letters to single people.
        markup: Renders MJML.
        text: Renders the text part.
        layers: Where its files come from.
    """

    name: str
    theme: Theme
    css: str
    strings: dict[str, Any]
    letters: dict[str, Any]
    markup: DeskEnvironment
    text: DeskEnvironment
    layers: Layers

    def file(self, name: str) -> str:
        """Find a file of the theme, in the nearest layer that has it."""
        return self.layers.file(name)


def open_theme(name: str, sources: Mapping[str, str]) -> OpenTheme:
    """Open a theme.

    Args:
        name: Its folder, such as "daily".
        sources: Every file that it may use: the desk's own by path below the folder of themes,
            such as "daily/mail.mjml.j2", ours below "shipped/".

    Raises:
        RenderError: A file is missing or wrong; names it, and the line where there is one.
    """
    layers = find_layers(name, sources)
    text = open_text(layers)
    theme = read_layers(layers)
    return OpenTheme(
        name=name,
        theme=theme,
        css=read_styles(layers, text, theme),
        strings=read_strings(sources),
        letters=read_letter_words(sources),
        markup=open_markup(layers),
        text=text,
        layers=layers,
    )


def open_markup(layers: Layers, *, marked: bool = False, lenient: bool = False) -> DeskEnvironment:
    """Make what renders a theme's MJML.

    Args:
        layers: The theme's.
        marked: Whether the output tells where each line comes from.
        lenient: Whether what is not there is left out instead of ending the rendering.
    """
    markup = DeskEnvironment(
        layers.sources,
        autoescape=True,
        marked=marked,
        layers=layers,
        macros=MACROS,
        lenient=lenient,
    )
    markup.filters["outlook"] = outlook_font
    return markup


def open_text(layers: Layers, *, lenient: bool = False) -> DeskEnvironment:
    """Make what renders a theme's text part."""
    text = DeskEnvironment(
        layers.sources, autoescape=False, layers=layers, macros=TEXT_MACROS, lenient=lenient
    )
    text.filters["wrap"] = wrap
    text.filters["centre"] = centre
    return text


def read_styles(layers: Layers, text: DeskEnvironment, theme: Theme) -> str:
    """Read the style sheets of all layers, one after the other, the nearest last."""
    layers.file(STYLES)
    return "\n".join(
        lint_css(render_template(text, path, {"theme": theme}), path=path)
        for path in reversed(layers.every(STYLES))
    )
