"""The names in a text, and whether its source has them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from digest.text.abbreviations import base_language
from digest.text.fact_name_forms import is_same_name
from digest.text.fact_name_words import (
    ADDRESSES,
    GERMAN_NO_PLACES,
    GERMAN_NOUN_ENDS,
    GERMAN_TO_PLACES,
    OPENERS,
    PEOPLE,
    PLURAL_END,
    SHORTEST_STEM,
    SMALL_INSIDE,
    SPEAKING,
)
from digest.text.fact_tokens import CJK, Token, begins_sentence
from digest.text.fact_units import UNITS

# Between the words of one name: "Jean-Luc", "O'Neill", "J. R. Marsh".
INSIDE = re.compile(r"[ \u00a0]|[-'’·・]|\.[ \u00a0]?")
KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc]{2,}(?:[・·][\u30a1-\u30fa\u30fc]+)*")
LONGEST_ACRONYM = 6
SHORTEST_ACRONYM = 2
# So many words of a line with a capital, and it is set in Title Case.
TITLE_SHARE = 0.9
FEWEST_WORDS = 4
LONG_WORD = 4
SHORTEST_SPEAKER = 3
PAIR = 2


class Names:
    """Every word of a source, and which words stand together in its names.

    Args:
        text: The source.
        tokens: Its words.
    """

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.words = {token.small for token in tokens}
        self.acronyms = {token.small for token in tokens if token.text.isupper()}
        self.common = {token.small for token in tokens if token.text[0].islower()}
        self._text = text
        self._stems: dict[str, list[str]] = {}
        self._runs = [run for run in find_runs(text, tokens) if len(run) > 1]
        self._after: dict[str, set[str]] = {}
        self._before: dict[str, set[str]] = {}
        self._places: dict[str, set[int]] = {}
        for at, run in enumerate(self._runs):
            for token in run:
                self._places.setdefault(token.small, set()).add(at)
            for one, other in pairwise(run):
                self._after.setdefault(one.small, set()).add(other.small)
                self._before.setdefault(other.small, set()).add(one.small)
        self._initials: frozenset[str] | None = None

    def has(self, word: str, language: str) -> bool:
        """Tell whether the source has a word, in whatever form its language gives it."""
        if word in self.words or PEOPLE.get(word, "") in self.words:
            return True
        if not self._stems:
            for known in self.words:
                self._stems.setdefault(known[:SHORTEST_STEM], []).append(known)
        near = self._stems.get(word[:SHORTEST_STEM], ())
        return any(is_same_name(word, known, language) for known in near)

    def has_acronym(self, word: Token) -> bool:
        """Tell whether the first letters of a name of the source make this word."""
        if not (word.text.isupper() and SHORTEST_ACRONYM <= len(word.text) <= LONGEST_ACRONYM):
            return False
        if self._initials is None:
            self._initials = frozenset(self._read_initials())
        return word.small in self._initials

    def _read_initials(self) -> Iterator[str]:
        for run in re.findall(r"(?:[^\W\d_][\w’'-]*[ -]){1,7}[^\W\d_][\w’'-]*", self._text):
            words = [one for one in re.split(r"[ -]", run) if one]
            letters = [
                one[0] for one in words if one[0].isupper() and one.lower() not in SMALL_INSIDE
            ]
            for start in range(len(letters)):
                for end in range(start + SHORTEST_ACRONYM, len(letters) + 1):
                    yield "".join(letters[start:end]).casefold()

    def has_katakana(self, name: str) -> bool:
        """Tell whether a foreign name in Japanese stands in the source."""
        return name in self._text

    def like(self, words: Sequence[Token]) -> str:
        """Find a name of the source that shares a word with this one; empty when there is none."""
        wanted = {token.small for token in words if len(token.small) > 1}
        for run in self._runs:
            if not wanted.isdisjoint(token.small for token in run):
                return self._text[run[0].start : run[-1].end]
        return ""

    def stand_together(self, one: Token, other: Token) -> bool:
        """Tell whether one word follows the other in a name of the source."""
        return other.small in self._after.get(one.small, ())

    def ends_name(self, word: Token) -> bool:
        """Tell whether no name of the source goes on behind this word, as behind "Anna"."""
        return not self._after.get(word.small)

    def mixes(self, one: Token, other: Token) -> bool:
        """Tell whether two words stand side by side that belong to names of two others.

        Both are parts of names of the source, each beside somebody else, and never in one name.
        """
        after = self._after.get(one.small)
        before = self._before.get(other.small)
        if not after or not before or other.small in after:
            return False
        if one.small in self.common or other.small in self.common:
            return False
        return self._places[one.small].isdisjoint(self._places[other.small])


def find_runs(text: str, tokens: Sequence[Token]) -> list[list[Token]]:
    """Put together the words with a capital that stand side by side."""
    runs: list[list[Token]] = []
    last: Token | None = None
    for token in tokens:
        if token.figures or not token.text[0].isalpha() or not token.is_capital:
            last = None
            continue
        if last is not None and is_inside(text, last, token):
            runs[-1].append(token)
        else:
            runs.append([token])
        last = token
    return runs


def is_inside(text: str, one: Token, other: Token) -> bool:
    """Whether two words can belong to one name: a stop parts initials and titles only."""
    between = text[one.end : other.start]
    if not INSIDE.fullmatch(between):
        return False
    return not between.startswith(".") or len(one.text) == 1 or one.small in ADDRESSES


def is_title_case(tokens: Sequence[Token]) -> bool:
    """Tell whether a text has capitals throughout, so that they tell no names."""
    long = [token for token in tokens if not token.figures and len(token.text) >= LONG_WORD]
    capitals = sum(token.is_capital for token in long)
    return len(long) >= FEWEST_WORDS and capitals >= TITLE_SHARE * len(long)


def find_strange_names(
    text: str, tokens: Sequence[Token], source: Names, *, language: str, strict: bool
) -> Iterator[tuple[int, int]]:
    """Find the names that the source does not have, and those made up of two others.

    Args:
        text: A summary.
        tokens: Its words, without those of its dates.
        source: What it is made from.
        language: Its language tag.
        strict: Whether a text in Title Case is judged by every word; else it is not judged.

    Yields:
        Where each name stands.
    """
    german = base_language(language) == "de"
    everything = not german and is_title_case(tokens)
    if everything and not strict:
        return
    places = {token.start: at for at, token in enumerate(tokens)}
    for run in _without_openers(text, find_runs(text, tokens)):
        strange = [
            token
            for token in run
            if not _is_known(token, source, language)
            and (everything or _is_name(text, tokens, places[token.start], run, german=german))
            and not (german and _follows_whole_name(token, run, source))
        ]
        if strange and not _is_spelt_out(run, source):
            yield run[0].start if len(run[0].text) > 1 else strange[0].start, run[-1].end
            continue
        for one, other in pairwise(run):
            if source.mixes(one, other):
                yield one.start, other.end
    yield from _strange_katakana(text, source)


def _without_openers(text: str, runs: list[list[Token]]) -> Iterator[list[Token]]:
    """Leave out the small words that have a capital because a sentence begins: "The Harbour"."""
    for run in runs:
        start = 0
        while (
            start < len(run)
            and run[start].small in OPENERS
            and (start or begins_sentence(text, run[start]))
        ):
            start += 1
        if run[start:]:
            yield run[start:]


def _is_known(token: Token, source: Names, language: str) -> bool:
    small = token.small
    if len(small) == 1 or small in ADDRESSES:
        return True
    return source.has(small, language) or source.has_acronym(token)


def _is_spelt_out(run: Sequence[Token], source: Names) -> bool:
    """Whether the source has a name by its first letters: "United Nations" as "UN"."""
    words = run[-LONGEST_ACRONYM:]
    letters = [token.small[0] for token in words if token.small not in SMALL_INSIDE]
    return any(
        "".join(letters[start:]) in source.acronyms
        for start in range(len(letters) - SHORTEST_ACRONYM + 1)
    )


def _is_name(
    text: str, tokens: Sequence[Token], at: int, run: Sequence[Token], *, german: bool
) -> bool:
    """Tell whether a word that nobody knows is a name rather than a noun or a first word."""
    token = tokens[at]
    initial = begins_sentence(text, token)
    shouted = initial and token.text.isupper() and len(token.text) > LONGEST_ACRONYM
    if any(char.isupper() for char in token.text[1:]) and not shouted:
        return True  # "NATO", "McKay"
    if german:
        return _is_german_name(text, tokens, at, run, initial=initial)
    if not initial:
        return True
    return token.small not in OPENERS and _speaks(text, tokens, at)


def _speaks(text: str, tokens: Sequence[Token], at: int) -> bool:
    """Whether the first word of a sentence is somebody: it says something, or has something."""
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is None or len(token.small) < SHORTEST_SPEAKER:
        return False
    if following.small == "s" and text[token.end : following.start] in ("'", "’"):
        return True
    named = text[token.end : following.start] == " " and following.small in SPEAKING
    return named and not token.small.endswith(PLURAL_END)


def _is_german_name(
    text: str, tokens: Sequence[Token], at: int, run: Sequence[Token], *, initial: bool
) -> bool:
    """Tell a name from a noun, which has a capital as well.

    A name stands beside another name, beside a verb of speech, or without an article behind "in",
    "nach" and "aus".
    """
    token = tokens[at]
    if token.small.endswith(GERMAN_NOUN_ENDS):
        return False
    before = tokens[at - 1].small if at else ""
    following = tokens[at + 1].small if at + 1 < len(tokens) else ""
    if before in SPEAKING or (following in SPEAKING and (initial or before in OPENERS)):
        return token.small not in OPENERS
    if before in GERMAN_TO_PLACES:
        return token.small not in GERMAN_NO_PLACES
    if len(run) < PAIR or run[-1] is not token or run[0] is token:
        return False
    if len(run) > PAIR:
        return True
    # "der Veltin-Schrauben" are things of that name, "Ende März" is no name at all.
    article = at >= PAIR and tokens[at - PAIR].small in OPENERS
    compound = article and text[token.start - 1] == "-"
    return not compound and not begins_like_noun(run[0])


def _follows_whole_name(token: Token, run: Sequence[Token], source: Names) -> bool:
    """Whether a German noun only stands behind a name: "… trug Alois Gruber Mehl"."""
    if len(run) <= PAIR or run[-1] is not token:
        return False
    return source.stand_together(run[-3], run[-2]) and source.ends_name(run[-2])


def begins_like_noun(token: Token) -> bool:
    """Whether a German word is a noun that others follow: "Ende März", "Prozent Zuwachs"."""
    return token.small in GERMAN_NO_PLACES or token.small.endswith(GERMAN_NOUN_ENDS)


def _strange_katakana(text: str, source: Names) -> Iterator[tuple[int, int]]:
    """Find foreign names in Japanese, which has no capitals."""
    if not CJK.search(text):
        return
    for match in KATAKANA.finditer(text):
        if match[0] not in UNITS and not source.has_katakana(match[0]):
            yield match.start(), match.end()
