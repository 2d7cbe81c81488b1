"""The DKIM keys of .env: a domain, selectors, and private keys in PEM files, which nobody sees."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from digest.deliver.audience import envelope_address
from digest.deliver.dkim import SigningKey, SigningKeys
from digest.text.values import split_mailbox

DOMAIN, SELECTOR, KEY = "DIGEST_DKIM_DOMAIN", "DIGEST_DKIM_SELECTOR", "DIGEST_DKIM_KEY"
ED25519_SELECTOR, ED25519_KEY = "DIGEST_DKIM_ED25519_SELECTOR", "DIGEST_DKIM_ED25519_KEY"
LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
NAME = re.compile(rf"{LABEL}(?:\.{LABEL})*")
MOST_BYTES = 2**16
# RFC 8301 section 3.2: signers use 2048 bits or more, verifiers need not know more than 4096.
FEWEST_BITS, MOST_BITS = 2048, 4096
MAKE_RSA = "Make one: openssl genrsa -out dkim.pem 2048"
MAKE_ED25519 = "Make one: openssl genpkey -algorithm ed25519 -out dkim-ed25519.pem"


class Mistake(Exception):
    """Something is wrong with one of the variables; nothing of a key is quoted.

    Args:
        variable: Its name.
        message: One sentence.
        hint: The next step.
    """

    def __init__(self, variable: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.variable = variable
        self.message = message
        self.hint = hint


def read_keys(values: Mapping[str, str], *, folder: Path, sender: str) -> SigningKeys:
    """Read the keys that .env names.

    Args:
        values: The variables that are set, at least one of them.
        folder: The publication's folder, where relative paths begin.
        sender: The mailbox in From.

    Raises:
        Mistake: Something is missing or wrong.
    """
    refuse_half(values, (DOMAIN, SELECTOR, KEY))
    if ED25519_SELECTOR in values or ED25519_KEY in values:
        refuse_half(values, (ED25519_SELECTOR, ED25519_KEY))
    keys = [SigningKey(selector=check_selector(values, SELECTOR), private=read_rsa(values, folder))]
    if ED25519_KEY in values:
        selector = check_selector(values, ED25519_SELECTOR)
        if selector.lower() == keys[0].selector.lower():
            raise Mistake(
                ED25519_SELECTOR,
                f"{ED25519_SELECTOR} is the same as {SELECTOR}, and one name holds one key.",
                "Give the second key a selector of its own.",
            )
        keys.append(SigningKey(selector=selector, private=read_ed25519(values, folder)))
    return SigningKeys(domain=check_domain(values[DOMAIN], sender), keys=tuple(keys))


def write_keys(keys: SigningKeys) -> tuple[tuple[str, str], ...]:
    """Write keys for another machine: selectors, each with its key in PEM (PKCS 8)."""
    form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return tuple(
        (one.selector, one.private.private_bytes(*form).decode("ascii")) for one in keys.keys
    )


def open_keys(domain: str, written: Iterable[tuple[str, str]]) -> SigningKeys:
    """Open keys that another machine has written, in their order."""
    keys = []
    for selector, pem in written:
        private = load_pem_private_key(pem.encode("ascii"), None)
        if isinstance(private, RSAPrivateKey | Ed25519PrivateKey):
            keys.append(SigningKey(selector=selector, private=private))
    return SigningKeys(domain=domain, keys=tuple(keys))


def key_paths(values: Mapping[str, str], folder: Path) -> list[Path]:
    """Tell where the key files are, so that their modes can be looked at."""
    return [folder / values[name] for name in (KEY, ED25519_KEY) if name in values]


def refuse_half(values: Mapping[str, str], names: tuple[str, ...]) -> None:
    """Refuse settings of which a part is missing: mail would go out unsigned unnoticed."""
    missing = [name for name in names if name not in values]
    if missing:
        raise Mistake(
            next(iter(values)),
            f"{' and '.join(missing)} must be set as well: signing needs {', '.join(names)}.",
            "Set all of them, or none to leave signing to the relay.",
        )


def check_selector(values: Mapping[str, str], name: str) -> str:
    """Refuse what cannot stand before ._domainkey in the DNS."""
    if not NAME.fullmatch(values[name]):
        raise Mistake(
            name, f"{name} is no selector.", "Write letters, digits and hyphens, such as digest1."
        )
    return values[name]


def check_domain(domain: str, sender: str) -> str:
    """Refuse a domain that is not the sender's or above it, and write it as A-labels."""
    written = envelope_address(f"x@{domain.rstrip('.')}")
    if written is None:
        raise Mistake(DOMAIN, f"{DOMAIN} is no domain.", "Write it as example.org.")
    own = written[0].rpartition("@")[2]
    address = envelope_address((split_mailbox(sender) or ("", ""))[1])
    host = address[0].rpartition("@")[2] if address else ""
    if host != own and not host.endswith(f".{own}"):
        raise Mistake(
            DOMAIN,
            f"{DOMAIN} is {own}, but mail comes from {host}: such a signature speaks for "
            "somebody else, and DMARC does not count it.",
            "Name the domain of sender in digest.toml, or one above it.",
        )
    return own


def read_rsa(values: Mapping[str, str], folder: Path) -> RSAPrivateKey:
    """Read the RSA key, which every receiver knows."""
    private = read_private(KEY, folder / values[KEY], MAKE_RSA)
    if not isinstance(private, RSAPrivateKey):
        raise Mistake(
            KEY,
            f"{KEY} names no RSA key, and many receivers know no other.",
            f"{MAKE_RSA}. An Ed25519 key goes beside it, as {ED25519_KEY}.",
        )
    if not FEWEST_BITS <= private.key_size <= MOST_BITS:
        raise Mistake(
            KEY,
            f"{KEY} has {private.key_size} bits; receivers take {FEWEST_BITS} to {MOST_BITS}.",
            MAKE_RSA,
        )
    return private


def read_ed25519(values: Mapping[str, str], folder: Path) -> Ed25519PrivateKey:
    """Read the key of the second signature."""
    private = read_private(ED25519_KEY, folder / values[ED25519_KEY], MAKE_ED25519)
    if not isinstance(private, Ed25519PrivateKey):
        raise Mistake(ED25519_KEY, f"{ED25519_KEY} names no Ed25519 key.", MAKE_ED25519)
    return private


def read_private(name: str, path: Path, advice: str) -> object:
    """Read any private key; what went wrong is told without what the file holds."""
    try:
        with path.open("rb") as file:
            pem = file.read(MOST_BYTES)
    except FileNotFoundError:
        raise Mistake(name, f"{name}: there is no file {path}.", advice) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its path cannot be one"
        raise Mistake(name, f"{name}: {path!s:.200} cannot be read: {reason}.", advice) from None
    try:
        return load_pem_private_key(pem, None)
    except TypeError:
        raise Mistake(
            name,
            f"{name}: {path} is encrypted, and nobody is there to type its passphrase.",
            f"Write it without one: openssl pkey -in {path.name} -out new.pem",
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        told = "is a public key" if b"BEGIN PUBLIC KEY" in pem else "is no private key in PEM"
        raise Mistake(name, f"{name}: {path} {told}.", advice) from None
