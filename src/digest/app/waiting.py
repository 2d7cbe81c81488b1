"""Letters that nobody has begun, and those among them that wait for their domain's pace alone."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from digest.deliver.limits import Pace
from digest.model.delivery import OwnedReader
from digest.model.message import Message

# So much of a domain's pace stays in the window when others wait for a place in it.
KEPT_SECONDS = 1.0


@dataclass(slots=True)
class Letter:
    """A reader of the window, and the message, made at the last moment unless it is signed."""

    reader: OwnedReader
    message: Message | None = None
    domain: str = ""
    variant: int | None = None

    @property
    def ready(self) -> Message:
        """The message, once it is made."""
        if self.message is None:
            raise ValueError("the message was not made before")
        return self.message

    @property
    def bound_for(self) -> str:
        """The reader's domain as A-labels, also before the message is made."""
        return self.domain or self.reader.subscriber.key.rpartition("@")[2]


@dataclass(slots=True, kw_only=True)
class Parked:
    """Letters whose domain takes no more at the moment, by domain, in their order.

    Attributes:
        pace: Of the domains.
    """

    pace: Pace
    _letters: dict[str, deque[Letter]] = field(default_factory=dict)
    _count: int = 0

    def __len__(self) -> int:
        """How many there are."""
        return self._count

    def must_wait(self, letter: Letter, now: float) -> bool:
        """Park a letter that has to wait for its domain; tell whether it has."""
        if not self.pace.wait_for(letter.bound_for, now):
            return False
        self._letters.setdefault(letter.bound_for, deque()).append(letter)
        self._count += 1
        return True

    def wait(self, now: float) -> float | None:
        """Tell how many seconds are left until the first is due; None when there are none."""
        return min((self.pace.wait_for(one, now) for one in self._letters), default=None)

    def take_due(self, now: float) -> Iterator[Letter]:
        """Take one letter of each domain that is due."""
        for domain in list(self._letters):
            if not self.pace.wait_for(domain, now):
                letter = self._letters[domain].popleft()
                self._note_taken(domain, 1)
                yield letter

    def surplus(self, size: int) -> int:
        """Count those that the window had better let go, so that others may come in.

        Args:
            size: How many readers the window may have.
        """
        most = self._most(size)
        return sum(max(0, len(some) - most[domain]) for domain, some in self._letters.items())

    def take_surplus(self, size: int) -> list[Letter]:
        """Take those, the latest of each domain."""
        taken: list[Letter] = []
        for domain, most in self._most(size).items():
            some = self._letters[domain]
            more = [some.pop() for _ in range(len(some) - most)]
            taken += reversed(more)
            self._note_taken(domain, len(more))
        return taken

    def clear(self) -> None:
        """Forget them all."""
        self._letters.clear()
        self._count = 0

    def _most(self, size: int) -> dict[str, int]:
        """Tell how many of each domain may stay: all domains together fill half of the window."""
        needs = {domain: self.pace.most_to(domain, KEPT_SECONDS) for domain in self._letters}
        most: dict[str, int] = {}
        room = size // 2
        # Those that need little have it, and the others share the rest.
        for domain in sorted(needs, key=lambda one: needs[one]):
            most[domain] = min(needs[domain], room // (len(needs) - len(most)))
            room -= most[domain]
        return most

    def _note_taken(self, domain: str, count: int) -> None:
        self._count -= count
        if not self._letters[domain]:
            del self._letters[domain]
