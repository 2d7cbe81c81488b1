"""The fetch guard: which addresses may be fetched at all (server-side request forgery).

An address is judged as written, again as resolved, and again at each redirect. What is not on the
public internet is refused unless digest.toml allows it.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from yarl import URL

Address = IPv4Address | IPv6Address
HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
# What resolvers take for a number, in any notation: "2130706433", "0x7f.1", "017700000001".
NUMERIC = re.compile(r"(?:\d+|0x[0-9a-f]*)")
LONGEST_URL = 4000
GLOBAL_UNICAST = IPv6Network("2000::/3")
NAT64 = IPv6Network("64:ff9b::/96")
# Relays of 6to4 (RFC 7526) take a packet wherever they like; `is_global` still says yes.
SIX_TO_FOUR_RELAYS = IPv4Network("192.88.99.0/24")


class Unfetchable(Exception):
    """A document that cannot be had, with the phrase that an editor reads.

    Args:
        reason: One phrase.
        status: HTTP status; None when there was none.
        rest: How long the server asks to be left alone.
        asked: Whether anybody was asked at all.
    """

    def __init__(
        self,
        reason: str,
        status: int | None = None,
        *,
        rest: timedelta | None = None,
        asked: bool = True,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.rest = rest
        self.asked = asked


class FetchGuard:
    """Judges addresses.

    Args:
        allow_private: Host names, addresses or networks that are allowed although not public.
    """

    def __init__(self, allow_private: Sequence[str] = ()) -> None:
        self._networks: list[IPv4Network | IPv6Network] = []
        self._names: set[str] = set()
        for one in allow_private:
            try:
                self._networks.append(ip_network(one.strip("[]"), strict=False))
            except ValueError:
                self._names.add(plain_host(one))

    def judge_url(self, url: URL) -> None:
        """Refuse a URL whose scheme, port or host as written cannot be fetched from.

        Raises:
            Unfetchable: With the reason.
        """
        if url.scheme not in ("http", "https"):
            raise Unfetchable("refused: only http and https are fetched")
        if url.raw_user is not None or url.raw_password is not None:
            raise Unfetchable("refused: the address has a user name or a password in it")
        if not url.raw_host or url.port == 0:
            raise Unfetchable("is no web address")
        host = plain_host(url.raw_host)
        literal = read_literal(host)
        if literal is not None:
            self.judge_address(literal, host=host)
        elif NUMERIC.fullmatch(host.rpartition(".")[2]):
            raise Unfetchable(f"refused: {host} is a number in disguise; write it as 192.0.2.1")
        elif not HOST.fullmatch(host):
            raise Unfetchable(f"refused: {host} is no host name")

    def judge_address(self, address: Address, *, host: str) -> None:
        """Refuse an address that is not public and not allowed.

        Args:
            address: What the host resolves to.
            host: As written.

        Raises:
            Unfetchable: With the reason and the setting that allows it.
        """
        if plain_host(host) in self._names or is_public(address):
            return
        if any(
            inner in network for inner in (address, *carried(address)) for network in self._networks
        ):
            return
        shown = str(address) if host == str(address) else f"{address} ({host})"
        raise Unfetchable(
            f"refused: {shown} is not a public address"
            " (allow it in digest.toml: [collect] allow_private)"
        )


def plain_host(host: str) -> str:
    """Write a host in small letters, without brackets and final dots."""
    return host.strip("[]").rstrip(".").lower()


def read_literal(host: str) -> Address | None:
    """Read an address in its one canonical notation; None for anything else."""
    if "%" in host:
        return None
    try:
        return ip_address(host)
    except ValueError:
        return None


def carried(address: Address) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses that an IPv6 address hands on to: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if address in NAT64:
        yield IPv4Address(int(address) & 0xFFFFFFFF)


def is_public(address: Address) -> bool:
    """Tell whether an address is one host on the public internet, and hands on to no other."""
    inner = list(carried(address))
    if inner and not all(is_public(one) for one in inner):
        return False
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and address not in SIX_TO_FOUR_RELAYS
    if address.ipv4_mapped or address in NAT64:
        return True
    return address.is_global and address in GLOBAL_UNICAST


def read_url(text: str) -> URL:
    """Read an address as the client will use it, so that nothing is judged in another reading.

    Raises:
        Unfetchable: It is no address.
    """
    if len(text) > LONGEST_URL:
        raise Unfetchable(f"the address is longer than {LONGEST_URL:,} characters")
    try:
        url = URL(text.strip())
        port = url.port
    except ValueError as error:
        raise Unfetchable("is no web address") from error
    if port is None and url.scheme in ("http", "https"):
        raise Unfetchable("is no web address")
    return url.with_fragment(None)
