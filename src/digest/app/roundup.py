"""Draft the week's round-up out of the editions that readers were sent."""

from datetime import date, datetime

from digest.app.check import edition_path
from digest.app.draft import (
    DraftReport,
    DraftWish,
    Placement,
    next_number,
    refuse_rewriting,
    save_edition,
)
from digest.app.ports import Clock, EditionStore, Folder, Stores
from digest.app.week import editions_of_week, main_source
from digest.compose.roundup import make_round_up
from digest.compose.select import Selection
from digest.compose.window import (
    edition_slug,
    round_up_day,
    round_up_deadline,
    round_up_window,
)
from digest.errors import UsageError
from digest.model.edition import WEEKLY, Decision, Edition, EditionRecord
from digest.model.message import Lock
from digest.model.publication import Publication, Slot, WeeklyRules


def weekly_rules(publication: Publication) -> WeeklyRules:
    """Tell the rules of the round-up.

    Raises:
        UsageError: The publication offers none.
    """
    if publication.weekly is None:
        raise UsageError(
            "digest.toml offers no round-up of the week.",
            'Add a table to it: [weekly], with day = "saturday" and at = "09:00".',
        )
    return publication.weekly


def place_round_up(
    publication: Publication, *, editions: EditionStore, now: datetime, day: date | None = None
) -> Placement:
    """Tell which round-up is meant: today's, or the next; or the one of the day that is named.

    One that was drafted before keeps its window.

    Raises:
        UsageError: The publication offers none, or not on that day.
    """
    rules = weekly_rules(publication)
    chosen = day or round_up_day(publication, rules, now)
    if chosen.weekday() != rules.day:
        raise UsageError(
            f"{chosen} is a {chosen:%A}, and the round-up has another day.",
            "Name one of its days, or change day in digest.toml, [weekly].",
        )
    slot = Slot(name=WEEKLY, at=rules.at, send_by=rules.send_by)
    slug = edition_slug(publication, chosen, slot)
    record = editions.edition(slug, with_decisions=False)
    return Placement(
        slug=slug,
        day=chosen,
        slot=slot,
        window=record.window if record else round_up_window(publication, rules, chosen),
        send_by=record.send_by if record else round_up_deadline(publication, rules, chosen),
    )


def draft_round_up(
    wish: DraftWish, publication: Publication, *, stores: Stores, folder: Folder, clock: Clock
) -> DraftReport:
    """Choose the stories of the week and write the round-up's file.

    Args:
        wish: Of which day, and whether to write over an edited file.
        publication: The publication with its rules.
        stores: The editions that were sent.
        folder: Where the file is written.
        clock: Tells which round-up is the next.

    Returns:
        What was chosen; nothing is written when the week has too few stories.

    Raises:
        UsageError: The publication offers no round-up, or not on that day; the file was changed by
            an editor and `force` is not given.
        EditionBusy: It is being sent, or was.
    """
    rules = weekly_rules(publication)
    editions = stores.editions
    placement = place_round_up(publication, editions=editions, now=clock.now(), day=wish.day)
    record = editions.edition(placement.slug, with_decisions=False)
    refuse_rewriting(placement.slug, record, folder=folder, force=wish.force)
    locks = editions_of_week(placement.window, editions=editions)
    number = record.number if record else next_number(editions, kind=WEEKLY)
    edition = make_round_up(
        [source for lock in locks if (source := main_source(lock))],
        publication,
        slug=placement.slug,
        number=number,
        most=rules.stories,
        homes=find_homes(locks, editions=editions),
    )
    minimum = publication.edition.minimum
    found = len(edition.items)
    quiet = found < minimum
    report = DraftReport(
        placement=placement,
        selection=Selection(sections=(), bench=(), decisions=tuple(decide(edition)), quiet=quiet),
        path=edition_path(placement.slug),
        edition=None if quiet else edition,
        minimum=minimum,
        of_week=True,
    )
    if not quiet and not wish.dry_run:
        save_edition(edition, placement, publication, editions=editions, folder=folder, kind=WEEKLY)
    return report


def decide(edition: Edition) -> list[Decision]:
    """Say where each story of a round-up is."""
    placed = [(one, section.name) for section in edition.sections for one in section.items]
    return [
        Decision(
            url=item.url or item.headline,
            headline=item.headline,
            place=place,
            reason="told in the week's editions",
        )
        for item, place in (*placed, *((item, "bench") for item in edition.bench))
    ]


def find_homes(locks: list[Lock], *, editions: EditionStore) -> dict[str, str]:
    """Tell for stories, by address, which configured section they were found to belong in."""
    homes: dict[str, str] = {}
    for lock in locks:
        record: EditionRecord | None = editions.edition(lock.slug)
        for one in record.decisions if record else ():
            if one.section:
                homes |= dict.fromkeys((one.url, *one.articles), one.section)
    return homes
