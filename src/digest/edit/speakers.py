"""Who said it: when a summary may leave that out, and when it never may."""

# ruff: noqa: RUF001 - marks of many scripts are meant here

import re

from digest.edit.standing import VERBS

_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# An office that keeps the record of what happened; a name may follow: "police inspector Ana Ruiz".
# Whoever speaks of their own doing - a company, a minister, an army - says what is only claimed,
# and who found something out is a part of the news: they are always named.
_OFFICE = (
    r"(?:[^\s,;“”\"]+\s){0,5}?(?:officials|police|authorities|officers?|hospital|court|rescuers"
    r"|firefighters|organi[sz]ers|inspector|superintendent)(?:\s[A-Z][\w.’'-]*){0,4}"
)
_PLAN = r"(?:[^\s,;“”\"]+\s){0,5}?(?:plan|plans|schedule|timetable|programme|calendar)"
_DID = r"(?:said|says|added|confirmed|announced)"
_WHEN = rf"(?:\s(?:(?:late|early|earlier)\s)?(?:on\s)?{_DAY}|\stoday|\syesterday)?"
_WHERE = r"(?:\sin\s(?:a|its|the)\s(?:statement|report|release|note))?"
TAIL = re.compile(
    rf"(?<![”\"’']),\s(?:{_OFFICE}\s{_DID}{_WHEN}{_WHERE}{_WHEN}"
    rf"|said\s{_OFFICE}{_WHEN}|(?:according\sto|as\sper)\s(?:{_OFFICE}|{_PLAN}))(?=\.$)"
)
# "The fire, officials said, began in the kitchen."
INSIDE = re.compile(rf"(?<![”\"’']),\s{_OFFICE}\s{_DID},(?=\s[a-z])")
# Whoever is blamed is blamed by somebody, and a judgement is somebody's: that stays.
BLAMES = re.compile(
    r"(?<!was )(?<!were )(?<!been )\bkill\w*|\bkilled by\b"
    r"|\b(?:murder\w*|stab\w*|rap(?:ed?|ing|ist)|assault\w*|attack\w*|abus\w+|molest\w*"
    r"|stole\w*|steal\w*|rob(?:bed|bing|bery)|cheat\w*|dup(?:ed|ing)|fraud\w*|brib\w+|corrupt\w*"
    r"|launder\w*|smuggl\w*|threaten\w*|lied|lying|negligen\w+|crim\w+|illegal\w*|drunk\w*"
    r"|inebriat\w+|intention\w*|deliberate\w*|terror\w*|thrash\w*|forg(?:ed|ing|ery)"
    r"|blackmail\w*|harass\w*|kidnap\w*|abduct\w*|fake|conspir\w+|betray\w*"
    r"|should|must|wrong|unfair|unlawful|unacceptable|sham\w+|disast\w+|worst|best|fail\w+|never"
    r"|nothing|nobody|hop(?:e|es|ed)|fear(?:s|ed)?|believ\w+)\b",
    re.IGNORECASE,
)
# Said with reserve already, or found by a court; "the accused" alone is neither.
RESERVED = re.compile(
    r"\b(?:alleg\w+|accus(?:ed of|es|ing|ation\w*)|suspect\w*|charged|convict\w+|sentenced"
    r"|arrest\w*|detain\w*|booked|pleaded|guilty|reportedly)\b",
    re.IGNORECASE,
)
TELLS = re.compile(
    r"\b(?:said|says|told|tells|according to|claim\w*|add(?:s|ed)|confirm\w*|argu\w+|wrote"
    r"|warn\w*|insist\w*|explain\w*)\b"
)
# The same elsewhere, by the beginnings of words; in German also speech that is only reported.
_BLAMED = {
    "de": r"unterschl\w+|betrog\w*|betrug\w*|getötet|tötete\w*|ermord\w*|besto?ch\w*|missbrauch\w*"
    r"|misshandel\w*|vergewaltig\w*|gestohlen|geraubt|erpress\w*|gelogen|gefälscht|vergifte\w*"
    r"|habe|sei|seien|hätten|werde|könne|müsse|solle|wolle",
    "fr": r"détourn\w+|escroqu\w+|tué\w*|assassin\w+|corrompu\w*|viol(?:é|er)\w*|agress\w+"
    r"|vol(?:é|er)|menti|menac\w+|empoisonn\w+|fraud\w+",
    "es": r"robó|robar\w*|estaf\w+|mató|asesin\w+|sobornó|soborn\w+|violó|agredió|mintió|amenaz\w+"
    r"|malvers\w+|desvi\w+|defraud\w+",
    "it": r"rubat\w+|truff\w+|ucci\w+|assassin\w+|corrott\w+|violent\w+|aggredit\w+|mentit\w+"
    r"|minacci\w+|sottratt\w+",
    "pt": r"roub\w+|desvi\w+|mat(?:ou|aram)|assassin\w+|suborn\w+|estupr\w+|agredi\w+|ment\w+"
    r"|ameaç\w+|fraud\w+",
    "nl": r"verduister\w+|gestolen|vermoord\w*|gedood|omgekocht|verkracht\w*|mishandel\w+|gelogen"
    r"|bedreig\w+|fraud\w+",
    "ru": r"похитил\w*|украл\w*|убил\w*|изнасил\w+|избил\w*|солгал\w*|обманул\w*|угрожал\w*",
}
BLAMED = {base: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for base, words in _BLAMED.items()}
_TOLD = {
    "de": r"sagt\w*|teilt\w*|mitteil\w+|erklärt\w*|berichtet\w*|hei(?:ß|ss)t|hieß|laut|zufolge"
    r"|angaben|ansicht|behauptet\w*|vorw[iu]rf\w*|anklage|so (?:der|die|das)",
    "fr": r"dit|déclar\w+|annonc\w+|indiqu\w+|affirm\w+|assur\w+|accus\w+|selon|d[’']après",
    "es": r"dij\w+|inform\w+|afirm\w+|anunci\w+|asegur\w+|acus\w+|según",
    "it": r"dett\w+|dice|dichiarat\w+|annunciat\w+|afferm\w+|accus\w+|secondo",
    "pt": r"diss\w+|inform\w+|afirm\w+|anunci\w+|acus\w+|segundo",
    "nl": r"zei|zegt|zeggen|meld\w+|verklaar\w+|volgens|aldus|aanklacht\w*",
    "ru": r"сказал\w*|сообщил\w*|заявил\w*|утвержда\w+|обвин\w+|по словам|по данным",
}
TOLD = {base: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for base, words in _TOLD.items()}
QUOTES = tuple("\"“”„«‘'")


def drop_speaker(sentence: str) -> str:
    """Drop the office that said it for the record, where nobody is blamed and nothing judged.

    Args:
        sentence: A whole English sentence.
    """
    if sentence.startswith(QUOTES) or (BLAMES.search(sentence) and not RESERVED.search(sentence)):
        return sentence
    return TAIL.sub("", INSIDE.sub(_without_speaker, sentence))


def loses_speaker(told: str, rest: str, base: str = "en") -> bool:
    """Whether a cut would turn what somebody says of somebody into a fact.

    Args:
        told: What stands before the cut.
        rest: What would go.
        base: Language, without its region.
    """
    if base != "en":
        blamed, tells = BLAMED.get(base), TOLD.get(base)
        if blamed is None or tells is None or not blamed.search(told):
            return False
        return not tells.search(told) and bool(tells.search(rest))
    blames = BLAMES.search(told) and not RESERVED.search(told)
    return bool(blames) and not TELLS.search(told) and bool(TELLS.search(rest))


def _without_speaker(match: re.Match[str]) -> str:
    """Keep one comma where a whole clause stands before it: "It fell, he said, and broke"."""
    before = match.string[: match.start()].rpartition(",")[2]
    return "," if VERBS.search(before) else ""
