"""The summary of an article: its own words, whole clauses, nothing left open."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re
from collections.abc import Callable, Sequence

from digest.edit.clean import clean_article
from digest.edit.cuts import close, cut_at_clause, cut_at_word, drop_asides
from digest.edit.headlines import letters, same_text
from digest.edit.heads import STOP
from digest.edit.nut import find_opening
from digest.model.article import Article
from digest.text.endings import ELLIPSIS, NEVER, dangles, ends_well
from digest.text.quotes import drop_unpaired, unpaired_marks
from digest.text.sentences import split_sentences
from digest.text.words import CJK, count_words

# A standfirst worth printing alone has this many words, or a third of what is allowed.
FEWEST_OF_DEK = 12
THIRD = 3
# More text than this is never needed for one summary.
MOST_PARAGRAPHS = 30
LONGEST_PARAGRAPH = 6000
LONGEST_LABEL = 10
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
    headline and no teaser that was cut off. Else the opening: as many whole sentences as fit, the
    next one ended where one of its clauses ends. A soft opening is passed over for the paragraph
    that tells the news; no sentence is skipped to fit in a later one.

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
        long = max(count_words(text), 0 if CJK.search(text) else len(text.split())) > words
        return not long and (characters is None or len(text) <= characters)

    paragraphs = article.body.split("\n\n") if article.body else [article.lede]
    texts = [_tell(paragraphs, article, language)]
    if article.dek and _is_good_dek(article.dek, article, texts[0], words=words):
        texts.insert(0, split_sentences(article.dek, language))
    elif article.dek:
        texts.append(split_sentences(article.dek, language))
    return next(filter(None, (_fill(text, language, fits) for text in texts)), "")


def _tell(paragraphs: Sequence[str], article: Article, language: str) -> list[str]:
    """List the sentences from the one that opens the news, without subheads and lists of labels."""
    told = [one[:LONGEST_PARAGRAPH] for one in paragraphs[:MOST_PARAGRAPHS]]
    begin = find_opening(told, headline=article.headline, language=language)
    told = told[begin:]
    text = [one for at, one in enumerate(told) if at == 0 or not _is_label(one)]
    return [sentence for one in text for sentence in split_sentences(one, language)]


def _is_label(paragraph: str) -> bool:
    return len(paragraph.split()) <= LONGEST_LABEL and not STOP.search(paragraph)


def _is_good_dek(dek: str, article: Article, opening: Sequence[str], *, words: int) -> bool:
    """Whether a standfirst can stand for the article."""
    language = article.language or "en"
    enough = max(FEWEST_OF_DEK, words // THIRD)
    if count_words(dek) < min(enough, words) or same_text(dek, article.headline):
        return False
    if not ends_well(dek, language):
        return False
    # A copy of how the text begins: the text itself is whole.
    return not letters(" ".join(opening)).startswith(letters(dek))


def _fill(sentences: Sequence[str], language: str, fits: Callable[[str], bool]) -> str:
    """Take whole sentences while they fit, then the next one as far as its last whole clause."""
    told = ""
    for sentence in sentences:
        longer = _join(told, sentence)
        if fits(longer) and _is_whole(sentence):
            told = longer
            continue
        part = _cut(sentence, told, language, fits)
        told = _join(told, part) if part else told
        break
    return _finish(told, language, fits)


def _is_whole(sentence: str) -> bool:
    return bool(STOP.search(sentence)) and not ELLIPSIS.search(sentence)


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
    brief = drop_asides(whole, language)
    if brief != whole and _is_whole(brief) and not teaser and fits_behind(brief):
        return brief
    for candidate in dict.fromkeys((whole, brief)):
        part = cut_at_clause(candidate, language, fits_behind, must=not told)
        if part:
            return part
    return None if told else cut_at_word(whole, language, fits_behind)


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
