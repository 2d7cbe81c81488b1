"""An edition in its further languages: a file for each that is translated, a frame for the rest."""

from dataclasses import dataclass, replace

from digest.app.ports import Folder
from digest.compose.draft import read_edition
from digest.compose.languages import framed
from digest.errors import EditionError
from digest.model.edition import Edition
from digest.model.message import Rendered
from digest.model.publication import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An edition in one of its further languages.

    Attributes:
        language: BCP 47 tag of the readers who get it.
        path: The file that its stories stand in: one of its own, or the main edition's.
        is_translated: Whether it has a file of its own.
        edition: As rendered; None when its file cannot be read.
        rendered: As it would be sent; None when it cannot be rendered.
        mistake: Why its file cannot be read; None when it can.
    """

    language: str
    path: str
    is_translated: bool
    edition: Edition | None = None
    rendered: Rendered | None = None
    mistake: EditionError | None = None


def translation_path(slug: str, language: str) -> str:
    """Tell where an edition's file in another language is, inside the publication's folder."""
    return f"editions/{slug}.{language}.md"


def other_languages(main: str, publication: Publication) -> tuple[str, ...]:
    """List the languages in which readers may have an edition besides its main one."""
    return tuple(tag for tag in publication.languages if tag.casefold() != main.casefold())


def read_versions(
    main: Edition, publication: Publication, *, path: str, folder: Folder | None
) -> tuple[Version, ...]:
    """Read an edition in its further languages.

    Args:
        main: The edition in its main language.
        publication: Names the languages.
        path: The main edition's file.
        folder: Where the files are; None for an edition that has none yet.

    Returns:
        One for each language, in the order of digest.toml. A language without a file gets the main
        edition between its own words and dates.
    """
    return tuple(
        read_version(main, language, path=path, folder=folder)
        for language in other_languages(main.language, publication)
    )


def read_version(main: Edition, language: str, *, path: str, folder: Folder | None) -> Version:
    """Read an edition in one further language."""
    own = translation_path(main.slug, language)
    try:
        edition = read_translation(main, language, folder=folder) if folder else None
    except EditionError as error:
        return Version(language=language, path=own, is_translated=True, mistake=error)
    if edition:
        return Version(language=language, path=own, is_translated=True, edition=edition)
    return Version(
        language=language, path=path, is_translated=False, edition=framed(main, language)
    )


def read_translation(main: Edition, language: str, *, folder: Folder) -> Edition | None:
    """Read an edition's file in another language; None when there is none.

    Raises:
        EditionError: A line of it is wrong, or it is another edition's, or in another language.
    """
    path = translation_path(main.slug, language)
    text = folder.read_text(path)
    if text is None:
        return None
    edition = read_edition(text, path=path)
    said = {
        "edition": (edition.slug, main.slug),
        "number": (edition.number, main.number),
        "language": (edition.language.casefold(), language.casefold()),
    }
    for key, (written, meant) in said.items():
        if written != meant:
            line = find_line(text, key)
            wanted = f'"{language if key == "language" else meant}"' if key != "number" else meant
            raise EditionError(
                f"{path}:{line}: The front matter has another {key} than it should.",
                f"Write {key} = {wanted}: it is the edition of {main.slug}.md in {language}.",
                line=line,
            )
    return replace(edition, language=language)


def find_line(text: str, key: str) -> int:
    """Find the line of a key of the front matter; its first line when it is not there."""
    lines = text.splitlines()
    return next((at for at, line in enumerate(lines, 1) if line.startswith(key)), 1)
