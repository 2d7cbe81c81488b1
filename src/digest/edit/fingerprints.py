"""What an article is compared by: its words in their order, its names, its numbers."""

import json
import re
import zlib
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from sys import byteorder

from digest.edit.shingles import article_text, fold_word, split_words
from digest.model.article import Article, Precision

# A capital letter says "name" only behind a word or a comma, not where a sentence begins.
INSIDE = re.compile(r"(?<=[^\W_][ ,;)])\s?([^\W\d_][^\W_]+)")
# Figures as they are written; single digits are too common to tell anything.
NUMBER = re.compile(r"\d[\d.,:]*\d")
# Where more words than these have capitals inside a sentence, nouns do, as in German.
MOST_CAPITALS = 0.27
# Where capitals tell nothing, a word that comes so often is what an article is about.
OFTEN = 3
SHORTEST_NAME = 3
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What an article is compared by. Words are folded unless it says otherwise.

    Attributes:
        url: Canonical address of the article.
        source: Name of the source that brought it first.
        moment: When it was published; when it was first seen if nobody knows.
        words: Every word it uses, once, in the order of their first use.
        written: The same as they are written there.
        small: How often each of them is written with a small letter, or in a script without.
        sequence: The text, as places in `words`; it begins with the headline.
        headline: How many words the headline has.
        names: Words that are written with a capital inside a sentence; empty where capitals do
            not mark names.
        subjects: Names in its headline; where letters or language do not mark names, the words
            of the headline that the text repeats.
        numbers: Figures of two digits and more, as they are written.
        place: Words of its dateline; empty when there is none.
    """

    url: str
    source: str
    moment: datetime
    words: tuple[str, ...]
    written: tuple[str, ...]
    small: tuple[int, ...]
    sequence: Sequence[int]
    headline: int
    names: frozenset[str]
    subjects: frozenset[str]
    numbers: frozenset[str]
    place: frozenset[str]


def read_fingerprint(article: Article) -> Fingerprint:
    """Find what an article is compared by."""
    text = article_text(article)
    written = split_words(text)
    folded = list(map(fold_word, written))
    places = {word: place for place, word in enumerate(dict.fromkeys(folded))}
    first = dict(zip(reversed(folded), reversed(written), strict=True))
    small = Counter(
        word for word, plain in zip(folded, written, strict=True) if not plain[0].isupper()
    )
    headline = split_words(article.headline)
    names = find_names(text.partition("\n")[2], headline)
    return Fingerprint(
        url=article.url,
        source=article.source,
        moment=tell_moment(article),
        words=tuple(places),
        written=tuple(map(first.__getitem__, places)),
        small=tuple(map(small.__getitem__, places)),
        sequence=array("H", map(places.__getitem__, folded)),
        headline=min(len(headline), len(written)),
        names=names or frozenset(),
        subjects=find_subjects(names, headline, folded),
        numbers=frozenset(NUMBER.findall(text)),
        place=frozenset(map(fold_word, split_words(article.dateline or ""))),
    )


def tell_moment(article: Article) -> datetime:
    """Tell when an article was published, as well as anybody knows."""
    if article.published is None or article.precision is Precision.MONTH:
        return article.first_seen
    return article.published


def find_names(text: str, headline: Sequence[str]) -> frozenset[str] | None:
    """Find the words that are written with a capital inside a sentence, folded.

    Args:
        text: Everything below the headline.
        headline: Its words count too when most of them are small.

    Returns:
        None where capitals do not tell names: in scripts without them, and where nouns have them.
    """
    inside = INSIDE.findall(text)
    capitals = [word for word in inside if word[0].isupper()]
    small = [word for word in inside if word[0].islower()]
    rest = headline[1:]
    if sum(word[0].isupper() for word in rest) <= len(rest) / 2:
        capitals += [word for word in rest if word[0].isupper()]
    if not small or len(capitals) > MOST_CAPITALS * len(inside):
        return None
    return frozenset(map(fold_word, set(capitals))) - frozenset(map(fold_word, set(small)))


def find_subjects(
    names: frozenset[str] | None, headline: Sequence[str], folded: Sequence[str]
) -> frozenset[str]:
    """Find whom or what a headline is about.

    Args:
        names: Of the text; None where they cannot be told.
        headline: Its words as they are written.
        folded: All words, in their order.
    """
    if names is None:
        names = frozenset(word for word, count in Counter(folded).items() if count >= OFTEN)
    long = (word for word in headline if len(word) >= SHORTEST_NAME or not word.isascii())
    return names.intersection(map(fold_word, long))


def pack_fingerprint(one: Fingerprint) -> bytes:
    """Write all of a fingerprint but the address, for keeping."""
    marks = [
        one.source,
        (one.moment - EPOCH) // MICROSECOND,
        one.headline,
        " ".join(one.words),
        " ".join(one.written),
        one.small,
        *(sorted(some) for some in (one.names, one.subjects, one.numbers, one.place)),
    ]
    plain = json.dumps(marks, separators=(",", ":")).encode("ascii")
    steps = array("H", one.sequence)
    if byteorder == "big":
        steps.byteswap()
    head = bytes((FORMAT,)) + len(plain).to_bytes(4, "little")
    return head + zlib.compress(plain + steps.tobytes(), 1)


def unpack_fingerprint(url: str, marks: bytes) -> Fingerprint | None:
    """Read what was packed; None when another version of the program wrote it."""
    if marks[:1] != bytes((FORMAT,)):
        return None
    size = int.from_bytes(marks[1:5], "little")
    plain = zlib.decompress(marks[5:])
    source, moment, headline, words, written, small, *sets = json.loads(plain[:size])
    names, subjects, numbers, place = map(frozenset, sets)
    sequence = array("H", plain[size:])
    if byteorder == "big":
        sequence.byteswap()
    return Fingerprint(
        url=url,
        source=source,
        moment=EPOCH + moment * MICROSECOND,
        words=tuple(words.split(" ")) if words else (),
        written=tuple(written.split(" ")) if written else (),
        small=tuple(small),
        sequence=sequence,
        headline=headline,
        names=names,
        subjects=subjects,
        numbers=numbers,
        place=place,
    )
