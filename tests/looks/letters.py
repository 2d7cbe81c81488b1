"""The letters to single people as `make looks` photographs them."""

from dataclasses import replace
from itertools import product
from pathlib import Path

from tests.looks.browser import Job
from tests.looks.mails import NAMES, PAGES, PUBLICATION, THEMES
from tests.looks.sheet import Shot
from tests.unit.render.examples import HASH, shipped

from digest.model.publication import Publication
from digest.model.signup import LetterKind, LetterWish
from digest.render.letters import render_letter

# Language, width, dark: what stands side by side.
SIDES = (
    ("en", 700, False),
    ("en", 375, False),
    ("en", 700, True),
    ("en", 375, True),
    ("ar", 700, False),
    ("ar", 375, True),
)
LANGUAGES = tuple(dict.fromkeys(side[0] for side in SIDES))
HOURS = 48


def publication_in(language: str, theme: str) -> Publication:
    """The Daily as its readers in another language know it."""
    own = replace(PUBLICATION, theme=theme, language=language)
    if language not in NAMES:
        return own
    name, strapline, address = NAMES[language]
    return replace(own, name=name, strapline=strapline, address=address)


def letter_pages() -> dict[str, str]:
    """Render every letter by a name of its own: "daily-letter-confirm-en"."""
    return {
        f"{theme}-letter-{kind}-{language}": render_letter(
            LetterWish(
                kind=kind, language=language, hours=HOURS if kind is LetterKind.CONFIRM else 0
            ),
            publication_in(language, theme),
            theme=shipped(theme),
            content_hash=HASH,
            public_url=PAGES,
        ).html
        for theme, kind, language in product(THEMES, LetterKind, LANGUAGES)
    }


def list_letter_states(out: Path) -> list[tuple[Job, Shot]]:
    """List every state of every letter, with the picture that will be made of it."""
    return [
        take_picture(theme, kind, side, out)
        for theme, kind, side in product(THEMES, LetterKind, SIDES)
    ]


def take_picture(
    theme: str, kind: LetterKind, side: tuple[str, int, bool], out: Path
) -> tuple[Job, Shot]:
    """Tell how a letter is photographed, and where the picture stands on the sheet."""
    language, width, dark = side
    mode = "dark" if dark else "light"
    page = f"{theme}-letter-{kind}-{language}"
    file = f"{page}-{width}-{mode}.png"
    shot = Shot(
        file=file,
        row=f"{theme}, letter: {kind}",
        caption=f"{language}, {width} px, {mode}",
        width=width,
    )
    return Job(page=page, width=width, dark=dark, shot=str(out / file)), shot
