"""Where a story begins to tell its news: at once, or behind an anecdote."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re
from collections.abc import Sequence

from digest.text.abbreviations import base_language
from digest.text.endings import WEAK

# How far down the paragraph stands that says what the story is about.
DEEPEST_NUT = 6
FEWEST_WORDS = 8
SHORT = 4
STEM = 5
SHORTEST = 3
# Shares of the headline's words that a paragraph has.
COLD = 0.2
WARM = 0.5
_SCENE = {
    "en": r"it (?:was|is|has been|had been|began|all began|started) (?:a|an|the|just|not|nearly"
    r"|almost|early|late|one|like|past|after)"
    r"|when [A-Z]\w+ [A-Z]?\w+|imagine|picture (?:this|a)|for (?:years|decades|months|generations"
    r"|most of|as long)"
    r"|as a (?:child|boy|girl|teenager|young)|every (?:morning|day|night|evening|summer|winter"
    r"|week|year|sunday|saturday)"
    r"|on a (?:\w+ ){0,3}(?:morning|afternoon|evening|night|day)|on (?:most|some|any given)"
    r"|there (?:was|is|are|were) (?:a|an|no|something)"
    r"|once upon|you(?:'re|’re| are|'ve| might| may| can| know| could)?\b|i(?:'m|’m| was| am| had"
    r"| have| remember| first)?\b|my\b|we(?:'ve|’ve)? all"
    r"|the (?:smell|sound|first thing|scene|air|sun|rain|snow|phone|bell|door)\b|at first glance"
    r"|inside (?:a|the)|standing|sitting|walking|growing up"
    r"|(?:early|late) (?:one|on a|in the morning)|ask (?:any|a)|few (?:people|things)|what (?:do"
    r"|does|is|would|if)|who (?:would|could|does)|how (?:do|does|many)|why\b",
    "de": r"es (?:war|ist|begann|riecht|roch)|als [A-Z]\w+|wenn [A-Z]\w+|stellen sie sich"
    r"|seit jahren|jeden (?:morgen|tag|abend)|man (?:muss|kann|könnte)|ich\b|wer\b|was\b|warum\b"
    r"|wie\b",
    "fr": r"c['’]?(?:était|est) (?:un|une)|imaginez|chaque (?:matin|jour|soir)|il était"
    r"|quand [A-Z]\w+|on (?:pourrait|dirait)|je\b|pourquoi\b|qui\b|depuis des années",
    "es": r"era (?:un|una)|imagine|cada (?:mañana|día|noche)|cuando [A-Z]\w+|érase|había una vez"
    r"|yo\b|hay (?:un|una)|¿",
    "it": r"era (?:un|una)|immaginate|ogni (?:mattina|giorno|sera)|quando [A-Z]\w+|c['’]era"
    r"|perché\b|chi\b",
    "pt": r"era (?:um|uma)|imagine|todas as (?:manhãs|noites)|todos os dias|quando [A-Z]\w+|eu\b"
    r"|por que\b",
    "nl": r"het (?:was|is) een|stel je|elke (?:ochtend|dag|avond)|toen [A-Z]\w+|ik\b|je\b|wie\b"
    r"|wat\b|waarom\b",
}
SCENES = {
    language: re.compile(rf"[\"“„«‘'¿(]*(?:{scene})", re.IGNORECASE)
    for language, scene in _SCENE.items()
}
WORD = re.compile(r"[^\W\d_][\w'’-]*|\d[\d.,]*")
# A paragraph that points back cannot open a summary.
POINTS_BACK = re.compile(
    r"[\"“„«‘'(]*(?:he|she|it|they|this|that|these|those|such|his|her|their|its|but (?:he|she|it"
    r"|they|this|that)|er|sie|es|dies\w*"
    r"|il|elle|ils|elles|cela|él|ella|ellos|esto|egli|lui|lei|questo|ele|ela|isso|hij|zij|ze|dit"
    r"|dat)\b",
    re.IGNORECASE,
)


def find_opening(paragraphs: Sequence[str], *, headline: str, language: str = "en") -> int:
    """Find the paragraph with which a summary begins.

    That is the first one, unless it is a soft opening (a scene, a person, a question, a quotation)
    which has next to nothing of the headline, and a paragraph soon after has most of it.

    Args:
        paragraphs: The cleaned text.
        headline: Cleaned.
        language: BCP 47 tag.

    Returns:
        Index of the paragraph; 0 when the first is as good as any, or when there is none.
    """
    wanted = stems(headline, language)
    if len(wanted) < SHORT or not paragraphs[1:]:
        return 0
    shares = [_share(wanted, one, language) for one in paragraphs[: DEEPEST_NUT + 1]]
    if shares[0] > COLD or not is_soft(paragraphs[0], language):
        return 0
    for at in range(1, len(shares)):
        paragraph = paragraphs[at]
        if len(paragraph.split()) < FEWEST_WORDS or POINTS_BACK.match(paragraph):
            continue
        if shares[at] >= WARM and not _is_quotation(paragraph):
            return at
    return 0


def is_soft(paragraph: str, language: str = "en") -> bool:
    """Tell whether a paragraph opens a story with a scene instead of its news."""
    if _is_quotation(paragraph) or paragraph.rstrip('”"»’ ').endswith(("?", "…", "...")):
        return True
    if len(paragraph.split()) <= FEWEST_WORDS:
        return True
    scene = SCENES.get(base_language(language), SCENES["en"])
    return bool(scene.match(paragraph))


def stems(text: str, language: str = "en") -> frozenset[str]:
    """Tell the beginnings of a text's own words; those that only join others are left out."""
    weak = WEAK.get(base_language(language), WEAK["en"])
    words = (word.casefold().strip("'’-") for word in WORD.findall(text))
    return frozenset(word[:STEM] for word in words if word not in weak and len(word) >= SHORTEST)


def _share(wanted: frozenset[str], paragraph: str, language: str) -> float:
    return len(wanted & stems(paragraph, language)) / len(wanted)


def _is_quotation(paragraph: str) -> bool:
    return paragraph[:1] in "\"“„«»‘'「『"
