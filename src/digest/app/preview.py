"""Preview an edition: the mail as files for a browser, with its pictures beside it."""

import asyncio
from dataclasses import dataclass

from digest.app.check import read_edition_file
from digest.app.ports import Clock, Fetcher, Folder, Output, Renderer
from digest.compose.lock import content_hash
from digest.model.edition import Edition
from digest.model.fetch import Fetched, FetchFailure
from digest.model.publication import Publication
from digest.render.preview import PICTURE_TYPES, preview_files

MOST_PICTURES = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewReport:
    """What was written.

    Attributes:
        slug: The edition.
        files: Names inside the folder, the page to open first.
        missing: Pictures that could not be had; the page shows their own addresses.
    """

    slug: str
    files: tuple[str, ...]
    missing: tuple[FetchFailure, ...] = ()


async def preview_edition(
    slug: str,
    publication: Publication,
    *,
    folder: Folder,
    out: Output,
    renderer: Renderer,
    fetcher: Fetcher,
    clock: Clock,
    public_url: str,
) -> PreviewReport:
    """Write an edition as files to be looked at in a browser.

    Args:
        slug: The edition.
        publication: Its publication.
        folder: Where its file is.
        out: Where the preview goes; files of an earlier preview are replaced.
        renderer: Renders it.
        fetcher: Fetches its pictures, so that the page needs no network afterwards.
        clock: Tells the moment shown in the inbox row.
        public_url: Base of the public pages; empty when there are none.

    Raises:
        UsageError: There is no such file.
        EditionError: A line of it is wrong.
        RenderError: The theme cannot render it.
    """
    edition = read_edition_file(slug, folder=folder)
    digest = content_hash(
        edition,
        publication,
        theme_digest=renderer.theme_digest(publication.theme),
        public_url=public_url,
    )
    rendered = renderer.render(edition, publication, content_hash=digest, public_url=public_url)
    pictures, missing = await fetch_pictures(edition, fetcher=fetcher, out=out)
    files = preview_files(edition, rendered, publication, pictures=pictures, now=clock.now())
    for name, text in files.items():
        out.write(name, text.encode())
    return PreviewReport(slug=slug, files=(*files, *pictures.values()), missing=tuple(missing))


async def fetch_pictures(
    edition: Edition, *, fetcher: Fetcher, out: Output
) -> tuple[dict[str, str], list[FetchFailure]]:
    """Fetch every picture that readers see, each once.

    Returns:
        Name of the written file by address, and what could not be had.
    """
    addresses = list(dict.fromkeys(item.image.url for item in edition.items if item.image))
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


def picture_ending(answer: Fetched | FetchFailure) -> str | None:
    """Tell a picture's file ending from its first bytes; None for what is none."""
    if isinstance(answer, FetchFailure):
        return None
    return next(
        (ending for start, ending in PICTURE_TYPES.items() if answer.body.startswith(start)), None
    )
