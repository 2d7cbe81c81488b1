"""Where a sentence ends."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re

from digest.text.abbreviations import Abbreviations, abbreviations_of, base_language
from digest.text.sentence_lines import FIRST_ASIAN, LAST_ASIAN, Lines, Quotes, list_items
from digest.text.stops import LEAD, ends_after

_CLOSERS = "\"'”’»›)\\]」』）】〉》"
# German closes with what others open with.
_REVERSED = r"[“‘«](?!\w)"
_FOOTNOTE = r"\[\d{{1,3}}\]"
# French sets a space before the mark that closes a quotation.
_QUOTES_BEHIND = rf"(?:[{_CLOSERS}]|{_REVERSED}|{_FOOTNOTE}|\s»(?=[\s,.;]|$))*"
# One class opens the pattern, so that the search runs at the speed of C.
_PATTERN = rf"[{{stops}}\n•⁃‣▪●][.!?…{{stops}}]*({_QUOTES_BEHIND})(\s*)"
_STOPS = ".!?…。！？｡．।॥؟۔։።။។"
CANDIDATE = re.compile(_PATTERN.format(stops=_STOPS))
# In Greek the semicolon asks.
GREEK_CANDIDATE = re.compile(_PATTERN.format(stops=_STOPS + ";\u037e"))
SURE = frozenset("。！？｡।॥؟۔։።။។")
BULLETS = frozenset("•⁃‣▪●")
# A quotation that closes with a mark which opens the next one: ”“ without a space.
REOPENED = re.compile("”“|»«|』「|」「")
GLUED_BEFORE = re.compile(r"(?:[^\W\d_A-Z]{2}|\d[\d,]\d)[.!?][\"”’»)]*$")
GLUED_AFTER = re.compile(r"[A-ZÀ-ÞА-Я][\w’'-]*(?:[ ,]|\.\s)")
NO_GLUE = re.compile(r"[/@:\\_]|www|\.\w")
DOMAINS = frozenset(("com", "org", "net", "js", "io", "de", "fr", "uk", "gov", "edu", "info"))
SHOUTED_NAMES = frozenset(("yahoo", "jeopardy", "guess", "joomla", "vox"))
SPEECH = re.compile(
    r"(?P<first>[A-ZÀ-ÞА-Я][\w.’'-]*)\s+(?:[A-ZÀ-ÞА-Я][\w.’'-]*\s+){0,4}(?:[a-z’'-]+\s+){0,2}?"
    r"(?:said|asked|asks|says|cried|shouted|told|added|replied|wrote|tweeted|demanded|exclaimed"
    r"|sagte|fragte|rief|dijo|preguntó|disse|сказал|спросил)\b"
)
CONTINUED = frozenset("と、，のやがはもをにでなっし的")
ASIAN_SPEECH = re.compile("[^。！？，、\\s]{1,6}?(?:说|說|问|問|道|喊|叫)")
LONGEST_WORD = 40
SPACED_ELLIPSIS = re.compile(r"(?:\s\.)+$")
ELLIPSIS = 3
# "Well... I don't know": the English I has its capital everywhere.
SHORT_ELLIPSES = frozenset(("...", "…"))
I_AGAIN = re.compile(r"I(?:[’'][a-z]+)?\s+[a-z]")
MARKER = re.compile(r"\s*[•⁃‣▪●]?\s*(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})\.\)?")
# Small words that lost their beginning, and begin a sentence: "'t Was koud."
CLIPPED = re.compile(r"['’][a-z]{1,2} [A-Z]")


def split_sentences(text: str, language: str = "en") -> list[str]:
    """Split a text into its sentences.

    Args:
        text: Plain text. A blank line always ends a sentence. A single line break does where lines
            are headlines or paragraphs of their own, and does not where a text is wrapped.
        language: BCP 47 tag; decides which abbreviations are known.

    Returns:
        The sentences in order, white space collapsed, nothing lost: without white space they are
        the text. Empty for a text without any.
    """
    table = abbreviations_of(language)
    language = base_language(language)
    marks = list_items(text)
    sentences: list[str] = []
    for start, end in zip([0, *marks], [*marks, len(text)], strict=True):
        _split_run(text[start:end] if marks else text, table, language, sentences)
    return sentences


def _split_run(text: str, table: Abbreviations, language: str, sentences: list[str]) -> None:
    pattern = GREEK_CANDIDATE if language == "el" else CANDIDATE
    quotes = Quotes.of(text, language)
    lines = Lines(text, language) if "\n" in text else None
    start = 0
    for match in pattern.finditer(text):
        at = match.start()
        if text[at] in BULLETS:
            end = at if at and text[at - 1].isspace() else 0
        elif text[at] == "\n":
            end = match.end() if lines and lines.ends_at(match) else 0
        elif quotes and quotes.open_at(at, closing=match[1]):
            end = 0
        elif lines and "\n" in match[2] and lines.ends_at(match) and _is_over(text, match, table):
            end = match.end()
        else:
            end = _behind(match) if _ends(text, match, start, table) else 0
        if end > start:
            _keep(text[start:end], sentences)
            start = end
    _keep(text[start:], sentences)


def _keep(piece: str, sentences: list[str]) -> None:
    words = piece.split()
    if words:
        sentences.append(" ".join(words))


def _behind(match: re.Match[str]) -> int:
    """Find where what follows begins; a quotation that opens at once belongs to it."""
    reopened = REOPENED.search(match[1])
    return match.start(1) + reopened.start() + 1 if reopened else match.end()


def _is_over(text: str, match: re.Match[str], table: Abbreviations) -> bool:
    """Whether a stop at the end of a line that is a paragraph ends the sentence, too."""
    at = match.start()
    left = max(text.rfind(" ", max(0, at - LONGEST_WORD), at), text.rfind("\n", 0, at)) + 1
    return text[left:at] not in table.titles


def _ends(text: str, match: re.Match[str], start: int, table: Abbreviations) -> bool:
    """Whether the stop, with the closing quotation marks behind it, ends a sentence."""
    end = match.end()
    if end >= len(text):
        return False
    if not SURE.isdisjoint(match[0]):
        return not (match[1] and (text[end] in CONTINUED or ASIAN_SPEECH.match(text, end)))
    if not match[2]:
        return _is_unspaced(text, match) or (text[end].isupper() and _is_glued(text, match))
    return _may_follow(text, end) and _decide(text, match, start, table)


def _is_unspaced(text: str, match: re.Match[str]) -> bool:
    """Whether a western stop stands in Chinese or Japanese, which have no spaces."""
    before, after = text[max(0, match.start() - 1)], text[match.end()]
    asian = FIRST_ASIAN <= before <= LAST_ASIAN and FIRST_ASIAN <= after <= LAST_ASIAN
    return asian and "…" not in match[0] and ".." not in match[0]


def _may_follow(text: str, end: int) -> bool:
    """Whether what follows can begin a sentence: a capital, a figure, a script without capitals."""
    first = text[end]
    if first.isalnum():
        return not first.islower() or text[end + 1 : end + 2].isupper()
    if first in ".!?…,;:":
        return False
    at = LEAD.match(text, end, end + 8)
    first = text[at.end() : at.end() + 1] if at else first
    return not first.islower() or CLIPPED.match(text, end) is not None


def _decide(text: str, match: re.Match[str], start: int, table: Abbreviations) -> bool:
    at = match.start()
    stop = match[0][: len(match[0]) - len(match[1]) - len(match[2])]
    if "!" in stop or "?" in stop:
        return not _goes_on(text, match, table)
    if text[at - 1 : at] == "[" or MARKER.fullmatch(text, start, match.end() - len(match[2])):
        return False
    if stop != "." or match[1]:
        return not (stop in SHORT_ELLIPSES and not match[1] and I_AGAIN.match(text, match.end()))
    if text[at - 1 : at].isspace():
        # ". . ." goes on, four spaced stops end.
        spaced = SPACED_ELLIPSIS.search(text[max(0, at - 12) : at + 1])
        return not (spaced and spaced[0].count(".") == ELLIPSIS)
    return ends_after(text, at, match.end(), start, table)


def _goes_on(text: str, match: re.Match[str], table: Abbreviations) -> bool:
    """Whether a sentence goes on after "!" or "?": '"Stop!" Jo Marsh said.', 'Yahoo! Mail'."""
    at, end = match.start(), match.end()
    if match[1]:
        speech = SPEECH.match(text, end, end + 120)
        # "Why?" He said nothing.
        return speech is not None and speech["first"].casefold() not in table.starters
    word = text[max(0, at - 12) : at].rpartition(" ")[2].casefold()
    return word in SHOUTED_NAMES


def _is_glued(text: str, match: re.Match[str]) -> bool:
    """Whether two sentences lost the space between them: "It closed.The mayor said"."""
    at, end = match.start(), match.end()
    before = text[max(0, at - LONGEST_WORD) : end]
    word = before.rpartition(" ")[2]
    if not GLUED_BEFORE.search(before) or NO_GLUE.search(word[: len(word) - (end - at)]):
        return False
    after = GLUED_AFTER.match(text, end, end + LONGEST_WORD)
    return bool(after) and after is not None and after[0].strip(" ,.").casefold() not in DOMAINS
