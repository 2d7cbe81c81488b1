"""What programs noted of a reader, in the words of the reader's language: origins and changes.

What the desk wrote itself is shown as it is; codes, names of files and what mail servers said are
not for readers, and stand in the file that they can download.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from digest.model.subscriber import Frequency, SubscriberState
from digest.render.archive_pages import name_language
from digest.render.characters import language_direction
from digest.render.locales import edition_day
from digest.render.public_facts import Fact, Teller
from digest.render.public_words import fill
from digest.text.section_ids import section_id

# Where somebody came from, or how they left, as it is noted, and the word for it.
ORIGINS = {
    "form": "our_form",
    "form on another site": "form_elsewhere",
    "page": "by_link",
    "one-click": "by_program",
    "preferences": "by_preferences",
    "preferences page": "by_preferences",
    "removed by the desk": "by_us",
    "asked the desk": "by_us",
}
DOUBT = re.compile(r", (?:which names no words|with unknown words [0-9a-f]{16})\Z")
ELSEWHERE = "form on "
BY_US = re.compile(r"import .*|.* says that they have left", re.DOTALL)
PROGRAM = re.compile(r"(.+) export|(listmonk|Mailchimp|Ghost|Substack|Buttondown): .*", re.DOTALL)
# What an import or a sign-up noted as proof: moments by their names, words, a network.
MOMENT = r"\d{4}-\d\d-\d\d(?:T[0-9:.]{5,15}(?:Z|[+-]\d\d:\d\d)?)?"
NOTED = re.compile(rf"([a-z ]*?) ?({MOMENT})|(text) [0-9a-f]{{16}}|(network) (\S+)", re.ASCII)
MOMENTS = {
    "": "asked_at",
    "asked": "asked_at",
    "added": "asked_at",
    "joined": "asked_at",
    "opted in": "asked_at",
    "confirmed": "confirmed_at",
}
CHANGED = "lists|sections|frequency|language|state|paused until"
CHANGE = re.compile(rf"; (?=(?:{CHANGED}): )")
BECAME = " -> "
NOTHING = ("none", "all")
COLONS = {"fr": "\u202f: ", "ja": "\uff1a", "zh": "\uff1a"}


def tell_origin(teller: Teller, noted: str | None, *, is_own: bool = True) -> str:
    """Tell where somebody came from, or how they left; empty for what is no word for readers.

    Args:
        teller: Writes it.
        noted: As it is kept.
        is_own: Whether what no program noted is the desk's own word, and shown as it is.
    """
    text = DOUBT.sub("", noted or "")
    if word := ORIGINS.get(text) or ("by_us" if BY_US.fullmatch(text) else ""):
        return teller.words[word]
    if text.startswith(ELSEWHERE):
        return fill(teller.words["form_on"], text.removeprefix(ELSEWHERE))
    if program := PROGRAM.fullmatch(text):
        return fill(teller.words["taken_over"], program[1] or program[2])
    return text if is_own else ""


def tell_proof(teller: Teller, proof: str | None) -> list[Fact]:
    """Tell the proof of a consent: its moments, its network, or what the desk wrote of it."""
    text = proof or ""
    program = PROGRAM.fullmatch(text)
    noted = text.partition(": ")[2] if program and program[2] else text
    read = [NOTED.fullmatch(one) for one in noted.split(", ")]
    facts = [fact for one in read if one for fact in tell_noted(teller, one)]
    return facts if all(read) else [teller.fact("noted", text)]


def tell_noted(teller: Teller, noted: re.Match[str]) -> Iterator[Fact]:
    """Tell one thing of a proof; the words that were agreed to are told by themselves."""
    name, moment, _, network, value = noted.groups()
    if network:
        yield teller.fact("network", value)
    elif moment:
        yield tell_moment(teller, MOMENTS.get(name, "date"), moment)


def tell_moment(teller: Teller, label: str, text: str) -> Fact:
    """Tell a moment, or a day, that is kept as text."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return teller.fact(label, text)
    if at.tzinfo is None:
        return teller.date(label, at.date())
    return teller.moment(label, at)


def tell_changes(teller: Teller, noted: str) -> tuple[str, ...]:
    """Tell what a reader changed, each in a line of its own."""
    changes = dict(one.partition(": ")[::2] for one in CHANGE.split(noted))
    rest = tell_break(teller, changes.pop("state", ""), changes.pop("paused until", ""))
    lines = [
        tell_change(teller, *TOLD[name], change)
        for name, change in changes.items()
        if name in TOLD and BECAME in change
    ]
    return (*lines, *([rest] if rest else ()))


def tell_change(teller: Teller, label: str, tell: Callable[[Teller, str], str], change: str) -> str:
    """Tell what something was and what it has become, from the side where the language begins."""
    language = teller.words.language
    was, _, now = change.partition(BECAME)
    return Markup("{}{}<bdi>{}</bdi> {} <bdi>{}</bdi>").format(
        teller.words[label],
        COLONS.get(language.partition("-")[0].casefold(), ": "),
        tell(teller, was),
        "\u2190" if language_direction(language) == "rtl" else "\u2192",
        tell(teller, now),
    )


def tell_break(teller: Teller, state: str, until: str) -> str:
    """Tell that a break began, ended, or ends on another day; empty when nothing of it changed."""
    state, until = state.partition(BECAME)[2], until.partition(BECAME)[2]
    if state == SubscriberState.SUBSCRIBED.value:
        return teller.words["break_over"]
    if not state and not until:
        return ""
    try:
        end = datetime.fromisoformat(until)
    except ValueError:
        return teller.words["state_paused"]
    return fill(teller.words["break_until"], teller.day("date", end).value)


def tell_lists(teller: Teller, names: str) -> str:
    """Name lists; who chose none is on none."""
    known = {one.name for one in teller.publication.lists}
    if names in NOTHING and names not in known:
        return teller.words["no_lists"]
    return teller.titles(names.split(", "))


def tell_sections(teller: Teller, ids: str) -> str:
    """Name sections; who chose none gets all."""
    if ids in NOTHING:
        return teller.words["all_sections"]
    return name_sections(teller, ids.split(", "))


def name_sections(teller: Teller, ids: Sequence[str]) -> str:
    """Name sections by their ids; one that is gone keeps its id."""
    names = {section_id(one.name): one.name for one in teller.publication.sections}
    return ", ".join(names.get(one, one) for one in ids)


def tell_frequency(teller: Teller, value: str) -> str:
    """Tell how often somebody is mailed."""
    return teller.words["weekly" if value == Frequency.WEEKLY.value else "daily"]


def tell_language(teller: Teller, tag: str) -> str:
    """Name a language; none of one's own is the publication's."""
    return name_language(teller.publication.language if tag == "-" else tag)


TOLD: dict[str, tuple[str, Callable[[Teller, str], str]]] = {
    "lists": ("lists_legend", tell_lists),
    "sections": ("sections_legend", tell_sections),
    "frequency": ("frequency_legend", tell_frequency),
    "language": ("language", tell_language),
}


def tell_edition(teller: Teller, slug: str | None, at: datetime) -> str:
    """Tell the day of an edition with which something happened on another one; else empty."""
    day = edition_day(slug or "")
    local = at.astimezone(ZoneInfo(teller.publication.timezone)).date()
    return teller.date("date", day).value if day != local else ""
