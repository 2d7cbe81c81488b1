"""Letters to single people, in memory."""

from datetime import datetime, timedelta

from digest.adapters.memory_state import Memory, WaitingLetter
from digest.deliver.people import hash_key
from digest.deliver.signing_up import BROKEN_OFF, OF_NO_USE, asks_once_more, is_of_use
from digest.model.delivery import Outcome, Reply
from digest.model.signup import Letter, LetterState


class MemoryLetters:
    """Letters that wait."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def claim_letters(self, *, now: datetime, lease: timedelta, most: int) -> list[Letter]:
        """Take letters that are due, each for this caller alone until the lease is over."""
        due = sorted(
            (one.due, one.id) for one in self._memory.letters if one.due and one.due <= now
        )
        taken: list[Letter] = []
        for _, number in due:
            if len(taken) == most:
                break
            letter = self._find(number)
            doubted = letter.outcome == Outcome.UNKNOWN
            if not self._is_wanted(letter):
                close(letter, None, OF_NO_USE, now=now)
            elif letter.taken and not asks_once_more(letter.kind, doubted=doubted):
                close(letter, Outcome.UNKNOWN, BROKEN_OFF, now=now)
            else:
                taken.append(self._take(letter, now=now, lease=lease))
        return taken

    def _take(self, letter: WaitingLetter, *, now: datetime, lease: timedelta) -> Letter:
        """Take a letter until the lease is over."""
        doubted = letter.taken is not None or letter.outcome == Outcome.UNKNOWN
        letter.outcome = Outcome.UNKNOWN.value if doubted else letter.outcome
        letter.due, letter.taken, letter.attempts = now + lease, now, letter.attempts + 1
        return Letter(
            id=letter.id,
            kind=letter.kind,
            reader=self._memory.people[letter.reader],
            language=letter.language,
            asked_at=letter.asked_at,
            attempts=letter.attempts,
            doubted=doubted,
        )

    def _find(self, number: int) -> WaitingLetter:
        return next(one for one in self._memory.letters if one.id == number)

    def _held(self, letter: Letter) -> WaitingLetter | None:
        """Find a letter that was taken; None when somebody else has taken it since."""
        for one in self._memory.letters:
            if one.id == letter.id and one.attempts == letter.attempts:
                return one
        return None

    def _is_wanted(self, letter: WaitingLetter) -> bool:
        person = self._memory.people[letter.reader]
        hashed = hash_key(person.key, secret=self._memory.secret)
        return is_of_use(
            letter.kind,
            letter.asked_at,
            person,
            self._memory.suppressions.get(hashed),
            self._memory.sign_ups.get(person.id),
        )

    def settle_letter(
        self, letter: Letter, reply: Reply, outcome: Outcome, *, due: datetime | None, now: datetime
    ) -> None:
        """Keep how a letter fared; nothing when somebody else has taken it since."""
        if held := self._held(letter):
            held.due, held.taken, held.outcome, held.at = due, None, outcome.value, now
            held.code, held.reply = reply.code, reply.text

    def give_back_letter(self, letter: Letter, *, due: datetime) -> None:
        """Give a letter back that was not tried; it is due then, and the attempt does not count."""
        if held := self._held(letter):
            held.due, held.taken, held.attempts = due, None, held.attempts - 1

    def letters(self) -> list[LetterState]:
        """Letters that wait, and those that were not taken, the oldest first."""
        return [
            LetterState(
                kind=one.kind,
                email=self._memory.people[one.reader].email,
                asked_at=one.asked_at,
                due=one.due,
                taken=one.taken,
                attempts=one.attempts,
                outcome=one.outcome or "",
                code=one.code,
                reply=one.reply,
            )
            for one in sorted(self._memory.letters, key=lambda one: (one.asked_at, one.id))
            if one.due or (one.outcome and one.outcome != Outcome.ACCEPTED.value)
        ]

    def count_waiting(self) -> int:
        """How many letters wait."""
        return sum(1 for one in self._memory.letters if one.due)

    def next_due(self) -> datetime | None:
        """When the first letter is due that nobody has taken; None when there is none."""
        free = (one.due for one in self._memory.letters if one.due and not one.taken)
        return min(free, default=None)


def close(letter: WaitingLetter, outcome: Outcome | None, reply: str, *, now: datetime) -> None:
    """Close a letter that is not sent."""
    letter.due, letter.taken, letter.at = None, None, now
    letter.outcome, letter.reply = outcome.value if outcome else None, reply
