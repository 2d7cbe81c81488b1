"""Whether two articles that sound alike can tell the same event."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from digest.edit.shingles import article_text
from digest.model.article import Article

LONGEST_EVENT = timedelta(hours=72)
# A capital letter says "name" only behind a word or a comma, not where a sentence begins.
INSIDE = re.compile(r"(?<=[^\W_][ ,;)])\s?([^\W\d_][^\W_]+)")
# Where more words than these have capitals inside a sentence, nouns do, as in German.
MOST_CAPITALS = 0.2
# Where capitals tell nothing, a word that comes so often is what an article is about.
OFTEN = 3
SHORTEST_NAME = 3
SHORTEST_STEM = 4
SHARE_OF_STEM = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What tells an article's event from another one of its kind.

    Attributes:
        subjects: Names in its headline, folded; where letters or language do not mark names, the
            words of the headline that the text repeats.
        words: All of its words, folded.
        place: Words of its dateline, folded; empty when there is none.
        moment: When it was published; when it was first seen if nobody knows.
    """

    subjects: frozenset[str]
    words: frozenset[str]
    place: frozenset[str]
    moment: datetime


def read_marks(article: Article, words: Sequence[str], headline: Sequence[str]) -> Marks:
    """Find what tells an article's event from others.

    Args:
        article: The article.
        words: Its words as they are written.
        headline: Those of its headline.
    """
    folded = [word.casefold() for word in words]
    names = find_names(article_text(article).partition("\n")[2], headline)
    if names is None:
        counts = Counter(folded)
        names = frozenset(word for word, count in counts.items() if count >= OFTEN)
    long = (
        word.casefold() for word in headline if len(word) >= SHORTEST_NAME or not word.isascii()
    )
    return Marks(
        subjects=names.intersection(long),
        words=frozenset(folded),
        place=frozenset((article.dateline or "").casefold().replace(",", " ").split()),
        moment=article.published or article.first_seen,
    )


def find_names(text: str, headline: Sequence[str]) -> frozenset[str] | None:
    """Find the words that are written with a capital inside a sentence, folded.

    Args:
        text: Everything below the headline.
        headline: Its words count too when most of them are small.

    Returns:
        None where capitals do not tell names: in scripts without them, and where nouns have them.
    """
    inside = [match[1] for match in INSIDE.finditer(text)]
    capitals = [word for word in inside if word[0].isupper()]
    small = [word for word in inside if word[0].islower()]
    rest = headline[1:]
    if sum(word[0].isupper() for word in rest) <= len(rest) / 2:
        capitals += [word for word in rest if word[0].isupper()]
    if not small or len(capitals) > MOST_CAPITALS * len(inside):
        return None
    return frozenset(map(str.casefold, capitals)) - frozenset(small)


def can_be_one(ours: Marks, theirs: Marks) -> bool:
    """Tell whether two articles can tell the same event.

    Two strikes in two cities sound alike. They are two when each headline has a name that the
    other article never mentions, or when each comes from a place of which the other does not speak.
    """
    if abs(ours.moment - theirs.moment) > LONGEST_EVENT:
        return False
    return not (
        (lacks(ours.words, theirs.subjects) and lacks(theirs.words, ours.subjects))
        or (lacks_all(ours, theirs) and lacks_all(theirs, ours))
    )


def lacks(words: frozenset[str], subjects: frozenset[str]) -> bool:
    """Tell whether a text never mentions one of some names, in whatever form."""
    return any(
        subject not in words and not any(is_form(subject, word) for word in words)
        for subject in subjects
    )


def lacks_all(ours: Marks, theirs: Marks) -> bool:
    """Tell whether a text never speaks of the place that the other one comes from."""
    return bool(theirs.place) and theirs.place.isdisjoint(ours.words | ours.place)


def is_form(name: str, word: str) -> bool:
    """Tell whether a word may be a form of a name: "Norway" and "Norwegian"."""
    stem = max(SHORTEST_STEM, round(SHARE_OF_STEM * min(len(name), len(word))))
    return name[:stem] == word[:stem] and min(len(name), len(word)) >= SHORTEST_STEM
