"""Readers whose very message an editor wants to see."""

from hashlib import sha256

from digest.app.ports import SubscriberStore
from digest.deliver.audience import address_key
from digest.model.subscriber import Subscriber

# So that what is typed into the search never holds up a large desk.
MOST_LOOKED_AT = 30_000
MOST_FOUND = 8


class ReaderSearch:
    """Finds readers, and gives them handles: addresses of the web hold nobody's name.

    Args:
        subscribers: Where they are kept.
        salt: Makes the handles; the same one makes the same.
    """

    def __init__(self, subscribers: SubscriberStore, *, salt: str) -> None:
        self._subscribers = subscribers
        self._salt = salt
        self._keys: dict[str, str] = {}

    def find(self, text: str) -> list[tuple[str, Subscriber]]:
        """Find readers by their address or a part of their name or address.

        Returns:
            A handle, which says nothing about the reader, and the reader; at most eight. A whole
            address finds anybody, a part of one only the first 30,000.
        """
        words = text.strip().casefold()
        if not words:
            return []
        key = address_key(text.strip())
        known = self._subscribers.subscriber(key) if key else None
        if known:
            return [(self._handle(known), known)]
        found: list[Subscriber] = []
        for number, one in enumerate(self._subscribers.subscribers()):
            if len(found) >= MOST_FOUND or number >= MOST_LOOKED_AT:
                break
            if words in one.email.casefold() or words in one.name.casefold():
                found.append(one)
        return [(self._handle(one), one) for one in found]

    def known(self, handle: str) -> Subscriber | None:
        """Find a reader again by the handle; None for nobody, and for who is no more."""
        key = self._keys.get(handle)
        return self._subscribers.subscriber(key) if key else None

    def _handle(self, reader: Subscriber) -> str:
        """Name a reader so that an address of the web may hold it, and a browser keep that."""
        handle = sha256(f"{self._salt} {reader.key}".encode()).hexdigest()[:16]
        self._keys[handle] = reader.key
        return handle
