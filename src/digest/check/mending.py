"""What of an edition file can be put right without a person: the safe fixes, by rule.

Each works on a line as it stands and changes nothing but what its rule names. What would mean
something else to the grammar of the file, or would need a judgement, is left to an editor.
"""

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from itertools import accumulate, groupby

from digest.check.links import EMPTY_LINK
from digest.check.mending_links import mend_addresses, mend_tracking
from digest.check.message import find_preheader
from digest.check.places import Mend, by_story, edit_line
from digest.check.style import NO_BREAK, SPACES, UNSPACED, stray_spaces
from digest.model.edition import Edition
from digest.model.message import Edit
from digest.model.outline import FileLine, Part
from digest.text.notes import note_paragraphs
from digest.text.phrases import is_junk
from digest.text.straight_quotes import curl_quotes

WORDS = (Part.HEADLINE, Part.SUMMARY)
TEXTS = (Part.NOTE, Part.SUMMARY)
# The file's own escapes: `&#45;` and `&#38;` are a hyphen and an ampersand there.
CODE = re.compile(
    r"&(?:#38;)?((?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip"
    r"|#[0-9]{1,7}|#x[0-9a-f]{1,6});)",
    re.IGNORECASE,
)
OWN_CODES = ("&#45;", "&#38;")
# What would mean something to the grammar of the file or to Markdown.
SPEAKING = frozenset("\\[]{}()|;#*_`<>-+~!=")
PREHEADER = re.compile(r"""(\s*preheader\s*=\s*)("(?:[^"\\]|\\.)*"|'[^']*')\s*(?:#.*)?""")


def find_mends(
    lines: Sequence[FileLine],
    edition: Edition,
    *,
    preheader: str = "",
    moved: Mapping[str, str] | None = None,
) -> list[Mend]:
    """Find what can be put right in an edition file.

    Args:
        lines: The file.
        edition: The same as read.
        preheader: One made of its headlines; empty when there is none to be made.
        moved: Addresses that answer elsewhere, with that address: seen by a check of the links.
    """
    told = {item.line: item for item in edition.items if item.line is not None}
    shown = [line for line in lines if line.story is None or line.story in told]
    return [
        *mend_codes(shown),
        *mend_junk(shown, lines),
        *mend_empty_links(shown),
        *mend_tracking(shown, edition),
        *mend_stray_spaces(shown, edition),
        *mend_straight_quotes(shown, edition),
        *mend_addresses(shown, edition, moved or {}),
        *mend_preheader(lines, edition, preheader),
    ]


def mend_codes(lines: Iterable[FileLine]) -> Iterator[Mend]:
    """double-escaped: write the character in place of its code."""
    for story, found in by_story(lines):
        if story is None:
            continue
        edits = [
            edit_line(line, match.start(), match.end(), char)
            for line in found
            if line.part in WORDS or line.key == "kicker"
            for match in CODE.finditer(line.raw, 0, words_end(line))
            if match[0] not in OWN_CODES and (char := harmless(match[1]))
        ]
        if edits:
            yield Mend(
                rule="double-escaped",
                line=story,
                says="write the characters themselves",
                edits=tuple(edits),
            )


def words_end(line: FileLine) -> int:
    """Tell where the words of a line end: a headline's own address stands behind them."""
    link = line.raw.rfind("](") if line.part is Part.HEADLINE else -1
    return link if link >= 0 else len(line.raw)


def harmless(code: str) -> str:
    """Tell which character a code means; empty when it would mean something to the file."""
    char = unescape("&" + code.casefold())
    is_plain = len(char) == 1 and (char.isprintable() or char == NO_BREAK)
    return char if is_plain and char not in SPEAKING else ""


def mend_junk(shown: Sequence[FileLine], lines: Sequence[FileLine]) -> Iterator[Mend]:
    """leftover-junk: delete a paragraph that is nothing else, unless nothing would be left."""
    for story, found in by_story(shown):
        paragraphs = split_paragraphs(line for line in found if line.part is Part.SUMMARY)
        junk = [one for one in paragraphs if is_all_junk(one)]
        if junk and len(junk) < len(paragraphs):
            yield Mend(
                rule="leftover-junk",
                line=story,
                says="delete the paragraph",
                edits=tuple(delete_lines(one, lines) for one in junk),
            )


def split_paragraphs(lines: Iterable[FileLine]) -> list[list[FileLine]]:
    """Split lines of text at the blank ones."""
    parted = groupby(lines, key=lambda line: bool(line.raw.strip()))
    return [list(found) for is_text, found in parted if is_text]


def is_all_junk(paragraph: Sequence[FileLine]) -> bool:
    """Tell whether a paragraph is something of a page and nothing else."""
    read = note_paragraphs("\n".join(line.raw.strip() for line in paragraph))
    text = " ".join(" ".join(read).split())
    return any(map(str.isalnum, text)) and is_junk(text)


def delete_lines(paragraph: Sequence[FileLine], lines: Sequence[FileLine]) -> Edit:
    """Delete whole lines with the blank one above them, or else the one below."""
    first, last = paragraph[0].number, paragraph[-1].number
    if not lines[first - 2].raw.strip():
        first -= 1
    elif last < len(lines) and not lines[last].raw.strip():
        last += 1
    # The last line of a file may have no end of its own.
    end = (last + 1, 1) if last < len(lines) else (last, len(lines[last - 1].raw) + 1)
    return Edit(line=first, column=1, end_line=end[0], end_column=end[1], text="")


def mend_empty_links(lines: Iterable[FileLine]) -> Iterator[Mend]:
    """empty-link: keep the words of a link that goes nowhere."""
    for story, found in by_story(lines):
        edits = [
            edit_line(line, match.start(), match.end(), match[1])
            for line in found
            if line.part in TEXTS
            for match in EMPTY_LINK.finditer(line.raw)
            if "\\" not in line.raw[max(0, match.start() - 1) : match.end()] and "[" not in match[1]
        ]
        if edits:
            yield Mend(
                rule="empty-link",
                line=story,
                says="keep the words without a link",
                edits=tuple(edits),
            )


def mend_stray_spaces(lines: Iterable[FileLine], edition: Edition) -> Iterator[Mend]:
    """stray-space: one space, or none."""
    if edition.language.partition("-")[0] in UNSPACED:
        return
    for story, found in by_story(lines):
        if story is None:
            continue
        edits = [
            edit_line(line, match.start(), match.end(), one_space(match))
            for line in found
            if line.part in WORDS or line.key == "kicker"
            for match in stray_spaces(line.raw, words_end(line))
        ]
        if edits:
            yield Mend(
                rule="stray-space", line=story, says="write one space, or none", edits=tuple(edits)
            )


def one_space(match: re.Match[str]) -> str:
    """Tell what is to stand in place of stray spaces: a no-break one where French wants it."""
    if match[0].strip(SPACES):
        return ""
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return NO_BREAK if before == "«" or (after and after in "»:;!?") else " "


def mend_straight_quotes(lines: Iterable[FileLine], edition: Edition) -> Iterator[Mend]:
    """quotation-style: the marks of the language, wherever a quotation clearly begins and ends."""
    paid = {item.line for item in edition.items if item.sponsor is not None}
    edits: list[Edit] = []
    first: int | None = None
    for story, found in by_story(lines):
        if story is None or story in paid:
            continue
        heads = [[line] for line in found if line.part is Part.HEADLINE]
        paragraphs = split_paragraphs(line for line in found if line.part is Part.SUMMARY)
        curled = [edit for one in (*heads, *paragraphs) for edit in curl_lines(one, edition)]
        edits += curled
        first = story if first is None and curled else first
    if edits:
        yield Mend(
            rule="quotation-style",
            line=first,
            says="write the marks of the language",
            edits=tuple(edits),
        )


def curl_lines(lines: Sequence[FileLine], edition: Edition) -> Iterator[Edit]:
    """Change the straight marks of one paragraph, or of a headline."""
    raw = [line.raw[: words_end(line)] for line in lines]
    ends = list(accumulate(len(one) + 1 for one in raw))
    for place, mark in curl_quotes("\n".join(raw), edition.language):
        at = bisect_right(ends, place)
        column = place - (ends[at - 1] if at else 0)
        yield edit_line(lines[at], column, column + 1, mark)


def mend_preheader(lines: Iterable[FileLine], edition: Edition, preheader: str) -> Iterator[Mend]:
    """preheader-repeats-subject: name the stories behind the hero."""
    rule = "preheader-repeats-subject"
    if not preheader or not any(one.rule == rule for one in find_preheader(edition)):
        return
    if any(one.rule == rule for one in find_preheader(replace(edition, preheader=preheader))):
        return
    for line in lines:
        match = PREHEADER.fullmatch(line.raw) if line.part is Part.FRONT else None
        if match:
            text = json.dumps(preheader, ensure_ascii=False)
            edits = (edit_line(line, match.start(2), match.end(2), text),)
            yield Mend(rule=rule, line=None, says="name the other stories instead", edits=edits)
