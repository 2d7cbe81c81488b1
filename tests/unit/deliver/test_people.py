from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.people import (
    hash_key,
    hash_keys,
    join_lists,
    merge_subscribers,
    renew_consent,
    why_not_mailed,
)
from digest.model.subscriber import (
    Consent,
    Subscriber,
    SubscriberState,
    Suppression,
    SuppressionReason,
)

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
JO = Subscriber(
    id=7,
    key="jo@example.org",
    email="Jo@Example.org",
    name="Jo Marsh",
    lists=("weekly", "daily"),
    fields=(("country", "Belgium"),),
    consent=Consent(at=NOW, source="fair", proof="form 12"),
)
SUPPRESSED = Suppression(key_hash="", reason=SuppressionReason.COMPLAINED, at=NOW)


def test_a_hash_tells_nothing_without_the_secret() -> None:
    one = hash_key("jo@example.org", secret="a")

    assert one == hash_key("jo@example.org", secret="a")
    assert len({one, hash_key("jo@example.org", secret="b"), hash_key("j@o", secret="a")}) == 3
    assert len(one) == 64


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), unique=True), st.text("s\u00fc"))
def test_many_keys_hash_as_each_does_alone(keys: list[str], secret: str) -> None:
    assert hash_keys(keys, secret=secret) == {hash_key(key, secret=secret): key for key in keys}


def test_lists_keep_their_order() -> None:
    assert join_lists(("b", "a"), ("c", "a")) == ("b", "a", "c")


lists = st.lists(st.sampled_from("abc"), unique=True).map(tuple)
people = st.builds(
    Subscriber,
    key=st.just("jo@example.org"),
    email=st.sampled_from(["jo@example.org", "Jo@example.org"]),
    name=st.sampled_from(["", "Jo", "Jo Marsh"]),
    state=st.sampled_from(SubscriberState),
    language=st.sampled_from([None, "en", "nl"]),
    lists=lists,
    fields=st.dictionaries(st.sampled_from("xy"), st.sampled_from("12")).map(
        lambda fields: tuple(fields.items())
    ),
)


@pytest.mark.parametrize("replace_lists", [False, True])
@given(known=people, later=people)
def test_laying_over_twice_is_laying_over_once(
    known: Subscriber, later: Subscriber, *, replace_lists: bool
) -> None:
    once = merge_subscribers(known, later, replace_lists=replace_lists)

    assert merge_subscribers(once, later, replace_lists=replace_lists) == once
    assert (once.state, once.email, once.id) == (known.state, known.email, known.id)
    assert once.name in (later.name, known.name)
    assert once.lists == later.lists if replace_lists else set(once.lists) >= {*known.lists}


def test_an_empty_row_changes_nothing() -> None:
    empty = Subscriber(key=JO.key, email="x", state=SubscriberState.PAUSED)

    assert merge_subscribers(JO, empty, replace_lists=False) == JO


def test_an_old_proof_proves_nothing_of_a_new_consent() -> None:
    gone = replace(JO, state=SubscriberState.UNSUBSCRIBED)
    consent = Consent(at=NOW, source="by telephone")

    assert renew_consent(gone, consent) == replace(JO, consent=consent)


@pytest.mark.parametrize("state", list(SubscriberState))
def test_only_the_subscribed_are_mailed(state: SubscriberState) -> None:
    reason = why_not_mailed(replace(JO, state=state), None)

    assert (reason == "") is (state is SubscriberState.SUBSCRIBED)
    assert reason in ("", f"the reader is {state.value}")


def test_the_suppressed_and_the_forgotten_are_not_mailed() -> None:
    assert why_not_mailed(JO, SUPPRESSED) == "the address is suppressed: complained"
    assert why_not_mailed(None, None) == "the address was forgotten"
