"""A build of the archive while it goes on: file by file, and only what has changed is written."""

from collections.abc import Callable
from dataclasses import dataclass, field

from digest.app.archive_manifest import Built, hash_bytes
from digest.app.ports import Site

Advance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A file of the site that is to be.

    Attributes:
        path: Below the folder.
        key: Hash of all that it is made from; empty for what is made anew each time.
        make: Makes its bytes; None when they are not to be had.
    """

    path: str
    key: str
    make: Callable[[], bytes | None]


@dataclass(slots=True, kw_only=True)
class Work:
    """A build while it goes on.

    Attributes:
        site: Where it is written.
        before: The files of earlier builds.
        dry: Whether nothing is written.
        advance: Is told how many files are seen to, and of how many.
        total: How many files there are.
        now: The files of this one.
    """

    site: Site
    before: dict[str, Built]
    dry: bool
    advance: Advance
    total: int
    now: dict[str, Built] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unchanged: int = 0

    def add(self, part: Part) -> None:
        """See to it that a file is as it is to be."""
        self._settle(part)
        done = len(self.now) + len(self.missing)
        self.advance(done, max(done, self.total))

    def _settle(self, part: Part) -> None:
        there = self.site.read(part.path)
        known = self.before.get(part.path)
        if there is not None and known == Built(digest=hash_bytes(there), key=part.key or "-"):
            self.keep(part, known.digest)
            return
        data = part.make()
        if data is None:
            self.miss(part, there)
            return
        if data == there:
            self.keep(part, hash_bytes(data))
            return
        self.now[part.path] = Built(digest=hash_bytes(data), key=part.key)
        self.written.append(part.path)
        if not self.dry:
            self.site.write(part.path, data)

    def keep(self, part: Part, digest: str) -> None:
        """Leave a file as it is."""
        self.now[part.path] = Built(digest=digest, key=part.key)
        self.unchanged += 1

    def miss(self, part: Part, there: bytes | None) -> None:
        """Go on without a file; an earlier build's stays."""
        if there is not None and part.path in self.before:
            self.keep(part, hash_bytes(there))
        else:
            self.missing.append(part.path)
