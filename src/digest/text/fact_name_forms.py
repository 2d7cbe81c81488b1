"""The forms that one name takes in sentences: genitives, cases, the people of a country."""

from digest.text.abbreviations import base_language
from digest.text.fact_name_words import (
    COUNTRY_ENDS,
    DECLINING,
    ENDINGS,
    LONGEST_ENDING,
    PEOPLE_ENDS,
    SHORTEST_STEM,
)


def is_same_name(word: str, known: str, language: str) -> bool:
    """Tell whether two words are forms of one name: "Marsh" and "Marshs", "Боглов" and "Богловым".

    Both are folded and begin alike.
    """
    base = base_language(language)
    short, long = sorted((word, known), key=len)
    shared = next(
        (at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short)
    )
    if base in DECLINING:
        rest = max(len(word), len(known)) - shared
        return shared >= max(SHORTEST_STEM, len(short) - 2) and rest <= LONGEST_ENDING
    if shared == len(short) and long[shared:] in ENDINGS.get(base, ("s", "es")):
        return True
    return any(
        word.endswith(people) and _is_country(word[: len(word) - len(people)], known)
        for people in PEOPLE_ENDS
    )


def _is_country(stem: str, known: str) -> bool:
    """Whether a country's name is this stem with an ending of countries."""
    if len(stem) < SHORTEST_STEM + 1 or not known.startswith(stem):
        return False
    return known[len(stem) :] in COUNTRY_ENDS
