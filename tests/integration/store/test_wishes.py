"""What the desk wishes is kept until it is taken back."""

from tests.integration.store.examples import HOUR, NOW, AnyStore

from digest.model.wish import Wish, WishKind

LEVY = "https://post.example.org/levy"
PIN = Wish(url=LEVY, kind=WishKind.PIN, headline="Levy is off", section="Politics", at=NOW)
EMBARGO = Wish(
    url=LEVY, kind=WishKind.EMBARGO, headline="Levy is off", until=NOW + HOUR, at=NOW + HOUR
)


def test_wishes_come_back_as_they_were_saved(store: AnyStore) -> None:
    store.wishes.save_wish(EMBARGO)
    store.wishes.save_wish(PIN)

    assert store.wishes.wishes() == [PIN, EMBARGO]


def test_a_later_wish_of_a_kind_takes_the_place_of_the_earlier_one(store: AnyStore) -> None:
    later = Wish(url=LEVY, kind=WishKind.PIN, headline="Levy is off", at=NOW + HOUR)
    store.wishes.save_wish(PIN)
    store.wishes.save_wish(later)

    assert store.wishes.wishes() == [later]


def test_nothing_is_pinned_and_dropped_at_once(store: AnyStore) -> None:
    drop = Wish(url=LEVY, kind=WishKind.DROP, headline="Levy is off", at=NOW + HOUR)
    for one in (PIN, EMBARGO, drop):
        store.wishes.save_wish(one)

    assert store.wishes.wishes() == [drop, EMBARGO]

    store.wishes.save_wish(PIN)

    assert store.wishes.wishes() == [PIN, EMBARGO]


def test_a_wish_is_taken_back_once(store: AnyStore) -> None:
    store.wishes.save_wish(PIN)

    assert store.wishes.remove_wish(LEVY, WishKind.PIN)
    assert not store.wishes.remove_wish(LEVY, WishKind.PIN)
    assert store.wishes.wishes() == []
