"""The keys of an order sign on another machine as they would on the first."""

import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.unit.deliver.signing import both, ed25519, rsa_only
from tests.unit.deliver.test_dkim import is_good, sign

from digest.adapters.dkim_keys import open_keys, write_keys
from digest.deliver.dkim import SigningKeys


def carried(keys: SigningKeys) -> SigningKeys:
    """Write keys, carry them as JSON, as an order is, and open them again."""
    written = json.loads(json.dumps(write_keys(keys)))
    return open_keys(keys.domain, [(selector, pem) for selector, pem in written])


@pytest.mark.parametrize("keys", [rsa_only(), both()], ids=["rsa", "rsa and ed25519"])
def test_what_was_carried_makes_signatures_that_others_verify(keys: SigningKeys) -> None:
    opened = carried(keys)

    assert [one.selector for one in opened.keys] == [one.selector for one in keys.keys]
    assert [one.algorithm for one in opened.keys] == [one.algorithm for one in keys.keys]
    mail = sign(keys=opened)
    assert mail == sign(keys=keys)
    assert all(is_good(mail, number) for number in range(len(keys.keys)))


def test_an_ed25519_key_alone_is_carried_as_well() -> None:
    whole = both()
    alone = replace(whole, keys=whole.keys[1:])

    [opened] = carried(alone).keys

    assert opened.private.private_bytes_raw() == ed25519().private_bytes_raw()  # type: ignore[union-attr]


def test_a_kind_of_key_that_nobody_signs_with_is_left_out() -> None:
    pem = generate_ec(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    assert open_keys("example.org", [("s1", pem.decode())]).keys == ()
