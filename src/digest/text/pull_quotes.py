"""The quotation that a summary is worth being remembered by, to be set in large letters."""

# ruff: noqa: RUF001 - marks of many scripts are meant here

import re

from digest.text.fact_quotes import find_quotations
from digest.text.quotation_marks import quotation_marks

FEWEST_WORDS, MOST_WORDS = 4, 32
# Chinese and Japanese do not part their words.
FEWEST_LETTERS, MOST_LETTERS = 8, 220
UNPARTED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
ENDED = (".", "!", "?", "…", "。", "！", "？", "؟", "।")
HANGING = " ,;:،؛、–—-"
PLAIN = frozenset("\"'")


def pull_quote(text: str, language: str) -> str:
    """Choose what of a summary may stand alone in large letters.

    That is the longest of its quotations that is a whole sentence, else the longest that begins
    like one; never a few words that somebody is said to have used, and never a speech.

    Args:
        text: The summary as plain text.
        language: BCP 47 tag of the text; its quotation marks take the place of straight ones.

    Returns:
        The words as they are quoted, in quotation marks; empty when there are none worth it.
    """
    found = [one for one in find_quotations(text) if _stands_alone(one)]
    if not found:
        return ""
    best = max(found, key=lambda one: (one.rstrip().endswith(ENDED), len(one)))
    opener, closer = _marks_of(text, best, language)
    return f"{opener}{best.strip().rstrip(HANGING)}{closer}"


def _stands_alone(quotation: str) -> bool:
    """Whether it is long enough to say something, short enough to be read at once, and begins."""
    words = quotation.strip()
    if not words or words[0].islower() or words[0] in "[(…":
        return False
    if UNPARTED.search(words):
        return FEWEST_LETTERS <= len(words) <= MOST_LETTERS
    return FEWEST_WORDS <= len(words.split()) <= MOST_WORDS and len(words) <= MOST_LETTERS


def _marks_of(text: str, quotation: str, language: str) -> tuple[str, str]:
    """Take the marks that the text itself has, unless they are straight ones."""
    at = text.find(quotation)
    opener, closer = text[at - 1], text[at + len(quotation)]
    if opener in PLAIN or closer in PLAIN:
        return quotation_marks(language)
    space = "\u00a0" if quotation[:1].isspace() else ""
    return opener + space, space + closer
