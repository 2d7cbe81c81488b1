"""`make looks`: pictures of every theme and public page, contact sheets, the docs' pictures."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

from tests.looks.browser import Job, look_at, missing_tools
from tests.looks.letters import letter_pages, list_letter_states
from tests.looks.mails import ROOT, Mail, drawn_pictures, sample_mails
from tests.looks.preview import photograph_preview
from tests.looks.public_states import list_public_states, public_pages
from tests.looks.restyled import restyled_pages
from tests.looks.sheet import Shot, write_sheet

HERE = "https://looks.example.org/"
SHRINK = 2.5
DOCS = ROOT / "docs" / "pictures"
# What stands in README.md and in the docs: file, mail, width, dark, height, device pixels for one.
FOR_DOCS = (
    ("mail-700-light", "daily-en", 700, False, 1500, 1.5),
    ("mail-375-dark", "daily-en", 375, True, 1500, 1.5),
    ("theme-daily", "daily-en", 700, False, 1500, 1),
    ("theme-brief", "brief-en", 700, False, 1500, 1),
    ("theme-magazine", "magazine-en", 700, False, 2100, 1),
    ("theme-daily-arabic", "daily-ar", 375, False, 1500, 1),
    ("theme-brief-arabic", "brief-ar", 375, False, 1500, 1),
    ("theme-magazine-arabic", "magazine-ar", 375, False, 1500, 1),
    ("restyle-tokens", "restyle-tokens", 700, False, 1240, 1),
    ("restyle-macro", "restyle-macro", 700, False, 1240, 1),
    ("restyle-theme", "restyle-theme", 700, False, 1240, 1),
    ("page-subscribe", "public-subscribe-en", 700, False, 720, 1),
    ("page-preferences-dark", "public-preferences-en", 375, True, 1000, 1),
    ("page-preferences-arabic", "public-preferences-ar", 375, False, 1000, 1),
)


def name_state(job: Job) -> str:
    """Tell a state in words."""
    shown = "" if job.pictures else ", no pictures"
    return f"{job.width} px, {'dark' if job.dark else 'light'}{shown}"


def list_states(mails: dict[tuple[str, str], Mail], out: Path) -> list[tuple[Job, Shot]]:
    """List every state of every mail, with the picture that will be made of it."""
    found = []
    for (theme, edition), pictures, dark, width in product(
        mails, (True, False), (False, True), (700, 375)
    ):
        job = Job(page=f"{theme}-{edition}", width=width, dark=dark, pictures=pictures)
        mode = f"{'dark' if dark else 'light'}{'' if pictures else '-no-pictures'}"
        file = f"{theme}-{edition}-{width}-{mode}.png"
        shot = Shot(file=file, row=f"{theme}, {edition}", caption=name_state(job), width=width)
        found.append((replace(job, shot=str(out / file)), shot))
    return found


def list_docs(pages: Sequence[str]) -> list[Job]:
    """List the pictures of the docs."""
    return [
        Job(
            page=page,
            width=width,
            dark=dark,
            clip=height,
            scale=scale,
            shot=str(DOCS / f"{name}.png"),
        )
        for name, page, width, dark, height, scale in FOR_DOCS
        if page in pages
    ]


def make_sheet(shots: Sequence[Shot], out: Path, *, name: str, title: str) -> str:
    """Write a contact sheet as a page and as one picture; tell where the page is."""
    page = out / f"{name}.html"
    page.write_text(write_sheet(shots, title=title, shrink=SHRINK), encoding="utf-8")
    pictures = {HERE + one.file: str(out / one.file) for one in shots}
    pages = {"sheet": write_sheet(shots, title=title, shrink=SHRINK, base=HERE)}
    widest = sum(one.width for one in shots if one.row == shots[0].row) / SHRINK
    look_at(
        [Job(page="sheet", width=round(widest) + 200, shot=str(out / f"{name}.png"))],
        pages=pages,
        pictures=pictures,
    )
    return str(page)


def shrink_colours(files: Sequence[str]) -> None:
    """Write pictures with 256 colours: a third of the size, and nobody sees a difference."""
    from PIL import Image

    for file in files:
        with Image.open(file) as opened:
            small = opened.convert("RGB").quantize(256, dither=Image.Dither.NONE)
        small.save(file, optimize=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Look at everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.looks", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "looks", help="where the pictures go")
    parser.add_argument("--no-docs", action="store_true", help="leave docs/pictures as it is")
    given = parser.parse_args(arguments)
    if missing_tools():
        sys.exit(f"make looks {missing_tools()}")
    given.out.mkdir(parents=True, exist_ok=True)
    mails = sample_mails()
    pages = {f"{theme}-{edition}": mail.html for (theme, edition), mail in mails.items()}
    pages |= {} if given.no_docs else restyled_pages()
    public, letters = public_pages(), letter_pages()
    states = list_states(mails, given.out)
    public_states = list_public_states(public, given.out)
    letter_states = list_letter_states(given.out)
    docs = [] if given.no_docs else list_docs([*pages, *public])
    look_at(
        [job for job, _ in states + public_states + letter_states] + docs,
        pages=pages | public | letters,
        pictures=drawn_pictures(),
    )
    if docs:
        photograph_preview(DOCS / "preview.png")
        shrink_colours([*(job.shot for job in docs), str(DOCS / "preview.png")])
    for name, title, shown in (
        ("index", "Every theme in every state", states),
        ("pages", "Every page that readers open", public_states),
        ("letters", "Every letter in every theme", letter_states),
    ):
        page = make_sheet([shot for _, shot in shown], given.out, name=name, title=title)
        print(f"{len(shown)} pictures; look at {page}, or at the .png beside it")


if __name__ == "__main__":
    main()
