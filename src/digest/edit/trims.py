"""What a sentence can do without: who said it for the record, on which day, by the way."""

import re

from digest.edit.speakers import drop_speaker
from digest.edit.standing import BEGINS_WITH_VERB, VERBS
from digest.text.abbreviations import base_language
from digest.text.quotes import are_balanced

# "(NYSE: ABC)", "(pictured)", "(32)", "(9 km)": never words that take something back, never a whole
# sentence in brackets, never an abbreviation that the text will use from here on.
BRACKETED = re.compile(
    r"\s\((?![A-Z][a-z]?[A-Z][A-Za-z-]{0,8}\)"
    r"|[^()]{0,80}\b(?:not|but|no|nor|yet|or|if|in|of|all)\b)"
    r"(?:(?i:pictured|left|right|centre|center|above|below|(?:file )?photo|foto|bild|archivbild"
    r"|imagen)"
    r"|[^a-z().!?]{0,60}(?:\b[a-z]{1,3}\b[^a-z().!?]{0,30}){0,4})"
    r"\)(?=[\s,.;:!?])"
)
ASIDE = re.compile(r",\s(?:who|which|whose|where)\s[^,;:“”\"()–—]{8,160},(?=\s[a-z])")
# Whoever denies it, or has been found to be no such person, is not said by the way.
ANSWERS = re.compile(
    r"\b(?:den(?:y|ies|ied)|reject\w*|disput\w+|contest\w*|insist\w*|claim\w*|maintain\w*"
    r"|plead\w*|pled|acquit\w*|cleared|innocent|not|never|alleg\w+|suspect\w*|\w+n[’']t)\b"
)
# Behind an introduction commas mean something else.
RISKY = re.compile(r"^\s*(?:In|On|At|After|As|When|While|With|For|If)\b")
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# "on Monday", "late on Friday evening", "earlier on Tuesday": a day of the week alone, no date.
DAY = re.compile(
    rf"(?<!late)(?<!early)(?<!earlier)\s(?:(?:(?:late|early|earlier)\s)?on|late|early|earlier)\s{_DAY}"
    r"(?:\s(?:morning|afternoon|evening|night))?"
    r"(?=[.,;]|\s(?:after|when|as|that|by|in|at|with|while|because|to|for|and\s[a-z]+ed)\b)"
)
# When something will be is news; when it was said is none.
AHEAD = re.compile(
    r"\b(?:will|would|shall|must|can|may|might|should|could|is|are|be|due|plans?|expect\w*|schedul\w+"
    r"|starts?|begins?|opens?|reopens?|closes?|resumes?|ends?|runs?|rises?|falls?|meets?|votes?"
    r"|leaves?|returns?|comes?|goes|next|until|from|each|every)\b"
)
SAID = re.compile(r"\b(?:said|told|announced|confirmed|reported|wrote)(?:\s\w+){0,2}$")
# The minute, and how many there were "in all"; "as many as" says that there may be fewer.
MOMENT = re.compile(
    r"\sat\s(?:about\s|around\s)?\d{1,2}[.:]\d{2}\s?(?:am|pm|a\.m\.|p\.m\.)(?=[\s,]\w)"
)
COUNTED = re.compile(r"\ba total of\s(?=\d)")
SPEAKER = re.compile(
    r"(?:\s[^\s,;]+){1,12}?\s(?:said|says|added|told|confirmed|announced)\b|\s(?:said|according)\b"
)
# How a clause goes on that had its verb before the aside.
GOES_ON = re.compile(
    rf"(?:and|but)\s(?:\w+ly\s|then\s|also\s)?{VERBS.pattern}"
    r"|(?:in|on|at|from|with|after|before|by|for|to|into|during|near|under|without|as|while"
    r"|when|because)\s"
)


def trim(sentence: str, language: str) -> str:
    """Drop the office that said it, where nobody is blamed, the day and the minute of what was.

    Args:
        sentence: One whole sentence.
        language: BCP 47 tag.
    """
    told = BRACKETED.sub("", sentence)
    if base_language(language) == "en":
        told = drop_speaker(told)
        told = DAY.sub(_without_day, told)
        told = COUNTED.sub("", told)
        told = told if AHEAD.search(told) else MOMENT.sub("", told)
    return told if are_balanced(told) else sentence


def trim_hard(sentence: str, language: str) -> str:
    """Trim a sentence that does not fit: also what it says by the way between two commas.

    Args:
        sentence: One whole sentence.
        language: BCP 47 tag.
    """
    told = trim(sentence, language)
    if base_language(language) != "en" or RISKY.search(told):
        return told
    return ASIDE.sub(_without_aside, told)


def _without_day(match: re.Match[str]) -> str:
    """Keep the day where little but its verb is left: "a study published on Monday, …".

    The day of what is still to come stays, and so does one of two days.
    """
    before, behind = match.string[: match.start()], match.string[match.end() :]
    if (AHEAD.search(match.string) or DAY.search(behind)) and not SAID.search(before):
        return match[0]
    return match[0] if before.endswith("ed") and behind[:1] in ".,;" else ""


def _without_aside(match: re.Match[str]) -> str:
    """Take an aside out where the clause around it goes on behind it; else leave all as it is.

    The second comma stays where it closes an apposition, or comes before who said it.
    """
    if ANSWERS.search(match[0]):
        return match[0]
    before = match.string[: match.start()]
    whole = VERBS.search(before.rpartition(",")[2])
    if whole and SPEAKER.match(match.string, match.end()):
        return ","
    if not (GOES_ON if whole else BEGINS_WITH_VERB).match(match.string, match.end() + 1):
        return match[0]
    return "," if "," in before and not whole else ""
