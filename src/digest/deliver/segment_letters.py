"""Capitals and small letters in segments, by rules that any database can be told.

Of A to Z and of every letter beyond them whose capital and small form are one letter each, the
two are the same. All others (ß, the Turkish dotted and dotless i, the long s) are only themselves.
"""


def fold(text: str) -> str:
    """Write a text in small letters."""
    return text.lower() if text.isascii() else "".join(map(fold_letter, text))


def fold_letter(letter: str) -> str:
    """Write one letter small. What lies beyond A to Z never becomes one of these."""
    if letter.isascii():
        return letter.lower()
    small = letter.lower()
    alone = len(small) == 1 and not small.isascii() and small.upper() == letter
    return small if alone else letter


def capitals(text: str) -> dict[str, str]:
    """List the capitals beyond A to Z that a small text may be written with, each with its letter.

    A database that makes A to Z small itself needs to know no others to compare with this text.
    """
    pairs = {letter.upper(): letter for letter in sorted(set(text)) if not letter.isascii()}
    return {
        big: small for big, small in pairs.items() if big != small and fold_letter(big) == small
    }
