"""Saved pages and text files, on a real disk."""

import os
from pathlib import Path

import pytest

from digest.adapters.files import MOST_BYTES, DiskFolder
from digest.errors import EditionError, StoreError, UsageError
from digest.model.fetch import FetchFailure, SavedPage


def names(pages: list[SavedPage | FetchFailure] | FetchFailure) -> list[str]:
    assert isinstance(pages, list)
    return [page.name for page in pages if isinstance(page, SavedPage)]


def failures(pages: list[SavedPage | FetchFailure] | FetchFailure) -> list[tuple[str, str]]:
    assert isinstance(pages, list)
    return [(page.url, page.reason) for page in pages if isinstance(page, FetchFailure)]


def test_saved_pages_come_by_name_without_other_files(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    (saved / "inside").mkdir(parents=True)
    for name in ("b.html", "a.txt", "c.HTM", "logo.png", ".hidden.html", "inside/d.html"):
        (saved / name).write_text(name, encoding="utf-8")

    pages = DiskFolder(tmp_path).saved_pages("saved/")

    assert names(pages) == ["a.txt", "b.html", "c.HTM"]
    assert isinstance(pages, list)
    first = pages[0]
    assert isinstance(first, SavedPage)
    assert (first.path, first.body, first.address) == ("saved/a.txt", b"a.txt", "file:saved/a.txt")


def test_a_page_has_the_same_address_on_every_machine(tmp_path: Path) -> None:
    addresses = []
    for machine in ("one", "other"):
        (tmp_path / machine / "saved").mkdir(parents=True)
        (tmp_path / machine / "saved" / "é 1.html").write_bytes(b"page")
        page = DiskFolder(tmp_path / machine).saved_page("saved/é 1.html")
        assert isinstance(page, SavedPage)
        addresses.append(page.address)

    assert addresses == ["file:saved/%C3%A9%201.html"] * 2


def test_a_page_outside_of_the_publication_has_its_whole_path_as_address(tmp_path: Path) -> None:
    (tmp_path / "wire").mkdir()
    (tmp_path / "daily").mkdir()
    (tmp_path / "wire" / "a.html").write_bytes(b"page")

    pages = DiskFolder(tmp_path / "daily").saved_pages(str(tmp_path / "wire"))

    assert isinstance(pages, list)
    assert isinstance(pages[0], SavedPage)
    assert pages[0].address == (tmp_path / "wire" / "a.html").as_uri()


def test_a_missing_folder_and_a_file_in_its_place_are_named(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"page")
    folder = DiskFolder(tmp_path)

    assert folder.saved_pages("nowhere") == FetchFailure(
        url="nowhere", reason="there is no such folder"
    )
    in_place = folder.saved_pages("page.html")
    assert isinstance(in_place, FetchFailure)
    assert in_place.reason.startswith("it is a file")


def test_a_link_that_leads_out_of_its_folder_is_not_read(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (saved / "own.html").write_bytes(b"page")
    (saved / "out.txt").symlink_to(tmp_path / "secret.txt")
    (saved / "alias.html").symlink_to(saved / "own.html")
    (saved / "gone.html").symlink_to(saved / "nowhere.html")

    pages = DiskFolder(tmp_path).saved_pages("saved")

    assert names(pages) == ["alias.html", "own.html"]
    assert failures(pages) == [
        ("saved/gone.html", "there is no such file"),
        ("saved/out.txt", "is a link that leads out of its folder"),
    ]


def test_what_is_too_large_or_never_ends_is_not_read(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    with (saved / "large.html").open("wb") as large:
        large.truncate(MOST_BYTES + 1)
    os.mkfifo(saved / "pipe.html")
    (saved / "folder.html").mkdir()

    pages = DiskFolder(tmp_path).saved_pages("saved")

    assert failures(pages) == [
        ("saved/folder.html", "cannot be read: it is a folder"),
        ("saved/large.html", "larger than 20 MiB"),
        ("saved/pipe.html", "cannot be read: it is no ordinary file"),
    ]


def test_a_name_of_any_bytes_is_read_and_costs_nobody_else(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / os.fsdecode(b"caf\xe9.html")).write_bytes(b"page")
    (saved / "own.html").write_bytes(b"page")

    pages = DiskFolder(tmp_path).saved_pages("saved")

    assert isinstance(pages, list)
    addresses = [page.address for page in pages if isinstance(page, SavedPage)]
    assert addresses == ["file:saved/caf%E9.html", "file:saved/own.html"]


def test_one_file_that_is_missing_is_named(tmp_path: Path) -> None:
    page = DiskFolder(tmp_path).saved_page("saved/a.html")

    assert page == FetchFailure(url="saved/a.html", reason="there is no such file")


@pytest.mark.parametrize("path", ["a\0.html", "x" * 5000])
def test_a_path_that_cannot_be_is_a_failure(path: str, tmp_path: Path) -> None:
    folder = DiskFolder(tmp_path)

    assert isinstance(folder.saved_page(path), FetchFailure)
    assert isinstance(folder.saved_pages(path), FetchFailure)


def test_a_typed_path_is_kept_as_digest_toml_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily = tmp_path / "daily"
    for place in (daily / "saved", tmp_path / "wire", tmp_path / "here"):
        place.mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    folder = DiskFolder(daily)

    assert folder.source_path("saved/") == "saved"
    assert folder.source_path("daily/saved") == "saved"
    assert folder.source_path(str(daily / "saved")) == "saved"
    assert folder.source_path("wire") == str(tmp_path / "wire")
    assert folder.source_path("nowhere") == "nowhere"


def test_a_text_is_written_and_read_back(tmp_path: Path) -> None:
    folder = DiskFolder(tmp_path)
    text = "+++\nsubject = “Ключ”\r\n"

    folder.write_text("editions/the-daily-2026-11-23.md", text)

    assert folder.read_text("editions/the-daily-2026-11-23.md") == text
    assert folder.read_text("editions/the-daily-2026-11-24.md") is None
    assert [path.name for path in (tmp_path / "editions").iterdir()] == ["the-daily-2026-11-23.md"]


def test_a_text_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"one\ntwo\nth\xe9e\n")

    with pytest.raises(EditionError) as caught:
        DiskFolder(tmp_path).read_text("a.md")

    assert caught.value.message == "a.md:3: not UTF-8."
    assert caught.value.line == 3


def test_a_text_that_is_too_large_or_never_ends_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "large.md").open("wb") as large:
        large.truncate(MOST_BYTES + 1)
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "device.md").symlink_to("/dev/zero")

    for name in ("large.md", "pipe.md", "device.md"):
        with pytest.raises(StoreError, match=name):
            DiskFolder(tmp_path).read_text(name)


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("\ufeff+++".encode())

    assert DiskFolder(tmp_path).read_text("a.md") == "+++"


@pytest.mark.parametrize("path", ["../other/a.md", "/etc/passwd", "editions/../../a.md", "a\0.md"])
def test_our_own_files_are_never_outside_of_the_folder(path: str, tmp_path: Path) -> None:
    folder = DiskFolder(tmp_path / "daily")

    with pytest.raises(UsageError):
        folder.read_text(path)
    with pytest.raises(UsageError):
        folder.write_text(path, "text")


def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = DiskFolder(tmp_path)
    folder.write_text("a.md", "before")

    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StoreError) as caught:
        folder.write_text("a.md", "after")

    assert caught.value.message == "a.md cannot be written: No space left on device."
    assert folder.read_text("a.md") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_the_names_of_a_folder_come_in_order_and_none_from_outside(tmp_path: Path) -> None:
    folder = DiskFolder(tmp_path)
    assert folder.names("editions") == []
    folder.write_text("editions/b.md", "")
    folder.write_text("editions/a.fr.md", "")
    assert folder.names("editions") == ["a.fr.md", "b.md"]
    with pytest.raises(UsageError):
        folder.names("..")
