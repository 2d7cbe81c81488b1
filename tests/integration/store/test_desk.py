"""A worker at the desk makes each edition once, and no two machines make one at the same moment."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from tests.e2e.test_day import TOPICS, article_page
from tests.integration.served import INIT
from tests.unit.app.sending_desk import HandClock

from digest.adapters.store import Store, open_store
from digest.app.ports import Stores
from digest.cli.main import run as run_digest
from digest.config import Settings, read_settings
from digest.errors import EditionBusy, StoreError
from digest.model.edition import EditionState
from digest.model.publication import Slot
from digest.wiring import opened_stores
from digest.worker.desk import Desk

SECRET = "a-secret-of-more-than-thirty-two-characters"
SLUG = "the-daily-2026-11-23"
MORNING = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Office:
    """A publication on a server, and what its desk tells."""

    settings: Settings
    stores: Stores
    url: str
    clock: HandClock = field(default_factory=lambda: HandClock(MORNING))
    told: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)

    def desk(self) -> Desk:
        return Desk(self.settings, self.stores, self.clock, self.told.append, self.warned.append)

    @property
    def state(self) -> EditionState | None:
        found = self.stores.editions.edition(SLUG)
        return found.state if found else None

    def jobs(self) -> list[str]:
        store = open_store(self.url, secret=SECRET)
        try:
            with store.database.reading() as connection:
                names = text("SELECT task_name FROM procrastinate_jobs ORDER BY id")
                return list(connection.scalars(names))
        finally:
            store.close()


@pytest.fixture
def office(tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    for name in [one for one in os.environ if one.startswith("DIGEST_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "thedaily"
    assert run_digest(["-q", "init", str(folder), *INIT]) == 0
    env = folder / ".env"
    env.write_text(
        f"DIGEST_SECRET={SECRET}\nDIGEST_RELAY=maildir:outbox\nDIGEST_DATABASE={postgres_url}\n",
        encoding="utf-8",
    )
    (folder / "saved").mkdir()
    for slug, headline, _ in TOPICS:
        (folder / "saved" / f"{slug}.html").write_bytes(article_page(slug, headline))
    readers = tmp_path / "readers.csv"
    readers.write_text("email\nreader1@example.org\nreader2@example.org\n", encoding="utf-8")
    for arguments in (["sources", "add", "saved"], ["subscribers", "import", str(readers)]):
        assert run_digest(["-q", "-C", str(folder), *arguments]) == 0
    settings = read_settings(folder, {})
    with opened_stores(settings) as stores:
        assert stores.queue
        stores.queue.prepare()
        yield Office(settings, stores, postgres_url)
    store = open_store(postgres_url, secret=SECRET)
    with store.database.writing() as connection:
        connection.execute(text("DELETE FROM procrastinate_jobs"))
    store.close()


def test_what_is_due_is_planned_once_with_its_order_and_its_jobs_and_told_once(
    office: Office,
) -> None:
    desk = office.desk()

    for _ in range(3):
        desk.make_due()
        office.clock.moment += MINUTE

    assert office.state is EditionState.PLANNED
    assert office.told == [f"{SLUG} is planned."]
    assert office.warned == []
    assert office.stores.ledger.books(SLUG).owed == 2
    assert office.stores.orders.order(SLUG)
    assert office.jobs() == ["send_batch", "close_edition"]


def test_articles_are_collected_shortly_before_a_slot_and_make_its_edition(office: Office) -> None:
    zone = ZoneInfo(office.settings.publication.timezone)
    at = (MORNING + 15 * MINUTE).astimezone(zone).time()
    slots = (Slot(name="morning", at=at, send_by=None),)
    publication = replace(
        office.settings.publication,
        edition=replace(office.settings.publication.edition, slots=slots),
    )
    office.settings = replace(office.settings, publication=publication)
    collected: list[datetime] = []

    class Watched(Desk):
        def _collect(self) -> None:
            collected.append(office.clock.now())
            super()._collect()

    desk = Watched(
        office.settings, office.stores, office.clock, office.told.append, office.warned.append
    )

    for minute in range(16):
        office.clock.moment = MORNING + minute * MINUTE
        desk.make_due()
        assert bool(office.jobs()) is (minute == 15)

    assert collected == [MORNING + minute * MINUTE for minute in (12, 15)]
    assert office.told == [f"{SLUG}-morning is planned."]


def test_what_somebody_has_halted_stays_halted(office: Office) -> None:
    desk = office.desk()
    desk.make_due()
    office.stores.ledger.set_state(SLUG, EditionState.HALTED)

    desk.make_due()

    assert office.state is EditionState.HALTED
    assert office.warned == []


def test_a_day_without_news_is_told_once_and_nothing_is_planned(office: Office) -> None:
    for page in (office.settings.folder / "saved").iterdir():
        page.unlink()
    desk = office.desk()

    for _ in range(2):
        desk.make_due()

    assert office.state not in (EditionState.PLANNED, EditionState.SENDING)
    [told] = office.told
    assert told.startswith("Nothing is sent today: ")
    assert office.jobs() == []


def refuse(name: str) -> AbstractContextManager[None]:
    assert name == "desk"
    raise StoreError("The folder is away.", "Look for it.")


def test_what_goes_wrong_is_told_once_a_day(office: Office) -> None:
    away = replace(office.stores, alone=refuse)
    desk = Desk(office.settings, away, office.clock, office.told.append, office.warned.append)

    for hours in (0, 1, 25):
        office.clock.moment = MORNING + timedelta(hours=hours)
        desk.make_due()

    assert office.warned == ["The folder is away. Look for it."] * 2
    assert office.told == []


def test_while_somebody_else_makes_it_a_desk_leaves_it_to_them_and_says_nothing(
    office: Office,
) -> None:
    with opened_stores(office.settings) as elsewhere, elsewhere.alone("desk"):
        office.desk().make_due()
        assert office.state is None

    assert office.told == office.warned == []
    office.desk().make_due()
    assert office.state is EditionState.PLANNED


def test_a_name_is_kept_from_all_others_until_it_is_let_go(postgres_url: str) -> None:
    with ExitStack() as stack:
        one, other = (open_store(postgres_url, secret=SECRET) for _ in range(2))
        stack.callback(one.close)
        stack.callback(other.close)
        with one.alone("desk"):
            with pytest.raises(EditionBusy, match="Another machine"), other.alone("desk"):
                pass
            with other.alone("another name"):
                pass
        with other.alone("desk"):
            pass


TAKE = """
import sys
from digest.adapters.store import open_store
with open_store(sys.argv[1], secret=sys.argv[2]).alone("desk"):
    print("mine", flush=True)
    sys.stdin.read()
"""


def test_a_name_is_free_again_once_its_process_has_died(postgres_url: str) -> None:
    other = open_store(postgres_url, secret=SECRET)
    with subprocess.Popen(
        [sys.executable, "-c", TAKE, postgres_url, SECRET],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"mine\n"
        with pytest.raises(EditionBusy), other.alone("desk"):
            pass
        holder.kill()
        holder.wait(30)
        assert is_free(other, "desk")
    other.close()


def is_free(store: Store, name: str) -> bool:
    """Wait until the server has noticed that a process is gone."""
    for _ in range(1000):
        try:
            with store.alone(name):
                return True
        except EditionBusy:
            time.sleep(0.01)
    return False
