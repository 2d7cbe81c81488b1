"""Rendering in this process, from themes in memory: for use cases under test."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from digest.adapters.theme_files import hash_files
from digest.model.edition import Edition
from digest.model.message import Inspection, Rendered
from digest.model.publication import Publication
from digest.model.signup import LetterWish

if TYPE_CHECKING:
    from digest.render.opening import OpenTheme
    from digest.render.theme import Theme


class MemoryRenderer:
    """Renders what the child process would, without its limits.

    Args:
        files: Text by path below the folder of themes, as `read_theme_files` gives it.
    """

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = dict(files)

    def render(
        self, edition: Edition, publication: Publication, *, content_hash: str, public_url: str
    ) -> Rendered:
        """Render both parts of an edition.

        Raises:
            RenderError: The theme is wrong; names the template line.
        """
        from digest.render.message import render_edition

        return render_edition(
            edition,
            publication,
            theme=opened(publication.theme, tuple(sorted(self.files.items()))),
            content_hash=content_hash,
            public_url=public_url,
        )

    def inspect(
        self, edition: Edition, publication: Publication, *, content_hash: str, public_url: str
    ) -> Inspection:
        """Render both parts of an edition, and keep the MJML that its HTML was made of.

        Raises:
            RenderError: As for `render`.
        """
        from digest.render.message import inspect_edition

        return inspect_edition(
            edition,
            publication,
            theme=opened(publication.theme, tuple(sorted(self.files.items()))),
            content_hash=content_hash,
            public_url=public_url,
        )

    def letter(
        self, wish: LetterWish, publication: Publication, *, content_hash: str, public_url: str
    ) -> Rendered:
        """Render both parts of a letter to single people.

        Raises:
            RenderError: As for `render`.
        """
        from digest.render.letters import render_letter

        return render_letter(
            wish,
            publication,
            theme=opened(publication.theme, tuple(sorted(self.files.items()))),
            content_hash=content_hash,
            public_url=public_url,
        )

    def tokens(self, theme: str) -> "Theme":
        """Read a theme's tokens: colours, fonts, widths.

        Raises:
            RenderError: A file of it cannot be used.
        """
        return opened(theme, tuple(sorted(self.files.items()))).theme

    def strings(self, theme: str) -> dict[str, Any]:
        """Read the mail's own words by language.

        Raises:
            RenderError: A file of the theme cannot be used.
        """
        return opened(theme, tuple(sorted(self.files.items()))).strings

    def theme_digest(self, theme: str) -> str:
        """Hash (SHA-256, hex) of every file that a theme may use."""
        del theme
        return hash_files(self.files)


@lru_cache(maxsize=4)
def opened(name: str, files: tuple[tuple[str, str], ...]) -> "OpenTheme":
    """Open a theme, once."""
    from digest.render.opening import open_theme

    return open_theme(name, dict(files))
