"""The summary of an article: its own words, whole clauses, nothing left open."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re
from collections.abc import Callable, Sequence

from digest.edit.clean import clean_article
from digest.edit.cuts import close, cut_at_clause, cut_at_word
from digest.edit.headlines import letters, same_text
from digest.edit.heads import STOP
from digest.edit.nut import stems
from digest.edit.speakers import TELLS
from digest.edit.telling import is_pointer, tell_news
from digest.edit.trims import trim, trim_hard
from digest.model.article import Article
from digest.text.abbreviations import base_language
from digest.text.endings import ELLIPSIS, GREEK_END, NEVER, dangles, ends_well
from digest.text.quotes import drop_unpaired, unpaired_marks
from digest.text.sentences import split_sentences
from digest.text.words import CJK, count_words

# A standfirst has this many words; one that the opening repeats a third of what is allowed.
FEWEST_OF_DEK = 12
THIRD = 3
# The opening repeats a standfirst when this share of the words is the same.
FIRST = 2
SAME = 0.3
# Fewer words in quotation marks are a name or a term.
FEWEST_QUOTED = 5
# So many times a summary's length is read at most.
ENOUGH = 3
CHARACTERS_A_WORD = 8
# What a site says of itself below every headline.
INVITES = re.compile(
    r"(?:read|get|find|check|click|catch|watch|follow|discover|stay|subscribe|visit|know|latest"
    r"|breaking)\b.{0,200}\b(?:news|latest|updates?|more|here|online|headlines|photos|videos)\b",
    re.IGNORECASE,
)
CLOSING = {
    "“": "”",
    "„": "“",
    "«": "»",
    "»": "«",
    "‘": "’",
    '"': '"',
    "「": "」",
    "『": "』",
    "‹": "›",
}
LAST_WORD = re.compile(r"\s*\S+$")


def summarise(article: Article, *, words: int = 60, characters: int | None = None) -> str:
    """Summarise an article in its own words.

    The page's standfirst is taken when it is a good one: a sentence, long enough, no copy of the
    headline and no teaser that was cut off; the opening follows it where it tells other things.
    Else the opening alone: as many whole sentences as fit, the next one ended where one of its
    clauses ends. A soft opening is passed over for the paragraph that tells the news; no sentence
    is skipped to fit in a later one.

    Args:
        article: The article; it need not be clean.
        words: Most words; two Chinese or Japanese characters count as one.
        characters: Most characters; None for any number.

    Returns:
        Plain text in one paragraph that `digest.text.endings.ends_well` accepts. Empty when the
        article has no text, or the limits leave room for none.
    """
    article = clean_article(article)
    language = article.language or "en"

    def fits(text: str) -> bool:
        if characters is not None and len(text) > characters:
            return False
        return max(count_words(text), 0 if CJK.search(text) else len(text.split())) <= words

    told = tell_news(
        article.body.split("\n\n") if article.body else [article.lede],
        headline=article.headline,
        language=language,
        enough=ENOUGH * min(words * CHARACTERS_A_WORD, characters or words * CHARACTERS_A_WORD),
    )
    texts = _choose(article, told, language, words=words)
    return next(filter(None, (_fill(text, language, fits) for text in texts)), "")


def _choose(
    article: Article, told: Sequence[str], language: str, *, words: int
) -> list[tuple[Sequence[str], Sequence[str]]]:
    """List what may be told, best first: what is told as it stands, and what may be trimmed."""
    opening = (told[:1], told[1:])
    dek = split_sentences(article.dek or "", language)
    if not dek:
        return [opening]
    if not _is_good_dek(article.dek or "", article, told, words=words):
        return [opening, (dek, ())]
    if not _tells_again(article.dek or "", told, language):
        return [((*dek, *told[:1]), told[1:]), opening]
    enough = count_words(article.dek or "") >= min(words // THIRD, words)
    return [(dek, ()), opening] if enough else [opening, (dek, ())]


def _is_good_dek(dek: str, article: Article, opening: Sequence[str], *, words: int) -> bool:
    """Whether a standfirst can stand for the article."""
    if count_words(dek) < min(FEWEST_OF_DEK, words) or same_text(dek, article.headline):
        return False
    if is_pointer(dek) or INVITES.match(dek):
        return False
    if not ends_well(dek, article.language or "en"):
        return False
    # A copy of how the text begins: the text itself is whole.
    return not letters(" ".join(opening)).startswith(letters(dek))


def _tells_again(dek: str, told: Sequence[str], language: str) -> bool:
    """Whether the opening tells what the standfirst told, in much the same words."""
    theirs = stems(dek, language)
    ours = stems(" ".join(told[:FIRST]), language)
    return len(theirs & ours) >= SAME * min(len(theirs), len(ours) or 1)


def _fill(
    text: tuple[Sequence[str], Sequence[str]], language: str, fits: Callable[[str], bool]
) -> str:
    """Take whole sentences while they fit, then the next one as far as its last whole clause.

    Where not everything fits, the sentences behind the opening give up what they say by the way.
    """
    opening, behind = text
    whole = fits(" ".join((*opening, *behind)))
    told = ""
    seen: set[str] = set()
    for at, said in enumerate((*opening, *behind)):
        if letters(said) in seen:
            continue
        seen.add(letters(said))
        sentence = said if whole or at < len(opening) else trim(said, language)
        longer = _join(told, sentence)
        if fits(longer) and _is_whole(sentence, language):
            told = longer
            continue
        part = _cut(sentence, told, language, fits)
        told = _join(told, part) if part else told
        break
    return _finish(told, language, fits)


def _is_whole(sentence: str, language: str) -> bool:
    stop = GREEK_END if base_language(language) == "el" else STOP
    return bool(stop.search(sentence)) and not ELLIPSIS.search(sentence)


def _cut(sentence: str, told: str, language: str, fits: Callable[[str], bool]) -> str | None:
    """Cut the sentence that does not fit; the only one may be cut harder than a later one."""
    whole = ELLIPSIS.sub("", sentence).rstrip()

    def fits_behind(part: str) -> bool:
        return fits(_join(told, part))

    teaser = whole != sentence
    if (
        not teaser
        and not STOP.search(sentence)
        and not told
        and fits_behind(close(whole, language))
    ):
        return close(whole, language)
    brief = trim_hard(whole, language)
    if brief != whole and _is_whole(brief, language) and not teaser and fits_behind(brief):
        return brief
    for candidate in dict.fromkeys((whole, brief)):
        part = cut_at_clause(
            candidate,
            language,
            fits_behind,
            must=not told,
            attributed=bool(TELLS.search(told)),
        )
        if part:
            return part
    if told:
        return None
    return _cut_quotation(whole, language, fits) or cut_at_word(whole, language, fits)


def _cut_quotation(sentence: str, language: str, fits: Callable[[str], bool]) -> str | None:
    """Cut a sentence inside the quotation that opens it, and close the quotation there."""
    opener, closer = sentence[:1], CLOSING.get(sentence[:1], "")
    said = sentence[1:].partition(closer)[0] if closer else ""
    if len(said.split()) < FEWEST_QUOTED:
        return None

    def fits_quoted(part: str) -> bool:
        return fits(f"{opener}{part}{closer}")

    whole = close(said, language)
    if fits_quoted(whole):
        return f"{opener}{whole}{closer}"
    part = cut_at_clause(said, language, fits_quoted, must=True)
    return f"{opener}{part}{closer}" if part else None


def _join(told: str, sentence: str) -> str:
    """Join two sentences; a quotation that is still open is not opened a second time."""
    if not told:
        return sentence
    still_open = [told[at] for at in unpaired_marks(told)]
    if sentence[:1] in still_open:
        sentence = sentence[1:]
    spaced = not (CJK.search(told[-3:]) and CJK.search(sentence[:2]))
    return f"{told} {sentence}" if spaced else told + sentence


def _finish(told: str, language: str, fits: Callable[[str], bool]) -> str:
    """Close what is open, and leave nothing that `ends_well` would refuse."""
    if not any(map(str.isalnum, told)):
        return ""
    whole = _close_quotation(told, fits)
    while whole and not ends_well(whole, language):
        bare = drop_unpaired(ELLIPSIS.sub("", whole)).strip()
        shorter = LAST_WORD.sub("", bare) if dangles(bare, NEVER, language) else bare
        closed = drop_unpaired(close(shorter, language)) if any(map(str.isalnum, shorter)) else ""
        # Nothing better came of it: a word less, until it ends well or nothing is left.
        whole = closed if closed != whole and fits(closed) else LAST_WORD.sub("", bare)
    return whole


def _close_quotation(told: str, fits: Callable[[str], bool]) -> str:
    """Close the one quotation that goes on behind the summary; drop any other single mark."""
    alone = unpaired_marks(told)
    if len(alone) == 1 and told[alone[0]] in CLOSING:
        closed = told + CLOSING[told[alone[0]]]
        if fits(closed) and not unpaired_marks(closed):
            return closed
    return drop_unpaired(told)
