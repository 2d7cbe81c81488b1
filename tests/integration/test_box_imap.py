"""A folder of an IMAP server is read over TLS, and marked only when what it says is kept."""

from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from tests.integration.certificates import Certificates, make_certificates
from tests.integration.imap_server import (
    DELETED,
    PASSWORD,
    SEEN,
    USER,
    ImapFolder,
    ImapServer,
    Stored,
    running_imap,
)
from tests.unit.deliver.returned_mails import PUBLICATION, SECRET, returned_mail

from digest.adapters import box_imap
from digest.adapters.box_address import ImapAddress, parse_box
from digest.adapters.box_imap import opened_imap
from digest.adapters.clock import FixedClock
from digest.adapters.memory import MemoryStore
from digest.app.bounces import BounceReport, ReturnDesk, read_bounces
from digest.errors import MailboxError, MailboxUnavailable
from digest.model.returned import BoxMail
from digest.model.subscriber import Subscriber

MAIL = b"From: MAILER-DAEMON@example.org\r\nSubject: failure notice\r\n\r\n)\r\n* 9 gone\r\n"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return make_certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def trusting(certificates: Certificates, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    """Our client trusts the authority of these tests."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    return certificates


def mark_all(address: ImapAddress) -> None:
    with opened_imap(address) as box:
        for mail in box.mails():
            box.set_read(mail)


def address_of(
    server: ImapServer, *, host: str = "127.0.0.1", folder: str = "INBOX"
) -> ImapAddress:
    user, password = quote(server.user, safe=""), quote(server.password, safe="")
    address = parse_box(f"imaps://{user}:{password}@{host}:{server.port}/{quote(folder)}")
    assert isinstance(address, ImapAddress)
    return address


def test_unread_mail_is_read_and_stays_unread_until_it_is_marked(trusting: Certificates) -> None:
    imap = ImapFolder()
    first = imap.add(MAIL)
    imap.add(b"read before", SEEN)
    second = imap.add(b"Subject: x\r\n\r\n" + b"y" * 3 * 2**20)

    with running_imap(imap, trusting.server("good")) as server:
        with opened_imap(address_of(server)) as box:
            mails = list(box.mails())
            assert imap.flags() == [set(), {SEEN}, set()]
            box.set_read(mails[0])
            assert imap.flags() == [{SEEN}, {SEEN}, set()]
        with opened_imap(address_of(server)) as box:
            left = list(box.mails())

    assert [mail.name for mail in mails] == [str(first), str(second)]
    assert mails[0].data == MAIL
    assert len(mails[1].data) == 2 * 2**20
    assert left == mails[1:]
    assert imap.commands[-1] == "LOGOUT"


@pytest.mark.parametrize("uid_last", [False, True])
def test_many_mails_are_fetched_in_few_questions(trusting: Certificates, uid_last: bool) -> None:  # noqa: FBT001
    imap = ImapFolder(uid_last=uid_last)
    for number in range(25):
        imap.add(b"Subject: %d\r\n\r\n" % number)

    with (
        running_imap(imap, trusting.server("good")) as server,
        opened_imap(address_of(server)) as box,
    ):
        mails = list(box.mails())

    assert [mail.data for mail in mails] == [mail.data for mail in imap.mails.values()]
    assert imap.commands.count("UID FETCH") == 3


def test_a_huge_folder_is_searched_a_piece_at_a_time(
    trusting: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(box_imap, "SEARCHED_AT_ONCE", 10)
    imap = ImapFolder()
    for number in range(25):
        imap.add(b"Subject: %d\r\n\r\n" % number, *([SEEN] if number == 3 else []))

    with (
        running_imap(imap, trusting.server("good")) as server,
        opened_imap(address_of(server)) as box,
    ):
        mails = list(box.mails())

    assert len({mail.name for mail in mails}) == 24
    assert imap.commands.count("UID SEARCH") == 3


def test_a_mail_that_somebody_moves_away_is_passed_over(trusting: Certificates) -> None:
    imap = ImapFolder()
    gone, stays = imap.add(MAIL), imap.add(MAIL)
    imap.loses_after_search = gone

    with (
        running_imap(imap, trusting.server("good")) as server,
        opened_imap(address_of(server)) as box,
    ):
        mails = list(box.mails())
        box.set_read(BoxMail(name=str(gone), data=MAIL), remove=True)
        box.set_read(mails[0])

    assert [mail.name for mail in mails] == [str(stays)]
    assert imap.flags() == [{SEEN}]


@pytest.mark.parametrize("uidplus", [False, True])
def test_what_is_removed_is_gone(trusting: Certificates, uidplus: bool) -> None:  # noqa: FBT001
    imap = ImapFolder(uidplus=uidplus)
    imap.add(MAIL)
    imap.add(b"marked by somebody else", DELETED, SEEN)

    with (
        running_imap(imap, trusting.server("good")) as server,
        opened_imap(address_of(server)) as box,
    ):
        for mail in box.mails():
            box.set_read(mail, remove=True)

    # Without UIDPLUS there is no way to leave alone what others have marked to be removed.
    assert len(imap.mails) == (1 if uidplus else 0)


def test_a_password_beyond_ascii_and_a_folder_of_its_own_work(trusting: Certificates) -> None:
    imap = ImapFolder(name="Returned/mail")
    imap.add(MAIL)
    place = trusting.server("good")

    with (
        running_imap(imap, place, user="büro", password="schlüssel") as server,
        opened_imap(address_of(server, folder="Returned/mail")) as box,
    ):
        assert [mail.data for mail in box.mails()] == [MAIL]


@pytest.mark.parametrize("name", ["wrong-name", "self-signed"])
def test_a_certificate_that_proves_nothing_gets_no_password(
    trusting: Certificates, name: str
) -> None:
    imap = ImapFolder()
    with (
        running_imap(imap, trusting.server(name)) as server,
        pytest.raises(MailboxUnavailable, match="not to be trusted"),
        opened_imap(address_of(server)),
    ):
        pass
    assert imap.commands == []


@pytest.mark.parametrize(
    ("password", "folder", "told"),
    [
        ("wrong", "INBOX", "refuses our user and password"),
        (PASSWORD, "Nowhere", "no folder Nowhere"),
    ],
)
def test_a_refusal_is_told_without_the_password(
    trusting: Certificates, password: str, folder: str, told: str
) -> None:
    with running_imap(ImapFolder(), trusting.server("good")) as server:
        address = ImapAddress(
            host="127.0.0.1", port=server.port, folder=folder, user=USER, password=password
        )
        with pytest.raises(MailboxError, match=told) as caught, opened_imap(address):
            pass
    assert caught.value.exit_status == 77
    assert password not in caught.value.message + caught.value.hint + repr(address)


@pytest.mark.parametrize("after", range(6))
def test_a_connection_that_is_lost_at_any_step_is_told(trusting: Certificates, after: int) -> None:
    imap = ImapFolder(drops_after=after)
    imap.add(MAIL)

    with running_imap(imap, trusting.server("good")) as server, pytest.raises(MailboxUnavailable):
        mark_all(address_of(server))

    assert imap.flags() == [set()]


def read_all(address: ImapAddress, store: MemoryStore) -> BounceReport:
    desk = ReturnDesk(
        publication=PUBLICATION,
        secrets=[SECRET],
        returns=store.returns,
        clock=FixedClock(datetime(2026, 11, 23, 12, tzinfo=UTC)),
    )
    with opened_imap(address) as box:
        return read_bounces(box, desk)


def test_whatever_is_lost_or_numbered_anew_each_mail_counts_once(trusting: Certificates) -> None:
    store = MemoryStore(secret=SECRET)
    people = [Subscriber(key=one, email=one) for one in ("a@example.org", "b@example.org")]
    store.subscribers.import_subscribers(people, now=datetime(2026, 11, 22, tzinfo=UTC))
    mails = [returned_mail("postfix", reader=number) for number in (1, 2)]
    imap, lost = ImapFolder(), 0
    for data in mails:
        imap.add(data)
    with running_imap(imap, trusting.server("good")) as server:
        while imap.flags() != [{SEEN}, {SEEN}] and lost < 50:
            imap.commands.clear()
            imap.drops_after = lost
            with suppress(MailboxUnavailable):
                read_all(address_of(server), store)
            lost += 1

        # The folder was put back from a backup (UIDVALIDITY): other numbers, nothing read.
        imap.drops_after = None
        imap.mails = {number + 900: Stored(data=data) for number, data in enumerate(mails)}
        again = read_all(address_of(server), store)

    assert lost > 5
    assert (again.read, again.known, again.suppressed) == (2, 2, 0)
    assert imap.flags() == [{SEEN}, {SEEN}]
    for one in people:
        assert [kind for _, kind, _ in store.subscribers.events_of(one.key)] == ["added", "bounced"]


@pytest.mark.parametrize("fault", ["talks_nonsense", "refuses_store"])
def test_a_server_that_does_not_do_its_part_is_told(trusting: Certificates, fault: str) -> None:
    imap = ImapFolder(**{fault: True})  # type: ignore[arg-type]
    imap.add(MAIL)

    with running_imap(imap, trusting.server("good")) as server, pytest.raises(MailboxUnavailable):
        mark_all(address_of(server))


def test_nobody_there_is_told() -> None:
    address = ImapAddress(host="127.0.0.1", port=9, user="a", password="b")
    with pytest.raises(MailboxUnavailable, match=r"INBOX on 127\.0\.0\.1:9"), opened_imap(address):
        pass
