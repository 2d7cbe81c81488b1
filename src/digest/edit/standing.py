"""Whether the words before a cut are a clause that can stand alone."""

# ruff: noqa: RUF001 - marks of many scripts are meant here

import re

from digest.edit.connectors import INTRO
from digest.text.endings import ends_weakly
from digest.text.quotes import are_balanced
from digest.text.words import CJK, count_words

FEWEST_WORDS = 5
FEWEST_UNSEEN = 8
FEWEST_CJK = 10
# What makes words a clause: a finite verb. English alone is told apart so finely.
VERBS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|do|does"
    r"|did|be"
    r"|been"
    r"|says?|said|won|lost|took|takes?|made|makes?|came|comes?|went|goes|gave|gives?|got|gets?"
    r"|found|finds?"
    r"|held|holds?|kept|keeps?|left|leaves|led|leads|met|meets|paid|pays|put|puts|ran|runs|saw"
    r"|sees|sent|sends"
    r"|set|sets|sold|sells|shot|spent|spends|stood|stands|struck|told|tells|thought|thinks|won"
    r"|wins|wrote|writes"
    r"|fell|falls|rose|rises|grew|grows|began|begins|broke|breaks|brought|brings|built|builds"
    r"|bought|buys|chose"
    r"|cut|cuts|hit|hits|drew|drove|fought|flew|hurt|knew|knows|let|lay|lies|lit|quit|read|rode"
    r"|sank|sought|seeks"
    r"|shut|shuts|slid|spoke|speaks|spread|swept|swore|taught|threw|wants?|needs?|plans?|faces?"
    r"|calls?|warns?"
    r"|urges?|hopes?|means?|shows?|remains?|becomes?|became|tries|tests?|\w{3,}(?:ed"
    r"|[^s\W]izes?"
    r"|ises?)|\w+n['’]t)\b",
    re.IGNORECASE,
)
# A German clause with one of these in front waits for its verb at the end.
BRACKET = re.compile(
    r"\b(?:hat|haben|hatte|hatten|ist|sind|war|waren|wird|werden|wurde|wurden|will|wollen"
    r"|wollte"
    r"|kann|können|konnte"
    r"|soll|sollen|sollte|muss|müssen|musste|darf|dürfen|möchte|möchten|würde|würden)\b"
)
PARTICIPLE = re.compile(r"(?:t|n)$")
OPENS_CLAUSE = re.compile(
    r"(?:which|who|whose|whom|where|while|because|although|though|if|when|that|but|and|or|so|as"
    r"|since|unless|until)\b",
    re.IGNORECASE,
)
INNER_CLAUSE = re.compile(
    r".*\s(?:which|who|whom|whose|while|because|although|though|when|whether|that|if|until|why|how"
    r"|where|what)\s"
)
REPORTED = re.compile(
    r".*\b(?:said|says|say|saying|adding|warning|that|whether|believes?|claims?|claimed|argues?"
    r"|argued|announced|warned|insisted|thinks?)\b"
    r"(?P<what>\s+(?!(?:on|in|at|to|by|late|early|last|yesterday|earlier|during|after|before"
    r"|of)\b).*)$"
)
# Somebody speaks, and what they say is missing.
SPEAKS = re.compile(
    r"\b(?:said|says|say|saying|adding|announced|warned|insisted|argued|claimed|told|added|believes?"
    r"|thinks?|reported|confirmed|according)[\"”’»]*$"
)
EN_INTRO = re.compile(rf"[\"“‘'(]*(?:{INTRO['en']})\b", re.IGNORECASE)
PARTS = re.compile(r"[,;][”\"»’]?\s|\s[–—-]\s")
# Whose verb is not that of the clause around it; it has one, and the clause another.
RELATIVE = re.compile(r"\s(?:who|whom|whose|which|that)\s")
# Verbs that look like nouns, where they end a clause: "steps that cut costs work", "we know that".
PLURAL = re.compile(
    r"\b(?:work|know|say|think|believe|hope|fear|insist|agree|argue|claim|warn|expect|find|show"
    r"|mean|feel|learn|suggest|help|matter|live|go|come|remain|exist|count|differ|apply)$",
    re.IGNORECASE,
)
BOTH = 2
# "A day" of "a day after the vote", "two years" of "two years before": the rest tells how far.
_SPANS = r"(?:minute|hour|day|night|week|month|year|decade|second|moment|season)s?"
MEASURE = re.compile(
    rf"(?<!\bfor)(?<!\bin)(?<!\bof)(?<!within)(?<!\bover)(?<!\bby)(?<!last)(?<!next)(?<!\bto)"
    rf"(?<!least)(?<!than)\s(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|several|some|just"
    rf"|a\sfew|\d+)\s{_SPANS}$|\b(?:shortly|soon|immediately|just|only|even|long|right)$",
    re.IGNORECASE,
)
FROM_THERE = re.compile(r"\W{0,3}(?:after|before|since|later|earlier|ago|when|because|until)\b")
# "The muted mood", "its damaged roof": no verb.
ATTRIBUTE = re.compile(r"\b(?:and|an?|the|of|with|some|any|its|his|her|their|more)\s\w+ed\b")
# What happened here, and nothing said of it.
HOLLOW = re.compile(r"\b(?:took place|occurred|happened|came to light|was reported)$")
CLOSERS = "”’»\"'“)"
BEGINS_WITH_VERB = re.compile(rf"(?:\w+ly\s|also\s|then\s)?{VERBS.pattern}", re.IGNORECASE)


def stands(told: str, base: str) -> bool:
    """Whether the words kept are a clause that can stand alone, with nothing left open."""
    if CJK.search(told):
        return len(told) >= FEWEST_CJK and are_balanced(told)
    if count_words(told) < FEWEST_WORDS or not are_balanced(told) or ends_weakly(told, base):
        return False
    if base == "en" and HOLLOW.search(told):
        return False
    main = _main_clause(told, base)
    if not main:
        return False
    if base == "en":
        open_ended = lacks_verb(main) or _promises_more(main) or hangs(told)
        return bool(VERBS.search(main)) and not open_ended
    return _has_verb(told, main, base)


def lacks_verb(main: str) -> bool:
    """Tell whether English words name somebody and what they did by the way, and say nothing.

    Such as "three of the ships that the navy ordered", "women who took the drug".
    """
    relative = RELATIVE.search(main)
    if relative is None or VERBS.search(main, 0, relative.start()) or PLURAL.search(main):
        return False
    if PLURAL.search(main[: relative.start()]):
        return False
    # "was found" is one verb, "was found by a boy is" are two.
    behind = main[relative.end() :]
    verbs = [match.span() for match in VERBS.finditer(behind)]
    groups = sum(
        at == 0 or len(behind[verbs[at - 1][1] : start].split()) > 1
        for at, (start, _) in enumerate(verbs)
    )
    return groups < BOTH


def splits_measure(told: str, rest: str) -> bool:
    """Tell whether English words that would be cut apart say how long after something it was."""
    return bool(FROM_THERE.match(rest) and MEASURE.search(told))


def waits_for_no_verb(told: str, base: str) -> bool:
    """Tell whether no verb of a German clause is still to come, as far as its form shows."""
    if base != "de" or not BRACKET.search(told):
        return True
    return bool(PARTICIPLE.search(told.rstrip(CLOSERS + " ")))


def _has_verb(told: str, main: str, base: str) -> bool:
    """Whether a clause of another language has its verb, as far as its form shows."""
    if base == "de" and BRACKET.search(main):
        return bool(PARTICIPLE.search(main.rstrip(CLOSERS + " ")))
    return count_words(told) >= FEWEST_UNSEEN


def _main_clause(told: str, base: str) -> str:
    """Find the main clause: the first part, or the second when an introduction comes first.

    In English also a later part that begins with the verb, behind what was said of its subject:
    "The mayor, who leads the town, resigned".
    """
    parts = PARTS.split(told)
    intro = re.compile(rf"[\"“„«‘'(]*(?:{INTRO.get(base, INTRO['en'])})\b", re.IGNORECASE)
    if intro.match(told):
        runs_on = base == "en" and _is_no_intro(told) and VERBS.search(parts[0])
        parts = parts if runs_on else parts[1:]
    if base == "en" and parts and not VERBS.search(parts[0]):
        return next((part for part in parts[2:] if BEGINS_WITH_VERB.match(part)), "")
    return parts[0] if parts else ""


def _promises_more(main: str) -> bool:
    """Whether what somebody says has only begun: "She said the council"."""
    reported = REPORTED.match(main)
    if reported is None:
        return False
    return not VERBS.search(ATTRIBUTE.sub("", reported["what"]))


def hangs(told: str) -> bool:
    """Tell whether the last part of English words has only begun.

    Such as "which the council", "saying that the quay", "while customers".
    """
    parts = PARTS.split(told)
    last = parts[-1]
    if len(parts) > 1 and len(last.split()) == 1:
        return True
    if SPEAKS.search(last) and not _closes_report(parts):
        return True
    if len(parts) > 1 and _is_left_hanging(last):
        return True
    openers = filter(None, (OPENS_CLAUSE.match(last), INNER_CLAUSE.match(last)))
    has_begun = any(not VERBS.search(last[opener.end() :]) for opener in openers)
    return has_begun or _promises_more(last)


def _is_left_hanging(part: str) -> bool:
    """Whether a part behind a comma ends on its only verb: "It fell, a study published"."""
    before, last = part.rstrip(CLOSERS).rpartition(" ")[::2]
    return bool(
        before
        and VERBS.fullmatch(last)
        and not VERBS.search(before)
        and not OPENS_CLAUSE.match(part)
        and not SPEAKS.search(part)
    )


def _closes_report(parts: list[str]) -> bool:
    """Whether the last part only tells who said what stands before: "It fell, the mayor said"."""
    last = parts[-1]
    if len(parts) == 1 or BEGINS_WITH_VERB.match(last):
        return False
    told = VERBS.search(parts[0]) and not EN_INTRO.match(parts[0])
    return bool(told) or len(last.split()) <= FEWEST_WORDS


def _is_no_intro(told: str) -> bool:
    """Whether an opening adjunct runs into the main clause without a comma: "On Monday the …"."""
    return bool(re.match(r"(?:In|On|At|By|For|From|With|During|Under)\b", told)) and bool(
        re.search(r"\b(?:the|a|an|he|she|it|they|we|[A-Z]\w+)\b", told[3:])
    )
