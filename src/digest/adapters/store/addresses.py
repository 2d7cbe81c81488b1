"""Addresses of databases: which is which, and how they are shown without a password."""

from importlib.util import find_spec

from sqlalchemy.engine import URL

from digest.adapters.store.opening import read_url
from digest.errors import UsageError

BACK_UP = "For another server use pg_dump and pg_restore: docs/how-to/back-up.md"
USUAL_PORT = 5432


def refuse_kinds(old: URL, new: URL) -> None:
    """Refuse what is no move from a file to a server.

    Raises:
        UsageError: It is none.
    """
    if new.get_backend_name() != "postgresql" or not new.database:
        raise UsageError(
            "A publication is moved to a database of a PostgreSQL server, and nowhere else.",
            "Write it as postgresql://user@host/name.",
        )
    if find_spec("psycopg") is None:
        raise UsageError(
            "PostgreSQL needs more than is installed here.",
            "Install it: pip install 'digest-desk[cluster]'",
        )
    if old.get_backend_name() != "sqlite":
        raise UsageError("The publication is on a PostgreSQL server already.", BACK_UP)


def show_address(url: URL) -> str:
    """Write an address without its password, not even one among its options."""
    plain = URL.create(
        "postgresql",
        username=url.username,
        host=url.host,
        port=url.port,
        database=url.database,
        query={name: value for name, value in url.query.items() if "password" not in name},
    )
    return plain.render_as_string(hide_password=False)


def place_of(address: str) -> tuple[object, ...]:
    """Tell what makes two addresses the same database, whoever logs in."""
    url = read_url(address)
    return url.host, url.port or USUAL_PORT, url.database, url.query.get("host")
