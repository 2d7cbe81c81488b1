"""The words beside the button: which of them somebody saw who sends a form."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from digest.model.signup import ConsentText
from digest.render.public_words import VERSION_DIGITS, consent_text, consent_version

if TYPE_CHECKING:
    from digest.render.public_house import PublicHouse

VERSION = re.compile(rf"[0-9a-f]{{{VERSION_DIGITS}}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What is taken down of the words that somebody agreed to.

    Attributes:
        text: The words of the form, or the present ones where those are not known.
        doubt: Says that they are not, for the proof; empty when they are.
    """

    text: ConsentText
    doubt: str = ""


def write_texts(
    house: "PublicHouse", languages: Iterable[str], *, now: datetime
) -> dict[str, ConsentText]:
    """Write the words as forms show them now, by language."""
    return {language: write_text(house, language, now=now) for language in languages}


def write_text(house: "PublicHouse", language: str, *, now: datetime) -> ConsentText:
    """Write the words as a form in this language shows them now."""
    text = consent_text(house.words_of(language), house.publication)
    version = consent_version(language, text)
    return ConsentText(version=version, language=language, text=text, first_shown=now)


def find_agreed(
    claimed: str,
    language: str,
    *,
    present: Mapping[str, ConsentText],
    find: Callable[[str], ConsentText | None],
) -> Agreed:
    """Find the words that stood on a form.

    Args:
        claimed: Their version, as the form names it; empty when it names none.
        language: BCP 47 tag of the form.
        present: The words that forms show now, by language.
        find: Finds words that forms showed before.

    Raises:
        StoreError: They cannot be looked up.
    """
    own = present[language]
    if VERSION.fullmatch(claimed) is None:
        return Agreed(text=own, doubt="which names no words")
    shown = next((one for one in present.values() if one.version == claimed), None)
    text = shown or find(claimed)
    return Agreed(text=text) if text else Agreed(text=own, doubt=f"with unknown words {claimed}")
