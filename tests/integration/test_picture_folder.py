"""The folder of pictures, and the one in memory that stands for it in tests: one contract."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digest.adapters.memory_pictures import MemoryPictureFolder
from digest.adapters.picture_folder import PictureFolder
from digest.app.ports import PictureStore
from digest.errors import StoreError
from digest.model.picture import Picture

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
KEY, OTHER = "a1" * 10, "b2" * 10
FIRST = Picture(body=b"first", ending="jpg", width=600, height=338)
SECOND = Picture(body=b"second", ending="png", width=600, height=338)

Make = Callable[[Path], PictureStore]


@pytest.fixture(params=["disk", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> PictureStore:
    if request.param == "memory":
        return MemoryPictureFolder()
    return PictureFolder(tmp_path / "pictures")


def test_a_picture_is_found_by_its_key_while_it_is_fresh(store: PictureStore) -> None:
    assert store.find(KEY, since=NOW) is None
    name = store.save(KEY, FIRST, now=NOW)
    assert store.find(KEY, since=NOW) == name
    assert store.find(OTHER, since=NOW) is None
    assert store.find(KEY, since=NOW + HOUR) is None
    assert store.read(name) == b"first"
    assert store.read(f"{KEY}-{KEY}.jpg") is None


def test_another_picture_has_another_name_and_the_first_stays(store: PictureStore) -> None:
    first = store.save(KEY, FIRST, now=NOW)
    second = store.save(KEY, SECOND, now=NOW + HOUR)
    assert first != second
    assert store.find(KEY, since=NOW) == second
    assert store.read(first) == b"first"
    assert store.save(KEY, FIRST, now=NOW + 2 * HOUR) == first
    assert store.find(KEY, since=NOW) == first


def test_a_failure_is_told_until_it_is_old_or_a_picture_comes(store: PictureStore) -> None:
    store.note_failure(KEY, "HTTP 404, “not found”", now=NOW)
    assert store.failure(KEY, since=NOW) == "HTTP 404, “not found”"
    assert store.failure(KEY, since=NOW + HOUR) is None
    assert store.failure(OTHER, since=NOW) is None
    store.save(KEY, FIRST, now=NOW)
    assert store.failure(KEY, since=NOW) is None


def test_what_is_old_is_named_unless_it_is_kept_for_good(store: PictureStore) -> None:
    first = store.save(KEY, FIRST, now=NOW)
    second = store.save(OTHER, SECOND, now=NOW + HOUR)
    store.note_failure("c3" * 10, "HTTP 503", now=NOW)
    assert store.older(NOW) == {}
    assert store.older(NOW + HOUR) == {first: NOW, "c3" * 10 + ".failed": NOW}
    store.keep(second)
    assert second not in store.older(NOW + 2 * HOUR)
    store.remove(first)
    store.remove(first)
    assert store.read(first) is None
    assert store.read(second) == b"second"


def test_only_pictures_are_read_and_only_our_own_files_are_removed(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DIGEST_SECRET=x")
    folder = tmp_path / "pictures"
    folder.mkdir()
    (folder / "notes.txt").write_text("the desk's own")
    store = PictureFolder(folder)
    for name in ("../.env", "notes.txt", "", ".", f"{KEY}.failed", f"{KEY}-{KEY}.jpg/../../.env"):
        assert store.read(name) is None
    store.save(KEY, FIRST, now=NOW)
    assert "notes.txt" not in store.older(NOW + 10_000 * HOUR)
    store.remove("../.env")
    assert (tmp_path / ".env").exists()


def test_a_run_that_is_killed_leaves_no_half_picture(tmp_path: Path) -> None:
    """Whatever is under a picture's own name is whole: it comes there by a rename."""
    folder = tmp_path / "pictures"
    child = os.fork()
    if child == 0:
        import resource

        # Three bytes fit on this disk; then the process is ended, as if by a power cut.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (3, 3))
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        PictureFolder(folder).save(KEY, FIRST, now=NOW)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    store = PictureFolder(folder)
    assert store.find(KEY, since=NOW - HOUR) is None
    [left] = folder.iterdir()
    assert left.read_bytes() == b"fir"
    name = store.save(KEY, FIRST, now=NOW)
    assert store.read(name) == b"first"
    assert left.name in store.older(datetime.now(tz=UTC) + HOUR)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "pictures").write_text("a file in the way")
    store = PictureFolder(tmp_path / "pictures")
    with pytest.raises(StoreError, match="cannot be written"):
        store.save(KEY, FIRST, now=NOW)
    store.note_failure(KEY, "HTTP 404", now=NOW)
    store.keep("x")
    assert store.find(KEY, since=NOW) is None
    assert store.older(NOW) == {}
