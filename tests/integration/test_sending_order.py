"""What a machine with the publication tells those that only have an .env."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from tests.integration.test_config import WHOLE, load
from tests.integration.test_config import write as write_settings
from tests.integration.test_dkim_keys import BOTH_LINES, SECRET_LINE, pem
from tests.unit.deliver.signing import AT, ed25519, rsa
from tests.unit.deliver.test_dkim import MAIL, is_good, message

from digest.config import Settings
from digest.wiring import make_order, make_signer, make_signer_of

SERVER = "DIGEST_DATABASE=postgresql://digest@127.0.0.1:1/digest\n"
KEYS = BOTH_LINES.replace("digest1", "s1")


def publication(folder: Path, *, lines: str) -> Settings:
    for name, key in (("dkim", rsa()), ("ed", ed25519())):
        path = folder / f"{name}.pem"
        path.write_bytes(pem(key))
        path.chmod(0o600)
    return load(write_settings(folder, WHOLE, env=SECRET_LINE + lines))


def now() -> datetime:
    return datetime.fromtimestamp(AT, UTC)


def test_an_order_has_all_that_digest_toml_and_env_say_of_sending(tmp_path: Path) -> None:
    settings = publication(tmp_path, lines=SERVER + KEYS)

    order = make_order(settings)

    assert order
    assert order.zone == "Europe/Brussels"
    assert order.link_key == settings.machine.links.signing
    assert order.rate == 20.0
    assert dict(order.domain_rates) == {"gmail.com": 20.0, "xn--bcher-kva.example": 10.0}
    assert order.dkim_domain == "example.org"
    assert [selector for selector, _ in order.dkim_keys] == ["s1", "s1-ed"]


def test_a_worker_signs_by_the_order_as_the_publication_would(tmp_path: Path) -> None:
    order = make_order(publication(tmp_path, lines=SERVER + KEYS))
    assert order

    async def sign() -> bytes:
        signer = make_signer_of(order, now)
        assert signer
        try:
            [signed] = await signer.sign([message(MAIL)])
        finally:
            await signer.close()
        return signed.data

    signed = asyncio.run(sign())

    assert is_good(signed, 0)
    assert is_good(signed, 1)


def test_mail_that_the_relay_signs_is_left_to_it(tmp_path: Path) -> None:
    settings = publication(tmp_path, lines=SERVER)
    order = make_order(settings)

    assert order
    assert make_signer(settings) is None
    assert make_signer_of(order, now) is None


def test_where_one_machine_sends_there_is_no_order(tmp_path: Path) -> None:
    assert make_order(publication(tmp_path, lines=KEYS)) is None
