"""The daily theme as docs/how-to/restyle.md changes it, step by step."""

from tests.looks.mails import PAGES, PUBLICATION, read_sample
from tests.unit.render.examples import HASH
from tests.unit.render.restyle import STEPS, restyled

from digest.render.message import render_edition


def restyled_pages() -> dict[str, str]:
    """Render a sample edition for each picture of the page."""
    edition = read_sample("en")
    return {
        name: render_edition(
            edition, PUBLICATION, theme=restyled(name), content_hash=HASH, public_url=PAGES
        ).html
        for name in STEPS
    }
