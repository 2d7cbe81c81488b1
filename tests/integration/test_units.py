"""The systemd units of the documentation, read by systemd itself."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "two-machines.md"
# By a word of each, its file; what is only a piece of a unit is none.
FILES = {
    "Description=Worker": "digest-worker@1.service",
    "[Timer]": "digest-send.timer",
    "Type=oneshot": "digest-send.service",
}


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    text = PAGE.read_text(encoding="utf-8")
    for block in re.findall(r"```ini\n(.*?)```", text, re.DOTALL):
        for word, name in FILES.items():
            if word in block:
                # The program is elsewhere here; all else is read as it stands.
                unit = block.replace("/srv/digest/bin/digest", "/bin/true")
                (tmp_path / name).write_text(unit, encoding="utf-8")
    return sorted(tmp_path.iterdir())


def verify(units: list[Path]) -> str:
    command = ["systemd-analyze", "verify", "--recursive-errors=no", *map(str, units)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def test_systemd_takes_the_units_as_they_stand(units: list[Path]) -> None:
    assert [one.name for one in units] == sorted(FILES.values())
    assert verify(units) == ""


def test_a_mistake_in_one_would_be_told(units: list[Path]) -> None:
    for one in units:
        one.write_text(one.read_text().replace("[Timer]\n", "[Timer]\nOnCalender=daily\n"))
    assert "OnCalender" in verify(units)
