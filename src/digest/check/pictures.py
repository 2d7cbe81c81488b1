"""What kept a picture from being served by the publication itself."""

from collections.abc import Iterator, Mapping

from digest.check.findings import named, warning
from digest.model.edition import Edition
from digest.model.message import Finding

RULE = "picture-not-hosted"


def find_not_hosted(edition: Edition, missing: Mapping[str, str]) -> Iterator[Finding]:
    """Name every story whose picture stays linked although it was to be served by the publication.

    Args:
        edition: As read from its file.
        missing: Why, by the picture's address.
    """
    for item in edition.items:
        if item.image and item.image.url in missing:
            message = (
                f"The picture of {named(item)} stays linked to {item.image.url}: "
                f"{missing[item.image.url]}."
            )
            yield warning(RULE, message, item.line)
