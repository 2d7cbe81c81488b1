"""What is wrong with a segment, with a line that points at it."""

from unicodedata import combining, east_asian_width

from digest.errors import UsageError

# So much of a long expression is shown on either side of the place.
AROUND = 36


def wrong(text: str, at: int, problem: str, hint: str = "", *, length: int = 1) -> UsageError:
    """Make the error that points at a place of an expression.

    Args:
        text: The expression as it was typed.
        at: Where the mistake begins, from 0; its length is the end.
        problem: What is wrong, without a full stop.
        hint: What to write instead.
        length: How many characters it has.
    """
    shown, before = excerpt(text, at)
    marked = text[at : at + max(1, length)]
    carets = "^" * max(1, min(width(marked), width(shown) - before))
    return UsageError(
        f"--segment, character {at + 1}: {problem}.\n  {shown}\n  {' ' * before}{carets}",
        hint or "What a segment may say is told in docs/reference/segments.md.",
    )


def excerpt(text: str, at: int) -> tuple[str, int]:
    """Show what stands around a place on one line, and tell how wide what is before it is."""
    start, end = max(0, at - AROUND), at + AROUND
    before = ("… " if start else "") + one_line(text[start:at])
    after = one_line(text[at:end]) + (" …" if end < len(text) else "")
    return before + after, width(before)


def one_line(text: str) -> str:
    """Replace what breaks a line or moves what stands on it."""
    return "".join(char if char.isprintable() else " " for char in text)


def width(text: str) -> int:
    """Count the columns that a text takes on a terminal."""
    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )
