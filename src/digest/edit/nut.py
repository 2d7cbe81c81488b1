"""Where a story begins to tell its news: at once, or behind an anecdote."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re
from collections.abc import Sequence

from digest.text.abbreviations import base_language
from digest.text.endings import WEAK

# What a hard opening has: who says it, an office, a day.
_HARD = {
    "en": r"judges?|prosecutors?|unions?|army|troops|rescuers|firefighters|voters|said"
    r"|says|told|announc\w+|accord\w+|confirm\w+|police|court|minister|ministry|government"
    r"|council|parliament|company|officials?|authorit\w+|president|report\w*|stud(?:y|ies)|researchers"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|percent|per cent|million|billion|crore|lakh",
    "de": r"sagte|teilte|kündigte|zufolge|laut|polizei|gericht|minister\w*|regierung|rat|parlament"
    r"|unternehmen|behörde\w*|präsident\w*|studie|forscher\w*|(?:mon|diens|donners|frei|sams|sonn)tag"
    r"|mittwoch|prozent|millionen|milliarden",
    "fr": r"annoncé|déclaré|indiqué|selon|police|tribunal|ministre|gouvernement|conseil|parlement"
    r"|entreprise|autorités|président\w*|étude|chercheurs|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|dimanche|millions?|milliards?",
    "es": r"anunci\w+|dijo|inform\w+|según|policía|tribunal|ministr\w+|gobierno|consejo|parlamento"
    r"|empresa|autoridades|president\w+|estudio|investigadores|lunes|martes|miércoles|jueves|viernes"
    r"|sábado|domingo|millones",
    "it": r"annunciat\w+|dichiarat\w+|detto|secondo|polizia|tribunale|ministr\w+|governo|consiglio"
    r"|parlamento|azienda|autorità|president\w+|studio|ricercatori|lunedì|martedì|mercoledì|giovedì"
    r"|venerdì|sabato|domenica|milioni|miliardi",
    "nl": r"zei|zegt|meldt|volgens|politie|rechter|rechtbank|minister\w*|regering|raad|parlement"
    r"|bedrijf|autoriteiten|president|onderzoek\w*|maandag|dinsdag|woensdag|donderdag|vrijdag"
    r"|zaterdag|zondag|procent|miljoen|miljard",
    "pt": r"anunci\w+|disse|inform\w+|segundo|polícia|tribunal|ministr\w+|governo|câmara|parlamento"
    r"|empresa|autoridades|president\w+|estudo|pesquisadores|milhões|(?:segunda|terça|quarta|quinta"
    r"|sexta)-feira|sábado|domingo",
}
HARD = {
    language: re.compile(rf"\b(?:{words})\b|\d", re.IGNORECASE) for language, words in _HARD.items()
}
# Who acts in a scene.
_PERSONS = {
    "en": "he|she|his|her|him|i|my|me|you|your|we|our|us",
    "de": "er|sie|sein|seine[mnrs]?|ihre?[mnrs]?|ich|mein|meine|wir|unsere?",
    "fr": "il|elle|son|sa|ses|je|mon|ma|nous|notre|vous",
    "es": "él|ella|su|sus|yo|mi|mis|nosotros|usted",
    "it": "lui|lei|suo|sua|suoi|io|mio|mia|noi|nostr[aeio]",
    "nl": "hij|zij|ze|zijn|haar|ik|mijn|wij|we|onze",
    "pt": "ele|ela|seu|sua|seus|suas|eu|meu|minha|nós",
}
PERSONS = {
    language: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for language, words in _PERSONS.items()
}
# How far down the paragraph stands that says what the story is about.
DEEPEST_NUT = 8
FEWEST_WORDS = 8
SHORT = 4
STEM = 5
SHORTEST = 3
# Shares of the headline's words that a paragraph has.
COLD = 0.2
WARM = 0.5
HOT = 0.6
_SCENE = {
    "en": r"it (?:was|is|has been|had been|began|all began|started) (?:a|an|the|just|not|nearly"
    r"|almost|early|late|one|like|past|after|still|only|barely|dark|cold|hot|raining|snowing|dawn"
    r"|midnight|noon|shortly|around|about|half|exactly|\d{1,2}\b|(?:two|three|four|five|six|seven"
    r"|eight|nine|ten|eleven|twelve) (?:o['’]clock|in the|a\.m|p\.m))"
    r"|when [A-Z]\w+ [A-Z]?\w+|imagine|picture (?:this|a)|for (?:years|decades|months|generations"
    r"|most of|as long)"
    r"|as a (?:child|boy|girl|teenager|young)|every (?:morning|day|night|evening|summer|winter"
    r"|week|year|sunday|saturday)"
    r"|on a (?:\w+ ){0,3}(?:morning|afternoon|evening|night|day)|on (?:most|some|any given)"
    r"|there (?:was|is|are|were) (?:a|an|no|something|days|nights|moments|times|places)"
    r"|(?:he|she|his|her)\b|(?:it|they) (?:has|have|had|can|could|will|would|took|began|came)\b"
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
ASKS = frozenset(("why", "how", "what", "who", "when", "where", "warum", "wieso", "pourquoi"))
# "Buying" and "buys", "voted" and "vote", "mayor's": the same word.
ENDING = re.compile(r"(?<=\w{3})(?:['’]s|ing|ed|es|s|e)$")
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
    cold = _share(wanted, paragraphs[0], language)
    if cold > COLD:
        return 0
    enough = WARM if is_soft(paragraphs[0], language) else HOT
    if enough == HOT and (cold or not _is_tale(paragraphs[0], language)):
        return 0
    for at, paragraph in enumerate(paragraphs[1 : DEEPEST_NUT + 1], start=1):
        if len(paragraph.split()) < FEWEST_WORDS or POINTS_BACK.match(paragraph):
            continue
        if _share(wanted, paragraph, language) >= enough and not _is_quotation(paragraph):
            return at if enough == WARM or not _is_idle(paragraph, language) else 0
    return 0


def _is_idle(paragraph: str, language: str) -> bool:
    """Whether a paragraph says nothing a reporter would have to ask for: no figure, day, office."""
    hard = HARD.get(base_language(language))
    return hard is not None and not hard.search(paragraph)


def _is_tale(paragraph: str, language: str) -> bool:
    """Whether a paragraph tells of somebody, and nothing that a reporter would have to ask for."""
    persons = PERSONS.get(base_language(language))
    return bool(persons and persons.search(paragraph)) and _is_idle(paragraph, language)


def is_soft(paragraph: str, language: str = "en") -> bool:
    """Tell whether a paragraph opens a story with a scene instead of its news."""
    if _is_quotation(paragraph) or paragraph.rstrip('”"»’ ').endswith(("?", "…", "...")):
        return True
    if _is_teaser(paragraph, language):
        return True
    scene = SCENES.get(base_language(language), SCENES["en"])
    return bool(scene.match(paragraph))


def _is_teaser(paragraph: str, language: str) -> bool:
    """Whether a paragraph is a few words that name nobody: "Silence can be measured."."""
    words = paragraph.split()
    named = base_language(language) != "de" and any(word[:1].isupper() for word in words[1:])
    return len(words) <= FEWEST_WORDS and not named and _is_idle(paragraph, language)


def stems(text: str, language: str = "en") -> frozenset[str]:
    """Tell the beginnings of a text's own words; those that only join others are left out."""
    weak = WEAK.get(base_language(language), WEAK["en"])
    words = (word.casefold().strip("'’-") for word in WORD.findall(text))
    return frozenset(
        ENDING.sub("", word)[:STEM]
        for word in words
        if word not in weak and word not in ASKS and len(word) >= SHORTEST
    )


def _share(wanted: frozenset[str], paragraph: str, language: str) -> float:
    return len(wanted & stems(paragraph, language)) / len(wanted)


def _is_quotation(paragraph: str) -> bool:
    return paragraph[:1] in "\"“„«»‘'「『"
