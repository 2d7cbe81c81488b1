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
QUOTES = tuple("\"“”„«‘'")


def drop_speaker(sentence: str) -> str:
    """Drop the office that said it for the record, where nobody is blamed and nothing judged.

    Args:
        sentence: A whole English sentence.
    """
    if sentence.startswith(QUOTES) or (BLAMES.search(sentence) and not RESERVED.search(sentence)):
        return sentence
    return TAIL.sub("", INSIDE.sub(_without_speaker, sentence))


def loses_speaker(told: str, rest: str) -> bool:
    """Whether a cut would turn what somebody says of somebody into a fact."""
    blames = BLAMES.search(told) and not RESERVED.search(told)
    return bool(blames) and not TELLS.search(told) and bool(TELLS.search(rest))


def _without_speaker(match: re.Match[str]) -> str:
    """Keep one comma where a whole clause stands before it: "It fell, he said, and broke"."""
    before = match.string[: match.start()].rpartition(",")[2]
    return "," if VERBS.search(before) else ""
