"""Render an edition in the few variants that its readers want, before it is planned."""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

from digest.app.check import CheckReport
from digest.app.ports import EditionStore, Renderer, Stores
from digest.check.size import is_cut_off
from digest.compose.lines import tidy
from digest.compose.variants import Origins, make_variant, no_origins, share_out
from digest.deliver.segment import Segment
from digest.deliver.variants import count_stories, repeated_parts, unwanted_parts
from digest.errors import RenderError
from digest.model.edition import WEEKLY, EditionRecord, Item
from digest.model.message import Lock, Part, Variant
from digest.model.publication import Publication

# More are never rendered, whatever readers choose: who wants another set of sections gets the
# smallest variant that holds all of it.
MOST_VARIANTS = 32

Wanted = Mapping[tuple[tuple[str, ...], tuple[str, ...]], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tellings:
    """Which editions told a story before.

    Attributes:
        by_url: Their slugs, the earliest first, by each address of the story.
        by_headline: The same by the headline, for stories without a link.
    """

    by_url: Mapping[str, tuple[str, ...]]
    by_headline: Mapping[str, tuple[str, ...]]

    def origins(self, item: Item) -> tuple[str, ...]:
        """Tell which editions told an item before; none for a sponsor's slot."""
        if item.sponsor is not None:
            return ()
        found = [slug for url in addresses_of(item) for slug in self.by_url.get(url, ())]
        found += () if item.url else self.by_headline.get(tidy(item.headline), ())
        return tuple(sorted(set(found)))


def add_variants(
    lock: Lock,
    checked: CheckReport,
    publication: Publication,
    *,
    record: EditionRecord,
    segment: Segment | None = None,
    stores: Stores,
    renderer: Renderer,
) -> Lock:
    """Put the variants into a lock that its readers want.

    One for each set of parts, those that most readers want first. A theme that cannot do without
    a section, or that makes more of what is left than a mail may have, costs that variant, never
    the edition.

    Args:
        lock: Of the whole edition.
        checked: What it was made of.
        publication: The publication.
        record: The drafted edition, with its kind.
        segment: Who of those on its lists it goes to; None for all of them.
        stores: Tells what readers chose, and what they were sent.
        renderer: Renders the variants.
    """
    origins: Origins = no_origins
    if record.kind == WEEKLY:
        origins = read_tellings(record, editions=stores.editions).origins
    main, *_ = checked.placed
    parts, shares = share_out(main, publication, origins=origins)
    if not any(part.section is not None or part.editions for part in parts):
        return lock
    lock = replace(lock, parts=parts)
    slugs = tuple(dict.fromkeys(slug for part in parts for slug in part.editions))
    wanted = stores.subscribers.wanted(
        lock.lists, segment=segment, kind=lock.kind, editions=slugs, now=lock.date
    )
    made: list[Variant] = []
    for without in choose_sets(parts, wanted):
        editions = make_variant(checked.placed, shares, without, publication)
        with suppress(RenderError):
            rendered = tuple(
                renderer.render(
                    one,
                    publication,
                    content_hash=lock.content_hash,
                    public_url=lock.public_url,
                )
                for one in editions
            )
            if not any(is_cut_off(one) for one in rendered):
                made.append(Variant(without=without, rendered=rendered))
    return replace(lock, variants=tuple(made))


def choose_sets(parts: tuple[Part, ...], wanted: Wanted) -> list[tuple[int, ...]]:
    """Choose which parts are left out of the variants.

    What readers were sent before may never come again, so a variant that leaves out just that has
    the first half of the room; the other sets come by the number of their readers.

    Args:
        parts: Of the edition.
        wanted: How many readers want what.

    Returns:
        Sets of part numbers, each once; neither the whole edition nor one without stories.
    """
    fresh: Counter[tuple[int, ...]] = Counter()
    chosen: Counter[tuple[int, ...]] = Counter()
    for (sections, had), readers in wanted.items():
        fresh[tuple(sorted(repeated_parts(parts, had)))] += readers
        chosen[tuple(sorted(unwanted_parts(parts, sections, had)))] += readers
    first = worth_making(parts, fresh)[: MOST_VARIANTS // 2]
    return list(dict.fromkeys([*first, *worth_making(parts, chosen)]))[:MOST_VARIANTS]


def worth_making(parts: tuple[Part, ...], sets: Counter[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Order sets by their readers, the most first; the whole and the empty edition are left out."""
    return [
        one
        for one, _ in sorted(sets.items(), key=lambda pair: (-pair[1], pair[0]))
        if one and count_stories(parts, one)
    ]


def read_tellings(record: EditionRecord, *, editions: EditionStore) -> Tellings:
    """Read which earlier editions, and round-ups among them, told which stories."""
    from digest.app.week import editions_before, main_source

    by_url: dict[str, tuple[str, ...]] = {}
    by_headline: dict[str, tuple[str, ...]] = {}
    for lock in editions_before(record, editions=editions):
        source = main_source(lock)
        items = source.items if source else ()
        # The lock of a round-up lists no articles, for it tells none for the first time.
        urls = {*lock.articles, *(url for item in items for url in addresses_of(item))}
        for url in urls:
            by_url[url] = (*by_url.get(url, ()), lock.slug)
        for headline in {tidy(item.headline) for item in items}:
            by_headline[headline] = (*by_headline.get(headline, ()), lock.slug)
    return Tellings(by_url=by_url, by_headline=by_headline)


def addresses_of(item: Item) -> list[str]:
    """List the addresses at which a story is told."""
    return [url for url in (item.url, *(sighting.url for sighting in item.also)) if url]
