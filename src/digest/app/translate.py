"""Lay out an edition for somebody who translates it: the same stories, in a file of its own."""

from dataclasses import dataclass

from digest.app.check import edition_path, read_edition_file
from digest.app.draft import OPEN_STATES
from digest.app.languages import other_languages, translation_path
from digest.app.ports import EditionStore, Folder
from digest.compose.draft import write_edition
from digest.compose.languages import to_translate
from digest.errors import EditionBusy, UsageError
from digest.model.edition import Edition
from digest.model.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """An edition that is to be translated.

    Attributes:
        slug: The edition.
        path: Its file in that language, relative to the publication's folder.
        edition: As it stands there.
        wrote: Whether the file was written; it may be there already, or this was a rehearsal.
    """

    slug: str
    path: str
    edition: Edition
    wrote: bool


def lay_out_translation(
    slug: str,
    language: str,
    publication: Publication,
    *,
    editions: EditionStore,
    folder: Folder,
    force: bool = False,
    dry_run: bool = False,
) -> Translation:
    """Write the file of an edition in a further language, with the stories of the main one.

    Args:
        slug: The edition; its main file has to be there.
        language: One of the publication's further languages.
        publication: The publication.
        editions: Tells whether the edition has left.
        folder: Where the files are.
        force: Whether to write over a file that says something else.
        dry_run: Whether to leave everything as it is.

    Raises:
        UsageError: There is no such language or edition, or the file says something else and
            `force` is not given.
        EditionBusy: The edition is being sent, or was.
        EditionError: The main file cannot be read.
    """
    record = editions.edition(slug, with_decisions=False)
    if record and record.state not in OPEN_STATES:
        raise EditionBusy(
            f"{slug} is {record.state.value}: it cannot be translated any more.",
            f"See who got it: digest report {slug}",
        )
    main = read_edition_file(slug, folder=folder)
    tag = find_language(language, main.language, publication)
    edition = to_translate(main, tag)
    path = translation_path(slug, tag)
    text = write_edition(edition, zone=publication.timezone)
    before = folder.read_text(path)
    if before not in (None, text) and not force:
        raise UsageError(
            f"{path} is there already, with other texts than {edition_path(slug)}; it is left as "
            "it is.",
            f"See which stories differ: digest check {slug}. To write it anew, without its "
            f"translation: digest draft --language {tag} --force",
        )
    wrote = before != text and not dry_run
    if wrote:
        folder.write_text(path, text)
    return Translation(slug=slug, path=path, edition=edition, wrote=wrote)


def find_language(language: str, main: str, publication: Publication) -> str:
    """Find a further language of a publication as digest.toml writes it.

    Raises:
        UsageError: It has no such language.
    """
    known = other_languages(main, publication)
    found = next((tag for tag in known if tag.casefold() == language.casefold()), None)
    if found is None:
        listed = ", ".join(f'"{tag}"' for tag in dict.fromkeys((*known, language)))
        raise UsageError(
            f"Readers cannot have an edition in {language} besides {main}.",
            "That is its main language: digest edit"
            if language.casefold() == main.casefold()
            else f"Write into digest.toml, [publication]: languages = [{listed}]",
        )
    return found
