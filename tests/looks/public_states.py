"""The states in which `make looks` photographs the pages that readers open themselves."""

from dataclasses import replace
from pathlib import Path

from tests.looks.browser import Job
from tests.looks.public import PUBLICATION, list_pages, open_house
from tests.looks.sheet import Shot

# Language, width, dark: what stands side by side. Every page is seen in each of them.
SIDES = (
    ("en", 700, False),
    ("en", 320, False),
    ("en", 375, True),
    ("de", 320, False),
    ("ar", 375, False),
    ("ja", 375, True),
)
# The other themes, on the pages that have the most on them.
THEMES = ("brief", "magazine")
THEMED = ("subscribe", "preferences", "everything")
THEMED_SIDES = (("en", 700, False), ("en", 700, True), ("ar", 375, False))


def public_pages() -> dict[str, str]:
    """Write every page by a name of its own: "public-subscribe-en", "brief-subscribe-en"."""
    pages: dict[str, str] = {}
    for language in dict.fromkeys(side[0] for side in SIDES):
        pages |= {f"public-{name}": html for name, html in list_pages(language).items()}
    for theme in THEMES:
        house = open_house(replace(PUBLICATION, theme=theme))
        for language in dict.fromkeys(side[0] for side in THEMED_SIDES):
            written = list_pages(language, house)
            pages |= {
                f"{theme}-{name}-{language}": written[f"{name}-{language}"] for name in THEMED
            }
    return pages


def list_public_states(pages: dict[str, str], out: Path) -> list[tuple[Job, Shot]]:
    """List every state of every page, with the picture that will be made of it."""
    names = dict.fromkeys(
        name.removesuffix("-en")
        for name in pages
        if name.startswith("public-") and name.endswith("-en")
    )
    wanted = [(name, "", side) for name in names for side in SIDES]
    wanted += [
        (f"{theme}-{name}", theme, side)
        for theme in THEMES
        for name in THEMED
        for side in THEMED_SIDES
    ]
    return [take_picture(name, theme, side, out) for name, theme, side in wanted]


def take_picture(name: str, theme: str, side: tuple[str, int, bool], out: Path) -> tuple[Job, Shot]:
    """Tell how a page is photographed, and where the picture stands on the sheet."""
    language, width, dark = side
    mode = "dark" if dark else "light"
    file = f"{name}-{language}-{width}-{mode}.png"
    row = name.removeprefix("public-").removeprefix(f"{theme}-") + (f", {theme}" if theme else "")
    shot = Shot(file=file, row=row, caption=f"{language}, {width} px, {mode}", width=width)
    job = Job(page=f"{name}-{language}", width=width, dark=dark, shot=str(out / file))
    return job, shot
