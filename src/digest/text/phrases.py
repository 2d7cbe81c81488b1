"""What a page leaves in a text that is none of it: share rows, server errors, notes, captions."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re
import unicodedata
from functools import lru_cache

from digest.text.colophon import COLOPHON, RIGHTS
from digest.text.colophon import LONGEST as LONGEST_COLOPHON
from digest.text.furniture import PHRASES, WIDGET_FILLERS, WIDGETS
from digest.text.furniture_shapes import (
    CAPTION_END,
    DATE_WORD,
    LABELS,
    LONGEST_NOTE,
    LONGEST_POINTER,
    MOST_DATE_WORDS,
    NOTES,
    POINTERS,
    UPDATED,
)
from digest.text.sentences import split_sentences

# The server's own words, in brackets of any kind or none, and with the misspellings that go round.
_BETWEEN = r"[\s\W_]+"
_DIRECTIVE = _BETWEEN.join(
    (
        r"\b(?:an?)",
        r"err?or",
        r"(?:(?:has|was|had)[\s\W_]+)?oc+ur+[ea]?d",
        r"(?:while|when|whilst|during|in|on)",
        r"(?:the[\s\W_]+)?proc+es+ing",
        (
            r"(?:of[\s\W_]+)?(?:(?:this|the|that|your"
            r"|an?)[\s\W_]+)?(?:ssi[\s\W_]+)?dir+e[ck]*t+i?ve?s?\b"
        ),
    )
)
_OPEN = r"(?:(?:[\[(<{«‹【]|&lt;|&#91;|&laquo;)\s{0,3}){0,6}"
_CLOSE = r"(?:\s{0,3}(?:[\])>}»›】]|&gt;|&#93;|&raquo;)){0,6}"
SERVER_ERRORS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_OPEN}{_DIRECTIVE}[.!]?{_CLOSE}",
        rf"{_OPEN}\berror{_BETWEEN}(?:while{_BETWEEN})?processing{_BETWEEN}ssi{_BETWEEN}file\b{_CLOSE}",
        r"<!--\s*#\s*(?:include|exec|echo|config|if|elif|else|endif|set)\b[^>]{0,300}(?:-->|>|$)",
        r"<\?(?:php|=)[^?]{0,500}(?:\?>|$)",
        r"<%[^%]{0,500}%>",
        (
            r"(?:\bphp\s+)?(?:\b(?:warning|notice|deprecated|fatal error|parse error"
            r"|strict standards)|"
            r"\bcatchable fatal error):\s+(?:(?!\bwarning:"
            r"|\bnotice:)[^\n]){1,400}?\bin\s+\S{1,200}?\.(?:php\d?|inc|phtml)\b"
            r"(?:\(\d+\)[^\n]{0,80}?)?\s*(?:on line\s+\d+|:\d+)?\.?"
        ),
        r"\bwarning:\s+(?:include|require|mysqli?|fopen|file_get_contents)\w*\(\)?[^\n]{0,300}",
        (
            r"\bMicrosoft\s+(?:OLE DB|VBScript|JScript"
            r"|JET)[^\n]{0,120}?\berror\s+'[0-9a-fx]+'"
            r"(?:[^\n]{0,200}?\.(?:asp|inc),? line \d+)?"
        ),
        r"\bactive server pages\s+error\s+'asp\s*\d+'(?:[^\n]{0,200}?\.(?:asp|inc),? line \d+)?",
        r"\bserver error in '[^']{0,80}' application\.?",
        r"\bliquid (?:syntax )?error(?: \([^)]{0,60}\))?:[^\n]{0,160}",
        r"\berror establishing a database connection\.?",
    )
)
# One of these stands in whatever is suspect, and in few other texts.
MARKS = ("error", "eror", "<", "warning", "notice", "deprecated", "strict standards")
SUSPECT = re.compile(r"\berr?or\b|<[!?%]|warning|notice|deprecated|strict standards", re.IGNORECASE)
SPACE = re.compile(r"[ \t\u00a0]{2,}")
BEFORE_STOP = re.compile(r"(?<!\s)\s+([.,;:!?…])(?=\s|$)")
# What somebody said is no note of the page.
SAID = re.compile(
    r",? (?:she|he|they|(?:the|a|his|her) [\w -]{2,30}) (?:said|says|wrote|added|warned|argued)$"
)
TOKENS = re.compile(r"[\w+-]+(?:[’'][\w]+)?")
STOPS = ".!?"
QUOTES = "\"“”„«»'‘’「『"
# A kicker has so many words.
LONGEST_LABEL = 2
LONGEST_PHRASE = 90
LONGEST_CAPTION = 320
LONGEST_FURNITURE = 480
MOST_WIDGETS = 24


@lru_cache(maxsize=512)  # a paragraph is looked at more than once on its way
def is_junk(paragraph: str) -> bool:
    """Tell whether a whole paragraph is furniture of the page and none of the article's text.

    The whole paragraph has to be such a phrase, and a short one: a paragraph of the article that
    speaks of sharing, of cookies or of newsletters is never junk.

    Args:
        paragraph: Plain text. One without a letter or figure ("***") is junk, an empty one is not.
    """
    text = " ".join(unicodedata.normalize("NFC", paragraph).split())
    if not text:
        return False
    rest = strip_junk(text)
    return not rest or _is_furniture(rest)


def _is_furniture(text: str) -> bool:
    if not TOKENS.search(text):
        return True
    if len(text) > LONGEST_FURNITURE:
        return False
    if RIGHTS.fullmatch(text):
        return True
    bare = _bare(text)
    if text[-1] in STOPS and bare.isalpha():
        # "More." may be an answer; a button has no full stop.
        return False
    if len(bare) <= LONGEST_PHRASE and (bare in PHRASES or _is_widget_row(bare)):
        return True
    quoted = text[0] in QUOTES and not text[1:2].isspace()
    return not quoted and (_is_note(bare) or _points_away(text, bare))


def _bare(text: str) -> str:
    """Tell a short text in small letters, without the marks at its ends."""
    begin = next((at for at, char in enumerate(text) if char.isalnum()), len(text))
    end = next((at for at in range(len(text), begin, -1) if text[at - 1].isalnum()), begin)
    return text[begin:end].casefold().replace("’", "'")


def _is_widget_row(bare: str) -> bool:
    """Whether a text is a row of buttons: "Share Tweet WhatsApp E-Mail"."""
    words = TOKENS.findall(bare)
    if len(words) > MOST_WIDGETS or not any(word in WIDGETS for word in words):
        return False
    others = [word for word in words if word not in WIDGETS and not word.isdigit()]
    return all(word in WIDGET_FILLERS for word in others)


def _is_note(bare: str) -> bool:
    updated = UPDATED.match(bare) if len(bare) <= LONGEST_PHRASE else None
    if updated and is_date(bare[updated.end() :]):
        return True
    if SAID.search(bare):
        return False
    if len(bare) <= LONGEST_NOTE and NOTES.fullmatch(bare):
        return True
    return len(bare) <= LONGEST_COLOPHON and bool(COLOPHON.fullmatch(bare))


def _points_away(text: str, bare: str) -> bool:
    """Whether a paragraph is a link to another text, or the words under a picture."""
    points = len(bare) <= LONGEST_POINTER and any(pointer.match(bare) for pointer in POINTERS)
    if points and (text[-1] not in STOPS or len(split_sentences(text)) == 1):
        return True
    if len(bare) <= LONGEST_PHRASE and text[-1] not in STOPS and LABELS.match(bare):
        return True
    return len(text) <= LONGEST_CAPTION and bool(CAPTION_END.search(text))


def is_date(text: str) -> bool:
    """Tell whether a text is a date or a moment and nothing else: "September 28. 2023. 6:46"."""
    words = re.split(r"[\s,|]+", text.casefold().strip(" .,|"))
    figures = any(char.isdigit() for char in text)
    return figures and len(words) <= MOST_DATE_WORDS and all(map(DATE_WORD.fullmatch, words))


def strip_junk(text: str) -> str:
    """Cut what a server left inside a text: a directive's error, a script's warning.

    Args:
        text: A paragraph or several.

    Returns:
        The text without it, the gap closed; the text as given when there is nothing of the kind.
    """
    cut = without_errors(text)
    if cut == text:
        return text
    return BEFORE_STOP.sub(r"\1", SPACE.sub(" ", cut)).strip(" \t")


def without_errors(text: str) -> str:
    """Cut what a server left inside a text and leave the gap, so that every line stays one."""
    small = text.casefold()
    if not any(mark in small for mark in MARKS) or not SUSPECT.search(text):
        return text
    for pattern in SERVER_ERRORS:
        text = pattern.sub(" ", text)
    return text


def find_junk(text: str) -> str | None:
    """Find what was left over in a text that is about to be sent.

    Args:
        text: A headline or a summary; paragraphs may be separated by line breaks.

    Returns:
        The first leftover, white space collapsed: a server error anywhere, or a line or a sentence
        that is junk as a whole. None when the text is clean.
    """
    if error := find_server_error(text):
        return error
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    for line in lines:
        for piece in dict.fromkeys((line, *split_sentences(line))):
            label = len(lines) == 1 and piece == line and _is_label(line)
            if TOKENS.search(piece) and not label and is_junk(piece):
                return piece
    return None


def find_server_error(text: str) -> str | None:
    """Find what a server left in a text, white space collapsed; None when there is nothing."""
    found = (match[0] for pattern in SERVER_ERRORS if (match := pattern.search(text)))
    return next((" ".join(one.split()) for one in found if one.strip()), None)


def _is_label(line: str) -> bool:
    """Whether a text is a headline or a kicker that only looks like furniture: "Video: …", "Ad"."""
    if line[-1] in STOPS + ":":
        return False
    bare = _bare(line[:LONGEST_FURNITURE])
    return len(line.split()) <= LONGEST_LABEL or bool(
        LABELS.match(bare) or any(pointer.match(bare) for pointer in POINTERS)
    )
