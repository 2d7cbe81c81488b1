"""The example desk of docs/how-to/restyle.md, as far as each of its pictures shows it."""

from pathlib import Path

from tests.unit.render.examples import sources

from digest.render.opening import OpenTheme, open_theme

DESK = Path(__file__).parents[2] / "data" / "restyle" / "templates"
# What each picture shows: the theme, and the files of the desk that are there by then.
STEPS = {
    "restyle-tokens": ("daily", ("daily/theme.toml",)),
    "restyle-macro": ("daily", ("daily/theme.toml", "daily/macros.mjml.j2")),
    "restyle-theme": ("evening", None),
}


def desk_files(names: tuple[str, ...] | None = None) -> dict[str, str]:
    """Read the desk's files by name; all of them without names."""
    found = {
        path.relative_to(DESK).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(DESK.rglob("*"))
        if path.is_file()
    }
    return found if names is None else {name: found[name] for name in names}


def restyled(picture: str) -> OpenTheme:
    """Open the theme that a picture of the page shows."""
    theme, names = STEPS[picture]
    return open_theme(theme, sources() | desk_files(names))
