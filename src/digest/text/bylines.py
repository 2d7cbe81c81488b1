"""Who wrote it: visible bylines, author fields, and the clause inside an opening paragraph."""

import unicodedata
from re import Match

from digest.model.article import Byline
from digest.text.byline_marks import (
    ADDRESSES,
    AFTERMATH,
    BARRED_BYLINE,
    BARRED_PLACE,
    BRACKETED,
    GLUED,
    GLUED_DATE,
    GLUED_NAMES,
    HELPED,
    LATE_LABEL,
    LATE_PREFIX,
    MONTHS_AND_DAYS,
    NAMELIKE,
    NEAR_DATES,
    NOT_WRITERS,
    PARENTHESES,
    PREFIX,
    RSS_AUTHOR,
)
from digest.text.clauses import split_byline
from digest.text.credits import read_credits
from digest.text.datelines import split_dateline
from digest.text.roles import is_role

__all__ = ["read_byline", "split_byline", "split_dateline"]

LONGEST_BYLINE = 400


def read_byline(text: str, *, site: str = "") -> tuple[Byline, ...]:
    """Read a visible byline or an author field.

    Args:
        text: Such as "By Jo Marsh and Ana Ruiz, Political Editor"; lines count as separate parts.
        site: The publication's own name or host.

    Returns:
        The people who wrote it, in the order printed, each once; a name in capitals is written as
        a desk writes it. Empty when only an agency, a desk, the site, a staff code or an address
        is named.
    """
    text = _tidy(text)
    if not text:
        return ()
    text = _unglue(LATE_LABEL.sub("\n", ADDRESSES.sub(" ", RSS_AUTHOR.sub(r"\1", text))))
    lines = [_without_prefix(_cut(line)) for line in text.splitlines()]
    return read_credits("\n".join(filter(None, lines)), site=site).people


def _tidy(text: str) -> str:
    plain = unicodedata.normalize("NFC", text[:LONGEST_BYLINE])
    shown = "".join(char for char in plain if char == "\n" or unicodedata.category(char)[0] != "C")
    bare = BRACKETED.sub(r"\1", shown.strip())
    return "\n".join(" ".join(line.split()) for line in bare.splitlines() if line.strip())


def _unglue(text: str) -> str:
    """Part a name from what a page prints below it, role or date: "Jo MarshPolitical Editor"."""
    for match in GLUED.finditer(text):
        before, after = text[: match.end()], text[match.end() :]
        other = is_role(after.partition("\n")[0]) or GLUED_DATE.match(after)
        if match[0].casefold() not in GLUED_NAMES and other:
            return f"{before}\n{after}"
    return text


def _cut(line: str) -> str:
    """Cut what follows the names: pictures, dates, and parentheses that tell no role."""
    opened = LATE_PREFIX.sub("", PARENTHESES.sub(_open_parentheses, line))
    if barred := BARRED_BYLINE.match(opened):
        opened = opened[barred.end() :]
    opened = BARRED_PLACE.sub("| ", opened)
    # "Text und Fotos: Jo Marsh" names the writer as well.
    prefix = PREFIX.match(opened)
    start = prefix.end() if prefix else 0
    named = HELPED.sub("", opened[:start] + NOT_WRITERS.sub("", opened[start:]))
    cut = AFTERMATH.sub("", named)
    # "Theresa May" is no month; one before a figure was.
    if cut != named:
        cut = MONTHS_AND_DAYS.sub("", cut, count=1)
    while (shorter := NEAR_DATES.sub("", cut)) != cut:
        cut = shorter
    return cut


def _open_parentheses(match: Match[str]) -> str:
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
