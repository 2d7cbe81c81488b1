"""Put right in an edition's files what needs no person, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from digest.app.check import CheckReport, edition_path
from digest.app.languages import translation_path
from digest.app.ports import Folder
from digest.check.mending import find_mends
from digest.check.places import Mend, apply_edits, attach_mends
from digest.compose.draft import read_edition
from digest.compose.items import write_preheader
from digest.compose.outline import outline_file
from digest.errors import EditionError
from digest.model.edition import Edition, Item
from digest.model.publication import Publication

MOST_ROUNDS = 5
# Each is tried by reading the whole file.
MOST_TRIED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A file of an edition before and after.

    Attributes:
        path: Relative to the publication's folder.
        before, after: Its text.
        done: What was put right, in order.
    """

    path: str
    before: str
    after: str
    done: tuple[Mend, ...]


def mend_files(
    slug: str,
    publication: Publication,
    *,
    folder: Folder,
    moved: Mapping[str, str] | None = None,
    dry_run: bool = False,
) -> tuple[Mended, ...]:
    """Put right what needs no person in an edition's file, and in those of its other languages.

    Args:
        slug: The edition.
        publication: Names the languages.
        folder: Where the files are; each is written whole, and only when something changes.
        moved: Addresses that answered elsewhere, with that address.
        dry_run: Whether to write nothing.

    Returns:
        One for each file that changes, or would. A file that cannot be read is left alone: the
        check tells what is wrong with it.
    """
    changed = []
    for path in edition_files(slug, publication):
        text = read_if_text(path, folder=folder)
        if text is None:
            continue
        mended = mend_text(text, path=path, moved=moved, silent=publication.check.silent)
        if mended is None:
            continue
        changed.append(mended)
        if not dry_run:
            folder.write_text(path, mended.after)
    return tuple(changed)


def edition_files(slug: str, publication: Publication) -> list[str]:
    """List the files that an edition may have."""
    return [edition_path(slug), *(translation_path(slug, tag) for tag in publication.languages)]


def mend_text(
    text: str,
    *,
    path: str,
    moved: Mapping[str, str] | None = None,
    silent: Sequence[str] = (),
) -> Mended | None:
    """Put right what needs no person in one file; None when there is nothing, or it is unreadable.

    One fix may uncover another (`&amp;amp;`), so it is looked at again until nothing is left. What
    a desk does not want to be told, it does not want mended either.
    """
    now, done = text, list[Mend]()
    for _ in range(MOST_ROUNDS):
        listed = list_mends(now, path=path, moved=moved)
        mends = [mend for mend in listed if mend.rule not in silent]
        taken, changed = apply_safely(now, mends, path=path)
        if changed == now:
            break
        now = changed
        done += taken
    return Mended(path=path, before=text, after=now, done=tuple(done)) if now != text else None


def read_if_text(path: str, *, folder: Folder) -> str | None:
    """Read a file; None for one that is not there or is no text, which the check tells."""
    try:
        return folder.read_text(path)
    except EditionError:
        return None


def list_mends(text: str, *, path: str, moved: Mapping[str, str] | None = None) -> list[Mend]:
    """List what could be put right in a file; nothing for one that cannot be read."""
    try:
        edition = read_edition(text, path=path)
        lines = outline_file(text)
    except EditionError:
        return []
    headlines = [item.headline for item in edition.items]
    return find_mends(
        lines,
        edition,
        preheader=write_preheader(headlines[1:], edition.language),
        moved=moved,
    )


def apply_safely(text: str, mends: Sequence[Mend], *, path: str) -> tuple[Sequence[Mend], str]:
    """Apply all fixes, or else one after the other those that change only what they name."""
    if not mends:
        return (), text
    before = read_edition(text, path=path)
    changed = apply_edits(text, [edit for mend in mends for edit in mend.edits])
    if is_harmless(before, changed, path=path):
        return mends, changed
    taken: list[Mend] = []
    for mend in mends[:MOST_TRIED]:
        tried = [edit for one in (*taken, mend) for edit in one.edits]
        if is_harmless(before, apply_edits(text, tried), path=path):
            taken.append(mend)
    return taken, apply_edits(text, [edit for one in taken for edit in one.edits])


def is_harmless(before: Edition, text: str, *, path: str) -> bool:
    """Tell whether a changed file is still the same edition but for its words and addresses."""
    try:
        after = read_edition(text, path=path)
    except EditionError:
        return False
    return frame(before) == frame(after) and len(before.items) == len(after.items)


def frame(edition: Edition) -> Edition:
    """Leave out of an edition what a fix may change."""
    return replace(
        edition,
        preheader="",
        note="",
        sections=tuple(
            replace(section, items=tuple(frame_item(item) for item in section.items))
            for section in edition.sections
        ),
    )


def frame_item(item: Item) -> Item:
    """Leave out of a story what a fix may change; whether there is something stays."""
    image = replace(item.image, url="") if item.image else None
    return replace(
        item,
        headline="",
        kicker="" if item.kicker else None,
        url="" if item.url else None,
        summary="told" if item.summary else "",
        image=image,
        also=tuple(replace(one, url="") for one in item.also),
    )


def tell_fixes(
    report: CheckReport, *, folder: Folder, moved: Mapping[str, str] | None = None
) -> CheckReport:
    """Tell with each finding what `digest check --fix` would do about it."""
    found = report.findings
    for path in dict.fromkeys(one.file for one in report.findings if one.file):
        text = read_if_text(path, folder=folder) if path.endswith(".md") else None
        mends = list_mends(text, path=path, moved=moved) if text else []
        told = iter(attach_mends([one for one in found if one.file == path], mends))
        found = tuple(next(told) if one.file == path else one for one in found)
    return replace(report, findings=found)
