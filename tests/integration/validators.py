"""Validators of HTML from npm: one process for all files of a test."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from shutil import which
from urllib.parse import unquote

import pytest
from tests.looks.browser import WEB, missing_packages

VNU = WEB / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
# The quick compiler alone: a run of seconds never earns what the slow one costs.
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m")


def find_broken_rules(files: Sequence[Path]) -> dict[str, list[str]]:
    """Ask html-validate what is wrong with each file, by its name without the ending."""
    if missing_packages():
        pytest.skip(missing_packages())
    told: dict[str, list[str]] = json.loads(run("node", WEB / "validate.mjs", *files))
    return {Path(name).stem: messages for name, messages in told.items()}


def find_nu_errors(files: Sequence[Path]) -> dict[str, list[str]]:
    """Ask the Nu checker what is an error in each file, by its name without the ending."""
    if missing_packages() or not which("java"):
        pytest.skip(missing_packages() or "needs Java (Debian: default-jre-headless)")
    options = ("--format", "json", "--exit-zero-always", "--stdout")
    told = json.loads(run("java", *QUICK, "-jar", VNU, *options, *files))
    found: dict[str, list[str]] = {file.stem: [] for file in files}
    for one in told["messages"]:
        if one["type"] != "info":
            found[Path(unquote(one["url"].removeprefix("file:"))).stem].append(one["message"])
    return found


def run(*command: str | Path) -> str:
    """Run a validator to its end; give what it wrote; what it complains of fails the test."""
    words = [*map(str, command)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
