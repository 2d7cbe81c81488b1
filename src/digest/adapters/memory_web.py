"""The outside in memory, for tests of use cases: documents, saved pages, a clock that stands."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from digest.model.fetch import Fetched, FetchFailure, SavedPage, Validators


class MemoryFetcher:
    """Documents by address.

    Args:
        documents: What is at each address: bytes, which are an HTML page or a feed; or a whole
            answer. What is not there is a 404.
    """

    def __init__(self, documents: Mapping[str, bytes | Fetched | FetchFailure]) -> None:
        self.documents = dict(documents)
        self.asked: list[str] = []
        self.asked_with: dict[str, Validators] = {}
        self.obeyed: set[str] = set()

    async def fetch(
        self, url: str, *, validators: Validators | None = None, obeys_robots: bool = False
    ) -> Fetched | FetchFailure:
        """Give what is at an address, and remember how it was asked for."""
        self.asked.append(url)
        self.asked_with[url] = validators or Validators()
        if obeys_robots:
            self.obeyed.add(url)
        found = self.documents.get(url)
        if found is None:
            return FetchFailure(url=url, reason="HTTP 404, not found", status=404)
        return Fetched(url=url, body=found) if isinstance(found, bytes) else found

    async def probe(self, url: str) -> Fetched | FetchFailure:
        """Tell whether something is at an address."""
        answer = await self.fetch(url)
        return answer if isinstance(answer, FetchFailure) else replace(answer, body=b"")

    async def close(self) -> None:
        """Nothing is open."""


class MemoryFolder:
    """Folders of saved pages, and text files by path.

    Args:
        pages: The files of each folder: name and bytes.
    """

    def __init__(self, pages: Mapping[str, Mapping[str, bytes]] | None = None) -> None:
        self.pages = dict(pages or {})
        self.texts: dict[str, str] = {}

    def saved_pages(self, path: str) -> list[SavedPage | FetchFailure] | FetchFailure:
        """Give a folder's files by name."""
        files = self.pages.get(path)
        if files is None:
            return FetchFailure(url=path, reason="there is no such folder")
        return [make_page(path, name, files[name]) for name in sorted(files)]

    def saved_page(self, path: str) -> SavedPage | FetchFailure:
        """Give one file."""
        folder, _, name = path.rpartition("/")
        body = self.pages.get(folder, {}).get(name)
        if body is None:
            return FetchFailure(url=path, reason="there is no such file")
        return make_page(folder, name, body)

    def source_path(self, path: str) -> str:
        """Give a path without its final slash."""
        return path.rstrip("/")

    def read_text(self, path: str) -> str | None:
        """Give a text; None when it is not there."""
        return self.texts.get(path)

    def names(self, path: str) -> list[str]:
        """Name the texts of a folder."""
        folders = [name.rpartition("/") for name in self.texts]
        return sorted(name for folder, _, name in folders if folder == path)

    def write_text(self, path: str, text: str) -> None:
        """Keep a text."""
        self.texts[path] = text

    def alone(self) -> AbstractContextManager[None]:
        """Be alone, as everybody is in a memory of their own."""
        return nullcontext()


def make_page(folder: str, name: str, body: bytes) -> SavedPage:
    """Make a saved page."""
    path = f"{folder}/{name}" if folder else name
    return SavedPage(path=path, name=name, body=body, address=f"file:{path}")


class StillClock:
    """A clock that moves only when somebody sleeps.

    Args:
        start: Aware.
    """

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)
        self.slept: Sequence[timedelta] = ()

    def now(self) -> datetime:
        """Tell the moment."""
        return self._now

    async def sleep(self, span: timedelta) -> None:
        """Be later at once."""
        self.slept = (*self.slept, span)
        self._now += max(span, timedelta(0))
