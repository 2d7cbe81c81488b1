"""One visit to a source: what it takes to ask it and to read what it gives."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from digest.app.ports import ArticleStore, Fetcher, Folder
from digest.model.fetch import Fetched, FetchFailure, Validators
from digest.model.publication import Source

Read = TypeVar("Read")

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit to a source.

    Attributes:
        source: The source.
        validators: What its server gave last time.
        articles: Tells which articles are known.
        fetcher: Fetches addresses.
        folder: Reads folders.
        now: When articles are first seen, aware, UTC.
        zone: Zone of dates that name none.
    """

    source: Source
    validators: Validators
    articles: ArticleStore
    fetcher: Fetcher
    folder: Folder
    now: datetime
    zone: str

    async def read(
        self, reader: Callable[..., Read | FetchFailure], fetched: Fetched
    ) -> Read | FetchFailure:
        """Read a document in a thread, so that others are fetched in the meantime.

        A fault of ours in reading one document costs that document alone.
        """
        try:
            return await asyncio.to_thread(
                reader,
                fetched.body,
                url=fetched.url,
                source=self.source.name,
                now=self.now,
                zone=self.zone,
                content_type=fetched.content_type,
                language=self.source.language,
            )
        except Exception as error:  # noqa: BLE001 - told by name, and the others go on
            return tell_fault(fetched.url, error)


def tell_fault(url: str, error: Exception) -> FetchFailure:
    """Make a failure of a fault of ours, which is not hidden."""
    reason = f"unexpected {type(error).__name__}: {error} (this is a fault of digest)"
    return FetchFailure(url=url, reason=" ".join(reason.split())[:LONGEST_REASON])
