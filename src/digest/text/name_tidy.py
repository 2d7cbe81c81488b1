"""Names without what is printed at their ends: honours, papers, agencies, places."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re

from digest.text.names import AGENCIES, FEWEST_TOKENS, is_organisation, is_site
from digest.text.places import PLACES

SPECIAL = re.compile(r"\sspecial\s(?:to|for)\s.*$", re.IGNORECASE)
HONOURS = re.compile(r"^(?:mr|mrs|ms|herr|frau|mme|sig|sr|sra|г-н|г-жа)\.?\s+", re.IGNORECASE)
MOST_ENDING = 4  # words of an agency's name
FROM = frozenset(("da", "de", "do", "em"))


def tidy_name(text: str, site: str) -> str:
    """Take honours off the front, agencies off the end: "Mr Jo Marsh", "Jo Marsh dpa"."""
    bare = SPECIAL.sub("", " ".join(text.split())).strip(" ,;:=-–—")
    words = HONOURS.sub("", bare).split()
    half = len(words) // 2
    if half >= FEWEST_TOKENS and words[:half] == words[half:]:  # beside its own picture
        words = words[:half]
    while len(words) > 1 and is_code(words[-1]):
        words = words[:-1]
    for count in range(MOST_ENDING, 0, -1):
        ending = " ".join(words[-count:])
        small = ending.casefold().removeprefix("the ")
        kept = words[:-count]
        if len(kept) < FEWEST_TOKENS:
            continue
        if small in AGENCIES or (site and is_site(ending, site)):
            return " ".join(kept)
        if small in PLACES and len(kept) > FEWEST_TOKENS and kept[-1].casefold() in FROM:
            return " ".join(kept[:-1])
    return " ".join(words)


def without_paper(name: str) -> str:
    """Take the paper off "Jo Marsh Guardian", which stood before "economics editor"."""
    words = name.split()
    papered = len(words) > FEWEST_TOKENS and is_organisation(words[-1])
    return " ".join(words[:-1]) if papered else name


def is_code(word: str) -> bool:
    """Tell whether a word is an agency's or an editor's mark: "dpa", "AFP"."""
    return (word.isupper() or word.islower()) and is_organisation(word)
