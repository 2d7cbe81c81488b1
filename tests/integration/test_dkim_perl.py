"""Signatures as Perl's Mail::DKIM sees them, another verifier than the one we develop against.

Debian's Mail::DKIM 1.20230212 does not know Ed25519, so that signature is verified by dkimpy alone;
here it must only not disturb the first one.
"""

import subprocess
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from shutil import which

import pytest
from tests.unit.app.test_mailing import ATTACKS_AND_MORE, CONTENT, READER, SECRET, make_lock
from tests.unit.deliver.signing import AT, both, records, rsa_only

from digest.app.mailing import make_message, open_mailing
from digest.deliver.dkim import SigningKeys, sign_message

SCRIPT = Path(__file__).with_name("verify_dkim.pl")
BODIES = {
    "blank lines at the end": "xnametextx\n\n\n\n",
    "nothing": "",
    "dots and blanks": ".\n..\n  a  b \n\t\n. \n",
    "one long line": "é=" * 2000,
    "boundary": f"--=_{'5e' * 16}--\n\nxunsubscribetextx",
}


@lru_cache(maxsize=1)
def has_mail_dkim() -> bool:
    """Whether Perl and its Mail::DKIM are here."""
    command = ["perl", "-MMail::DKIM", "-e", "1"]
    return (
        bool(which("perl"))
        and not subprocess.run(command, check=False, capture_output=True).returncode
    )


pytestmark = pytest.mark.skipif(
    not has_mail_dkim(), reason="needs Perl's Mail::DKIM (Debian: libmail-dkim-perl)"
)


def verify(data: bytes) -> list[str]:
    """The result of each signature, in the order of the header."""
    ran = subprocess.run(
        ["perl", str(SCRIPT), *(f"{name}={record}" for name, record in records().items())],
        input=data,
        capture_output=True,
        timeout=60,
        check=True,
    )
    return ran.stdout.decode().splitlines()


def write(
    *, name: str = "Jo Marsh", subject: str = "The levy", body: str = CONTENT, keys: SigningKeys
) -> bytes:
    lock = make_lock(body, body, publication_name=name)
    lock = replace(lock, rendered=(replace(lock.rendered[0], subject=subject),))
    message = make_message(
        open_mailing(lock, secret=SECRET, signed=True), replace(READER, name=name)
    )
    assert message is not None
    return sign_message(message, keys, at=AT).data


@pytest.mark.parametrize("body", BODIES)
def test_any_body_verifies(body: str) -> None:
    assert verify(write(body=BODIES[body], keys=rsa_only())) == ["rsa-sha256 pass"]


@pytest.mark.parametrize("number", range(len(ATTACKS_AND_MORE)))
def test_any_name_and_any_subject_verify(number: int) -> None:
    text = ATTACKS_AND_MORE[number]

    assert verify(write(name=text, subject=f"a{text}", keys=rsa_only())) == ["rsa-sha256 pass"]


def test_a_name_beyond_ascii_and_none_at_all_verify() -> None:
    for name in ("Zoë Müller-Lüdenscheidt", "ليلى حداد", ""):
        assert verify(write(name=name, keys=rsa_only())) == ["rsa-sha256 pass"]


def test_the_second_signature_does_not_disturb_the_first() -> None:
    assert verify(write(keys=both()))[0] == "rsa-sha256 pass"


@pytest.mark.parametrize("name", ["From", "Subject", "List-Unsubscribe", "Reply-To"])
def test_a_second_field_breaks_the_signature(name: str) -> None:
    data = write(keys=rsa_only())
    head, _, body = data.partition(b"\r\n\r\n")
    changed = b"%b\r\n%b: eve@example.com\r\n\r\n%b" % (head, name.encode(), body)

    assert verify(changed) == ["rsa-sha256 fail (message has been altered)"]
    assert verify(b"%b: eve@example.com\r\n" % name.encode() + data) == [
        "rsa-sha256 fail (message has been altered)"
    ]


def test_one_changed_byte_of_the_body_breaks_the_signature() -> None:
    data = write(keys=rsa_only())

    assert verify(data.replace(b"Good morning", b"Good mourning", 1)) == [
        "rsa-sha256 fail (body has been altered)"
    ]
