"""Rendering, whole and bare, as functions that may be called again and again."""

from collections.abc import Callable

from mjml import mjml2html
from tests.unit.render.examples import HASH, HERO, PUBLICATION, daily, story

from digest.model.article import Image
from digest.model.edition import Edition, Section
from digest.model.message import PersonalContext
from digest.render.environment import render_template
from digest.render.html import compact
from digest.render.message import render_edition
from digest.render.opening import MARKUP
from digest.render.sentinels import make_sentinels
from digest.render.strings import choose_strings
from digest.render.view import make_view

TEXT = (
    "The ferry company has cancelled every crossing to the outer islands until Thursday, as the "
    "second gale in a week closes the harbour. About two hundred travellers slept in the sports "
    "hall, where the school's cooks served soup until midnight."
)

PICTURE = Image(url="https://img.example.org/border.jpg", alt="Waves over the harbour wall")


def make_edition(stories: int, *, pictures: int = 0) -> Edition:
    """An edition of one hero and three sections; every so many stories have a picture."""
    items = [
        story(
            f"Crossing number {n} is called off",
            TEXT,
            f"s{n}",
            image=PICTURE if pictures and n % pictures == 0 else None,
        )
        for n in range(1, stories)
    ]
    parts = [items[n::3] for n in range(3)]
    named = zip(("Politics", "World", "Business"), parts, strict=True)
    sections = [Section(name=name, items=tuple(part)) for name, part in named]
    return Edition(
        slug="the-daily-2026-11-23",
        number=214,
        language="en",
        subject=HERO.headline,
        preheader="Also today: crossings are called off",
        sections=(Section(name="Top story", items=(HERO,)), *sections),
    )


def whole_render(stories: int) -> Callable[[], object]:
    """Both parts: Jinja2, MJML, lint, premailer, text."""
    edition, theme = make_edition(stories), daily()
    return lambda: render_edition(
        edition, PUBLICATION, theme=theme, content_hash=HASH, public_url=""
    )


def bare_compiler(stories: int) -> Callable[[], object]:
    """The MJML compiler alone on the same MJML."""
    edition, theme = make_edition(stories), daily()
    view = make_view(
        edition,
        PUBLICATION,
        words=choose_strings(theme.strings, edition.language),
        public_url="",
        sentinels=make_sentinels(HASH, public_url=""),
        context=PersonalContext.URL,
    )
    values = {"edition": view, "theme": theme.theme}
    mjml = compact(render_template(theme.markup, theme.file(MARKUP), values))
    return lambda: mjml2html(mjml, fonts={})
