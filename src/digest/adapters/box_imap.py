"""A folder of an IMAP server, from which mail that came back is read (RFC 3501, RFC 9051)."""

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from imaplib import IMAP4
from typing import Any

from digest.adapters.box_address import ImapAddress
from digest.errors import MailboxError, MailboxUnavailable
from digest.model.returned import BoxMail

SECONDS = 30.0
MOST_BYTES = 2 * 2**20
AT_ONCE = 10
# The numbers of more mails than these may make an answer longer than imaplib takes (a megabyte).
SEARCHED_AT_ONCE = 50_000
# The mail itself, without marking it as read.
PART = f"(BODY.PEEK[]<0.{MOST_BYTES}>)"


class ImapBox:
    """An open folder.

    Args:
        box: The connection, signed in, with the folder chosen.
        address: Where it is.
        count: How many mails are in it.
    """

    def __init__(self, box: Any, address: ImapAddress, *, count: int) -> None:  # noqa: ANN401 - imap-tools is loaded late
        self._box = box
        self._address = address
        self._count = count

    def mails(self) -> Iterator[BoxMail]:
        """Go through the mails that nobody has read yet, by their numbers."""
        with told(self._address):
            waiting = list(self._search())
        for start in range(0, len(waiting), AT_ONCE):
            with told(self._address):
                found = self._fetch(waiting[start : start + AT_ONCE])
            yield from found

    def set_read(self, mail: BoxMail, *, remove: bool = False) -> None:
        """Mark a mail as read, or remove it, and no other one that somebody has marked."""
        client = self._box.client
        with told(self._address):
            flags = r"(\Seen \Deleted)" if remove else r"(\Seen)"
            status, _ = client.uid("STORE", mail.name, "+FLAGS.SILENT", flags)
            if status != "OK":
                raise MailboxUnavailable(
                    f"Mail in {self._address.place} cannot be marked as read.",
                    "What was read is kept and counts once. Does the user have the right to write?",
                )
            if remove and "UIDPLUS" in client.capabilities:
                client.uid("EXPUNGE", mail.name)
            elif remove:
                client.expunge()

    def _search(self) -> Iterator[str]:
        """Ask for the mails that nobody has read, of a huge folder a piece at a time."""
        if self._count <= SEARCHED_AT_ONCE:
            yield from self._box.uids("UNSEEN", charset=None)
            return
        for first in range(1, self._count + 1, SEARCHED_AT_ONCE):
            last = min(first + SEARCHED_AT_ONCE - 1, self._count)
            yield from self._box.uids(f"{first}:{last} UNSEEN", charset=None)

    def _fetch(self, numbers: Sequence[str]) -> list[BoxMail]:
        """Fetch some mails; those that are gone are missing."""
        _, answer = self._box.client.uid("FETCH", ",".join(numbers), PART)
        return [
            BoxMail(name=number, data=part[1])
            for part, after in zip(answer, [*answer[1:], b""], strict=True)
            if isinstance(part, tuple) and (number := find_number(part[0], after)) in numbers
        ]


def find_number(before: bytes, after: object) -> str:
    """Find the number of a mail beside it: a server may tell it before the mail or after it."""
    from re import search

    rest = after if isinstance(after, bytes) else b""
    match = search(rb"\bUID (\d+)", before) or search(rb"\bUID (\d+)", rest)
    return match[1].decode("ascii") if match else ""


@contextmanager
def opened_imap(address: ImapAddress) -> Iterator[ImapBox]:
    """Sign in over TLS with a verified certificate, and choose the folder.

    Raises:
        MailboxError: The server refuses our credentials, or has no such folder.
        MailboxUnavailable: It cannot be reached safely.
    """
    from imap_tools import MailBox
    from imap_tools.errors import MailboxFolderSelectError, MailboxLoginError

    with told(address):
        # Without a context of our own, neither certificate nor name would be verified.
        box = MailBox(
            address.host,
            address.port,
            timeout=SECONDS,
            ssl_context=ssl.create_default_context(),
        )
    try:
        with told(address):
            try:
                sign_in(box, address)
                _, (count, *_) = box.folder.set(address.folder)
            except (MailboxLoginError, UnicodeEncodeError):
                raise refused(address, "refuses our user and password") from None
            except MailboxFolderSelectError:
                raise refused(address, f"has no folder {address.folder}") from None
        yield ImapBox(box, address, count=int(count or 0))
    finally:
        with suppress(Exception):
            box.logout()
        # When the connection was lost, nobody has closed our end of it.
        with suppress(OSError):
            box.client.shutdown()


def sign_in(box: Any, address: ImapAddress) -> None:  # noqa: ANN401 - imap-tools is loaded late
    """Give user and password, in the way that takes what they are made of."""
    if (address.user + address.password).isascii():
        box.login(address.user, address.password, initial_folder=None)
    else:
        box.login_utf8(address.user, address.password, initial_folder=None)


def refused(address: ImapAddress, why: str) -> MailboxError:
    """Say that a server will not have us; never tells the password."""
    return MailboxError(f"{address.host}:{address.port} {why}.", "Correct DIGEST_BOUNCES in .env.")


@contextmanager
def told(address: ImapAddress) -> Iterator[None]:
    """Turn whatever goes wrong with a server into one of our errors.

    Raises:
        MailboxUnavailable: Something went wrong.
    """
    from imap_tools.errors import ImapToolsError

    hint = "Nothing is lost: what was read is kept, and the rest is read the next time."
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise MailboxUnavailable(
            f"The certificate of {address.host}:{address.port} is not to be trusted: "
            f"{error.verify_message}.",
            "See whether DIGEST_BOUNCES names the right host; SSL_CERT_FILE names an authority "
            "of your own.",
        ) from error
    except OSError as error:
        said = error.strerror or str(error) or type(error).__name__
        raise MailboxUnavailable(f"{address.place} cannot be read: {said}.", hint) from error
    except (IMAP4.error, ImapToolsError, ValueError) as error:
        # Its words may quote what we sent.
        kind = type(error).__name__
        raise MailboxUnavailable(
            f"{address.place} cannot be read: the server gave an answer that makes no sense "
            f"({kind}).",
            hint,
        ) from None
