"""The command group of a desk's own templates."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.answer import Answer
from digest.cli.opening import find_path, shown_progress
from digest.errors import ExitStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.app.template_check import TemplateReport
    from digest.cli.invocation import Invocation
    from digest.model.message import Finding

FOLDER = Path("templates")

app = typer.Typer(
    name="template",
    help="A desk's own templates: check.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def group() -> None:
    """A desk's own templates: check."""


@app.command()
def check(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]",
            help="Folder of themes, or of one theme; the publication's templates when left out.",
            show_default=False,
        ),
    ] = None,
) -> Answer:
    """Tell every mistake in templates, with its place and fix.

    Every branch is read, and invented editions are rendered. In templates/public it reads the
    words and the style sheet of the public pages.
    """
    from digest.app.template_check import check_templates
    from digest.wiring import opened_linters, read_desk_templates

    invocation: Invocation = context.obj
    if folder is None and not (invocation.directory / FOLDER).is_dir():
        return nothing_to_check()
    path = find_path(invocation, folder) if folder else invocation.directory / FOLDER
    found = read_desk_templates(path)
    with (
        opened_linters(found.folder) as (desk, shipped),
        shown_progress(invocation, "Rendering samples") as advance,
    ):
        report = check_templates(found.themes, desk=desk, shipped=shipped, advance=advance)
    place = shown_folder(found.folder, invocation)
    return answer_check([*found.findings, *report.findings], report, place)


def nothing_to_check() -> Answer:
    """Say that a publication has no templates of its own."""
    line = "There are no templates of the desk's own.      Next: digest preview"
    return Answer(lines=[line], data={"themes": [], "errors": 0, "warnings": 0, "findings": []})


def shown_folder(folder: Path, invocation: "Invocation") -> str:
    """Name a folder as seen from the publication, else from here."""
    for base in (invocation.directory.resolve(), Path.cwd()):
        if folder.is_relative_to(base) and folder != base:
            return f"{folder.relative_to(base).as_posix()}/"
    return "" if folder == Path.cwd() else f"{folder.as_posix()}/"


def answer_check(findings: "list[Finding]", report: "TemplateReport", place: str) -> Answer:
    """Show what was found; the next command is the one that shows the mail."""
    from digest.model.message import Level

    errors = sum(one.level is Level.ERROR for one in findings)
    warnings = len(findings) - errors
    counted = f"{count('error', errors)}, {count('warning', warnings)}"
    look = "digest preview" if report.themes else "digest serve"
    step = "mend them, digest template check" if errors else look
    return Answer(
        lines=[
            *(describe(one, place) for one in findings),
            f"{counted} in {name_places(report.themes)}.      Next: {step}",
        ],
        data={
            "themes": list(report.themes),
            "errors": errors,
            "warnings": warnings,
            "findings": [shape(one, place) for one in findings],
        },
        status=ExitStatus.BLOCKED if errors else ExitStatus.OK,
        brief=f"{place or './'}: {counted}.",
    )


def name_places(themes: "Sequence[str]") -> str:
    """Say what was looked through."""
    if not themes:
        return "the public pages"
    named = ", ".join(themes)
    return f"the theme {named}" if len(themes) == 1 else f"{len(themes)} themes ({named})"


def count(word: str, number: int) -> str:
    """Count things."""
    return f"{number} {word}{'' if number == 1 else 's'}"


def shown_file(finding: "Finding", place: str) -> str | None:
    """Name a file as it is found on disk; ours as templates name them."""
    if finding.file is None or finding.file.startswith("shipped/"):
        return finding.file
    return f"{place}{finding.file}"


def describe(finding: "Finding", place: str) -> str:
    """Tell a finding in one line, which editors understand as a place."""
    parts = [shown_file(finding, place), finding.line, finding.column]
    where = ":".join(str(part) for part in parts if part)
    words = f"{finding.message} {finding.fix or ''}".strip()
    return f"{where}  {finding.level.value}  {finding.rule}  {words}"


def shape(finding: "Finding", place: str) -> dict[str, Any]:
    """Shape a finding for JSON."""
    return {
        "rule": finding.rule,
        "level": finding.level.value,
        "message": finding.message,
        "file": shown_file(finding, place),
        "line": finding.line,
        "column": finding.column,
        "fix": finding.fix,
    }
