"""Whether an article says so much that is new that readers are told once more."""

import re
from collections.abc import Iterator

from digest.model.article import Article, ArticleVersion

WORD = re.compile(r"[^\W_]+")
# Scripts without spaces: their characters are counted for words.
UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
RUN = 3
# A correction touches a sentence or two; a new development brings a paragraph and changes a third.
NEW_WORDS = 40
NEW_PART = 0.3
# With a headline that says something else, less text has to be new.
NEW_WORDS_WITH_HEADLINE = 20
NEW_PART_WITH_HEADLINE = 0.12
SAME_HEADLINE = 0.5


def has_materially_changed(told: ArticleVersion, now: Article) -> bool:
    """Tell whether an article has materially changed since it was told.

    What counts is what the present text says that the earlier one did not, by runs of three
    words; what was shortened, corrected in a word, or put in another order is no news.

    Args:
        told: What it said when it was told.
        now: What it says now.
    """
    before, after = split_words(told.body or told.lede), split_words(now.body or now.lede)
    if not after:
        return False
    known = set(runs(before))
    fresh = sum(run not in known for run in runs(after))
    part = fresh / max(len(after) - RUN + 1, 1)
    if fresh >= NEW_WORDS and part >= NEW_PART:
        return True
    renamed = headline_likeness(told.headline, now.headline) < SAME_HEADLINE
    return renamed and fresh >= NEW_WORDS_WITH_HEADLINE and part >= NEW_PART_WITH_HEADLINE


def split_words(text: str) -> list[str]:
    """Split a text into words, case-folded; single characters where a script has no spaces."""
    return [
        word
        for found in WORD.findall(text.casefold())
        for word in (found if UNSPACED.search(found) else (found,))
    ]


def runs(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield every run of three neighbouring words; a shorter text is one run."""
    if 0 < len(words) < RUN:
        yield tuple(words)
    yield from zip(words, words[1:], words[2:], strict=False)


def headline_likeness(one: str, other: str) -> float:
    """Measure what two headlines share, from 0 to 1."""
    ours, theirs = set(split_words(one)), set(split_words(other))
    return len(ours & theirs) / max(len(ours | theirs), 1)
