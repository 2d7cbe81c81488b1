"""What is sealed opens with the same secret and under the same name, whole or not at all."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.adapters.sealing import NONCE_BYTES, derive, seal, unseal
from digest.errors import StoreError

SECRET = "a-secret-of-more-than-thirty-two-characters"
NAME = "the-daily-2026-11-23"
PINNED = "17a51e3520f5625b55e0454f8469587ce7a33a13b34dfb833a38c0135fba755e"
texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts, texts, texts)
def test_what_was_sealed_opens_as_it_was(text: str, secret: str, name: str) -> None:
    assert unseal(seal(text, secret=secret, name=name), secret=secret, name=name) == text


@given(st.data())
def test_every_changed_byte_is_refused(data: st.DataObject) -> None:
    sealed = seal("a key", secret=SECRET, name=NAME)
    at = data.draw(st.integers(0, len(sealed) - 1))
    change = data.draw(st.integers(1, 255))

    with pytest.raises(StoreError):
        unseal(
            sealed[:at] + bytes([sealed[at] ^ change]) + sealed[at + 1 :], secret=SECRET, name=NAME
        )


def test_whatever_was_cut_off_is_refused() -> None:
    sealed = seal("a key", secret=SECRET, name=NAME)
    for length in range(len(sealed)):
        with pytest.raises(StoreError):
            unseal(sealed[:length], secret=SECRET, name=NAME)


@pytest.mark.parametrize(
    ("secret", "name"), [(SECRET + "x", NAME), (SECRET, "the-daily-2026-11-24")]
)
def test_another_secret_or_another_name_is_refused_and_told_with_the_next_step(
    secret: str, name: str
) -> None:
    with pytest.raises(StoreError, match="another DIGEST_SECRET") as caught:
        unseal(seal("a key", secret=SECRET, name=NAME), secret=secret, name=name)

    assert name in caught.value.message
    assert "every machine" in caught.value.hint
    assert SECRET not in f"{caught.value.message} {caught.value.hint}"


def test_nothing_of_a_text_can_be_read_and_no_two_seals_are_alike() -> None:
    text = json.dumps({"link_key": "k7w2-k7w2-k7w2"})
    first, second = (seal(text, secret=SECRET, name=NAME) for _ in range(2))

    assert b"k7w2" not in first
    assert first[:NONCE_BYTES] != second[:NONCE_BYTES]
    assert first[NONCE_BYTES:] != second[NONCE_BYTES:]


def test_the_key_is_not_the_secret_and_stays_the_same_from_one_version_to_the_next() -> None:
    # What one machine seals another opens, whichever version each of them runs.
    assert derive(SECRET).hex() == PINNED
