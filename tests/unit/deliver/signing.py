"""Keys that are made once for a run of the tests, and the DNS records of their public halves."""

from base64 import b64encode
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from digest.deliver.dkim import SigningKey, SigningKeys

DOMAIN = "example.org"
AT = 1_795_430_400


@lru_cache(maxsize=1)
def rsa() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


@lru_cache(maxsize=1)
def ed25519() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


def rsa_only() -> SigningKeys:
    return SigningKeys(domain=DOMAIN, keys=(SigningKey(selector="s1", private=rsa()),))


def both() -> SigningKeys:
    second = SigningKey(selector="s1-ed", private=ed25519())
    return SigningKeys(domain=DOMAIN, keys=(*rsa_only().keys, second))


def records() -> dict[str, str]:
    """What the DNS says, by name."""
    info = rsa().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    raw = ed25519().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {
        f"s1._domainkey.{DOMAIN}": f"v=DKIM1; k=rsa; p={b64encode(info).decode()}",
        f"s1-ed._domainkey.{DOMAIN}": f"v=DKIM1; k=ed25519; p={b64encode(raw).decode()}",
    }
