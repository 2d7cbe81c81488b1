"""A list of people as a paper prints it: names, their roles, and what hangs on to both."""

# ruff: noqa: RUF001 - letters and marks of many scripts are meant here

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from digest.model.article import Byline
from digest.text.name_tidy import tidy_name, without_paper
from digest.text.names import (
    is_organisation,
    is_person,
    unshout,
)
from digest.text.places import PLACES
from digest.text.roles import (
    AFTER_HEAD,
    JOINTS,
    PLACE_WORDS,
    is_head,
    is_plural,
    is_role,
    split_leading_role,
    split_trailing_role,
    tidy_role,
)

SEPARATORS = re.compile(
    r"\s*(?:[,，،、;|•·/／\n]|\s(?:with|mit|avec|con|com|met|z)\s)\s*", re.IGNORECASE
)
DASH = re.compile(r"\s[-–—]\s")
# "Jo Marsh in Brussels", "Jo Marsh für dpa", "Jo Marsh of The Daily", "Jo Marsh is a writer …".
TAIL = re.compile(
    r"\s+(?:in|from|for|at|of|via|on|is|was|has|special\s+(?:to|for)|im|aus|für|bei|von\s+der|ist"
    r"|berichtet|à|au|en|pour|pour\s+l|est|de\s+l|para|desde|es|em|per|da|a|è|dall|voor|vanuit|uit"
    r"|w|dla|reports?|reporting|writes|из|в|для|στ\w+|για)\b['’]?.*$",
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
# "and Ana Ruiz" behind a comma.
JOINED = re.compile(
    r"^(?:and|und|et|y|e|en|&|i|и|og|och|ja|ve|και|with|mit|avec|con|com|met)\s+", re.IGNORECASE
)
# "Juan Ortega y Gasset", "Ana Costa e Silva", "Pau Ruiz i Soler": one name with two families.
TWO_FAMILIES = frozenset(("y", "e", "i"))
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
    whole, *behind = DASH.split(text)
    parts = parts_of(whole)
    for more in map(parts_of, behind):
        # "Por Ana Ruiz — Pedra Funda": behind a dash stands where the first ones are, or what.
        parts += more if not people_in(parts, site) else [part for part in more if is_role(part)]
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


def parts_of(text: str) -> list[str]:
    """Split a list at its commas, bars and the like."""
    return [part for part in SEPARATORS.split(text) if part.strip(" .,;:-–—")]


def people_in(parts: Sequence[str], site: str) -> bool:
    """Tell whether any part names somebody."""
    return any(read_joined(part.strip(" .:"), site=site) for part in parts[:MOST_PEOPLE])


def _take_part(part: str, people: list[Byline], rest: list[str], *, site: str) -> None:
    small = part.casefold().strip(". ")
    if people and small in SUFFIXES:
        people[-1] = replace(people[-1], name=f"{people[-1].name} {part}")
    elif people and people[-1].role is None and _ends_as_role(part):
        _give_role(people, tidy_role(part))
    elif people and small in CREDENTIALS:
        return
    elif found := read_joined(JOINED.sub("", _without_stops(part)), site=site):
        people += found
    elif people and is_role(part):
        _give_role(people, tidy_role(part))
    else:
        rest.append(part)


def _ends_as_role(part: str) -> bool:
    """Whether a part behind a name is a role: "Mid Wales correspondent"."""
    words = part.strip(" .:").split()
    return bool(words) and is_role(part) and is_head(words[-1]) and not JOINTS.search(part)


def _without_stops(part: str) -> str:
    """Take stops off the ends, but not that of "Jo Marsh Jr."."""
    bare = part.strip(" .:") or part
    return f"{bare}." if part.endswith(".") and bare.split()[-1].casefold() in SUFFIXES else bare


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
        piece = part[start:end]
        found = read_one(piece, site=site)
        if found:
            people.append(found)
            start = resume
        elif people and is_role(piece) and end == len(part):
            _give_role(people, tidy_role(piece))
        elif people and end == len(part) and _is_family(piece, part[:start], site):
            people[-1] = replace(
                people[-1], name=_with_family(people[-1].name, part[:start], piece)
            )
        elif people and not piece.strip():
            start = resume
    if people or not ends:
        return people
    # "Berlin und Jo Marsh": what stands before is no part of the name.
    starts = [0, *(resume for _, resume in ends)]
    stops = [*(end for end, _ in ends), len(part)]
    pieces = (part[at:stop] for at, stop in zip(starts, stops, strict=True))
    return [found for piece in pieces if (found := read_one(piece, site=site))]


def _is_family(piece: str, before: str, site: str) -> bool:
    """Whether a single word is the second family of one name: "Ortega y Gasset"."""
    joint = before.split()[-1:] or [""]
    return (
        joint[0] in TWO_FAMILIES
        and " " not in piece.strip()
        and piece[:1].isupper()
        and not piece.isupper()
        and is_person(f"Ana {piece.strip()}")
        and not is_organisation(piece, site=site)
    )


def _with_family(name: str, before: str, piece: str) -> str:
    return f"{name} {before.rsplit(maxsplit=1)[-1]} {piece.strip()}"


def read_one(text: str, *, site: str = "") -> Byline | None:
    """Read one person with a role before or after the name; None when this is no person."""
    for candidate in dict.fromkeys((text, TAIL.sub("", text))):
        found = _read_exactly(candidate, site)
        if found:
            return found
    return None


def _read_exactly(text: str, site: str) -> Byline | None:
    name = tidy_name(text, site)
    leading = split_leading_role(name)
    if leading:
        role, rest = leading
        if _names_nobody(role) and is_person(rest, site=site):
            return Byline(name=unshout(rest), role=tidy_role(role))
    trailing = split_trailing_role(name)
    if trailing:
        rest, role = trailing
        person = without_paper(tidy_name(rest, site))
        if is_person(person, site=site):
            role = f"{rest.removeprefix(person)} {role}" if rest.startswith(person) else role
            return Byline(name=unshout(person), role=tidy_role(role))
    named = _is_somebody(name, site) and not any(map(is_head, name.split()))
    return Byline(name=unshout(name)) if named else None


def _is_somebody(name: str, site: str) -> bool:
    return is_person(name, site=site) and name.casefold() not in PLACES


def _names_nobody(role: str) -> bool:
    """Whether a leading role is whole: "Redakteurin im" of "Redakteurin im Ressort …" is not."""
    last = role.rsplit(maxsplit=1)[-1].casefold()
    return not (last in AFTER_HEAD or last in PLACE_WORDS or _holds_person(role))


def _holds_person(role: str) -> bool:
    return any(is_person(piece) for piece in JOINTS.split(role)[:-1])


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
