"""One database, whatever its kind: its transactions."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine

from digest.adapters.store.failures import our_errors


class Database(ABC):
    """A database that several processes may use at once.

    Attributes:
        name: What people know it by; shows no password.
        is_shared: Whether several machines may.

    Args:
        name: What people know it by; shows no password.
        readers: Opens connections that read.
        writers: Opens connections that write.
    """

    is_shared = False

    def __init__(self, name: str, *, readers: Engine, writers: Engine) -> None:
        self.name = name
        self._readers = readers
        self._writers = writers
        self._mine = Together()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read from one state of the database; nothing may be written."""
        if self._mine.connection:
            yield self._mine.connection
            return
        with our_errors(self.name), self._readers.connect() as connection:
            self._begin_reading(connection)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write in one transaction, which nobody else's can mix with; all or nothing.

        The lock is taken at once. A transaction that reads first and then writes fails at once
        when somebody else has written in between, whatever the time limit.

        Raises:
            StoreBusy: Somebody else is writing for too long; nothing was changed.
            StoreError: It could not be written; nothing was changed.
        """
        with self._transaction(self._begin_writing) as connection:
            yield connection

    @contextmanager
    def writing_apart(self) -> Iterator[Connection]:
        """Write to rows that are fenced, such as one's own batch, beside others who do the same.

        What is written may hang on nothing but rows that this transaction has locked. Where a
        database takes one writer at a time it is the same as `writing`.

        Raises:
            StoreBusy: Somebody else is writing for too long; nothing was changed.
            StoreError: It could not be written; nothing was changed.
        """
        with self._transaction(self._begin_apart) as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: Callable[[Connection], None]) -> Iterator[Connection]:
        """Begin a transaction, or go on with the one that this thread is in."""
        if self._mine.connection:
            yield self._mine.connection
            return
        with our_errors(self.name), self._writers.begin() as connection:
            begin(connection)
            yield connection

    @contextmanager
    def writing_own(self) -> Iterator[Connection]:
        """Write to rows that no rule of the other tables hangs on, such as a worker's own.

        It waits for nobody who writes anything else, where a database takes several writers.

        Raises:
            StoreBusy: Somebody else is writing for too long; nothing was changed.
            StoreError: It could not be written; nothing was changed.
        """
        with our_errors(self.name), self._writers.begin() as connection:
            self._begin_own(connection)
            yield connection

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make one transaction of all that this thread reads and writes meanwhile; all or nothing.

        It takes one flush to the disk in place of many.

        Raises:
            StoreBusy: Somebody else is writing for too long; nothing was changed.
            StoreError: It could not be written; nothing was changed.
        """
        mine = self._mine
        with self.writing() as connection:
            mine.connection = connection
            try:
                yield
            finally:
                mine.connection, erased = None, mine.erased
                mine.erased = False
        if erased:
            self.erase_traces()

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Keep a name from everybody else who shares the database, until the block ends.

        Where only one machine can open it nothing is done: a lock of its files does it.

        Raises:
            EditionBusy: Somebody else has it.
        """
        del name
        yield

    def moment(self, connection: Connection, given: datetime) -> datetime:
        """Tell the present moment by the clock that all who share the database go by.

        Args:
            connection: In a transaction.
            given: The moment by this machine's clock, which they share when there is one machine.
        """
        del connection
        return given

    def erase_traces(self) -> None:
        """Leave nothing behind of what was deleted, as far as the database can."""
        if self._mine.connection:
            self._mine.erased = True
            return
        self._erase_traces()

    def close(self) -> None:
        """Close all connections."""
        self._readers.dispose()
        self._writers.dispose()

    @abstractmethod
    def _begin_reading(self, connection: Connection) -> None:
        """Begin to read from one state."""

    @abstractmethod
    def _begin_writing(self, connection: Connection) -> None:
        """Begin to write, alone."""

    @abstractmethod
    def _begin_apart(self, connection: Connection) -> None:
        """Begin to write beside others who write apart."""

    @abstractmethod
    def _begin_own(self, connection: Connection) -> None:
        """Begin to write rows that nobody else's hang on."""

    @abstractmethod
    def _erase_traces(self) -> None:
        """Leave nothing behind of what was deleted."""


class Together(threading.local):
    """What a thread does in one transaction.

    Attributes:
        connection: Of that transaction; None outside of any.
        erased: Whether the journal is to be emptied once it has ended.
    """

    def __init__(self) -> None:
        self.connection: Connection | None = None
        self.erased = False
