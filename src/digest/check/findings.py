"""How a rule tells what it found."""

from digest.model.edition import Item
from digest.model.message import Finding, Level

LONGEST_QUOTE = 60


def error(rule: str, message: str, line: int | None = None) -> Finding:
    """Make a finding that blocks sending."""
    return Finding(rule=rule, level=Level.ERROR, message=message, line=line)


def warning(rule: str, message: str, line: int | None = None) -> Finding:
    """Make a finding that is worth a look."""
    return Finding(rule=rule, level=Level.WARNING, message=message, line=line)


def quoted(text: str) -> str:
    """Quote a text on one line, cut when it is long."""
    flat = " ".join(text.split())
    return f"“{flat if len(flat) <= LONGEST_QUOTE else flat[: LONGEST_QUOTE - 1] + '…'}”"


def named(item: Item) -> str:
    """Name a story by its headline."""
    return quoted(item.headline)
