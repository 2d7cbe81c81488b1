"""A visit: in which language somebody sees the pages, and how links on them go on in it."""

from dataclasses import dataclass

from digest.web.front import Front


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Somebody looks at a page.

    Attributes:
        front: The publication as it is now.
        language: BCP 47 tag of the page.
        named: The language that the page's address names; empty for none.
    """

    front: Front
    language: str
    named: str = ""

    def own(self, path: str) -> str:
        """Write the way to a page of the same reader, which knows their language by itself."""
        return self.front.path(path, lang=self.named)

    def public(self, path: str) -> str:
        """Write the way to a page that is the same for everybody."""
        default = self.front.languages[0]
        return self.front.path(path, lang="" if self.language == default else self.language)
