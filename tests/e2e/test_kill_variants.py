"""`kill -9` during a send with variants, and readers who change their minds in between."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from random import Random
from types import SimpleNamespace

import dkim
import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from tests.e2e import test_round_up as week
from tests.e2e.conftest import INIT, Received
from tests.e2e.forked import Forks
from tests.e2e.ledger_checks import SLUG, count_copies, do
from tests.e2e.test_kill import make_key
from tests.e2e.test_round_up import MONDAY, SECTIONS, write_pages
from tests.e2e.truthful import TruthfulServer

from digest.config import read_settings
from digest.deliver.people import FORGOTTEN, OTHER_KIND
from digest.model.delivery import Outcome
from digest.model.edition import DAILY
from digest.model.subscriber import Frequency, Preferences, SubscriberState
from digest.wiring import opened_stores

READERS = 100
KILLS = 2
WISHES: tuple[tuple[str, ...], ...] = (
    (),
    ("sport",),
    ("politics",),
    ("culture", "sport"),
    ("culture",),
)
NOON = datetime.fromisoformat(MONDAY) + timedelta(hours=6)


def make_day(forks: Forks, folder: Path) -> None:
    """Make a publication with three sections, and readers who want some of them."""
    made = forks.run(folder, "init", str(folder), *INIT, now=None)
    assert made.status == 0, made.err
    rules = "".join(
        f'\n[[sections]]\nname = "{one}"\nlimit = 10\n\n[[sources]]\nname = "{one} desk"\n'
        f'kind = "folder"\nurl = "{one.lower()}"\nsection = "{one}"\n'
        for one in SECTIONS
    )
    with (folder / "digest.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[weekly]\n{rules}")
    write_pages(SimpleNamespace(folder=folder), MONDAY)  # type: ignore[arg-type]
    rows = [f"{name(one)},{'|'.join(WISHES[one % len(WISHES)])}" for one in range(READERS)]
    path = folder / "readers.csv"
    path.write_text("\n".join(["email,digest_sections", *rows]) + "\n", encoding="utf-8")
    do(forks, folder, "subscribers", "import", str(path))


def name(number: int) -> str:
    return f"reader{number}@example.org"


def change_minds(folder: Path, chance: Random, wanted: dict[str, list[object]]) -> None:
    """Of some readers each wants something else from now on, as their own pages have it."""
    with opened_stores(read_settings(folder, {})) as stores:
        people = stores.subscribers
        for number in chance.sample(range(READERS), 40):
            key = name(number)
            person = people.subscriber(key)
            if person is None or person.state is not SubscriberState.SUBSCRIBED:
                continue
            match chance.randrange(5):
                case 0:
                    people.set_state(key, SubscriberState.UNSUBSCRIBED, now=NOON)
                    wanted[key].append("left")
                case 1:
                    people.forget(key, now=NOON)
                    wanted[key].append("forgotten")
                case 2:
                    wished = Preferences(sections=person.sections, frequency=Frequency.WEEKLY)
                    people.set_preferences(person.id, wished, open_lists=(), now=NOON)
                    wanted[key].append("weekly")
                case _:
                    wished = Preferences(sections=chance.choice(WISHES))
                    people.set_preferences(person.id, wished, open_lists=(), now=NOON)
                    wanted[key].append(wished.sections)


def stories_in(mail: Received) -> set[tuple[str, str, int]]:
    part = message_from_bytes(mail.data, policy=policy.default).get_body(("plain",))
    assert part
    return week.told(" ".join(part.get_content().split()))


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    """With windows of a few readers, so that a kill leaves most of them to later runs."""
    with Forks(windows=(3, 6)) as forks:
        yield forks


def kill_again_and_again(
    forks: Forks, folder: Path, server: TruthfulServer, wanted: dict[str, list[object]]
) -> None:
    """Kill runs that send, let readers change their minds, and send the rest."""
    chance = Random(6)  # noqa: S311 - so that a failure comes again
    now = datetime.fromisoformat(MONDAY)
    environment = {"DIGEST_RELAY": server.url} | make_key(folder)
    for _ in range(KILLS):
        now += timedelta(minutes=1)
        server.first.clear()
        child = forks.start(folder, "send", now=now.isoformat(), environment=environment)
        assert server.first.wait(30)
        assert not child.has_ended(0.05 + chance.random() / 10), "too quick for this test"
        child.kill()
        server.wait_idle()
        change_minds(folder, chance, wanted)
    now += timedelta(minutes=1)
    last = forks.run(folder, "send", now=now.isoformat(), environment=environment)
    assert last.status == 5, "there are doubts"
    server.wait_idle()


def read_record(folder: Path) -> bytes:
    """What the DNS would say of the key that mail is signed with."""
    key = load_pem_private_key((folder / "dkim.pem").read_bytes(), None)
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=rsa; p=" + b64encode(public)


def check_mails(server: TruthfulServer, wanted: dict[str, list[object]], record: bytes) -> None:
    """Each mail tells the sections that its reader chose at some moment, and all of them."""
    told = [(mail, stories_in(mail)) for mail in server.received]
    # What goes to everybody is in every mail: the top story.
    for_all = set.intersection(*(stories for _, stories in told))
    every = {one.lower() for one in SECTIONS}
    kinds: dict[tuple[str, ...], bytes] = {}
    for mail, stories in told:
        sections = {section.lower() for _, section, _ in stories - for_all}
        may = [set(one) or every for one in wanted[mail.recipient] if isinstance(one, tuple)]
        assert sections in may, (mail.recipient, sections, wanted[mail.recipient])
        kinds[tuple(sorted(sections))] = mail.data
    assert len(kinds) == len(WISHES), set(kinds)
    for data in kinds.values():
        said = data.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
        assert dkim.verify(said, dnsfunc=lambda *_, **__: record), "of each variant's own body"


def test_whoever_is_killed_each_reader_gets_what_they_chose_and_nobody_gets_it_twice(
    forks: Forks, tmp_path: Path
) -> None:
    folder = tmp_path / "thedaily"
    make_day(forks, folder)
    wanted: dict[str, list[object]] = {
        name(one): [WISHES[one % len(WISHES)]] for one in range(READERS)
    }
    with TruthfulServer(seconds=0.04) as server:
        kill_again_and_again(forks, folder, server, wanted)
    with opened_stores(read_settings(folder, {})) as stores:
        lock = stores.editions.lock(SLUG)
        rows = stores.ledger.deliveries(SLUG, list(Outcome))
        books = stores.ledger.books(SLUG)

    assert lock
    assert len(lock.variants) == len(WISHES) - 1
    assert books.balanced
    assert (books.planned, books.owed, books.deferred) == (READERS, 0, 0)
    copies = count_copies(server)
    assert set(copies.values()) == {1}, "a second copy"
    doubts = {one.email for one in rows if one.delivery.outcome is Outcome.UNKNOWN}
    # Who was forgotten has no address any more.
    got = {one.email for one in rows if one.delivery.outcome is Outcome.ACCEPTED} - {""}
    forgotten = {key for key, said in wanted.items() if "forgotten" in said}
    assert got <= set(copies) <= got | doubts | forgotten
    check_mails(server, wanted, read_record(folder))
    refused = {one.delivery.reply for one in rows if one.delivery.outcome is Outcome.SUPPRESSED}
    assert refused == {OTHER_KIND[DAILY], "the reader is unsubscribed", FORGOTTEN}
