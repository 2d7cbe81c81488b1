"""Tokens that name a reader to us and tell nobody else anything; they cannot be guessed or altered.

A token is made of letters and digits that survive a mail system which folds case:
two of the key's id, the reader's number, a mark of the edition where there is one, and the
first 100 bits of an HMAC-SHA256 over purpose, publication and all of these.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from hashlib import sha256

ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
DIGIT = {letter: value for value, letter in enumerate(ALPHABET)}
PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)
KEY_LETTERS = 2
MARK_LETTERS = 8
MAC_LETTERS = 20
# Twenty letters are 100 bits, the first ones of 13 bytes.
MAC_BYTES = 13
MAC_SPARE_BITS = 4
HMAC_BLOCK = 64
INNER_PAD = bytes(byte ^ 0x36 for byte in range(256))
OUTER_PAD = bytes(byte ^ 0x5C for byte in range(256))
# A store's number has 63 bits.
MOST_ID_LETTERS = 13
LONGEST_TOKEN = KEY_LETTERS + MOST_ID_LETTERS + MARK_LETTERS + MAC_LETTERS
SHORTEST_TOKEN = KEY_LETTERS + 1 + MAC_LETTERS
TOKEN = re.compile(rf"[a-z2-7]{{{SHORTEST_TOKEN},{LONGEST_TOKEN}}}")
LONGEST_LOCAL_PART = 64


class Purpose(StrEnum):
    """What a token may be used for; one made for another purpose is worth nothing."""

    UNSUBSCRIBE = "unsubscribe"
    PREFERENCES = "preferences"
    BOUNCE = "bounce"
    CONFIRM = "confirm"


# Tokens that name, besides the reader, what they are about.
MARKED = (Purpose.BOUNCE, Purpose.CONFIRM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a genuine token says.

    Attributes:
        subscriber_id: The reader; 0 in a test message, which is nobody's.
        mark: `edition_mark` of the edition's slug, or of the sign-up's moment (`sign_up_mark`);
            empty when the token names neither.
    """

    subscriber_id: int
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkKeys:
    """What links are signed with. Its repr shows no key.

    Attributes:
        signing: Signs every new link.
        former: Keys of links that are out there, each with the moment (aware) until which it is
            honoured; None for as long as it is named at all.
    """

    signing: str = field(repr=False)
    former: tuple[tuple[str, datetime | None], ...] = field(default=(), repr=False)

    def honoured(self, now: datetime) -> tuple[str, ...]:
        """List the keys whose links work at this moment, the signing one first."""
        return (
            self.signing,
            *(key for key, until in self.former if until is None or now < until),
        )


def make_token(
    secret: str, purpose: Purpose, *, publication: str, subscriber_id: int, edition: str = ""
) -> str:
    """Make the token that names a reader.

    Args:
        secret: The machine's secret.
        purpose: What it is for.
        publication: The publication's id.
        subscriber_id: The reader.
        edition: What the token speaks of: the edition's slug for bounces, the sign-up's moment in
            ISO form for confirmations; not needed for anything else.

    Returns:
        23 to 43 letters and digits, all small.
    """
    mark = edition_mark(edition) if purpose in MARKED else ""
    payload = key_id(secret) + write_number(subscriber_id) + mark
    return payload + sign(secret, purpose, publication, payload)


def read_token(
    token: str, purpose: Purpose, *, publication: str, secrets: Sequence[str]
) -> Claim | None:
    """Read a token that came back, in whatever case.

    Args:
        token: As it came.
        purpose: What somebody wants to use it for.
        publication: The publication's id.
        secrets: The secret, and former ones that are still honoured.

    Returns:
        What it says, or None when it is not genuine.
    """
    # A letter beyond ASCII may have a small form within: the sign for kelvin is no k.
    if not token.isascii() or not TOKEN.fullmatch(token := token.lower()):
        return None
    payload, mac = token[:-MAC_LETTERS], token[-MAC_LETTERS:]
    # Each key is tried to the end, whatever is found: time tells nothing about a token.
    genuine = [
        hmac.compare_digest(mac, sign(secret, purpose, publication, payload))
        & hmac.compare_digest(payload[:KEY_LETTERS], key_id(secret))
        for secret in secrets
    ]
    if not any(genuine):
        return None
    marked = MARK_LETTERS if purpose in MARKED else 0
    number = payload[KEY_LETTERS : len(payload) - marked]
    return Claim(subscriber_id=read_number(number), mark=payload[len(payload) - marked :])


@lru_cache(maxsize=64)  # the same for every reader of an edition
def edition_mark(slug: str) -> str:
    """Shorten a slug to eight letters, for the envelope sender; compare marks to find it again."""
    return write_bytes(sha256(b"digest edition " + slug.encode()).digest())[:MARK_LETTERS]


def sign_up_mark(asked_at: datetime) -> str:
    """Mark a sign-up, so that a link confirms this one alone."""
    return edition_mark(name_sign_up(asked_at))


def name_sign_up(asked_at: datetime) -> str:
    """Name a sign-up by its moment, as `make_token` wants it."""
    return asked_at.astimezone(UTC).isoformat()


def make_envelope_sender(bounce_address: str, token: str) -> str:
    """Make the envelope sender that names a delivery (VERP): `bounces+TOKEN@example.org`."""
    local, _, domain = bounce_address.rpartition("@")
    return f"{local}+{token}@{domain}"


def fits_envelope_sender(bounce_address: str) -> bool:
    """Whether the longest token fits into the local part beside this address (RFC 5321 4.5.3.1)."""
    local = bounce_address.rpartition("@")[0]
    return len(local) + 1 + LONGEST_TOKEN <= LONGEST_LOCAL_PART


def make_message_id(
    secret: str, *, publication: str, edition: str, reader: str, domain: str
) -> str:
    """Make the Message-ID of one reader's copy; the same whenever it is made again.

    Args:
        secret: The machine's secret, so that nobody can guess it and forge a bounce.
        publication: The publication's id.
        edition: Slug.
        reader: What tells this copy from all others: the subscriber's number.
        domain: The sender's domain as A-labels.

    Returns:
        With angle brackets, at most 28 characters longer than the domain.
    """
    return f"<{sign(secret, 'message-id', publication, f'{edition} {reader}')}@{domain}>"


def sign(secret: str, purpose: str, publication: str, payload: str) -> str:
    """Sign a payload: 100 bits of HMAC-SHA256. No part can hold the line feed between them."""
    began_inner, began_outer = begin_hmac(secret, purpose, publication)
    inner, outer = began_inner.copy(), began_outer.copy()
    inner.update(payload.encode())
    outer.update(inner.digest())
    return write_mac(outer.digest())


@lru_cache(maxsize=256)  # begins every reader's alike; copies cost a third of `hmac.digest`
def begin_hmac(
    secret: str, purpose: str, publication: str
) -> "tuple[hashlib._Hash, hashlib._Hash]":
    """Begin both hashes of an HMAC (RFC 2104), the inner one with what it is for; only copied."""
    key = secret.encode()
    if len(key) > HMAC_BLOCK:
        key = sha256(key).digest()
    key = key.ljust(HMAC_BLOCK, b"\0")
    text = f"digest token 1\n{purpose}\n{publication}\n".encode()
    return sha256(key.translate(INNER_PAD) + text), sha256(key.translate(OUTER_PAD))


def write_mac(mac: bytes) -> str:
    """Write the first 100 bits in base 32, ten bits at a time."""
    bits = int.from_bytes(mac[:MAC_BYTES], "big") >> MAC_SPARE_BITS
    high, low = bits >> 50, bits & (1 << 50) - 1
    pairs, ten = PAIRS, 1023
    return (
        pairs[high >> 40]
        + pairs[high >> 30 & ten]
        + pairs[high >> 20 & ten]
        + pairs[high >> 10 & ten]
        + pairs[high & ten]
        + pairs[low >> 40]
        + pairs[low >> 30 & ten]
        + pairs[low >> 20 & ten]
        + pairs[low >> 10 & ten]
        + pairs[low & ten]
    )


@lru_cache(maxsize=64)  # the same for every token of a machine
def key_id(secret: str) -> str:
    """Name a secret without telling it, so that the right one is found after a change."""
    return write_bytes(hmac.digest(secret.encode(), b"digest key id", "sha256"))[:KEY_LETTERS]


def write_bytes(raw: bytes) -> str:
    """Write bytes in base 32 (RFC 4648), small letters, without padding."""
    from base64 import b32encode

    return b32encode(raw).decode("ascii").rstrip("=").lower()


@lru_cache(maxsize=8)  # a reader has several tokens
def write_number(number: int) -> str:
    """Write a whole number from 0 in our 32 digits, the first one never a leading nought."""
    digits = ""
    while number or not digits:
        number, rest = divmod(number, len(ALPHABET))
        digits = ALPHABET[rest] + digits
    return digits


def read_number(digits: str) -> int:
    """Read what `write_number` wrote."""
    number = 0
    for digit in digits:
        number = number * len(ALPHABET) + DIGIT[digit]
    return number
