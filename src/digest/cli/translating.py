"""What `digest draft --language` does and answers."""

from contextlib import nullcontext
from typing import TYPE_CHECKING

from digest.app.draft import place_edition
from digest.app.roundup import place_round_up
from digest.app.translate import Translation, lay_out_translation
from digest.cli.answer import Answer
from digest.cli.invocation import Invocation
from digest.cli.shapes import shape_item
from digest.cli.written import count
from digest.wiring import make_clock, make_folder, opened_stores

if TYPE_CHECKING:
    from digest.app.draft import DraftWish
    from digest.config import Settings


def run_translation(
    invocation: Invocation,
    settings: "Settings",
    wish: "DraftWish",
    language: str,
    *,
    weekly: bool = False,
) -> Answer:
    """Lay out an edition for its translation into a further language."""
    folder = make_folder(settings.folder)
    alone = nullcontext() if wish.dry_run else folder.alone()
    with opened_stores(settings) as stores, alone:
        now = make_clock(invocation.now).now()
        if weekly:
            placed = place_round_up(
                settings.publication, editions=stores.editions, now=now, day=wish.day
            )
        else:
            placed = place_edition(
                settings.publication,
                editions=stores.editions,
                now=now,
                day=wish.day,
                slot_name=wish.slot_name,
            )
        done = lay_out_translation(
            placed.slug,
            language,
            settings.publication,
            editions=stores.editions,
            folder=folder,
            force=wish.force,
            dry_run=wish.dry_run,
        )
    return translation_answer(done, dry_run=wish.dry_run)


def translation_answer(done: Translation, *, dry_run: bool) -> Answer:
    """Tell what is to be translated, and where."""
    edition = done.edition
    steps = f"digest edit {done.slug}.{edition.language}, digest check {done.slug}"
    said = f"Wrote {done.path}" if done.wrote else f"{done.path} is as it was"
    if dry_run:
        said = f"Would write {done.path}; nothing was written"
        steps = f"digest draft --language {edition.language}"
    stories = count("story", len(edition.items))
    return Answer(
        lines=[
            f"{stories} to translate into {edition.language}.",
            f"{said}.      Next: {steps}",
        ],
        data={
            "edition": done.slug,
            "path": done.path,
            "language": edition.language,
            "wrote": done.wrote,
            "sections": [
                {"name": section.name, "items": [shape_item(item) for item in section.items]}
                for section in edition.sections
            ],
        },
    )
