"""Where a sentence ends."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re

from digest.text.abbreviations import Abbreviations, abbreviations_of, base_language

_CLOSERS = "\"'”’»›“‘«)\\]」』）】〉》"
_OPENERS = "\"'“‘„‚«‹([¿¡「『（【<*_"
# French sets a space before the mark that closes a quotation.
# One class opens the pattern, so that the search runs at the speed of C.
_PATTERN = rf"[{{stops}}\n•⁃‣▪●][.!?…{{stops}}]*((?:[{_CLOSERS}]|\s»(?=[\s,.;]|$))*)(\s*)"
_STOPS = ".!?…。！？｡।॥؟۔"
CANDIDATE = re.compile(_PATTERN.format(stops=_STOPS))
# In Greek the semicolon asks; in Arabic and Hindi their own marks do.
GREEK_CANDIDATE = re.compile(_PATTERN.format(stops=_STOPS + ";\u037e"))
SURE = frozenset("。！？｡।॥؟۔")
BULLETS = frozenset("•⁃‣▪●")
LEAD = re.compile(rf"[{re.escape(_OPENERS)}–—\-\s]*")
WORD = re.compile(r"[^\W\d_][\w'’]*")
DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
GLUED_BEFORE = re.compile(r"[^\W\d_A-Z]{2}[.!?][\"”’»)]*$")
GLUED_AFTER = re.compile(r"[A-ZÀ-ÞА-Я][\w’'-]*(?:[ ,]|\.\s)")
NO_GLUE = re.compile(r"[/@:\\_]|www|\.\w")
DOMAINS = frozenset(("com", "org", "net", "js", "io", "de", "fr", "uk", "gov", "edu", "info"))
SHOUTED_NAMES = frozenset(("yahoo", "jeopardy", "guess", "joomla", "vox"))
SPEECH = re.compile(
    r"(?:[A-ZÀ-ÞА-Я][\w.'’-]*\s+){1,4}(?:said|asked|asks|says|cried|shouted|told|added|replied"
    r"|wrote"
    r"|tweeted|demanded|exclaimed|sagte|fragte|rief|dijo|preguntó|disse|сказал|спросил)\b"
)
CLOCK = frozenset(("a.m", "p.m"))
_AFTER_CLOCK = (
    "monday tuesday wednesday thursday friday saturday sunday eastern pacific central mountain"
    " local"
    " et est edt ct cst pt pst gmt utc bst cet jan feb mar apr may june july aug sept oct nov dec"
    " january february march april august september october november december"
)
AFTER_CLOCK = frozenset(_AFTER_CLOCK.split())
CONTINUED = frozenset("と、，のやがはもを的")
LONGEST_TOKEN = 40
LONGEST_ABBREVIATION = 5
LONGEST_QUOTATION = 400
SPACED_ELLIPSIS = re.compile(r"(?:\s\.)+$")
ELLIPSIS = 3
MARKER = re.compile(r"\s*[•⁃‣▪●]?\s*(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})\.\)?")
FIRST_MARKER = re.compile(r"\s*(?:1(?P<numbered>\.\)|\)|\.)|a(?P<lettered>\.\)|\)|\.))\s+(?=\w)")
FEW_WORDS = 4


def split_sentences(text: str, language: str = "en") -> list[str]:
    """Split a text into its sentences.

    Args:
        text: Plain text; a blank line always ends a sentence, a single line break never does.
        language: BCP 47 tag; decides which abbreviations are known.

    Returns:
        The sentences in order, white space collapsed, nothing lost: without white space they are
        the text. Empty for a text without any.
    """
    table = abbreviations_of(language)
    language = base_language(language)
    marks = _list_items(text)
    sentences: list[str] = []
    for start, end in zip([0, *marks], [*marks, len(text)], strict=True):
        _split_run(text[start:end] if marks else text, table, language, sentences)
    return sentences


def _split_run(text: str, table: Abbreviations, language: str, sentences: list[str]) -> None:
    pattern = GREEK_CANDIDATE if language == "el" else CANDIDATE
    quotes = _Quotes(text) if "「" in text or "『" in text else None
    start = 0
    for match in pattern.finditer(text):
        at = match.start()
        if text[at] in BULLETS:
            end = at if at and text[at - 1].isspace() else 0
        elif text[at] == "\n":
            end = match.end() if _is_blank_line(match) else 0
        elif quotes and quotes.open_at(at):
            end = 0
        else:
            end = match.end() if _ends(text, match, start, table) else 0
        if end > start:
            _keep(text[start:end], sentences)
            start = end
    _keep(text[start:], sentences)


def _keep(piece: str, sentences: list[str]) -> None:
    words = piece.split()
    if words:
        sentences.append(" ".join(words))


def _is_blank_line(match: re.Match[str]) -> bool:
    return "\n" in match[2] or match[0].count("\n") > 1


def _ends(text: str, match: re.Match[str], start: int, table: Abbreviations) -> bool:
    """Whether the stop, with the closing quotation marks behind it, ends a sentence."""
    end = match.end()
    if end >= len(text):
        return False
    if "\n" in match[2] and "\n" in match[2].replace("\n", "", 1):
        return True
    if not SURE.isdisjoint(match[0]):
        return not (match[1] and text[end] in CONTINUED)
    if not match[2]:
        return text[end].isupper() and _is_glued(text, match)
    return _may_follow(text, end) and _decide(text, match, start, table)


def _may_follow(text: str, end: int) -> bool:
    """Whether what follows can begin a sentence: a capital, a figure, a script without capitals."""
    first = text[end]
    if first.isalnum():
        return not first.islower() or text[end + 1 : end + 2].isupper()
    if first in ".!?…,;:":
        return False
    at = LEAD.match(text, end, end + 8)
    first = text[at.end() : at.end() + 1] if at else first
    return not first.islower()


def _decide(text: str, match: re.Match[str], start: int, table: Abbreviations) -> bool:
    at = match.start()
    stop = match[0][: len(match[0]) - len(match[1]) - len(match[2])]
    if "!" in stop or "?" in stop:
        return not _goes_on(text, match)
    if text[at - 1 : at] == "[" or MARKER.fullmatch(text, start, match.end() - len(match[2])):
        return False
    if stop != "." or match[1]:
        return True
    if text[at - 1 : at].isspace():
        # ". . ." goes on, four spaced stops end.
        spaced = SPACED_ELLIPSIS.search(text[max(0, at - 12) : at + 1])
        return not (spaced and spaced[0].count(".") == ELLIPSIS)
    low = max(start, at - LONGEST_TOKEN)
    token = text[max(text.rfind(" ", low, at), text.rfind("\n", low, at), low - 1) + 1 : at]
    return _ends_after(token.lstrip(_OPENERS), text, match.end(), start, table)


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence goes on after "!" or "?": '"Stop!" Jo Marsh said.', 'Yahoo! Mail'."""
    at, end = match.start(), match.end()
    if match[1]:
        return bool(SPEECH.match(text, end, end + 120))
    word = text[max(0, at - 12) : at].rpartition(" ")[2].casefold()
    return word in SHOUTED_NAMES


def _ends_after(token: str, text: str, end: int, start: int, table: Abbreviations) -> bool:
    """Whether a full stop after this word ends a sentence, given what follows at `end`."""
    small = token.casefold()
    if len(small) > LONGEST_ABBREVIATION and small.isalpha():
        return small not in table.titles and small not in table.others
    if end - start < LONGEST_TOKEN and text[start:end].strip() == f"{token}.":
        # A short answer is a sentence: "No. He …".
        return small not in table.titles
    lead = LEAD.match(text, end)
    word = WORD.match(text, lead.end() if lead else end)
    behind = text[word.end() : word.end() + 1] if word else ""
    following = "" if not word else word[0]
    if len(following) == 1 and behind == ".":
        # An initial (in Russian it may look like a small word as well).
        following = f"{following}."
    return _ends_before(token, following, text[start : min(end, start + 2 * LONGEST_TOKEN)], table)


def _ends_before(token: str, word: str, told: str, table: Abbreviations) -> bool:
    """Whether a full stop after `token` ends a sentence when `word` comes next."""
    small = token.casefold()
    starts = word.casefold().partition("'")[0].partition("’")[0] in table.starters
    if small in table.titles:
        return False
    if small in table.numbered and not word:
        return False
    if small in CLOCK:
        few = len(told.split()) < FEW_WORDS
        return starts or not (few or not word or word.casefold() in AFTER_CLOCK)
    if small in table.others or DOTTED.fullmatch(token) or (len(token) == 1 and token.isalpha()):
        return starts
    if table.ordinals and len(token) < FEW_WORDS and token.isdigit():
        return starts
    return True


def _is_glued(text: str, match: re.Match[str]) -> bool:
    """Whether two sentences lost the space between them: "It closed.The mayor said"."""
    at, end = match.start(), match.end()
    before = text[max(0, at - LONGEST_TOKEN) : end]
    word = before.rpartition(" ")[2]
    if not GLUED_BEFORE.search(before) or NO_GLUE.search(word[: len(word) - (end - at)]):
        return False
    after = GLUED_AFTER.match(text, end, end + LONGEST_TOKEN)
    return bool(after) and after is not None and after[0].strip(" ,.").casefold() not in DOMAINS


def _list_items(text: str) -> list[int]:
    """Find where the items of a list in running text begin: "1) Bread 2) Butter"."""
    first = FIRST_MARKER.match(text)
    if not first:
        return []
    numbered = first["numbered"]
    style = re.escape(numbered or first["lettered"])
    found: list[int] = []
    at = first.end()
    for number in range(2, 27):
        name = str(number) if numbered else chr(ord("a") + number - 1)
        item = re.compile(rf"\s({name}{style})\s+(?=[^\W_])").search(text, at)
        if not item:
            break
        found.append(item.start(1))
        at = item.end()
    return found


class _Quotes:
    """Japanese and Chinese quotations; a stop inside one ends no sentence. Asked left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0
        self._since = 0

    def open_at(self, at: int) -> bool:
        """Whether a quotation is open before `at`; one that never closes is not believed."""
        for mark in re.findall("[「『」』]", self._text[self._at : at]):
            opens = mark in "「『"
            if opens and not self._depth:
                self._since = at
            self._depth = self._depth + 1 if opens else max(0, self._depth - 1)
        self._at = at
        if self._depth and at - self._since > LONGEST_QUOTATION:
            self._depth = 0
        return self._depth > 0
