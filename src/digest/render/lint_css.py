"""Lint a style sheet that is put onto the elements: what breaks, and what would do nothing."""

import re
from collections.abc import Iterator, Sequence

from digest.model.message import Finding, Level
from digest.render.inline import RULE, find_css_mistakes, without_comments
from digest.render.layers import STYLES, Layers
from digest.render.lint_tags import JINJA, place_of
from digest.text.colours import read_colour
from digest.text.layout_css import LAYOUT_CSS
from digest.text.values import nearest

CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
CLASSES = re.compile(
    r"""(?<![\w-])(?:css-)?class=(?:"((?:[^"{]|\{[^}]*\})*)"|'((?:[^'{]|\{[^}]*\})*)')"""
)
WORD = re.compile(r"[A-Za-z][\w-]*")
QUOTED = re.compile(r"""["']([^"']*)["']""")
COMPILER = "mj-"
DECLARATION = re.compile(r"(?:^|;)\s*([A-Za-z-]+)\s*:\s*([^;]*)")
SHORT_COLOUR = re.compile(r"#[0-9a-f]{3}\b", re.IGNORECASE)
# Those that designers write in mails; another one is told only when its name is near to these.
PROPERTIES = (
    "background", "background-color", "border", "border-bottom", "border-bottom-color",
    "border-bottom-style", "border-bottom-width", "border-collapse", "border-color", "border-left",
    "border-left-color", "border-left-style", "border-left-width", "border-radius", "border-right",
    "border-right-color", "border-right-style", "border-right-width", "border-spacing",
    "border-style", "border-top", "border-top-color", "border-top-style", "border-top-width",
    "border-width", "bottom", "box-shadow", "box-sizing", "clear", "color", "direction", "display",
    "float", "font", "font-family", "font-feature-settings", "font-kerning", "font-size",
    "font-stretch", "font-style", "font-variant", "font-variant-caps", "font-variant-numeric",
    "font-weight", "height", "hyphens", "left", "letter-spacing", "line-height", "list-style",
    "list-style-position", "list-style-type", "margin", "margin-bottom", "margin-left",
    "margin-right", "margin-top", "max-height", "max-width", "min-height", "min-width", "opacity",
    "outline", "overflow", "overflow-wrap", "padding", "padding-bottom", "padding-left",
    "padding-right", "padding-top", "position", "quotes", "right", "table-layout", "text-align",
    "text-decoration", "text-decoration-color", "text-decoration-style",
    "text-decoration-thickness", "text-indent", "text-overflow", "text-shadow", "text-transform",
    "text-underline-offset", "top", "unicode-bidi", "vertical-align", "visibility", "white-space",
    "width", "word-break", "word-spacing", "word-wrap", "z-index",
)  # fmt: skip
Told = tuple[int, str, Level, str, str]


def lint_styles(path: str, layers: Layers) -> Iterator[Finding]:
    """Tell what of a style sheet cannot be put onto elements, or meets none.

    Args:
        path: The sheet's, in `layers`.
        layers: The theme's.
    """
    source = layers.sources[path]
    bare = without_comments(JINJA.sub(fill, source))
    for at, rule, level, message, fix in (
        *tell_mistakes(bare),
        *tell_layout(bare),
        *tell_classes(bare, known_classes(layers)),
        *tell_declarations(bare),
    ):
        line, column = place_of(source, at)
        yield Finding(
            rule=rule,
            level=level,
            message=message,
            file=path,
            line=line,
            column=column,
            fix=fix or None,
        )


def fill(tag: re.Match[str]) -> str:
    """Put a plain value in the place of one of Jinja's, and space in the place of a tag."""
    filler = "0" if tag[0].startswith("{{") else " "
    return re.sub(r"[^\n]", filler, tag[0])


def tell_mistakes(bare: str) -> Iterator[Told]:
    """Tell what cannot be put onto elements."""
    for at, message, fix in find_css_mistakes(bare):
        yield at, "not-inlined", Level.ERROR, f"{message[:1].upper()}{message[1:]}", fix


def tell_layout(bare: str) -> Iterator[Told]:
    """Tell what lays a mail out in few programs only."""
    for _, name, pattern, instead in LAYOUT_CSS:
        for found in pattern.finditer(bare):
            message = f"Many mail programs do not support {name}: there the layout falls apart."
            yield found.start(), "forbidden-css", Level.ERROR, message, instead


def tell_classes(bare: str, known: Sequence[str]) -> Iterator[Told]:
    """Tell which rules meet nothing."""
    for rule in RULE.finditer(bare):
        for found in CLASS.finditer(rule[1]):
            if found[1] not in known and not found[1].startswith(COMPILER):
                close = nearest(found[1], list(known))
                fix = f"Did you mean .{close}? " if close else ""
                fix += "docs/reference/templates.md lists the classes."
                message = f"No element has the class {found[1]}."
                yield rule.start(1) + found.start(), "unused-style", Level.WARNING, message, fix


def tell_declarations(bare: str) -> Iterator[Told]:
    """Tell what mail programs would pass over, or misread."""
    for rule in RULE.finditer(bare):
        for one in DECLARATION.finditer(rule[2]):
            at, name = rule.start(2), one[1].casefold()
            if name not in PROPERTIES and (close := nearest(name, list(PROPERTIES))):
                message, fix = f"Nobody knows the property {one[1]}.", f"Did you mean {close}?"
                yield at + one.start(1), "unknown-property", Level.WARNING, message, fix
            if found := SHORT_COLOUR.search(one[2]):
                message = f"Some mail programs misread {found[0]}, as it has three digits."
                fix = f"Write {read_colour(found[0])}."
                yield at + one.start(2) + found.start(), "short-colour", Level.WARNING, message, fix


def known_classes(layers: Layers) -> list[str]:
    """List the classes that elements may have, and those that our own sheets speak of."""
    found: set[str] = set()
    for path, text in layers.sources.items():
        if path.endswith(".j2"):
            found.update(*(WORD.findall(plain(one[1] or one[2])) for one in CLASSES.finditer(text)))
        elif path.endswith(STYLES) and path.startswith("shipped/"):
            found.update(*(CLASS.findall(rule[1]) for rule in RULE.finditer(blank(text))))
    return sorted(found)


def plain(attribute: str) -> str:
    """Leave the words of an attribute: what stands in it, and what Jinja may put there."""
    return JINJA.sub(lambda tag: " ".join(QUOTED.findall(tag[0])), attribute)


def blank(css: str) -> str:
    """Leave the plain rules of a sheet."""
    return without_comments(JINJA.sub(fill, css))
