"""Where mail comes back to, in DIGEST_BOUNCES, read and judged before anything is opened."""

from dataclasses import dataclass, field
from urllib.parse import SplitResult, quote, unquote, urlsplit

from digest.errors import ConfigError

PORT = 993
MAILDIR = "maildir:"
FORMS = (
    "Write it as imaps://user:password@host/INBOX or maildir:path; special characters of a "
    "password percent-encoded."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapAddress:
    """A folder of an IMAP server, reached over TLS alone. Its repr shows no password.

    Attributes:
        host, port: Where it listens.
        folder: Such as INBOX.
        user, password: Credentials.
    """

    host: str
    port: int = PORT
    folder: str = "INBOX"
    user: str = field(repr=False)
    password: str = field(repr=False)

    @property
    def place(self) -> str:
        """Which folder of which server, for people."""
        return f"{self.folder} on {self.host}:{self.port}"


def parse_box(url: str) -> ImapAddress | str:
    """Read DIGEST_BOUNCES.

    Returns:
        An IMAP folder, or the path of a Maildir.

    Raises:
        ConfigError: It names neither, or would show a password; never tells the password.
    """
    if url.startswith(MAILDIR):
        path = url.removeprefix(MAILDIR)
        if not path:
            raise ConfigError("DIGEST_BOUNCES names no folder after maildir:.", FORMS)
        return path
    refuse_bare_signs(url)
    parts, port = split_box(url)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if not user or not password:
        raise ConfigError("DIGEST_BOUNCES has no user and password.", FORMS)
    if not (user + password).isprintable():
        raise ConfigError("DIGEST_BOUNCES has a control character in its user or password.", FORMS)
    return ImapAddress(
        host=parts.hostname or "",
        port=port or PORT,
        folder=unquote(parts.path.strip("/")) or "INBOX",
        user=user,
        password=password,
    )


def refuse_bare_signs(url: str) -> None:
    """Take no password with a sign that ends the part it stands in.

    Raises:
        ConfigError: There is one, for the "@" comes only after it; tells how it is written.
    """
    rest = url.partition("://")[2]
    sign = next((one for one in rest if one in "/?#@"), "@")
    if sign != "@" and "@" in rest and url.startswith("imaps://"):
        raise ConfigError(
            f"DIGEST_BOUNCES has a {sign} in its user or password.",
            f"A {sign} in the password is written {quote(sign, safe='')}.",
        )


def split_box(url: str) -> tuple[SplitResult, int | None]:
    """Split the address.

    Raises:
        ConfigError: It names no mailbox.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # The reason may quote a piece of the password.
        raise ConfigError("DIGEST_BOUNCES names no mailbox.", FORMS) from None
    if parts.scheme == "imap":
        raise ConfigError("DIGEST_BOUNCES would send a password in clear text.", FORMS)
    odd = parts.query or parts.fragment or not url.isprintable()
    if parts.scheme != "imaps" or not parts.hostname or port == 0 or odd:
        raise ConfigError("DIGEST_BOUNCES names no mailbox.", FORMS)
    return parts, port
