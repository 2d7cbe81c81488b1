"""Tokens name a reader to us, and cannot be guessed, altered or used for something else."""

import ast
import base64
import hmac
import inspect
import string
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import shake_256
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.deliver import tokens
from digest.deliver.tokens import (
    ALPHABET,
    LONGEST_TOKEN,
    MAC_LETTERS,
    MARKED,
    TOKEN,
    Claim,
    LinkKeys,
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
FORMER = "the secret of last year, which was long enough"
OUTDATED = "the secret of the year before, given up since"
NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
DAY = timedelta(days=1)
MUTATED = 100_000
# What looks like one of our letters, or becomes one as a small letter: the signs for kelvin and
# ångström, long s, dotted and dotless i, full-width and Cyrillic forms.
ALIKE = "\u212a\u212b\u017f\u0130\u0131\uff41\uff11\u0430\u0435\u200b\u0301\xad"
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
    token = make(secret=FORMER)

    claim = read_token(
        token, Purpose.UNSUBSCRIBE, publication=PUBLICATION, secrets=[SECRET, FORMER]
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


Try = tuple[str, Purpose, str]


def mutate(token: str, other: str) -> Iterator[str]:
    """Every bit turned over, every letter another, every cut, and the halves of two tokens."""
    for place, bit in product(range(len(token)), range(8)):
        yield token[:place] + chr(ord(token[place]) ^ 1 << bit) + token[place + 1 :]
    for place, letter in product(range(len(token)), string.printable + ALIKE):
        yield token[:place] + letter + token[place + 1 :]
    for place in range(len(token)):
        yield token[:place]
        yield token[place + 1 :]
        yield token[:place] + token[place + 1 :]
        yield token[:place] + other[place:]
        yield other[:place] + token[place:]
    for letter in (*ALPHABET, *ALIKE, "\n", "=", "%", " ", "."):
        yield token + letter
        yield letter + token
        yield token[:-MAC_LETTERS] + letter + token[-MAC_LETTERS:]
    yield token[-MAC_LETTERS:] + token[:-MAC_LETTERS]
    yield token * 2
    yield token[::-1]


def borrow(number: int) -> Iterator[Try]:
    """Good tokens, put to a use that they were not made for; and those of keys that are over."""
    for made, used in product(Purpose, Purpose):
        if made is not used:
            yield make(made, number), used, PUBLICATION
        for publication in ("the-weekly", "the-daily2", "the-dail", "", "the-daily\nx"):
            yield make(made, number), used, publication
        yield make(made, number, OUTDATED), used, PUBLICATION


def mutations() -> list[Try]:
    """A hundred thousand different attempts, the last of them at random, the same in every run."""
    numbers = [0, 7, 31, 2**31, 2**63 - 1]
    good = [(make(one, number), one, PUBLICATION) for one in Purpose for number in numbers]
    found: dict[Try, None] = {}
    for (token, purpose, _), (other, *_) in zip(good, good[7:] + good[:7], strict=True):
        found |= dict.fromkeys((one, purpose, PUBLICATION) for one in mutate(token, other))
    for number in numbers:
        found |= dict.fromkeys(borrow(number))
    # A good token in capitals is a good token.
    for one in [one for one in found if one[0].isascii() and (one[0].lower(), *one[1:]) in good]:
        del found[one]
    assert len(found) > MUTATED / 2
    step = 0
    while len(found) < MUTATED:
        found[guess(step, good)] = None
        step += 1
    return list(found)


def guess(step: int, good: list[Try]) -> Try:
    """Guess as somebody does who has seen good tokens: their heads have the key's id."""
    first, second, third, fourth, *rest = shake_256(f"guess {step}".encode()).digest(60)
    head = good[first % len(good)][0][: second % 16]
    length = 23 + third % (LONGEST_TOKEN - 22)
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in rest)
    return (head + letters)[:length], list(Purpose)[fourth % len(Purpose)], PUBLICATION


def test_a_hundred_thousand_mutated_tokens_are_all_refused() -> None:
    attempts = mutations()
    keys = LinkKeys(signing=SECRET, former=((FORMER, None), (OUTDATED, NOW)))

    accepted = [
        attempt
        for attempt in attempts
        if read_token(attempt[0], attempt[1], publication=attempt[2], secrets=keys.honoured(NOW))
    ]

    assert accepted == []
    assert len(attempts) >= MUTATED
    # Many look like tokens and are refused for their signature alone.
    assert sum(bool(TOKEN.fullmatch(one[0])) for one in attempts) > MUTATED * 2 / 5
    assert {attempt[1] for attempt in attempts} == set(Purpose)


@pytest.mark.parametrize("letter", ["\u212a", "\u212b", "\u017f"])
def test_no_letter_beyond_ascii_stands_for_one_of_ours(letter: str) -> None:
    """Small letters are made of capitals: the sign for kelvin would become a k."""
    token = next(one for one in (make(number=number) for number in range(99)) if "k" in one)

    assert read(token.replace("k", "K"))
    assert read(token.replace("k", letter)) is None


class Watched:
    """Stands for the module `hmac`, and notes what is compared."""

    digest = staticmethod(hmac.digest)

    def __init__(self) -> None:
        self.lengths: list[tuple[int, int]] = []

    def compare_digest(self, ours: str, theirs: str) -> bool:
        self.lengths.append((len(ours), len(theirs)))
        return hmac.compare_digest(ours, theirs)


def variants(token: str) -> dict[str, str]:
    """The same token, altered at its beginning, in its middle and at its end."""

    def alter(place: int) -> str:
        letter = "b" if token[place] != "b" else "c"
        return token[:place] + letter + token[place:][1:]

    places = {"id": 0, "number": 2, "first": len(token) - MAC_LETTERS, "last": len(token) - 1}
    return {"good": token} | {name: alter(place) for name, place in places.items()}


@pytest.mark.parametrize("keys", [1, 2, 5])
def test_every_key_is_tried_to_the_end_whatever_fits(
    keys: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is done for a token is the same for a good one and for any that is nearly good.

    The comparison itself takes as long whatever it finds (`hmac.compare_digest`), as long as both
    sides have one length.
    """
    secrets = [f"{number} {SECRET}" for number in range(keys)]
    done = set()
    for made_with in (*secrets, OUTDATED):
        for token in variants(make(secret=made_with)).values():
            watched = Watched()
            signed: list[tuple[str, ...]] = []
            monkeypatch.setattr(tokens, "hmac", watched)
            monkeypatch.setattr(
                tokens, "sign", lambda *given, signed=signed: signed.append(given) or sign(*given)
            )
            read_token(token, Purpose.UNSUBSCRIBE, publication=PUBLICATION, secrets=secrets)
            done.add((tuple(watched.lengths), tuple(one[0] for one in signed)))

    # For each key: a signature of ours beside the one that came, and its id likewise.
    assert done == {(((20, 20), (2, 2)) * keys, tuple(secrets))}


def test_nothing_in_reading_a_token_ends_early_or_compares_letters() -> None:
    """Only the shape of a token, which everybody knows, ends its reading early."""
    [function] = ast.parse(inspect.getsource(read_token)).body
    nodes = list(ast.walk(function))

    compared = [ast.unparse(one) for one in nodes if isinstance(one, ast.Compare)]
    assert compared == ["purpose in MARKED"]
    assert not [one for one in nodes if isinstance(one, ast.For | ast.While | ast.GeneratorExp)]
    [loop] = [one for one in nodes if isinstance(one, ast.ListComp)]
    assert [one.ifs for one in loop.generators] == [[]]
    # `and` would leave out the second comparison; `&` does not.
    assert isinstance(loop.elt, ast.BinOp)
    assert isinstance(loop.elt.op, ast.BitAnd)
    calls = [one for one in (loop.elt.left, loop.elt.right) if isinstance(one, ast.Call)]
    assert [ast.unparse(one.func) for one in calls] == ["hmac.compare_digest"] * 2


def test_links_of_a_former_key_work_until_their_date_and_not_after() -> None:
    until = NOW + 400 * DAY
    keys = LinkKeys(signing=SECRET, former=((FORMER, until), (OUTDATED, None)))
    moments = [NOW, until - timedelta(microseconds=1), until, until + DAY]

    def works(secret: str) -> list[bool]:
        return [
            read_token(
                make(secret=secret),
                Purpose.UNSUBSCRIBE,
                publication=PUBLICATION,
                secrets=keys.honoured(moment),
            )
            is not None
            for moment in moments
        ]

    assert works(SECRET) == [True] * 4
    assert works(FORMER) == [True, True, False, False]
    assert works(OUTDATED) == [True] * 4
    assert works("a key that nobody ever had, long enough") == [False] * 4


def test_keys_are_shown_by_nothing() -> None:
    keys = LinkKeys(signing=SECRET, former=((FORMER, NOW),))

    assert SECRET not in repr(keys)
    assert FORMER not in repr(keys)
