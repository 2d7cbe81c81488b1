"""Which tokens of a text belong to one date: between other words, behind a label, in a range."""

from collections.abc import Iterator, Sequence

from digest.text.date_labels import is_change, is_label
from digest.text.date_patterns import Kind
from digest.text.date_scanner import Token
from digest.text.date_words import fold

BETWEEN = frozenset("-–—~|/・→")
WORDS = frozenset(("to", "bis", "au", "al", "tot", "til", "till", "до", "по", "do"))
# More places are not looked at: a row of dashes would take its square.
MOST = 3


def split_runs(tokens: Sequence[Token]) -> Iterator[tuple[bool, list[Token]]]:
    """Cut tokens at the words that belong to no date.

    Yields:
        Whether a word of change stands before it ("Updated"), and the tokens without punctuation.
    """
    run: list[Token] = []
    changed = False
    for token in tokens:
        if token.kind is not Kind.OTHER:
            if token.kind is not Kind.MARK:
                run.append(token)
            continue
        if run:
            yield changed, run
            run, changed = [], changed and not has_date_part(run)
        changed = changed or is_change(token.text)
    if run:
        yield changed, run


def has_date_part(run: Sequence[Token]) -> bool:
    """Tell whether a run has more than small words."""
    return any(token.kind is not Kind.WORD or not token.senses.filler for token in run)


def announced(tokens: Sequence[Token]) -> Iterator[tuple[bool, list[Token]]]:
    """Cut a text that is nothing but dates and the words that announce them.

    Yields:
        As `split_runs` does, but only the runs that say something, and nothing at all when there
        is no such word, or another word stands before the first date or the one behind it.
    """
    runs: list[tuple[bool, list[Token]]] = []
    others = [at for at, token in enumerate(tokens) if token.kind is Kind.OTHER]
    strange = next((at for at in others if not is_label(tokens[at].text)), len(tokens))
    behind = next(
        (at for at in others if at and at < strange and is_change(tokens[at].text)), strange
    )
    if others and (strange == len(tokens) or is_behind(tokens, behind)):
        runs = list(split_runs(tokens[:strange]))
    yield from ((changed, run) for changed, run in runs if has_date_part(run))


def is_behind(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word of change stands at a place, and something of a date before it."""
    return (
        at < len(tokens)
        and tokens[at].kind is Kind.OTHER
        and is_change(tokens[at].text)
        and has_date_part([token for token in tokens[:at] if token.kind is not Kind.OTHER])
    )


def beginnings(tokens: Sequence[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """Propose what the first and the last date of a range are.

    Yields:
        Tokens of the first and of the last date; what one of them leaves out is taken from the
        other: "28 November – 2 December 2026" has one year.
    """
    tokens = [one for one in tokens if one.kind is not Kind.MARK or one.text in BETWEEN]
    places = [at for at, token in enumerate(tokens) if is_between(token)]
    for at in places[:MOST]:
        earlier, later = list(tokens[:at]), list(tokens[at + 1 :])
        if not earlier or not later:
            continue
        yield earlier, later
        if later[0].kind is earlier[-1].kind and later[0].kind in (Kind.NUMBER, Kind.CLOCK):
            yield [*earlier, *later[1:]], [*earlier[:-1], *later]
        if later[0].kind is Kind.NUMBER and earlier[-1].kind is Kind.WORD:
            yield [*earlier, *later[2:]], later


def is_between(token: Token) -> bool:
    """Tell whether a token stands between two dates."""
    if token.kind is Kind.MARK:
        return token.text in BETWEEN
    return token.kind in (Kind.WORD, Kind.OTHER) and fold(token.text) in WORDS
