"""Words that end in a full stop of their own, and the words that begin sentences, by language.

A word counts in small letters, with a capital, and in capitals. One written with a capital here
counts with a capital only ("Ill" is a state, "ill" is not), one behind an underscore in small
letters only. The last full stop is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from digest.text.abbreviations_east import EAST
from digest.text.abbreviations_west import WEST

TABLES = {**WEST, **EAST}
# Close kin that have no row of their own.
KIN = {"nb": "no", "nn": "no", "bs": "hr", "sr": "hr", "sl": "hr", "mk": "bg", "be": "ru"}
KIN |= {"ca": "es", "gl": "pt", "mr": "hi", "ne": "hi", "ur": "fa"}
FIELDS = ("titles", "numbered", "dated", "others", "starters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviations:
    """What a language abbreviates.

    Attributes:
        titles: Never end a sentence: a name or a noun follows ("Dr").
        numbered: End none when a number follows ("No", "p").
        dated: Months and weekdays: a number or another of them follows, else the sentence ends.
        others: End one only when a word follows that likes to begin sentences ("Inc", "etc").
        starters: Those words, in small letters.
        ordinals: Whether a number with a full stop is an ordinal before nouns ("28. September").
    """

    titles: frozenset[str]
    numbered: frozenset[str]
    dated: frozenset[str]
    others: frozenset[str]
    starters: frozenset[str]
    ordinals: bool = False

    def knows(self, token: str) -> bool:
        """Tell whether a full stop may belong to a word: it is no short answer such as "Yes."."""
        return token in self.titles or token in self.dated or token in self.others


def base_language(tag: str | None) -> str:
    """Tell the primary subtag of a BCP 47 tag in small letters; "en" when there is none."""
    return (tag or "en").replace("_", "-").partition("-")[0].casefold() or "en"


def abbreviations_of(tag: str | None) -> Abbreviations:
    """Choose a language's table; English for one that has none."""
    language = base_language(tag)
    language = KIN.get(language, language)
    return open_table(language if language in TABLES else "en")


@cache
def open_table(language: str) -> Abbreviations:
    """Read a language's table."""
    table = TABLES[language]
    titles, numbered, dated, others = (
        frozenset(spellings(table.get(name, ""))) for name in FIELDS[:-1]
    )
    return Abbreviations(
        titles=titles,
        numbered=numbered,
        dated=dated,
        others=others,
        starters=frozenset(map(str.casefold, table.get("starters", "").split())),
        ordinals="ordinals" in table,
    )


def spellings(words: str) -> Iterator[str]:
    """Write each word of a row in all the ways in which it counts."""
    for word in words.split():
        if word.startswith("_"):
            yield word[1:]
        elif word != word.lower():
            yield from (word, word.upper())
        else:
            yield from (word, word.capitalize(), word.upper())
            yield ".".join(part.capitalize() for part in word.split("."))
