"""Rules about how large a mail is."""

from collections.abc import Iterator

from digest.check.findings import error, named, warning
from digest.check.parts import flat
from digest.model.edition import Edition
from digest.model.message import Finding, Rendered
from digest.text.notes import note_paragraphs

WARN_AT = 85_000
MOST = 100_000
BEGINNING = 40


def is_cut_off(rendered: Rendered) -> bool:
    """Whether Gmail would cut a mail off, which it does at about 102 kB of HTML."""
    return len(rendered.html.encode()) > MOST


def find_size(rendered: Rendered) -> Iterator[Finding]:
    """size: a mail that Gmail would cut off."""
    size = len(rendered.html.encode())
    told = f"The HTML has {size / 1000:,.0f} kB"
    if is_cut_off(rendered):
        yield error("size", f"{told}; Gmail cuts a mail off at 102 kB. Move stories to the bench.")
    elif size >= WARN_AT:
        yield warning("size", f"{told} of 100 kB. Fewer or shorter stories would make it safe.")


def find_folded(edition: Edition, rendered: Rendered) -> Iterator[Finding]:
    """folded-story: a story of which readers get the headline only."""
    text = flat(rendered.text)
    for item in edition.items:
        paragraphs = note_paragraphs(item.summary)
        if paragraphs and flat(paragraphs[0])[:BEGINNING] not in text:
            yield warning(
                "folded-story",
                f"{named(item)} is sent as a headline only, so that the mail is not cut off. "
                "Shorten or bench other stories to show its summary.",
                item.line,
            )
