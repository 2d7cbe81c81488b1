"""The wheel, installed into an empty environment outside the repository, runs the demo."""

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.e2e.conftest import clean_environment

REPOSITORY = Path(__file__).resolve().parents[2]


def run(*words: str | Path, folder: Path) -> str:
    environment = clean_environment()
    for name in ("PYTHONPATH", "DISPLAY", "WAYLAND_DISPLAY", "VIRTUAL_ENV"):
        environment.pop(name, None)
    done = subprocess.run(
        words, capture_output=True, text=True, timeout=300, check=False, cwd=folder, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment that has the wheel, and borrows the libraries it needs from this one."""

    wheel: Path
    home: Path

    def run(self, program: str, *words: str) -> str:
        return run(self.home / "venv" / "bin" / program, *words, folder=self.home)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    home = tmp_path_factory.mktemp("elsewhere")
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation")
    run(*build, "--outdir", home / "dist", REPOSITORY, folder=home)
    (wheel,) = (home / "dist").glob("digest_desk-*.whl")
    venv.create(home / "venv", with_pip=True)
    python = home / "venv" / "bin" / "python"
    install = (python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps")
    run(*install, "--disable-pip-version-check", wheel, folder=home)
    (packages,) = (home / "venv" / "lib").glob("python*/site-packages")
    # Plain lines: the .pth files inside of them, such as that of an editable install, stay unread.
    libraries = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    (packages / "libraries.pth").write_text("\n".join(libraries) + "\n", encoding="utf-8")
    return Installed(wheel=wheel, home=home)


def test_the_wheel_has_everything_and_no_tests(installed: Installed) -> None:
    with ZipFile(installed.wheel) as archive:
        names = archive.namelist()

    for name in (
        "digest/.env.example",
        "digest/subscribers.example.csv",
        "digest/py.typed",
        "digest/templates/README.md",
        "digest/adapters/demo_data/readers.csv",
        "digest/adapters/demo_data/pictures/harbour.png",
        "digest/adapters/demo_data/articles/marsa/souk-nahhasin.toml",
        "digest/adapters/demo_data/templates/article.html.j2",
    ):
        assert name in names
    assert [name for name in names if name.startswith("digest/templates/daily/")]
    assert [name for name in names if name.startswith("digest/adapters/store/migrations/")]
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"digest"}
    assert not [name for name in names if name.endswith((".pyc", ".orig", ".tmp"))]


def test_the_installed_program_is_not_the_repositorys(installed: Installed) -> None:
    place = installed.run("python", "-c", "import digest; print(digest.__file__)").strip()

    assert Path(place).is_relative_to(installed.home / "venv")
    assert installed.run("digest", "--version").startswith("digest ")


def test_the_installed_program_makes_a_publication(installed: Installed) -> None:
    installed.run("digest", "init", "thedaily", "--name", "The Daily")

    assert (installed.home / "thedaily" / ".env").stat().st_mode & 0o777 == 0o600
    assert "email,name" in (installed.home / "thedaily" / "subscribers.csv").read_text("utf-8")


def test_the_installed_program_runs_the_demo(installed: Installed) -> None:
    shown = json.loads(installed.run("digest", "--json", "demo", "shown"))

    assert shown["status"] == "ok"
    assert shown["received"] == 25
    assert (installed.home / "shown" / "preview" / "index.html").is_file()
    assert len(list((installed.home / "shown" / "received" / "new").iterdir())) == 25
