"""The relay's address in DIGEST_RELAY, read and judged before anything is opened."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from digest.errors import ConfigError

PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
FORMS = (
    "Write it as maildir:outbox, smtp://user:password@host:587, smtps://user:password@host:465 or "
    "smtp+plain://127.0.0.1:2525; special characters of a password percent-encoded."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelaySettings:
    """How a relay is reached. Its repr shows no password.

    Attributes:
        host, port: Where it listens.
        tls: "starttls", "implicit", or "none", which is for this machine alone.
        user, password: Credentials; empty when it wants none.
    """

    host: str
    port: int
    tls: str
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def place(self) -> str:
        """Where it listens, for people."""
        return f"{self.host}:{self.port}"


def parse_relay(url: str) -> RelaySettings:
    """Read DIGEST_RELAY.

    Args:
        url: `smtp://` (STARTTLS required), `smtps://` (TLS from the first byte) or `smtp+plain://`
            (clear text; on this machine only unless `?insecure=yes` says otherwise).

    Raises:
        ConfigError: It names no relay, or an unsafe one; never tells the password.
    """
    parts, port = split_relay(url)
    insecure = read_insecure(parts)
    settings = RelaySettings(
        host=parts.hostname or "",
        port=port or PORTS[parts.scheme],
        tls={"smtp": "starttls", "smtps": "implicit"}.get(parts.scheme, "none"),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
    if bool(settings.user) != bool(settings.password):
        raise ConfigError("DIGEST_RELAY has a user without a password, or the reverse.", FORMS)
    if settings.tls != "none":
        return settings
    if settings.user:
        raise ConfigError(
            "DIGEST_RELAY would send a password in clear text.",
            "Use smtp:// or smtps://, or leave out user and password.",
        )
    if not insecure and not is_loopback(settings.host):
        raise ConfigError(
            f"DIGEST_RELAY would send mail to {settings.host} in clear text.",
            "Use smtp:// or smtps://; ?insecure=yes at its end says that this is meant.",
        )
    return settings


def split_relay(url: str) -> tuple[SplitResult, int | None]:
    """Split the address.

    Raises:
        ConfigError: It names no relay.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # The reason may quote a piece of the password.
        raise ConfigError("DIGEST_RELAY names no relay.", FORMS) from None
    odd = parts.fragment or parts.path not in ("", "/") or not (url.isascii() and url.isprintable())
    if parts.scheme not in PORTS or not parts.hostname or port == 0 or odd:
        raise ConfigError("DIGEST_RELAY names no relay.", FORMS)
    return parts, port


def read_insecure(parts: SplitResult) -> bool:
    """Read the only option there is.

    Raises:
        ConfigError: There is another.
    """
    options = parse_qsl(parts.query, keep_blank_values=True)
    if any(option != ("insecure", "yes") for option in options):
        raise ConfigError(
            "DIGEST_RELAY has an option that is not known.", "The only one is ?insecure=yes."
        )
    return bool(options)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine by its name alone, whatever a name server says."""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
