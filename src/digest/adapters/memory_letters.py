"""Letters to single people, in memory."""

from datetime import datetime, timedelta

from digest.adapters.memory_state import Memory, WaitingLetter
from digest.deliver.people import hash_key
from digest.deliver.signing_up import is_of_use
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
            person = self._memory.people[letter.reader]
            if not self._is_wanted(letter):
                letter.due, letter.reply, letter.at = None, "of no use any more", now
                continue
            letter.due, letter.attempts = now + lease, letter.attempts + 1
            taken.append(
                Letter(
                    id=letter.id,
                    kind=letter.kind,
                    reader=person,
                    language=letter.language,
                    asked_at=letter.asked_at,
                    attempts=letter.attempts,
                )
            )
        return taken

    def _find(self, number: int) -> WaitingLetter:
        return next(one for one in self._memory.letters if one.id == number)

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
        self, number: int, reply: Reply, outcome: Outcome, *, due: datetime | None, now: datetime
    ) -> None:
        """Keep how a letter fared."""
        for letter in self._memory.letters:
            if letter.id == number:
                letter.due, letter.outcome, letter.at = due, outcome.value, now
                letter.code, letter.reply = reply.code, reply.text

    def give_back_letter(self, number: int, *, due: datetime) -> None:
        """Give a letter back that was not tried; it is due then, and the attempt does not count."""
        for letter in self._memory.letters:
            if letter.id == number:
                letter.due, letter.attempts = due, letter.attempts - 1

    def letters(self) -> list[LetterState]:
        """Letters that wait, and those that were not taken, the oldest first."""
        return [
            LetterState(
                kind=one.kind,
                email=self._memory.people[one.reader].email,
                asked_at=one.asked_at,
                due=one.due,
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
