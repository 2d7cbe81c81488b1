"""Quotation marks and brackets: which of them lack their partner."""

# ruff: noqa: RUF001, RUF002 - letters and marks of many scripts are meant here

import re

MARKS = re.compile("[\"“”„‟«»‹›「」『』‘’‚'()（）\\[\\]【】]")
# Closer → what it closes, most likely first.
PAIRS = {
    "”": "“„",
    "“": "„",
    "»": "«",
    "«": "»",
    "›": "‹",
    "‹": "›",
    "」": "「",
    "』": "『",
    ")": "(",
    "）": "（",
    "]": "[",
    "】": "【",
}
# Between letters of Hebrew a straight mark makes an abbreviation of them (gershayim), or opens a
# quotation behind a prefix that is written without a space.
HEBREW_INSIDE = re.compile('[א-ת]"[א-ת]')
HEBREW_BEHIND = re.compile('[א-ת.,!?]"')
# Further back nobody looks: a row of marks that never close would take its square.
DEEPEST = 100
OPENERS = frozenset("“„«»‹›「『(（[【‚”‟")
CLIPPED = re.compile(
    r"(?:\d|em|tis|twas|til|till|cause|n|bout|round|cos|ere|neath|s|t|k)\b", re.IGNORECASE
)


def unpaired_marks(text: str) -> list[int]:
    """Find the quotation marks and brackets without a partner.

    Apostrophes, inch and foot marks and the gershayim of Hebrew are none. All habits are known:
    “…”, „…“, „…”, ”…”, «…», »…«, "…", ‘…’, '…', 「…」. A paragraph that opens a quotation again
    which is still open counts as the same one.

    Returns:
        Their places in the text, ascending; empty when everything is closed.
    """
    stack: list[tuple[str, int]] = []
    alone: list[int] = []
    inside = 0
    for match in MARKS.finditer(text):
        mark, at = match[0], match.start()
        if mark in "'’‘":
            _take_single(text, at, stack, alone)
        elif mark == '"' and HEBREW_INSIDE.match(text, max(0, at - 1)):
            inside += 1
        elif _closes(text, at, stack, alone):
            continue
        elif inside and HEBREW_BEHIND.match(text, max(0, at - 1)):
            inside -= 1
        elif _opens(text, at, stack):
            stack.append((mark, at))
    return sorted([*alone, *(at for _, at in stack)])


def _closes(text: str, at: int, stack: list[tuple[str, int]], alone: list[int]) -> bool:
    """Whether a mark closes what is open; the straight one and the Swedish close themselves."""
    mark = text[at]
    pairs = PAIRS.get(mark, "") + (mark if mark in '"”' else "")
    return any(_close(stack, opener, alone) for opener in pairs)


def _opens(text: str, at: int, stack: list[tuple[str, int]]) -> bool:
    """Whether a mark that closes nothing opens something; "a)", 6" and 9¼" do not."""
    mark = text[at]
    if mark == '"':
        return not (at > 0 and text[at - 1].isnumeric())
    return mark in OPENERS and not _reopens(text, at, stack)


def are_balanced(text: str) -> bool:
    """Tell whether every quotation and every bracket that opens is closed, too."""
    return not unpaired_marks(text)


def drop_unpaired(text: str) -> str:
    """Take out the quotation marks and brackets that have no partner."""
    while alone := unpaired_marks(text):
        places = set(alone)
        text = "".join(char for at, char in enumerate(text) if at not in places)
    return text


def _opened(stack: list[tuple[str, int]], opener: str) -> bool:
    return any(mark == opener for mark, _ in stack[-DEEPEST:])


def _close(stack: list[tuple[str, int]], opener: str, alone: list[int]) -> bool:
    """Close the nearest `opener`; what was opened inside it and not closed stands alone."""
    if not _opened(stack, opener):
        return False
    while stack:
        mark, at = stack.pop()
        if mark == opener:
            break
        alone.append(at)
    return True


def _take_single(text: str, at: int, stack: list[tuple[str, int]], alone: list[int]) -> None:
    """Take a single mark for an opener or a closer only where it cannot be an apostrophe."""
    mark, before, after = text[at], text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if not after.isalnum() and before and not before.isspace():
        pairs = {"’": "‘‚", "‘": "‚", "'": "'"}[mark]
        any(_close(stack, opener, alone) for opener in pairs)
    elif mark != "’" and after.isalpha() and not before.isalnum():
        clipped = CLIPPED.match(text, at + 1)
        stack.extend([] if clipped else [(mark, at)])


def _reopens(text: str, at: int, stack: list[tuple[str, int]]) -> bool:
    """Whether a paragraph opens the quotation of the one before it once more."""
    before = text[max(0, at - DEEPEST) : at].rstrip(" ")
    return bool(stack) and stack[-1][0] == text[at] and before.endswith("\n")
