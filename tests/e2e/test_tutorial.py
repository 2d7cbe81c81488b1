"""The tutorial, typed word for word; only what needs the internet or the clock is left out."""

import os
import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from tests.e2e.conftest import DIGEST, EXAMPLE_NOW, clean_environment

from digest.adapters.demo_folder import fill_demo_folder, make_demo_folder
from digest.cli.main import run

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"
ELSEWHERE = re.compile(r"https?://|^make |^\. |^CRON_TZ|^[0-9*]")


def typed_lines() -> Iterator[str]:
    for block in re.findall(
        r"^```\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    ):
        for line in block.replace("\\\n", " ").splitlines():
            if line and not ELSEWHERE.search(line):
                yield line


def look_and_leave(typed: list[str]) -> int:
    """Start the preview, and end it by Ctrl-C as soon as it has told its address."""
    with subprocess.Popen(
        [*DIGEST, *typed], stdout=subprocess.PIPE, text=True, env=clean_environment()
    ) as process:
        assert process.stdout
        assert "http://127.0.0.1:" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        return process.returncode


def test_every_step_works_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in os.environ if name.startswith("DIGEST_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.chdir(tmp_path)
    demo = tmp_path / "demo-publication"
    make_demo_folder(demo)
    now = datetime.fromisoformat(EXAMPLE_NOW)
    fill_demo_folder(demo, now=now, zone="Europe/Brussels")

    verbs = []
    for line in typed_lines():
        words = shlex.split(line)
        match words[0]:
            case "cd":
                monkeypatch.chdir(words[1])
            case "cp":
                shutil.copytree(words[2], Path(words[3]) / Path(words[2]).name)
            case _:
                assert words[0] == "digest", line
                verbs.append(words[1])
                typed = [*words[1:], "--now", EXAMPLE_NOW]
                status = look_and_leave(typed) if words[1:] == ["preview"] else run(typed)
                assert status == 0, (line, capsys.readouterr())

    assert verbs[0] == "init"
    assert {"sources", "collect", "draft", "edit", "preview", "check", "subscribers"} <= set(verbs)
    assert verbs[-2:] == ["send", "send"]
    # The marked copy, and one for each of the three readers that `init` wrote.
    assert len(list(Path("outbox", "new").iterdir())) == 4
