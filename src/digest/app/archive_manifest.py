"""The manifest of a built archive: which files are ours, and what each was made from."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

from digest.app.ports import Site
from digest.errors import UsageError

MANIFEST = ".digest-archive.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A file that a build wrote.

    Attributes:
        digest: SHA-256, hex, of its bytes.
        key: Hash of all that it was made from; empty for what is made anew each time.
    """

    digest: str
    key: str = ""


def read_manifest(site: Site, publication: str) -> dict[str, Built]:
    """Read what earlier builds wrote.

    Raises:
        UsageError: The folder holds something and has no manifest, or that of another archive.
    """
    raw = site.read(MANIFEST)
    if raw is None:
        if site.is_empty():
            return {}
        raise UsageError(
            "The folder is not empty, and no archive was built there.",
            "Name an empty one. To build beside files of your own, which stay as they are, put an "
            f"empty file {MANIFEST} there first.",
        )
    if not raw.strip():
        return {}
    try:
        table = json.loads(raw)
        found = {str(path): Built(**row) for path, row in table["files"].items()}
        owner = table["publication"]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UsageError(
            f"{MANIFEST} in the folder cannot be read.", "Build into another folder."
        ) from error
    if owner != publication:
        raise UsageError(
            f"The folder holds the archive of another publication, {owner}.",
            "Build into another folder.",
        )
    return found


def save_manifest(site: Site, publication: str, files: dict[str, Built]) -> None:
    """Write the manifest when it has changed."""
    table: dict[str, Any] = {
        "about": "Written by digest archive build; names every file that is its own.",
        "publication": publication,
        "files": {path: asdict(built) for path, built in sorted(files.items())},
    }
    data = (json.dumps(table, ensure_ascii=False, indent=1) + "\n").encode()
    if site.read(MANIFEST) != data:
        site.write(MANIFEST, data)


def hash_bytes(data: bytes) -> str:
    """Hash bytes: SHA-256, hex."""
    return sha256(data).hexdigest()
