"""The facts of a text - names, numbers, dates, quotations - and those its source does not have."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain, islice

from digest.text.abbreviations import base_language
from digest.text.fact_calendar import Calendar
from digest.text.fact_counts import Counted
from digest.text.fact_dates import DateTold, read_dates, senses_of
from digest.text.fact_names import Names, find_strange_names
from digest.text.fact_numbers import Number, read_numbers
from digest.text.fact_quotes import Speech, find_quotations, flatten
from digest.text.fact_tokens import Token, plain_figures, read_tokens

SHORTEST_DATE_WORD = 5
MOST_OF_A_KIND = 20  # a text that has more is about something else


class FactKind(StrEnum):
    """What kind of thing a text says."""

    NAME = "name"
    NUMBER = "number"
    DATE = "date"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """What a summary is held against.

    Attributes:
        text: Everything the sources say: headlines, bylines, bodies.
        language: Its language tag.
        published: The days it may have been written on; empty when unknown.
    """

    text: str
    language: str
    published: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfaithful:
    """A fact that does not stand in the source.

    Attributes:
        kind: Its kind.
        what: As it stands in the summary.
        nearest: What the source says that is most like it; empty when nothing is.
    """

    kind: FactKind
    what: str
    nearest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts of a text as they were read.

    Attributes:
        text: The text, its figures plain.
        words: Its words and figures outside of dates.
        numbers, dates, quotations: In order.
    """

    text: str
    words: tuple[Token, ...]
    numbers: tuple[Number, ...]
    dates: tuple[DateTold, ...]
    quotations: tuple[str, ...]


class SourceFacts:
    """The facts of a source, read once for every summary that is held against it.

    Args:
        source: What the summaries are made from.
    """

    def __init__(self, source: SourceText) -> None:
        text = plain_figures(source.text)
        tokens = read_tokens(text)
        self.language = base_language(source.language)
        self._flat = flatten(text)
        self.names = Names(text, tokens)
        self.counted = Counted(read_numbers(text, tokens, source.language))
        self.speech = Speech(text)
        self.calendar = Calendar(published=source.published)
        for told in read_dates(text, tokens, source.language):
            self.calendar.add(told)
        self.calendar.close()

    def has_words(self, words: str) -> bool:
        """Tell whether these very words stand in the source, one behind the other."""
        return flatten(words) in self._flat

    def has_year(self, number: Number) -> bool:
        """Tell whether a number is the year of the source."""
        return any(not unit and value in self.calendar.years for value, unit in number.readings)


def read_facts(text: str, language: str) -> Facts:
    """Read the names, numbers, dates and quotations of a text.

    Args:
        text: Plain text.
        language: Its language tag; decides how numbers are written.
    """
    text = plain_figures(text)
    tokens = read_tokens(text)
    dates = read_dates(text, tokens, language)
    taken = {at for one in dates for at in range(one.start, one.end)}
    words = tuple(token for token in tokens if token.start not in taken)
    return Facts(
        text=text,
        words=words,
        numbers=tuple(read_numbers(text, words, language)),
        dates=tuple(dates),
        quotations=tuple(find_quotations(text)),
    )


def find_unfaithful(
    summary: str, source: SourceFacts, *, language: str, strict: bool = False
) -> list[Unfaithful]:
    """Find what a summary says and its source does not.

    What is the same in another form is faithful: "3.75%" and "3.75 per cent", "two" and "2",
    "Monday" for the day of publication, "Minister's", a quotation that is shortened. In scripts
    without capitals only numbers, dates, quotations and foreign names are found.

    Args:
        summary: Plain text.
        source: What it is made from.
        language: The summary's language tag.
        strict: Whether a machine wrote it: then a text in Title Case is judged by every word, and a
            quotation in another language than the source's is none.

    Returns:
        Each fact once: names, numbers, dates, quotations.
    """
    facts = read_facts(summary, language)
    same_language = base_language(language) == source.language
    found = [
        _strange_names(facts, source, language=language, strict=strict),
        _strange_numbers(facts.numbers, source),
        _strange_dates(facts.dates, source),
        _strange_quotations(facts.quotations, source) if strict or same_language else iter(()),
    ]
    some = (islice(kind, MOST_OF_A_KIND) for kind in found)
    return list(dict.fromkeys(chain.from_iterable(some)))


def _strange_names(
    facts: Facts, source: SourceFacts, *, language: str, strict: bool
) -> Iterator[Unfaithful]:
    words = [word for word in facts.words if not _is_date_word(word)]
    for start, end in find_strange_names(
        facts.text, words, source.names, language=language, strict=strict
    ):
        inside = [word for word in words if start <= word.start < end]
        yield Unfaithful(
            kind=FactKind.NAME,
            what=facts.text[start:end],
            nearest=source.names.like(inside),
        )


def _is_date_word(word: Token) -> bool:
    if word.figures or len(word.text) < SHORTEST_DATE_WORD:
        return False
    senses = senses_of(word.text)
    return senses is not None and (senses.month is not None or bool(senses.weekdays))


def _strange_numbers(numbers: Sequence[Number], source: SourceFacts) -> Iterator[Unfaithful]:
    for number in numbers:
        if not source.counted.has(number) and not source.has_year(number):
            yield Unfaithful(
                kind=FactKind.NUMBER,
                what=number.text,
                nearest=source.counted.nearest(number),
            )


def _strange_dates(dates: Sequence[DateTold], source: SourceFacts) -> Iterator[Unfaithful]:
    for told in dates:
        if not source.calendar.has(told) and not source.has_words(told.text):
            yield Unfaithful(kind=FactKind.DATE, what=told.text)


def _strange_quotations(quotations: Sequence[str], source: SourceFacts) -> Iterator[Unfaithful]:
    for quotation in quotations:
        if not source.speech.has(quotation):
            yield Unfaithful(kind=FactKind.QUOTATION, what=quotation)
