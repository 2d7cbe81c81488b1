"""The pages about several machines: their commands, links, units and files are real."""

import re
from pathlib import Path

import pytest
import typer

from digest.cli.main import app

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs" / "how-to"
NAMES = ("two-machines", "postgresql", "relays", "upgrade", "trial", "many-machines", "back-up")
PAGES = [*(HOW_TO / f"{name}.md" for name in NAMES), ROOT / "docs" / "scale.md"]
COMPOSE = ROOT / "deploy" / "compose"
FENCE = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^):]*?)(?:#([^)]*))?\)")
# A line of a shell, of cron, of a unit or of compose that runs the program.
RUNS = re.compile(
    r"(?:\$ )?(?:sudo -u \S+ )?(?:DIGEST_\w+=\S+ )*(?:[\d*/,-]+ .* {2,}|ExecStart=)?"
    r"(?:docker compose run --rm(?: -v \S+)? desk|(?:/\S+/)?digest)\s+([a-z-][^|&;#]*)"
)


def blocks(page: Path, *kinds: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return [body.replace("\\\n", " ") for kind, body in FENCE.findall(text) if kind in kinds]


def find_command(words: list[str]) -> tuple[object, list[str]]:
    command: object = typer.main.get_command(app)
    while words and hasattr(command, "commands"):
        command = command.commands[words[0]]
        words = words[1:]
    return command, words


def commands_of(page: Path) -> list[str]:
    """What follows the program's name in each line that runs it."""
    lines = [line.strip() for block in blocks(page, "", "ini") for line in block.splitlines()]
    return [runs[1].strip() for line in lines if (runs := RUNS.match(line))]


def slug(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    for target, anchor in LINK.findall(text):
        other = (page.parent / target).resolve() if target else page
        assert other.exists(), f"{page.name}: {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", other.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in map(slug, headings), f"{page.name}: {target}#{anchor}"


@pytest.mark.parametrize("page", PAGES[:6], ids=lambda page: page.stem)
def test_every_command_is_one_that_the_program_has(page: Path) -> None:
    for told in commands_of(page):
        words = re.sub(r"-C \S+ |--version ", "", told).split()
        command, rest = find_command(words)
        known = {one for parameter in command.params for one in parameter.opts}  # type: ignore[attr-defined]
        known |= {"-q", "--quiet", "--json", "-C", "--help"}
        assert {one for one in rest if re.match(r"--?[a-z]", one)} <= known, f"{page.name}: {told}"


def test_commands_are_found_in_the_pages() -> None:
    found = {page.stem: commands_of(page) for page in PAGES}
    assert "worker --concurrency 2 --metrics-port 910%i" in found["two-machines"]
    assert "-C /srv/thedaily db upgrade --dry-run" in found["upgrade"]
    assert "report" in found["trial"]
    assert len(found["two-machines"]) >= 9
    assert find_command(["db", "upgrade", "--dry-run"])[1] == ["--dry-run"]


def test_the_image_is_made_of_files_that_are_there() -> None:
    lines = (COMPOSE / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]]
    assert "src" in copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    told = (COMPOSE / "Dockerfile.dockerignore").read_text(encoding="utf-8")
    assert set(re.findall(r"^!(.+)$", told, re.MULTILINE)) == set(copied)
    # What the package takes in besides its sources has to be there when it is built.
    taken = re.findall(r'^"(.+?)" = "digest/', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert {*taken, "templates"} <= set(copied)


def test_the_trial_starts_what_the_program_has() -> None:
    told = (COMPOSE / "compose.yaml").read_text(encoding="utf-8")
    commands = re.findall(r'command: \["(\w+)"\]', told)
    assert commands == ["worker", "worker"]
    assert find_command([commands[0]])[1] == []
    variables = set(re.findall(r"(DIGEST_[A-Z]+):", told))
    assert variables == {"DIGEST_DATABASE", "DIGEST_RELAY", "DIGEST_SECRET"}
    assert "127.0.0.1:8025:8025" in told


def test_the_relays_of_the_pages_can_be_read() -> None:
    from digest.adapters.smtp_relay_url import parse_relay

    pages = [*PAGES[:6], COMPOSE / "compose.yaml"]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    relays = re.findall(r"DIGEST_RELAY[=:] ?(smtp\S+)", text)
    assert len(relays) >= 6
    assert all(parse_relay(one).host for one in relays)
