"""The byline that stands inside an opening paragraph: "…, writes Political Editor Jo Marsh."."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re

from digest.model.article import Byline
from digest.text.credits import TAIL, read_credits
from digest.text.names import is_person
from digest.text.roles import is_head
from digest.text.sentences import split_sentences

# What a reporter does in a byline. "says", "said", "told", "adds" speak of a source: never here.
_VERBS = (
    "writes write reports report schreibt schreiben berichten écrivent escriben scrivono schrijven"
    " berichtet meldet écrit rapporte relate raconte escribe informa relata"
    " cuenta reporta scrive riferisce racconta escreve conta noticia schrijft bericht meldt"
    " verslaat pisze donosi relacjonuje пишет передаёт передает сообщает рассказывает γράφει"
    " μεταδίδει yazıyor bildiriyor skriver rapporterar rapporterer kirjoittaa raportoi"
)
# These may speak of anybody; with an occupation of the desk they are a byline.
_DESK_VERBS = (
    "explains asks finds investigates analyses analyzes examines argues reveals looks erklärt fragt"
    " analysiert kommentiert explique analyse décrypte explica analiza spiega analizza analisa"
    " analyseert wyjaśnia объясняет"
)
_OPENERS = "By BY Von Par Por Door Di Text Texte Texto Testo Автор Текст Κείμενο Reporting"
# A byline clause has one of these words; most sentences have none, and are not looked at twice.
CLUES = frozenset(f"{_VERBS} {_DESK_VERBS} legt {_OPENERS}".split())
WORDS = re.compile(r"\w+")
VERBS = "|".join(_VERBS.split())
DESK_VERBS = "|".join((*_DESK_VERBS.split(), r"legt\s+uit"))
LINK = r"(?:as|wie|comme|como|según|come|segundo|zoals|jak|как)\s+"
DASH = r"[,;:]|\s[-–—]"
NAMES = r"(?P<who>[^\"“”„«»!?:;]{4,160}?)"
PLACE = (
    r"(?:,?\s+(?:in|from|aus|à|depuis|en|desde|em|uit|vanuit|из|w|z)\s+"
    r"(?!(?:The|A|An|His|Her)\b)[^\W\d_a-z][\w'’.-]+(?:\s+[^\W\d_a-z][\w'’.-]+){0,2})?"
)
VERB_FIRST = re.compile(
    rf"^(?P<told>.*[^\s,;:])(?:{DASH}|(?<=,[”\"’»]))\s+(?:{LINK})?"
    rf"(?P<verb>{VERBS}|{DESK_VERBS})\s+{NAMES}"
    rf"{PLACE}(?P<close>[.!?…]*)$",
    re.DOTALL,
)
VERB_LAST = re.compile(
    rf"^(?P<told>.*[^\s,;:])(?:{DASH})\s+(?:{LINK})?{NAMES}{PLACE}\s+(?P<verb>{VERBS}|{DESK_VERBS})"
    rf"{PLACE}(?P<close>[.!?…]*)$",
    re.DOTALL,
)
INSIDE = re.compile(
    rf"^(?P<told>[^\"“„«]*?[^\s,;:]),\s+(?:{LINK})?(?P<verb>{VERBS})\s+{NAMES}{PLACE},"
    r"\s+(?P<after>\w.*)$",
    re.DOTALL,
)
ALONE = re.compile(rf"^{NAMES}\s+(?P<verb>{VERBS}){PLACE}\s*[.:]?$", re.DOTALL)
BRACKETED = re.compile(rf"\s*[(\[]{NAMES}\s+(?P<verb>{VERBS}){PLACE}\.?[)\]](?P<close>[.!?]?)$")
CREDIT = re.compile(
    r"^(?:By|BY|Von|Par|Por|Door|Di|Text:|Texte\s?:|Texto:|Testo:|Автор:|Текст:|Κείμενο:)\s+"
    r"(?P<who>[^\"“”„«».!?:;]{4,120}|[^\"“”„«»!?:;]{4,60}?)\s*[.:]?$"
)
OPENING_CREDIT = re.compile(
    r"^(?:By|BY|Von|Par|Por|Door|Di)\s+(?P<who>[^\"“”„«»!?:;\n]{4,120}?)"
    r"(?:\n|\s+[-–—|]\s+|:\s)\s*(?=\S)"
)
# How agencies sign a text: "Reporting by Jo Marsh in Rome; Editing by Ana Ruiz".
SIGN_OFF = re.compile(
    r"^[(\[]?Reporting\s+by\s+(?P<who>[^;()\[\]\n]{4,160}?)"
    r"(?:[;,.]?\s+(?:[Aa]dditional\s+|[Ww]riting|[Ee]dit(?:ing|ed)|[Gg]raphics?|[Pp]roduction)[^\n]{0,300})?"
    r"[.)\]]*$"
)
LONGEST_SENTENCE = 2000
CLOSERS = "”’»\"'“)"
STOPS = ".!?…。"


def split_byline(paragraph: str) -> tuple[str, tuple[Byline, ...]]:
    """Split a byline clause off an opening paragraph.

    Read are clauses at the end of a sentence ("…, writes Political Editor Jo Marsh."), between two
    commas, as a sentence of its own ("Ana Ruiz reports from Rome."), in brackets, and a credit
    before or behind the text ("By Jo Marsh"). Only people count: "…, reports Reuters." stays, and
    so does everything that somebody says or said.

    Args:
        paragraph: One paragraph of the article's own text.

    Returns:
        The text, every sentence still ended and every quotation still closed, and the people in
        the order printed. Text as given and nobody, when there is no such clause. The text is
        empty when the paragraph was nothing but a byline.
    """
    if not _has_clue(paragraph):
        return paragraph, ()
    signed = SIGN_OFF.match(paragraph.strip())
    if signed and (people := read_credits(signed["who"]).people):
        return "", people
    opening = OPENING_CREDIT.match(paragraph.strip())
    people = _everybody(opening["who"]) if opening else ()
    if opening and people:
        return paragraph.strip()[opening.end() :], people
    sentences = split_sentences(paragraph)
    for at, sentence in enumerate(sentences):
        short = len(sentence) < LONGEST_SENTENCE
        split = _split_sentence(sentence) if short and _has_clue(sentence) else None
        if split:
            told, people = split
            kept = [*sentences[:at], *([told] if told else []), *sentences[at + 1 :]]
            return " ".join(kept), people
    return paragraph, ()


def _has_clue(text: str) -> bool:
    return not CLUES.isdisjoint(WORDS.findall(text))


def _split_sentence(sentence: str) -> tuple[str, tuple[Byline, ...]] | None:
    for alone in (ALONE, CREDIT):
        match = alone.match(sentence)
        people = _everybody(match["who"]) if match else ()
        if people:
            return "", people
    bracketed = BRACKETED.search(sentence)
    people = _everybody(bracketed["who"]) if bracketed else ()
    if bracketed and people:
        return _end(sentence[: bracketed.start()], bracketed["close"] or "."), people
    for pattern in (VERB_FIRST, VERB_LAST):
        match = pattern.match(sentence)
        people = _reporters(match) if match else ()
        if match and people:
            return _end(match["told"], match["close"] or "."), people
    inside = INSIDE.match(sentence)
    people = _reporters(inside) if inside else ()
    return (f"{inside['told']} {inside['after']}", people) if inside and people else None


def _reporters(match: re.Match[str]) -> tuple[Byline, ...]:
    """Read who reports; a verb that anybody may do needs an occupation of the desk beside it."""
    who = match["who"]
    if any(map(_has_tail, who.split(","))):
        return ()
    people = _everybody(who)
    sure = re.fullmatch(VERBS, match["verb"]) or _names_occupation(who)
    spoken = match["told"].rstrip()[-1:] in CLOSERS and not any(one.role for one in people)
    return () if spoken or not sure else people


def _has_tail(part: str) -> bool:
    """Whether something hangs on to a name that is no part of it: "Jo Marsh in The Guardian"."""
    return bool(TAIL.search(part)) and not is_person(part.strip()) and not _names_occupation(part)


def _names_occupation(text: str) -> bool:
    return any(map(is_head, text.split()))


def _everybody(text: str) -> tuple[Byline, ...]:
    """Read people when the text names nothing else."""
    found = read_credits(text.strip(" ,"))
    return () if found.rest else found.people


def _end(told: str, close: str) -> str:
    """End a sentence whose last clause went away; a stop inside a last quotation is enough."""
    told = told.rstrip(" ,;:-–—")
    core = told.rstrip(CLOSERS)
    marks = told[len(core) :]
    if core.endswith(","):
        return core[:-1].rstrip() + close + marks
    return told if core.endswith(tuple(STOPS)) else told + close
