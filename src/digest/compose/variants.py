"""An edition without the parts that some readers do not want, in every language alike."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from digest.compose.front import LONGEST_SUBJECT
from digest.compose.items import shorten, write_preheader
from digest.compose.languages import framed
from digest.compose.week_words import choose_week_words
from digest.compose.words import choose_words
from digest.model.edition import Edition, Item, Section
from digest.model.message import Part
from digest.model.publication import Publication
from digest.text.section_ids import section_id
from digest.text.values import make_slug

Key = tuple[str | None, tuple[str, ...]]
Origins = Callable[[Item], tuple[str, ...]]
# Part numbers of an edition's items, by section.
Shares = tuple[tuple[int, ...], ...]


def choosable_ids(publication: Publication) -> Mapping[str, str]:
    """Map what a section may be called in an edition to the id that readers choose it by."""
    own = [section_id(rule.name) for rule in publication.sections]
    slugs = {make_slug(rule.name): section_id(rule.name) for rule in publication.sections}
    slugs.pop("", None)
    return slugs | {one: one for one in own}


def chosen_by(section: Section, ids: Mapping[str, str]) -> str | None:
    """Tell the id that readers choose a section by; None when it goes to everybody."""
    return ids.get(section.id or section_id(section.name))


def no_origins(_item: Item) -> tuple[str, ...]:
    """Know of no edition that told a story before."""
    return ()


def share_out(
    edition: Edition, publication: Publication, *, origins: Origins = no_origins
) -> tuple[tuple[Part, ...], Shares]:
    """Divide an edition into what readers get all of, or none.

    Args:
        edition: In its main language.
        publication: Its sections are those that readers choose.
        origins: Tells the slugs of the editions that told an item before, for a round-up.

    Returns:
        The parts, in the order in which they first come, and for each section the part of each of
        its items.
    """
    ids = choosable_ids(publication)
    counts: Counter[Key] = Counter()
    keys: list[list[Key]] = []
    for section in edition.sections:
        chosen = chosen_by(section, ids)
        keys.append([(chosen, origins(item)) for item in section.items])
        for key, item in zip(keys[-1], section.items, strict=True):
            counts[key] += item.sponsor is None
    numbers = {key: number for number, key in enumerate(counts)}
    parts = tuple(
        Part(section=section, editions=editions, stories=stories)
        for (section, editions), stories in counts.items()
    )
    return parts, tuple(tuple(numbers[key] for key in section) for section in keys)


def leave_out(edition: Edition, shares: Shares, without: Collection[int]) -> Edition:
    """Take parts out of an edition; a section without items goes as well.

    The first item that is left is the hero. A subject that names it as the draft does, and a
    preheader that opens as the draft's, are written anew; those of an editor's own stay.
    """
    if not without:
        return edition
    sections = tuple(
        replace(
            section,
            items=tuple(
                item
                for item, part in zip(section.items, numbers, strict=True)
                if part not in without
            ),
        )
        for section, numbers in zip(edition.sections, shares, strict=True)
    )
    left = replace(edition, sections=tuple(one for one in sections if one.items))
    return name_stories(left, edition)


def name_stories(left: Edition, whole: Edition) -> Edition:
    """Write a subject and a preheader that named the whole edition's stories anew."""
    before = [item.headline for item in whole.items]
    now = [item.headline for item in left.items]
    if not now:
        return left
    preheader, subject = whole.preheader, whole.subject
    openings = (choose_words(whole.language).also, choose_week_words(whole.language).also)
    for of_week, opening in enumerate(openings):
        # A translator names the same stories in other words, and may set the colon otherwise.
        begins = opening.partition("{}")[0].rstrip(":\N{FULLWIDTH COLON}\N{NARROW NO-BREAK SPACE} ")
        if begins and preheader.startswith(begins):
            preheader = write_preheader(now[1:], whole.language, of_week=bool(of_week))
            break
    for opening in ("{}", choose_week_words(whole.language).subject):
        if subject == shorten(opening.replace("{}", before[0]), LONGEST_SUBJECT):
            subject = shorten(opening.replace("{}", now[0]), LONGEST_SUBJECT)
    return replace(left, preheader=preheader, subject=subject)


def share_translation(
    translation: Edition, main: Edition, shares: Shares, publication: Publication
) -> Shares | None:
    """Find the part of each item of an edition in a further language.

    Items are found by their addresses; those of other addresses are of the one part that their
    section has, or stand where the main edition has them when both have the same form. Sections
    are found by their ids, or by their places.

    Returns:
        None when a part of some item cannot be told, so that nothing may be left out of it.
    """
    by_url = {
        item.url: part
        for section, numbers in zip(main.sections, shares, strict=True)
        for item, part in zip(section.items, numbers, strict=True)
        if item.url
    }
    found = [[by_url.get(item.url or "") for item in one.items] for one in translation.sections]
    pairs = pair_sections(translation, main, publication)
    for at, numbers in enumerate(found):
        own = shares[pairs[at]] if at in pairs else ()
        if len(set(own)) == 1:
            # All of a section's items are of one part in an edition that is no round-up.
            in_place: Sequence[int] = own[:1] * len(numbers)
        elif len(own) == len(numbers) and is_in_order(numbers, own):
            in_place = own
        else:
            continue
        found[at] = [
            place if number is None else number
            for number, place in zip(numbers, in_place, strict=True)
        ]
    if any(number is None for numbers in found for number in numbers):
        return None
    return tuple(tuple(one for one in numbers if one is not None) for numbers in found)


def is_in_order(numbers: Sequence[int | None], own: Sequence[int]) -> bool:
    """Whether the items whose parts are known stand where the main edition has such parts."""
    return all(number in (None, place) for number, place in zip(numbers, own, strict=True))


def pair_sections(
    translation: Edition, main: Edition, publication: Publication
) -> Mapping[int, int]:
    """Find for sections of a translation those of the main edition: by id, else by place."""
    ids = choosable_ids(publication)
    known = {chosen_by(one, ids) or one.id: at for at, one in enumerate(main.sections)}
    known.pop(None, None)
    same_count = len(translation.sections) == len(main.sections)
    pairs = {}
    for at, section in enumerate(translation.sections):
        place = known.get(chosen_by(section, ids) or section.id)
        if place is None and same_count:
            place = at
        if place is not None:
            pairs[at] = place
    return pairs


def has_stories(edition: Edition) -> bool:
    """Whether anything but sponsors' slots is left."""
    return any(item.sponsor is None for item in edition.items)


def make_variant(
    editions: Sequence[Edition], shares: Shares, without: Collection[int], publication: Publication
) -> tuple[Edition, ...]:
    """Take parts out of an edition in all its languages, the main one first.

    A translation of which nothing is left, or that cannot be told apart, is replaced by the main
    edition's stories between its own words and dates.
    """
    main = leave_out(editions[0], shares, without)
    made = [main]
    for other in editions[1:]:
        own = share_translation(other, editions[0], shares, publication)
        left = leave_out(other, own, without) if own is not None else None
        made.append(left if left and has_stories(left) else framed(main, other.language))
    return tuple(made)
