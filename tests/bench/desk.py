"""A publication that is ready to send, for benchmarks: planned once, sent again and again."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.timing import Taken, run_process
from tests.integration.certificates import make_certificates, openssl

DIGEST = (sys.executable, "-m", "digest")
ROOT = Path(__file__).parents[2]
SLUG = "the-daily-2026-11-23"


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A planned publication, its database kept aside so that each run begins with the same one.

    Attributes:
        folder: The publication.
        kept: Its database as it was planned.
        key: An RSA key of 2,048 bits, for DKIM.
        certificates: Where "good.pem", "good.key" and "authority.pem" are, for STARTTLS.
    """

    folder: Path
    kept: Mapping[Path, bytes]
    key: Path
    certificates: Path

    @property
    def message(self) -> Path:
        """The ready message of one reader."""
        return self.folder / "message.eml"

    @property
    def parts(self) -> Path:
        """What the message was made from."""
        return self.folder / "parts.json"

    @property
    def authority(self) -> str:
        """The certificate by which our sink is trusted."""
        return str(self.certificates / "authority.pem")

    def restore(self) -> None:
        """Put the planned database back."""
        for file in self.folder.glob("digest.db*"):
            file.unlink()
        for file, data in self.kept.items():
            file.write_bytes(data)

    def send(self, relay: str, *, signed: bool = False) -> Taken:
        """Send to everybody by the command, which must end with every message accepted."""
        self.restore()
        environment = {"DIGEST_RELAY": relay, "SSL_CERT_FILE": self.authority}
        if signed:
            environment |= {
                "DIGEST_DKIM_DOMAIN": "example.org",
                "DIGEST_DKIM_SELECTOR": "bench",
                "DIGEST_DKIM_KEY": str(self.key),
            }
        command = [*DIGEST, "-C", str(self.folder), "send", SLUG]
        return run_process(command, folder=self.folder, environment=environment)


def make_desk(folder: Path, readers: int) -> Desk:
    """Make a publication, plan an edition of it for some readers, and make keys."""
    place = folder / "publication"
    run_process([*DIGEST, "init", str(place), "--sender", "d@example.org"], folder=ROOT)
    planned = [sys.executable, "-m", "tests.bench.planned", str(place), str(readers)]
    run_process(planned, folder=ROOT)
    openssl(folder, "genrsa", "-traditional", "-out", "dkim.key", "2048")
    make_certificates(folder)
    return Desk(
        folder=place,
        kept={file: file.read_bytes() for file in place.glob("digest.db*")},
        key=folder / "dkim.key",
        certificates=folder,
    )
