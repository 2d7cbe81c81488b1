"""A list of people as a paper prints it: names, their roles, and what hangs on to both."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest.model.article import Byline
from digest.text.names import AGENCIES, is_organisation, is_person
from digest.text.places import PLACES
from digest.text.roles import (
    JOINTS,
    is_head,
    is_plural,
    is_role,
    split_leading_role,
    split_trailing_role,
    tidy_role,
)

SEPARATORS = re.compile(
    r"\s*(?:[,，،、;|•·/／\n]|\s[-–—]\s|\s(?:with|mit|avec|con|com|met|z)\s)\s*", re.IGNORECASE
)
# "Jo Marsh in Brussels", "Jo Marsh für dpa", "Jo Marsh of The Daily", "Jo Marsh is a writer …".
TAIL = re.compile(
    r"\s+(?:in|from|for|at|of|via|on|is|was|has|im|aus|für|bei|von\s+der|ist|berichtet|à|au|en|pour"
    r"|pour\s+l|est|de\s+l|para|desde|es|em|per|da|a|è|dall|voor|vanuit|uit|w|dla|reports?"
    r"|reporting"
    r"|writes|из|в|для|στ\w+|για)\b['’]?.*$",
    re.IGNORECASE | re.DOTALL,
)
CREDENTIALS = frozenset(
    (
        "phd",
        "ph.d",
        "md",
        "m.d",
        "esq",
        "mba",
        "rn",
        "mp",
        "mep",
        "obe",
        "cbe",
        "mbe",
        "msc",
        "ba",
        "ma",
    )
)
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
HONOURS = re.compile(r"^(?:mr|mrs|ms|herr|frau|mme|sig|sr|sra|г-н|г-жа)\.?\s+", re.IGNORECASE)
# A name of so many words may have a place or an agency at its end.
LONG = 4
FROM = frozenset(("da", "de", "do"))
MOST_PEOPLE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """What a list of people says.

    Attributes:
        people: In the order printed, each once.
        rest: Parts that are neither a person nor a role: agencies, places, codes, other words.
    """

    people: tuple[Byline, ...] = ()
    rest: tuple[str, ...] = ()


def read_credits(text: str, *, site: str = "") -> Credits:
    """Read a list such as "Political Editor Jo Marsh, and Ana Ruiz in Rome, dpa".

    A role that stands alone is given to the person before it, one in the plural to all before it.

    Args:
        text: Without prefix ("By"), date and address.
        site: The publication's name or host, never a person.

    Returns:
        The people, and what was left over, so that a caller can insist on nothing being left.
    """
    inverted = _uninvert(text, site)
    if inverted:
        return Credits(people=(inverted,))
    people: list[Byline] = []
    rest: list[str] = []
    parts = [part for part in SEPARATORS.split(text) if part.strip(" .,;:-–—")]
    role = ""
    for part in parts[: 4 * MOST_PEOPLE]:
        known = len(people)
        if not people and is_role(part) and not read_joined(part, site=site):
            role = tidy_role(part)
        else:
            _take_part(part.strip(), people, rest, site=site)
        if role and not known and people:
            people[0] = replace(people[0], role=people[0].role or role)
    return Credits(people=_each_once(people)[:MOST_PEOPLE], rest=tuple(rest))


def _take_part(part: str, people: list[Byline], rest: list[str], *, site: str) -> None:
    small = part.casefold().strip(". ")
    if people and small in SUFFIXES:
        people[-1] = replace(people[-1], name=f"{people[-1].name} {part}")
    elif people and small in CREDENTIALS:
        return
    elif found := read_joined(part.strip(" .:") or part, site=site):
        people += found
    elif people and is_role(part):
        _give_role(people, tidy_role(part))
    else:
        rest.append(part)


def _give_role(people: list[Byline], role: str) -> None:
    everybody = is_plural(role)
    for at in range(len(people) - 1, -1, -1):
        if people[at].role is None:
            people[at] = replace(people[at], role=role)
        if not everybody:
            return


def read_joined(part: str, *, site: str = "") -> list[Byline]:
    """Read people joined by "and" in any of our languages; empty when there is none.

    "Health and Science Correspondent Jo Marsh" is one person: pieces that say nothing alone are
    read together with the next.
    """
    people: list[Byline] = []
    start = 0
    ends = [(match.start(), match.end()) for match in JOINTS.finditer(part)]
    for end, resume in [*ends, (len(part), len(part))]:
        found = read_one(part[start:end], site=site)
        if found:
            people.append(found)
            start = resume
        elif people and is_role(part[start:end]) and end == len(part):
            _give_role(people, tidy_role(part[start:end]))
        elif people and not part[start:end].strip():
            start = resume
    return people


def read_one(text: str, *, site: str = "") -> Byline | None:
    """Read one person with a role before or after the name; None when this is no person."""
    for candidate in dict.fromkeys((text, TAIL.sub("", text))):
        found = _read_exactly(candidate, site)
        if found:
            return found
    return None


def _read_exactly(text: str, site: str) -> Byline | None:
    name = _tidy_name(text)
    leading = split_leading_role(name)
    if leading:
        role, rest = leading
        if is_person(rest, site=site) and not _holds_person(role):
            return Byline(name=rest, role=tidy_role(role))
    trailing = split_trailing_role(name)
    if trailing:
        rest, role = trailing
        if is_person(rest, site=site):
            return Byline(name=rest, role=tidy_role(role))
    named = is_person(name, site=site) and not any(map(is_head, name.split()))
    return Byline(name=name) if named else None


def _holds_person(role: str) -> bool:
    return any(is_person(piece) for piece in JOINTS.split(role)[:-1])


def _tidy_name(text: str) -> str:
    """Take honours off the front and agencies off the end: "Mr Jo Marsh", "Jo Marsh dpa"."""
    words = HONOURS.sub("", " ".join(text.split()).strip(" ,;:-–—")).split()
    while len(words) > 1 and _is_code(words[-1]):
        words = words[:-1]
    if len(words) >= LONG and words[-2] in FROM and words[-1].casefold() in PLACES:
        words = words[:-2]
    ending = " ".join(words[-2:])
    if len(words) >= LONG and ending.casefold() in AGENCIES:
        words = words[:-2]
    return " ".join(words)


def _is_code(word: str) -> bool:
    return (word.isupper() or word.islower()) and is_organisation(word)


def _uninvert(text: str, site: str) -> Byline | None:
    """Read "Marsh, Jo": exactly two single words."""
    family, _, given = (part.strip() for part in text.partition(","))
    if not (family and given) or "," in given or " " in family or " " in given:
        return None
    name = f"{given} {family}"
    codes = any(is_organisation(part, site=site) or part.isupper() for part in (family, given))
    return Byline(name=name) if not codes and is_person(name, site=site) else None


def _each_once(people: Sequence[Byline]) -> tuple[Byline, ...]:
    """Keep each name once, with the role that any of its mentions gives."""
    once: dict[str, Byline] = {}
    for one in people:
        key = one.name.casefold()
        known = once.get(key)
        if known is None or (known.role is None and one.role):
            once[key] = replace(known or one, role=one.role)
    return tuple(once.values())
