"""The words and looks of the public pages that a desk puts in the place of ours."""

from pathlib import Path

import pytest

from digest.adapters.public_files import (
    TEMPLATES,
    lint_own_files,
    read_public_templates,
    read_public_words,
)
from digest.adapters.theme_files import shipped_folder
from digest.errors import RenderError


def write(desk: Path, name: str, text: str) -> None:
    """Put a file into a desk's folder of templates."""
    (desk / "public").mkdir(exist_ok=True)
    (desk / "public" / name).write_text(text, encoding="utf-8")


def test_every_template_that_comes_with_the_program_is_read(tmp_path: Path) -> None:
    shipped = {path.name for path in (shipped_folder() / "public").iterdir()} - {"words.toml"}
    assert shipped == set(TEMPLATES)
    assert read_public_templates(tmp_path)["own.css"] == ""


def test_words_of_the_archive_are_there_as_well(tmp_path: Path) -> None:
    assert read_public_words(tmp_path)["de"]["subscribe"] == "Abonnieren"


def test_a_desk_says_single_words_otherwise_and_adds_to_the_looks(tmp_path: Path) -> None:
    write(tmp_path, "words.toml", '[de]\nsave_button = "Sichern"\n')
    write(tmp_path, "look.css", "h1{color:teal}")
    words = read_public_words(tmp_path)
    assert (words["de"]["save_button"], words["de"]["daily"]) == ("Sichern", "Jede Ausgabe")
    found = read_public_templates(tmp_path)
    assert found["own.css"] == "h1{color:teal}"
    assert "color-scheme" in found["look.css"]


def test_words_that_are_no_toml_are_told(tmp_path: Path) -> None:
    write(tmp_path, "words.toml", "[en]\n[de\n")
    with pytest.raises(RenderError, match=r"^templates/public/words\.toml:2: This is not TOML: "):
        read_public_words(tmp_path)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "desk" / "public").mkdir(parents=True)
    (tmp_path / "secret").write_text("h1{}", encoding="utf-8")
    (tmp_path / "desk" / "public" / "look.css").symlink_to(tmp_path / "secret")
    with pytest.raises(RenderError, match="a link out of its folder"):
        read_public_templates(tmp_path / "desk")


def test_a_folder_without_mistakes_is_told_nothing_of(tmp_path: Path) -> None:
    write(tmp_path, "words.toml", '[en]\nsave_button = "Keep"\n')
    write(tmp_path, "look.css", ".p-mast{letter-spacing:1px}\n")
    assert list(lint_own_files(tmp_path)) == []


def test_files_that_nothing_uses_are_told(tmp_path: Path) -> None:
    write(tmp_path, "word.toml", "")
    write(tmp_path, "subscribe.html", "")
    write(tmp_path, ".swp", "")
    found = {one.file: one.fix or "" for one in lint_own_files(tmp_path)}
    assert found["public/word.toml"] == "Did you mean words.toml?"
    assert found["public/subscribe.html"].startswith("The pages' markup is the same for every desk")
    assert len(found) == 2


def test_a_file_that_cannot_be_read_is_one_finding(tmp_path: Path) -> None:
    write(tmp_path, "look.css", "h1{}")
    (tmp_path / "public" / "look.css").write_bytes(b"h1{}\n\xff")
    [found] = lint_own_files(tmp_path)
    assert (found.file, found.line, found.message) == ("public/look.css", 2, "Not UTF-8.")
