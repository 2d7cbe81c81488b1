"""The publication as its pages show it now; another one when settings are read again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.app.reader_desk import ReaderDesk
from digest.model.publication import Publication
from digest.model.signup import ConsentText
from digest.web.paths import base_of

if TYPE_CHECKING:
    from digest.render.public_house import PublicHouse


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What pages are answered with.

    Attributes:
        desk: What the use cases need: the publication, the stores, the keys of links.
        house: Writes pages.
        texts: The words beside the button, by language.
    """

    desk: ReaderDesk
    house: "PublicHouse"
    texts: Mapping[str, ConsentText]

    @property
    def base(self) -> str:
        """The path of the public pages, such as "/news"; empty at the top of a host."""
        return base_of(self.desk.public_url)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the pages, the publication's first."""
        return languages_of(self.desk.publication)

    def path(self, path: str, *, lang: str = "") -> str:
        """Write the way to a page of ours from the top of the host.

        Args:
            path: Below the public pages, with its slash.
            lang: Language to name in it; empty for the one that the page has anyway.
        """
        return f"{self.base}{path}?lang={lang}" if lang else self.base + path


def languages_of(publication: Publication) -> tuple[str, ...]:
    """List the languages of a publication's pages, its own first."""
    return tuple(dict.fromkeys((publication.language, *publication.languages)))
