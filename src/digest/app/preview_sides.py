"""From which sides an edition is looked at, and what is seen there."""

from dataclasses import dataclass, field
from datetime import datetime

from digest.errors import DigestError, EditionError
from digest.model.edition import Edition
from digest.model.message import Inspection
from digest.model.publication import Publication
from digest.model.subscriber import Subscriber
from digest.render.preview_message import Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """From which side somebody looks at the edition.

    Attributes:
        theme: Another theme than the publication's; empty for its own.
        language: One of the edition's languages; empty for the first.
        mirrored: Whether it is laid out in the other direction.
        reader: Handle of the reader whose very message is shown; empty for nobody in particular.
    """

    theme: str = ""
    language: str = ""
    mirrored: bool = False
    reader: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the settings say at this moment.

    Attributes:
        publication: From digest.toml.
        public_url: Base of the public pages; empty when there are none.
        secret: The machine's secret; never shown.
        themes: Names of the themes that can be tried.
    """

    publication: Publication
    public_url: str
    secret: str = field(repr=False)
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Why the edition cannot be shown as its files are now.

    Attributes:
        message: One sentence for an editor, without the place.
        hint: What to do; may be empty.
        file: Path of the file; empty when it is told in the message.
        line, column: From 1; None when there is no one place.
    """

    message: str
    hint: str = ""
    file: str = ""
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An edition from one side.

    Attributes:
        version: Counts the changes; the one that was rendered.
        at: When it was rendered, aware, UTC.
        facts: The settings of that moment.
        publication: The same with the theme that it was rendered with.
        edition: As read from its file.
        inspection: As it would be sent, with sentinels.
        opened: The message to the reader, or to nobody in particular.
        reader: Whose message it is; None for nobody in particular.
        languages: Tags of the languages that readers have it in, the publication's own first.
    """

    version: int
    at: datetime
    facts: Facts
    publication: Publication
    edition: Edition
    inspection: Inspection
    opened: Opened
    reader: Subscriber | None
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What there is to be looked at: the last good rendering, and what is wrong since then.

    Attributes:
        version: Counts the changes; the one that was looked at.
        seen: The rendering; None when there was none yet.
        mistake: Why it is not the newest; None when it is.
    """

    version: int
    seen: Seen | None
    mistake: Mistake | None = None


def tell_mistake(error: DigestError) -> Mistake:
    """Show an error as the banner has it: the place once, apart from the words."""
    if isinstance(error, EditionError):
        file, message = split_place(error.message)
        return Mistake(
            message=message, hint=error.hint, file=file, line=error.line, column=error.column
        )
    return Mistake(message=error.message, hint=error.hint)


def split_place(message: str) -> tuple[str, str]:
    """Part "editions/x.md:3:1: no blank line." into its file and the rest."""
    place, colon, rest = message.partition(": ")
    file = place.partition(":")[0]
    return (file, rest) if colon and file.endswith(".md") else ("", message)
