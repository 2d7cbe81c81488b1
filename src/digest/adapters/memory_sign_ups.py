"""People who ask to be subscribed, in memory."""

from collections.abc import Collection
from datetime import datetime

from digest.adapters.memory_state import Memory
from digest.deliver.people import hash_key
from digest.deliver.signing_up import (
    MAILED,
    Asking,
    choose_letter,
    give_consent,
    may_confirm,
    subscribe,
)
from digest.deliver.tokens import sign_up_mark
from digest.model.signup import (
    Confirmation,
    ConsentGiven,
    ConsentText,
    LetterKind,
    SignUp,
)
from digest.model.subscriber import Subscriber, SubscriberState

ASKING = (LetterKind.CONFIRM, LetterKind.KNOWN)


class MemorySignUps:
    """Sign-ups and consent."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def ask(self, wish: SignUp, text: ConsentText, *, since: datetime | None = None) -> bool:
        """Keep what somebody asked for and queue the letter about it."""
        memory = self._memory
        person = memory.person(wish.key)
        kind = choose_letter(
            person,
            memory.suppressions.get(hash_key(wish.key, secret=memory.secret)),
            last=self._last_asking(person.id) if person else None,
            since=since,
            now=wish.at,
        )
        if kind is None:
            return False
        number = person.id if person else self._add_pending(wish)
        if kind is LetterKind.CONFIRM:
            memory.consent_texts.setdefault(text.version, text)
            memory.sign_ups[number] = wish
        memory.queue(number, kind, language=wish.language, asked_at=wish.at, now=wish.at)
        return True

    def _last_asking(self, number: int) -> Asking | None:
        asked = [one for one in self._memory.letters if one.reader == number and one.kind in ASKING]
        if not asked:
            return None
        last = max(asked, key=lambda one: (one.asked_at, one.id))
        return Asking(
            kind=last.kind, asked_at=last.asked_at, due=last.due, outcome=last.outcome or ""
        )

    def _add_pending(self, wish: SignUp) -> int:
        pending = Subscriber(
            key=wish.key, email=wish.email, state=SubscriberState.PENDING, language=wish.language
        )
        self._memory.add_person(pending, now=wish.at)
        number = self._memory.last_person
        self._memory.events[number] = [(wish.at, "added", wish.source)]
        return number

    def sign_up_of(self, subscriber_id: int) -> SignUp | None:
        """What a person asked for and has not confirmed yet; None when there is nothing."""
        return self._memory.sign_ups.get(subscriber_id)

    def confirm(
        self, subscriber_id: int, *, mark: str, since: datetime, now: datetime, welcome: bool
    ) -> Confirmation:
        """Subscribe a person who has confirmed a sign-up."""
        memory = self._memory
        person = memory.people.get(subscriber_id)
        wish = memory.sign_ups.get(subscriber_id)
        if person is None:
            return Confirmation.VOID
        if wish is None or sign_up_mark(wish.at) != mark:
            earlier = memory.consents.get(subscriber_id, [])
            done = any(sign_up_mark(one.asked_at) == mark for one in earlier)
            return Confirmation.ALREADY if done and person.state in MAILED else Confirmation.VOID
        hashed = hash_key(person.key, secret=memory.secret)
        if not may_confirm(person, memory.suppressions.get(hashed), wish):
            return Confirmation.VOID
        if wish.at < since:
            return Confirmation.EXPIRED
        memory.suppressions.pop(hashed, None)
        given = give_consent(wish, now=now)
        subscribed = subscribe(person, given)
        memory.people[subscriber_id] = subscribed
        memory.consents.setdefault(subscriber_id, []).append(given)
        memory.events[subscriber_id].append((now, "confirmed", subscribed.consent.proof or ""))
        del memory.sign_ups[subscriber_id]
        if welcome:
            kind = LetterKind.WELCOME
            memory.queue(subscriber_id, kind, language=wish.language, asked_at=now, now=now)
        return Confirmation.DONE

    def consents_of(self, key: str) -> list[ConsentGiven]:
        """Every proof of a person's consent, the oldest first."""
        person = self._memory.person(key)
        return list(self._memory.consents.get(person.id, [])) if person else []

    def consent_text(self, version: str) -> ConsentText | None:
        """Find the words of a version."""
        return self._memory.consent_texts.get(version)

    def keep_texts(self, texts: Collection[ConsentText]) -> None:
        """Keep words that forms show."""
        for text in texts:
            self._memory.consent_texts.setdefault(text.version, text)
