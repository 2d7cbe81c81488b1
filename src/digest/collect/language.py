"""Which language a text is in: by its script, else by its small words and letters."""

import re
from collections import Counter
from functools import cache

from digest.collect.language_words import (
    BULGARIAN,
    FAMILIES,
    LETTERS,
    ONLY_RUSSIAN,
    SAME_SCRIPT,
    SCRIPTS,
    WORDS,
)

LOOK_AT = 3000
GLANCE = 600  # letters that are enough to believe what a page says
ENOUGH = 1.5  # what speaks for a language before it is believed
SURE = 6.0  # what speaks for a language against what the page says
CLEARER = 1.25  # so many times more than for the next one
TWICE = 2
REGION = 2  # letters of a country's code
SCRIPT = 4
WORD = re.compile(r"[^\W\d_]+")
ASCII_WORD = re.compile(r"[a-z]+")  # the same in a text of ASCII, and found twice as fast
LETTER = 0.35  # what one letter of its own says for a language, beside a word
Scores = Counter[str]


def detect_language(text: str) -> str | None:
    """Tell the language of a text.

    Args:
        text: A sentence or two at least; only the first 3,000 characters are looked at.

    Returns:
        A two-letter tag; None when the text is too short or fits no language well.
    """
    part = text[:LOOK_AT]
    return by_script(part) or clearest(scores_of(part), ENOUGH)


def by_script(text: str) -> str | None:
    """Tell the language of a text by its script; None for the Latin one."""
    if text.isascii():
        return None
    letters = sum(map(str.isalpha, text))
    for language, script in SCRIPTS:
        count = len(script.findall(text))
        # Japanese and Korean have a script of their own beside borrowed signs.
        if letters and count * (5 if language in {"ja", "ko"} else 2) > letters:
            return finer(language, text)
    return None


def finer(language: str, text: str) -> str:
    """Tell apart the languages of one script by letters that only one of them has."""
    small = text.lower()
    for other, own in SAME_SCRIPT.get(language, ()):
        if len(own.findall(small)) * 100 > len(small):
            return other
    if language == "ru" and not ONLY_RUSSIAN.search(small):
        # Russian cannot do without its ы for long.
        return "bg" if len(BULGARIAN.findall(small)) * 30 > len(small) else language
    return language


def scores_of(text: str) -> Scores:
    """Count what speaks for each language that writes Latin letters."""
    small = text.lower()
    words, letters = witnesses()
    scores: Scores = Counter()
    for word, times in Counter((ASCII_WORD if small.isascii() else WORD).findall(small)).items():
        languages = words.get(word, ())
        for language in languages:
            scores[language] += times / len(languages)  # type: ignore[assignment]
    plain = small.isascii()
    for sign, languages in letters.items():
        if (not plain or sign.isascii()) and (times := small.count(sign)):
            for language in languages:
                scores[language] += LETTER * times / len(languages)  # type: ignore[assignment]
    return scores


@cache
def witnesses() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Gather for each word and for each letter the languages for which it speaks."""
    words: dict[str, list[str]] = {}
    for language, some in WORDS.items():
        for word in dict.fromkeys(some.split()):
            words.setdefault(word, []).append(language)
    letters: dict[str, list[str]] = {}
    for language, signs in LETTERS.items():
        for sign in dict.fromkeys(signs):
            letters.setdefault(sign, []).append(language)
    return words, letters


def clearest(scores: Scores, least: float) -> str | None:
    """Choose the language for which most speaks; None without a clear winner."""
    ranked = scores.most_common(2)
    if not ranked or ranked[0][1] < least:
        return None
    if len(ranked) > 1 and ranked[0][1] < CLEARER * ranked[1][1]:
        return None
    return ranked[0][0]


def choose_language(stated: str | None, assumed: str | None, text: str) -> str | None:
    """Choose the language of an article.

    Args:
        stated: What the page says; None when it says nothing. It is not believed against the
            clear evidence of the text: many systems write "en" into every page.
        assumed: What to assume when the page says nothing.
        text: The article's text.
    """
    claimed = tidy_tag(stated or assumed)
    if claimed and clearest(scores_of(text[:GLANCE]), ENOUGH) == primary_of(claimed):
        return claimed
    part = text[:LOOK_AT]
    script = by_script(part)
    scores: Scores = Counter() if script else scores_of(part)
    found = script or clearest(scores, ENOUGH)
    if not claimed or not found or contradicts(claimed, found, scores):
        return found or claimed
    return claimed


def primary_of(tag: str) -> str:
    """Tell the language of a tag; both ways to write Norwegian are one."""
    primary = tag.partition("-")[0].lower()
    return "no" if primary in {"nb", "nn"} else primary


def contradicts(claimed: str, found: str, scores: Scores) -> bool:
    """Tell whether a text speaks so clearly for another language that a claim must be wrong.

    Args:
        claimed: A tag.
        found: What the text looks like.
        scores: What speaks for the languages of Latin letters; empty for a text in other ones.
    """
    primary = primary_of(claimed)
    if primary == found or any({primary, found} <= family for family in FAMILIES):
        return False
    if not scores:
        # The script decides: only another language of the same script may be meant.
        return primary in WORDS or primary in LATIN_ONLY or primary in dict(SCRIPTS)
    if primary in dict(SCRIPTS):
        return scores[found] >= SURE / TWICE
    # Of languages whose words are not known here nothing can be said.
    alone = scores[found] >= max(SURE / TWICE, 2 * TWICE * scores[primary])
    return primary in WORDS and (alone or scores[found] >= max(SURE, TWICE * scores[primary]))


def tidy_tag(tag: str | None) -> str | None:
    """Write a tag as RFC 5646 section 2.1.1 recommends: "en-us" is "en-US"."""
    if not tag:
        return None
    first, *others = tag.replace("_", "-").split("-")
    told = [part.upper() if len(part) == REGION else part for part in others]
    told = [part.title() if len(part) == SCRIPT and part.isalpha() else part for part in told]
    return "-".join([first.lower(), *told])


LATIN_ONLY = frozenset(
    ("gl", "eu", "ms", "ga", "cy", "is", "mt", "sq", "af", "sw", "tl", "lb", "nb", "nn", "bs")
)
