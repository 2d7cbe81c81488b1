"""How lines of a title block are told apart: masthead, headline, and the words of the text."""

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

KEPT = re.compile(r"[\W_]+")
WORD = re.compile(r"[^\W_]+")
WIDE = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2,}")
ARTICLES = ("the", "der", "die", "das", "le", "la", "les", "il", "el", "o", "de", "het")
# Between a headline and what a site adds to it, in titles.
SEPARATOR = re.compile(r"\s+(?:--|[-–—|·•:»«~/▷►▶⋆★])\s+|\s*\|\s*|\s*[»•]\s*|\s*::\s*")
# "Headline_Site", "Headline-Site", "Headline (Site)": only a known name is taken off there.
GLUED_SITE = re.compile(r"(?:[_-]|\s[(\[【])([^_()\[\]【】-]{2,40})[)\]】]?$")
# Labels of hosts that are no house's name.
SHORT_LABEL = 2
COMMON_LABELS = frozenset(
    (
        *("com", "org", "net", "gov", "edu", "news", "blog", "blogs", "amp", "mobile", "edition"),
        *("static", "archive", "international", "global", "local", "sport", "sports", "live"),
    )
)
OWN_NAME = 7  # letters of a site's name that no person's name has in it by accident
STEM = 5
CONTENT = 4  # letters of a word that says something
FEWEST_WORDS = 3  # of a headline that another one may go on from
FEW = 4  # content words below which a likeness says little


@lru_cache(maxsize=4096)
def key(text: str) -> str:
    """Write a line without case, spaces and punctuation, to compare it with others."""
    return KEPT.sub("", text.casefold())


def site_keys(names: Sequence[str], url: str) -> frozenset[str]:
    """Gather the forms in which a site's name may stand: with or without article, as its host."""
    keys: set[str] = set()
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    for name in (*names, host, host.partition(".")[0], *house_names(host)):
        whole = key(name)
        keys.add(whole)
        for article in ARTICLES:
            if name.casefold().startswith(f"{article} "):
                keys.add(whole.removeprefix(article))
    return frozenset(keys - {""})


def house_names(host: str) -> list[str]:
    """List what a host may call its house: "cnn" and "cnn.com" of "edition.cnn.com"."""
    labels = host.split(".")
    found: list[str] = []
    for at, label in enumerate(labels[:-1]):
        if len(label) > SHORT_LABEL and label not in COMMON_LABELS:
            found += [label, ".".join(labels[at:])]
    return found


def names_site(text: str, sites: frozenset[str]) -> bool:
    """Tell whether a site's name, long enough to be no one else's, stands in a text."""
    whole = key(text)
    return any(len(site) >= OWN_NAME and site in whole for site in sites)


def is_masthead(text: str, sites: frozenset[str]) -> bool:
    """Tell whether a line is nothing but the site's name."""
    whole = key(text)
    if whole in sites or not whole:
        return True
    return any(whole == f"{article}{site}" for article in ARTICLES[:1] for site in sites)


def title_parts(title: str) -> list[str]:
    """Take a title apart where a site may have added its name; the whole comes first."""
    parts = [part for part in SEPARATOR.split(title) if part]
    return [title, *parts] if len(parts) > 1 else [title]


def without_site(text: str, sites: frozenset[str]) -> str:
    """Take the site's name off either end of a headline; "" when nothing else is there."""
    text = text.strip()
    while text:
        if is_masthead(text, sites):
            return ""
        cuts = list(SEPARATOR.finditer(text))
        glued = GLUED_SITE.search(text)
        if cuts and is_masthead(text[cuts[-1].end() :], sites):
            text = text[: cuts[-1].start()].rstrip()
        elif glued and is_masthead(glued[1], sites):
            text = text[: glued.start()].rstrip()
        elif cuts and is_masthead(text[: cuts[0].start()], sites):
            text = text[cuts[0].end() :].lstrip()
        else:
            break
    return text


def goes_on(text: str, beginning: str, stems: frozenset[str]) -> bool:
    """Tell whether a line is a shorter headline and the rest of its sentence.

    What begins anew behind it, as a line of its own or in capitals, is no part of the sentence;
    nor are words of which the text, whose stems are given, does not speak: "premium content".
    """
    whole = len(beginning.split()) >= FEWEST_WORDS
    same = whole and text.casefold().startswith(beginning.casefold())
    rest = text[len(beginning) :] if same else ""
    runs_on = rest[:1] == " " and rest[1:2].islower() and len(rest.split()) > 1
    return runs_on and not stems.isdisjoint(content_stems(rest))


def content_stems(text: str) -> frozenset[str]:
    """Gather the beginnings of the words that say something; pairs of signs where words touch."""
    stems = {word[:STEM] for word in WORD.findall(text.casefold()) if len(word) >= CONTENT}
    for run in WIDE.findall(text):
        stems.update(run[at : at + 2] for at in range(len(run) - 1))
    return frozenset(stems)


def likeness(line: str, stems: frozenset[str]) -> float:
    """Tell how much of a line the text speaks of, from 0 to 1; few words prove little."""
    own = content_stems(line)
    if not own:
        return 0.0
    share = len(own & stems) / len(own)
    return share * min(1.0, len(own) / FEW)
