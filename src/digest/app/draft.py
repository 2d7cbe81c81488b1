"""Draft an edition: stored articles → stories → selection → the file that an editor reads."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from digest.app.check import edition_path
from digest.app.ports import Clock, EditionStore, Folder, Stores, Writer
from digest.compose.draft import edition_from_selection, write_edition
from digest.compose.lock import draft_hash
from digest.compose.select import Selection
from digest.compose.window import (
    choose_slot,
    choose_window,
    edition_slug,
    local_day,
    send_deadline,
)
from digest.errors import EditionBusy, UsageError
from digest.model.edition import (
    DAILY,
    Decision,
    Edition,
    EditionRecord,
    EditionState,
    Window,
)
from digest.model.publication import Publication, Slot

if TYPE_CHECKING:
    from digest.app.writing import Writing

OPEN_STATES = frozenset({EditionState.DRAFTED, EditionState.APPROVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Which edition is meant: its slug, its day and slot, what it selects from, its deadline.

    Before `due` it does not leave by itself; None for an edition that has no time of day.
    """

    slug: str
    day: date
    slot: Slot | None
    window: Window
    send_by: datetime
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWish:
    """What a caller wants to be drafted.

    Attributes:
        day: Local date of the edition; None means today.
        slot_name: Its slot; None means the latest whose time has come.
        force: Whether to write over a file that an editor has changed.
        dry_run: Whether to leave everything as it is.
    """

    day: date | None = None
    slot_name: str | None = None
    force: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftReport:
    """What was drafted.

    Attributes:
        placement: Which edition, and its window.
        selection: What was chosen and why; `quiet` when it is too little for an edition.
        path: The edition's file, relative to the publication's folder.
        edition: As written; None on a quiet day.
        minimum: Stories that an edition needs at least.
        writing: What a language model wrote into it; None when none was asked.
        of_week: Whether it is a round-up of the week.
    """

    placement: Placement
    selection: Selection
    path: str
    edition: Edition | None
    minimum: int
    writing: "Writing | None" = None
    of_week: bool = False

    @property
    def quiet_reason(self) -> str:
        """Say why nothing was drafted; of use on a quiet day only."""
        found = sum(1 for one in self.selection.decisions if one.place != "dropped")
        stories = "story" if found == 1 else "stories"
        if self.of_week:
            told = f"{found} {stories} in what was sent"
            return f"a quiet week: {told}, fewer than the {self.minimum} of an edition"
        return f"a quiet day: {found} new {stories}, fewer than the {self.minimum} of an edition"


def place_edition(
    publication: Publication,
    *,
    editions: EditionStore,
    now: datetime,
    day: date | None = None,
    slot_name: str | None = None,
) -> Placement:
    """Tell which edition a wish means: today's latest slot, or the day and slot that were named.

    An edition that was drafted before keeps its window.

    Raises:
        UsageError: There is no such slot.
    """
    slot = choose_slot(publication, now=now, day=day, name=slot_name)
    chosen = day or local_day(publication, now)
    slug = edition_slug(publication, chosen, slot)
    record = editions.edition(slug, with_decisions=False)
    last = editions.last_sent()
    window = (
        record.window
        if record
        else choose_window(
            publication,
            day=chosen,
            slot=slot,
            now=now,
            last_sent_end=last.window.end if last else None,
        )
    )
    send_by = record.send_by if record else send_deadline(publication, chosen, slot)
    due = window.end if slot else None
    return Placement(slug=slug, day=chosen, slot=slot, window=window, send_by=send_by, due=due)


def draft_edition(
    wish: DraftWish,
    publication: Publication,
    *,
    stores: Stores,
    folder: Folder,
    clock: Clock,
    writer: Writer | None = None,
) -> DraftReport:
    """Select and summarise the stories of an edition and write its file.

    Args:
        wish: Which edition, and whether to write over an edited one.
        publication: The publication with its rules.
        stores: What was collected, drafted and sent before.
        folder: Where the edition's file is written.
        clock: Tells the cut-off of an edition without a slot.
        writer: A language model that proposes texts; None leaves the extracts. A rehearsal asks it
            nothing.

    Returns:
        What was chosen; nothing is written on a quiet day.

    Raises:
        UsageError: The file was changed by an editor and `force` is not given; no such slot.
        EditionBusy: The edition is being sent, or was.
    """
    from digest.app.choose import choose_stories  # with all rules of language

    editions = stores.editions
    placement = place_edition(
        publication, editions=editions, now=clock.now(), day=wish.day, slot_name=wish.slot_name
    )
    record = editions.edition(placement.slug, with_decisions=False)
    refuse_rewriting(placement.slug, record, folder=folder, force=wish.force)
    choice = choose_stories(
        publication,
        window=placement.window,
        folder_day=placement.day if wish.day else None,
        stores=stores,
    )
    selection = choice.selection
    if not wish.dry_run:
        # An embargo is remembered, so that its story comes back when the moment has come.
        for notice in choice.weighed.heeded.notices:
            stores.wishes.save_wish(notice)
    path = edition_path(placement.slug)
    report = DraftReport(
        placement=placement,
        selection=selection,
        path=path,
        edition=None,
        minimum=publication.edition.minimum,
    )
    if selection.quiet:
        return report
    number = record.number if record else next_number(editions)
    edition = edition_from_selection(
        selection, publication, slug=placement.slug, number=number, summaries=choice.summaries
    )
    writing = None
    if writer and not wish.dry_run:
        from digest.app.proposals import write_with_model

        edition, writing = write_with_model(
            edition,
            selection,
            publication,
            writer=writer,
            proposals=stores.proposals,
            clock=clock,
        )
    if not wish.dry_run:
        save_edition(
            edition,
            placement,
            publication,
            editions=editions,
            folder=folder,
            decisions=selection.decisions,
        )
    return replace(report, edition=edition, writing=writing)


def save_edition(
    edition: Edition,
    placement: Placement,
    publication: Publication,
    *,
    editions: EditionStore,
    folder: Folder,
    decisions: tuple[Decision, ...] = (),
    kind: str = DAILY,
) -> None:
    """Keep a drafted edition, and write its file."""
    text = write_edition(edition, zone=publication.timezone)
    # The store first: stopped in between, the next draft finds no file and writes it.
    editions.save_draft(
        EditionRecord(
            slug=edition.slug,
            number=edition.number,
            state=EditionState.DRAFTED,
            window=placement.window,
            draft_hash=draft_hash(text),
            send_by=placement.send_by,
            decisions=decisions,
            kind=kind,
        )
    )
    folder.write_text(edition_path(edition.slug), text)


def refuse_rewriting(
    slug: str, record: EditionRecord | None, *, folder: Folder, force: bool
) -> None:
    """Keep an edition that left, and a file that an editor has changed.

    Raises:
        EditionBusy: The edition is planned, sent or expired.
        UsageError: The file is not as we wrote it, or not ours, and `force` is not given.
    """
    if record and record.state not in OPEN_STATES:
        raise EditionBusy(
            f"{slug} is {record.state.value}: it cannot be drafted again.",
            f"See who got it: digest report {slug}",
        )
    path = edition_path(slug)
    text = folder.read_text(path)
    if text is None or force:
        return
    if record is None:
        raise UsageError(
            f"{path} is there already, and the database knows nothing of it.",
            "Move it away, or write it anew with: digest draft --force",
        )
    if draft_hash(text) != record.draft_hash:
        raise UsageError(
            f"{path} was changed by an editor and is left as it is.",
            f"To send it as it stands: digest send {slug}. To write it anew, without the changes:"
            " digest draft --force",
        )


def next_number(editions: EditionStore, *, kind: str = DAILY) -> int:
    """Number a new edition after all of its kind that exist.

    Round-ups are counted by themselves: nobody who reads every edition is to miss a number.
    """
    numbers = (record.number for record in editions.editions() if record.kind == kind)
    return max(numbers, default=0) + 1
