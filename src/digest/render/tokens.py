"""Read a theme's tokens from all its layers, and tell where each stands that is wrong."""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from digest.errors import RenderError
from digest.model.message import Finding, Level
from digest.render.contrast import judge_contrast
from digest.render.layers import RESERVED, TOKENS, Layers
from digest.render.theme import Fonts, Palette, Radii, Sizes, Theme
from digest.render.token_values import find_problem
from digest.render.toml_places import find_key, split_place
from digest.text.values import nearest

PARTS: dict[str, Any] = {
    "light": Palette,
    "dark": Palette,
    "fonts": Fonts,
    "sizes": Sizes,
    "radii": Radii,
}
MORE = "more"
# Tables that a theme may add tokens to, which its own templates use.
OPEN = ("sizes", "radii")


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenFile:
    """One theme.toml: its name, its text, and what it holds."""

    path: str
    text: str
    table: dict[str, Any]

    def error(self, rule: str, message: str, fix: str, *, table: str, key: str = "") -> Finding:
        """Tell that something is wrong with a key or a table of this file."""
        line, column = find_key(self.text, table, key)
        return Finding(
            rule=rule,
            level=Level.ERROR,
            message=message,
            file=self.path,
            line=line,
            column=column,
            fix=fix or None,
        )

    def row(self, table: str) -> dict[str, Any]:
        """Give a table, empty when it has none."""
        row = self.table.get(table)
        return row if isinstance(row, dict) else {}


def read_layers(layers: Layers) -> Theme:
    """Read a theme's tokens from all its layers, key by key, the nearest last.

    Raises:
        RenderError: A token is missing, unknown or of the wrong kind, or text cannot be read; names
            the line of the token in the file that set it.
    """
    theme, findings = judge_layers(layers)
    return accept(theme, findings, f"{layers.name}/{TOKENS}")


def judge_layers(layers: Layers) -> tuple[Theme | None, list[Finding]]:
    """Read a theme's tokens from all its layers, and find everything that is wrong with them."""
    files = [(path, layers.sources[path]) for path in reversed(layers.every(TOKENS))]
    templates = [text for path, text in layers.sources.items() if not path.endswith(".toml")]
    return judge_tokens(files, is_used=lambda name: any(name in text for text in templates))


def accept(theme: Theme | None, findings: Sequence[Finding], path: str) -> Theme:
    """Give the theme, unless something is wrong with it."""
    if findings:
        first = findings[0]
        place = f"{first.file}:{first.line}" if first.line else f"{first.file}"
        raise RenderError(f"{place}: {first.message}", first.fix or "")
    if theme is None:
        raise RenderError(f"There is no {path}.")
    return theme


def judge_tokens(
    texts: Sequence[tuple[str, str]], *, is_used: Callable[[str], bool]
) -> tuple[Theme | None, list[Finding]]:
    """Read tokens, and find everything that is wrong with them.

    Args:
        texts: Name and text of each theme.toml, the farthest first.
        is_used: Tells whether a template uses a token, such as "sizes.columns".

    Returns:
        The theme without what is wrong, None when too little is left; and the findings, those of
        the nearest file first.
    """
    findings: list[Finding] = []
    files: list[TokenFile] = []
    for path, text in texts:
        try:
            files.append(TokenFile(path=path, text=text, table=tomllib.loads(text)))
        except tomllib.TOMLDecodeError as error:
            findings.append(not_toml(str(error), path, text))
    for file in reversed(files):
        findings += judge_file(file, is_used)
    # What is wrong is told; the rest is looked at as if it were not there.
    good = [keep_good(file, is_used) for file in files]
    missing = list(find_missing(good)) if good else []
    if missing or not good:
        return None, findings or missing
    theme = Theme(**{name: make_part(name, merge(good, name)) for name in PARTS})
    return theme, [*findings, *judge_contrast(theme, good)]


def keep_good(file: TokenFile, is_used: Callable[[str], bool]) -> TokenFile:
    """Leave out what is wrong with a file."""
    rows = {
        name: {
            key: value
            for key, value in file.row(name).items()
            if is_token(name, key, is_used) and not find_problem(name, value)
        }
        for name in PARTS
    }
    return replace(file, table=rows)


def is_token(name: str, key: str, is_used: Callable[[str], bool]) -> bool:
    """Tell whether a table may have a token."""
    return key in names_of(name) or (name in OPEN and is_used(f"{name}.{key}"))


def not_toml(message: str, path: str, text: str) -> Finding:
    """Tell that a file cannot be parsed."""
    said, line, column = split_place(message, text)
    return Finding(
        rule="not-toml",
        level=Level.ERROR,
        message=f"This is not TOML: {said}.",
        file=path,
        line=line,
        column=column,
        fix='Write each token on a line of its own, such as link = "#0b3d5c".',
    )


def judge_file(file: TokenFile, is_used: Callable[[str], bool]) -> Iterator[Finding]:
    """Tell what is wrong with the tokens of one file."""
    base = file.table.get("base")
    if base is not None and (not isinstance(base, str) or base in RESERVED):
        yield file.error(
            "token-value", "base is no name of a theme.", 'Write base = "daily".', table="base"
        )
    for name, row in file.table.items():
        if name == "base":
            continue
        if name not in PARTS:
            what = f"[{name}]" if isinstance(row, dict) else name
            yield file.error(
                "unknown-token", f"Nobody knows {what}.", suggest(name, list(PARTS)), table=name
            )
        elif not isinstance(row, dict):
            yield file.error(
                "token-value", f"{name} is no table.", f"Write it as [{name}].", table=name
            )
        else:
            yield from judge_row(file, name, row, is_used)


def judge_row(
    file: TokenFile, name: str, row: dict[str, Any], is_used: Callable[[str], bool]
) -> Iterator[Finding]:
    """Tell what is wrong with the tokens of one table."""
    known = names_of(name)
    for key, value in row.items():
        if not is_token(name, key, is_used):
            message = f"Nobody knows {key} in [{name}]."
            yield file.error("unknown-token", message, suggest(key, known), table=name, key=key)
        elif problem := find_problem(name, value):
            message = f"{key} in [{name}] {problem.what}."
            fix = f"Write {key} = {problem.better}" if problem.better else ""
            yield file.error("token-value", message, fix, table=name, key=key)


def suggest(name: str, known: list[str]) -> str:
    """Say what may be meant by a name."""
    close = nearest(name, known)
    return f"Did you mean {close}?" if close else f"Known are: {', '.join(known)}."


def names_of(name: str) -> list[str]:
    """List the tokens of a table."""
    return [one.name for one in fields(PARTS[name]) if one.name != MORE]


def find_missing(files: Sequence[TokenFile]) -> Iterator[Finding]:
    """Tell which tokens no layer has."""
    nearest_file = files[-1]
    for name in PARTS:
        row = merge(files, name)
        if not row:
            message = f"The theme has no [{name}]."
            yield nearest_file.error("missing-token", message, f"Write [{name}].", table=name)
            continue
        for key in names_of(name):
            if key not in row:
                message = f"[{name}] has no {key}."
                yield nearest_file.error("missing-token", message, f"Write {key}.", table=name)


def merge(files: Sequence[TokenFile], name: str) -> dict[str, Any]:
    """Put a table of all files together, the nearest last."""
    row: dict[str, Any] = {}
    for file in files:
        row |= file.row(name)
    return row


def make_part(name: str, row: dict[str, Any]) -> Any:  # noqa: ANN401 - one of `PARTS`
    """Make a table's dataclass."""
    known = {key: row[key] for key in names_of(name)}
    if name not in OPEN:
        return PARTS[name](**known)
    return PARTS[name](**known, more={key: row[key] for key in row if key not in known})
