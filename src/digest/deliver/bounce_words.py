"""What mail servers say when a mail cannot be left, in their words.

Only asked where no code says it. Each pattern is a run of fixed words, so that time is linear.
"""

import re
from collections.abc import Iterable

# More than this nobody says about one recipient.
LONGEST = 20_000


def either(phrases: str) -> re.Pattern[str]:
    """Make one pattern of phrases, one a line; their spaces stand for any, as lines are folded."""
    lines = (line.strip() for line in phrases.strip().splitlines())
    return re.compile("|".join(one.replace(" ", r"\s{1,8}") for one in lines), re.IGNORECASE)


GONE = either(
    r"""
    user (?:is )?unknown
    unknown (?:local )?(?:user|recipient|address|mailbox|account)
    unknown local.part
    addressee unknown
    recipient (?:address )?(?:is )?unknown
    no (?:such|valid) (?:e-?mail )?(?:user|recipient|address|addressee|person|mailbox|account|local)
    no mailbox (?:here )?by that name
    no mailbox found
    no account by that name
    (?:does|do) not exist
    (?:doesn|don)['’]t exist
    no longer (?:exists?|valid|active|in use)
    (?:could|can) ?not be found
    (?:was|were|is) not found
    (?:user|mailbox|recipient|account) not found
    (?:does not|doesn['’]t) have an? \S{1,60} account
    not a (?:valid|known|local) (?:user|mailbox|recipient|address)
    invalid (?:recipient|mailbox|user|local|e-?mail address|address)
    not listed in
    not our customer
    mailbox (?:is )?(?:unavailable|unknown|invalid|disabled|inactive|closed)
    account (?:has been |is |was )?(?:disabled|deactivated|closed|deleted|suspended)
    account (?:has |is )?(?:expired|inactive)
    unrouteable address
    (?:host|unknown) (?:unknown|host)
    host not found
    domain not found
    no such domain
    non-?existent (?:host|domain|user|address)
    bad destination mailbox
    has moved
    left the (?:company|organi[sz]ation)
    no matches to nameserver query
    (?:utilisateur|destinataire) inconnu
    adresse (?:inconnue|inexistante)
    n['’]existe pas
    empfänger unbekannt
    unbekannter (?:empfänger|benutzer)
    existiert nicht
    usuario desconocido
    (?:no|não) existe
    utente sconosciuto
    non esiste
    gebruiker onbekend
    bestaat niet
    nie istnieje
    не (?:существует|найден)
    不存在
    存在しません
    存在しない
    見つかりません
    """
)
FULL = either(
    r"""
    (?:mailbox|mail box|inbox|mail folder) (?:is )?(?:full|over)
    over ?quota
    over (?:its |their )?quota
    quota (?:is |has been )?(?:exceeded|full|reached)
    exceed(?:s|ed|ing)? (?:\S{1,20} ){0,3}(?:quota|storage|mailbox)
    (?:storage|mailbox|disk) (?:size )?(?:limit|quota|space)
    insufficient (?:disk |system )?(?:storage|space)
    out of (?:storage|disk|space)
    not enough (?:disk |storage )?space
    too many messages
    boîte (?:aux lettres )?(?:est )?pleine
    postfach (?:ist )?(?:voll|überfüllt)
    buzón (?:está )?lleno
    casella piena
    caixa (?:de correio )?cheia
    mailbox vol
    переполнен
    容量
    """
)
POLICY = either(
    r"""
    spam
    block(?:ed|list)
    black ?list
    \bpolic(?:y|ies)\b
    dmarc
    \bspf\b
    \bdkim\b
    reputation
    not (?:authori[sz]ed|authenticated|permitted|allowed)
    unauthenticated
    \brbl\b
    dnsbl
    virus
    malware
    content (?:rejected|filter)
    banned
    suspicious
    relay(?:ing)? (?:access )?denied
    too (?:large|big)
    size exceeds
    greylist
    rate limit
    sender (?:address )?(?:rejected|verify)
    """
)


def says_gone(text: str) -> bool:
    """Whether somebody says that there is no such mailbox."""
    return GONE.search(text[:LONGEST]) is not None


def says_full(text: str) -> bool:
    """Whether somebody says that the mailbox is full."""
    return FULL.search(text[:LONGEST]) is not None


def says_policy(text: str) -> bool:
    """Whether somebody says that it is our mail which is not wanted."""
    return POLICY.search(text[:LONGEST]) is not None


def starts_with_any(text: str, phrases: Iterable[str]) -> bool:
    """Whether a text begins with one of these phrases, whatever its case."""
    folded = text.strip().casefold()
    return any(folded.startswith(one) for one in phrases)
