"""The week's round-up: the best stories of the week's editions, each once, in its last wording."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from digest.compose.front import LONGEST_SUBJECT
from digest.compose.items import shorten, unique_ids, write_preheader
from digest.compose.lines import tidy
from digest.compose.variants import choosable_ids, chosen_by
from digest.compose.week_words import choose_week_words
from digest.compose.words import choose_words
from digest.model.edition import Edition, Item, Section
from digest.model.publication import Publication
from digest.text.section_ids import section_id
from digest.text.values import make_slug

BENCH = 20
# What one more source counts for, against a place in an edition from 1 for its hero down to 0.
A_SOURCE = 0.15
MOST_SOURCES = 6


@dataclass(slots=True, kw_only=True)
class WeekStory:
    """A story of the week, told in one edition or in several.

    Attributes:
        item: As it was told last.
        section: Where it stood last, or where it belongs when it was an edition's hero.
        keys: What it is known by: addresses, or the headline of a story without a link.
        place: Its best place in an edition: 1 for the hero, near 0 for the last item.
        is_hero: Whether it was an edition's hero.
    """

    item: Item
    section: Section
    keys: set[str] = field(default_factory=set)
    place: float = 0.0
    is_hero: bool = False

    @property
    def rank(self) -> tuple[bool, float]:
        """Sort heroes first, then by place and by how many sources tell it; latest first."""
        sources = min(len(self.item.also), MOST_SOURCES)
        return (not self.is_hero, -(self.place + A_SOURCE * sources))


def make_round_up(
    editions: Sequence[Edition],
    publication: Publication,
    *,
    slug: str,
    number: int,
    most: int,
    homes: Mapping[str, str] | None = None,
) -> Edition:
    """Make a week's editions into one.

    The first hero by rank opens it; the others lead the sections that they belong in. A section
    holds no more than its limit, and what finds no room waits on the bench.

    Args:
        editions: What was sent, the earliest first, in the publication's main language.
        publication: Its sections and their limits.
        slug: The round-up.
        number: Its running number.
        most: Most stories.
        homes: Names of the configured sections that stories belong in, by address.

    Returns:
        The edition; one without sections when nothing was told.
    """
    stories = sorted(gather(editions, publication, homes or {}), key=lambda one: one.rank)
    chosen, left = choose_best(stories, publication, most=most)
    words = choose_week_words(publication.language)
    sections: list[Section] = []
    if chosen:
        hero, *others = chosen
        top = Section(name=words.top, id=make_slug(words.top) or None, items=(hero.item,))
        sections = [top, *lay_out(others, publication)]
    headlines = [item.headline for section in sections for item in section.items]
    corrections = dict.fromkeys(one.correction for one in editions if one.correction)
    return Edition(
        slug=slug,
        number=number,
        language=publication.language,
        subject=shorten(words.subject.replace("{}", headlines[0]), LONGEST_SUBJECT)
        if headlines
        else publication.name,
        preheader=write_preheader(headlines[1:], publication.language, of_week=True),
        correction=" ".join(corrections) or None,
        sections=unique_ids(sections),
        bench=tuple(one.item for one in left[:BENCH]),
    )


def gather(
    editions: Sequence[Edition], publication: Publication, homes: Mapping[str, str]
) -> list[WeekStory]:
    """Put what was told of each story together; sponsors' slots are no stories."""
    known: dict[str, WeekStory] = {}
    stories: list[WeekStory] = []
    # The latest first: that wording stays.
    for edition in reversed(editions):
        items = [(one, section) for section in edition.sections for one in section.items]
        for at, (item, section) in enumerate(items):
            if item.sponsor is not None:
                continue
            keys = keys_of(item)
            story = next((known[key] for key in keys if key in known), None)
            if story is None:
                home = find_home(item, section, publication, homes)
                told = replace(item, updated=False, embargo=None, line=None)
                story = WeekStory(item=told, section=home)
                stories.append(story)
            story.place = max(story.place, 1 - at / len(items))
            story.is_hero = story.is_hero or at == 0
            known |= dict.fromkeys(keys, story)
    return stories


def keys_of(item: Item) -> list[str]:
    """Tell what a story is known by."""
    urls = [item.url, *(sighting.url for sighting in item.also)]
    return [url for url in urls if url] or [tidy(item.headline)]


def find_home(
    item: Item, section: Section, publication: Publication, homes: Mapping[str, str]
) -> Section:
    """Find the section that a story belongs in, without items.

    One that stood in none of the desk's sections goes where it was found to belong, or where its
    kicker says; else it stays where it stood.
    """
    ids = choosable_ids(publication)
    if chosen_by(section, ids) is None:
        for name in (homes.get(item.url or ""), item.kicker):
            if name and section_id(name) in ids:
                rule = next(one for one in publication.sections if is_named(one.name, name))
                return Section(name=rule.name, id=make_slug(rule.name) or None)
    return replace(section, items=(), line=None)


def is_named(name: str, other: str) -> bool:
    """Whether two names of sections are one to readers."""
    return section_id(name) == section_id(other)


def choose_best(
    stories: Sequence[WeekStory], publication: Publication, *, most: int
) -> tuple[list[WeekStory], list[WeekStory]]:
    """Choose the stories that have room, the best first; and those that have none."""
    ids = choosable_ids(publication)
    room = {section_id(rule.name): rule.limit for rule in publication.sections}
    chosen: list[WeekStory] = []
    left: list[WeekStory] = []
    for story in stories:
        own = chosen_by(story.section, ids)
        if len(chosen) >= most or (own and chosen and room[own] <= 0):
            left.append(story)
            continue
        if own and chosen:
            room[own] -= 1
        chosen.append(story)
    return chosen, left


def lay_out(stories: Sequence[WeekStory], publication: Publication) -> list[Section]:
    """Put stories into their sections: the desk's own in their order, then others, briefs last."""
    ids = choosable_ids(publication)
    rules = [section_id(rule.name) for rule in publication.sections]
    words = choose_words(publication.language)
    found: dict[str, tuple[Section, list[WeekStory]]] = {}
    for story in stories:
        section = story.section
        if section.name == words.top:
            section = Section(name=words.more, id=make_slug(words.more) or None)
        key = chosen_by(section, ids) or f"{section.id or ''} {section.name}"
        found.setdefault(key, (section, []))[1].append(story)

    def place(key: str) -> tuple[int, bool]:
        own = rules.index(key) if key in rules else len(rules)
        return own, found[key][0].name == words.brief

    return [
        replace(section, items=tuple(without_kicker(one.item, section) for one in told))
        for section, told in (found[key] for key in sorted(found, key=place))
    ]


def without_kicker(item: Item, section: Section) -> Item:
    """Take a kicker away that says what the section's name says."""
    return replace(item, kicker=None) if is_named(item.kicker or "", section.name) else item
