"""The ports: what a use case needs of the world. Adapters fit them without importing them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from digest.app.cluster_ports import OrderStore, PaceStore, Queue, WorkerStore
from digest.app.reader_ports import LetterStore, RecordStore, ReturnStore, SignUpStore
from digest.deliver.endings import nobody_is_dead
from digest.deliver.segment import Segment
from digest.model.article import Article, ArticleVersion, SavedArticles
from digest.model.delivery import (
    Batch,
    Books,
    Delivery,
    OpenWindow,
    Outcome,
    ReaderDelivery,
    Reply,
)
from digest.model.edition import Edition, EditionRecord, EditionState
from digest.model.fetch import (
    Fetched,
    FetchFailure,
    SavedPage,
    SourceHealth,
    SourceRhythm,
    Validators,
)
from digest.model.message import Finding, Inspection, Lock, Message, Rendered, Trial
from digest.model.picture import CardWish, Picture, PictureFailure, PictureWish
from digest.model.proposal import Prompt, Proposal, Refusal, WriterFailure, Written
from digest.model.publication import Publication, Source
from digest.model.rows import Row
from digest.model.signup import LetterWish
from digest.model.subscriber import (
    Imported,
    Leaver,
    Preferences,
    Subscriber,
    SubscriberState,
    Suppression,
    SuppressionReason,
)
from digest.model.tie import Marked, Tie
from digest.model.wish import Wish, WishKind
from digest.render.theme import Theme

Result = TypeVar("Result")


class Clock(Protocol):
    """The present moment, and waiting for a later one."""

    def now(self) -> datetime:
        """Tell the present moment, aware, UTC."""
        ...

    async def sleep(self, span: timedelta) -> None:
        """Wait; other tasks go on."""
        ...


class Fetcher(Protocol):
    """Documents over HTTP, behind the fetch guard of docs/reference/fetching.md."""

    async def fetch(
        self, url: str, *, validators: Validators | None = None, obeys_robots: bool = False
    ) -> Fetched | FetchFailure:
        """Fetch one document. Never raises for what the outside does.

        Args:
            url: An http(s) address.
            validators: What the server gave last time; it may then answer "unchanged".
            obeys_robots: Whether robots.txt (RFC 9309) is asked first: for pages, not for feeds,
                which are published to be fetched.
        """
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...


class LinkProbe(Protocol):
    """Whether addresses answer, behind the same fetch guard."""

    async def probe(self, url: str) -> Fetched | FetchFailure:
        """Ask whether an address answers, without reading what it holds.

        Never raises for what the outside does.
        """
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...


class Readers(Protocol):
    """Where documents are read, beside the loop that fetches them."""

    async def run(
        self, function: Callable[..., Result], *arguments: object, **named: object
    ) -> Result | FetchFailure:
        """Call a function of a module, in a thread or in another process.

        What it is given and what it returns are copied when it runs elsewhere.

        Returns:
            What the function returns; a failure without an address when it raised, or when it
            took more time or memory than one document may.
        """
        ...

    async def close(self) -> None:
        """End what was started."""
        ...


class Folder(Protocol):
    """Saved pages on disk, and the text files of the publication's folder."""

    def saved_pages(self, path: str) -> list[SavedPage | FetchFailure] | FetchFailure:
        """Read a folder's .html, .htm and .txt files by name; a missing folder is a failure.

        A file that cannot be read stands in the list as a failure of its own.
        """
        ...

    def saved_page(self, path: str) -> SavedPage | FetchFailure:
        """Read one file."""
        ...

    def source_path(self, path: str) -> str:
        """Write a path that somebody typed as digest.toml has it.

        Returns:
            Relative to the publication's folder when it is inside, else absolute.
        """
        ...

    def read_text(self, path: str) -> str | None:
        """Read a UTF-8 file of the publication's folder; None when it is not there."""
        ...

    def names(self, path: str) -> Sequence[str]:
        """Name what is in a folder of the publication's, in order; nothing when it cannot be."""
        ...

    def write_text(self, path: str, text: str) -> None:
        """Write a file of the publication's folder whole or not at all; makes its folder."""
        ...

    def alone(self) -> AbstractContextManager[None]:
        """Be the only run that makes an edition here; a run that dies is no longer one.

        Raises:
            EditionBusy: Another run is making one at this moment.
        """
        ...


class Output(Protocol):
    """A folder that is written for somebody to look at."""

    def read(self, name: str) -> bytes | None:
        """Read a file that is there; None when there is none."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Write a file, in place of an earlier one; folders in `name` are made."""
        ...


class Site(Protocol):
    """The folder of a static site, which may hold files of others."""

    def is_empty(self) -> bool:
        """Tell whether nothing is there."""
        ...

    def read(self, name: str) -> bytes | None:
        """Read a file; None when there is none."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all; folders in `name` are made."""
        ...

    def remove(self, name: str) -> None:
        """Remove a file, and the folders that it leaves empty."""
        ...

    def alone(self) -> AbstractContextManager[None]:
        """Be the only run that writes here; a run that dies is no longer one.

        Raises:
            EditionBusy: Another run is writing at this moment.
        """
        ...


class Renderer(Protocol):
    """Rendering, in a child process with limits."""

    def render(
        self, edition: Edition, publication: Publication, *, content_hash: str, public_url: str
    ) -> Rendered:
        """Render both parts of an edition.

        Raises:
            RenderError: The theme is wrong or the limits were passed; names the template line.
        """
        ...

    def inspect(
        self, edition: Edition, publication: Publication, *, content_hash: str, public_url: str
    ) -> Inspection:
        """Render both parts of an edition, and keep the MJML that its HTML was made of.

        Raises:
            RenderError: As for `render`.
        """
        ...

    def letter(
        self, wish: LetterWish, publication: Publication, *, content_hash: str, public_url: str
    ) -> Rendered:
        """Render both parts of a letter to single people.

        Raises:
            RenderError: As for `render`.
        """
        ...

    def theme_digest(self, theme: str) -> str:
        """Hash (SHA-256, hex) of every file of a theme, for the content hash."""
        ...

    def tokens(self, theme: str) -> Theme:
        """Read a theme's tokens: colours, fonts, widths.

        Raises:
            RenderError: A file of it cannot be used.
        """
        ...

    def strings(self, theme: str) -> Mapping[str, Any]:
        """Read the mail's own words by language, the desk's own among them.

        Raises:
            RenderError: A file of the theme cannot be used.
        """
        ...


class PictureMaker(Protocol):
    """Strangers' pictures made small and clean, and cards drawn, in a process with limits."""

    async def shrink(self, body: bytes, wish: PictureWish) -> Picture | PictureFailure:
        """Make of a fetched file what the mail needs; whatever is wrong with it is a failure."""
        ...

    async def make_card(self, wish: CardWish) -> Picture | PictureFailure:
        """Draw the picture of an edition that shared links show, 1200 × 630 pixels."""
        ...

    async def close(self) -> None:
        """End the process."""
        ...


class PictureStore(Protocol):
    """The pictures that a publication serves itself."""

    def find(self, key: str, *, since: datetime) -> str | None:
        """Name the picture of a key that was fetched last, at `since` or later."""
        ...

    def failure(self, key: str, *, since: datetime) -> str | None:
        """Tell why there is no picture of a key, if that was tried at `since` or later."""
        ...

    def save(self, key: str, picture: Picture, *, now: datetime) -> str:
        """Keep a picture, whole or not at all, and tell its name.

        Raises:
            StoreError: It cannot be written.
        """
        ...

    def note_failure(self, key: str, reason: str, *, now: datetime) -> None:
        """Remember why there is no picture."""
        ...

    def read(self, name: str) -> bytes | None:
        """Read a picture by its name; None when it is not there."""
        ...

    def older(self, before: datetime) -> Mapping[str, datetime]:
        """Name everything that was written before a moment and is not kept for good, with when."""
        ...

    def keep(self, name: str) -> None:
        """Keep a picture for good: `older` names it no more."""
        ...

    def remove(self, name: str) -> None:
        """Remove a picture or a failure."""
        ...


class ThemeLinter(Protocol):
    """Everything that is wrong with a desk's themes, found in a child process with limits."""

    def lint(self, theme: str) -> list[Finding]:
        """Look through a theme's files without rendering them. Never raises for what they hold."""
        ...

    def try_out(self, edition: Edition, publication: Publication, *, public_url: str) -> Trial:
        """Render an invented edition. Never raises for what the theme's files hold."""
        ...

    def try_letter(self, wish: LetterWish, publication: Publication, *, public_url: str) -> Trial:
        """Render a letter to a single reader. Never raises for what the theme's files hold."""
        ...


class ArticleStore(Protocol):
    """What was collected."""

    def save_articles(self, articles: Sequence[Article], *, now: datetime) -> SavedArticles:
        """Keep articles by URL; a known one keeps `first_seen`, gains sightings and newer text."""
        ...

    def save_batches(
        self, batches: Sequence[Sequence[Article]], *, now: datetime
    ) -> list[SavedArticles]:
        """Keep several batches in one transaction, as `save_articles` does each.

        May be called in a thread while others read.

        Returns:
            What became of each batch, in their order.
        """
        ...

    def articles(
        self,
        *,
        source: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Article]:
        """List articles published or first seen in [since, until).

        With `source` those that were found there, first or later. Oldest first sighting first,
        then by URL.
        """
        ...

    def articles_at(self, urls: Sequence[str]) -> list[Article]:
        """List the articles of these addresses, canonical ones or such as they were seen at.

        Each once, by address; addresses that nobody knows are left out.
        """
        ...

    def versions_since(self, moment: datetime) -> Mapping[str, Sequence[ArticleVersion]]:
        """What articles said that changed after a moment, by address, the oldest version first.

        The last 20 versions of an article are kept.
        """
        ...

    def first_collected(self) -> Mapping[str, datetime]:
        """When each source brought its first article ever, by the source's name."""
        ...

    def kept_as(self, urls: Sequence[str]) -> Mapping[str, str]:
        """Tell which of these addresses belong to an article that is kept with a body.

        Args:
            urls: Canonical addresses, or such as articles were seen at.

        Returns:
            The canonical address of the article for each that is known.
        """
        ...

    def source_health(self) -> Mapping[str, SourceHealth]:
        """What is remembered of each source, by name."""
        ...

    def save_source_health(self, *healths: SourceHealth) -> None:
        """Remember how sources fared, all or none."""
        ...

    def source_rhythms(self, *, since: datetime) -> Mapping[str, SourceRhythm]:
        """How often each source brings something, by the dates from `since` on.

        An article counts for each source that it was found in; what has no date counts from the
        moment it was first seen. Sources without any are left out.
        """
        ...


class WishStore(Protocol):
    """What the desk wishes of single articles."""

    def wishes(self) -> list[Wish]:
        """All wishes, the latest last."""
        ...

    def save_wish(self, wished: Wish) -> None:
        """Keep a wish, in place of an earlier one; a pin takes a drop away, and vice versa."""
        ...

    def remove_wish(self, url: str, kind: WishKind) -> bool:
        """Take a wish back; False when there was none."""
        ...


class StoryTies(Protocol):
    """What articles are compared by, and what ties them to one story."""

    def unmarked(self, *, since: datetime, until: datetime) -> list[Article]:
        """List articles published or first seen in [since, until) that are yet to be compared.

        Those are new ones, and such as have changed since they were compared. Their sightings
        are left out.
        """
        ...

    def marked(
        self, *, since: datetime, until: datetime, among: Collection[str] | None = None
    ) -> list[Marked]:
        """List what articles of [since, until) are compared by; with `among` only of those."""
        ...

    def save_marks(self, marked: Sequence[Marked], ties: Sequence[Tie]) -> None:
        """Keep what articles are compared by, and all that ties them, in one transaction.

        What was kept of them before goes. An address that is not kept is left out.
        """
        ...

    def ties(self, urls: Sequence[str]) -> list[Tie]:
        """List the ties that one of these articles has to any other."""
        ...


class ProposalStore(Protocol):
    """What a language model answered, and what was refused of it."""

    def proposals(self, keys: Sequence[str]) -> Mapping[str, Proposal]:
        """Find answers by the key of their question; what was never asked is left out."""
        ...

    def save_proposals(self, proposals: Sequence[Proposal]) -> None:
        """Keep answers, in place of earlier ones to the same questions."""
        ...

    def refusals(self, slug: str) -> list[Refusal]:
        """What was refused for an edition when it was drafted last, as it was saved."""
        ...

    def save_refusals(self, slug: str, refusals: Sequence[Refusal], *, now: datetime) -> None:
        """Keep what was refused for an edition, in place of what was kept before."""
        ...

    def forget_proposals(self, *, before: datetime) -> int:
        """Forget everything from before a moment; tell how many rows that were."""
        ...


class Writer(Protocol):
    """A language model that proposes texts."""

    @property
    def model(self) -> str:
        """Its name, as configured; part of what an answer is kept by."""
        ...

    async def propose(self, prompt: Prompt) -> Written | WriterFailure:
        """Ask for one text. Never raises for what the outside does.

        Several may be asked for at once. What comes back is not judged here.
        """
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...


class EditionStore(Protocol):
    """Drafted, planned and sent editions."""

    def edition(self, slug: str, *, with_decisions: bool = True) -> EditionRecord | None:
        """One edition; None when nothing is drafted under that slug.

        Its decisions are many; who does not need them leaves them out.
        """
        ...

    def editions(self) -> list[EditionRecord]:
        """All editions, the latest cut-off last; without their decisions, which are long."""
        ...

    def save_draft(self, record: EditionRecord) -> None:
        """Keep a drafted edition, in place of an earlier draft or quiet day of the same slug.

        Raises:
            EditionBusy: It is already planned or sent.
        """
        ...

    def note_quiet_day(self, slug: str, reason: str, *, now: datetime) -> None:
        """Remember that an edition was not made because the day is quiet."""
        ...

    def quiet_day(self, slug: str) -> str | None:
        """Why there is no such edition; None when no quiet day was noted."""
        ...

    def last_sent(self) -> EditionRecord | None:
        """The edition planned with the latest cut-off, without decisions; None before the first.

        One that expired before anybody got it does not count, nor do the articles it told.
        """
        ...

    def reached(self) -> list[str]:
        """Slugs of the editions that somebody has got or may have got, the oldest first.

        Cheap enough to be asked once a second.
        """
        ...

    def told(self) -> Mapping[str, str]:
        """Canonical address of every article told so far, with the slug of its edition."""
        ...

    def lock(self, slug: str) -> Lock | None:
        """The frozen edition; None before planning."""
        ...


class Rows(Protocol):
    """A file of subscribers, row by row."""

    @property
    def columns(self) -> Sequence[str]:
        """Names in the header row, as they stand."""
        ...

    @property
    def name(self) -> str:
        """The file's name, for people."""
        ...

    def __iter__(self) -> Iterator[Row]:
        """Every row that is not blank; once."""
        ...

    def reject(self, row: Row, reason: str) -> None:
        """Keep a bad row beside the file, with its reason."""
        ...


class SourcesFile(Protocol):
    """The sources in digest.toml."""

    def add_source(self, source: Source, *, new_section: bool = False) -> None:
        """Append a source, and its section when there is none of that name yet."""
        ...

    def add_sources(self, sources: Sequence[Source], *, new_sections: Collection[str] = ()) -> None:
        """Append sources in one go, and those of the named sections that are not there yet."""
        ...

    def remove_source(self, name: str) -> bool:
        """Remove a source; False when there is none of that name."""
        ...


class EmptyFolder(Protocol):
    """The folder of a publication that is being made."""

    @property
    def name(self) -> str:
        """The folder's own name."""
        ...

    def has(self, name: str) -> bool:
        """Tell whether something of that name is there."""
        ...

    def create(self, name: str, text: str, *, private: bool = False) -> bool:
        """Write a file that is not there yet; `private` keeps other people of the machine out.

        Returns:
            False when it is there already, and stays as it is.
        """
        ...

    def create_folder(self, name: str) -> bool:
        """Make a folder inside; False when something of that name is there already."""
        ...


class SubscriberStore(Protocol):
    """People, their lists, and the addresses never mailed again."""

    def import_subscribers(
        self,
        subscribers: Iterable[Subscriber],
        *,
        now: datetime,
        replace_lists: bool = False,
        since: int | None = None,
    ) -> Imported:
        """Keep subscribers by key. Lists are merged; nothing is kept of a suppressed address.

        A known person's empty cells change nothing; state is never changed by an import, nor is
        what a person wants to get: those of the file are for people who are new.

        Args:
            subscribers: Read as they are needed.
            now: Aware.
            replace_lists: Whether a row's lists replace those the person has.
            since: The last number before this import: a further row of somebody who came after
                it is counted as repeated; None counts nothing so.
        """
        ...

    def last_number(self) -> int:
        """The highest number that a person has; nought without anybody."""
        ...

    def find_known(self, keys: Collection[str]) -> Mapping[str, Subscriber]:
        """Those of these people who are known, by address key."""
        ...

    def find_suppressed(self, keys: Collection[str]) -> Collection[str]:
        """Tell which of these addresses are never mailed, by address key."""
        ...

    def note_leavers(
        self, leavers: Sequence[Leaver], *, now: datetime, dry_run: bool = False
    ) -> Imported:
        """Never mail these addresses again, by the word of another program or desk.

        A subscriber's state follows. Nothing changes for who is suppressed already, nor for who
        has agreed here since (`deliver.leaving.stays`).

        Returns:
            How many `left`, were `suppressed` before, and stay `unchanged`; and how many of those
            who left were readers here: `unsubscribed`.
        """
        ...

    def subscriber(self, key: str) -> Subscriber | None:
        """One person by address key."""
        ...

    def subscribers(
        self,
        *,
        state: SubscriberState | None = None,
        lists: Sequence[str] = (),
        segment: Segment | None = None,
    ) -> Iterator[Subscriber]:
        """People by id; all of them when nothing is asked for."""
        ...

    def list_names(self) -> Sequence[str]:
        """Name the lists that somebody is on, in order."""
        ...

    def section_ids(self) -> Sequence[str]:
        """The ids of the sections that somebody has chosen, in order; takes a look at everybody."""
        ...

    def has_field(self, name: str) -> bool:
        """Tell whether anybody has a field of this name, in these very letters."""
        ...

    def field_names(self) -> Sequence[str]:
        """Name every field that somebody has, in order; takes a look at everybody."""
        ...

    def audience(
        self,
        lists: Sequence[str],
        *,
        segment: Segment | None = None,
        kind: str = "daily",
        now: datetime | None = None,
    ) -> Books:
        """Count whom a plan made now would hold, without loading them.

        An edition of kind "weekly" goes to those alone who want the week's round-up, one of kind
        "daily" to all others. With `now` those count as well whose pause has ended.

        Returns:
            `planned` is everybody subscribed on any of the lists (everybody when there are none)
            who is in the segment, parted into `suppressed` and `owed`.
        """
        ...

    def wanted(
        self,
        lists: Sequence[str],
        *,
        segment: Segment | None = None,
        kind: str = "daily",
        editions: Sequence[str] = (),
        now: datetime | None = None,
    ) -> Mapping[tuple[tuple[str, ...], tuple[str, ...]], int]:
        """Count an audience by what its readers want, without loading them.

        Returns:
            How many readers chose these sections (none means all) and were sent these editions
            (of those that are named, in that order), or may have been.
        """
        ...

    def subscriber_at(self, number: int) -> Subscriber | None:
        """One person by number."""
        ...

    def set_preferences(
        self, number: int, wished: Preferences, *, open_lists: Collection[str], now: datetime
    ) -> Subscriber | None:
        """Keep what a person wants to get, and note what has changed.

        Returns:
            The person as they are now; None when they are unknown, or neither subscribed nor
            paused: nothing is changed then.
        """
        ...

    def end_pauses(self, *, now: datetime) -> int:
        """Subscribe everybody again whose pause has ended; tell how many."""
        ...

    def set_state(
        self, key: str, state: SubscriberState, *, now: datetime, detail: str = ""
    ) -> bool:
        """Change a person's state and note the event; False when there is no such person."""
        ...

    def suppress(
        self, key: str, reason: SuppressionReason, *, now: datetime, detail: str = ""
    ) -> None:
        """Never mail this address again, whether it is a subscriber's or not.

        A subscriber's state follows the reason (a manual one leaves it). An address that is
        suppressed already keeps its first reason.
        """
        ...

    def resubscribe(self, key: str, *, now: datetime, source: str) -> None:
        """Lift a suppression at the person's own wish; a known person is subscribed again.

        The consent is renewed with `now` and `source`, and the event is noted.
        """
        ...

    def suppression(self, key: str) -> Suppression | None:
        """Why an address is not mailed; None when it may be."""
        ...

    def forget(self, key: str, *, now: datetime) -> bool:
        """Erase a person; False when unknown.

        A keyed hash stays, suppressed (as unsubscribed when it was not yet), with the editions
        it got, so that no import mails this person again, or twice.
        """
        ...

    def deliveries_of(self, key: str) -> list[tuple[str, Delivery]]:
        """Every delivery to a person, with the edition's slug, oldest first."""
        ...

    def events_of(self, key: str) -> list[tuple[datetime, str, str]]:
        """Everything that happened to a person: instant, kind, detail; oldest first."""
        ...


class Ledger(Protocol):
    """Who was sent what. Every method that writes is one transaction, but for `expire`.

    All that change something raise EditionError for an edition that was never planned.
    """

    def plan(self, lock: Lock, *, now: datetime, send_by: datetime) -> Books:
        """Freeze the lock and its audience; the edition is then PLANNED.

        Raises:
            EditionBusy: It is planned already.
        """
        ...

    def claim(
        self,
        slug: str,
        *,
        owner: str,
        now: datetime,
        lease: timedelta,
        on_unknown: str,
        dead: Callable[[str], bool] = nobody_is_dead,
        number: int | None = None,
    ) -> Batch | None:
        """Take a batch that has somebody to try now; sets a planned edition SENDING.

        Batches with readers who were never tried come first, then those whose deferred readers
        have waited longest.

        A batch whose former owner let the lease pass, or is known to be dead, is taken over:
        everybody in its open window becomes unknown (or due again, with `on_unknown` "retry").

        Args:
            slug: The edition.
            owner: A name no other process ever has, nor this one after it was started anew.
            now: The present moment, aware.
            lease: How long the batch is held without a sign of life.
            on_unknown: "hold" or "retry".
            dead: Tells of an owner's name whether that process is certain to have ended, so that
                nobody waits for a lease after a crash.
            number: The only batch that is wanted; None for any.

        Returns:
            None when no batch has anybody left to try now but those that `owner` holds itself,
            or when the edition is halted (`set_state` SENDING goes on), done or expired. With a
            number only that batch is looked at.

        Raises:
            EditionBusy: What is left is held by another, living owner.
        """
        ...

    def open_window(
        self,
        batch: Batch,
        results: Sequence[Delivery],
        *,
        size: int,
        now: datetime,
        lease: timedelta,
        keep: Sequence[int] = (),
    ) -> OpenWindow:
        """Record results, add readers to the window as intent, renew the lease, check the fence.

        The window rolls: who is in flight or waits for a session stays in it, so that nobody has
        to wait for the slowest. A reader of the window without a result who is not kept was not
        tried, stays owed and is returned again, after all who never were. Results are recorded
        whatever the state.

        Readers who may no longer be mailed are recorded as suppressed, never returned. Deferred
        readers come back when they are due, but never in the claim that deferred them. With
        size 0 the results are recorded and nobody is added.

        Args:
            batch: The claim.
            results: How readers of the window fared; none of them twice, none of them kept. One
                with `suppress` suppresses the address in the same transaction; so does one with
                `full` when the mailbox was full for three editions over seven days or more.
            size: How many readers to add at most.
            now: The present moment, aware.
            lease: How long the batch is held from now on without a sign of life.
            keep: Readers of the window, by number, who stay in it. Together with those that are
                returned they are the window, which a crash leaves in doubt.

        Raises:
            EditionBusy: Another owner has taken the batch; nothing was recorded.
            StoreError: Nothing was recorded, and nothing may be sent.
        """
        ...

    def heartbeat(self, batch: Batch, *, now: datetime, lease: timedelta) -> EditionState:
        """Renew the lease and tell the edition's state. Raises EditionBusy when fenced off."""
        ...

    def release(self, batch: Batch) -> None:
        """Give a batch back at once. When fenced off, nothing happens.

        Its window must have been recorded; one that is still open stays a doubt, which the next
        claim settles as it does after a crash.
        """
        ...

    def settle(self, slug: str, *, now: datetime) -> EditionState:
        """Set DONE when nobody is owed or deferred any more; tell the state."""
        ...

    def expire(self, slug: str, *, now: datetime) -> Books:
        """Record everybody owed or deferred as expired; the edition is then EXPIRED.

        Readers of a window that is open become unknown, until its owner records what happened;
        so do those who are due again although they may have got it. Each batch is a transaction
        of its own, so that nobody else waits for long: what is broken off in the middle
        balances, and the next call completes it.
        """
        ...

    def retry_unknown(self, slug: str, *, now: datetime) -> int:
        """Make every unknown delivery due again, as deferred until `now`; tell how many.

        A done edition is SENDING again.

        Raises:
            EditionExpired: Nothing of it is sent any more.
        """
        ...

    def include_new(self, slug: str, *, now: datetime, rehearse: bool = False) -> int:
        """Add everybody who would be planned now and is not yet; tell how many.

        With `rehearse` nobody is added, and only told how many would be.

        Who was forgotten and came back is left out when they may have got it already. A done
        edition is SENDING again.

        Raises:
            EditionExpired: Nothing of it is sent any more.
        """
        ...

    def set_state(self, slug: str, state: EditionState) -> EditionState:
        """Change the state, for halting and going on; what is done or expired stays so.

        Returns:
            The state that it is in now.
        """
        ...

    def set_send_by(self, slug: str, send_by: datetime) -> None:
        """Change the moment, aware, after which nothing of an edition is begun.

        Raises:
            EditionExpired: Nothing of it is sent any more.
        """
        ...

    def books(self, slug: str) -> Books:
        """Count every row; not to be called for each message. All nought before planning."""
        ...

    def progress(self, slug: str) -> Books:
        """Sum the counters that each batch keeps: quick, for a progress bar."""
        ...

    def next_due(self, slug: str, number: int | None = None) -> datetime | None:
        """The earliest next attempt of the deferred, of one batch or of all; None for nobody."""
        ...

    def unfinished(self, slug: str) -> list[int]:
        """Number the batches with anybody owed, deferred or in flight, in order."""
        ...

    def suppressed_for(self, slug: str) -> dict[str, int]:
        """Why readers were suppressed, and how many for each reason, those of the most first.

        The reason is empty where it was erased, with the person or in time.
        """
        ...

    def deliveries(self, slug: str, outcomes: Sequence[Outcome]) -> list[ReaderDelivery]:
        """Rows of the given outcomes, with the readers' addresses, by address."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """The parts of one database.

    Attributes:
        together: Makes one transaction of all that a thread reads and writes meanwhile, for a
            single flush to the disk: all of it is kept, or nothing.
        check_version: Raises StoreError when the database may not be written any more by whoever
            opened it earlier: it was moved, or a newer version has changed its file.
        alone: Keeps a name, such as "desk", from everybody else who shares the database, on
            whatever machine, until the block ends or the process does; raises EditionBusy when
            somebody has it.
        queue: Jobs for workers; None where only the process itself sends.
        paces: Limits that several machines keep together; None where there is one machine.
    """

    articles: ArticleStore
    editions: EditionStore
    subscribers: SubscriberStore
    ledger: Ledger
    wishes: WishStore
    proposals: ProposalStore
    ties: StoryTies
    returns: ReturnStore
    sign_ups: SignUpStore
    records: RecordStore
    letters: LetterStore
    workers: WorkerStore
    orders: OrderStore
    together: Callable[[], AbstractContextManager[None]]
    check_version: Callable[[], None]
    alone: Callable[[str], AbstractContextManager[None]]
    queue: Queue | None = None
    paces: PaceStore | None = None


class Relay(Protocol):
    """The server that we hand mail to, or a Maildir in its place."""

    def sessions(self) -> int:
        """How many sessions may be open at once, at the very most."""
        ...

    async def open(self) -> "RelaySession":
        """Open a session, ready for MAIL.

        Raises:
            RelayUnavailable: It cannot be reached or is not able to serve now.
            RelayError: It refuses us, or offers no safe connection.
        """
        ...


class Signer(Protocol):
    """Signs messages with the publication's DKIM keys, on all cores."""

    async def sign(self, messages: Sequence[Message]) -> list[Message]:
        """Sign messages, in their order; each comes back with its signatures before its header."""
        ...

    async def close(self) -> None:
        """Give the cores back."""
        ...


class RelaySession(Protocol):
    """One connection to the relay."""

    @property
    def usable(self) -> bool:
        """Whether another message may be handed over on it."""
        ...

    @property
    def announced(self) -> Message | None:
        """The message whose envelope the relay has been told already; None when there is none.

        The next message handed over must be this one. Closing the session instead is safe:
        nothing of it can have been taken.
        """
        ...

    async def hand_over(self, message: Message, following: Message | None = None) -> Reply:
        """Hand over one message and tell the reply that decided it. Resets after refusals.

        Never raises for what the relay does: a loss is a Reply with code 0.

        Args:
            message: The one that is announced, when one is.
            following: What will be handed over next on this session. Where the relay allows it
                (PIPELINING, RFC 2920), its envelope leaves in one write with this one's end;
                `announced` tells afterwards whether it did.
        """
        ...

    async def close(self) -> None:
        """Say goodbye and close; never raises."""
        ...
