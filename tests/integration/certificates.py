"""Certificates made for one run of the tests, by the openssl program."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Certificates:
    """An authority that clients trust, and what it has signed.

    Attributes:
        folder: Where the files are.
    """

    folder: Path

    @property
    def authority(self) -> Path:
        return self.folder / "authority.pem"

    def server(self, name: str) -> ssl.SSLContext:
        """The side of a relay: "good", "wrong-name" or "self-signed"."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"{name}.pem", self.folder / f"{name}.key")
        return context

    def client(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authority))


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


def make_key(folder: Path, name: str, *arguments: str) -> None:
    openssl(
        folder,
        *("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
        *("-keyout", f"{name}.key", *arguments),
    )


def make_certificates(folder: Path) -> Certificates:
    """Make an authority, a good certificate for 127.0.0.1, one for another name, one unsigned."""
    make_key(
        folder,
        "authority",
        *("-x509", "-days", "2", "-subj", "/CN=Test authority", "-out", "authority.pem"),
    )
    for name, subject in (("good", "IP:127.0.0.1"), ("wrong-name", "DNS:other.example.org")):
        make_key(folder, name, "-subj", f"/CN={name}", "-out", f"{name}.csr")
        (folder / f"{name}.ext").write_text(f"subjectAltName={subject}\n", encoding="ascii")
        openssl(
            folder,
            *("x509", "-req", "-in", f"{name}.csr", "-days", "2", "-CAcreateserial"),
            *("-CA", "authority.pem", "-CAkey", "authority.key"),
            *("-extfile", f"{name}.ext", "-out", f"{name}.pem"),
        )
    make_key(
        folder,
        "self-signed",
        *("-x509", "-days", "2", "-subj", "/CN=self-signed", "-out", "self-signed.pem"),
        *("-addext", "subjectAltName=IP:127.0.0.1"),
    )
    return Certificates(folder)
