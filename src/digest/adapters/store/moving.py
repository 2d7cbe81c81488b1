"""Move a publication from a file of SQLite to a PostgreSQL server, so that only one ever sends.

First the file is frozen, then its rows are copied, then every row is compared, then the file is
marked as moved, and only then is the new database opened to everybody. Whenever it is broken off,
at most one of the two can be written, and the same command goes on where it was.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from digest.adapters.store.addresses import place_of, refuse_kinds, show_address
from digest.adapters.store.comparing import compare_table
from digest.adapters.store.copying import copy_table, count_rows, prepare_target, set_numbers
from digest.adapters.store.database import Database
from digest.adapters.store.marks import (
    MOVED,
    MOVING,
    Mark,
    find_mark,
    find_version,
    freeze,
    lift_mark,
    set_mark,
    set_version,
    thaw,
)
from digest.adapters.store.opening import PATIENCE, open_database, read_url
from digest.adapters.store.schema import VERSION, batch, edition, metadata
from digest.adapters.store.targets import claim_target, empty_target, look_at_target, only_mover
from digest.adapters.store.upgrading import Beside
from digest.adapters.store.versions import bring_up_to_date
from digest.errors import EditionBusy, StoreBusy, StoreError, UsageError
from digest.model.database import MovePlan

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A move from one database to another.

    Attributes:
        origin: The file.
        target: The database on a server.
        address: Of the target, without its password.
        publication: Its id, for people.
        now: The present moment, aware.
        beside: Makes other tables of the target; None when there are none.
    """

    origin: Database
    target: Database
    address: str
    publication: str
    now: datetime
    beside: Beside | None = None

    def look(self) -> MovePlan:
        """Count what there is to move, and look whether it may be. Changes no row.

        Raises:
            EditionBusy: An edition is being sent.
            StoreError: The target is in use already, or another move has begun there.
        """
        mark, found = self._find_mark()
        plan = MovePlan(origin=self.origin.name, target=self.target.name, address=self.address)
        if mark:
            self._refuse_elsewhere(mark)
        else:
            bring_up_to_date(self.origin)
        if look_at_target(self.target, mark, is_moved=found == MOVED):
            return replace(plan, is_begun=True, is_over=True)
        if mark:
            refuse_version(mark)
        with self.origin.reading() as connection:
            if not mark:
                refuse_running(connection, self.now)
            tables = tuple(count_rows(connection))
        return replace(plan, tables=tables, is_begun=mark is not None)

    def alone(self) -> AbstractContextManager[None]:
        """Be the only one who moves.

        Raises:
            StoreBusy: Somebody else does.
            StoreError: The target cannot be reached.
        """
        return only_mover(self.target)

    def begin(self) -> Mark:
        """Freeze the file, and make the tables of the target; nobody opens either from now on.

        Raises:
            EditionBusy: An edition is being sent.
            StoreError: One of them cannot be used so.
        """
        mark, is_new = self._freeze()
        try:
            claim_target(self.target, mark)
        except StoreError:
            if is_new:
                self._thaw(mark)
            raise
        return mark

    def copy(self, advance: Advance, *, total: int) -> None:
        """Copy what is not there yet.

        Args:
            advance: Told how many rows are there, and of how many.
            total: How many there are in all.
        """
        done = 0
        with self.origin.reading() as connection:
            prepare_target(connection, self.target)
            for table in metadata.sorted_tables:
                for count in copy_table(connection, self.target, table):
                    done += count
                    advance(done, total)
            set_numbers(connection, self.target)

    def compare(self, advance: Advance, *, total: int) -> int:
        """Compare every row of both; tell how many there are.

        Raises:
            StoreError: There are others, or one is not the same; names the first.
        """
        done = 0
        with self.origin.reading() as ours, self.target.reading() as theirs:
            for table in metadata.sorted_tables:
                for count in compare_table(ours, theirs, table, name=self.target.name):
                    done += count
                    advance(done, total)
        return done

    def finish(self, begun: Mark) -> None:
        """Close the file for good, then open the target to everybody, in this order.

        Raises:
            StoreError: Somebody has given this move up meanwhile.
        """
        with self.origin.writing() as connection:
            mark = find_mark(connection)
            if mark is None or mark.token != begun.token:
                raise StoreError(
                    f"Somebody has given the move of {self.origin.name} up meanwhile.",
                    "Nothing was moved. See how it stands: digest status",
                )
            set_version(connection, MOVED)
        with self.target.writing() as connection:
            connection.exec_driver_sql("ANALYZE")
            if self.beside:
                self.beside(connection, False)
            lift_mark(connection, VERSION)

    def give_up(self, *, dry_run: bool = False) -> bool:
        """Let the file be written again; what was copied goes.

        Args:
            dry_run: Whether only to look whether it may be.

        Returns:
            Whether what was copied is gone; False when the target could not be reached.

        Raises:
            UsageError: No move has begun, or it has ended.
            StoreBusy: Somebody is moving at this moment.
        """
        mark, found = self._find_mark()
        if mark is None:
            raise UsageError(f"No move of {self.origin.name} has begun.", "Nothing was done.")
        self._refuse_elsewhere(mark)
        if found == MOVED:
            raise UsageError(
                f"{self.origin.name} was moved already: {self.target.name} may have sent since.",
                f"End it, if it was broken off: digest db move {self.address}",
            )
        if dry_run:
            return False
        try:
            with self.alone():
                empty_target(self.target, mark)
            is_empty = True
        except StoreBusy:
            raise
        except StoreError:
            is_empty = False
        self._thaw(mark)
        return is_empty

    def _find_mark(self) -> tuple[Mark | None, str]:
        with self.origin.reading() as connection:
            found = find_version(connection, self.origin.name)
            return (find_mark(connection) if found in (MOVING, MOVED) else None), found

    def _refuse_elsewhere(self, mark: Mark) -> None:
        """Refuse to go on elsewhere with a move that has begun."""
        if place_of(mark.address) != place_of(self.address):
            raise UsageError(
                f"{self.origin.name} is being moved to {mark.target}, or was.",
                f"Go on with that: digest db move {mark.address}",
            )

    def _freeze(self) -> tuple[Mark, bool]:
        """Freeze the file, unless an earlier run has; tell its mark, and whether it is new."""
        with self.origin.writing() as connection:
            found = find_version(connection, self.origin.name)
            if found in (MOVING, MOVED) and (mark := find_mark(connection)):
                # Somebody else may have begun one to another server since we looked.
                self._refuse_elsewhere(mark)
                return mark, False
            refuse_running(connection, self.now)
            mark = Mark(
                token=secrets.token_hex(16),
                version=VERSION,
                origin=self.origin.name,
                target=self.target.name,
                address=self.address,
                publication=self.publication,
                begun=self.now,
            )
            set_mark(connection, mark)
            freeze(connection)
        return mark, True

    def _thaw(self, mark: Mark) -> None:
        with self.origin.writing() as connection:
            thaw(connection)
            lift_mark(connection, mark.version)


@contextmanager
def opened_move(
    origin: str, target: str, *, publication: str, now: datetime, patience: timedelta = PATIENCE
) -> Iterator[Move]:
    """Open both databases of a move.

    Args:
        origin: URL of the file.
        target: URL of the database on a server.
        publication: Its id, for people.
        now: Aware.
        patience: How long to wait for somebody else's lock.

    Raises:
        UsageError: It is no move from a file to a server.
        StoreError: The file cannot be used.
    """
    old, new = read_url(origin), read_url(target)
    refuse_kinds(old, new)
    with ExitStack() as stack:
        ours, theirs = (open_database(url, patience=patience) for url in (old, new))
        for database in (ours, theirs):
            stack.callback(database.close)
        yield Move(
            origin=ours, target=theirs, address=show_address(new), publication=publication, now=now
        )


def refuse_version(mark: Mark) -> None:
    """Refuse to go on with a move that was begun with other tables.

    Raises:
        StoreError: It was.
    """
    if mark.version != VERSION:
        raise StoreError(
            f"This move was begun by another version of digest (tables {mark.version}, here "
            f"{VERSION}).",
            "Install that version again, or give the move up: digest db move --give-up "
            + mark.address,
        )


def refuse_running(connection: Connection, now: datetime) -> None:
    """Refuse to move while somebody sends.

    A window that a dead run left open moves along: the next send names its readers as doubts.

    Raises:
        EditionBusy: Somebody does.
    """
    query = (
        select(edition.c.slug)
        .join(batch, batch.c.edition_id == edition.c.id)
        .where(batch.c.lease_until > now)
    )
    slug = connection.scalar(query)
    if slug:
        raise EditionBusy(
            f"{slug} is being sent at this moment.",
            f"Wait until that has ended, or stop it: digest halt {slug}",
        )
