"""Draft the week's round-up out of the editions that readers were sent."""

from datetime import date, datetime

from digest.app.check import edition_path
from digest.app.draft import (
    OPEN_STATES,
    DraftReport,
    DraftWish,
    Placement,
    next_number,
    refuse_rewriting,
    save_edition,
)
from digest.app.ports import Clock, EditionStore, Folder, Stores
from digest.app.week import editions_of_week, last_round_up, main_source
from digest.compose.roundup import make_round_up
from digest.compose.select import Selection
from digest.compose.window import (
    edition_slug,
    round_up_day,
    round_up_deadline,
    round_up_due,
    round_up_window,
)
from digest.errors import UsageError
from digest.model.edition import WEEKLY, Decision, Edition
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

    One that is planned keeps its window. One that is drafted again looks at the week again.

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
    due = round_up_due(publication, rules, chosen)
    if record and record.state not in OPEN_STATES:
        window = record.window
    else:
        last = last_round_up(slug, due, editions=editions)
        window = round_up_window(
            publication, rules, chosen, now=now, last_sent_end=last.window.end if last else None
        )
    return Placement(
        slug=slug,
        day=chosen,
        slot=slot,
        window=window,
        send_by=record.send_by if record else round_up_deadline(publication, rules, chosen),
        due=due,
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
    told = find_decisions(locks, editions=editions)
    number = record.number if record else next_number(editions, kind=WEEKLY)
    edition = make_round_up(
        [source for lock in locks if (source := main_source(lock))],
        publication,
        slug=placement.slug,
        number=number,
        most=rules.stories,
        homes={url: one.section for one in told if one.section for url in (one.url, *one.articles)},
    )
    minimum = publication.edition.minimum
    found = len(edition.items)
    quiet = found < minimum
    report = DraftReport(
        placement=placement,
        selection=Selection(
            sections=(), bench=(), decisions=tuple(decide(edition, told)), quiet=quiet
        ),
        path=edition_path(placement.slug),
        edition=None if quiet else edition,
        minimum=minimum,
        of_week=True,
    )
    if not quiet and not wish.dry_run:
        save_edition(
            edition,
            placement,
            publication,
            editions=editions,
            folder=folder,
            decisions=report.selection.decisions,
            kind=WEEKLY,
        )
    return report


def decide(edition: Edition, told: list[Decision]) -> list[Decision]:
    """Say where each story of a round-up is, by what was decided about it in the week.

    A saved page has no link; it is known by its headline.
    """
    saved = {one.headline: one.url for one in told}
    placed = [(one, section.name) for section in edition.sections for one in section.items]
    return [
        Decision(
            url=item.url or saved.get(item.headline, item.headline),
            headline=item.headline,
            place=place,
            reason="told in the week's editions",
        )
        for item, place in (*placed, *((item, "bench") for item in edition.bench))
    ]


def find_decisions(locks: list[Lock], *, editions: EditionStore) -> list[Decision]:
    """List what was decided about the stories of some editions, the earliest first."""
    records = (editions.edition(lock.slug) for lock in locks)
    return [one for record in records if record for one in record.decisions]
