"""Whether a full stop ends a sentence, or belongs to the word before it."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re
from dataclasses import dataclass

from digest.text.abbreviations import Abbreviations

OPENERS = "\"'“‘„‚«‹([¿¡「『（【<*_"
LEAD = re.compile(rf"[{re.escape(OPENERS)}–—\-\s]*")
WORD = re.compile(r"[^\W\d_][\w'’]*")
# "U.S", "e.g", "J.-C"
DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}")
# What is set before an abbreviation without a space: "l’art.", "mid-Sept.", "(approx."
JOINED = re.compile(r".*[’'(/\[–-]", re.DOTALL)
CLOCK = frozenset(("a.m", "p.m", "A.M", "P.M", "π.μ", "μ.μ"))
# "5 p. m." in two pieces.
CLOCK_LETTERS = frozenset(("a.", "p."))
MERIDIEM = frozenset("mM")
_AFTER_CLOCK = (
    "monday tuesday wednesday thursday friday saturday sunday eastern pacific central mountain"
    " local et est edt ct cst pt pst gmt utc bst cet"
    " january february march april may june july august september october november december"
)
AFTER_CLOCK = frozenset(_AFTER_CLOCK.split())
# Before a single letter that is no initial: "Plan B.", "Gruppe A."
_LETTERED = (
    "plan vitamin group option grade class type hepatitis section category channel serie phase line"
    " gruppe klasse groupe classe vitamine hépatite grupo clase vitamina gruppo groep hepatite"
    " группа группе группы витамин ομάδα grupa grupie skupina skupině csoport gruppen grupp"
)
LETTERED = frozenset(_LETTERED.split())
ROMAN = re.compile("[IVX]{1,5}")
DASHES = frozenset("–—-")
LONGEST_TOKEN = 40
LONGEST_ABBREVIATION = 5
LONGEST_ORDINAL = 3
FEW_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A full stop, and what stands around it.

    Attributes:
        token: The word before it, perhaps with stops of its own.
        before: The word before that.
        word: The word that follows; an initial has its stop, a number or a sign is "".
        is_number: Whether a number follows.
        few: Whether the sentence has hardly begun.
        dashed: Whether a dash follows, as in "WASHINGTON, D.C. – The".
    """

    token: str
    before: str
    word: str
    is_number: bool
    few: bool
    dashed: bool


def ends_after(text: str, at: int, end: int, start: int, table: Abbreviations) -> bool:
    """Tell whether a full stop ends a sentence.

    Args:
        text: All of it.
        at: Where the stop stands.
        end: Where what follows it begins.
        start: Where the sentence begins.
        table: The language's abbreviations.
    """
    low = max(start, at - LONGEST_TOKEN)
    left = word_start(text, low, at)
    token = text[left:at].lstrip(OPENERS)
    if len(token) > LONGEST_ABBREVIATION and token.isalpha():
        street = token.endswith("str") and text[end : end + 1].isdecimal()
        return not (street or table.knows(token))
    stop = look_around(text, token, low, left, end, start)
    if not table.knows(token) and (joined := JOINED.match(token)) and not DOTTED.fullmatch(token):
        token = token[joined.end() :]
    if end - start < LONGEST_TOKEN and text[start:end].strip() == f"{token}.":
        # A short answer is a sentence: "No. He …".
        named = table.knows(token) or (stop.is_number and token in table.numbered)
        if not (named or DOTTED.fullmatch(token) or len(token) == 1):
            return not is_ordinal(token, table)
    return ends_sentence(token, stop, table)


def word_start(text: str, low: int, at: int) -> int:
    """Find where the word before a place begins."""
    return max(text.rfind(" ", low, at), text.rfind("\n", low, at), low - 1) + 1


def look_around(text: str, token: str, low: int, left: int, end: int, start: int) -> Stop:
    """Collect what stands around a full stop."""
    lead = LEAD.match(text, end)
    there = lead.end() if lead else end
    found = WORD.match(text, there)
    word = found[0] if found else ""
    if len(word) == 1 and text[there + 1 : there + 2] == ".":
        # An initial (it may look like a small word as well).
        word = f"{word}."
    before = left - 1
    return Stop(
        token=token,
        before=text[word_start(text, low, before) : before] if before > low else "",
        word=word,
        dashed=text[end : end + 1] in DASHES,
        is_number=text[there : there + 1].isdecimal(),
        few=len(text[start : min(end, start + 2 * LONGEST_TOKEN)].split()) < FEW_WORDS,
    )


def ends_sentence(token: str, stop: Stop, table: Abbreviations) -> bool:
    """Tell whether the stop after a word that may be short ends a sentence."""
    starts = stop.word.casefold().partition("'")[0].partition("’")[0] in table.starters
    if token in table.titles or (stop.is_number and is_numbered(token, table)):
        return False
    if is_clock(token, stop):
        return starts or not (stop.few or not stop.word or stop.word.casefold() in AFTER_CLOCK)
    if token in table.dated:
        return bool(stop.word) and not is_dated(stop.word, table)
    is_letter = len(token) == 1 and token.isalpha()
    if is_letter and stop.before.casefold() in LETTERED:
        return bool(stop.word)
    may_be_short = token in table.others or is_letter or DOTTED.fullmatch(token) is not None
    return (starts and not stop.dashed) or not (may_be_short or is_ordinal(token, table))


def is_numbered(token: str, table: Abbreviations) -> bool:
    """Tell whether a word is short for what has a number: "No. 10", "Hauptstr. 5"."""
    return token in table.numbered or token.endswith("str")


def is_clock(token: str, stop: Stop) -> bool:
    """Tell whether a word is a half of the day, in one piece or the last of two: "5 p. m."."""
    return token in CLOCK or (stop.before in CLOCK_LETTERS and token in MERIDIEM)


def is_dated(word: str, table: Abbreviations) -> bool:
    """Tell whether a word is another part of a date: "Mon. Nov. 23"."""
    return word in table.dated or word in table.titles


def is_ordinal(token: str, table: Abbreviations) -> bool:
    """Tell whether a number is an ordinal: "am 28. September", "Johannes Paul II."."""
    short = len(token) <= LONGEST_ORDINAL and token.isdecimal()
    return table.ordinals and (short or ROMAN.fullmatch(token) is not None)
