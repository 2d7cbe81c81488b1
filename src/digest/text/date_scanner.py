"""A place in a text in which a date is looked for, and the tokens before it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from digest.text.date_patterns import SPACE, TIMES, UNITS, Kind
from digest.text.date_words import Senses


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A part of a text.

    Attributes:
        kind: What it is.
        text: As it stands, without accents.
        parts: The texts of its numbers, in their order; "" for one that is left out.
        senses: What a word means.
    """

    kind: Kind
    text: str
    parts: tuple[str, ...] = ()
    senses: Senses = field(default_factory=Senses)


class Scanner:
    """A place in a text, with the tokens before it.

    Attributes:
        last: Kind of the token before this place; small words and punctuation do not count.
    """

    def __init__(self, text: str, *, loose: bool, languages: Sequence[str] = ()) -> None:
        self.text = text
        self.languages = languages
        self.loose = loose
        self.at = 0
        self.spaced = False
        self.tokens: list[Token] = []
        self.last: Kind | None = None

    def advance(self) -> bool:
        """Go over white space; tell whether anything is left."""
        space = self.match(SPACE)
        self.spaced = space is not None
        self.at = space.end() if space else self.at
        return self.at < len(self.text)

    def match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Match a pattern at this place."""
        return pattern.match(self.text, self.at)

    def add(self, kind: Kind, end: int, *parts: str | None, senses: Senses | None = None) -> bool:
        """Add a token that ends at `end`."""
        self.tokens.append(
            Token(
                kind=kind,
                text=self.text[self.at : end],
                parts=tuple(part or "" for part in parts),
                senses=senses or Senses(),
            )
        )
        self.at = end
        if kind is not Kind.MARK and not (senses and senses.filler):
            timed = kind is Kind.UNIT and UNITS[parts[1] or ""] in TIMES
            self.last = Kind.CLOCK if timed else kind
        return True
