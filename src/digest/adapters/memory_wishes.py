"""The desk's wishes in a store that forgets everything at the end."""

from dataclasses import dataclass, field

from digest.model.wish import Wish, WishKind


@dataclass(slots=True)
class MemoryWishes:
    """Pins, drops and embargoes."""

    _wishes: dict[tuple[str, WishKind], Wish] = field(default_factory=dict)

    def wishes(self) -> list[Wish]:
        """All wishes, the latest last."""
        return sorted(self._wishes.values(), key=lambda one: (one.at, one.url, one.kind))

    def save_wish(self, wished: Wish) -> None:
        """Keep a wish, in place of an earlier one; a pin takes a drop away, and vice versa."""
        opposite = {WishKind.PIN: WishKind.DROP, WishKind.DROP: WishKind.PIN}.get(wished.kind)
        if opposite:
            self._wishes.pop((wished.url, opposite), None)
        self._wishes[wished.url, wished.kind] = wished

    def remove_wish(self, url: str, kind: WishKind) -> bool:
        """Take a wish back; False when there was none."""
        return self._wishes.pop((url, kind), None) is not None
