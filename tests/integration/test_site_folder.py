"""The folder of a static site on a real disk."""

import errno
from pathlib import Path

import pytest

from digest.adapters.site_folder import SiteFolder
from digest.errors import EditionBusy, UsageError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_whole_for_everybody_to_read(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path / "new" / "site")
    assert site.is_empty()

    site.write("archive/a/index.html", b"one")
    site.write("archive/a/index.html", b"two")

    place = tmp_path / "new" / "site" / "archive" / "a" / "index.html"
    assert place.read_bytes() == site.read("archive/a/index.html") == b"two"
    assert place.stat().st_mode & 0o777 == 0o644
    assert names(place.parent) == ["index.html"]
    assert not site.is_empty()


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_no_trace(tmp_path: Path) -> None:
    (tmp_path / "index.html").mkdir()

    with pytest.raises(UsageError, match="cannot be written"):
        SiteFolder(tmp_path).write("index.html", b"x")

    assert names(tmp_path) == ["index.html"]


def test_on_a_full_disk_it_asks_for_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill_up(*_: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", fill_up)
    with pytest.raises(UsageError, match="No space left") as told:
        SiteFolder(tmp_path).write("index.html", b"x")
    assert told.value.hint.startswith("Make room")


def test_removing_a_file_takes_the_folders_that_it_leaves_empty(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path)
    site.write("archive/a/fr/index.html", b"x")
    site.write("archive/b/index.html", b"x")

    site.remove("archive/a/fr/index.html")
    site.remove("archive/a/fr/index.html")

    assert names(tmp_path / "archive") == ["b"]


def test_nothing_outside_of_the_folder_is_touched(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret").write_bytes(b"secret")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "archive").symlink_to(tmp_path / "elsewhere")
    site = SiteFolder(tmp_path / "site")

    for name in ("../elsewhere/secret", "archive/secret", "/etc/passwd", "a//b", ""):
        with pytest.raises(UsageError):
            site.read(name)
        with pytest.raises(UsageError):
            site.write(name, b"x")
        with pytest.raises(UsageError):
            site.remove(name)

    assert (tmp_path / "elsewhere" / "secret").read_bytes() == b"secret"


def test_a_link_in_the_place_of_a_file_is_replaced_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "feed.xml").symlink_to(tmp_path / "secret")

    SiteFolder(tmp_path / "site").write("feed.xml", b"feed")

    assert (tmp_path / "secret").read_bytes() == b"secret"
    assert (tmp_path / "site" / "feed.xml").read_bytes() == b"feed"


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"x")

    with pytest.raises(UsageError, match="cannot be read"):
        SiteFolder(tmp_path / "site").is_empty()


def test_only_one_run_at_a_time_builds_a_site(tmp_path: Path) -> None:
    first, second = SiteFolder(tmp_path), SiteFolder(tmp_path)

    with first.alone(), pytest.raises(EditionBusy, match="Another run is building"):
        second.alone().__enter__()

    with second.alone():
        pass
