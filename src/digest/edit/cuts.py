"""Ending a sentence early, where one of its clauses ends."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re
from collections.abc import Callable, Iterable, Iterator

from digest.edit.conditions import loses_condition
from digest.edit.connectors import ADJUNCT, AFTER_COMMA, ANYWHERE, PHRASE
from digest.edit.speakers import loses_speaker
from digest.edit.standing import (
    BEGINS_WITH_VERB,
    FEWEST_WORDS,
    VERBS,
    hangs,
    lacks_verb,
    splits_measure,
    stands,
    waits_for_no_verb,
)
from digest.text.abbreviations import base_language
from digest.text.endings import ends_weakly
from digest.text.quotes import are_balanced
from digest.text.words import CJK, count_words

# Scripts that end a sentence with a danda: Devanagari, Bengali, Gurmukhi, Oriya.
DANDA = re.compile("[\u0900-\u09ff\u0a00-\u0a7f\u0b00-\u0b7f]")
STOPS = {"ur": "۔", "hi": "।", "mr": "।", "ne": "।", "bn": "।"}
QUOTED = '”"»’'
CLOSERS = "”’»\"'“)"
# Behind a comma, who said it: ", mayor Ana Ruiz told reporters".
SPOKEN = re.compile(
    r"\s(?:[^\s,;:“”\"]+\s){1,8}?(?:said|says|told|added|announced|confirmed|explained)\b|\ssaid\s"
)
# How a Japanese sentence may end; "because", "while", "and" ("し", "て", "つつ") are no such ends.
FINISHED = re.compile("(?:[うぐすぬぶむるただいん]|(?<!つ)つ)$")
PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)(?:\s\w+){1,2}$")
DONE = re.compile(rf"{VERBS.pattern}$", re.IGNORECASE)
BUT = re.compile("[ただるい]が[、，]")
# A phrase must say this many words more than the last whole clause.
WORTH = 3
FEWEST_OF_PHRASE = 7
LONGEST_END = 60
# What hangs on the preposition behind it: "accused", "due", "part", "pressure".
OPEN_END = re.compile(
    rf"{VERBS.pattern}|\w+(?:ing|ed|ly|ous|ful|ble|ive|ic|less)|due|ready|close|likely|aware|common|next"
    r"|written|known|seen|taken|given|driven|born|shown|gone|done|drawn|grown|thrown|stay|live"
    r"|prior|work|go|come|play|travel|move|look|wait|happen"
    r"|part|place|pressure|charge|control|care|account|advantage|access|aim|bid|effort|efforts"
    r"|call|calls|demand|demands|need|interest|role|rise|fall|increase|decrease|drop|cut|cuts"
    r"|attack|attacks|ban|tax|limit|law|war|fight|search|vote|votes|way|as|than|the|much|many"
    r"|him|them|her|us|me|himself|themselves|person|people|one|those|anyone|someone|everyone",
    re.IGNORECASE,
)
BREAK = re.compile(r";|\s[–—-]\s|[—–](?=\w)|,(?=[”\"»’]?\s)|[，；、،؛]")


def cut_at_clause(
    sentence: str,
    language: str,
    fits: Callable[[str], bool],
    *,
    must: bool = False,
    attributed: bool = False,
) -> str | None:
    """End a sentence at the last of its clauses that fits.

    Args:
        sentence: One sentence.
        language: BCP 47 tag.
        fits: Whether a shortened sentence, with its full stop, is short enough.
        must: Whether there is nothing else: then an adjunct may go as well.
        attributed: Whether the sentences before it say who says so; else blame is never cut off
            from who blames.

    Returns:
        The shorter sentence with its own full stop; None when no clause of it can stand alone.
    """
    base = base_language(language)

    def stands_so(place: int, *, whole: bool) -> bool:
        told, rest = sentence[:place], sentence[place:]
        if whole and loses_condition(told, rest, base):
            return False
        return _may_part(told, rest, base, attributed=attributed) and stands(told, base)

    def last(places: Iterable[int], *, whole: bool = True) -> str | None:
        for place in sorted(set(places), reverse=True):
            told = close(sentence[:place], language)
            if fits(told) and stands_so(place, whole=whole):
                return told
        return None

    clauses, phrases = [*_clause_ends(sentence, base)], [*_phrase_ends(sentence, base)]
    clause, phrase = last(clauses), last(phrases)
    if phrase and (not clause or count_words(phrase) >= count_words(clause) + WORTH):
        return phrase
    if clause or not must:
        return clause
    # Nothing else is there to tell: then half of what it says, if it must be.
    adjuncts = [*_adjunct_starts(sentence, base)]
    return last([*clauses, *phrases], whole=False) or last(adjuncts) or last(adjuncts, whole=False)


def _may_part(told: str, rest: str, base: str, *, attributed: bool) -> bool:
    """Whether a cut takes away neither who says so nor from when a span is counted."""
    if base == "en" and splits_measure(told, rest):
        return False
    return attributed or not loses_speaker(told, rest, base)


def _phrase_ends(sentence: str, base: str) -> Iterator[int]:
    """Find where an adjunct begins behind a name or a noun that asks for nothing more."""
    words = PHRASE.get(base)
    if not words:
        return
    for match in re.finditer(rf"\s(?:{words})\s", sentence):
        enough = sentence.count(" ", 0, match.start()) + 1 >= FEWEST_OF_PHRASE
        told = sentence[max(0, match.start() - LONGEST_END) : match.start()].split()
        infinite = told[-2:-1] == ["to"]
        if enough and told and not infinite and not OPEN_END.fullmatch(told[-1]):
            yield match.start()


def cut_at_word(sentence: str, language: str, fits: Callable[[str], bool]) -> str | None:
    """End a sentence at the last word that fits and asks for no other; None when none does."""
    ends = [match.end() for match in re.finditer(r"\S+", sentence)]
    if len(ends) == 1 or CJK.search(sentence):
        ends = [*range(1, len(sentence) + 1)]
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (
            (middle, high)
            if fits(close(sentence[: ends[middle - 1]], language))
            else (low, middle - 1)
        )
    adjuncts = frozenset(
        [
            *_adjunct_starts(sentence, base_language(language)),
            *(match.start() for match in re.finditer("[，、]", sentence)),
        ]
    )
    good = [end for end in ends[:low] if _may_end(sentence[:end], language)]
    # Best before an adjunct or a comma, if that does not cost too much.
    best = [end for end in good if waits_for_no_verb(sentence[:end], base_language(language))]
    better = [end for end in best if end in adjuncts and 2 * end > best[-1]] or best
    return close(sentence[: (better or good)[-1]], language) if good else None


def _may_end(told: str, language: str) -> bool:
    if ends_weakly(told, language) or not are_balanced(told) or not any(map(str.isalnum, told)):
        return False
    return base_language(language) != "en" or not (hangs(told) or lacks_verb(told))


def close(told: str, language: str) -> str:
    """Give a text that was cut its full stop, unless it has one before its closing marks."""
    told = told.strip().rstrip(" ,;:–—-，；、：،؛·|/")
    core = told.rstrip(CLOSERS + "」』）")
    if core.endswith((".", "!", "?", "。", "！", "？", "।", "؟", "۔")):
        return told
    if core.endswith(","):
        # American papers set the comma inside the quotation.
        return f"{core[:-1].rstrip()}.{told[len(core) :]}"
    return told + full_stop(told, language)


def full_stop(text: str, language: str) -> str:
    """Choose the full stop of a text: by its script first, then by its language."""
    if CJK.search(text[-3:]):
        return "。"
    if DANDA.search(text[-3:]):
        return "।"
    return STOPS.get(base_language(language), ".")


def _clause_ends(sentence: str, base: str) -> Iterator[int]:
    """Find where a clause may end: at a semicolon, a dash, a comma before a connecting word."""
    after_comma = re.compile(
        rf"[”\"»’]?\s+(?:{AFTER_COMMA.get(base, AFTER_COMMA['en'])})(?!\w)", re.IGNORECASE
    )
    for match in BREAK.finditer(sentence):
        mark, at, end = match[0].strip(), match.start(), match.end()
        if mark != ",":
            # "It decided, but": the clause ends before its "but".
            at -= bool(BUT.match(sentence, max(0, at - 2)))
            if mark != "、" or FINISHED.search(sentence[:at]):
                yield at
        elif base == "en" and SPOKEN.match(sentence, end):
            yield at
        elif after_comma.match(sentence, end) and not _lists(sentence, match):
            yield end + 1 if sentence[end : end + 1] in QUOTED and end < len(sentence) else at
    yield from _clause_starts(sentence, base)


def _clause_starts(sentence: str, base: str) -> Iterator[int]:
    """Find where a clause begins without a comma before it."""
    anywhere = ANYWHERE.get(base)
    if anywhere:
        for match in re.finditer(rf"\s(?:{anywhere})\s", sentence):
            if not _is_last_of_list(sentence, match):
                yield match.start()


def _is_last_of_list(sentence: str, match: re.Match[str]) -> bool:
    """Whether "and" closes a list: "He took the phone, called the police and began to run"."""
    if not match[0].startswith((" and ", " und ", " et ", " y ")):
        return False
    comma, last = sentence[: match.start()].rpartition(",")[1:]
    return bool(comma) and bool(BEGINS_WITH_VERB.match(last.strip()) or len(last.split()) == 1)


def _lists(sentence: str, match: re.Match[str]) -> bool:
    """Whether a comma belongs to a list: "bread, butter, and milk"."""
    before = sentence[: match.start()].rpartition(",")
    item = before[2].split()
    behind = sentence[match.end() :].split()
    joined = bool(behind) and behind[0] in {
        "and",
        "or",
        "und",
        "et",
        "y",
        "e",
        "en",
        "oder",
        "ou",
        "o",
    }
    if joined and before[1] and len(item) < FEWEST_WORDS:
        return True
    if not joined or match.end() >= len(sentence):
        return False
    # "the mayor of Kaldvik, and the council": nothing happens behind the comma.
    return behind[0] in {"and", "or"} and not VERBS.search(" ".join(behind[1:9]))


def _adjunct_starts(sentence: str, base: str) -> Iterator[int]:
    words = ADJUNCT.get(base)
    if words:
        for match in re.finditer(rf"\s(?:{words})\s", sentence):
            # "A team led by": who did it cannot go, unless something "was" done.
            before = sentence[max(0, match.start() - LONGEST_END) : match.start()]
            if match[0] != " by " or PASSIVE.search(before) or not DONE.search(before):
                yield match.start()
    for match in re.finditer(r",(?=\s)", sentence):
        yield match.start()
