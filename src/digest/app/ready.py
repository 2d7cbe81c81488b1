"""Make an edition ready to be planned: check it, refuse what is wrong, count its readers."""

from dataclasses import dataclass, replace
from datetime import datetime

from digest.app.check import NAME_ANOTHER, CheckReport, check_file
from digest.app.mailing import open_mailing
from digest.app.pictures import Host
from digest.app.plan import make_lock
from digest.app.ports import Clock, EditionStore, Folder, Renderer, Stores, SubscriberStore
from digest.app.segments import refuse_unknown
from digest.app.variants import add_variants
from digest.deliver.segment import Segment
from digest.deliver.signing_up import is_over
from digest.errors import EditionError, EditionExpired, UsageError
from digest.model.delivery import Books
from digest.model.edition import DAILY, WEEKLY, EditionRecord
from digest.model.message import Finding, Level, Lock
from digest.model.publication import Publication
from digest.model.subscriber import SubscriberState
from digest.text.values import show_moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """An edition that may be planned.

    Attributes:
        lock: What would be frozen.
        record: The drafted edition, with the moment after which nothing of it is begun.
        audience: Whom it would be planned for now.
        paused: How many more are on these lists, in this segment, and paused.
        checked: What the check found; no errors.
    """

    lock: Lock
    record: EditionRecord
    audience: Books
    paused: int
    checked: CheckReport


def make_ready(
    slug: str,
    publication: Publication,
    *,
    stores: Stores,
    folder: Folder,
    renderer: Renderer,
    clock: Clock,
    lists: tuple[str, ...],
    public_url: str,
    segment: Segment | None = None,
    send_by: datetime | None = None,
    host: Host | None = None,
) -> Ready:
    """Check a drafted edition and make its lock, without planning it.

    Its readers are on one of the lists, or on any, and in the segment if there is one.
    With `send_by` that moment takes the place of the draft's own; `host` sees to pictures that
    the publication serves itself.

    Raises:
        UsageError: Nothing is drafted under this slug, or nobody is on the lists or in the segment.
        EditionError: The check found errors; the first is told.
        RenderError: It cannot be made into mail.
        EditionExpired: Its time to be sent has passed.
    """
    record = stores.editions.edition(slug)
    if record is None:
        raise UsageError(f"There is no edition {slug}.", NAME_ANOTHER)
    now = clock.now()
    record = replace(record, send_by=send_by or record.send_by)
    refuse_late(slug, send_by=record.send_by, now=now, zone=publication.timezone)
    checked = check_file(
        slug,
        publication,
        folder=folder,
        renderer=renderer,
        clock=clock,
        public_url=public_url,
        stores=stores,
        host=host,
    )
    refuse_errors(checked)
    people = stores.subscribers
    audience = count_audience(
        slug, lists, subscribers=people, segment=segment, kind=record.kind, now=now
    )
    lock = make_lock(
        checked, publication, record=record, lists=lists, public_url=public_url, now=now
    )
    lock = add_variants(
        replace(lock, segment=segment.text if segment else ""),
        checked,
        publication,
        record=record,
        segment=segment,
        stores=stores,
        renderer=renderer,
    )
    # What is frozen stays as it is: an address that no mail can bear must be found before.
    open_mailing(lock, secret="").compile_all()
    return Ready(
        lock=lock,
        record=record,
        audience=audience,
        paused=sum(
            1
            for one in people.subscribers(
                state=SubscriberState.PAUSED, lists=lists, segment=segment
            )
            if not is_over(one, now=now)
        ),
        checked=checked,
    )


def refuse_late(slug: str, *, send_by: datetime, now: datetime, zone: str) -> None:
    """Let nothing be begun after its time, which is told in `zone`.

    Raises:
        EditionExpired: Its time to be sent has passed.
    """
    if now >= send_by:
        raise EditionExpired(
            f"{slug} had to be sent by {show_moment(send_by, zone)}; nothing was sent.",
            "Draft today's edition: digest draft",
        )


def count_audience(
    slug: str,
    lists: tuple[str, ...],
    *,
    subscribers: SubscriberStore,
    segment: Segment | None = None,
    kind: str = DAILY,
    now: datetime,
) -> Books:
    """Count whom an edition would be planned for now.

    Raises:
        UsageError: Nobody, or the segment names a field that nobody has.
    """
    refuse_unknown(segment, subscribers=subscribers)
    audience = subscribers.audience(lists, segment=segment, kind=kind, now=now)
    if audience.planned == 0 and segment:
        where = f" on {', '.join(lists)}" if lists else ""
        raise UsageError(
            f"Nobody who is subscribed{where} is in the segment {segment.text}: "
            f"there is no one to send {slug} to.",
            "See who would be in another: digest subscribers list --segment EXPR",
        )
    if audience.planned == 0 and kind == WEEKLY:
        where = f" on {', '.join(lists)}" if lists else ""
        raise UsageError(
            f"Nobody{where} has chosen the round-up: there is no one to send {slug} to.",
            "Readers choose it on their page of preferences; digest subscribers list --segment "
            "'frequency = \"weekly\"' shows who has.",
        )
    if audience.planned == 0:
        where = f" on {', '.join(lists)}" if lists else ""
        raise UsageError(
            f"Nobody is subscribed{where}: there is no one to send {slug} to.",
            "Add readers first: digest subscribers import FILE.csv",
        )
    return audience


def make_test_lock(
    slug: str,
    publication: Publication,
    *,
    editions: EditionStore,
    folder: Folder,
    renderer: Renderer,
    clock: Clock,
    public_url: str,
    host: Host | None = None,
) -> Lock:
    """Take what a test copy shows: the lock of a planned edition, else its file as it stands.

    Raises:
        UsageError: Nothing is drafted under this slug.
        EditionError: The file cannot be read or rendered; the first finding is told.
    """
    frozen = editions.lock(slug)
    if frozen:
        return frozen
    checked = check_file(
        slug,
        publication,
        folder=folder,
        renderer=renderer,
        clock=clock,
        public_url=public_url,
        host=host,
    )
    if len(checked.renderings) <= len(checked.others):
        refuse_errors(checked)
    return make_lock(
        checked, publication, record=None, lists=(), public_url=public_url, now=clock.now()
    )


def refuse_errors(checked: CheckReport) -> None:
    """Let nothing be sent that a check found an error in.

    Raises:
        EditionError: There is an error; the first is told.
    """
    errors = [finding for finding in checked.findings if finding.level is Level.ERROR]
    if not errors:
        return
    more = f" (And {len(errors) - 1} more.)" if len(errors) > 1 else ""
    raise EditionError(
        f"{describe(errors[0])}{more} Nothing is sent.",
        f"See all: digest check {checked.slug}",
        line=errors[0].line,
    )


def describe(finding: Finding) -> str:
    """Write a finding as one line: place, rule, message."""
    place = f"{finding.file}:{finding.line}" if finding.line else (finding.file or "the mail")
    place += f":{finding.column}" if finding.column else ""
    return f"{place}  {finding.rule}  {finding.message}"
