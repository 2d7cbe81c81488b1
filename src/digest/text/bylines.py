"""Who wrote it: visible bylines, author fields, and the clause inside an opening paragraph."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re
import unicodedata

from digest.model.article import Byline
from digest.text.clauses import split_byline
from digest.text.credits import read_credits
from digest.text.datelines import split_dateline
from digest.text.roles import is_role

__all__ = ["read_byline", "split_byline", "split_dateline"]

LONGEST_BYLINE = 400
PREFIX = re.compile(
    r"^\W*(?:(?:(?:written|words|story|stories|text|reported|reporting|posted|published|submitted"
    r"|compiled|an?\s+\w+|exclusive|analysis|opinion|review|comment)\s+)?by\b"
    r"|(?:(?:geschrieben|ein\s+\w+|eine\s+\w+|kommentar|interview|text|analyse)\s+)?von\b"
    r"|(?:(?:écrit|publié|rédigé|propos\s+recueillis|texte|analyse)\s+)?par\b"
    r"|(?:(?:scritto|articolo|testo)\s+)?d[ia]\b|a\s+cura\s+di\b"
    r"|(?:(?:escrito|publicado|texto)\s+)?por\b|door\b|av\b|af\b|przez\b|autore?\b|auteure?s?\b"
    r"|authors?\b|autor(?:in|es|a|zy)?\b|texte?s?\b|testo\b|texto\b|tekst\b|foto\s+en\s+tekst\b"
    r"|автор(?:ы)?\b|текст\b|κείμενο\b|του\b|της\b|بقلم|كتب(?:ت)?\b|तैयारी|लेखक"
    r"|[文图圖](?=\s*[:：/／\s])|作者|撰文|(?:本报|本報)?[記记]者)"
    r"\s*[:：/／]?\s*",
    re.IGNORECASE,
)
# Prefixes that also begin names.
NAMELIKE = frozenset(("di", "da", "av", "af"))
# Who took the pictures, edited or translated did not write it.
NOT_WRITERS = re.compile(
    r"[\s,;|/(]*\b(?:photos?|photographs?|photography|pictures?|images?|fotos?|fotografie"
    r"|bild(?:er)?"
    r"|illustrations?|illustrated|ilustraci[oó]n|graphics?|grafik|videos?|edited|editing|translated"
    r"|translation|übersetzt|übersetzung|traduit|traduction|traducci[oó]n|redigiert|additional"
    r"\s+reporting|with\s+files|mit\s+material|avec\s+(?:afp|reuters|agences?)|фото)\b"
    r"(?:\s+(?:by|von|par|di|por|door|from)\b|\s*:)?.*$",
    re.IGNORECASE | re.DOTALL,
)
# "28 September 2023 by Jo Marsh": the date came first.
LATE_PREFIX = re.compile(r"^[^\n]*?\d[^\n]*?\b(?:by|von|par|por)\s+(?=[^\W\d_])", re.IGNORECASE)
PARENTHESES = re.compile(r"\s*[(\[（]([^()\[\]（）]*)[)\]）]")
RSS_AUTHOR = re.compile(r"^\s*\S+@\S+\s+\(([^()]+)\)\s*$")
ADDRESSES = re.compile(r"<[^<>]*>|https?://\S+|www\.\S+|\S+@\S+|(?<!\w)@\w+", re.IGNORECASE)
# A date, a reading time or a number of comments follows: nothing after it is a name.
AFTERMATH = re.compile(
    r"[\s,|·•(-]*(?:\b(?:published|updated|posted|last\s+(?:updated|modified)|first\s+published"
    r"|created"
    r"|modified|reading\s+time|aktualisiert|veröffentlicht|stand|publié|mis\s+à\s+jour|actualizado"
    r"|publicado|pubblicato|aggiornato|atualizado|gepubliceerd|bijgewerkt|on|am|le|el|il)\b[\s:]*"
    r"(?:\w+[\s,.]+){0,2})?\d.*$",
    re.IGNORECASE | re.DOTALL,
)
MONTHS_AND_DAYS = re.compile(
    r"[\s,]+(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sat|sun)(?:day)?|jan(?:uary)?"
    r"|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|published|updated|posted|on|at)[.,:]*$",
    re.IGNORECASE,
)


def read_byline(text: str, *, site: str = "") -> tuple[Byline, ...]:
    """Read a visible byline or an author field.

    Args:
        text: Such as "By Jo Marsh and Ana Ruiz, Political Editor"; lines count as separate parts.
        site: The publication's own name or host.

    Returns:
        The people who wrote it, in the order printed, each once. Empty when only an agency, a
        desk, the site, a staff code or an address is named.
    """
    text = _tidy(text)
    if not text:
        return ()
    text = ADDRESSES.sub(" ", RSS_AUTHOR.sub(r"\1", text))
    lines = [_without_prefix(_cut(line)) for line in text.splitlines()]
    return read_credits("\n".join(filter(None, lines)), site=site).people


def _tidy(text: str) -> str:
    plain = unicodedata.normalize("NFC", text[:LONGEST_BYLINE])
    shown = "".join(char for char in plain if char == "\n" or unicodedata.category(char)[0] != "C")
    return "\n".join(" ".join(line.split()) for line in shown.splitlines() if line.strip())


def _cut(line: str) -> str:
    """Cut what follows the names: pictures, dates, and parentheses that tell no role."""
    opened = LATE_PREFIX.sub("", PARENTHESES.sub(_open_parentheses, line))
    cut = AFTERMATH.sub("", NOT_WRITERS.sub("", opened))
    while cut != (cut := MONTHS_AND_DAYS.sub("", cut)):
        pass
    return cut


def _open_parentheses(match: re.Match[str]) -> str:
    inner = match[1].strip()
    if is_role(inner):
        return f", {inner}"
    # "Ana Ruiz (Fotos)": the mark spoils the name before it.
    return "\0" if NOT_WRITERS.fullmatch(inner) else ""


def _without_prefix(line: str) -> str:
    """Take "By", "Text:", "Von" and the like off, also one after another, but not off "Di Wu"."""
    while match := PREFIX.match(line):
        rest = line[match.end() :]
        if not rest or (" " not in rest and match[0].strip().casefold() in NAMELIKE):
            break
        line = rest
    return line
