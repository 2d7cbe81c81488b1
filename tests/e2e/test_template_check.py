"""`digest template check`: everything that is wrong with a desk's templates, told at once."""

import json
import shutil
from pathlib import Path

import pytest
from tests.unit.render.restyle import DESK

from digest.adapters import render_wire
from digest.cli.main import run

BROKEN = {
    "daily/mail.mjml.j2": """{% extends "shipped/daily/mail.mjml.j2" %}
{% block hero %}
<mj-column><mj-text colour="#112233">{{ oops }}</mj-text></mj-column>
{% if edition.number == "never" %}{{ edition.subjetc }}{% endif %}
{% endblock %}
""",
    "daily/theme.toml": "[light]\nlink = '#77aaff'\n",
    "daily/mail.mjml.j2.txt": "x",
    "strings.toml": "[en]\nmroe = 'x'\n",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_all_that_is_wrong_is_told_with_its_place_and_blocks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "templates", BROKEN)

    assert run(["-C", str(tmp_path), "template", "check"]) == 4

    *told, last = capsys.readouterr().out.splitlines()
    places = {line.split("  ")[0]: line for line in told}
    assert places["templates/daily/mail.mjml.j2:3:21"].endswith(
        "error  unknown-attribute  <mj-text> has no attribute colour. Did you mean color?"
    )
    assert set(places) == {
        "templates/daily/mail.mjml.j2:3:21",
        "templates/daily/mail.mjml.j2:3:41",
        "templates/daily/mail.mjml.j2:4:46",
        "templates/daily/theme.toml:2:1",
        "templates/daily/mail.mjml.j2.txt",
        "templates/strings.toml:2:1",
    }
    assert last.endswith("in the theme daily.      Next: mend them, digest template check")


def test_the_desk_of_the_docs_passes_outside_of_a_publication(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(DESK, tmp_path / "looks", ignore=shutil.ignore_patterns("evening"))
    monkeypatch.chdir(tmp_path)

    assert run(["--json", "template", "check", "looks"]) == 0

    assert json.loads(capsys.readouterr().out) == {
        "themes": ["daily"],
        "errors": 0,
        "warnings": 0,
        "findings": [],
        "status": "ok",
    }


def test_what_is_told_of_a_file_is_not_told_of_its_mail_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "daily/macros.mjml.j2": "{% macro kicker() %}x{% endmacro %}",
        "daily/inline.css": ".k { display: flex }",
        "dailly/theme.toml": "[radii]\nbutton = 9",
        "dayly/theme.toml": 'base = "daily"',
    }
    write(tmp_path / "templates", files)

    assert run(["--json", "-C", str(tmp_path), "template", "check"]) == 4

    found = json.loads(capsys.readouterr().out)["findings"]
    assert sorted((one["file"].removeprefix("templates/"), one["rule"]) for one in found) == [
        ("dailly/", "theme-name"),
        ("daily/inline.css", "forbidden-css"),
        ("daily/macros.mjml.j2", "macro-arguments"),
    ]


def test_one_theme_alone_may_be_named_and_what_its_mail_lacks_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = '{% extends "daily/mail.mjml.j2" %}\n{% block footer %}{% endblock %}'
    files = {
        "mine/mail.mjml.j2": mail + "{% block top %}{% endblock %}",
        "other/mail.j2": "{% if %}",
    }
    write(tmp_path / "templates", files)
    monkeypatch.chdir(tmp_path)

    assert run(["--json", "template", "check", "templates/mine"]) == 4

    answer = json.loads(capsys.readouterr().out)
    assert answer["themes"] == ["mine"]
    rules = {one["rule"]: one for one in answer["findings"]}
    assert rules["missing-unsubscribe"]["level"] == "error"
    assert rules["missing-unsubscribe"]["file"] == "templates/mine"


class Little(render_wire.RenderLimits):
    """Limits that are soon passed."""

    def __init__(self, **_: float) -> None:
        super().__init__(cpu_seconds=1)


@pytest.mark.long
def test_a_template_without_end_is_stopped_and_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render_wire, "RenderLimits", Little)
    loop = "{% for a in range(9999) %}" * 3 + "{% endfor %}" * 3
    write(tmp_path / "mine", {"mail.mjml.j2": loop})

    assert run(["template", "check", str(tmp_path / "mine")]) == 4

    first, last = capsys.readouterr().out.splitlines()
    assert "more than 1 seconds of processor time" in first
    assert last.startswith("1 error, 0 warnings in the theme mine.")


def test_words_and_looks_of_the_public_pages_are_read_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    public = tmp_path / "templates" / "public"
    write(public, {"words.toml": "[en]\nsave_buton = 'Keep'\n", "look.css": ".p-mats{}"})

    assert run(["-C", str(tmp_path), "template", "check"]) == 4

    word, look, last = capsys.readouterr().out.splitlines()
    assert word == (
        "templates/public/words.toml:2:1  error  unknown-word  "
        "No page uses save_buton. Did you mean save_button?"
    )
    assert look.startswith("templates/public/look.css:1:1  warning  unused-style  ")
    assert last == (
        "1 error, 1 warning in the public pages.      Next: mend them, digest template check"
    )
    write(public, {"words.toml": "[en]\nsave_button = 'Keep'\n", "look.css": ".p-mast{}"})
    assert run(["-q", "template", "check", str(public)]) == 0


def test_no_templates_are_no_mistake_and_no_folder_is_a_wrong_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["-C", str(tmp_path), "template", "check"]) == 0
    assert "no templates of the desk's own" in capsys.readouterr().out
    assert run(["-q", "template", "check", str(tmp_path / "none")]) == 2
    assert "There is no folder" in capsys.readouterr().err
