"""The reference pages name what the program knows: every command, option, key, default, status."""

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer

from digest import config
from digest.adapters import settings_shape
from digest.cli.main import app
from digest.compose import front, lines
from digest.errors import ExitStatus
from digest.model import publication as model

PAGES = Path(__file__).parents[2] / "docs" / "reference"
NOUNS = {
    "publication": model.Publication,
    "edition": model.EditionRules,
    "sending": model.SendingRules,
    "collect": model.CollectRules,
    "llm": model.LlmRules,
    "images": model.ImageRules,
    "check": model.CheckRules,
    "retention": model.RetentionRules,
    "sections": model.SectionRule,
    "sources": model.Source,
}


def read_page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def table_rows(text: str) -> list[list[str]]:
    rows = re.findall(r"^\| (.+) \|$", text, re.MULTILINE)
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)] for row in rows]


def all_commands(group: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from all_commands(command, f"{name} ")
        else:
            yield prefix + name, command


def long_options(command: Any) -> set[str]:
    options = {one for parameter in command.params for one in parameter.opts if one[:2] == "--"}
    return options - {"--help", "--dry-run"}


COMMANDS = dict(all_commands(typer.main.get_command(app)))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_described_with_its_options(name: str) -> None:
    page = read_page("cli").partition("\n## JSON")[0].partition("\n## Commands")[2]
    group, _, verb = name.rpartition(" ")
    rows = [
        " ".join(row)
        for row in table_rows(page)
        if re.search(rf"`(?:{group} )?{verb}\b", row[0]) and row[0].startswith(f"`{group}")
    ]
    described = "\n".join(rows)
    assert rows
    assert {one for one in long_options(COMMANDS[name]) if f"{one}" not in described} == set()


def test_no_option_is_described_that_is_not_there() -> None:
    known = {one for command in COMMANDS.values() for one in long_options(command)}
    known |= long_options(typer.main.get_command(app)) | {"--help", "--dry-run"}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", read_page("cli"))) <= known


@pytest.mark.parametrize("table", NOUNS)
def test_every_key_of_digest_toml_is_described_with_its_default(table: str) -> None:
    page = read_page("digest-toml")
    section = re.split(rf"^## `\[+{table}\]+`$", page, flags=re.MULTILINE)[1].partition("\n## ")[0]
    rows = {row[0].strip("`"): row[1] for row in table_rows(section) if row[0].startswith("`")}
    shape = settings_shape.TABLES[table].__struct_fields__
    assert set(rows) == set(shape)
    defaults = {one.name: one.default for one in fields(NOUNS[table])}
    for key, told in rows.items():
        default = defaults[key]
        if isinstance(default, bool):
            assert told == f"`{str(default).lower()}`", key
        elif isinstance(default, str):
            assert told == f'`"{default}"`', key
        elif isinstance(default, int | float):
            assert told == f"`{default}`", key


def test_every_variable_of_env_is_described() -> None:
    told = set(re.findall(r"DIGEST_[A-Z0-9_]+", read_page("env")))
    example = (PAGES.parents[1] / ".env.example").read_text(encoding="utf-8")
    assert told - {"DIGEST_"} == set(config.KEYS)
    assert set(re.findall(r"^#?(DIGEST_[A-Z0-9_]+)=", example, re.MULTILINE)) == set(config.KEYS)


def test_every_exit_status_is_described_and_no_other() -> None:
    told = {
        (int(row[0]), row[1]) for row in table_rows(read_page("exit-statuses")) if row[0].isdigit()
    }
    assert told == {(int(status), status.name.lower()) for status in ExitStatus}


def test_every_key_of_the_edition_file_is_described_and_no_other() -> None:
    heads = [row[0] for row in table_rows(read_page("edition-file"))]
    keys = {head.strip("`") for head in heads if re.fullmatch(r"`[a-z]+`", head)}
    metadata = {head.strip("`").partition(":")[0] for head in heads if ": " in head}
    assert keys == set(front.KEYS)
    assert metadata == set(lines.KEYS)
