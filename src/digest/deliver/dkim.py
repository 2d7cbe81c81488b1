"""DKIM signatures (RFC 6376, RFC 8463), relaxed/relaxed, over a message's final bytes.

Every field that a receiver shows or acts on is named once more than it occurs, so that nobody can
add another one; the body is signed whole.
"""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256

from digest.model.message import Message
from digest.text.relaxed import relax_body, relax_field, split_fields

SIGNED = (
    *("From", "Reply-To", "To", "Subject", "Date", "Message-ID"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
    *("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID"),
)
LOWER = tuple(name.lower().encode() for name in SIGNED)
LONGEST_LINE = 78
PADDING, DIGEST = PKCS1v15(), SHA256()


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """A private key, which is never shown, and the selector under which its public half stands."""

    selector: str
    private: RSAPrivateKey | Ed25519PrivateKey = field(repr=False)

    @property
    def algorithm(self) -> str:
        """How this key signs."""
        return "rsa-sha256" if isinstance(self.private, RSAPrivateKey) else "ed25519-sha256"

    def sign(self, text: bytes) -> bytes:
        """Sign a text. Ed25519 signs its SHA-256 (RFC 8463 section 3), RSA does so anyway."""
        if isinstance(self.private, RSAPrivateKey):
            return self.private.sign(text, PADDING, DIGEST)
        return self.private.sign(sha256(text).digest())


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKeys:
    """Whose signatures are made, and with what.

    Attributes:
        domain: For d=, as A-labels: the sender's domain, or one above it.
        keys: One signature each, in this order.
    """

    domain: str
    keys: tuple[SigningKey, ...]


def sign_message(message: Message, keys: SigningKeys, *, at: int) -> Message:
    """Sign a message.

    Args:
        message: Its body is hashed unless that was done when it was made.
        keys: For one signature each.
        at: The present moment, in whole seconds since 1970.

    Returns:
        The message with its signatures before its header.
    """
    fields, begin = split_fields(message.data)
    counts, signed = gather(fields)
    body_hash = message.body_hash or sha256(relax_body(message.data[begin:])).digest()
    written = [
        write_signature(key, keys.domain, counts, signed, body_hash, at) for key in keys.keys
    ]
    return Message(
        message_id=message.message_id,
        envelope_sender=message.envelope_sender,
        recipient=message.recipient,
        data=b"".join([*written, message.data]),
        needs_smtputf8=message.needs_smtputf8,
        dotless=message.dotless,
        body_hash=message.body_hash,
    )


def gather(fields: list[bytes]) -> tuple[tuple[int, ...], bytes]:
    """Gather the fields that are signed.

    Returns:
        How often each of SIGNED occurs, and their relaxed forms in that order, the last occurrence
        first, as a verifier takes them (RFC 6376 section 5.4.2).
    """
    found: dict[bytes, bytes] = {}
    more: dict[bytes, int] = {}
    for one in fields:
        name, relaxed = relax_named(one)
        if name in found:
            more[name] = more.get(name, 1) + 1
            relaxed += found[name]
        found[name] = relaxed
    there = [name for name in LOWER if name in found]
    counts = tuple([more.get(name, 1) if name in found else 0 for name in LOWER])
    return counts, b"".join([found[name] for name in there])


@lru_cache(maxsize=256)  # most fields are the same in every copy
def relax_named(one: bytes) -> tuple[bytes, bytes]:
    """Relax a field, and tell its name."""
    relaxed = relax_field(one)
    return relaxed.partition(b":")[0], relaxed


def write_signature(
    key: SigningKey,
    domain: str,
    counts: tuple[int, ...],
    signed: bytes,
    body_hash: bytes,
    at: int,
) -> bytes:
    """Write one signature field with its CRLF."""
    opening, relaxed = open_signature(key.algorithm, domain, key.selector, counts)
    tags = b" t=%d; bh=%b;" % (at, b64encode(body_hash))
    signature = b64encode(key.sign(b"".join([signed, relaxed, tags, b" b="])))
    return b"".join([opening, tags, b"\r\n b=", fold(signature), b"\r\n"])


@lru_cache(maxsize=16)  # the same for every copy of an edition
def open_signature(
    algorithm: str, domain: str, selector: str, counts: tuple[int, ...]
) -> tuple[bytes, bytes]:
    """Write a signature up to the tags that depend on the copy: folded, and relaxed.

    Every line ends a tag or stands between two names, and begins with a single space; so a fold is
    a space in the relaxed form, and nothing else changes.
    """
    oversigned = [
        name for name, count in zip(SIGNED, counts, strict=True) for _ in range(count + 1)
    ]
    lines = [
        f"v=1; a={algorithm}; c=relaxed/relaxed;",
        f"d={domain};",
        f"s={selector};",
        *fold_names(oversigned),
    ]
    folded = "DKIM-Signature: " + "\r\n ".join(lines) + "\r\n"
    return folded.encode(), b"dkim-signature:" + " ".join(lines).encode()


def fold_names(names: list[str]) -> Iterator[str]:
    """Write the h= tag in lines that are short enough."""
    line = "h="
    for number, name in enumerate(names):
        piece = name + (":" if number + 1 < len(names) else ";")
        if len(line) + len(piece) > LONGEST_LINE - 1:
            yield line
            line = ""
        line += piece
    yield line


def fold(signature: bytes) -> bytes:
    """Break base 64 into lines, the first one with room for its tag."""
    first = LONGEST_LINE - len(b" b=")
    width = LONGEST_LINE - 1
    rest = range(first, len(signature), width)
    return b"\r\n ".join([signature[:first], *(signature[at : at + width] for at in rest)])
