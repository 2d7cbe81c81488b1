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
    " redactie redakcja redakce redaksi redaktionen toimitus агентство редакция"
    " редакции редакцией σύνταξη"
    " agency agencies agencias agences agenzie agenturen agentur agência agências agentschap"
    # organisations
    "  news nieuws nachrichten noticias notizie actualités media press-office wire service services"
    " times tribune gazette herald chronicle journal zeitung rundschau blatt anzeiger kurier"
    " courier guardian telegraph newspaper magazine daily weekly online digital tv radio channel"
    " network broadcasting corporation company group ltd inc llc gmbh plc institute university"
    " college ministry department association committee council foundation federation union"
    " society office police government parliament commission center centre club party"
    " website site web blog podcast studio studios productions communications international"
    " national presse pressebüro verlag newswire release releases conteúdo advertorial democracy"
    " sponsored sponsor partner partners promoted advertiser content account user users"
    " specified uncategorized copyright school schools chamber academy hospital library museum"
    " county district airport cooperative co-op holdings industries technologies solutions bank"
    " pharmaceuticals enterprises partnership cinema theatre theater orchestra hotel airlines"
    " city rapids springs falls pradesh township borough province peninsula islands"
    " highlands midlands"
    " ediciones éditions edizioni edições publishing publications publishers"
    " ministerium stadt gemeinde universität hochschule université università universidad"
    " universidade verein stiftung ministère ministero ministerio obituaries"
    " obituary announcements classifieds notices"
    " ब्यूरो डेस्क न्यूज़ न्यूज समाचार संवाददाता टीम"
    # words of the furniture around a byline
    " the of and for with by from in on at our your this that all follow published updated posted"
    " comments comment photo photos image video newsletter subscribe written demand author"
    " facebook twitter instagram whatsapp linkedin telegram youtube tiktok story stories caption"
    " link links app topic topics"
    " authors article report exclusive minutes ago today yesterday updates read-more"
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
    " irna mena map aps tap qna bna spa folhapress g1 uol"
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
        "usa today",
        "business wire",
        "pr newswire",
        "tribune news",
        "estadão conteúdo",
        "bloomberg news",
        "reuters news",
        "bbc news",
        "getty images",
        "new york times",
        "los angeles times",
        "wall street journal",
        "financial times",
        "kyodo news",
        "jiji press",
        "أ ف ب",
        "د ب أ",
    }
)
# What opens the name of a place or a paper far more often than a person's.
_NOT_FIRST = (
    "the der die das den el il lo los las les new san santa los hong kuala phnom buenos addis"
    " united"
    " south north east west southern northern eastern western central greater port fort puerto"
    " saudi middle nueva nouvelle breaking top latest special exclusive tel via"
    " sources source aus read more sign log about contact email e-mail profile guest get join"
    " view visit click save listen print copy add show hide share tweet resize text font press"
    " super test not no default letters other related"
)
NOT_FIRST = frozenset(_NOT_FIRST.split())
CJK_NOT_PERSONS = re.compile(
    r"[社部网網報报局台誌志班]$|新闻|新聞|报道|報道|報導|本报|本報|综合|通讯|通信|記者会|编辑|編集|日报|晚报"
    r"|^(?:共同|時事|来源|來源|ロイター)$|ニュース|スタッフ|チーム|オンライン|デスク|뉴스|일보|신문|방송|통신|편집|온라인"
    r"|(?:사회|정치|경제|국제|문화)부$"
)
CJK_NAME = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]{2,6}(?:[・·][\u3040-\u30ff\u3400-\u9fff]{1,8}){0,2}"
    r"|[\uac00-\ud7af]{2,4}"
)
# "O'Neill", "Jean-Luc", "J.", "d'Arc", "al-Assad", "J.R."; letters with their marks in any script.
TOKEN = re.compile(r"(?:[^\W\d_][\u0300-\u036f\u0900-\u0dff\u064b-\u065f]*[.'’ʼ-]?)+")
SMALL_PREFIX = re.compile(r"(?:d|l|dell|al|el|an|ash|ad|bin|ul|de|t|s)['’-]", re.IGNORECASE)
SQUEEZED = re.compile(r"[\W_]+")
VOWEL = re.compile(r"[aeiouyäöüåæøáéíóúàèìòùâêîôûãõаеёиоуыэюяαεηιουω]")
POSSESSIVE = ("'s", "’s")
SHORT_NAMES = frozenset(("al", "ed", "an", "el", "em", "ev", "ib", "ng", "jr", "sr"))
MAC = re.compile(r"^Mc[^\W\d_]")
KEEP_CAPITALS = frozenset(
    ("ii", "iii", "iv", "ap", "afp", "dpa", "bbc", "cnn", "us", "uk", "eu", "un", "tv", "nbc")
)


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
    if any(token.casefold().endswith(POSSESSIVE) for token in tokens[:-1]):
        return False
    if all(len(token.strip(".")) == 1 and token.isupper() for token in tokens):
        return False  # "C. V." is a staff code
    return tokens[0].casefold() not in NOT_FIRST and _is_written_as_name(tokens)


def unshout(text: str) -> str:
    """Write a name that is printed in capitals as a desk writes it: "JO O'BRIEN" as "Jo O'Brien".

    Args:
        text: A name or a role. One that has any small letters besides particles, and "Mc", stays.

    Returns:
        Initials without a vowel ("JK"), agencies ("AP") and generations ("III") keep theirs.
    """
    tokens = text.split()
    if not any(_is_shouted(token) for token in tokens) or not all(map(_may_shout, tokens)):
        return text
    return " ".join(_spoken(token, first=at == 0) for at, token in enumerate(tokens))


def _is_shouted(token: str) -> bool:
    return token.isupper() and len(SQUEEZED.sub("", token)) > 1 and "." not in token[:-1]


def _spoken(token: str, *, first: bool) -> str:
    """Write one word of a shouted name with a capital at each of its beginnings."""
    small = token.lower()
    if not first and small in PARTICLES:
        return small
    letters = SQUEEZED.sub("", small)
    cased = token.isupper() or token.startswith("Mc")
    if not cased or "." in token[:-1] or small in KEEP_CAPITALS or _is_initials(letters):
        return token
    joined = re.split(r"(?<=['’ʼ-])", small)
    if len(joined[-1]) == 1:  # "JO'S": what is behind the mark is no name
        joined = [small]
    spoken = "".join(part[:1].upper() + part[1:] for part in joined)
    return MAC.sub(lambda match: match[0][:2] + match[0][2].upper(), spoken)


def _is_initials(letters: str) -> bool:
    """Whether two letters are initials ("JK", "AJ") and not a short name ("JO", "AL", "LI")."""
    if len(letters) != MOST_INITIALS or letters in SHORT_NAMES:
        return False
    return not VOWEL.search(letters[1]) and letters.isascii()


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
