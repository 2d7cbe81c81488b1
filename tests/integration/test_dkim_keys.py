"""The DKIM keys of .env: every mistake names its place and the next step, and nothing of a key."""

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.hazmat.primitives.asymmetric.ec import generate_private_key as generate_ec
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.integration.test_config import load, refusal
from tests.integration.test_config import write as write_settings
from tests.unit.deliver.signing import ed25519, rsa

from digest import wiring
from digest.adapters import dkim_keys
from digest.adapters.dkim_keys import Mistake, read_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.config import Settings

SECRET_LINE = "DIGEST_SECRET=a-secret-of-more-than-thirty-two-characters\n"
RSA_LINES = (
    "DIGEST_DKIM_DOMAIN=example.org\nDIGEST_DKIM_SELECTOR=digest1\nDIGEST_DKIM_KEY=dkim.pem\n"
)
BOTH_LINES = f"{RSA_LINES}DIGEST_DKIM_ED25519_SELECTOR=digest1-ed\nDIGEST_DKIM_ED25519_KEY=ed.pem\n"
LINE = {name: number for number, name in enumerate(BOTH_LINES.split("\n"), 2)}


def pem(private: object, encryption: KeySerializationEncryption | None = None) -> bytes:
    write: Callable[..., bytes] = private.private_bytes  # type: ignore[attr-defined]
    return write(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())


def write(folder: Path, lines: str = RSA_LINES, **files: bytes) -> Path:
    for name, content in ({"dkim": pem(rsa()), "ed": pem(ed25519())} | files).items():
        path = folder / f"{name}.pem"
        path.write_bytes(content)
        path.chmod(0o600)
    return write_settings(folder, env=SECRET_LINE + lines)


def test_no_variable_means_no_signer(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, ""))

    assert loaded.machine.dkim is None
    assert wiring.make_signer(loaded) is None


def test_the_keys_are_read_and_make_a_signer(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, BOTH_LINES))

    keys = loaded.machine.dkim
    assert keys is not None
    assert keys.domain == "example.org"
    assert [(key.selector, key.algorithm) for key in keys.keys] == [
        ("digest1", "rsa-sha256"),
        ("digest1-ed", "ed25519-sha256"),
    ]
    assert loaded.warnings == ()
    assert wiring.make_signer(loaded) is not None


def test_the_commands_of_the_how_to_page_make_keys_that_are_taken(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "dkim.md").read_text(encoding="utf-8")
    commands = [line for line in page.splitlines() if line.startswith(("umask", "openssl", "echo"))]
    ran = subprocess.run(
        ["bash", "-ec", "\n".join(commands)], cwd=tmp_path, check=True, capture_output=True
    )

    lines = BOTH_LINES.replace("ed.pem", "dkim-ed25519.pem")
    loaded = load(write_settings(tmp_path, env=SECRET_LINE + lines))
    assert loaded.machine.dkim is not None
    assert loaded.warnings == ()
    rsa_record, ed_record = ran.stdout.decode().splitlines()
    assert rsa_record.startswith("v=DKIM1; k=rsa; p=MIIB")
    assert len(ed_record.rpartition("p=")[2]) == 44


@pytest.mark.parametrize(
    ("domain", "sender"),
    [
        ("example.org", "The Daily <daily@news.example.org>"),
        ("Example.ORG.", "daily@example.org"),
        ("grüße.example", "daily@news.grüße.example"),
        ("xn--gre-6ka8l.example", "daily@grüße.example"),
    ],
    ids=["above", "case and dot", "beyond ASCII", "A-labels"],
)
def test_the_senders_domain_and_those_above_it_are_taken(
    tmp_path: Path, domain: str, sender: str
) -> None:
    write(tmp_path, RSA_LINES.replace("example.org", domain))
    path = tmp_path / "digest.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("daily@example.org", sender), "utf-8")

    assert load(tmp_path).machine.dkim is not None


def files(name: str) -> bytes:
    """The content of a wrong key file."""
    makers: dict[str, Callable[[], bytes]] = {
        "empty": lambda: b"",
        "garbage": lambda: b"\xff\x00canary",
        "cut": lambda: pem(rsa())[:500],
        "encrypted": lambda: pem(rsa(), BestAvailableEncryption(b"x")),
        "public": lambda: (
            rsa().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        ),
        "ed25519": lambda: pem(ed25519()),
        "rsa": lambda: pem(rsa()),
        "ec": lambda: pem(generate_ec(SECP256R1())),
        "short": lambda: pem(generate_rsa(65537, 1024)),  # noqa: S505 - the one that is refused
    }
    return makers[name]()


@pytest.mark.parametrize(
    ("kind", "says", "next_step"),
    [
        ("empty", "is no private key in PEM", "openssl genrsa"),
        ("garbage", "is no private key in PEM", "openssl genrsa"),
        ("cut", "is no private key in PEM", "openssl genrsa"),
        ("encrypted", "is encrypted", "openssl pkey -in dkim.pem"),
        ("public", "is a public key", "openssl genrsa"),
        ("ed25519", "names no RSA key", "DIGEST_DKIM_ED25519_KEY"),
        ("ec", "names no RSA key", "openssl genrsa"),
        ("short", "has 1024 bits; receivers take 2048 to 4096", "openssl genrsa"),
    ],
)
def test_a_wrong_key_file_is_named_with_the_next_step(
    tmp_path: Path, kind: str, says: str, next_step: str
) -> None:
    error = refusal(write(tmp_path, dkim=files(kind)))

    assert error.message.startswith(".env, line 4: DIGEST_DKIM_KEY")
    assert says in error.message
    assert next_step in error.hint
    assert error.__cause__ is None
    assert "canary" not in str(error) + error.hint


def test_an_rsa_key_in_the_place_of_ed25519_is_refused(tmp_path: Path) -> None:
    error = refusal(write(tmp_path, BOTH_LINES, ed=files("rsa")))

    assert error.message == ".env, line 6: DIGEST_DKIM_ED25519_KEY names no Ed25519 key."


def test_a_key_that_is_too_long_for_receivers_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dkim_keys.MOST_BITS == 4096
    # Making a key of more than 4,096 bits takes seconds.
    monkeypatch.setattr(dkim_keys, "FEWEST_BITS", 1024)
    monkeypatch.setattr(dkim_keys, "MOST_BITS", 2047)
    error = refusal(write(tmp_path))

    assert "has 2048 bits; receivers take 1024 to 2047" in error.message


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("=dkim.pem", "=none.pem", 4, "there is no file"),
        ("=dkim.pem", "=.", 4, "cannot be read: Is a directory"),
        ("SELECTOR=digest1\n", "SELECTOR=a b\n", 3, "is no selector"),
        ("SELECTOR=digest1\n", "SELECTOR=-a\n", 3, "is no selector"),
        ("DOMAIN=example.org", "DOMAIN=https://example.org", 2, "is no domain"),
        ("DOMAIN=example.org", "DOMAIN=org", 2, "is no domain"),
        ("DOMAIN=example.org", "DOMAIN=example.com", 2, "but mail comes from example.org"),
        ("DOMAIN=example.org", "DOMAIN=news.example.org", 2, "DMARC does not count it"),
        ("DOMAIN=example.org", "DOMAIN=ample.org", 2, "but mail comes from example.org"),
        ("digest1-ed", "DIGEST1", 5, "is the same as DIGEST_DKIM_SELECTOR"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, says: str
) -> None:
    assert old in BOTH_LINES
    error = refusal(write(tmp_path, BOTH_LINES.replace(old, new, 1)))

    assert error.message.startswith(f".env, line {line}: ")
    assert says in error.message
    assert error.hint


@pytest.mark.parametrize("kept", range(1, 31))
def test_a_part_of_the_variables_is_refused(tmp_path: Path, kept: int) -> None:
    lines = BOTH_LINES.splitlines(keepends=True)
    some = "".join(line for number, line in enumerate(lines) if kept >> number & 1)

    if some == RSA_LINES:
        assert load(write(tmp_path, some)).machine.dkim is not None
        return
    error = refusal(write(tmp_path, some))
    assert "must be set as well" in error.message
    assert error.message.startswith(".env, line 2: ")


def test_a_wrong_value_of_the_environment_names_the_variable(tmp_path: Path) -> None:
    error = refusal(write(tmp_path), {"DIGEST_DKIM_DOMAIN": "example.com"})

    assert error.message.startswith("the environment variable DIGEST_DKIM_DOMAIN: ")


def test_an_open_key_file_warns(tmp_path: Path) -> None:
    write(tmp_path, BOTH_LINES)
    (tmp_path / "ed.pem").chmod(0o640)

    (warning,) = load(tmp_path).warnings
    assert "ed.pem can be read by others (mode 0640). Close it: chmod 600" in warning


def test_an_absolute_path_is_taken_as_it_is(tmp_path: Path) -> None:
    write(tmp_path, RSA_LINES.replace("dkim.pem", str(tmp_path / "elsewhere.pem")))
    (tmp_path / "dkim.pem").rename(tmp_path / "elsewhere.pem")

    assert load(tmp_path).machine.dkim is not None


def test_a_key_shows_in_no_repr(tmp_path: Path) -> None:
    loaded: Settings = load(write(tmp_path, BOTH_LINES))

    shown = repr(loaded) + repr(loaded.machine.dkim) + str(loaded)
    assert "PRIVATE" not in shown
    assert "Key object" not in shown
    assert "0x" not in shown


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from([line.partition("=")[0] for line in BOTH_LINES.splitlines()]),
        st.one_of(st.text(min_size=1, max_size=20), st.sampled_from(["dkim.pem", "example.org"])),
        min_size=1,
    )
)
def test_any_values_without_their_files_are_refused_in_one_sentence(
    tmp_path: Path, values: dict[str, str]
) -> None:
    told = None
    try:
        read_keys(values, folder=tmp_path, sender="daily@example.org")
    except Mistake as error:
        told = error
    assert told is not None
    assert told.variable in values
    assert told.hint
