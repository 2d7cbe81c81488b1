"""Articles of invented papers for the tests of this folder."""

from dataclasses import replace
from datetime import UTC, datetime

from digest.model.article import Article, Sighting

URL = "https://thedaily.example.org/harbour"
HARBOUR = Article(
    url=URL,
    headline="Council votes to close the old harbour",
    source="Kaldvik pages",
    first_seen=datetime(2023, 9, 28, 7, tzinfo=UTC),
    sightings=(Sighting(name="The Daily", url=URL),),
)


def article(body: str = "", **changes: object) -> Article:
    """Make an article of The Daily about the harbour, with another body and other fields."""
    return replace(HARBOUR, body=body, **changes)  # type: ignore[arg-type]


SAVED_PAGE = """The Daily

Everything that matters in the north

September 28. 2023. 6:46

Council votes to close the old harbour

The council of Kaldvik voted on Monday to close the old harbour for good, ending a quarrel of \
three years, writes Political Editor Jo Marsh.

“It is a bitter day,” said the mayor, Ana Ruiz. “But it’s the right one.”

The ferries will leave from the new pier from May.

Share this article:

[an error occurred while processing this directive]
"""
