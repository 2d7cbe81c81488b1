"""Halting and going on: what is over stays as it is, in every store."""

import pytest
from tests.integration.store.examples import (
    NOW,
    SEND_BY,
    SLUG,
    AnyStore,
    accepted,
    books,
    held,
    ids,
    plan,
    state,
    turn,
)

from digest.errors import EditionError
from digest.model.edition import EditionState

WISHES = pytest.mark.parametrize("wish", [EditionState.HALTED, EditionState.SENDING])


@WISHES
def test_what_is_done_is_neither_halted_nor_opened_again(
    store: AnyStore, wish: EditionState
) -> None:
    plan(store, readers=1)
    batch = held(store)
    turn(store, batch, map(accepted, ids(turn(store, batch))))
    assert store.ledger.settle(SLUG, now=NOW) is EditionState.DONE

    assert store.ledger.set_state(SLUG, wish) is EditionState.DONE
    assert state(store) is EditionState.DONE


@WISHES
def test_what_has_expired_is_neither_halted_nor_opened_again(
    store: AnyStore, wish: EditionState
) -> None:
    plan(store, readers=2)
    store.ledger.expire(SLUG, now=SEND_BY)
    before = books(store)

    assert store.ledger.set_state(SLUG, wish) is EditionState.EXPIRED
    assert (state(store), books(store)) == (EditionState.EXPIRED, before)


@WISHES
def test_the_state_that_an_edition_is_set_to_is_told(store: AnyStore, wish: EditionState) -> None:
    with pytest.raises(EditionError):
        store.ledger.set_state(SLUG, wish)
    plan(store, readers=1)

    assert store.ledger.set_state(SLUG, wish) is wish
    assert state(store) is wish
