"""Files in which an address still stands are named; nobody else's, and not the database."""

from pathlib import Path

from digest.adapters.remnants import find_remnants

EMAIL = "Ada@example.org"


def test_every_file_that_holds_an_address_is_named(tmp_path: Path) -> None:
    files = {
        "readers.csv": b"email\nADA@EXAMPLE.ORG\n",
        "outbox/new/1": b"To: =?utf-8?q?Ada?= <ada@example.org>\n",
        "outbox/new/2": b"Subject: x\n\nada=40example.org\n",
        "utf-16.csv": "email\nada@example.org\n".encode("utf-16"),
        "other.csv": b"email\nbo@example.org\n",
        "digest.db": b"ada@example.org",
        "digest.db-wal": b"ada@example.org",
        ".git/objects/1": b"ada@example.org",
    }
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "link.csv").symlink_to(tmp_path / "readers.csv")
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")

    assert find_remnants(tmp_path, EMAIL) == [
        "outbox/new/1",
        "outbox/new/2",
        "readers.csv",
        "utf-16.csv",
    ]
