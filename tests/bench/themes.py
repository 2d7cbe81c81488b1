"""`make bench-render`: what each theme's mail weighs, and rendering beside npm's mjml."""

import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from mjml import mjml2html
from tests.bench.rendering import make_edition
from tests.bench.timing import run_process
from tests.looks.browser import WEB, missing_packages, missing_tools
from tests.looks.mails import PAGES, PUBLICATION, THEMES

from digest.adapters.templates import ChildRenderer
from digest.adapters.theme_files import read_theme_files
from digest.model.message import Inspection
from digest.render.message import inspect_edition, render_edition
from digest.render.opening import OpenTheme, open_theme

HASH = "5f" * 32
SIZES = (10, 20, 40)
STORIES = 12
TIMES = 200
CHANGES = 25
NOWHERE = Path(__file__).parent / "no-templates"


def opened(theme: str) -> OpenTheme:
    """Open a shipped theme."""
    return open_theme(theme, read_theme_files(theme, desk=NOWHERE))


def inspect(theme: str, stories: int) -> Inspection:
    """Render an edition of so many stories."""
    return inspect_edition(
        make_edition(stories),
        replace(PUBLICATION, theme=theme),
        theme=opened(theme),
        content_hash=HASH,
        public_url=PAGES,
    )


def median_ms(function: Callable[[], object], *, times: int = TIMES) -> float:
    """Tell what one call takes in milliseconds, warm: the median of many."""
    for _ in range(10):
        function()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        function()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken) * 1000


def whole_render(theme: str) -> Callable[[], object]:
    """Both parts in this process: Jinja2, lint, MJML, premailer, text."""
    edition, publication, ready = make_edition(STORIES), PUBLICATION, opened(theme)
    return lambda: render_edition(
        edition, publication, theme=ready, content_hash=HASH, public_url=PAGES
    )


def round_trip(renderer: ChildRenderer, theme: str) -> Callable[[], object]:
    """Both parts in the limited child, as every command has them made."""
    edition, publication = make_edition(STORIES), replace(PUBLICATION, theme=theme)
    return lambda: renderer.render(edition, publication, content_hash=HASH, public_url=PAGES)


def compile_with_npm(mjml: str) -> dict[str, float]:
    """Tell what npm's mjml takes for the same MJML, in milliseconds.

    Returns:
        `warm`, the median of many in one process, `first`, the first one of that process, and
        `command`, its own command from beginning to end.
    """
    done = subprocess.run(
        ["node", str(WEB / "compile.mjs"), str(TIMES // 4)],
        input=mjml,
        capture_output=True,
        text=True,
        check=True,
    )
    taken: dict[str, float] = json.loads(done.stdout)
    with tempfile.TemporaryDirectory() as place:
        source = Path(place, "mail.mjml")
        source.write_text(mjml, encoding="utf-8")
        command = [str(WEB / "node_modules" / ".bin" / "mjml"), str(source), "-o", f"{source}.html"]
        runs = [run_process(command, folder=Path(place)).wall for _ in range(5)]
    return taken | {"command": statistics.median(runs) * 1000}


def show_sizes() -> None:
    """Print what the HTML part of each theme weighs."""
    counts = [str(count) for count in SIZES]
    print(f"| bytes of HTML, stories | {' | '.join(counts)} |\n|---|{'---:|' * len(SIZES)}")
    for theme in THEMES:
        sizes = [len(inspect(theme, count).rendered.html.encode()) for count in SIZES]
        print(f"| {theme} | {' | '.join(f'{size:,}' for size in sizes)} |", flush=True)


def show_times() -> None:
    """Print what rendering takes, and what npm's mjml takes in the same minute."""
    lacks = missing_packages()
    columns = ("both parts, here", "in the child", "MJML alone, here")
    npm = () if lacks else ("npm's mjml alone, warm", "its first", "its command")
    print(f"\n| {STORIES} stories, ms | {' | '.join(columns + npm)} |")
    print(f"|---|{'---:|' * len(columns + npm)}")
    with ChildRenderer(NOWHERE) as renderer:
        for theme in THEMES:
            mjml = inspect(theme, STORIES).mjml
            taken = [
                median_ms(whole_render(theme)),
                median_ms(round_trip(renderer, theme), times=TIMES // 2),
                median_ms(lambda mjml=mjml: mjml2html(mjml, fonts={})),  # type: ignore[misc]
            ]
            if npm:
                others = compile_with_npm(mjml)
                taken += [others[name] for name in ("warm", "first", "command")]
            print(f"| {theme} | {' | '.join(f'{one:.1f}' for one in taken)} |", flush=True)
    if lacks:
        print(f"\nnpm's mjml is left out: it {lacks}.")


def show_preview() -> None:
    """Print how soon `digest preview` shows a change."""
    lacks = missing_tools()
    if lacks:
        print(f"\ndigest preview is left out: it {lacks}.")
        return
    from tests.looks.preview import measure_changes

    seen = sorted(measure_changes(CHANGES))
    print(
        f"\ndigest preview shows a change after {statistics.median(seen):.0f} ms "
        f"(median of {len(seen)}; {seen[0]}-{seen[-1]})"
    )


def main() -> None:
    """Weigh and time every theme."""
    show_sizes()
    show_times()
    show_preview()


if __name__ == "__main__":
    main()
