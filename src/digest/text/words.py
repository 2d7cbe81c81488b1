"""How many words a text has, how long it takes to read, and counts in words."""

import re

# A reader of Chinese or Japanese takes two characters in the time of one word elsewhere.
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
CHARACTERS_A_WORD = 2
WORDS_A_MINUTE = 230
BYTES_A_TOKEN = 3


def count_words(text: str) -> int:
    """Count the words of a text; two Chinese or Japanese characters count as one word.

    What has neither letter nor figure, such as a dash between spaces, is no word.
    """
    runs = CJK.findall(text)
    if not runs:
        return sum(1 for word in text.split() if any(map(str.isalnum, word)))
    cjk = sum(-(-len(run) // CHARACTERS_A_WORD) for run in runs)
    return cjk + count_words(CJK.sub(" ", text))


def reading_minutes(words: int) -> int:
    """Tell how many minutes a text of so many words takes to read; at least one."""
    return max(1, round(words / WORDS_A_MINUTE))


def estimate_tokens(*texts: str) -> int:
    """Estimate how many tokens of a language model some texts are, rather more than fewer."""
    return 1 + sum(len(text.encode("utf-8", "replace")) for text in texts) // BYTES_A_TOKEN


def count_of(count: int, word: str, words: str = "") -> str:
    """Write a count with its noun: "1 row", "1,204 rows", "2 stories"."""
    return f"{count:,} {word if count == 1 else words or f'{word}s'}"
