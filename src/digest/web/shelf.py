"""Files that are served again and again, in memory of a bounded size."""

from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256

# A file that would take more than this part of the shelf is not kept.
PART = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file that is served.

    Attributes:
        body: Its bytes.
        etag: Names them (RFC 9110, section 8.8.3), in its quotation marks.
    """

    body: bytes = field(repr=False)
    etag: str


def make_paper(body: bytes) -> Paper:
    """Put a file together."""
    return Paper(body=body, etag=f'"{sha256(body).hexdigest()[:32]}"')


class Shelf:
    """Files by their path; who has not been asked for longest goes when there is no room.

    Args:
        most: Bytes of all of them together.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._papers: OrderedDict[str, Paper] = OrderedDict()
        self.size = 0

    def find(self, path: str) -> Paper | None:
        """Find a file; None when it is not there."""
        if path in self._papers:
            self._papers.move_to_end(path)
        return self._papers.get(path)

    def put(self, path: str, paper: Paper) -> None:
        """Keep a file."""
        self.drop(path)
        if len(paper.body) > self._most // PART:
            return
        self._papers[path] = paper
        self.size += len(paper.body)
        while self.size > self._most:
            self.drop(next(iter(self._papers)))

    def drop(self, path: str) -> None:
        """Let go of a file."""
        paper = self._papers.pop(path, None)
        self.size -= len(paper.body) if paper else 0

    def paths(self) -> list[str]:
        """List what is kept, what was asked for last at the end."""
        return list(self._papers)
