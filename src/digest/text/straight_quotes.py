"""Straight quotation marks, and what belongs in their place."""

# ruff: noqa: RUF001 - marks of many scripts are meant here

import re

from digest.text.quotation_marks import quotation_marks

STRAIGHT = re.compile('"')
OPENS_BEHIND = frozenset(" \t\n\u00a0\u202f([{—–-/“„«‘‚'*_")
CLOSES_BEFORE = frozenset(" \t\n\u00a0\u202f)]},.;:!?…—–-/”“»’'*_")
# A mark behind a backslash, or in the title of a link, means something to Markdown.
MARKDOWN = re.compile(r'\\"|\]\([^)\n]*"')
# Letters that are not those of Europe: a quotation of another language keeps its own marks.
ELSEWHERE = re.compile("[\u0590-\u08ff\u0900-\u0dff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
# Hebrew sets its quotations straight, as it does the gershayim inside its words.
STRAIGHT_BY_HABIT = ("he",)
WRITTEN_ELSEWHERE = ("ar", "fa", "hi", "ja", "ko", "ur", "zh", "bn", "ta")


def curl_quotes(text: str, language: str) -> tuple[tuple[int, str], ...]:
    """Tell what belongs in place of the straight double quotation marks of a text.

    Args:
        text: One paragraph, or a headline.
        language: BCP 47 tag of the text.

    Returns:
        Place and mark, in order. Nothing at all unless every mark clearly opens or closes a
        quotation: inches, mistakes and the signs of Markdown are left to a person.
    """
    places = [match.start() for match in STRAIGHT.finditer(text)]
    tag = language.casefold().partition("-")[0]
    if not places or len(places) % 2 or MARKDOWN.search(text) or tag in STRAIGHT_BY_HABIT:
        return ()
    if ELSEWHERE.search(text) and tag not in WRITTEN_ELSEWHERE:
        return ()
    pairs = list(zip(places[::2], places[1::2], strict=True))
    if not all(_opens(text, first) and _closes(text, last) for first, last in pairs):
        return ()
    opener, closer = quotation_marks(language)
    return tuple(mark for first, last in pairs for mark in ((first, opener), (last, closer)))


def _opens(text: str, at: int) -> bool:
    after = text[at + 1 : at + 2]
    return (at == 0 or text[at - 1] in OPENS_BEHIND) and bool(after) and not after.isspace()


def _closes(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at + 1 : at + 2]
    return not before.isspace() and (not after or after in CLOSES_BEFORE)
