"""A folder of an IMAP server is read over TLS, and marked only when what it says is kept."""

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
    running_imap,
)

from digest.adapters.box_address import ImapAddress, parse_box
from digest.adapters.box_imap import opened_imap
from digest.errors import MailboxError, MailboxUnavailable

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
