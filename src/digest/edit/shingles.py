"""A text as words that can be compared: how they are written, folded, and follow each other."""

import re
from functools import lru_cache
from itertools import pairwise
from unicodedata import combining, normalize

from digest.model.article import Article

MOST_WORDS = 1000
# Scripts without spaces, and Korean, which hangs small words on its nouns: every pair of
# neighbouring characters stands for a word.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
WORD = re.compile(rf"[{UNSPACED}]+|[^\W_{UNSPACED}]+")
IS_UNSPACED = re.compile(rf"[{UNSPACED}]{{2}}")
# So many letters tell a word from others; what follows is mostly an ending.
STEM = 7
# Small words that Arabic writes in one with the next: "and", "the", "in the", "for the".
ARABIC = re.compile("[\u0600-\u06ff]")
ARABIC_PREFIX = re.compile(
    "^(?:\u0648?(?:\u0627\u0644|\u0628\u0627\u0644|\u0643\u0627\u0644|\u0641\u0627\u0644|\u0644\u0644)"
    "|\u0648)(?=\\w{3})"
)
# Two letters of Arabic that are written in two ways at the end of a word.
ARABIC_ENDINGS = str.maketrans("\u0629\u0649", "\u0647\u064a")


def article_text(article: Article) -> str:
    """Join what an article says, the headline first."""
    return "\n".join((article.headline, article.dek or "", article.body or article.lede))


def split_words(text: str) -> list[str]:
    """Split a text into words as they are written; at most 1,000.

    Pairs of characters stand for words where a script has no spaces.
    """
    runs = WORD.findall(text)
    if not IS_UNSPACED.search(text):
        return runs[:MOST_WORDS]
    words: list[str] = []
    for run in runs[:MOST_WORDS]:
        if IS_UNSPACED.match(run):
            words += map("".join, pairwise(run))
        else:
            words.append(run)
    return words[:MOST_WORDS]


@lru_cache(maxsize=65_536)
def fold_word(word: str) -> str:
    """Reduce a word to what all of its spellings have in common.

    Small letters, without accents and vowel signs, and only the first seven of them; figures, and
    what holds any, stay whole.
    """
    folded = word.casefold()
    if not folded.isascii():
        parts = (sign for sign in normalize("NFKD", folded) if not combining(sign))
        folded = normalize("NFC", "".join("".join(parts).split())) or folded
        if ARABIC.match(folded):
            folded = ARABIC_PREFIX.sub("", folded).translate(ARABIC_ENDINGS)
    return folded[:STEM] if folded.isalpha() else folded
