"""What `digest check` and `digest edit` do and answer."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from difflib import unified_diff
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from digest.app.check import CheckReport, edition_path
from digest.app.draft import OPEN_STATES
from digest.app.examine import examine_edition, with_answers
from digest.app.languages import translation_path
from digest.app.mend import Mended, mend_files
from digest.cli.answer import Answer
from digest.cli.drafting import checked_answer, find_slug
from digest.cli.invocation import Invocation
from digest.cli.opening import read_named_language
from digest.config import Settings
from digest.errors import EditionBusy, UsageError
from digest.wiring import (
    make_clock,
    make_folder,
    make_host,
    make_link_probe,
    opened_renderer,
    opened_stores,
)

if TYPE_CHECKING:
    from digest.check.answers import Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckWish:
    """What a check is asked for.

    Attributes:
        edition: Its slug; None means today's.
        named: Whether it was named, so that the next commands must name it, too.
        fix: Whether to mend what needs no person.
        dry_run: Whether to show what would be mended, and write nothing.
        links: Whether to ask every address.
        sarif: File to write the findings into as SARIF; None for none.
    """

    edition: str | None
    named: bool = False
    fix: bool = False
    dry_run: bool = False
    links: bool = False
    sarif: Path | None = None


def run_check(invocation: Invocation, settings: Settings, wish: CheckWish) -> Answer:
    """Check the named edition, or today's.

    Raises:
        UsageError: The wishes do not go together, or there is no such file.
        EditionBusy: It shall be mended, but readers get it from its lock.
    """
    if wish.dry_run and not wish.fix:
        raise UsageError("--dry-run goes with --fix.", "A check alone changes nothing.")
    clock = make_clock(invocation.now)
    publication, folder = settings.publication, make_folder(settings.folder)
    with opened_stores(settings) as stores, opened_renderer(settings) as renderer:
        slug = find_slug(wish.edition, publication, stores, clock)
        record = stores.editions.edition(slug)
        left = record is not None and record.state not in OPEN_STATES
        frozen = record.state.value if record and left else ""
        if wish.fix and frozen:
            raise EditionBusy(
                f"{slug} is {frozen}: what it says is frozen, and nothing was mended.",
                f"See who got it: digest report {slug}",
            )
        look = partial(
            examine_edition,
            slug,
            publication,
            folder=folder,
            renderer=renderer,
            clock=clock,
            public_url=settings.machine.public_url or "",
            stores=stores,
            host=make_host(settings, renderer, clock),
        )
        report: CheckReport | None = None
        answers: Answers = {}
        moved: Mapping[str, str] = {}
        if wish.links:
            report = look()
            answers, moved = ask(report, settings)
        mended: Sequence[Mended] = ()
        if wish.fix:
            with nullcontext() if wish.dry_run else folder.alone():
                mended = mend_files(
                    slug, publication, folder=folder, moved=moved, dry_run=wish.dry_run
                )
        if report is None or (mended and not wish.dry_run):
            report = look()  # as the files stand now, whoever mended them
        if wish.links:
            report = with_answers(report, answers, moved, folder=folder)
    if wish.sarif:
        write_sarif(wish.sarif, report)
    answer = checked_answer(report, frozen=frozen, named=wish.named)
    return tell_mended(answer, mended, wish) if wish.fix else answer


def ask(report: CheckReport, settings: Settings) -> "tuple[Answers, Mapping[str, str]]":
    """Ask every address of an edition; tell the answers, and what may be written instead."""
    from digest.app.link_check import addresses_to_write, ask_links, files_of

    editions = [edition for _, edition in files_of(report)]
    answers = asyncio.run(ask_links(editions, probe=make_link_probe(settings)))
    return answers, addresses_to_write(report, answers)


def write_sarif(path: Path, report: CheckReport) -> None:
    """Write the findings as SARIF.

    Raises:
        UsageError: The file cannot be written.
    """
    from digest.cli.sarif import sarif_text

    try:
        path.write_text(sarif_text(report), encoding="utf-8")
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise UsageError(
            f"{path} cannot be written: {cause}.", "Name a file in a folder that exists."
        ) from error


def tell_mended(answer: Answer, mended: Sequence[Mended], wish: CheckWish) -> Answer:
    """Put what was mended, or would be, above what is left."""
    done = [(one.path, mend) for one in mended for mend in one.done]
    lines = [
        f"{path}:{mend.line}  {mend.rule}  {mend.says}"
        if mend.line
        else f"{path}  {mend.rule}  {mend.says}"
        for path, mend in done
    ]
    diff = "".join(diff_of(one) for one in mended)
    if wish.dry_run:
        shown = diff.splitlines() or ["Nothing would be mended."]
    else:
        shown = [f"Mended  {line}" for line in lines] or ["Nothing needed mending."]
    fixed = [
        {"file": path, "line": mend.line, "rule": mend.rule, "fix": mend.says}
        for path, mend in done
    ]
    more = {"fixed": fixed, **({"diff": diff} if wish.dry_run else {})}
    data = answer.data if isinstance(answer.data, Mapping) else {}
    return replace(answer, lines=[*shown, *answer.lines], data={**data, **more})


def diff_of(mended: Mended) -> str:
    """Write what changes in a file as a unified diff."""
    rows = unified_diff(
        mended.before.splitlines(keepends=True),
        mended.after.splitlines(keepends=True),
        fromfile=mended.path,
        tofile=mended.path,
    )
    return "".join(row if row.endswith("\n") else f"{row}\n" for row in rows)


def run_edit(invocation: Invocation, settings: Settings, edition: str | None) -> Answer:
    """Open an edition in the user's editor, then check it.

    Raises:
        UsageError: There is no such file, or the editor failed.
    """
    with opened_stores(settings) as stores:
        slug = find_slug(edition, settings.publication, stores, make_clock(invocation.now))
    language = read_named_language(edition)
    name = translation_path(slug, language) if language else edition_path(slug)
    path = settings.folder / name
    if not path.is_file():
        option = f" --language {language}" if language else ""
        raise UsageError(f"There is no {name}.", f"Draft it first: digest draft{option}")
    run_editor(path)
    # By its slug, as midnight may have passed while the file was open.
    return run_check(invocation, settings, CheckWish(edition=slug, named=edition is not None))


def run_editor(path: Path) -> None:
    """Let the user's own editor change a file.

    Raises:
        UsageError: It is not there, or it failed.
    """
    import os
    import shlex
    import subprocess

    words = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        editor = shlex.split(words)
        done = subprocess.run([*editor, str(path)], check=False)  # noqa: S603 - the user's own
    except (OSError, ValueError) as error:
        raise UsageError(
            f"The editor {words!r} cannot be started.", "Name yours: export EDITOR=nano"
        ) from error
    if done.returncode:
        raise UsageError(
            f"{editor[0]} ended with status {done.returncode}; the file is as you left it.",
            "Look it over: digest check",
        )
