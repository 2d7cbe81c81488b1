"""The sentences of an article that tell something: no pointers, stamps, subheads and signatures."""

import re
from collections.abc import Sequence

from digest.edit.heads import STOP
from digest.edit.nut import find_opening
from digest.text.phrases import is_junk
from digest.text.plain import ITEM
from digest.text.sentences import split_sentences

# More text than this is never needed for one summary.
MOST_PARAGRAPHS = 30
LONGEST_PARAGRAPH = 6000
LONGEST_LABEL = 10
FEWEST_WORDS = 8
LONGEST_LINE = 16
LONGEST_POINTER = 160
LONGEST_BLOCK = 120
# What a page says of itself inside its text. Each is looked for in one sentence alone.
POINTER = re.compile(
    r"^[(\[]?(?:(?:also|must|don['’]t miss)?\s?(?:read|watch|see)(?:\s(?:also|more|here))?\s*[:|–—]"
    r"|(?:image|photo|picture|media)\s(?:copyright|caption|source|credit)\b"
    r"|with (?:agency )?inputs? from\b|scroll down\b|(?:representati(?:onal|ve)|file)\s"
    r"(?:image|photo|picture)"
    r"|(?:watch|see) (?:the|a|our) (?:full )?(?:video|clip|gallery|pictures?|post|tweet)\b"
    r"|(?:you can )?(?:click|tap) here\b"
    r"|(?:this|the) (?:story|article|copy|report|post) (?:has been|was|is being)"
    r" (?:updated|edited|corrected|published|translated)"
    r"|(?:(?:additional )?reporting|edited|editing) by [A-Z])",
    re.IGNORECASE,
)
POINTS_BACK = re.compile(
    r"(?:\b(?:contributed (?:to|reporting)|can be (?:seen|read|watched|viewed) (?:here|below|above)"
    r"|(?:pictured|shown|seen|embedded) (?:above|below|left|right)))[^.!?]{0,30}[.!?)\s]*$",
    re.IGNORECASE,
)
# A message that was set into the text: "— Jo Marsh (@jomarsh) August 3, 2017".
SIGNATURE = re.compile(
    r"\s?[—–-]{1,2}\s[^()—–]{2,60}\(@\w{1,30}\)(?:\s[A-Z]\w{2,8}\s\d{1,2},\s\d{4}"
    r"|\s\d{1,2}\s\w{3,9},?\s\d{4})?|\s?\bpic\.twitter\.com/\w+"
)
# Moments that a page printed above its text, behind the name of who wrote it.
_STAMP = (
    r"(?:published|updated|created|posted|last updated|first published)\s*:?[\s.]{0,4}"
    r"[^|.]{0,40}?\d{1,2}:\d{2}[^|.]{0,24}?\d{4}[\s.|]{0,10}"
)
STAMPS = re.compile(
    rf"^(?:by[\s.]{{1,3}}[^.|:]{{2,80}}?[\s.]{{0,4}})?(?:{_STAMP}){{1,3}}", re.IGNORECASE
)
# "(Representational image)The animal": a caption in brackets that two sentences were glued to.
CAPTION = re.compile(
    r"\s?[(\[](?:(?:representati(?:onal|ve)|file|archive)\s)?(?:images?|photos?|pictures?|pictured"
    r"|with (?:agency )?inputs? from [^()\[\]]{2,60}"
    r"|(?:photo|image|picture)\s?[:/][^()\[\]]{2,60})[)\]]\s?",
    re.IGNORECASE,
)


def tell_news(paragraphs: Sequence[str], *, headline: str, language: str, enough: int) -> list[str]:
    """List the sentences from the one that opens the news.

    Args:
        paragraphs: The cleaned text.
        headline: Cleaned.
        language: BCP 47 tag.
        enough: How many characters are more than any summary needs; then no further one is read.

    Returns:
        Sentences in order, without subheads, rows of labels, questions that stand as subheads,
        pointers to other texts and pictures, signatures of messages.
    """
    told = [tidy(one[:LONGEST_PARAGRAPH]) for one in paragraphs[:MOST_PARAGRAPHS]]
    prose = [one for one in told if one and not one.startswith(ITEM)]
    told = _open_block(prose or [one.removeprefix(ITEM) for one in told if one], language)
    told = told[find_opening(told, headline=headline, language=language) :]
    sentences: list[str] = []
    for paragraph in _without_labels(told):
        sentences += split_sentences(paragraph, language)
        enough -= len(paragraph)
        if enough < 0:
            break
    return [one for one in sentences if not is_pointer(one)] or sentences


def _open_block(told: list[str], language: str) -> list[str]:
    """Take an opening that is one long block sentence by sentence: its paragraphs were lost."""
    if not told or len(told[0].split()) < LONGEST_BLOCK:
        return told
    return [*split_sentences(told[0], language), *told[1:]]


def tidy(paragraph: str) -> str:
    """Take stamps, captions in brackets and signatures out of a paragraph."""
    told = STAMPS.sub("", paragraph)
    told = CAPTION.sub(" ", told) if "(" in told or "[" in told else told
    return SIGNATURE.sub("", told).strip() if "@" in told or "pic.t" in told else told.strip()


def is_pointer(sentence: str) -> bool:
    """Tell whether a sentence speaks of the page and not of the news."""
    short = len(sentence) <= LONGEST_POINTER
    return short and bool(
        POINTER.match(sentence) or POINTS_BACK.search(sentence) or is_junk(sentence)
    )


def _without_labels(told: list[str]) -> list[str]:
    """Leave out subheads, and the highlights or the question that stand above the text."""
    begin = next((at for at, one in enumerate(told) if STOP.search(one)), 0)
    above = all(len(one.split()) <= LONGEST_LINE for one in told[:begin])
    kept = told[begin:] if above else told
    if len(kept) > 1 and _asks(kept[0]) and _is_sentence(kept[1]):
        kept = kept[1:]
    text = [one for one in kept if STOP.search(one) or len(one.split()) > LONGEST_LABEL]
    return text or told[:1]


def _is_sentence(paragraph: str) -> bool:
    return bool(STOP.search(paragraph)) and len(paragraph.split()) >= FEWEST_WORDS


def _asks(paragraph: str) -> bool:
    """Whether a paragraph is a question above its answer: "What is changing?"."""
    return paragraph.endswith("?") and len(paragraph.split()) <= LONGEST_LABEL
