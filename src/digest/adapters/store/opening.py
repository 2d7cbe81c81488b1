"""Open the database of a publication."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from digest.adapters.store.articles import SqlArticles
from digest.adapters.store.database import Database
from digest.adapters.store.editions import SqlEditions
from digest.adapters.store.ledger import SqlLedger
from digest.adapters.store.letters import SqlLetters
from digest.adapters.store.orders import SqlOrders
from digest.adapters.store.pace import SqlPace
from digest.adapters.store.proposals import SqlProposals
from digest.adapters.store.records import SqlRecords
from digest.adapters.store.returned import SqlReturns
from digest.adapters.store.sign_ups import SqlSignUps
from digest.adapters.store.sqlite_file import SqliteDatabase
from digest.adapters.store.subscribers import SqlSubscribers
from digest.adapters.store.ties import SqlTies
from digest.adapters.store.versions import bring_up_to_date, refuse_change
from digest.adapters.store.wishes import SqlWishes
from digest.adapters.store.workers import SqlWorkers
from digest.errors import StoreError

PATIENCE = timedelta(seconds=10)
READERS_A_BATCH = 2000
KINDS = (
    "Write it as sqlite:///digest.db, or as postgresql://user:password@host/name, with % @ : / of "
    "the password as %25 %40 %3A %2F."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """The parts of one database.

    Attributes:
        queue: None: what keeps jobs beside them is put together elsewhere.
    """

    articles: SqlArticles
    editions: SqlEditions
    subscribers: SqlSubscribers
    ledger: SqlLedger
    wishes: SqlWishes
    proposals: SqlProposals
    ties: SqlTies
    returns: SqlReturns
    sign_ups: SqlSignUps
    records: SqlRecords
    letters: SqlLetters
    workers: SqlWorkers
    paces: SqlPace
    orders: SqlOrders
    database: Database
    queue: None = None

    def alone(self, name: str) -> AbstractContextManager[None]:
        """Keep a name from everybody else who shares the database.

        Raises:
            EditionBusy: Somebody has it.
        """
        return self.database.alone(name)

    def together(self) -> AbstractContextManager[None]:
        """Make one transaction of all that this thread reads and writes meanwhile."""
        return self.database.together()

    def check_version(self) -> None:
        """Look whether the database may still be written by us, who opened it earlier.

        Raises:
            StoreError: It was moved, a newer version has changed its file, or nothing can be read.
        """
        with self.database.reading() as connection:
            refuse_change(connection, self.database)

    def close(self) -> None:
        """Close all connections."""
        self.database.close()


def open_store(
    url: str,
    *,
    secret: str,
    patience: timedelta = PATIENCE,
    readers_a_batch: int = READERS_A_BATCH,
    keeps_time: bool = True,
    upgrades: bool = False,
) -> Store:
    """Open a database, making its tables when there are none; a file's are updated as well.

    Args:
        url: Of the form sqlite:///path, where a new file is made for its owner alone; or
            postgresql://user:password@host/name.
        secret: Key of the hashes that are kept of addresses.
        patience: How long to wait for somebody else's lock.
        readers_a_batch: Most readers in one batch of the ledger.
        keeps_time: Whether a server's clock tells when a lease is over, and not this machine's.
        upgrades: Whether tables on a server are updated too.

    Raises:
        StoreBusy: It is locked for too long.
        StoreError: It cannot be used, was written by a newer version or has to be updated first.
    """
    database = open_database(read_url(url), patience=patience, keeps_time=keeps_time)
    try:
        bring_up_to_date(database, upgrades=upgrades)
    except BaseException:
        database.close()
        raise
    return Store(
        articles=SqlArticles(database),
        editions=SqlEditions(database),
        subscribers=SqlSubscribers(database, secret=secret),
        ledger=SqlLedger(database, secret=secret, readers_a_batch=readers_a_batch),
        wishes=SqlWishes(database),
        proposals=SqlProposals(database),
        ties=SqlTies(database),
        returns=SqlReturns(database, secret=secret),
        sign_ups=SqlSignUps(database, secret=secret),
        records=SqlRecords(database, secret=secret),
        letters=SqlLetters(database, secret=secret),
        workers=SqlWorkers(database),
        paces=SqlPace(database),
        orders=SqlOrders(database, secret=secret),
        database=database,
    )


def read_url(text: str) -> URL:
    """Read the address of a database.

    Raises:
        StoreError: It is none.
    """
    url: URL | None
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is None or (url.host and "@" in f"{url.host}{url.database}"):
        # Without its cause and its host, which may hold a piece of a password with an @ in it.
        raise StoreError("The database's address cannot be read.", KINDS)
    return url


def open_database(url: URL, *, patience: timedelta, keeps_time: bool = True) -> Database:
    """Open a database of the kind that its URL names.

    Raises:
        StoreError: There is no such kind, or it cannot be used.
    """
    if url.get_backend_name() == "sqlite" and url.database:
        return SqliteDatabase(url, patience=patience)
    if url.get_backend_name() == "postgresql" and url.database:
        from digest.adapters.store.postgres import PostgresDatabase

        return PostgresDatabase(url, patience=patience, keeps_time=keeps_time)
    raise StoreError("The database must be a file of SQLite, or one of a PostgreSQL server.", KINDS)
