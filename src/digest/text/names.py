"""What a person's name looks like, and what only looks like one: agencies, desks, papers."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re
import unicodedata
from functools import lru_cache

FEWEST_TOKENS = 2
MOST_TOKENS = 6
# Capitals of two letters may be initials ("JK Rowling"), of three an agency's.
MOST_INITIALS = 2
LONGEST_NAME = 80
# Small words that stand inside a name: "Jan van der Berg", "Ana de la Cruz", "Khalid bin Salman".
_PARTICLES = (
    "van von de da di du del della der den des dos das do dal dalla degli dei la le el al bin ibn"
    " bint ben abu ter ten te zu zum zur af av y ap st"
)
PARTICLES = frozenset(_PARTICLES.split())
# One of these, however written, and it is no person.
_NOT_PERSONS = (
    # somebody at the desk, in many languages
    "staff desk team newsroom newsdesk correspondents reporters editors bureau editorial board"
    " admin administrator webmaster unknown anonymous contributed none null undefined"
    " redaktion redaktionsteam rédaction redaction redazione redacción redaccion redação redacao"
    " redactie redakcja redakce redaksi redaktionen toimitus агентство редакция σύνταξη"
    " agency agencies agencias agences agenzie agenturen agentur agência agências agentschap"
    # organisations
    "  news nieuws nachrichten noticias notizie actualités media press-office wire service services"
    " times tribune gazette herald chronicle journal zeitung rundschau blatt anzeiger kurier"
    " courier guardian telegraph newspaper magazine daily weekly online digital tv radio channel"
    " network broadcasting corporation company group ltd inc llc gmbh plc institute university"
    " college ministry department association committee council foundation federation union"
    " society office police government parliament commission center centre club party"
    " website site web blog podcast studio studios productions communications international"
    " national presse pressebüro verlag"
    # words of the furniture around a byline
    " the of and for with by from in on at our your this that all follow published updated posted"
    " comments comment photo photos image video newsletter subscribe written demand author"
    " authors article report exclusive minutes min ago"
    " january february march april may june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday"
)
NOT_PERSONS = frozenset(_NOT_PERSONS.split()) - frozenset(
    ("april", "may", "june", "august", "march")
)
_AGENCIES = (
    "reuters afp ap dpa apa sda ats anp belga ansa agi adnkronos efe lusa tass itar-tass ria"
    " interfax ukrinform xinhua kyodo jiji yonhap pti ani ians upi bbc cnn cbs nbc abc npr pbs cnbc"
    " bloomberg anadolu kazinform antara bernama sid epd kna kap ntb tt ritzau stt ppa pap ctk mti"
    " tanjug hina agerpres novinite sputnik aap nzpa cp pa ddp afx onlinefocus wam kuna petra sana"
    " irna mena map aps tap qna bna spa"
)
AGENCIES = frozenset(_AGENCIES.split()) | frozenset(
    {
        "associated press",
        "the associated press",
        "press association",
        "pa media",
        "canadian press",
        "agence france-presse",
        "agence france presse",
        "europa press",
        "press trust",
        "ria novosti",
        "al jazeera",
        "keystone sda",
        "keystone-sda",
        "la presse",
        "le monde",
        "le figaro",
        "le parisien",
        "le temps",
        "le soir",
        "la repubblica",
        "la stampa",
        "el país",
        "el mundo",
        "de standaard",
        "de volkskrant",
        "de morgen",
        "new york post",
        "washington post",
        "huffington post",
        "fox business",
        "deutsche welle",
        "zeit online",
        "spiegel online",
        "agencia brasil",
        "agência brasil",
    }
)
# What opens the name of a place or a paper far more often than a person's.
_NOT_FIRST = (
    "the der die das den el il lo los las les new san santa los hong kuala phnom buenos addis"
    " united"
    " south north east west nueva nouvelle breaking top latest special exclusive tel via"
    " sources source"
)
NOT_FIRST = frozenset(_NOT_FIRST.split())
CJK_NOT_PERSONS = re.compile(
    r"[社部网網報报局台誌志]$|新闻|新聞|报道|報道|報導|本报|本報|综合|通讯|通信|記者会|编辑|編集|日报|晚报"
)
CJK_NAME = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]{2,6}(?:[・·][\u3040-\u30ff\u3400-\u9fff]{1,8}){0,2}"
    r"|[\uac00-\ud7af]{2,4}"
)
# "O'Neill", "Jean-Luc", "J.", "d'Arc", "al-Assad", "J.R."; letters with their marks in any script.
TOKEN = re.compile(r"(?:[^\W\d_][\u0300-\u036f\u0900-\u0dff\u064b-\u065f]*[.'’ʼ-]?)+")
SMALL_PREFIX = re.compile(r"(?:d|l|dell|al|el|an|ash|ad|bin|ul|de|t|s)['’-]", re.IGNORECASE)
SQUEEZED = re.compile(r"[\W_]+")


def is_person(text: str, *, site: str = "") -> bool:
    """Tell whether a text is the name of a person, in full: at least two words, or a CJK name.

    Args:
        text: A candidate without prefix, role or place, one line.
        site: The publication's own name or host; its name is never a person.

    Returns:
        False for agencies, desks, papers, staff codes, single words and whole phrases.
    """
    text = text.strip()
    if len(text) > LONGEST_NAME or is_organisation(text, site=site):
        return False
    if CJK_NAME.fullmatch(text):
        return not CJK_NOT_PERSONS.search(text)
    tokens = text.split()
    if not FEWEST_TOKENS <= len(tokens) <= MOST_TOKENS or not all(map(TOKEN.fullmatch, tokens)):
        return False
    return tokens[0].casefold() not in NOT_FIRST and _is_written_as_name(tokens)


def is_organisation(text: str, *, site: str = "") -> bool:
    """Tell whether a text names an agency, a desk, a paper or the site itself."""
    small = " ".join(text.split()).casefold().strip(".,;: ")
    if small in AGENCIES or small.removeprefix("the ") in AGENCIES:
        return True
    if any(word.strip(".,'’") in NOT_PERSONS for word in small.split()):
        return True
    # "AFP Paris" names an agency; "Petra Schmidt" and "ANI PETROSYAN" do not.
    mixed = not text.isupper()
    if mixed and any(word.isupper() and word.casefold() in AGENCIES for word in text.split()):
        return True
    return bool(site) and is_site(text, site)


def is_site(text: str, site: str) -> bool:
    """Tell whether a text is the site's own name; `site` may be a name or a host."""
    ours = _squeeze(text)
    theirs = {_squeeze(site), *(_squeeze(label) for label in site.split(".") if "." in site)}
    return bool(ours) and ours in theirs


@lru_cache(maxsize=256)  # a line is held against every name of a site
def _squeeze(name: str) -> str:
    squeezed = SQUEEZED.sub("", name.casefold())
    return squeezed.removeprefix("www").removeprefix("the")


def _is_written_as_name(tokens: list[str]) -> bool:
    """Whether every word begins like a name: with a capital, or it is a particle."""
    if tokens[-1].casefold().strip(".") in PARTICLES:
        return False
    shouted = [token.isupper() and len(token.strip(".")) > MOST_INITIALS for token in tokens]
    if shouted[0] and "." not in tokens[0] and not all(_may_shout(token) for token in tokens):
        return False
    capitals = [_has_capital(token) for token in tokens]
    small = [token for token, capital in zip(tokens, capitals, strict=True) if not capital]
    return sum(capitals) > 1 and all(token.casefold() in PARTICLES for token in small)


def _may_shout(token: str) -> bool:
    """Whether a word can stand in a name printed in capitals: "JAN VAN DER BERG", "JO McKAY"."""
    return token.isupper() or token.casefold() in PARTICLES or token[:2] in {"Mc", "Ma"}


def _has_capital(token: str) -> bool:
    core = token
    prefix = SMALL_PREFIX.match(core)
    if prefix and len(core) > prefix.end():
        core = core[prefix.end() :]
    return unicodedata.category(core[0]) in {"Lu", "Lt", "Lo"}
