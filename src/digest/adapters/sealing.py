"""Seal what others who read the database must not see: AES-256-GCM with a key of DIGEST_SECRET."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from digest.errors import StoreError

PURPOSE = b"digest sending order"
KEY_BYTES = 32
# NIST SP 800-38D section 8.2.2: drawn at random, and of this length.
NONCE_BYTES = 12


def seal(text: str, *, secret: str, name: str) -> bytes:
    """Seal a text.

    Args:
        text: What nobody else may read or change.
        secret: DIGEST_SECRET.
        name: What it is about; it opens under no other name.
    """
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(derive(secret)).encrypt(nonce, text.encode(), name.encode())


def unseal(sealed: bytes, *, secret: str, name: str) -> str:
    """Open what was sealed.

    Raises:
        StoreError: It was sealed with another secret or under another name, or was changed.
    """
    nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return AESGCM(derive(secret)).decrypt(nonce, rest, name.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise StoreError(
            f"What {name} is sent with was sealed with another DIGEST_SECRET than the one here.",
            "Give every machine the DIGEST_SECRET of the machine that planned it.",
        ) from error


def derive(secret: str) -> bytes:
    """Derive a key of its own from the secret, which does other work as well (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE).derive(
        secret.encode()
    )
