"""Where the server listens, and the server itself."""

import errno
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from digest.errors import UsageError

if TYPE_CHECKING:
    from uvicorn import Server

HERE = "127.0.0.1"
MOST_CONNECTIONS = 500
BACKLOG = 512
IDLE = 15
LAST_WORDS = 10
LARGEST_HEAD = 16 * 1024
FIRST_FREE_FOR_ALL = 1024


def listen(host: str, port: int, *, option: str = "--port") -> socket.socket:
    """Listen on a port; 0 takes any free one.

    Raises:
        UsageError: Somebody else listens there, or it may not be used; names what to do.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, place = found[0]
        door = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise UsageError(
            f"--host {host!r} is no address of this machine.", "Name one: --host 127.0.0.1"
        ) from error
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(place)
        door.listen(BACKLOG)
        door.setblocking(False)
    except OSError as error:
        door.close()
        raise refuse_place(host, port, error, option) from error
    return door


def refuse_place(host: str, port: int, error: OSError, option: str) -> UsageError:
    """Say why nobody can listen there."""
    place = "" if host == HERE else f" --host {host}"
    if error.errno == errno.EADDRINUSE:
        other = max(port, FIRST_FREE_FOR_ALL) + 1
        return UsageError(
            f"Port {port} of {host} is taken: something else listens there.",
            f"Name another one: digest serve{place} {option} {other}",
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return UsageError(
            f"Port {port} may not be used by this account: those below {FIRST_FREE_FOR_ALL} are "
            "for the system.",
            f"Let a web server have it and pass requests on: digest serve{place} {option} 8000",
        )
    return UsageError(
        f"Nobody can listen on port {port} of {host}: {error.strerror}.",
        "Name an address of this machine: digest serve --host 127.0.0.1",
    )


def address_of(door: socket.socket) -> str:
    """Write where a socket listens, such as "http://127.0.0.1:8000"."""
    host, port = door.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def make_server(app: Callable[..., Any]) -> "Server":
    """Make a server that leaves signals, logs and headers to us."""
    from uvicorn import Config, Server

    from digest.web.patience import PatientProtocol

    class OurServer(Server):
        """A server that hears no signal by itself."""

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            """Leave signals alone."""
            yield

    return OurServer(
        Config(
            app,
            http=PatientProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_keep_alive=IDLE,
            timeout_graceful_shutdown=LAST_WORDS,
            h11_max_incomplete_event_size=LARGEST_HEAD,
        )
    )
