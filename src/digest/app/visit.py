"""One visit to a source: what it takes to ask it and to read what it gives."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from digest.app.ports import ArticleStore, Fetcher, Folder, Readers
from digest.model.fetch import Fetched, FetchFailure, Validators
from digest.model.publication import Source

Read = TypeVar("Read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit to a source.

    Attributes:
        source: The source.
        address: Where it is asked: its own address, or where that has moved for good.
        validators: What its server gave last time.
        articles: Tells which articles are known.
        fetcher: Fetches addresses.
        folder: Reads folders.
        now: When articles are first seen, aware, UTC.
        zone: Zone of dates that name none.
        readers: Read documents beside the loop.
    """

    source: Source
    address: str
    validators: Validators
    articles: ArticleStore
    fetcher: Fetcher
    folder: Folder
    now: datetime
    zone: str
    readers: Readers

    async def read(
        self, reader: Callable[..., Read | FetchFailure], fetched: Fetched, **further: object
    ) -> Read | FetchFailure:
        """Read a document elsewhere, so that others are fetched in the meantime.

        A fault of ours in reading one document costs that document alone.
        """
        read = await self.readers.run(
            reader,
            fetched.body,
            url=fetched.url,
            source=self.source.name,
            now=self.now,
            zone=self.zone,
            content_type=fetched.content_type,
            language=self.source.language,
            **further,
        )
        if isinstance(read, FetchFailure) and not read.url:
            return replace(read, url=fetched.url)
        return read
