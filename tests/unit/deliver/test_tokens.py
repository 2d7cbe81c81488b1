"""Tokens name a reader to us, and cannot be guessed, altered or used for something else."""

import base64
import hmac
import string

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.deliver.tokens import (
    ALPHABET,
    LONGEST_TOKEN,
    MARKED,
    Claim,
    Purpose,
    edition_mark,
    fits_envelope_sender,
    key_id,
    make_envelope_sender,
    make_message_id,
    make_token,
    read_token,
    sign,
)

SECRET = "a secret that only this test knows, long enough"
SLUG = "the-daily-2026-11-23"
PUBLICATION = "the-daily"
IDS = st.integers(0, 2**63 - 1)
PURPOSES = st.sampled_from(Purpose)


def make(purpose: Purpose = Purpose.UNSUBSCRIBE, number: int = 7, secret: str = SECRET) -> str:
    return make_token(secret, purpose, publication=PUBLICATION, subscriber_id=number, edition=SLUG)


def read(token: str, purpose: Purpose = Purpose.UNSUBSCRIBE) -> Claim | None:
    return read_token(token, purpose, publication=PUBLICATION, secrets=[SECRET])


@given(IDS, PURPOSES)
def test_a_token_comes_back_as_it_was_made_in_any_case(number: int, purpose: Purpose) -> None:
    token = make(purpose, number)
    mark = edition_mark(SLUG) if purpose in MARKED else ""

    assert read(token, purpose) == Claim(subscriber_id=number, mark=mark)
    assert read(token.upper(), purpose) == read(token, purpose)
    assert len(token) <= LONGEST_TOKEN
    assert set(token) <= set(ALPHABET)


@given(PURPOSES, PURPOSES)
def test_a_token_is_good_for_its_purpose_alone(made_for: Purpose, used_for: Purpose) -> None:
    assert (read(make(made_for), used_for) is not None) == (made_for is used_for)


def test_a_token_of_another_publication_or_secret_is_worth_nothing() -> None:
    token = make()

    assert read(make(secret=SECRET + "!")) is None
    assert (
        read_token(token, Purpose.UNSUBSCRIBE, publication="the-weekly", secrets=[SECRET]) is None
    )


def test_a_former_secret_may_still_be_honoured() -> None:
    token = make(secret="the secret of last year, which was long enough")
    former = "the secret of last year, which was long enough"

    claim = read_token(
        token, Purpose.UNSUBSCRIBE, publication=PUBLICATION, secrets=[SECRET, former]
    )

    assert claim == Claim(subscriber_id=7)


@settings(max_examples=500)
@given(st.data())
def test_no_altered_token_is_genuine(data: st.DataObject) -> None:
    purpose = data.draw(PURPOSES)
    token = make(purpose, data.draw(IDS))
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from(string.printable))
    kind = data.draw(st.sampled_from(["change", "insert", "drop", "cut"]))
    altered = {
        "change": token[:place] + letter + token[place + 1 :],
        "insert": token[:place] + letter + token[place:],
        "drop": token[:place] + token[place + 1 :],
        "cut": token[:place],
    }[kind]

    if altered.lower() != token:
        assert read(altered, purpose) is None


@given(st.text())
def test_no_text_is_a_token_by_chance(text: str) -> None:
    assert read(text) is None


def test_a_leading_nought_in_a_number_makes_no_second_token() -> None:
    token = make()

    assert read(token[:2] + ALPHABET[0] + token[2:]) is None


@given(IDS)
def test_an_envelope_sender_fits_into_what_a_local_part_may_be(number: int) -> None:
    sender = make_envelope_sender("bounces@example.org", make(Purpose.BOUNCE, number))

    local, _, domain = sender.partition("@")
    assert len(local) <= 64
    assert local.startswith("bounces+")
    assert domain == "example.org"


def test_a_bounce_address_that_leaves_no_room_is_known_beforehand() -> None:
    assert fits_envelope_sender("twenty-letters-here.@example.org")
    assert not fits_envelope_sender("twenty-one-letters-x.@example.org")


def test_a_message_id_is_the_same_again_and_tells_nobody_anything() -> None:
    def make_id(reader: str = "7", edition: str = SLUG, secret: str = SECRET) -> str:
        return make_message_id(
            secret, publication=PUBLICATION, edition=edition, reader=reader, domain="example.org"
        )

    assert make_id() == make_id()
    assert len({make_id(), make_id("8"), make_id(edition="x"), make_id(secret="x" * 40)}) == 4
    assert make_id().endswith("@example.org>")
    assert len(make_id()) <= 28 + len("example.org")


def test_a_key_is_named_without_being_told() -> None:
    assert len(key_id(SECRET)) == 2
    assert key_id(SECRET) == make()[:2]


@given(st.text(min_size=1), PURPOSES, st.text(), st.text())
def test_a_signature_is_an_hmac_of_all_it_speaks_for(
    secret: str, purpose: Purpose, publication: str, payload: str
) -> None:
    def plain(text: str) -> bytes:
        return text.encode("utf-8", "surrogatepass")

    text = plain(f"digest token 1\n{purpose.value}\n{publication}\n{payload}")
    mac = base64.b32encode(hmac.digest(plain(secret), text, "sha256")).decode().lower()

    assert sign(secret, purpose, publication, payload) == mac[:20]


def test_a_secret_longer_than_a_block_is_hashed_as_hmac_does() -> None:
    for length in (63, 64, 65, 200):
        mac = hmac.digest(b"k" * length, b"digest token 1\nbounce\np\nx", "sha256")
        assert sign("k" * length, "bounce", "p", "x") == base64.b32encode(mac)[:20].decode().lower()
