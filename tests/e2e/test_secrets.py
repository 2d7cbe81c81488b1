"""The relay's password, the machine's secret and the DKIM key stay in their files, always."""

import base64
import re
import sqlite3
import traceback
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.e2e.conftest import EXAMPLE_NOW, Indoors, Start
from tests.integration.certificates import Certificates
from tests.integration.fault_relay import Action, FaultRelay
from tests.unit.deliver.signing import rsa

from digest.adapters.store import open_store
from digest.config import read_settings

SLUG = "the-daily-2026-11-23"
USER, PASSWORD = "desk-canary", "pa55-canary-$7#"
QUOTED = "pa55-canary-$7%23"
SECRET = "secret-canary-0123456789abcdefghijklmnop"
WITH_AUTH: tuple[Action, ...] = (b"250-r\r\n250 STARTTLS\r\n", b"250-r\r\n250 AUTH PLAIN LOGIN\r\n")
CANARIES = (
    PASSWORD,
    QUOTED,
    SECRET,
    base64.b64encode(PASSWORD.encode()).decode(),
    base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode(),
    base64.b64encode(SECRET.encode()).decode(),
    SECRET.encode().hex(),
)
DKIM_LINES = "\nDIGEST_DKIM_DOMAIN=example.org\nDIGEST_DKIM_SELECTOR=s1\nDIGEST_DKIM_KEY=dkim.pem\n"
COMMANDS = [
    ("collect",),
    ("articles",),
    ("stories",),
    ("draft", "--force"),
    ("check",),
    ("preview", "--out", "out"),
    ("send", "--dry-run"),
    ("send", "--test", "desk@example.org"),
    ("send",),
    ("report",),
    ("status",),
    ("sources", "list"),
    ("sources", "add", "nowhere"),
    ("subscribers", "list"),
    ("subscribers", "show", "reader1@example.org"),
    ("subscribers", "export", "--out", "out.csv"),
    ("subscribers", "forget", "reader2@example.org", "--yes"),
]


@lru_cache(maxsize=1)
def key_pem() -> bytes:
    """The private key that mail is signed with."""
    return rsa().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@lru_cache(maxsize=1)
def canaries() -> tuple[str, ...]:
    """Every secret in every form; of the key, the lines of its file and its private numbers."""
    numbers = rsa().private_numbers()
    secret_numbers = (numbers.d, numbers.p, numbers.q)
    return (
        *CANARIES,
        *key_pem().decode().splitlines()[1:-1],
        *(str(number) for number in secret_numbers),
        *(f"{number:x}" for number in secret_numbers),
    )


@pytest.fixture
def relay(start: Start, certificates: Certificates) -> FaultRelay:
    """A relay under TLS that wants a password; what it answers is up to the test."""
    return start(FaultRelay({"EHLO": [*WITH_AUTH] * 200}, tls=certificates.server("good")))


@pytest.fixture
def office(drafted: Indoors, relay: FaultRelay, certificates: Certificates) -> Indoors:
    """A publication whose secrets are canaries. Its folder holds no trace of another secret."""
    path = drafted.folder / ".env"
    text = re.sub("DIGEST_SECRET=.*", f"DIGEST_SECRET={SECRET}", path.read_text(encoding="utf-8"))
    url = f"smtp://{USER}:{QUOTED}@127.0.0.1:{relay.port}"
    text = re.sub("DIGEST_RELAY=.*", lambda _: f"DIGEST_RELAY={url}", text)
    path.write_text(text + DKIM_LINES, encoding="utf-8")
    key = drafted.folder / "dkim.pem"
    key.write_bytes(key_pem())
    key.chmod(0o600)
    drafted.environment["SSL_CERT_FILE"] = str(certificates.authority)
    return drafted


def find_canary(text: str) -> str:
    """The first secret in a text; empty when there is none."""
    return next((one for one in canaries() if one in text), "")


def tell(office: Indoors, *command: str, now: str | None = EXAMPLE_NOW) -> str:
    """Everything that a command shows, its trace included when it ends in one."""
    try:
        ran = office.run(*command, now=now)
    except Exception:  # noqa: BLE001 - with --debug an error is shown as it is
        out, err = office.capture.readouterr()
        return out + err + traceback.format_exc()
    return f"{ran.status} {ran.out}{ran.err}"


def assert_nothing_kept(office: Indoors) -> None:
    """No file of the publication but .env and the key's own holds a secret."""
    for path in office.folder.rglob("*"):
        if path.is_file() and path.name not in (".env", "dkim.pem"):
            content = path.read_bytes()
            assert not [one for one in canaries() if one.encode() in content], path


def test_no_command_shows_or_keeps_a_secret(office: Indoors, relay: FaultRelay) -> None:
    for options in (("--verbose",), ("--json", "--debug")):
        for command in COMMANDS:
            shown = tell(office, *options, *command)
            assert not find_canary(shown), (options, command)
    assert_nothing_kept(office)
    assert (office.folder / "editions" / f"{SLUG}.lock.json").is_file()
    # They were used all the same: the mail was signed, and taken after signing in.
    assert relay.messages
    assert [one for one in relay.commands if one.startswith("AUTH")]
    for message in relay.messages:
        assert not find_canary(message.decode("utf-8", "replace"))
        assert message.startswith(b"DKIM-Signature: v=1; a=rsa-sha256;")


def refuse(relay: FaultRelay, answer: str) -> None:
    relay.script["AUTH"] = [answer.encode() + b"\r\n"] * 200


@pytest.mark.parametrize(
    "answer",
    [
        "535 5.7.8 no",
        f"535 5.7.8 {PASSWORD} is not the password of {USER}",
        f"454 4.7.0 {CANARIES[4]}",
    ],
    ids=["plain", "repeated", "repeated in base64"],
)
@pytest.mark.parametrize("option", ["--verbose", "--json", "--debug"])
def test_a_relay_that_repeats_the_password_makes_nobody_show_it(
    office: Indoors, relay: FaultRelay, answer: str, option: str
) -> None:
    refuse(relay, answer)

    for command in (("send", SLUG, "--test", "desk@example.org"), ("send",), ("report",)):
        assert not find_canary(tell(office, option, *command))
    assert_nothing_kept(office)


def spoil_database(office: Indoors) -> None:
    (office.folder / "digest.db").write_bytes(b"no database" * 1000)


def spoil_settings(office: Indoors) -> None:
    office.change("strapline =", "straplime =")


def spoil_relay(office: Indoors) -> None:
    path = office.folder / ".env"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("@127.0.0.1:", "@127.0.0.1:x"), encoding="utf-8")


def spoil_line(office: Indoors) -> None:
    with (office.folder / ".env").open("a", encoding="utf-8") as file:
        file.write(f"DIGEST_SECRET='{SECRET}\n")


def spoil_key(office: Indoors) -> None:
    (office.folder / "dkim.pem").write_bytes(key_pem()[:-200])


def spoil_selector(office: Indoors) -> None:
    path = office.folder / ".env"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("SELECTOR=s1", "SELECTOR=s 1"), encoding="utf-8")


def spoil_template(office: Indoors) -> None:
    path = office.folder / "templates" / "daily" / "mail.txt.j2"
    path.parent.mkdir(parents=True)
    path.write_text("{{ machine }}{{ settings.secret }}", encoding="utf-8")


@pytest.mark.parametrize(
    "spoil",
    [
        *(spoil_database, spoil_settings, spoil_relay, spoil_line, spoil_template),
        *(spoil_key, spoil_selector),
    ],
    ids=lambda one: one.__name__,
)
def test_no_error_and_no_trace_shows_a_secret(
    office: Indoors, spoil: Callable[[Indoors], None]
) -> None:
    spoil(office)

    for option in ("--verbose", "--json", "--debug"):
        for command in (("collect",), ("send",), ("report",), ("subscribers", "list")):
            assert not find_canary(tell(office, option, *command)), (option, command)


def test_a_trace_of_the_database_shows_nobodys_address(
    office: Indoors, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert open_store.__kwdefaults__ is not None
    monkeypatch.setitem(open_store.__kwdefaults__, "patience", timedelta(seconds=0.05))
    database = office.folder / "digest.db"
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        busy = tell(office, "--debug", "subscribers", "add", "new.canary@example.org")
        other.execute("ROLLBACK")
        other.execute("DROP TABLE subscriber")
    broken = tell(office, "--debug", "subscribers", "show", "reader1@example.org")

    assert "locked" in busy
    assert "new.canary" not in busy
    assert "Traceback" in broken
    assert "reader1@" not in broken


def test_settings_that_are_printed_show_no_secret(office: Indoors) -> None:
    settings = read_settings(office.folder, {})

    assert settings.machine.secret == SECRET
    assert not find_canary(repr(settings) + str(settings))


def test_what_init_writes_is_for_its_owner_alone(office: Indoors) -> None:
    assert (office.folder / ".env").stat().st_mode & 0o777 == 0o600
    assert (office.folder / "digest.db").stat().st_mode & 0o777 == 0o600
    assert Path(office.folder / ".gitignore").read_text(encoding="utf-8").count(".env") >= 1
