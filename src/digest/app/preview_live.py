"""A preview that goes on: an edition as it stands now, from every side that somebody asks for."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from digest.app.check import CheckReport, check_file, edition_path, read_edition_file
from digest.app.languages import read_versions
from digest.app.mailing import make_message, open_mailing
from digest.app.pictures import Host, Hosting
from digest.app.plan import make_lock
from digest.app.ports import Clock, Folder, Renderer, Stores
from digest.app.preview_readers import ReaderSearch
from digest.app.preview_sides import Facts, Look, Mistake, Seen, Wish, tell_mistake
from digest.compose.languages import framed
from digest.compose.lock import content_hash
from digest.errors import DigestError, EditionError, UsageError
from digest.model.edition import Edition, EditionState
from digest.model.message import Finding
from digest.model.publication import Publication
from digest.model.subscriber import Subscriber
from digest.render.personal import choose_part
from digest.render.preview_mail import drop_marks, other_direction, turn_stories
from digest.render.preview_message import Opened, open_message

MOST_KEPT = 24
NOBODY = Subscriber(key="reader@example.org", email="reader@example.org")
OPEN_STATES = frozenset({EditionState.DRAFTED, EditionState.APPROVED})


class LivePreview:
    """An edition that is looked at while it is written. Not for several threads at once.

    Args:
        slug: The edition.
        read_facts: Reads the settings anew; raises ConfigError when they are wrong.
        folder: Where the edition's file is.
        renderer: Renders it.
        stores: What was told before, and the articles that it stands on.
        clock: Tells when it was rendered.
        readers: Finds those whose message somebody wants to see.
        host: Tells which pictures the publication serves itself; None leaves all linked.
    """

    def __init__(
        self,
        slug: str,
        *,
        read_facts: Callable[[], Facts],
        folder: Folder,
        renderer: Renderer,
        stores: Stores,
        clock: Clock,
        readers: ReaderSearch,
        host: Host | None = None,
    ) -> None:
        self.slug = slug
        self.readers = readers
        self.version = 1
        self._read_facts = read_facts
        self._folder = folder
        self._renderer = renderer
        self._stores = stores
        self._clock = clock
        self._looks: dict[Wish, Look] = {}
        self._facts: Facts | None = None
        self._findings: tuple[Finding, ...] | None = None
        self._host = host
        self._hosting: Hosting | None = None
        self._last = Wish()

    def refresh(self) -> int:
        """Note that something has changed; tell the number of the new version."""
        self.version += 1
        self._facts = None
        self._findings = None
        self._hosting = None
        return self.version

    def find_mistake(self) -> Mistake | None:
        """Tell what keeps what was looked at last from being shown as it is now; None: nothing."""
        return self.look(self._last).mistake

    def look(self, wish: Wish) -> Look:
        """Look at the edition as it stands, once for each version."""
        self._last = wish
        look = self._looks.pop(wish, None)
        if look is None or look.version != self.version:
            look = self._look_anew(wish, look.seen if look else None)
        # The last one looked at stays longest.
        self._looks[wish] = look
        while len(self._looks) > MOST_KEPT:
            self._looks.pop(next(iter(self._looks)))
        return look

    def _look_anew(self, wish: Wish, before: Seen | None) -> Look:
        try:
            return Look(version=self.version, seen=self.render(wish))
        except DigestError as error:
            return Look(version=self.version, seen=before, mistake=tell_mistake(error))

    def render(self, wish: Wish) -> Seen:
        """Render the edition from one side.

        Raises:
            DigestError: It cannot be; names the place and the fix.
        """
        facts = self._facts = self._facts or self._read_facts()
        publication = facts.publication
        if wish.theme:
            publication = replace(publication, theme=wish.theme)
        reader = self.readers.known(wish.reader)
        editions = self._read(publication)
        tags = tuple(editions)
        wanted = wish.language or (tags[choose_part(tags, reader.language)] if reader else tags[0])
        edition = editions[wanted if wanted in editions else tags[0]]
        if isinstance(edition, EditionError):
            raise edition
        shown = turn_around(edition) if wish.mirrored else edition
        report = self._report(shown, list(editions.values()), publication, facts)
        inspection = self._renderer.inspect(
            shown,
            publication,
            content_hash=report.content_hash,
            public_url=facts.public_url,
        )
        if wish.mirrored:
            inspection = drop_marks(inspection)
        return Seen(
            version=self.version,
            at=self._clock.now(),
            facts=facts,
            publication=publication,
            edition=edition,
            inspection=inspection,
            opened=self._open(
                replace(report, rendered=inspection.rendered), publication, facts, reader
            ),
            reader=reader,
            languages=tags,
        )

    def _read(self, publication: Publication) -> dict[str, Edition | EditionError]:
        """Read the edition in each of its languages, the main one first.

        Raises:
            DigestError: The main edition cannot be read.
        """
        main = read_edition_file(self.slug, folder=self._folder)
        path = edition_path(self.slug)
        read: dict[str, Edition | EditionError] = {main.language: main}
        for one in read_versions(main, publication, path=path, folder=self._folder):
            if version := one.edition or one.mistake:
                read[one.language] = version
        if self._host and self._hosting is None:
            self._hosting = self._host([one for one in read.values() if isinstance(one, Edition)])
        place = (self._hosting or Hosting()).place
        return {
            language: place(one) if isinstance(one, Edition) else one
            for language, one in read.items()
        }

    def _report(
        self,
        shown: Edition,
        editions: Sequence[Edition | EditionError],
        publication: Publication,
        facts: Facts,
    ) -> CheckReport:
        """Put together what a lock is made of, with the hash that the mail would have."""
        main, *others = [one for one in editions if isinstance(one, Edition)]
        digest = content_hash(
            main,
            publication,
            theme_digest=self._renderer.theme_digest(publication.theme),
            public_url=facts.public_url,
            others=others,
        )
        return CheckReport(
            slug=self.slug, path=edition_path(self.slug), edition=shown, content_hash=digest
        )

    def _open(
        self,
        report: CheckReport,
        publication: Publication,
        facts: Facts,
        reader: Subscriber | None,
    ) -> Opened:
        """Make the message that a reader would get, and take it apart."""
        now = self._clock.now()
        lock = make_lock(
            report, publication, record=None, lists=(), public_url=facts.public_url, now=now
        )
        message = make_message(open_mailing(lock, secret=facts.secret), reader or NOBODY)
        if message is None:
            who = reader.email if reader else NOBODY.email
            raise UsageError(f"{who} is no address that mail can be sent to.")
        return open_message(message.data)

    def check(self) -> tuple[Finding, ...] | None:
        """Look the edition over by every rule; None when it cannot be read at all."""
        if self._findings is not None:
            return self._findings
        try:
            facts = self._facts = self._facts or self._read_facts()
            report = check_file(
                self.slug,
                facts.publication,
                folder=self._folder,
                renderer=self._renderer,
                clock=self._clock,
                public_url=facts.public_url,
                stores=self._stores,
                host=self._host,
            )
        except DigestError:
            return None
        self._findings = report.findings
        return self._findings

    def describe(self) -> dict[str, object]:
        """Tell which edition this is, and how far it has come."""
        record = self._stores.editions.edition(self.slug, with_decisions=False)
        return {
            "edition": self.slug,
            "version": self.version,
            "state": record.state.value if record else "",
            "frozen": record is not None and record.state not in OPEN_STATES,
        }


def turn_around(edition: Edition) -> Edition:
    """Lay an edition out in the other direction: the words of a language that has it, our stories.

    Its own words and dates become those of Arabic, or of English when it is written from right to
    left already.
    """
    return turn_stories(framed(edition, other_direction(edition.language)))
