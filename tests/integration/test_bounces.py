"""Mail that came back to a Maildir, taken into a database: once, whatever happens in between."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from tests.integration.store.examples import (
    NOW,
    SECRET,
    SLUG,
    accepted,
    add_people,
    books,
    claim,
    ids,
    plan,
    turn,
    unknown,
)
from tests.unit.deliver.returned_mails import NAMES, PUBLICATION, expected_of, returned_mail

from digest.adapters.box_maildir import MaildirBox
from digest.adapters.clock import FixedClock
from digest.adapters.store import Store, open_store
from digest.app.bounces import BounceReport, Fate, ReturnDesk, find_kept, read_bounces
from digest.app.reader_ports import ReturnBox, ReturnStore
from digest.cli.returned import count_line
from digest.errors import UsageError
from digest.model.returned import BoxMail, KeptMail, Returned, ReturnKind, Taken
from digest.model.subscriber import SubscriberState

TWICE = 15
# What would do something to a reader, were its token genuine.
NAMING = [name for name in NAMES if expected_of(name)["names"] in ("edition", "reader")]
SUPPRESSING = {"hard", "complaint", "unsubscribe"}


@dataclass(slots=True)
class Office:
    """A database with an edition that everybody has got, and a Maildir beside it."""

    store: Store
    folder: Path
    mails: dict[str, int] = field(default_factory=dict)

    @property
    def box(self) -> MaildirBox:
        return MaildirBox(self.folder)

    def desk(self, returns: ReturnStore | None = None) -> ReturnDesk:
        return ReturnDesk(
            publication=PUBLICATION,
            secrets=[SECRET],
            returns=returns or self.store.returns,
            clock=FixedClock(NOW + timedelta(hours=3)),
        )

    def put(self, name: str, *, reader: int, secret: str = SECRET) -> None:
        path = self.folder / "new" / f"{name}.{reader}"
        path.write_bytes(returned_mail(name, reader=reader, secret=secret, slug=SLUG))

    def read(self, *, remove: bool = False, rehearse: bool = False) -> BounceReport:
        return read_bounces(self.box, self.desk(), remove=remove, rehearse=rehearse)

    def states(self) -> dict[str, SubscriberState]:
        return {one.email: one.state for one in self.store.subscribers.subscribers()}

    def everything(self) -> list[object]:
        """All that reading may change."""
        people = list(self.store.subscribers.subscribers())
        return [
            *people,
            *(self.store.subscribers.events_of(one.key) for one in people),
            *(self.store.subscribers.deliveries_of(one.key) for one in people),
            *(self.store.subscribers.suppression(one.key) for one in people),
            self.store.returns.to_look_at(),
            books(self.store),
        ]


@pytest.fixture(scope="module")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with all its tables, which are made once; only to be copied."""
    path = tmp_path_factory.mktemp("empty") / "digest.db"
    open_store(f"sqlite:///{path}", secret=SECRET).close()
    return path


@pytest.fixture
def office(tmp_path: Path, empty_database: Path) -> Iterator[Office]:
    shutil.copy(empty_database, tmp_path / "digest.db")
    store = open_store(f"sqlite:///{tmp_path}/digest.db", secret=SECRET)
    folder = tmp_path / "bounces"
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    yield Office(store=store, folder=folder)
    store.close()


def send(office: Office, readers: int) -> None:
    """Send an edition to so many; of the last one nobody knows whether it was taken."""
    add_people(office.store, readers)
    plan(office.store)
    while batch := claim(office.store):
        window = turn(office.store, batch, size=200)
        numbers = ids(window)
        results = [unknown(one) if one == readers else accepted(one) for one in numbers]
        turn(office.store, batch, results, size=0)
        office.store.ledger.release(batch)


def test_every_mail_does_what_it_should_to_its_own_reader_and_to_nobody_else(
    office: Office,
) -> None:
    send(office, len(NAMES) + 1)
    for number, name in enumerate(NAMES, 1):
        office.put(name, reader=number)

    report = office.read()

    unread = [name for name in NAMES if expected_of(name)["kind"] == "unreadable"]
    assert (report.read, report.unreadable) == (len(NAMES), len(unread))
    assert report.recognised == len(NAMES) - len(unread)
    states = office.states()
    for number, name in enumerate(NAMES, 1):
        expected = expected_of(name)
        acts = expected["kind"] in SUPPRESSING and expected["names"] in ("edition", "reader")
        # The report on several recipients says of the reader's own address that it is full.
        acts = acts and name != "several-recipients"
        left = states[f"reader{number - 1}@example.org"] is not SubscriberState.SUBSCRIBED
        assert left == acts, name
    assert report.suppressed == sum(
        one is not SubscriberState.SUBSCRIBED for one in states.values()
    )
    assert sorted(path.name for path in (office.folder / "new").iterdir()) == sorted(
        f"{name}.{NAMES.index(name) + 1}" for name in unread
    )
    assert len(list((office.folder / "cur").iterdir())) == report.recognised


def test_reading_again_changes_nothing(office: Office) -> None:
    send(office, 3)
    for name in ("postfix", "arf-yahoo", "spam"):
        office.put(name, reader=1)
    first = office.read()
    before = office.everything()
    for path in (office.folder / "cur").iterdir():
        path.rename(office.folder / "new" / path.name.partition(":")[0])

    again = office.read()

    assert (first.read, first.known, first.suppressed) == (3, 0, 1)
    assert (again.read, again.known, again.suppressed, again.bounces) == (3, 3, 0, ())
    assert (again.recognised, again.unreadable) == (2, 1)
    assert office.everything() == before


def test_every_mail_is_in_one_count_and_the_parts_sum_to_what_was_read(office: Office) -> None:
    send(office, len(NAMES) + 1)
    for number, name in enumerate(NAMES, 1):
        office.put(name, reader=number)
    office.put("postfix", reader=1, secret="the secret of somebody else, a forger")

    first = office.read()
    for path in (office.folder / "cur").iterdir():
        path.rename(office.folder / "new" / path.name.partition(":")[0])
    again = office.read()

    for report in (first, again):
        assert sum(report.fates.values()) == report.read
        parts = count_line(report).partition(": ")[2].partition(".")[0].split(" · ")
        assert sum(int(part.split(" ")[0]) for part in parts) == report.read
    assert first.fates[Fate.DELIVERED] >= 1
    assert set(again.fates) == {Fate.KNOWN, Fate.STILL_UNREADABLE}
    assert again.fates[Fate.STILL_UNREADABLE] == again.unreadable


def test_a_rehearsal_changes_nothing(office: Office) -> None:
    send(office, 2)
    office.put("postfix", reader=1)
    before = office.everything()

    report = office.read(rehearse=True)

    assert (report.suppressed, report.bounces[0].email) == (1, "reader0@example.org")
    assert office.everything() == before
    assert len(list((office.folder / "new").iterdir())) == 1


def test_what_is_removed_leaves_the_mailbox_but_not_what_was_not_understood(
    office: Office,
) -> None:
    send(office, 2)
    for name in ("postfix", "spam"):
        office.put(name, reader=1)

    office.read(remove=True)

    left = [path.name for name in ("new", "cur") for path in (office.folder / name).iterdir()]
    assert left == ["spam.1"]


def test_a_doubt_is_settled_and_the_books_balance(office: Office) -> None:
    send(office, 2)
    office.put("outlook-com-policy", reader=2)
    assert books(office.store).unknown == 1

    office.read()

    counted = books(office.store)
    assert (counted.unknown, counted.rejected, counted.accepted) == (0, 1, 1)


class Stopped(Exception):
    """The process ends here."""


@dataclass(slots=True)
class Mortal:
    """A mailbox and a store that end the process at the n-th step that is taken with them."""

    box: ReturnBox
    returns: ReturnStore
    lives: int

    def step(self) -> None:
        self.lives -= 1
        if self.lives == 0:
            raise Stopped

    def mails(self) -> Iterator[BoxMail]:
        for mail in self.box.mails():
            self.step()
            yield mail

    def set_read(self, mail: BoxMail, *, remove: bool = False) -> None:
        self.step()
        self.box.set_read(mail, remove=remove)
        self.step()

    def take_back(self, returned: Returned, *, now: object, rehearse: bool = False) -> Taken:
        self.step()
        taken = self.returns.take_back(returned, now=now, rehearse=rehearse)  # type: ignore[arg-type]
        self.step()
        return taken

    def to_look_at(self) -> list[KeptMail]:
        return self.returns.to_look_at()

    def kept_mail(self, key: str) -> list[KeptMail]:
        return self.returns.kept_mail(key)


def test_a_crash_after_any_step_loses_nothing_and_counts_nothing_twice(office: Office) -> None:
    send(office, 4)
    for number, name in enumerate(("postfix", "arf-yahoo", "gmail-over-quota", "spam"), 1):
        office.put(name, reader=number)
    lives = 1
    stops = 0
    while True:
        mortal = Mortal(office.box, office.store.returns, lives)
        try:
            read_bounces(mortal, office.desk(mortal))
        except Stopped:
            stops += 1
            lives += 1
            continue
        break

    assert stops >= 5
    assert list(office.states().values()) == [
        SubscriberState.BOUNCED,
        SubscriberState.COMPLAINED,
        SubscriberState.SUBSCRIBED,
        SubscriberState.SUBSCRIBED,
    ]
    for number in range(2):
        assert len(office.store.subscribers.events_of(f"reader{number}@example.org")) == 2
    assert len(office.store.returns.to_look_at()) == 1


def test_two_readers_at_once_count_each_mail_once(office: Office, tmp_path: Path) -> None:
    send(office, TWICE)
    for number in range(1, TWICE + 1):
        office.put("postfix", reader=number)
    reports: list[BounceReport] = []

    def run() -> None:
        store = open_store(f"sqlite:///{tmp_path}/digest.db", secret=SECRET)
        reports.append(read_bounces(MaildirBox(office.folder), office.desk(store.returns)))
        store.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sum(report.suppressed for report in reports) == TWICE
    assert set(office.states().values()) == {SubscriberState.BOUNCED}
    assert len(list((office.folder / "cur").iterdir())) == TWICE
    assert all(
        len(office.store.subscribers.events_of(f"reader{number}@example.org")) == 2
        for number in range(TWICE)
    )


def test_mail_forged_with_another_key_changes_nobody(office: Office) -> None:
    send(office, len(NAMING))
    for number, name in enumerate(NAMING, 1):
        office.put(name, reader=number, secret="the secret of somebody else, a forger")
    people = list(office.store.subscribers.subscribers())
    before = books(office.store)

    report = office.read()

    assert report.suppressed == 0
    assert list(office.store.subscribers.subscribers()) == people
    assert books(office.store) == before


def test_what_was_kept_is_found_by_the_beginning_of_its_key(office: Office) -> None:
    send(office, 1)
    office.put("spam", reader=1)
    office.read()
    [listed] = office.store.returns.to_look_at()

    assert find_kept(listed.key[:12], returns=office.store.returns).kind is ReturnKind.UNREADABLE
    for key in ("", "123", "zzzzzzzz", listed.key + "0"):
        with pytest.raises(UsageError, match="no mail whose key begins"):
            find_kept(key, returns=office.store.returns)
