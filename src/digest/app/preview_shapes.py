"""What the preview's page is told, as plain values."""

from typing import Any

from digest.app.preview_sides import Look, Mistake, Seen
from digest.model.fetch import Fetched, FetchFailure
from digest.model.subscriber import Subscriber
from digest.render.preview import PICTURE_TYPES
from digest.render.preview_model import shape_mail, tell_place


def shape_look(seen: Seen | None) -> dict[str, Any]:
    """Write a rendering; nulls when there is none yet."""
    if seen is None:
        return {"mail": None, "reader": None, "languages": [], "themes": [], "theme": ""}
    publication = seen.publication
    return {
        "mail": shape_mail(seen.edition, seen.inspection, seen.opened, publication, at=seen.at),
        "reader": shape_reader(seen.reader) if seen.reader else None,
        "languages": list(seen.languages),
        "themes": list(seen.facts.themes),
        "theme": publication.theme,
        "ownTheme": seen.facts.publication.theme,
        "name": publication.name,
    }


def shape_mistake(look: Look) -> dict[str, Any] | None:
    """Write what the banner says; null when nothing is wrong."""
    mistake: Mistake | None = look.mistake
    if mistake is None:
        return None
    return {
        "message": mistake.message,
        "hint": mistake.hint,
        "place": tell_place(mistake.file, mistake.line, mistake.column),
    }


def shape_reader(reader: Subscriber) -> dict[str, Any]:
    """Write who a reader is."""
    return {"name": reader.name, "email": reader.email, "state": reader.state.value}


def picture_ending(answer: Fetched | FetchFailure) -> str | None:
    """Tell a picture's file ending from its first bytes; None for what is none."""
    if isinstance(answer, FetchFailure):
        return None
    return next(
        (ending for start, ending in PICTURE_TYPES.items() if answer.body.startswith(start)), None
    )
