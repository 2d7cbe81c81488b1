"""Ending a sentence early, where one of its clauses ends."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re
from collections.abc import Callable, Iterator

from digest.edit.connectors import ADJUNCT, AFTER_COMMA, ANYWHERE
from digest.edit.standing import FEWEST_WORDS, VERBS, hangs, stands
from digest.text.abbreviations import base_language
from digest.text.endings import ends_weakly
from digest.text.quotes import are_balanced
from digest.text.words import CJK

# "(NYSE: ABC)", "(pictured)": never a whole sentence in brackets.
BRACKETED = re.compile(r"\s\([^().!?]{1,80}\)(?=[\s,.;:!?])")
ASIDE = re.compile(r",\s(?:who|which|whose|where)\s[^,;:“”\"()–—]{8,160},(?=\s[a-z])")
# Behind an introduction commas mean something else.
RISKY = re.compile(r"^\s*(?:In|On|At|After|As|When|While|With|For|If)\b")
CLOSERS = "”’»\"'“)"
# A Japanese comma ends a clause behind a verb, not behind a particle.
HIRAGANA = re.compile("[\u3041-\u3096]")
PARTICLES = frozenset("はをのもへやに")
BREAK = re.compile(r";|\s[–—-]\s|[—–](?=\w)|,(?=[”\"»’]?\s)|[，；、]")


def cut_at_clause(
    sentence: str, language: str, fits: Callable[[str], bool], *, must: bool = False
) -> str | None:
    """End a sentence at the last of its clauses that fits.

    Args:
        sentence: One sentence.
        language: BCP 47 tag.
        fits: Whether a shortened sentence, with its full stop, is short enough.
        must: Whether there is nothing else: then an adjunct may go as well.

    Returns:
        The shorter sentence with its own full stop; None when no clause of it can stand alone.
    """
    base = base_language(language)
    tiers = [[*_clause_ends(sentence, base)], [*_adjunct_starts(sentence, base)]]
    for places in tiers[: 2 if must else 1]:
        for place in sorted(set(places), reverse=True):
            told = close(sentence[:place], language)
            if fits(told) and stands(sentence[:place], base):
                return told
    return None


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
    adjuncts = frozenset(_adjunct_starts(sentence, base_language(language)))
    good = [end for end in ends[:low] if _may_end(sentence[:end], language)]
    # Best before an adjunct or a comma, if that does not cost too much.
    better = [end for end in good if end in adjuncts and 2 * end > good[-1]]
    return close(sentence[: (better or good)[-1]], language) if good else None


def _may_end(told: str, language: str) -> bool:
    if ends_weakly(told, language) or not are_balanced(told) or not any(map(str.isalnum, told)):
        return False
    return base_language(language) != "en" or not hangs(told)


def drop_asides(sentence: str, language: str) -> str:
    """Drop what a sentence says by the way: a relative clause between commas, a bracket.

    Returns:
        The sentence without them; the sentence as given where nothing can go.
    """
    told = BRACKETED.sub("", sentence)
    if base_language(language) != "en" or RISKY.search(told):
        return told
    return ASIDE.sub(_without_aside, told)


def _without_aside(match: re.Match[str]) -> str:
    """Keep the second comma where the clause hung on a name between commas itself."""
    before = match.string[: match.start()].rpartition(",")
    named = bool(before[1]) and before[2].strip().istitle() and before[0].strip()[:1].isalpha()
    opened = named and len(before[2].split()) < FEWEST_WORDS and " " in before[0].strip()
    return "," if opened else ""


def close(told: str, language: str) -> str:
    """Give a text that was cut its full stop, unless it has one before its closing marks."""
    told = told.strip().rstrip(" ,;:–—-，；、：·|/")
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
    return "।" if base_language(language) in {"hi", "mr", "ne"} else "."


def _clause_ends(sentence: str, base: str) -> Iterator[int]:
    """Find where a clause may end: at a semicolon, a dash, a comma before a connecting word."""
    after_comma = re.compile(
        rf"[”\"»’]?\s+(?:{AFTER_COMMA.get(base, AFTER_COMMA['en'])})\b", re.IGNORECASE
    )
    for match in BREAK.finditer(sentence):
        mark = match[0].strip()
        if mark == "、" and not _ends_verb(sentence[: match.start()]):
            continue
        if mark != ",":
            yield match.start()
            continue
        if after_comma.match(sentence, match.end()) and not _lists(sentence, match):
            quoted = sentence[match.end() : match.end() + 1] in '”"»’'
            yield match.end() + 1 if quoted and match.end() < len(sentence) else match.start()
    anywhere = ANYWHERE.get(base)
    if anywhere:
        for match in re.finditer(rf"\s(?:{anywhere})\s", sentence):
            yield match.start()


def _ends_verb(told: str) -> bool:
    return bool(HIRAGANA.fullmatch(told[-1:])) and told[-1] not in PARTICLES


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
            yield match.start()
    for match in re.finditer(r",(?=\s)", sentence):
        yield match.start()
