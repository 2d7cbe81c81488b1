"""Who asks: their address, and the network that their limits count for."""

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network

# A provider gives a household one address of version 4, and of version 6 a /56 or a /64.
PREFIX_4, PREFIX_6 = 24, 56
# What may be kept as a part of a proof tells less.
KEPT_PREFIX_6 = 48
NOWHERE = "nowhere"


def find_asker(peer: str, forwarded: Iterable[str], *, trust_proxy: bool) -> str:
    """Tell the address of whoever asks.

    Args:
        peer: Address of the other end of the connection; empty when it has none.
        forwarded: Every X-Forwarded-For field in order. Whoever asks may write what they like in
            there; what a proxy of ours saw with its own eyes stands last.
        trust_proxy: Whether the other end is a proxy of ours.

    Returns:
        An address as `ipaddress` writes it, or NOWHERE.
    """
    hops = [hop.strip() for field in forwarded for hop in field.split(",")] if trust_proxy else []
    return read_address(hops[-1] if hops else peer)


def read_address(text: str) -> str:
    """Read an address that may have a port; NOWHERE when it is none."""
    host = text.strip()
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return NOWHERE
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


def network_of(address: str, *, prefix_6: int = PREFIX_6) -> str:
    """Tell the network that an address counts for, such as "192.0.2.0/24"."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return NOWHERE
    prefix = prefix_6 if isinstance(parsed, IPv6Address) else PREFIX_4
    return str(ip_network((parsed, prefix), strict=False))


def kept_network(address: str) -> str | None:
    """Tell the network that may be kept with a sign-up; None when nobody knows it."""
    network = network_of(address, prefix_6=KEPT_PREFIX_6)
    return None if network == NOWHERE else network
