"""The one call of premailer, fenced: it puts our small style sheet onto the elements it matches.

Left to its defaults premailer drops the doctype, takes `!important` out of media queries, rewrites
widths and asks the network for style sheets. So every style block is marked as none of its
business, and the sheet that it gets holds nothing that it would carry over wrongly.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from digest.errors import RenderError

DOCTYPE = "<!doctype html>"
MARKER = ' data-premailer="ignore"'
FATAL = 50  # the level of the logging module, which a stage may not import
OPTIONS: Mapping[str, Any] = {
    "allow_network": False,
    "keep_style_tags": False,
    "strip_important": False,
    "remove_classes": False,
    "disable_validation": True,
    "disable_leftover_css": True,
    "align_floating_images": False,
    "exclude_pseudoclasses": True,
    "disable_basic_attributes": ["width", "height", "align", "valign", "bgcolor"],
    "cssutils_logging_level": FATAL,
}
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
FETCHED = re.compile(r"@(?:import|font-face)", re.IGNORECASE)
SELECTORS = re.compile(r"[\w\s.,>#-]+")
FORBIDDEN = (
    (re.compile(r"!\s*important", re.IGNORECASE), "!important"),
    (re.compile(r"url\s*\(", re.IGNORECASE), "an address"),
    (re.compile(r"[@<\\]"), "one of @ < \\"),
)


def inline(html: str, css: str) -> str:
    """Put styles onto the elements that they match; nothing else of the mail changes.

    Args:
        html: A whole document that begins with a doctype.
        css: A sheet that `lint_css` has accepted.
    """
    # This also marks the blocks inside conditional comments; the last line takes all marks off.
    marked = html.replace("<style", f"<style{MARKER}")
    if marked[: len(DOCTYPE)].lower() == DOCTYPE:
        marked = "<!DOCTYPE html>" + marked[len(DOCTYPE) :]
    inlined: str = inliner()(css_text=css, **OPTIONS).transform(marked, pretty_print=False)
    return inlined.replace(MARKER, "")


@lru_cache(maxsize=1)
def inliner() -> Any:  # noqa: ANN401 - premailer has no types
    """Make the inliner: premailer, which by itself writes out a sheet's rules for each mail."""
    import cssutils
    from premailer import Premailer

    # Three-digit colours are misread by some clients, and cssutils makes them by itself.
    cssutils.ser.prefs.minimizeColorHash = False

    @lru_cache(maxsize=8)
    def read_rules(css: str, index: int) -> Any:  # noqa: ANN401
        return Premailer(**OPTIONS)._parse_style_rules(css, index)  # noqa: SLF001

    class Inliner(Premailer):  # type: ignore[misc]
        def _parse_style_rules(self, css_body: str, ruleset_index: int) -> Any:  # noqa: ANN401
            return read_rules(css_body, ruleset_index)

    return Inliner


def lint_css(css: str, *, path: str) -> str:
    """Accept a style sheet for inlining.

    Returns:
        The sheet without its comments.

    Raises:
        RenderError: It holds what cannot stand in a `style` attribute; names the line.
    """
    bare = without_comments(css)
    for at, message, hint in find_css_mistakes(bare):
        line = bare.count("\n", 0, at) + 1
        raise RenderError(f"{path}:{line}: {message}", hint)
    return bare


def without_comments(css: str) -> str:
    """Take the comments out of a sheet; what is left stays in its place."""
    return COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), css)


def find_css_mistakes(bare: str) -> Iterator[tuple[int, str, str]]:
    """Find what cannot be inlined in a sheet without comments: where, what, and what to do."""
    end = 0
    for fetched in FETCHED.finditer(bare):
        yield (
            fetched.start(),
            f"{fetched[0]} fetches something, which a mail must not.",
            "Name fonts that readers have, in [fonts] of theme.toml.",
        )
    for rule in RULE.finditer(bare):
        end = rule.end()
        if FETCHED.search(rule[1]):
            continue
        if not SELECTORS.fullmatch(rule[1]):
            yield (
                rule.start(1) + len(rule[1]) - len(rule[1].lstrip()),
                f"the selector {rule[1].strip()!r} cannot be inlined.",
                "Name elements, classes and ids; the rest belongs in an mj-style of the template.",
            )
        for pattern, what in FORBIDDEN:
            if found := pattern.search(rule[2]):
                yield (
                    rule.start(2) + found.start(),
                    f"{what} cannot be inlined.",
                    "Put it in an mj-style of the template.",
                )
    rest = bare[end:].strip()
    if rest and not FETCHED.match(rest):
        at = end + len(bare[end:]) - len(bare[end:].lstrip())
        yield at, f"{rest.split()[0]!r} belongs to no rule. Is a brace missing?", ""
