"""Characters that may reach a mail, and the direction in which they are read."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar
from unicodedata import bidirectional

Noun = TypeVar("Noun")

# Control characters but tab and newline, lone surrogates, what XML forbids, and the embeddings and
# overrides that turn the text after them around.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
RTL_LANGUAGES = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur", "yi"}
)
# Letters that tell apart languages of one script come before the script itself.
SCRIPTS = (
    ("fa", "پچژگ", "\u0600-\u06ff"),
    ("ar", "", "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"),
    ("he", "", "\u0590-\u05ff\ufb1d-\ufb4f"),
    ("el", "", "\u0370-\u03ff\u1f00-\u1fff"),
    ("uk", "ґєіїҐЄІЇ", "\u0400-\u04ff"),
    ("ru", "", "\u0400-\u04ff"),
    ("hi", "", "\u0900-\u097f"),
    ("th", "", "\u0e00-\u0e7f"),
    ("ko", "", "\u1100-\u11ff\uac00-\ud7a3"),
    ("ja", "\u3040-\u30ff", "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"),
    ("zh", "", "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"),
)
PATTERNS = tuple(
    (tag, re.compile(f"[{marks}]") if marks else None, re.compile(f"[{span}]"))
    for tag, marks, span in SCRIPTS
)
# Languages that share a script: a text in it may be in any of them, so no other is claimed.
SHARED = (
    {"ar", "fa", "ur", "ps", "ckb", "sd", "ug"},
    {"ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg"},
    {"hi", "mr", "ne"},
    {"he", "yi", "iw"},
    {"ja", "zh"},
)
# RIGHT-TO-LEFT MARK and LEFT-TO-RIGHT MARK: no width, and no harm where nobody heeds them.
STEERS = {"rtl": "\u200f", "ltr": "\u200e"}
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def printable(noun: Noun) -> Noun:
    """Strip what no mail may hold from a text, or from every text of a noun."""
    return _printable(noun)  # type: ignore[no-any-return]


def _printable(value: Any) -> Any:  # noqa: ANN401 - any part of a noun
    if isinstance(value, str) and type(value) is str:
        return UNPRINTABLE.sub("", BREAKS.sub("\n", value))
    if isinstance(value, tuple):
        return tuple(_printable(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: _printable(getattr(value, one.name)) for one in fields(value)}
        )
    return value


def language_direction(language: str) -> str:
    """Tell whether a language is written "rtl" or "ltr", by its tag and the script in it."""
    tag = language.casefold().split("-")
    if any(script in tag[1:] for script in ("arab", "hebr", "thaa", "nkoo", "syrc")):
        return "rtl"
    return "rtl" if tag[0] in RTL_LANGUAGES and "latn" not in tag else "ltr"


def text_direction(text: str) -> str | None:
    """Tell a text's direction by its first strong character (UAX 9, P2); None without any."""
    for character in text:
        kind = bidirectional(character)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return None


def main_direction(text: str) -> str | None:
    """Tell the direction that most of a text's letters have; None for as many of both.

    A headline that begins with a name in other letters is no text in those letters.
    """
    if text.isascii():
        return "ltr" if any(one.isalpha() for one in text) else None
    kinds = [bidirectional(one) for one in text]
    right, left = sum(kind in ("R", "AL") for kind in kinds), kinds.count("L")
    return None if right == left else "rtl" if right > left else "ltr"


def steer(line: str, direction: str) -> str:
    """Give a line of plain text its direction where its first letter would give it the other one.

    An inbox list goes by the first letter of a subject, which may be that of a foreign name.
    """
    astray = text_direction(line) not in (None, direction) and main_direction(line) == direction
    return f"{STEERS[direction]}{line}" if astray else line


def text_language(text: str, language: str) -> str | None:
    """Tell the language of a text whose script is not that of the edition.

    Args:
        text: A headline with its summary.
        language: The edition's tag.

    Returns:
        A tag, `und-Latn` for Latin letters in an edition of another script; None when the text may
        well be in the edition's own language.
    """
    own = language.casefold().partition("-")[0]
    counted = [(len(span.findall(text)), tag, marks) for tag, marks, span in PATTERNS]
    most = max(count for count, _, _ in counted)
    if len(LATIN.findall(text)) >= most:
        scripts = {"ar", "fa", "he", "el", "uk", "ru", "hi", "th", "ko", "ja", "zh"}
        other = own in scripts or any(own in group for group in SHARED)
        return "und-Latn" if other and LATIN.search(text) else None
    found = next(
        tag for count, tag, marks in counted if count == most and (not marks or marks.search(text))
    )
    alike = any({found, own} <= group for group in SHARED)
    return None if found == own or alike else found
