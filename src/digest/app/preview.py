"""Preview an edition as files: a page that needs no network, with its pictures beside it."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any

from digest.app.ports import Fetcher, Output
from digest.app.preview_live import LivePreview
from digest.app.preview_shapes import picture_ending, shape_look
from digest.app.preview_sides import Seen, Wish
from digest.errors import UsageError
from digest.model.fetch import FetchFailure
from digest.render.characters import language_direction
from digest.render.preview import Shell, mail_files, write_page
from digest.render.preview_mail import (
    Colours,
    fill_in,
    fix_scheme,
    hide_pictures,
    picture_addresses,
    show_pictures,
)
from digest.render.preview_model import shape_findings
from digest.render.preview_sheet import Tile, write_sheet

MOST_PICTURES = 120
PAGE = "index.html"
TITLE = "Preview: "


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewReport:
    """What was written.

    Attributes:
        slug: The edition.
        files: Names inside the folder, the page to open first.
        pictures: Name of the file by the picture's address.
        missing: Pictures that could not be had; the page shows their own addresses.
    """

    slug: str
    files: tuple[str, ...]
    pictures: Mapping[str, str]
    missing: tuple[FetchFailure, ...] = ()


async def preview_edition(
    live: LivePreview,
    *,
    out: Output,
    fetcher: Fetcher,
    shell: Shell,
) -> PreviewReport:
    """Write an edition as files to be looked at in a browser.

    Args:
        live: The edition.
        out: Where the preview goes; files of an earlier preview are replaced.
        fetcher: Fetches its pictures, so that the page needs no network afterwards.
        shell: The page without anything to show.

    Raises:
        UsageError: There is no such file, or the folder has a page that is no preview.
        EditionError: A line of it is wrong.
        RenderError: The theme cannot render it.
    """
    refuse_other_page(out)
    seen = live.render(Wish())
    sides = {side_key(seen, Wish()): seen}
    for wish in other_sides(seen):
        look = live.look(wish)
        if look.seen and not look.mistake:
            sides[side_key(look.seen, wish)] = look.seen
    addresses = {
        url for one in sides.values() for url in picture_addresses(one.inspection.rendered.html)
    }
    pictures, missing = await fetch_pictures(sorted(addresses), fetcher=fetcher, out=out)
    model = {
        **shape_look(seen),
        **live.describe(),
        "mistake": None,
        "missing": [{"url": one.url, "reason": one.reason} for one in missing],
        "findings": shape_findings(live.check() or (), pages={}),
        "first": next(iter(sides)),
        "sides": {key: shape_side(one, pictures) for key, one in sides.items()},
    }
    files = {
        PAGE: write_page(shell, model, title=f"{TITLE}{seen.edition.subject}"),
        **mail_files(seen.inspection.rendered, pictures=pictures),
    }
    for name, text in files.items():
        out.write(name, text.encode("utf-8", "replace"))
    return PreviewReport(
        slug=live.slug,
        files=(*files, *pictures.values()),
        pictures=pictures,
        missing=tuple(missing),
    )


def refuse_other_page(out: Output) -> None:
    """Write over no page but a preview.

    Raises:
        UsageError: There is another one.
    """
    page = out.read(PAGE)
    if page is not None and f"<title>{TITLE}".encode() not in page:
        raise UsageError(
            f"The folder has an {PAGE} that is no preview; it stays as it is.",
            "Name another folder: digest preview --out DIR",
        )


def make_sheet(live: LivePreview, *, pictures: Mapping[str, str]) -> str:
    """Write the contact sheet of an edition, as a page to be photographed.

    Args:
        live: The edition.
        pictures: Where each picture is, by its address.

    Raises:
        DigestError: It cannot be rendered.
    """
    seen = live.render(Wish())
    turned = live.render(Wish(mirrored=True)).inspection.rendered
    rendered = seen.inspection.rendered
    html = show_pictures(fill_in(rendered.html, rendered), pictures)
    size = f"{len(rendered.html.encode()) / 1000:.0f} kB of HTML"
    other = "right to left" if language_direction(rendered.language) == "ltr" else "left to right"
    light, dark, bare = (
        fix_scheme(html, Colours.LIGHT),
        fix_scheme(html, Colours.DARK),
        fix_scheme(hide_pictures(html), Colours.LIGHT),
    )
    forced = fix_scheme(html, Colours.INVERTED)
    mirrored = fix_scheme(show_pictures(fill_in(turned.html, turned), pictures), Colours.LIGHT)
    tiles = [
        Tile(name="700 px, light", html=light, width=700),
        Tile(name="700 px, dark", html=dark, width=700),
        Tile(name="700 px, images off", html=bare, width=700),
        Tile(name="375 px, light", html=light, width=375),
        Tile(name="375 px, dark", html=dark, width=375),
        Tile(name="375 px, images off", html=bare, width=375),
        Tile(name="375 px, inverted by force", html=forced, width=375),
        Tile(name=f"375 px, {other}", html=mirrored, width=375),
    ]
    return write_sheet(
        tiles,
        title=seen.edition.subject,
        note=f"{live.slug}, theme {seen.publication.theme}, {size}",
        text=fill_in(rendered.text, rendered),
    )


def other_sides(seen: Seen) -> Iterator[Wish]:
    """List from which other sides the page shows an edition: theme, language, direction."""
    others = [theme for theme in seen.facts.themes if theme != seen.publication.theme]
    wishes = product(("", *others), ("", *seen.languages[1:]), (False, True))
    for theme, language, mirrored in islice(wishes, 1, None):
        yield Wish(theme=theme, language=language, mirrored=mirrored)


def side_key(seen: Seen, wish: Wish) -> str:
    """Name a side as the page asks for it."""
    language = seen.edition.language
    return f"{seen.publication.theme} {language} {'yes' if wish.mirrored else 'no'}"


def shape_side(seen: Seen, pictures: Mapping[str, str]) -> dict[str, Any]:
    """Write one side: the mail, and what stands beside it. Examples stand for a reader's own."""
    rendered = seen.inspection.rendered
    html = fill_in(rendered.html, rendered)
    opened = replace(seen.opened, html=html, text=fill_in(rendered.text, rendered))
    shaped = shape_look(replace(seen, opened=opened))
    return {
        "html": show_pictures(html, pictures),
        "state": {"mail": shaped["mail"], "theme": shaped["theme"]},
    }


async def fetch_pictures(
    addresses: Sequence[str], *, fetcher: Fetcher, out: Output
) -> tuple[dict[str, str], list[FetchFailure]]:
    """Fetch pictures and write them.

    Args:
        addresses: Each once; of too many the first ones.
        fetcher: Is closed afterwards.
        out: Where they go.

    Returns:
        Name of the written file by address, and what could not be had.
    """
    try:
        answers = await asyncio.gather(
            *(fetcher.fetch(address) for address in addresses[:MOST_PICTURES])
        )
    finally:
        await fetcher.close()
    pictures: dict[str, str] = {}
    missing: list[FetchFailure] = []
    for number, (address, answer) in enumerate(zip(addresses, answers, strict=False), 1):
        ending = picture_ending(answer)
        if isinstance(answer, FetchFailure):
            missing.append(answer)
        elif ending is None:
            missing.append(FetchFailure(url=address, reason="it is no picture"))
        else:
            pictures[address] = f"pictures/{number:02}.{ending}"
            out.write(pictures[address], answer.body)
    return pictures, missing
