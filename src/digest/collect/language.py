"""Which language a text is in: by its script, else by its small words. A guess, and a light one."""

import re
from collections import Counter

LOOK_AT = 3000
ENOUGH = 4  # small words of a language before it is believed
TWICE = 2
REGION = 2  # letters of a country's code
SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
)
# Languages that write with the letters of another: their own letters tell them apart.
SAME_SCRIPT = {
    "ru": (("uk", re.compile("[іїєґ]")), ("be", re.compile("ў")), ("bg", re.compile("ъ[тлрв]"))),
    "ar": (("ur", re.compile("[ٹڈڑے]")), ("fa", re.compile("[پچژگی]"))),
}
WORDS = {
    "en": "the of and to in that is was for with his her from they by are has have said will",
    "de": "der die und das den von mit ist auf für nicht ein eine dem des sich auch wird im als",
    "fr": "le la les des et en du une est que dans pour qui sur pas au par plus avec ce",
    "it": "il di che la per una con del non della sono nel gli anche alla dei si più è ha",
    "es": "el la de que los del las por con una para en se su al es más ha como y",
    "pt": "o de que os do da em um uma para com não por dos das no na ao mais foi",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook door werd",
    "pl": "w na z się nie że do jest to przez od jak po oraz ale za są został roku dla",
    "sv": "och att det som en på är av för med till den inte har om ett var han från",
    "da": "og det at en til er på som med for af den ikke der har fra ved også blev efter",
    "no": "og det er på som en til av for med at har ikke fra den om ved ble også et",
    "fi": "ja on ei se että oli hän mutta ovat myös kun joka sekä mukaan kuin ole tai vuonna",
    "hu": "a az és hogy nem egy is volt meg már csak de ez mint után szerint azt még el",
    "cs": "a v se na že je s z do to o byl který jako za pro by od podle které",
    "ro": "și în de la cu pe că este nu care din a fost pentru mai au sau prin după o",
    "tr": "ve bir bu için de da ile olarak olan daha çok olduğu gibi kadar sonra ancak en",
    "id": "yang dan di dengan untuk dari pada ini itu dalam akan tidak oleh juga telah",
}
OF_WORD = {
    word: [language for language, words in WORDS.items() if word in words.split()]
    for words in WORDS.values()
    for word in words.split()
}
WORD = re.compile(r"[^\W\d_]+")
ASCII_WORD = re.compile(r"[a-z]+")  # the same in a text of ASCII, and found twice as fast


def detect_language(text: str) -> str | None:
    """Tell the language of a text.

    Args:
        text: A few sentences at least; only the first 3,000 characters are looked at.

    Returns:
        A two-letter tag; None when the text is too short or fits no language well.
    """
    part = text[:LOOK_AT]
    if part.isascii():
        return by_small_words(part)
    letters = sum(map(str.isalpha, part))
    for language, script in SCRIPTS:
        count = len(script.findall(part))
        # Japanese and Korean have a script of their own beside borrowed signs.
        if letters and count * (5 if language in {"ja", "ko"} else 2) > letters:
            return finer(language, part)
    return by_small_words(part)


def finer(language: str, text: str) -> str:
    """Tell apart the languages of one script by letters that only one of them has."""
    for other, own in SAME_SCRIPT.get(language, ()):
        if len(own.findall(text)) * 100 > len(text):
            return other
    return language


def by_small_words(text: str) -> str | None:
    """Count the small words of each language; None without a clear winner."""
    words = ASCII_WORD if text.isascii() else WORD
    counts: Counter[str] = Counter()
    for word, times in Counter(words.findall(text.lower())).items():
        for language in OF_WORD.get(word, ()):
            counts[language] += times
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < ENOUGH:
        return None
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        return None
    return ranked[0][0]


def choose_language(stated: str | None, assumed: str | None, text: str) -> str | None:
    """Choose the language of an article.

    Args:
        stated: What the page says; None when it says nothing. It is not believed against the
            clear evidence of the text: many systems write "en" into every page.
        assumed: What to assume when the page says nothing.
        text: The article's text.
    """
    claimed = tidy_tag(stated or assumed)
    found = detect_language(text)
    if not claimed or not found or contradicts(claimed, found, text):
        return found or claimed
    return claimed


def tidy_tag(tag: str | None) -> str | None:
    """Write a tag as RFC 5646 section 2.1.1 recommends: "en-us" is "en-US"."""
    if not tag:
        return None
    first, *others = tag.split("-")
    region = {part: part.upper() for part in others if len(part) == REGION}
    return "-".join([first.lower(), *(region.get(part, part) for part in others)])


def contradicts(claimed: str, found: str, text: str) -> bool:
    """Tell whether a text speaks so clearly for another language that a claim must be wrong."""
    primary = claimed.partition("-")[0].lower()
    if primary == found or primary not in WORDS:
        # Small words are known of a few languages only; about others nothing can be said.
        return primary != found and found in dict(SCRIPTS) and primary in LATIN_ONLY
    words = WORD.findall(text[:LOOK_AT].lower())
    own = sum(1 for word in words if primary in OF_WORD.get(word, ()))
    others = sum(1 for word in words if found in OF_WORD.get(word, ()))
    if found in WORDS:
        return others >= ENOUGH * 3 and others > own * TWICE
    return True


LATIN_ONLY = frozenset(
    ("ca", "gl", "eu", "et", "lv", "lt", "sl", "sk", "hr", "vi", "ms", "ga", "cy")
)
