"""Names to addresses, each judged before anybody connects to it.

Only imported by `adapters.http`. What is returned here is what the client connects to: a name that
answers with another address a moment later (rebinding) gains nothing.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import ip_address

from aiohttp.abc import AbstractResolver, ResolveResult

from digest.adapters.fetch_guard import FetchGuard, Unfetchable


class UnknownName(Unfetchable):
    """A name that leads nowhere."""


LookUp = Callable[[str], Awaitable[Sequence[str]]]


async def look_up_name(host: str) -> list[str]:
    """Ask the system for the addresses of a name."""
    loop = asyncio.get_running_loop()
    kind = socket.SOCK_STREAM
    try:
        found = await loop.getaddrinfo(host, None, type=kind, flags=socket.AI_ADDRCONFIG)
    except socket.gaierror:
        # A machine without a network has no configured address, and still knows its own names.
        found = await loop.getaddrinfo(host, None, type=kind)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class GuardedResolver(AbstractResolver):
    """Resolves a name once and refuses it whole when one of its addresses may not be used.

    Args:
        guard: Judges each address.
        look_up: Finds the addresses of a name.
    """

    def __init__(self, guard: FetchGuard, look_up: LookUp = look_up_name) -> None:
        self._guard = guard
        self._look_up = look_up

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Resolve a name; `family` is the client's wish and is not needed here.

        Raises:
            UnknownName: The name leads nowhere.
            Unfetchable: It leads where nothing may be fetched.
        """
        del family
        try:
            found = await self._look_up(host)
        except (OSError, UnicodeError) as error:
            raise UnknownName(f"the name {host} cannot be resolved") from error
        addresses = [ip_address(one) for one in found]
        if not addresses:
            raise UnknownName(f"the name {host} cannot be resolved")
        for address in addresses:
            self._guard.judge_address(address, host=host)
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,  # noqa: PLR2004
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        """Nothing is kept open."""
